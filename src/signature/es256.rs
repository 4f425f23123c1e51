//! ES256 in Rust, for servers and native programs. Browsers sign and verify with `WebCrypto`.

use std::fmt;

use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature, SigningKey, VerifyingKey};

use super::base64;
use super::key::{Algorithm, Jwk, thumbprint};

/// True when the 64 bytes r‖s are the key's signature over the message. A high s is as good as a
/// low one: `WebCrypto` makes both.
#[must_use]
pub fn is_valid(key: &Jwk, message: &[u8], signature: &[u8]) -> bool {
    let Some(key) = public_key(key) else {
        return false;
    };
    Signature::from_slice(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
}

/// A point of the curve; `None` for anything else.
fn public_key(key: &Jwk) -> Option<VerifyingKey> {
    if key.algorithm() != Some(Algorithm::EcdsaP256Sha256) {
        return None;
    }
    let mut point = vec![4_u8];
    point.extend(base64::decode_url(&key.x)?);
    point.extend(base64::decode_url(key.y.as_deref()?)?);
    if point.len() != 65 {
        return None;
    }
    VerifyingKey::from_sec1_bytes(&point).ok()
}

/// A private P-256 key. Its signatures are deterministic (RFC 6979), so it needs no randomness.
pub struct Signer {
    key: SigningKey,
    jwk: Jwk,
    key_id: String,
}

impl Signer {
    /// From the 32 bytes of the private number; `None` for zero and for numbers beyond the order.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Option<Self> {
        let key = SigningKey::from_slice(secret).ok()?;
        let point = key.verifying_key().to_sec1_point(false);
        let (_, coordinates) = point.as_bytes().split_at_checked(1)?;
        let (x, y) = coordinates.split_at_checked(32)?;
        let jwk = Jwk {
            kty: "EC".to_owned(),
            crv: "P-256".to_owned(),
            x: base64::encode_url(x),
            y: Some(base64::encode_url(y)),
        };
        let key_id = thumbprint(&jwk).ok()?;
        Some(Self { key, jwk, key_id })
    }

    /// The public key.
    #[must_use]
    pub fn public_jwk(&self) -> &Jwk {
        &self.jwk
    }

    /// The thumbprint of the public key.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    /// The 64 bytes r‖s over the message; for a request the message is its signature base.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        let signature: Signature = self.key.sign(message);
        signature.to_bytes().into()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}
