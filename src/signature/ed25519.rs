//! Ed25519 in Rust, for servers and native programs. Browsers sign and verify with `WebCrypto`.

use std::fmt;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use super::base64;
use super::key::{Algorithm, Jwk, thumbprint};

/// True when the 64 bytes are the key's signature over the message (RFC 8032). Points of small
/// order, whose signatures fit many messages, are refused.
#[must_use]
pub fn is_valid(key: &Jwk, message: &[u8], signature: &[u8]) -> bool {
    let (Some(key), Ok(signature)) = (public_key(key), Signature::from_slice(signature)) else {
        return false;
    };
    key.verify_strict(message, &signature).is_ok()
}

/// A point of the curve; `None` for anything else.
fn public_key(key: &Jwk) -> Option<VerifyingKey> {
    if key.algorithm() != Some(Algorithm::Ed25519) {
        return None;
    }
    let point: [u8; 32] = base64::decode_url(&key.x)?.try_into().ok()?;
    VerifyingKey::from_bytes(&point).ok()
}

/// A private Ed25519 key. Its signatures are deterministic.
pub struct Signer {
    key: SigningKey,
    jwk: Jwk,
    key_id: String,
}

impl Signer {
    /// From the 32 bytes of the private key (RFC 8032 section 5.1.5).
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Option<Self> {
        let key = SigningKey::from_bytes(secret);
        let jwk = Jwk {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            x: base64::encode_url(key.verifying_key().as_bytes()),
            y: None,
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

    /// The 64 bytes over the message; for a request the message is its signature base.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}
