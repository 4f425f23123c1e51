//! The device's public key: P-256, named by its RFC 7638 thumbprint.

use payout_kit::signature::{Jwk, es256, thumbprint};
use serde::Deserialize;

use crate::problem::{Kind, Problem, Result};

/// A JWK as `WebCrypto` exports it. Members beyond these say nothing about the key.
#[derive(Deserialize)]
pub(crate) struct JwkInput {
    kty: String,
    crv: String,
    x: String,
    y: Option<String>,
    /// The private part. A client that sends it has to be told.
    d: Option<serde::de::IgnoredAny>,
}

#[derive(Clone, Debug)]
pub(crate) struct DeviceKey {
    jwk: Jwk,
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
        if jwk.kty != "EC" || jwk.crv != "P-256" {
            return Err(Problem::from(Kind::InvalidKey)
                .detail("kty is EC and crv is P-256")
                .into());
        }
        let id = thumbprint(&jwk).map_err(|issue| {
            Problem::from(Kind::InvalidKey).detail(format!("{}: {}", issue.field, issue.message()))
        })?;
        Ok(Self { jwk, id })
    }

    /// The RFC 7638 thumbprint.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(&self.jwk).unwrap_or_default()
    }

    /// Is this the key's signature (64 bytes r‖s) over the message?
    pub(crate) fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        es256::is_valid(&self.jwk, message, signature)
    }
}
