//! Peru's CCI: bank (3), office (3), account (12), two check digits.

use super::sum::{at, complement, luhn_sum, part};
use super::verdict;
use crate::account::check::{Force, Outcome};

/// One digit over bank and office, one over the account: weights 1 2 by turns from the left, the
/// digits of each product added, completed to a multiple of ten. Advisory: two published examples,
/// one bank's converter and another's public code follow it; no text of the CCE was read.
pub(super) fn outcome(number: &[u8]) -> Outcome {
    let digit = |from, to| complement(luhn_sum(part(number, from, to), false), 10);
    let first = at(number, 18) == digit(0, 6);
    let second = at(number, 19) == digit(6, 18);
    let span = match (first, second) {
        (false, true) => (18, 19),
        (true, false) => (19, 20),
        _ => (18, 20),
    };
    verdict(first && second, span, Force::Advisory)
}
