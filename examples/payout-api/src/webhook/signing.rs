//! Standard Webhooks 1.0, symmetric (`v1`): HMAC-SHA256 over id, timestamp and body.

use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::problem::Result;
use crate::secrets;

/// How secrets are written: this and the key in base64.
const PREFIX: &str = "whsec_";

/// A new secret, 256 bits.
pub(super) fn secret() -> Result<String> {
    let key = secrets::random::<32>()?;
    Ok(format!("{PREFIX}{}", Base64::encode_string(&key)))
}

/// The `webhook-signature` of a message. `timestamp` is in seconds.
pub(super) fn sign(secret: &str, id: &str, timestamp: i64, body: &str) -> Option<String> {
    let key = Base64::decode_vec(secret.strip_prefix(PREFIX)?).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    let mac = mac.finalize().into_bytes();
    Some(format!("v1,{}", Base64::encode_string(&mac)))
}

#[cfg(test)]
mod tests {
    use super::sign;

    /// The example of the specification's own libraries.
    #[test]
    fn signs_as_the_specification_does() {
        let body = r#"{"email":"test@example.com","username":"test_user"}"#;
        let secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        let signature = sign(
            secret,
            "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk",
            1_649_367_553,
            body,
        );
        assert_eq!(
            signature.as_deref(),
            Some("v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=")
        );
    }
}
