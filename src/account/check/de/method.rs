//! The methods, by number: those that a bank in the table uses, and those that they refer to.

use super::account::{Account, Kind, Ten, cross, missing, product};
use Kind::{Cross, Eleven, Products, Remainder, Seven, Units};
use Ten::{Before, Never, Nine, Zero};

/// No check digit.
pub(super) const NONE: u8 = 0x09;

/// As 00 over six digits: the check digit last, or before a sub-account.
const CROSS_SIX: u8 = 0xf0;
const CROSS_SIX_SUB: u8 = 0xf1;

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
pub(super) fn fits(method: u8, a: &Account, bank: &[u8; 8]) -> Option<bool> {
    if let Some((_, kind, check, last, weights)) = SUMS.iter().find(|sum| sum.0 == method) {
        return Some(a.fits(*kind, usize::from(*check), usize::from(*last), weights));
    }
    if let Some((_, methods)) = ANY.iter().find(|any| any.0 == method) {
        return Some(methods.iter().any(|method| fits(*method, a, bank) == Some(true)));
    }
    alone(method, a, bank)
}

/// The methods with rules of their own.
#[allow(clippy::too_many_lines)]
fn alone(method: u8, a: &Account, bank: &[u8; 8]) -> Option<bool> {
    let by = |method| fits(method, a, bank) == Some(true);
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
            let a = if number < 100_000_000 { a.shifted(2) } else { *a };
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
        0xa6 => by(if a.at(2) == 8 { 0x00 } else { 0x01 }),
        0xa8 if third == 9 => by(0xf7) || by(0x10),
        0xa8 => by(0x32) || by(CROSS_SIX),
        0xb2 => by(if first < 8 { 0x02 } else { 0x00 }),
        0xb3 => by(if first < 9 { 0x32 } else { 0x06 }),
        0xb5 => by(0x05) || first < 8 && by(0x00),
        0xb6 if first > 0 || matches!(number, 269_100_000..=269_999_999) => by(0x20),
        0xb6 => by(0x53),
        0xb7 => {
            !matches!(number, 1_000_000..=5_999_999 | 700_000_000..=899_999_999) || by(0x01)
        }
        0xb8 => {
            let free = 5_100_000_000..=5_999_999_999;
            by(0x20) || by(0x29) || free.contains(&number) || matches!(number / 10_000_000, 901..=910)
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
fn old_eight(a: &Account, bank: &[u8; 8]) -> bool {
    if a.at(1) == 9 {
        return fits(0x20, a, bank) == Some(true);
    }
    let [_, _, _, _, first, second, third, fourth] = *bank;
    matches!(a.number(), 10_000_000..=99_999_999)
        && old_number([first, second, third, fourth, a.at(3)], a.at(4), &a.0)
}

/// 53: nine digits, the third of which stands in the bank's part of the former number.
fn old_nine(a: &Account, bank: &[u8; 8]) -> bool {
    if a.at(1) == 9 {
        return fits(0x20, a, bank) == Some(true);
    }
    let [_, _, _, _, first, second, _, fourth] = *bank;
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
fn stem(a: &Account) -> bool {
    matches!(a.at(1), 0 | 4 | 6..=9) && u32::from(a.at(8)) == a.sum(7, &TO_SEVEN, product) % 11
}
