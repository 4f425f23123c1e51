//! Australia, India, Malaysia, Singapore and Thailand.

use super::{checked, digits, wrong};
use crate::account::clean::Cleaned;
use crate::account::domestic::sum::{at, luhn, part, weighted};
use crate::account::scan::{Fault, Scan, scan};
use crate::market::Format;

/// ABN: one less in the first digit, weights 10 1 3 5 … 19, modulo 89. Source: Australian Business
/// Register; python-stdnum 2.2 agrees.
pub(super) fn abn(cleaned: &Cleaned) -> Scan<String> {
    digits(cleaned, 11, 11, |number| {
        let sum = weighted(number, &[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
        // Check digits are made from 11 to 99; 10 would alias the same remainder.
        let made = !number.starts_with(b"0") && !number.starts_with(b"10");
        (sum % 89 != 10 || !made).then_some((0, 2))
    })
}

/// PAN: five letters, four digits, a letter; the fourth letter tells the kind of holder. Its check
/// letter follows no published rule; numbers begin with 0001. Source: Income Tax Department; python-stdnum 2.2 agrees.
pub(super) fn pan(cleaned: &Cleaned) -> Scan<String> {
    const PAN: Format = Format {
        min: 10,
        max: 10,
        digits: 0x1e0,
        letters: 0x21f,
    };
    match cleaned.bytes().get(3) {
        Some(kind) if kind.is_ascii_uppercase() && !b"ABCEFGHJLPT".contains(kind) => {
            wrong(3, "one of A B C E F G H J L P T")
        }
        _ => checked(cleaned, &PAN, |number| {
            (part(number, 5, 9) == b"0000").then_some((5, 9))
        }),
    }
}

/// `MyKad`: a birth date, a place, a serial number; no check digit.
pub(super) fn mykad(cleaned: &Cleaned) -> Scan<String> {
    digits(cleaned, 12, 12, |number| {
        let month = weighted(part(number, 2, 4), &[10, 1]);
        let day = weighted(part(number, 4, 6), &[10, 1]);
        (!(1..=12).contains(&month) || !(1..=31).contains(&day)).then_some((0, 6))
    })
}

/// The Thai citizen's number: weights 13 to 2, modulo 11 and then 10. python-stdnum 2.2 agrees.
pub(super) fn thai(cleaned: &Cleaned) -> Scan<String> {
    digits(cleaned, 13, 13, |number| {
        let sum = weighted(number, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
        let digit = 11_u32.saturating_sub(sum % 11) % 10;
        (at(number, 12) != digit).then_some((12, 13))
    })
}

/// NRIC or FIN: S T F G M, seven digits, a letter. Weights 2 7 6 5 4 3 2; 4 more for T and G, 3
/// for M. Source: published analyses, no authority's text.
pub(super) fn nric(cleaned: &Cleaned) -> Scan<String> {
    const NRIC: Format = Format {
        min: 9,
        max: 9,
        digits: 0xfe,
        letters: 0x101,
    };
    let number = cleaned.bytes();
    let (letters, more): (&[u8], u32) = match number.first() {
        Some(b'S') => (b"JZIHGFEDCBA", 0),
        Some(b'T') => (b"JZIHGFEDCBA", 4),
        Some(b'F') => (b"XWUTRQPNMLK", 0),
        Some(b'G') => (b"XWUTRQPNMLK", 4),
        Some(b'M') => (b"XWUTRQPNJLK", 3),
        Some(_) => return wrong(0, "one of S T F G M"),
        None => return Scan::Empty,
    };
    checked(cleaned, &NRIC, |number| {
        let sum = weighted(part(number, 1, 8), &[2, 7, 6, 5, 4, 3, 2]).saturating_add(more);
        let place = usize::try_from(sum % 11).unwrap_or_default();
        (letters.get(place) != number.get(8)).then_some((8, 9))
    })
}

/// The identity number of a citizen (1) or a resident (2): ten digits, the last of which is Luhn's.
/// No office publishes the rule, so a difference is only a doubt. The package saudi-id-validator
/// of npm agrees.
pub(super) fn is_doubtful_in_saudi_arabia(cleaned: &Cleaned) -> bool {
    let number = cleaned.bytes();
    matches!(number, [b'1' | b'2', ..]) && number.len() == 10 && !luhn(number)
}

/// UEN as `PayNow` takes it: three letters or digits may follow, by which a company tells its accounts
/// apart. Source: DBS, `PayNow` Corporate; ANZ Transactive, aliases.
pub(super) fn paynow(cleaned: &Cleaned) -> Scan<String> {
    const SUFFIX: usize = 3;
    let of_business = !cleaned.bytes().first().is_some_and(u8::is_ascii_uppercase)
        && cleaned.bytes().get(8).is_some_and(u8::is_ascii_uppercase);
    let length: usize = if of_business { 9 } else { 10 };
    let Some((number, suffix)) = cleaned.text().split_at_checked(length) else {
        return uen(cleaned);
    };
    if suffix.is_empty() {
        return uen(cleaned);
    }
    let whole = length.saturating_add(SUFFIX);
    uen(&Cleaned::read(number, "")).and(|_| {
        let wrong_place = suffix
            .bytes()
            .position(|byte| !byte.is_ascii_alphanumeric());
        match (wrong_place, suffix.len()) {
            (Some(index), _) => wrong(length.saturating_add(index), "a letter or a digit"),
            (None, ..SUFFIX) => Scan::Partial(Some(Fault::Short { min: whole })),
            (None, SUFFIX) => Scan::Right(cleaned.text().to_owned()),
            (None, _) => Scan::Wrong(Fault::Surplus { max: whole }),
        }
    })
}

/// UEN of a business (8 digits and a letter), a local company (9 and a letter) or another entity
/// (T, S or R, two digits, two letters, four digits, a letter). python-stdnum 2.2 agrees.
pub(super) fn uen(cleaned: &Cleaned) -> Scan<String> {
    const COMPANY: Format = Format {
        min: 9,
        max: 10,
        digits: 0x1ff,
        letters: 0x300,
    };
    const OTHER: Format = Format {
        min: 10,
        max: 10,
        digits: 0x1e6,
        letters: 0x219,
    };
    let number = cleaned.bytes();
    let end = number.len();
    let letter = |letters: &'static [u8], place: u32, at: usize| {
        let place = usize::try_from(place).unwrap_or_default();
        let fits = letters.get(place) == number.get(at);
        if fits {
            Scan::Right(cleaned.text().to_owned())
        } else {
            Scan::Wrong(Fault::CheckDigit {
                from: at,
                to: at.saturating_add(1),
            })
        }
    };
    if number.first().is_some_and(u8::is_ascii_uppercase) {
        const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";
        if !matches!(number.first(), Some(b'R' | b'S' | b'T')) {
            return wrong(0, "one of R S T or a digit");
        }
        return scan(cleaned, &OTHER).and(|()| {
            let sum = number
                .iter()
                .take(9)
                .zip([4, 3, 5, 3, 10, 2, 2, 5, 7])
                .map(|(byte, weight): (&u8, u32)| {
                    let place = LETTERS.iter().position(|letter| letter == byte);
                    u32::try_from(place.unwrap_or_default())
                        .unwrap_or_default()
                        .saturating_mul(weight)
                })
                .fold(0, u32::saturating_add);
            letter(LETTERS, sum.saturating_add(6) % 11, 9)
        });
    }
    scan(cleaned, &COMPANY).and(|()| {
        if number.get(8).is_some_and(u8::is_ascii_uppercase) {
            if end > 9 {
                return Scan::Wrong(Fault::Surplus { max: 9 });
            }
            let sum = weighted(part(number, 0, 8), &[10, 4, 9, 3, 8, 2, 7, 1]);
            return letter(b"XMKECAWLJDB", sum % 11, 8);
        }
        if end == 9 {
            return Scan::Partial(Some(Fault::Short { min: 10 }));
        }
        if number.get(9).is_some_and(u8::is_ascii_digit) {
            return wrong(9, "a letter");
        }
        let sum = weighted(part(number, 0, 9), &[10, 8, 6, 4, 9, 7, 5, 3, 1]);
        letter(b"ZKCMDNERGWH", sum % 11, 9)
    })
}
