//! The methods, by number: those that a bank in the table uses, and those that they refer to.

use super::account::{Account, Kind, Ten, cross, missing, product};
use Kind::{Cross, Eleven, Products, Remainder, Seven, Units};
use Ten::{Before, Never, Nine, Zero};

/// No check digit.
pub(super) const NONE: u8 = 0x09;

/// As 00 over six digits: the check digit last, or before a sub-account.
pub(super) const CROSS_SIX: u8 = 0xf0;
pub(super) const CROSS_SIX_SUB: u8 = 0xf1;

const TWO_ONE: [u8; 9] = [2, 1, 2, 1, 2, 1, 2, 1, 2];
const ONE_TWO: [u8; 9] = [1, 2, 1, 2, 1, 2, 1, 2, 1];
const SIX: [u8; 6] = [2, 1, 2, 1, 2, 1];
const TO_TEN: [u8; 9] = [2, 3, 4, 5, 6, 7, 8, 9, 10];
const TO_NINE: [u8; 8] = [2, 3, 4, 5, 6, 7, 8, 9];
const TO_EIGHT: [u8; 7] = [2, 3, 4, 5, 6, 7, 8];
const TO_SEVEN: [u8; 6] = [2, 3, 4, 5, 6, 7];
const TO_SIX: [u8; 5] = [2, 3, 4, 5, 6];
const TWICE: [u8; 9] = [2, 3, 4, 5, 6, 7, 2, 3, 4];
const OLD_NUMBER: [u8; 12] = [2, 4, 8, 5, 10, 9, 7, 3, 6, 1, 2, 4];

/// The methods that are one sum: number, kind, place of the check digit, last place that counts,
/// weights.
#[rustfmt::skip]
static SUMS: [(u8, Kind, u8, u8, &[u8]); 46] = [
    (0x00, Cross, 10, 9, &TWO_ONE),
    (0x01, Products, 10, 9, &[3, 7, 1, 3, 7, 1, 3, 7, 1]),
    (0x02, Eleven(Never), 10, 9, &[2, 3, 4, 5, 6, 7, 8, 9, 2]),
    (0x03, Products, 10, 9, &TWO_ONE),
    (0x04, Eleven(Never), 10, 9, &TWICE),
    (0x05, Products, 10, 9, &[7, 3, 1, 7, 3, 1, 7, 3, 1]),
    (0x06, Eleven(Zero), 10, 9, &TWICE),
    (0x07, Eleven(Never), 10, 9, &TO_TEN),
    (0x10, Eleven(Zero), 10, 9, &TO_TEN),
    (0x11, Eleven(Nine), 10, 9, &TO_TEN),
    (0x16, Eleven(Before), 10, 9, &TWICE),
    (0x18, Products, 10, 9, &[3, 9, 7, 1, 3, 9, 7, 1, 3]),
    (0x19, Eleven(Zero), 10, 9, &[2, 3, 4, 5, 6, 7, 8, 9, 1]),
    (0x20, Eleven(Zero), 10, 9, &[2, 3, 4, 5, 6, 7, 8, 9, 3]),
    (0x22, Units, 10, 9, &[3, 1, 3, 1, 3, 1, 3, 1, 3]),
    (0x28, Eleven(Zero), 8, 7, &TO_EIGHT),
    (0x30, Products, 10, 9, &[2, 1, 2, 1, 0, 0, 0, 0, 2]),
    (0x31, Remainder, 10, 9, &[9, 8, 7, 6, 5, 4, 3, 2, 1]),
    (0x32, Eleven(Zero), 10, 9, &TO_SEVEN),
    (0x33, Eleven(Zero), 10, 9, &TO_SIX),
    (0x34, Eleven(Zero), 8, 7, &[2, 4, 8, 5, 10, 9, 7]),
    (0x38, Eleven(Zero), 10, 9, &[2, 4, 8, 5, 10, 9]),
    (0x40, Eleven(Zero), 10, 9, &[2, 4, 8, 5, 10, 9, 7, 3, 6]),
    (0x42, Eleven(Zero), 10, 9, &TO_NINE),
    (0x43, Products, 10, 9, &[1, 2, 3, 4, 5, 6, 7, 8, 9]),
    (0x46, Eleven(Zero), 8, 7, &TO_SIX),
    (0x47, Eleven(Zero), 9, 8, &TO_SIX),
    (0x48, Eleven(Zero), 9, 8, &TO_SEVEN),
    (0x60, Cross, 10, 9, &[2, 1, 2, 1, 2, 1, 2]),
    (0x64, Eleven(Zero), 7, 6, &[2, 4, 8, 5, 10, 9]),
    (0x67, Cross, 8, 7, &[2, 1, 2, 1, 2, 1, 2]),
    (0x92, Products, 10, 9, &[3, 7, 1, 3, 7, 1]),
    (0x94, Cross, 10, 9, &ONE_TWO),
    // Sums that other methods are made of, under numbers that no method has.
    (CROSS_SIX, Cross, 10, 9, &SIX),
    (CROSS_SIX_SUB, Cross, 8, 7, &SIX),
    (0xf2, Eleven(Zero), 10, 9, &[2, 4, 8, 5, 10]),
    (0xf3, Eleven(Zero), 7, 6, &TO_SEVEN),
    (0xf4, Eleven(Zero), 7, 6, &[7, 6, 5, 4, 3, 2]),
    (0xf5, Eleven(Zero), 7, 10, &[2, 3, 4, 0, 5, 6, 7, 8, 9, 10]),
    (0xf6, Products, 10, 9, &[3, 1, 7, 3, 1, 7, 3]),
    (0xf7, Eleven(Zero), 10, 9, &TO_EIGHT),
    (0xf8, Seven, 10, 9, &TO_SEVEN),
    (0xf9, Eleven(Never), 10, 9, &TO_SIX),
    (0xfa, Eleven(Zero), 6, 5, &TO_SIX),
    (0xfb, Seven, 6, 5, &TO_SIX),
    (0xfc, Cross, 10, 9, &[2, 1, 2, 1, 2]),
];

/// The methods that are passed by passing one of several.
static ANY: [(u8, &[u8]); 14] = [
    (0x49, &[0x00, 0x01]),
    (0x91, &[0xf3, 0xf4, 0xf5, 0x64]),
    (0x98, &[0xf6, 0x32]),
    (0xa2, &[0x00, 0x04]),
    (0xa3, &[0x00, 0x10]),
    (0xa7, &[0x00, 0x03]),
    (0xb1, &[0x05, 0x01, 0x00]),
    (0xc2, &[0x22, 0x00, 0x04]),
    (0xc7, &[0x63, 0x06]),
    (0xc8, &[0x00, 0x04, 0x07]),
    (0xc9, &[0x00, 0x07]),
    (0xd2, &[0x95, 0x00, 0x68]),
    (0xd6, &[0x07, 0x03, 0x00]),
    (0xe4, &[0x02, 0x00]),
];

/// Whether an account fits a method; `None`: that cannot be said, or the method is not here.
pub(super) fn fits(method: u8, a: &Account, bank: [u8; 8]) -> Option<bool> {
    if let Some((_, kind, check, last, weights)) = SUMS.iter().find(|sum| sum.0 == method) {
        return Some(a.fits(*kind, usize::from(*check), usize::from(*last), weights));
    }
    if let Some((_, methods)) = ANY.iter().find(|any| any.0 == method) {
        return Some(methods.iter().any(|method| by(*method, a, bank)));
    }
    alone(method, a, bank)
}

/// Whether it is certain that an account fits a method.
pub(super) fn by(method: u8, a: &Account, bank: [u8; 8]) -> bool {
    fits(method, a, bank) == Some(true)
}

/// The methods with rules of their own.
#[allow(clippy::too_many_lines)]
fn alone(method: u8, a: &Account, bank: [u8; 8]) -> Option<bool> {
    let by = |method| by(method, a, bank);
    let number = a.number();
    let (first, third) = (a.at(1), a.at(3));
    Some(match method {
        0x08 => number < 60_000 || by(0x00),
        NONE => true,
        // The sub-account 00 at the end may be left out: here, and in 50, 63 and 76.
        0x13 => by(CROSS_SIX_SUB) || number < 100_000_000 && by(CROSS_SIX),
        0x17 => less_one(a, 8, a.sum(7, &SIX, cross)),
        0x21 => a.completes(10, cross(cross(a.sum(9, &TWO_ONE, cross))), 10),
        0x24 => from_the_first(a),
        0x25 => (a.sum(9, &TO_NINE, product) % 11 != 1 || a.at(2) >= 8) && by(0x42),
        0x26 => {
            let a = if number < 100_000_000 {
                a.shifted(2)
            } else {
                *a
            };
            a.fits(Eleven(Zero), 8, 7, &[2, 3, 4, 5, 6, 7, 2])
        }
        0x27 => by(if number < 1_000_000_000 { 0x00 } else { 0x29 }),
        0x29 => transformed(a),
        0x41 => by(if a.at(4) == 9 { CROSS_SIX } else { 0x00 }),
        0x44 => {
            let fits = by(0xf2);
            // Rule 49 of the Bundesbank's IBAN rules turns some of these numbers around.
            if !fits && (first == 9 || a.at(5) == 9) {
                return None;
            }
            fits
        }
        0x50 => by(0xf3) || number < 10_000_000 && by(0x32),
        0x52 => old_eight(a, bank),
        0x53 => old_nine(a, bank),
        0x56 => match missing(a.sum(9, &TWICE, product), 11) {
            10 => first == 9 && a.at(10) == 7,
            0 => first == 9 && a.at(10) == 8,
            digit => u32::from(a.at(10)) == digit,
        },
        0x57 => by_first_two(a),
        0x58 => number > 99_999 && by(0xf9),
        0x59 => number < 100_000_000 || by(0x00),
        0x61 => with_kind(a, 8),
        0x63 => first == 0 && by(CROSS_SIX_SUB) || number < 10_000_000 && by(CROSS_SIX),
        0x65 => with_kind(a, 9),
        0x68 => sixty_eight(a, by(CROSS_SIX)),
        0x71 => match missing(a.sum(7, &[1, 2, 3, 4, 5, 6], product), 11) {
            10 => a.at(10) == 1,
            digit => u32::from(a.at(10)) == digit,
        },
        0x74 => {
            // Six digits: up to the next number that ends with 5, too.
            let half = || a.completes(10, a.sum(9, &TWO_ONE, cross).wrapping_add(5), 10);
            number > 9 && (by(0x00) || by(0x04) || matches!(number, 100_000..1_000_000) && half())
        }
        0x76 => stem(a) || number < 100_000_000 && stem(&a.shifted(2)),
        0x78 => matches!(number, 10_000_000..100_000_000) || by(0x00),
        0x88 => by(if third == 9 { 0xf7 } else { 0x32 }),
        0x93 => {
            let a = if number < 1_000_000 { a.shifted(4) } else { *a };
            fits(0xfa, &a, bank) == Some(true) || fits(0xfb, &a, bank) == Some(true)
        }
        0x95 => {
            matches!(
                number,
                1..=1_999_999
                    | 9_000_000..=25_999_999
                    | 396_000_000..=499_999_999
                    | 700_000_000..=799_999_999
                    | 910_000_000..=989_999_999
            ) || by(0x06)
        }
        0x96 => by(0x19) || by(0x00) || matches!(number, 1_300_000..=99_399_999),
        0x99 => matches!(number, 396_000_000..=499_999_999) || by(0x06),
        0xa4 if third == 9 && a.at(4) == 9 => by(0x33) || by(0x93),
        0xa4 => by(0x32) || by(0xf8) || by(0x93),
        0xa5 => by(0x00) || first != 9 && by(0x10),
        0xa6 if a.at(2) == 8 => by(0x00),
        0xa6 => by(0x01),
        0xa8 if third == 9 => by(0xf7) || by(0x10),
        0xa8 => by(0x32) || by(CROSS_SIX),
        0xb2 => by(if first < 8 { 0x02 } else { 0x00 }),
        0xb3 => by(if first < 9 { 0x32 } else { 0x06 }),
        0xb5 => by(0x05) || first < 8 && by(0x00),
        0xb6 if first > 0 || matches!(number, 269_100_000..=269_999_999) => by(0x20),
        0xb6 => by(0x53),
        0xb7 => !matches!(number, 1_000_000..=5_999_999 | 700_000_000..=899_999_999) || by(0x01),
        0xb8 => {
            let free = 5_100_000_000..=5_999_999_999;
            by(0x20)
                || by(0x29)
                || free.contains(&number)
                || matches!(number / 10_000_000, 901..=910)
        }
        0xc0 => matches!(number, 10_000_000..=99_999_999) && by(0x52) || by(0x20),
        0xc1 if first == 5 => less_one(a, 10, a.sum(9, &ONE_TWO, cross)),
        0xc1 => by(0x17),
        0xc3 => by(if first == 9 { 0x58 } else { 0x00 }),
        0xc5 => match number {
            100_000..=899_999 => by(0xfc),
            100_000_000..=899_999_999 => a.fits(Cross, 7, 6, &[2, 1, 2, 1, 2]),
            1_000_000_000..=1_999_999_999 | 4_000_000_000..=6_999_999_999 | 9_000_000_000.. => {
                by(0x29)
            }
            3_000_000_000..=3_999_999_999 => by(0x00),
            _ => matches!(number / 1_000_000, 30..=59 | 7_000..=7_099 | 8_500..=8_599),
        },
        0xd0 => number / 100_000_000 == 57 || by(0x20),
        0xd7 => u32::from(a.at(10)) == a.sum(9, &TWO_ONE, cross) % 10,
        0xd8 => matches!(number, 10_000_000..=99_999_999) || first > 0 && by(0x00),
        0xe0 => a.completes(10, a.sum(9, &TWO_ONE, cross).wrapping_add(7), 10),
        0xe3 => by(0x00) || by(0x21),
        _ => return None,
    })
}

/// 17 and C1: one is subtracted, and the remainder modulo 11 from ten; no remainder gives 0.
fn less_one(a: &Account, check: usize, sum: u32) -> bool {
    let digit = match sum.wrapping_add(10) % 11 {
        0 => 0,
        rest => 10_u32.wrapping_sub(rest),
    };
    u32::from(a.at(check)) == digit
}

/// 24: from the first digit that is not 0, weights 1 2 3, each product plus its weight modulo 11.
fn from_the_first(a: &Account) -> bool {
    let mut digits = a.0;
    let zeros = match a.at(1) {
        3..=6 => 1,
        9 => 3,
        _ => 0,
    };
    digits.iter_mut().take(zeros).for_each(|digit| *digit = 0);
    let sum: u32 = digits
        .iter()
        .take(9)
        .skip_while(|digit| **digit == 0)
        .zip([1_u32, 2, 3].into_iter().cycle())
        .map(|(&digit, weight)| weight.wrapping_mul(u32::from(digit)).wrapping_add(weight) % 11)
        .sum();
    u32::from(a.at(10)) == sum % 10
}

/// 29, M10H: each digit through the row of its place, 1 2 3 4 from the right.
fn transformed(a: &Account) -> bool {
    const ROWS: [[u8; 10]; 4] = [
        [0, 1, 5, 9, 3, 7, 4, 8, 2, 6],
        [0, 1, 7, 6, 9, 8, 3, 2, 5, 4],
        [0, 1, 8, 4, 6, 2, 9, 5, 7, 3],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    ];
    let sum: u32 =
        a.0.iter()
            .rev()
            .skip(1)
            .zip(ROWS.iter().cycle())
            .map(|(&digit, row)| {
                row.get(usize::from(digit))
                    .map_or(0, |&value| u32::from(value))
            })
            .sum();
    a.completes(10, sum, 10)
}

/// 52: eight digits, checked as the number of the former computer system.
fn old_eight(a: &Account, bank: [u8; 8]) -> bool {
    if a.at(1) == 9 {
        return fits(0x20, a, bank) == Some(true);
    }
    let [_, _, _, _, first, second, third, fourth] = bank;
    matches!(a.number(), 10_000_000..=99_999_999)
        && old_number([first, second, third, fourth, a.at(3)], a.at(4), &a.0)
}

/// 53: nine digits, the third of which stands in the bank's part of the former number.
fn old_nine(a: &Account, bank: [u8; 8]) -> bool {
    if a.at(1) == 9 {
        return fits(0x20, a, bank) == Some(true);
    }
    let [_, _, _, _, first, second, _, fourth] = bank;
    matches!(a.number(), 100_000_000..=999_999_999)
        && old_number([first, second, a.at(3), fourth, a.at(2)], a.at(4), &a.0)
}

/// Five digits, the check digit, and the last six without leading zeros, weighted from the right:
/// the remainder modulo 11 is ten.
fn old_number(head: [u8; 5], check: u8, account: &[u8; 10]) -> bool {
    let tail = account.iter().skip(4).skip_while(|digit| **digit == 0);
    let number = head.iter().chain([&check]).chain(tail);
    let length = number.clone().count();
    let weights = OLD_NUMBER.iter().take(length).rev();
    let sum: u32 = number
        .zip(weights)
        .map(|(&digit, &weight)| u32::from(digit).wrapping_mul(u32::from(weight)))
        .sum();
    sum % 11 == 10
}

/// 57: what the first two digits say.
fn by_first_two(a: &Account) -> bool {
    let first_two = a.at(1).wrapping_mul(10).wrapping_add(a.at(2));
    match first_two {
        0 => false,
        51 | 55 | 61 | 64..=66 | 70 | 73..=82 | 88 | 94 | 95 => {
            matches!(a.number() / 10_000, 777_777 | 888_888) || a.fits(Cross, 10, 9, &ONE_TWO)
        }
        40 | 50 | 91 | 99 => true,
        1..=31 => {
            let month = a.at(3).wrapping_mul(10).wrapping_add(a.at(4));
            a.number() == 185_125_434 || (1..=12).contains(&month) && a.at(7) < 5
        }
        _ => {
            // The check digit is the third; the digits around it count.
            let [first, second, check, rest @ ..] = a.0;
            let [third, fourth, fifth, sixth, seventh, eighth, ninth] = rest;
            Account([
                first, second, third, fourth, fifth, sixth, seventh, eighth, ninth, check,
            ])
            .fits(Cross, 10, 9, &ONE_TWO)
        }
    }
}

/// 61 and 65: the last two digits count too if the ninth is of this kind.
fn with_kind(a: &Account, kind: u8) -> bool {
    let sum = a.sum(7, &[2, 1, 2, 1, 2, 1, 2], cross);
    let last = if a.at(9) == kind {
        a.sum(10, &[2, 1], cross)
    } else {
        0
    };
    a.completes(8, sum.wrapping_add(last), 10)
}

/// 68: ten digits with a 9 in the fourth place; six to nine in two variants.
fn sixty_eight(a: &Account, six: bool) -> bool {
    match a.number() {
        1_000_000_000.. => a.at(4) == 9 && six,
        400_000_000..=499_999_999 => true,
        100_000.. => {
            a.fits(Cross, 10, 9, &[2, 1, 2, 1, 2, 1, 2, 1])
                || a.fits(Cross, 10, 9, &[2, 1, 2, 1, 2, 0, 0, 1])
        }
        _ => false,
    }
}

/// 76: the kind of account first, two digits of a sub-account last, the remainder itself between.
pub(super) fn stem(a: &Account) -> bool {
    matches!(a.at(1), 0 | 4 | 6..=9) && u32::from(a.at(8)) == a.sum(7, &TO_SEVEN, product) % 11
}

#[cfg(test)]
mod tests {
    use super::super::account::Account;
    use super::super::digits;
    use super::fits;

    fn check(method: u8, account: &str) -> Option<bool> {
        bank(method, account, "00000000")
    }

    fn bank(method: u8, account: &str, bank: &str) -> Option<bool> {
        let account = digits(format!("{account:0>10}").as_bytes())?;
        fits(method, &Account(account), digits(bank.as_bytes())?)
    }

    /// Test numbers that the Bundesbank publishes with its methods: right ones, wrong ones.
    const PUBLISHED: &[(u8, &str, &str)] = &[
        (0x00, "9290701 539290858 1501824 1501832", "9290702"),
        (0x24, "138301 1306118605 3307118608 9307118603", "138302"),
        (0x26, "0520309001 1111118111 0005501024", "0520309101"),
        (0x29, "3145863029", "3145863028"),
        (
            0x57,
            "7500021766 9400001734 7800028282 8100244186 3251080371 3891234567 7777778800 \
             5001050352 5045090090 1909700805 9322111030 7400060823 0185125434",
            "5302707782 6412121212 1813499124 2206735010 0012345678",
        ),
        (
            0x58,
            "1800881120 9200654108 1015222224 3703169668",
            "1800881121",
        ),
        (
            0x68,
            "8889654328 987654324 987654328 400000001",
            "8889654327 98765",
        ),
        (
            0x74,
            "1016 26260 242243 242248 18002113 1821200043 1015 26263 242241 18002116 1821200047 \
             3456789012",
            "1011 26265 242249 18002118 6160000024 123456789",
        ),
        (
            0x76,
            "0006543200 9012345600 7876543100 0000123456",
            "0006543300",
        ),
        (
            0x91,
            "2974118000 5281741000 9952810000 2974117000 5281770000 9952812000 8840019000 \
             8840050000 8840087000 8840045000 8840012000 8840055000 8840080000",
            "8840010000 8840057000 8840011000 8840025000 8840062000",
        ),
        (
            0x95,
            "0068007003 0847321750 6450060494 6454000003",
            "6450060495",
        ),
        (
            0x96,
            "0000254100 9421000009 0000000208 0101115152 0301204301",
            "0101115153",
        ),
        (
            0xa4,
            "0004711173 0007093330 0004711172 0007093335 1199503010 8499421235 0000862342 \
             8997710000 0664040000 0000905844 5030101099 0001123458 1299503117",
            "6099702031 0000399443 0000553313",
        ),
        (
            0xa8,
            "7436661 7436670 1359100 7436660 7436678 0003503398 0001340967 0199100002 0099100010 \
             2599100002 0199100004 2599100003 3199204090",
            "7436666 7436677 0003503391 0001340966 0099345678",
        ),
        (
            0xb2,
            "0020012357 0080012345 0926801910 1002345674",
            "0020012399 0080012347",
        ),
        (
            0xb7,
            "0700001529 0730000019 0001001008 0001057887 0001007222 0810011825 0800107653 \
             0005922372 0100000000",
            "0001057886 0003815570 0005620516 0740912243 0893524479",
        ),
        (
            0xb8,
            "0734192657 6932875274 3145863029 2938692523 5100000000 9010000000",
            "0132572975 9310305011",
        ),
        (
            0xc1,
            "0446786040 0478046940 0701625830 0701625840 0882095630 5432112349 5543223456 \
             5654334563 5765445670 5876556788",
            "0446786240 0478046340 5432112341 5543223458 5654334565",
        ),
        (0xc3, "9294182 4431276 19919", "17002 123451 122448"),
        (
            0xc5,
            "0000301168 0000302554 0300020050 0300566000 1000061378 1000061412 4450164064 \
             4863476104 5000000028 5000000391 6450008149 6800001016 9000100012 9000210017 \
             3060188103 3070402023 0030000000 7000000000 8500000000",
            "0000302589 0000507336 0302555000 0302589000 1000061457 4864446015 5000001028 \
             6450008150 9000110012 3081000783 7100000000",
        ),
        (
            0xc7,
            "3500022 38150900 600103660 39101181 94012341 5073321010",
            "1234517892 987614325",
        ),
        (
            0xd2,
            "189912137 235308215 4455667784 1234567897 51181008 71214205",
            "6414241 179751314",
        ),
        (
            0xd8,
            "1403414848 6800000439 6899999954 0010000000",
            "3012084101 1062813622 0000260986",
        ),
        (
            0xe4,
            "1501836 9290702 539290858 1501824 1501832 9290701",
            "12345007",
        ),
    ];

    #[test]
    fn published_test_numbers() {
        for (method, right, wrong) in PUBLISHED {
            for account in right.split_whitespace() {
                assert_eq!(
                    check(*method, account),
                    Some(true),
                    "{method:02X} {account}"
                );
            }
            for account in wrong.split_whitespace() {
                assert_eq!(
                    check(*method, account),
                    Some(false),
                    "{method:02X} {account}"
                );
            }
        }
    }

    #[test]
    fn numbers_of_the_former_system_need_the_bank() {
        assert_eq!(bank(0xc0, "43001500", "13051172"), Some(true));
        assert_eq!(bank(0xc0, "48726458", "13051172"), Some(true));
        assert_eq!(bank(0x52, "82335729", "13051172"), Some(false));
        assert_eq!(bank(0xb6, "487310018", "80053782"), Some(true));
        assert_eq!(bank(0xb6, "467310018", "80053762"), Some(false));
        assert_eq!(bank(0xb6, "477310018", "80053772"), Some(false));
        assert_eq!(bank(0xb6, "9110000000", "80053782"), Some(true));
    }

    /// Numbers of method 44 that rule 49 may have turned around are not judged.
    #[test]
    fn what_cannot_be_said() {
        assert_eq!(check(0x44, "0001991182"), Some(true));
        assert_eq!(check(0x44, "9911820001"), None);
        assert_eq!(check(0xff, "0001991182"), None);
    }

    /// Every method of the table is here.
    #[test]
    fn every_method_in_use() {
        for method in super::super::table::METHODS {
            assert!(
                method == super::NONE || check(method, "1").is_some(),
                "{method:02X}"
            );
        }
    }
}
