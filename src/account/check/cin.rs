//! The Italian CIN.

use super::digits::{at, part, value};

/// What a character at the first, third, fifth … place counts; a digit counts as the letter of
/// its rank (0 as A).
const ODD: [u8; 26] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

/// IT and SM: the control letter before ABI, CAB and account (22 characters). Characters at odd
/// places count by a table, those at even places by their rank; the sum modulo 26 is the letter.
///
/// Verified: schwifty 2026.10.1 and ibankit 1.6.5 agree; iban4j differs for accounts with
/// letters, alone.
pub(super) fn cin(bban: &[u8]) -> bool {
    let sum: u32 = part(bban, 1, 23)
        .iter()
        .enumerate()
        .map(|(place, &byte)| {
            let rank = rank(byte);
            if place % 2 == 0 {
                usize::try_from(rank)
                    .ok()
                    .and_then(|rank| ODD.get(rank))
                    .map_or(0, |&count| u32::from(count))
            } else {
                rank
            }
        })
        .sum();
    at(bban, 0) == (sum % 26).wrapping_add(10)
}

/// A digit is itself, A = 0 … Z = 25.
fn rank(byte: u8) -> u32 {
    let value = value(byte);
    value.checked_sub(10).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::cin;

    #[test]
    fn examples_of_the_registry() {
        assert!(cin(b"X0542811101000000123456")); // IT
        assert!(cin(b"U0322509800000000270100")); // SM
        assert!(!cin(b"Y0542811101000000123456"));
    }

    #[test]
    fn letters_in_the_account() {
        // Solved with schwifty 2026.10.1.
        assert!(cin(b"A0310538869NEZ13NRPZVY4"));
    }
}
