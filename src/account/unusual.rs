//! What is right by its digits, and strange all the same.

use super::Iban;
use crate::market::{Country, FieldKey, Method};

/// Why a check digit of the country's accounts can stand there unchecked.
pub(super) fn unverifiable(country: Country) -> &'static str {
    match &country.bytes() {
        b"GB" => "the modulus table has no row for this sort code",
        b"CN" => "we know it of card numbers that begin with 62 alone",
        b"DZ" | b"ST" | b"ZA" => "we know no published rule",
        _ => "we know no rule of this bank",
    }
}

/// The field of an account number that is nothing but zeros: of a number that names the bank too, the
/// part behind it.
pub(super) fn zeros(method: &Method, values: &[(FieldKey, String)]) -> Option<FieldKey> {
    /// More than numbers begin with: somebody may be typing yet.
    const FEWEST: usize = 4;
    let is_whole = |key: FieldKey, text: &str| {
        let field = method.fields.iter().find(|field| field.key == key);
        let least = field.map_or(0, |field| field.usual.0.max(field.format.min));
        text.len() >= usize::from(least).max(FEWEST)
    };
    let is_it = |(key, text): &&(FieldKey, String)| {
        let part = match key {
            FieldKey::AccountNumber | FieldKey::Bankgiro | FieldKey::RoutingNumber => text.get(..),
            FieldKey::Cbu => text.get(8..21),
            FieldKey::Cci => text.get(6..18),
            FieldKey::Clabe => text.get(6..17),
            _ => None,
        };
        part.is_some_and(are_zeros) && is_whole(*key, text)
    };
    values.iter().find(is_it).map(|(key, _)| *key)
}

/// Whether the account of an IBAN is nothing but zeros.
pub(super) fn is_of_zeros(iban: &Iban) -> bool {
    let account = iban.account_number();
    are_zeros(match &iban.registry() {
        // Behind a prefix of six digits.
        b"CZ" | b"SK" => account.get(6..).unwrap_or_default(),
        _ => account,
    })
}

fn are_zeros(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'0')
}
