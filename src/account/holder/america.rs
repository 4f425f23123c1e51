//! Argentina, Brazil, Chile, Colombia, Ecuador and Peru. python-stdnum 2.2 agrees with each rule.

use super::{Reading, digits, open, wrong};
use crate::account::clean::Cleaned;
use crate::account::domestic::sum::{at, complement, luhn_sum, part, value, weighted};
use crate::account::scan::{Fault, Scan, scan};
use crate::market::Format;

/// CUIT, CUIL or CDI: a kind (20 to 27 people, 30 to 34 companies, 50 to 55 from abroad), weights 5 4
/// 3 2 7 6 5 4 3 2, modulo 11; ten is written 9.
pub(super) fn cuit(cleaned: &Cleaned) -> Scan<String> {
    digits(cleaned, 11, 11, |number| {
        let kind = weighted(number, &[10, 1]);
        if !matches!(kind, 20 | 23..=27 | 30 | 33 | 34 | 50 | 51 | 55) {
            return Some((0, 2));
        }
        let digit = complement(weighted(number, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]), 11);
        (at(number, 10) != digit.min(9)).then_some((10, 11))
    })
}

/// CPF of a person: 11 digits. CNPJ of a company: 14, the first twelve digits or letters since
/// July 2026, a letter by its distance from 0 in ASCII (Receita Federal, IN RFB 2229/2024).
pub(super) fn cpf_or_cnpj(cleaned: &Cleaned) -> Scan<String> {
    const CNPJ: Format = Format {
        min: 11,
        max: 14,
        digits: 0x3fff,
        letters: 0xfff,
    };
    let length = cleaned.len();
    scan(cleaned, &CNPJ).and(|()| {
        let number = cleaned.bytes();
        let check = |first: usize| {
            let digit = |count: usize, shift: usize| {
                let weights: Vec<u32> = weights(first, count, shift);
                let sum = weighted(number, &weights);
                let rest = complement(sum, 11);
                if rest == 10 { 0 } else { rest }
            };
            let end: usize = if first == 9 { 9 } else { 12 };
            let second = end.saturating_add(1);
            at(number, end) == digit(end, 0) && at(number, second) == digit(second, 1)
        };
        let repeated = number.iter().all(|digit| Some(digit) == number.first());
        match length {
            11 if number.iter().all(u8::is_ascii_digit) => {
                if check(9) && !repeated {
                    Scan::Right(cleaned.text().to_owned())
                } else {
                    // Three more can make it a company's number.
                    Scan::Partial(Some(Fault::CheckDigit { from: 9, to: 11 }))
                }
            }
            11..=13 => Scan::Partial(Some(Fault::Short { min: 14 })),
            _ if check(12) && !repeated => Scan::Right(cleaned.text().to_owned()),
            _ => Scan::Wrong(Fault::CheckDigit { from: 12, to: 14 }),
        }
    })
}

/// CPF counts 10 9 8 … 2, CNPJ 5 4 3 2 9 8 … 2; one more in front for the second digit.
fn weights(first: usize, count: usize, shift: usize) -> Vec<u32> {
    let most = if first == 9 {
        10_usize.saturating_add(shift)
    } else {
        9
    };
    (0..count)
        .rev()
        .map(|place| {
            let cycle = most.saturating_sub(1);
            let weight = place
                .checked_rem(cycle)
                .unwrap_or_default()
                .saturating_add(2);
            u32::try_from(weight).unwrap_or_default()
        })
        .collect()
}

/// RUT or RUN: up to eight digits, weights 2 to 7 from the right, modulo 11; ten is written K.
pub(super) fn rut(cleaned: &Cleaned) -> Scan<String> {
    const RUT: Format = Format {
        min: 8,
        max: 9,
        digits: 0x1ff,
        letters: 0x180,
    };
    let fits = |number: &[u8]| {
        let (&last, front) = number.split_last()?;
        let sum = front
            .iter()
            .rev()
            .zip([2, 3, 4, 5, 6, 7].into_iter().cycle())
            .map(|(&digit, weight): (&u8, u32)| value(digit).saturating_mul(weight))
            .fold(0, u32::saturating_add);
        Some(match complement(sum, 11) {
            10 => last == b'K',
            digit => value(last) == digit,
        })
    };
    let number = cleaned.bytes();
    if let Some(index) = number.iter().position(u8::is_ascii_uppercase)
        && matches!(scan(cleaned, &RUT), Scan::Right(()) | Scan::Partial(_))
    {
        // The K of a shorter number has nothing after it.
        match number.get(index..).unwrap_or_default() {
            [b'K'] => {}
            [b'K', ..] => return wrong(index, "a digit"),
            _ => return wrong(index, "a digit or K"),
        }
    }
    scan(cleaned, &RUT).and(|()| {
        let end = cleaned.len();
        if fits(number) == Some(true) {
            Scan::Right(cleaned.text().to_owned())
        } else if end == 8 && number.iter().all(u8::is_ascii_digit) {
            // One more can make it right.
            Scan::Partial(Some(Fault::CheckDigit { from: 7, to: 8 }))
        } else {
            Scan::Wrong(Fault::CheckDigit {
                from: end.saturating_sub(1),
                to: end,
            })
        }
    })
}

/// A cédula has no check digit: up to eight digits, or ten from 1 on. A NIT has one more digit than
/// nine, or than a cédula of ten: weights 3 7 13 17 19 23 29 37 41 43 from the right, modulo 11.
pub(super) fn nit(cleaned: &Cleaned) -> Scan<String> {
    digits(cleaned, 6, 11, |number| {
        let is_cedula = number.starts_with(b"1");
        let weights: &[u32] = match number.len() {
            10 if !is_cedula => &[41, 37, 29, 23, 19, 17, 13, 7, 3],
            11 if !is_cedula => return Some((0, 1)),
            11 => &[43, 41, 37, 29, 23, 19, 17, 13, 7, 3],
            _ => return None,
        };
        let digit = match weighted(number, weights) % 11 {
            rest @ (0 | 1) => rest,
            rest => 11_u32.saturating_sub(rest),
        };
        let last = weights.len();
        (at(number, last) != digit).then_some((last, last.saturating_add(1)))
    })
}

/// DNI of a person: eight digits. Carné de extranjería: nine, or up to twelve. RUC: eleven, of a known beginning, weights 5 4 3 2 7 6 5 4 3 2,
/// modulo 11 and then 10.
pub(super) fn dni_or_ruc(cleaned: &Cleaned) -> Scan<String> {
    if cleaned.len() == 10 {
        return digits(cleaned, 11, 11, |_| None);
    }
    digits(cleaned, 8, 12, |number| {
        if number.len() != 11 {
            return None;
        }
        let known = matches!(part(number, 0, 2), b"10" | b"15" | b"16" | b"17" | b"20");
        let sum = weighted(number, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]);
        let digit = 11_u32.saturating_sub(sum % 11) % 10;
        if known {
            (at(number, 10) != digit).then_some((10, 11))
        } else {
            Some((0, 2))
        }
    })
}

/// Cédula: ten digits, a province and modulo 10. RUC: thirteen, of a province and an establishment
/// from 001 on, by the kind in the third digit; since numbers ran short, new companies' numbers need not fit.
pub(super) fn ruc_of_ecuador(cleaned: &Cleaned) -> Reading {
    let number = cleaned.bytes();
    let mut doubtful = false;
    let scan = if matches!(cleaned.len(), 11 | 12) {
        digits(cleaned, 13, 13, |_| None)
    } else {
        digits(cleaned, 10, 13, |number| {
            let cedula = luhn_sum(part(number, 0, 10), true).is_multiple_of(10);
            let natural = number.get(2).is_some_and(|third| *third <= b'6');
            if !matches!(weighted(number, &[10, 1]), 1..=24 | 30 | 50) {
                return Some((0, 2));
            }
            match number.len() {
                10 => (!(cedula && natural)).then_some((9, 10)),
                _ => (part(number, 10, 13) == b"000").then_some((10, 13)),
            }
        })
    };
    // The first ten digits of a company's are no cédula.
    let is_begun = number.len() == 10 && number.get(2).is_some_and(|third| *third >= b'6');
    let scan = if is_begun { open(scan) } else { scan };
    if number.len() == 13 {
        let fits = match number.get(2) {
            Some(b'9') => weighted(number, &[4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
            Some(b'6') => {
                weighted(number, &[3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
                    || luhn_sum(part(number, 0, 10), true).is_multiple_of(10)
            }
            _ => luhn_sum(part(number, 0, 10), true).is_multiple_of(10),
        };
        doubtful = !fits;
    }
    Reading { scan, doubtful }
}
