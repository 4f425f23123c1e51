//! New Zealand: bank (2), branch (4), base (7), suffix (2 or 3).

use super::sum::{part, value};
use super::verdict;
use crate::account::check::{Force, Outcome};

/// Each bank's method. Source: Inland Revenue, RWT and NRWT certificate filing, bank account
/// number validation; python-stdnum 2.2 and two npm packages agree.
pub(super) fn outcome(number: &[u8]) -> Outcome {
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
