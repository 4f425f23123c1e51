use std::fmt;

use sha2::{Digest as _, Sha256};

use super::base64;
use super::field;

/// The SHA-256 of the bytes that are signed and sent. One digest rules: it is the Content-Digest,
/// the fingerprint that tells a repetition from another payout under the same idempotency key,
/// and the id of the confirmation.
///
/// ```
/// use payout_kit::signature::Digest;
///
/// let digest = Digest::of(b"{\"hello\": \"world\"}");
/// assert_eq!(digest.header(), "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Hashes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Lower-case hexadecimal, 64 characters.
    #[must_use]
    pub fn hex(&self) -> String {
        let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
        self.0
            .iter()
            .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
            .collect()
    }

    /// The value of the header `Content-Digest` (RFC 9530).
    #[must_use]
    pub fn header(&self) -> String {
        format!("sha-256=:{}:", base64::encode(&self.0))
    }

    /// The `sha-256` of a `Content-Digest` that may list other algorithms too. `None` when the
    /// header is malformed or has no such digest.
    #[must_use]
    pub fn from_header(text: &str) -> Option<Self> {
        let entries = field::dictionary(text).ok()?;
        let entry = entries.into_iter().find(|entry| entry.key == "sha-256")?;
        match entry.member {
            field::Member::Item(field::Item::Bytes(bytes), _) => bytes.try_into().ok().map(Self),
            _ => None,
        }
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({})", self.hex())
    }
}
