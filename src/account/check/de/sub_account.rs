//! The sub-account 00 at the end of a number, which its holder may leave out but an IBAN needs.
//!
//! Source: Deutsche Bundesbank, the methods 13, 63, 76 and C7, and the IBAN rules 0005 and 0020 of the
//! banks that use them. Verified: each IBAN that comes out is that of `konto_check` 6.15.

use super::account::Account;
use super::method::{CROSS_SIX, CROSS_SIX_SUB, by, stem};

/// The account with its sub-account. `None`: both readings fit, or neither does.
pub(super) fn complete(method: u8, a: &Account, bank: [u8; 8]) -> Option<Account> {
    let shifted = a.shifted(2);
    let number = a.number();
    let (whole, left_out) = match method {
        // Shorter numbers are those of collections, which have IBANs of their own; of six and seven
        // digits no sub-account can be part.
        0x13 => (
            by(CROSS_SIX_SUB, a, bank) && number >= 10_000_000,
            by(CROSS_SIX, a, bank) && matches!(number, 100_000..10_000_000),
        ),
        0x63 => (
            by(CROSS_SIX_SUB, a, bank) && matches!(number, 1_000_000..1_000_000_000),
            by(CROSS_SIX, a, bank) && matches!(number, 10_000..10_000_000),
        ),
        0x76 => (
            stem(a) && number >= 10_000,
            stem(&shifted) && matches!(number, 10_000..100_000_000),
        ),
        0xc7 => (false, false),
        _ => return Some(*a),
    };
    match (whole, left_out) {
        (true, false) => Some(*a),
        (false, true) => Some(shifted),
        _ => None,
    }
}
