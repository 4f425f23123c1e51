//! Turkey and Ukraine. python-stdnum 2.2 agrees with each rule.

use super::{digits, open};
use crate::account::clean::Cleaned;
use crate::account::domestic::sum::{at, complement, value, weighted};
use crate::account::scan::Scan;

/// A company's number: ten digits; each but the last, moved by its place, times a power of two,
/// modulo 9. A citizen's: eleven digits, the last two by sums modulo 10.
pub(super) fn turkey(cleaned: &Cleaned) -> Scan<String> {
    let scan = digits(cleaned, 10, 11, |number| {
        let front = number.get(..9).unwrap_or_default();
        if number.len() == 10 {
            let sum = (1_u32..)
                .zip(front.iter().rev())
                .map(
                    |(place, &digit)| match value(digit).saturating_add(place) % 10 {
                        0 => 0,
                        moved => match moved.checked_shl(place).unwrap_or_default() % 9 {
                            0 => 9,
                            rest => rest,
                        },
                    },
                )
                .fold(0, u32::saturating_add);
            return (at(number, 9) != complement(sum, 10)).then_some((9, 10));
        }
        let tenth = complement(weighted(front, &[3, 1, 3, 1, 3, 1, 3, 1, 3]), 10);
        let last = weighted(front, &[1; 9]).saturating_add(tenth) % 10;
        (at(number, 9) != tenth || at(number, 10) != last || number.starts_with(b"0"))
            .then_some((9, 11))
    });
    if cleaned.len() == 10 {
        open(scan)
    } else {
        scan
    }
}

/// A company's number: eight digits; weights 1 to 7, where 3, 4 or 5 stands first 7 1 2 3 4 5 6,
/// modulo 11, with 2 more in each weight where that leaves 10. A person's: ten digits, weights -1 5 7
/// 9 4 6 10 5 7, modulo 11 and then 10.
pub(super) fn ukraine(cleaned: &Cleaned) -> Scan<String> {
    if cleaned.len() == 9 {
        return digits(cleaned, 10, 10, |_| None);
    }
    let scan = digits(cleaned, 8, 10, |number| {
        if number.len() == 10 {
            // -1 is 10 modulo 11.
            let sum = weighted(number, &[10, 5, 7, 9, 4, 6, 10, 5, 7]);
            return (at(number, 9) != sum % 11 % 10).then_some((9, 10));
        }
        let middle = matches!(number.first(), Some(b'3'..=b'5'));
        let (first, again) = if middle {
            ([7, 1, 2, 3, 4, 5, 6], [9, 3, 4, 5, 6, 7, 8])
        } else {
            ([1, 2, 3, 4, 5, 6, 7], [3, 4, 5, 6, 7, 8, 9])
        };
        let digit = match weighted(number, &first) % 11 {
            10 => weighted(number, &again) % 11 % 10,
            rest => rest,
        };
        (at(number, 7) != digit).then_some((7, 8))
    });
    if cleaned.len() == 8 { open(scan) } else { scan }
}
