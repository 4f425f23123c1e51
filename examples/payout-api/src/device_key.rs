//! A public key, P-256 or Ed25519, named by its RFC 7638 thumbprint: a device's, a partner's, a
//! passkey's.

use payout_kit::signature::verify::{VerificationKey, is_signed};
use payout_kit::signature::{Jwk, thumbprint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::problem::{Kind, Problem, Result};

/// A JWK as `WebCrypto` exports it. Members beyond these say nothing about the key.
#[derive(Deserialize, ToSchema)]
pub(crate) struct JwkInput {
    kty: String,
    crv: String,
    x: String,
    y: Option<String>,
    /// The private part. A client that sends it has to be told.
    #[schema(ignore)]
    d: Option<serde::de::IgnoredAny>,
}

#[derive(Clone, Debug)]
pub(crate) struct DeviceKey {
    key: VerificationKey,
    id: String,
}

impl DeviceKey {
    pub(crate) fn of(input: JwkInput) -> Result<Self> {
        if input.d.is_some() {
            return Err(Kind::PrivateKeySent.into());
        }
        let jwk = Jwk {
            kty: input.kty,
            crv: input.crv,
            x: input.x,
            y: input.y,
        };
        let id = thumbprint(&jwk).map_err(|issue| {
            Problem::from(Kind::InvalidKey).detail(format!("{}: {}", issue.field, issue.message()))
        })?;
        let alg = jwk.algorithm().ok_or(Kind::InvalidKey)?;
        let key = VerificationKey { alg, jwk };
        Ok(Self { key, id })
    }

    /// The RFC 7638 thumbprint.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(&self.key.jwk).unwrap_or_default()
    }

    /// Is this the key's signature (64 bytes) over the message?
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        is_signed(&self.key, message, signature) == Some(true)
    }
}

/// A key as it stands in the database.
pub(crate) fn stored(jwk: &str) -> Option<VerificationKey> {
    let jwk: Jwk = serde_json::from_str(jwk).ok()?;
    let alg = jwk.algorithm()?;
    Some(VerificationKey { alg, jwk })
}
