//! One function a call of the JavaScript API; request and result are the contract's shapes.

use std::str::FromStr;

/// True when the text is an IBAN: structure and mod 97. National checks are those of
/// `validate_account`.
#[must_use]
pub fn is_valid_iban(text: &str) -> bool {
    iban::Iban::from_str(text).is_ok()
}
