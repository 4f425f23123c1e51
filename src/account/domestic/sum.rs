//! Arithmetic on digits.

/// The value of a digit; of a capital letter, its distance from `0`, as the Brazilian CNPJ counts.
pub(in crate::account) fn value(byte: u8) -> u32 {
    u32::from(byte.saturating_sub(b'0'))
}

/// The sum of each value times its weight; what has no partner counts nothing.
pub(in crate::account) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(&digit, &weight)| value(digit).saturating_mul(weight))
        .fold(0, u32::saturating_add)
}

/// What is missing to the next multiple of `modulus`; 0 if nothing is.
pub(in crate::account) fn complement(sum: u32, modulus: u32) -> u32 {
    match sum.checked_rem(modulus) {
        Some(rest) if rest > 0 => modulus.saturating_sub(rest),
        _ => 0,
    }
}

/// The value at a place; a value that fits nothing beyond the end.
pub(in crate::account) fn at(digits: &[u8], index: usize) -> u32 {
    digits.get(index).map_or(u32::MAX, |&byte| value(byte))
}

/// The characters of a half-open range; none where there are too few.
pub(in crate::account) fn part(digits: &[u8], from: usize, to: usize) -> &[u8] {
    digits.get(from..to).unwrap_or_default()
}

/// Weights `first` and the other, by turns, from the left; the digits of each product are added.
pub(in crate::account) fn luhn_sum(digits: &[u8], doubled_first: bool) -> u32 {
    digits
        .iter()
        .enumerate()
        .map(|(place, &digit)| {
            let value = value(digit);
            if place.is_multiple_of(2) == doubled_first {
                let product = value.saturating_mul(2);
                (product / 10).saturating_add(product % 10)
            } else {
                value
            }
        })
        .fold(0, u32::saturating_add)
}

/// ISO/IEC 7812-1 annex B, the check digit last.
pub(in crate::account) fn luhn(digits: &[u8]) -> bool {
    luhn_sum(digits, digits.len().is_multiple_of(2)).is_multiple_of(10)
}
