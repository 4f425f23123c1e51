//! New Zealand: bank (2), branch (4), base (7), suffix (2 or 3).
//!
//! Source: Inland Revenue, RWT and NRWT certificate filing specification 2020, chapter 8 (bank
//! account number validation); python-stdnum 2.2 and two npm packages agree.

use super::sum::{part, value, weighted};
use super::verdict;
use crate::account::check::{Failure, Force, Outcome};
use crate::account::clean::{Cleaned, Group};

/// A number written in groups, each with the zeros that it lacks in front, as Inland Revenue fills
/// them: many leave them out; Inland Revenue itself writes eight digits of base and four of suffix.
/// `None`: no such groups.
pub(super) fn in_groups(cleaned: &Cleaned) -> Option<Cleaned> {
    let groups = [(1, 2, 2), (1, 4, 4), (4, 7, 7), (1, 2, 3)];
    let regrouped = cleaned.regrouped(&groups.map(|(fewest, least, most)| Group {
        fewest,
        least,
        most,
    }))?;
    // Where the suffix counts, someone may still be typing it.
    let is_open =
        matches!(outcome(regrouped.bytes()), Outcome::Failed(failure) if failure.span.1 > 13);
    // A zero that was put in stands where the digit after it was typed.
    let is_one_digit = regrouped.range(13, 14) == regrouped.range(14, 15);
    (!is_open || !is_one_digit).then_some(regrouped)
}

/// The branches that a bank's accounts may have: bank, first, last.
#[rustfmt::skip]
static BRANCHES: [(u32, u32, u32); 50] = [
    (1, 1, 999), (1, 1100, 1199), (1, 1800, 1899), (1, 6150, 6150), (2, 1, 999), (2, 1200, 1299),
    (2, 2025, 2025), (2, 2053, 2055), (3, 1, 999), (3, 1300, 1399), (3, 5050, 5050), (4, 2014, 2016), (4, 2018, 2019),
    (3, 1500, 1599), (3, 1700, 1799), (3, 1900, 1999), (3, 7350, 7399), (4, 2020, 2024), (6, 1, 999), (6, 1400, 1499),
    (8, 6500, 6599), (9, 0, 0), (10, 5165, 5169), (11, 5000, 6499), (11, 6600, 8999), (12, 3000, 3299),
    (12, 3400, 3499), (12, 3600, 3699), (13, 4900, 4999), (14, 4700, 4799), (15, 3900, 3999), (16, 4400, 4499),
    (17, 3300, 3399), (18, 3500, 3599), (19, 4600, 4649), (20, 4100, 4199), (21, 4800, 4899), (22, 4000, 4049),
    (23, 3700, 3799), (24, 4300, 4349), (25, 2500, 2599), (26, 2600, 2699), (27, 3800, 3849), (28, 2100, 2149),
    (29, 2150, 2299), (30, 2900, 2949), (31, 2800, 2849), (33, 6700, 6799), (35, 2400, 2499), (38, 9000, 9499),
];

/// By the bank's method; then whether the bank has such a branch. Branches are opened after the
/// list was written: a look again, not an error.
pub(super) fn outcome(number: &[u8]) -> Outcome {
    let by_method = by_method(number);
    let decimal = |from, to| weighted(part(number, from, to), &[1000, 100, 10, 1]);
    let (bank, branch) = (decimal(0, 2) / 100, decimal(2, 6));
    let mut of_bank = BRANCHES
        .iter()
        .filter(|(known, ..)| *known == bank)
        .peekable();
    let is_known = of_bank.peek().is_none()
        || of_bank.any(|(_, first, last)| (*first..=*last).contains(&branch));
    match by_method {
        Outcome::Passed | Outcome::NotApplicable if !is_known => Outcome::Failed(Failure {
            span: (2, 6),
            force: Force::Advisory,
        }),
        other => other,
    }
}

fn by_method(number: &[u8]) -> Outcome {
    let bank = value(number.first().copied().unwrap_or_default())
        .saturating_mul(10)
        .saturating_add(value(number.get(1).copied().unwrap_or_default()));
    let base = part(number, 6, 13);
    // Weights over bank, branch, base and suffix; what a product above the first modulus leaves;
    // the modulus of the sum.
    let (weights, reduce, modulus): ([u32; 16], u32, u32) = match bank {
        // The branch does not count for bases of 990000 and more.
        1..=4 | 6 | 10..=24 | 27 | 30 | 35 | 38 if base >= b"0990000".as_slice() => {
            ([0, 0, 0, 0, 0, 0, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0], 11, 11)
        }
        1..=4 | 6 | 10..=24 | 27 | 30 | 35 | 38 => {
            ([0, 0, 6, 3, 7, 9, 0, 10, 5, 8, 4, 2, 1, 0, 0, 0], 11, 11)
        }
        8 => ([0, 0, 0, 0, 0, 0, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0], 11, 11),
        9 => ([0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 4, 3, 2, 0, 0, 1], 9, 11),
        25 | 33 => ([0, 0, 0, 0, 0, 0, 1, 7, 3, 1, 7, 3, 1, 0, 0, 0], 10, 10),
        26 | 28 | 29 => ([0, 0, 0, 0, 0, 0, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1], 9, 10),
        // There is a bank 31 whose accounts have no check digit; others are not in the table.
        31 => return Outcome::NotApplicable,
        _ => return Outcome::NotVerifiable,
    };
    // A suffix of two digits has a zero in front.
    let zero: &[u8] = if number.len() == 15 { b"0" } else { b"" };
    let sum = part(number, 0, 13)
        .iter()
        .chain(zero)
        .chain(number.iter().skip(13))
        .zip(weights)
        .map(|(&digit, weight)| {
            let product = value(digit).saturating_mul(weight);
            if product > reduce {
                product.checked_rem(reduce).unwrap_or_default()
            } else {
                product
            }
        })
        .fold(0, u32::saturating_add);
    // A longer suffix changes nothing where it does not count.
    let counts = weights.iter().skip(13).any(|weight| *weight > 0);
    let end = if counts { number.len() } else { 13 };
    verdict(
        sum.checked_rem(modulus) == Some(0),
        (2, end),
        Force::Universal,
    )
}
