//! Bangladesh's routing numbers: bank (3), district (2), branch (3), a check digit.

use super::sum::weighted;
use super::verdict;
use crate::account::check::{Force, Outcome};

/// Weights 5 7 1 by turns, a multiple of ten. Advisory: no text of Bangladesh Bank was read; 11,424 of
/// the 11,426 numbers that banks publish follow it (`PyPI` bd-bank-routing 0.1.2).
pub(super) fn outcome(number: &[u8]) -> Outcome {
    let sum = weighted(number, &[5, 7, 1, 5, 7, 1, 5, 7, 1]);
    verdict(sum.is_multiple_of(10), (8, 9), Force::Advisory)
}
