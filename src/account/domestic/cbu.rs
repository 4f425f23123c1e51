//! Argentina's CBU of banks and CVU of payment providers: 8 and 14 digits, each with a check digit.

use super::sum::{at, complement, part, value};

/// Weights 3 1 7 9 by turns from the right; the digit completes the sum to a multiple of ten.
/// Source: BCRA, Comunicación A 2622; python-stdnum agrees.
pub(super) fn fault(number: &[u8]) -> Option<(usize, usize)> {
    let wrong = |from: usize, to: usize| {
        let digits = part(number, from, to);
        let sum = digits
            .iter()
            .rev()
            .zip([3, 1, 7, 9].into_iter().cycle())
            .map(|(&digit, weight): (&u8, u32)| value(digit).saturating_mul(weight))
            .fold(0, u32::saturating_add);
        !digits.is_empty() && number.len() > to && at(number, to) != complement(sum, 10)
    };
    if wrong(0, 7) {
        Some((7, 8))
    } else if wrong(8, 21) {
        Some((21, 22))
    } else {
        None
    }
}
