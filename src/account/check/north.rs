//! Finland, Estonia, Norway and Iceland.

use super::digits::{at, complement, luhn, part, weighted};

/// Finland: Luhn over all 14 digits. Verified: schwifty 2026.10.1 and iban4j 3.2.13 agree.
pub(super) fn finland(bban: &[u8]) -> bool {
    luhn(part(bban, 0, 14))
}

/// Estonia: weights 7 3 1 from the right over branch and account (13 digits); the last digit
/// completes the sum to a multiple of ten. The two bank digits do not count.
///
/// Verified: schwifty 2026.10.1 and ibantools 4.5.4 agree.
pub(super) fn estonia(bban: &[u8]) -> bool {
    const WEIGHTS: [u8; 13] = [7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7];
    at(bban, 15) == complement(weighted(part(bban, 2, 15), &WEIGHTS), 10)
}

/// Norway: weights 5 4 3 2 7 6 5 4 3 2; the eleventh digit completes the sum to a multiple of
/// eleven, and a number that would need 10 does not exist. An account part that starts with 00
/// is checked without the four bank digits.
///
/// Verified: five libraries agree; the 00 rule by schwifty 2026.10.1.
pub(super) fn norway(number: &[u8]) -> bool {
    const WEIGHTS: [u8; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let sum = if part(number, 4, 6) == b"00" {
        weighted(part(number, 6, 10), part(&WEIGHTS, 6, 10))
    } else {
        weighted(part(number, 0, 10), &WEIGHTS)
    };
    at(number, 10) == complement(sum, 11)
}

/// Iceland: the ninth of the ten digits of the holder's kennitala. Weights 3 2 7 6 5 4 3 2, digit
/// 11 − (sum mod 11), 11 becomes 0, 10 does not exist.
///
/// Verified: schwifty 2026.10.1.
pub(super) fn kennitala(number: &[u8]) -> bool {
    const WEIGHTS: [u8; 8] = [3, 2, 7, 6, 5, 4, 3, 2];
    at(number, 8) == complement(weighted(part(number, 0, 8), &WEIGHTS), 11)
}

#[cfg(test)]
mod tests {
    use super::{estonia, finland, kennitala, norway};

    #[test]
    fn examples_of_the_registry() {
        assert!(finland(b"12345600000785"));
        assert!(!finland(b"12345600000786"));
        assert!(estonia(b"2200221020145685"));
        assert!(!estonia(b"2200221020145686"));
        assert!(norway(b"86011117947"));
        assert!(!norway(b"86011117949"));
        assert!(kennitala(b"5510730339"));
        assert!(!kennitala(b"5510730329"));
    }

    #[test]
    fn norway_without_the_bank() {
        // 00 after the bank digits: 5·1 + 4·2 + 3·3 + 2·4 = 30, and 3 completes it to 33.
        assert!(norway(b"86010012343"));
        assert!(norway(b"12340012343"));
        assert!(!norway(b"12340012344"));
    }
}
