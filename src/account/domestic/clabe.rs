//! Mexico's CLABE: bank (3), city (3), account (11), check digit.

use super::sum::{at, complement, value};

/// Each of the 17 digits times 3 7 1 by turns, each product modulo 10; the last digit completes
/// the sum to a multiple of ten. Source: ABM, CLABE; `PyPI` clabe and npm clabe-validator agree.
pub(super) fn fault(number: &[u8]) -> Option<(usize, usize)> {
    if number.len() < 18 {
        return None;
    }
    let sum = number
        .iter()
        .take(17)
        .zip([3, 7, 1].into_iter().cycle())
        .map(|(&digit, weight): (&u8, u32)| value(digit).saturating_mul(weight) % 10)
        .fold(0, u32::saturating_add);
    (at(number, 17) != complement(sum, 10)).then_some((17, 18))
}
