//! Sweden's Bankgiro numbers: seven or eight digits that stand for an account.

use super::sum::luhn;
use super::verdict;
use crate::account::check::{Force, Outcome};

/// The last digit is a Luhn digit. Source: Bankgirot, "10-modulen"; Ruby banktools-se agrees.
pub(super) fn outcome(number: &[u8]) -> Outcome {
    let end = number.len();
    verdict(luhn(number), (end.saturating_sub(1), end), Force::Universal)
}
