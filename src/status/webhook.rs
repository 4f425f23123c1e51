//! Messages of [Standard Webhooks](https://www.standardwebhooks.com), verified.

use std::fmt;

use crate::signature::{base64, hmac_sha256, same};

/// A message older or newer than this is refused, in seconds.
const TOLERANCE: i64 = 300;
/// More signatures than a rotation of keys needs are not tried.
const MAX_SIGNATURES: usize = 20;

/// What the sender signs with: `whsec_…`, a shared secret of 24 to 64 bytes (HMAC-SHA256, `v1`), or
/// `whpk_…`, a public key (Ed25519, `v1a`; with the feature `ed25519`).
#[derive(Clone)]
pub struct WebhookSecret(Kind);

#[derive(Clone)]
enum Kind {
    Hmac(Vec<u8>),
    #[cfg(feature = "ed25519")]
    Ed25519(crate::signature::Jwk),
}

impl WebhookSecret {
    /// `None`: neither of both.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(secret) = text.strip_prefix("whsec_") {
            let secret = base64::decode(secret)?;
            return (24..=64)
                .contains(&secret.len())
                .then_some(Self(Kind::Hmac(secret)));
        }
        #[cfg(feature = "ed25519")]
        {
            let key = base64::decode(text.strip_prefix("whpk_")?)?;
            (key.len() == 32).then(|| {
                Self(Kind::Ed25519(crate::signature::Jwk {
                    kty: "OKP".to_owned(),
                    crv: "Ed25519".to_owned(),
                    x: base64::encode_url(&key),
                    y: None,
                }))
            })
        }
        #[cfg(not(feature = "ed25519"))]
        None
    }

    fn version(&self) -> &'static str {
        match self.0 {
            Kind::Hmac(_) => "v1",
            #[cfg(feature = "ed25519")]
            Kind::Ed25519(_) => "v1a",
        }
    }

    fn fits(&self, signature: &[u8], head: &[u8], body: &[u8]) -> bool {
        match &self.0 {
            Kind::Hmac(secret) => same(&hmac_sha256(secret, &[head, body]), signature),
            #[cfg(feature = "ed25519")]
            Kind::Ed25519(key) => {
                crate::signature::ed25519::is_valid(key, &[head, body].concat(), signature)
            }
        }
    }
}

impl fmt::Debug for WebhookSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookSecret")
            .field("version", &self.version())
            .finish_non_exhaustive()
    }
}

/// A message from the holder of the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// The same id again is a repetition, to be answered without effect.
    pub id: String,
    /// Seconds since 1970.
    pub timestamp: i64,
}

/// Why a message is refused. Each has a stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WebhookRefusal {
    /// `webhook-id`, `webhook-timestamp` or `webhook-signature` is absent or comes twice.
    MissingHeader,
    /// The id or the time cannot be read.
    MalformedHeader,
    /// Older than five minutes.
    TimestampTooOld,
    /// From the future by more than five minutes.
    TimestampTooNew,
    /// No signature is of a version that the secrets are for.
    NoSignature,
    /// No signature fits the id, the time and the bytes of the body.
    InvalidSignature,
}

impl WebhookRefusal {
    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MissingHeader => "missing_header",
            Self::MalformedHeader => "malformed_header",
            Self::TimestampTooOld => "timestamp_too_old",
            Self::TimestampTooNew => "timestamp_too_new",
            Self::NoSignature => "no_signature",
            Self::InvalidSignature => "invalid_signature",
        }
    }
}

impl fmt::Display for WebhookRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::error::Error for WebhookRefusal {}

/// Is this a message from the holder of one of the secrets? `headers` are name and value of each
/// line, `body` the raw bytes, `now` seconds since 1970. Several secrets stand for a rotation.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify_webhook(
    headers: &[(&str, &str)],
    body: &[u8],
    secrets: &[WebhookSecret],
    now: i64,
) -> Result<Webhook, WebhookRefusal> {
    let single = |name: &str| {
        let mut lines = headers
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim_matches([' ', '\t']));
        match (lines.next(), lines.next()) {
            (Some(value), None) => Ok(value),
            _ => Err(WebhookRefusal::MissingHeader),
        }
    };
    let (id, time) = (single("webhook-id")?, single("webhook-timestamp")?);
    let signatures = single("webhook-signature")?;
    // The dot separates what is signed: an id with one could pass a part of itself off as the time.
    let is_id = (1..=256).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'.');
    let is_time = (1..=12).contains(&time.len()) && time.bytes().all(|byte| byte.is_ascii_digit());
    let timestamp: i64 = match time.parse() {
        Ok(timestamp) if is_id && is_time => timestamp,
        _ => return Err(WebhookRefusal::MalformedHeader),
    };
    if timestamp < now.saturating_sub(TOLERANCE) {
        return Err(WebhookRefusal::TimestampTooOld);
    }
    if timestamp > now.saturating_add(TOLERANCE) {
        return Err(WebhookRefusal::TimestampTooNew);
    }
    let head = format!("{id}.{time}.");
    let mut refusal = WebhookRefusal::NoSignature;
    for signature in signatures.split(' ').take(MAX_SIGNATURES) {
        let Some((version, text)) = signature.split_once(',') else {
            continue;
        };
        let decoded = base64::decode(text).unwrap_or_default();
        for secret in secrets.iter().filter(|secret| secret.version() == version) {
            if secret.fits(&decoded, head.as_bytes(), body) {
                return Ok(Webhook {
                    id: id.to_owned(),
                    timestamp,
                });
            }
            refusal = WebhookRefusal::InvalidSignature;
        }
    }
    Err(refusal)
}
