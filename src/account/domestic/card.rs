//! China: most accounts of people are known by the number of their `UnionPay` card.

use super::sum::luhn;
use super::verdict;
use crate::account::check::{Force, Outcome};

/// A number of 16 to 19 digits that begins with 62, `UnionPay`'s range, ends in a Luhn digit.
/// Advisory: a bank's own account numbers may look the same. Another beginning may be an older card's,
/// which has that digit, or an account's, of which nothing is known. Source: ISO/IEC 7812-1.
pub(super) fn outcome(number: &[u8]) -> Outcome {
    let end = number.len();
    if !(16..=19).contains(&end) {
        Outcome::NotApplicable
    } else if number.starts_with(b"62") {
        verdict(luhn(number), (end.saturating_sub(1), end), Force::Advisory)
    } else {
        Outcome::NotVerifiable
    }
}
