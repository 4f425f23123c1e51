use std::fmt;

use serde::{Deserialize, Serialize};

use crate::report::{Code, Issue};

use super::base64;
use super::digest::Digest;

/// A signature algorithm of RFC 9421 section 3.3. A verifier takes it from its record of the key,
/// never from the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Algorithm {
    /// ES256: ECDSA on P-256 with SHA-256; the signature is the 64 bytes r‖s.
    #[serde(rename = "ecdsa-p256-sha256")]
    EcdsaP256Sha256,
    /// Ed25519; 64 bytes.
    #[serde(rename = "ed25519")]
    Ed25519,
}

impl Algorithm {
    /// The name in the registry of HTTP signature algorithms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EcdsaP256Sha256 => "ecdsa-p256-sha256",
            Self::Ed25519 => "ed25519",
        }
    }

    /// The algorithm of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        [Self::EcdsaP256Sha256, Self::Ed25519]
            .into_iter()
            .find(|algorithm| algorithm.as_str() == name)
    }
}

/// A public key as JSON Web Key (RFC 7517): EC on P-256, or OKP with Ed25519. Members that say
/// nothing about the public key are not read; a private key is never kept.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// `EC` or `OKP`.
    pub kty: String,
    /// `P-256` or `Ed25519`.
    pub crv: String,
    /// 32 bytes, base64url without padding.
    pub x: String,
    /// As `x`; EC only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
}

impl Jwk {
    /// The algorithm that this kind of key signs with.
    #[must_use]
    pub fn algorithm(&self) -> Option<Algorithm> {
        match (self.kty.as_str(), self.crv.as_str(), &self.y) {
            ("EC", "P-256", Some(_)) => Some(Algorithm::EcdsaP256Sha256),
            ("OKP", "Ed25519", None) => Some(Algorithm::Ed25519),
            _ => None,
        }
    }
}

/// A public key is no secret, but it names a device.
impl fmt::Debug for Jwk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwk")
            .field("algorithm", &self.algorithm())
            .finish_non_exhaustive()
    }
}

/// The RFC 7638 thumbprint (SHA-256, base64url, 43 characters), which is the key id here.
///
/// ```
/// use payout_kit::signature::{Jwk, thumbprint};
///
/// // The Ed25519 key of RFC 8037 appendix A.3.
/// let key = Jwk {
///     kty: "OKP".to_owned(),
///     crv: "Ed25519".to_owned(),
///     x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo".to_owned(),
///     y: None,
/// };
/// assert_eq!(thumbprint(&key).unwrap(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
/// ```
///
/// # Errors
/// Not a P-256 or Ed25519 key, or a coordinate is not 32 bytes in base64url. Whether the point is
/// on the curve is not checked here; verification does.
pub fn thumbprint(key: &Jwk) -> Result<String, Box<Issue>> {
    let wrong = |field: &'static str, expected: &'static str| {
        Box::new(Issue::new(Code::InvalidValue, field).param("expected", expected))
    };
    let coordinate = |text: &str| base64::decode_url(text).is_some_and(|bytes| bytes.len() == 32);
    if !coordinate(&key.x) {
        return Err(wrong("x", "32 bytes in base64url"));
    }
    // RFC 7638 section 3.2: the required members only, in the order of their names.
    let text = match (key.algorithm(), key.y.as_deref()) {
        (Some(Algorithm::EcdsaP256Sha256), Some(y)) => {
            if !coordinate(y) {
                return Err(wrong("y", "32 bytes in base64url"));
            }
            format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{y}"}}"#, key.x)
        }
        (Some(Algorithm::Ed25519), _) => {
            format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, key.x)
        }
        _ => {
            return Err(wrong(
                "kty",
                "a public key: EC with P-256, or OKP with Ed25519",
            ));
        }
    };
    Ok(base64::encode_url(Digest::of(text.as_bytes()).as_bytes()))
}
