//! Costa Rica, the Dominican Republic, Guatemala, El Salvador, Paraguay and Uruguay. python-stdnum
//! 2.2 agrees with each rule.

use super::{Reading, checked, digits, open, wrong};
use crate::account::clean::Cleaned;
use crate::account::domestic::sum::{at, complement, luhn, part, value, weighted};
use crate::account::scan::{Fault, Scan, scan};
use crate::market::Format;

/// Costa Rica: nine digits of a person, ten of a company, eleven or twelve of a foreigner; no check
/// digit.
pub(super) fn costa_rica(cleaned: &Cleaned) -> Scan<String> {
    digits(cleaned, 9, 12, |_| None)
}

/// RNC of a company: nine digits, weights 7 9 8 6 5 4 3 2, modulo 11. Cédula: eleven, Luhn.
/// Doubtful, not wrong: of both, numbers that do not fit were issued.
pub(super) fn dominican(cleaned: &Cleaned) -> Reading {
    let number = cleaned.bytes();
    let fits = match number.len() {
        9 => {
            let rest = weighted(number, &[7, 9, 8, 6, 5, 4, 3, 2]) % 11;
            // 10 - rest, modulo 9, one more; never below zero.
            at(number, 8) == (19_u32.saturating_sub(rest) % 9).saturating_add(1)
        }
        11 => luhn(number),
        _ => true,
    };
    let scan = if number.len() == 10 {
        digits(cleaned, 11, 11, |_| None)
    } else {
        digits(cleaned, 9, 11, |_| None)
    };
    Reading {
        scan,
        doubtful: !fits,
    }
}

/// NIT: up to eleven digits and one, weights 2 3 4 … from the right, modulo 11; ten is written K.
/// Thirteen digits are the number of a person's identity card (CUI): eight, weights 2 to 9, modulo 11,
/// a department and a municipality. Doubtful, not wrong, if they do not fit: several packages agree on
/// the rule, the registry publishes none.
pub(super) fn guatemala(cleaned: &Cleaned) -> Reading {
    let number = cleaned.bytes();
    let rest = weighted(number, &[2, 3, 4, 5, 6, 7, 8, 9]) % 11;
    let place = weighted(part(number, 9, 13), &[1000, 100, 10, 1]);
    let doubtful = number.len() == 13
        && (at(number, 8) != rest
            || !(1..=22).contains(&(place / 100))
            || place.is_multiple_of(100));
    Reading {
        scan: nit_or_cui(cleaned),
        doubtful,
    }
}

fn nit_or_cui(cleaned: &Cleaned) -> Scan<String> {
    const NIT: Format = Format {
        min: 2,
        max: 13,
        digits: 0x1fff,
        letters: 0x0ffe,
    };
    let number = cleaned.bytes();
    let letter = number.iter().position(u8::is_ascii_uppercase);
    if let Some(index) = letter
        && (number.get(index) != Some(&b'K') || index.saturating_add(1) < number.len())
        && matches!(scan(cleaned, &NIT), Scan::Right(()) | Scan::Partial(_))
    {
        return wrong(index, "a digit, or K at the end");
    }
    let end = number.len();
    scan(cleaned, &NIT).and(|()| {
        let sum = (2_u32..)
            .zip(number.iter().rev().skip(1))
            .map(|(weight, &digit)| weight.saturating_mul(value(digit)))
            .fold(0, u32::saturating_add);
        let fits = match complement(sum, 11) {
            10 => number.last() == Some(&b'K'),
            digit => at(number, end.saturating_sub(1)) == digit,
        };
        let fault = Fault::CheckDigit {
            from: end.saturating_sub(1),
            to: end,
        };
        if fits || end == 13 {
            Scan::Right(cleaned.text().to_owned())
        } else if letter.is_some() {
            Scan::Wrong(fault)
        } else {
            // One more can make it right.
            Scan::Partial(Some(fault))
        }
    })
}

/// NIT: fourteen digits; serial numbers up to 100 by weights 14 13 12 …, others by 2 7 6 5 4 3,
/// modulo 11 and then 10. Nine digits are the number of a person's identity card (DUI): weights 9 to 2,
/// modulo 10.
pub(super) fn salvador(cleaned: &Cleaned) -> Scan<String> {
    let end = cleaned.len();
    if end == 9 {
        let scan = digits(cleaned, 9, 14, |number| {
            let sum = weighted(number, &[9, 8, 7, 6, 5, 4, 3, 2]);
            (at(number, 8) != complement(sum, 10)).then_some((8, 9))
        });
        return open(scan);
    }
    if (10..14).contains(&end) {
        return digits(cleaned, 14, 14, |_| None);
    }
    digits(cleaned, 9, 14, |number| {
        let serial = part(number, 10, 13);
        let digit = if serial <= b"100".as_slice() {
            weighted(number, &[14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11 % 10
        } else {
            complement(
                weighted(number, &[2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]),
                11,
            ) % 10
        };
        if number.first().is_some_and(|first| b"019".contains(first)) {
            (at(number, 13) != digit).then_some((13, 14))
        } else {
            Some((0, 1))
        }
    })
}

/// Cédula of a person: up to eight digits, without check digit. RUC of a company: nine, weights 2
/// to 9 from the right, modulo 11 and then 10.
pub(super) fn paraguay(cleaned: &Cleaned) -> Scan<String> {
    digits(cleaned, 5, 9, |number| {
        let sum = weighted(number, &[9, 8, 7, 6, 5, 4, 3, 2]);
        (number.len() == 9 && at(number, 8) != complement(sum, 11) % 10).then_some((8, 9))
    })
}

/// Cédula of a person: seven or eight digits, weights 2 9 8 7 6 3 4, modulo 10. RUT: twelve: an office (01 to 22), a number, 001, and
/// by weights 4 3 2 9 8 7 6 5 4 3 2, modulo 11.
pub(super) fn uruguay(cleaned: &Cleaned) -> Scan<String> {
    const RUT: Format = Format {
        min: 12,
        max: 12,
        digits: 0xfff,
        letters: 0,
    };
    if cleaned.len() < 9 {
        let scan = digits(cleaned, 7, 12, |number| {
            let weights: &[u32] = &[2, 9, 8, 7, 6, 3, 4];
            let last = number.len().saturating_sub(1);
            let weights = weights.get(weights.len().saturating_sub(last)..);
            let sum = weighted(number, weights.unwrap_or_default());
            let end = last.saturating_add(1);
            (at(number, last) != complement(sum, 10)).then_some((last, end))
        });
        return open(scan);
    }
    checked(cleaned, &RUT, |number| {
        let office = weighted(number, &[10, 1]);
        let sum = weighted(number, &[4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
        if !(1..=22).contains(&office) {
            Some((0, 2))
        } else if part(number, 2, 8) == b"000000" {
            Some((2, 8))
        } else if part(number, 8, 11) != b"001" {
            Some((8, 11))
        } else {
            (at(number, 11) != complement(sum, 11)).then_some((11, 12))
        }
    })
}
