//! Poland, Czechia, Slovakia, Hungary, Croatia and Albania.

use super::digits::{at, complement, part, value, weighted};

/// Poland: the bank and branch part, eight digits. Weights 3 9 7 1 3 9 7; the eighth completes
/// the sum to a multiple of ten. Verified: schwifty 2026.10.1 and ibantools 4.5.4 agree.
pub(super) fn poland(bban: &[u8]) -> bool {
    const WEIGHTS: [u8; 7] = [3, 9, 7, 1, 3, 9, 7];
    at(bban, 7) == complement(weighted(part(bban, 0, 7), &WEIGHTS), 10)
}

/// Czechia and Slovakia: prefix (six digits) and number (ten), filled with zeros. Weights
/// 6 3 7 9 10 5 8 4 2 1, the prefix from the right; each sum is a multiple of eleven.
///
/// Verified: python-stdnum 2.2, schwifty 2026.10.1 and iban4j 3.2.13 agree. ibantools accepts a
/// remainder of 1, with which no account can exist.
pub(super) fn czech(part: &[u8]) -> bool {
    const WEIGHTS: [u8; 10] = [6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
    let skipped = WEIGHTS.len().saturating_sub(part.len());
    let sum = weighted(part, WEIGHTS.get(skipped..).unwrap_or_default());
    sum.is_multiple_of(11)
}

/// Czechia alone: at least two digits of the number are not zero. The weights leave no number with
/// exactly one, so it is enough that there is one.
///
/// Source: decree 169/2011 (62/2004 before it), as quoted; Adyen's documentation and Dynamics 365 ask for
/// it too. Of Slovakia nothing of the kind was found.
pub(super) fn is_czech_number(number: &[u8]) -> bool {
    number.iter().any(|&digit| digit != b'0')
}

/// Hungary: weights 9 7 3 1 repeating; bank and branch (eight digits) sum to a multiple of ten,
/// and so does the account (eight or sixteen digits). Verified: ibantools 4.5.4.
pub(super) fn hungary(part: &[u8]) -> bool {
    const WEIGHTS: [u8; 16] = [9, 7, 3, 1, 9, 7, 3, 1, 9, 7, 3, 1, 9, 7, 3, 1];
    weighted(part, &WEIGHTS).is_multiple_of(10)
}

/// ISO/IEC 7064 MOD 11,10, the check digit last: Croatia's bank (seven digits) and account (ten).
/// Verified: ibantools 4.5.4.
pub(super) fn mod11_10(number: &[u8]) -> bool {
    let Some((&check, number)) = number.split_last() else {
        return false;
    };
    let product = number.iter().fold(10, |product: u32, &byte| {
        let sum = match product.wrapping_add(value(byte)) % 10 {
            0 => 10,
            sum => sum,
        };
        sum.wrapping_mul(2) % 11
    });
    product.wrapping_add(value(check)) % 10 == 1
}

/// Albania: bank and branch, eight digits. Weights 9 7 3 1 9 7 3; the eighth completes the sum to
/// a multiple of ten. Advisory: inferred from the registry's example alone.
pub(super) fn albania(bban: &[u8]) -> bool {
    const WEIGHTS: [u8; 7] = [9, 7, 3, 1, 9, 7, 3];
    at(bban, 7) == complement(weighted(part(bban, 0, 7), &WEIGHTS), 10)
}

#[cfg(test)]
mod tests {
    use super::{albania, czech, hungary, mod11_10, poland};

    #[test]
    fn examples_of_the_registry() {
        assert!(poland(b"109010140000071219812874"));
        assert!(!poland(b"109010150000071219812874"));
        assert!(czech(b"000019") && czech(b"2000145399"));
        assert!(!czech(b"2000145398"));
        assert!(hungary(b"11773016") && hungary(b"1111101800000000"));
        assert!(!hungary(b"11773017"));
        assert!(mod11_10(b"1001005") && mod11_10(b"1863000160"));
        assert!(!mod11_10(b"1863000161"));
        assert!(albania(b"212110090000000235698741"));
        assert!(!albania(b"212110080000000235698741"));
    }

    #[test]
    fn czech_remainder_one_has_no_control_digit() {
        // 2 · 6 = 12, remainder 1: ibantools takes the last digit 1, but 12 + 1 is no multiple.
        assert!(!czech(b"0000000061"));
    }
}
