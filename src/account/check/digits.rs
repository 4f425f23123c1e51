//! Arithmetic on cleaned text: ASCII digits and capital letters.

/// The value of a character: 0 to 9, A = 10 … Z = 35. The caller has checked the characters;
/// anything else counts 0.
pub(super) fn value(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte & 0x0f),
        b'A'..=b'Z' => u32::from(byte.wrapping_sub(b'A')).wrapping_add(10),
        _ => 0,
    }
}

/// The sum of each value times its weight; what has no partner counts nothing.
pub(super) fn weighted(text: &[u8], weights: &[u8]) -> u32 {
    text.iter()
        .zip(weights)
        .map(|(&byte, &weight)| value(byte).wrapping_mul(u32::from(weight)))
        .sum()
}

/// What is missing to the next multiple of `modulus`; 0 if nothing is.
pub(super) fn complement(sum: u32, modulus: u32) -> u32 {
    let rest = sum.checked_rem(modulus).unwrap_or(0);
    if rest == 0 {
        0
    } else {
        modulus.wrapping_sub(rest)
    }
}

/// The number that the text writes, modulo 97; a letter is two digits, as in ISO 13616.
pub(super) fn mod97(text: &[u8]) -> u32 {
    text.iter().fold(0, |rest, &byte| {
        let value = value(byte);
        let shift = if value < 10 { 10 } else { 100 };
        rest.wrapping_mul(shift).wrapping_add(value) % 97
    })
}

/// ISO/IEC 7812-1 annex B: from the right, every second digit is doubled and its digits added;
/// the whole sums to a multiple of ten.
pub(super) fn luhn(text: &[u8]) -> bool {
    let sum: u32 = text
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &byte)| {
            let value = value(byte);
            if place % 2 == 0 {
                value
            } else {
                digit_sum(value.wrapping_mul(2))
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The two digits of a number below 100, added.
pub(super) fn digit_sum(number: u32) -> u32 {
    (number / 10).wrapping_add(number % 10)
}

/// The characters of a half-open range; none where the text is too short.
pub(super) fn part(text: &[u8], start: usize, end: usize) -> &[u8] {
    text.get(start..end).unwrap_or_default()
}

/// The value of one character; a value that fits nothing beyond the end.
pub(super) fn at(text: &[u8], index: usize) -> u32 {
    text.get(index).map_or(u32::MAX, |&byte| value(byte))
}

#[cfg(test)]
mod tests {
    use super::{luhn, mod97};

    #[test]
    fn luhn_of_the_standard() {
        // ISO/IEC 7812-1 and IETF RFC 9608 use this shape of example.
        assert!(luhn(b"79927398713"));
        assert!(!luhn(b"79927398710"));
    }

    #[test]
    fn mod97_of_the_iban_registry_example() {
        // GB82 WEST 1234 5698 7654 32, rearranged.
        assert_eq!(mod97(b"WEST12345698765432GB82"), 1);
    }
}
