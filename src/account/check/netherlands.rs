//! The Dutch eleven test.

use super::digits::{part, weighted};

/// The account's ten digits with weights 10 down to 1 sum to a multiple of eleven.
///
/// Advisory: Dutch banks no longer promise it for an IBAN (schwifty dropped it, citing the
/// Betaalvereniging); iban4j and php-iban still apply it.
pub(super) fn eleven_test(account: &[u8]) -> bool {
    const WEIGHTS: [u8; 10] = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    weighted(part(account, 0, 10), &WEIGHTS).is_multiple_of(11)
}

#[cfg(test)]
mod tests {
    use super::eleven_test;

    #[test]
    fn example_of_the_registry() {
        assert!(eleven_test(b"0417164300"));
        assert!(!eleven_test(b"0417164301"));
    }
}
