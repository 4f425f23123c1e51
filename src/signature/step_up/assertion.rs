//! What a passkey signs, held against the payout.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Digest, challenge};
use crate::signature::base64;
use crate::signature::key::Algorithm;

/// Of the flags in the authenticator data (`WebAuthn` section 6.1).
const USER_PRESENT: u8 = 1;
const USER_VERIFIED: u8 = 4;

/// What `navigator.credentials.get` gave, each in base64url without padding.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Assertion {
    /// The id of the credential.
    pub credential_id: String,
    /// The bytes as the browser wrote them.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// As the authenticator wrote it.
    pub authenticator_data: String,
    /// DER for ES256, 64 bytes for Ed25519.
    pub signature: String,
}

impl fmt::Debug for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assertion").finish_non_exhaustive()
    }
}

/// What a server demands of an assertion.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StepUpPolicy {
    /// The payout's digest, from its verification; never from the client.
    pub digest: String,
    /// The nonce that the server issued for this payout, to be used once.
    pub nonce: String,
    /// The relying party's id: a domain.
    pub rp_id: String,
    /// The origins whose pages may ask, such as `https://pay.example`.
    pub origins: Vec<String>,
    /// Demands fingerprint, face or PIN; `false` is content with a touch.
    #[serde(default = "yes")]
    pub user_verification: bool,
}

fn yes() -> bool {
    true
}

/// What the credential's key must have signed.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// Base64 on the wire.
    #[serde(serialize_with = "as_base64")]
    pub message: Vec<u8>,
    /// 64 bytes, r‖s for ES256; base64 on the wire.
    #[serde(serialize_with = "as_base64")]
    pub signature: Vec<u8>,
    /// Whether the user was verified, not only present.
    pub user_verified: bool,
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Check").finish_non_exhaustive()
    }
}

/// Why an assertion does not stand for the payout. Each has a stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StepUpRefusal {
    /// It cannot be read.
    Malformed,
    /// Not a `webauthn.get`, or the client data is not written as the standard says.
    WrongType,
    /// For another payout, or another nonce.
    WrongChallenge,
    /// From a page of another origin.
    WrongOrigin,
    /// From a frame inside of another site.
    CrossOrigin,
    /// For another relying party.
    WrongRelyingParty,
    /// Nobody was there.
    UserAbsent,
    /// Nobody was recognised.
    UserNotVerified,
    /// Not of a credential that the server knows.
    UnknownCredential,
    /// The credential's key did not sign this.
    InvalidSignature,
}

impl StepUpRefusal {
    /// The stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "step_up_malformed",
            Self::WrongType => "step_up_wrong_type",
            Self::WrongChallenge => "step_up_wrong_challenge",
            Self::WrongOrigin => "step_up_wrong_origin",
            Self::CrossOrigin => "step_up_cross_origin",
            Self::WrongRelyingParty => "step_up_wrong_relying_party",
            Self::UserAbsent => "step_up_user_absent",
            Self::UserNotVerified => "step_up_user_not_verified",
            Self::UnknownCredential => "step_up_unknown_credential",
            Self::InvalidSignature => "step_up_invalid_signature",
        }
    }

    /// For the developer of the client.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Malformed => "The assertion cannot be read.",
            Self::WrongType => "The assertion is not the answer to navigator.credentials.get.",
            Self::WrongChallenge => "The assertion is for another payout or another nonce.",
            Self::WrongOrigin => "The assertion is from a page of another origin.",
            Self::CrossOrigin => "The assertion is from a frame inside of another site.",
            Self::WrongRelyingParty => "The assertion is for another relying party.",
            Self::UserAbsent => "The authenticator saw no user.",
            Self::UserNotVerified => "The authenticator did not verify the user.",
            Self::UnknownCredential => "No credential that may confirm this payout has this id.",
            Self::InvalidSignature => "The credential's key did not sign this.",
        }
    }
}

impl fmt::Display for StepUpRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for StepUpRefusal {}

/// Everything but the arithmetic of the curve. `alg` is of the server's record of the
/// credential; `None` if it has none.
///
/// # Errors
/// The first thing that is wrong.
pub fn check(
    assertion: &Assertion,
    policy: &StepUpPolicy,
    alg: Option<Algorithm>,
) -> Result<Check, StepUpRefusal> {
    let bytes = |text: &str| {
        (text.len() <= 8192)
            .then(|| base64::decode_url(text))
            .flatten()
            .ok_or(StepUpRefusal::Malformed)
    };
    let alg = alg.ok_or(StepUpRefusal::UnknownCredential)?;
    let client_data = bytes(&assertion.client_data_json)?;
    client_data_is_ours(&client_data, policy)?;

    let data = bytes(&assertion.authenticator_data)?;
    let (rp_hash, rest) = data.split_at_checked(32).ok_or(StepUpRefusal::Malformed)?;
    // A byte of flags and four of a counter; synced passkeys do not count, so nor do we.
    let flags = match rest {
        [flags, _, _, _, _, ..] => *flags,
        _ => return Err(StepUpRefusal::Malformed),
    };
    if rp_hash != Digest::of(policy.rp_id.as_bytes()).as_bytes() {
        return Err(StepUpRefusal::WrongRelyingParty);
    }
    if flags & USER_PRESENT == 0 {
        return Err(StepUpRefusal::UserAbsent);
    }
    let user_verified = flags & USER_VERIFIED != 0;
    if policy.user_verification && !user_verified {
        return Err(StepUpRefusal::UserNotVerified);
    }
    let signature = bytes(&assertion.signature)?;
    let signature = match alg {
        Algorithm::EcdsaP256Sha256 => from_der(&signature),
        Algorithm::Ed25519 => (signature.len() == 64).then_some(signature),
    };
    let mut message = data;
    message.extend(Digest::of(&client_data).as_bytes());
    Ok(Check {
        message,
        signature: signature.ok_or(StepUpRefusal::Malformed)?,
        user_verified,
    })
}

/// The whole verification, with the key of the credential.
///
/// # Errors
/// The first thing that is wrong.
#[cfg(any(feature = "p256", feature = "ed25519"))]
pub fn verify(
    assertion: &Assertion,
    policy: &StepUpPolicy,
    key: Option<&crate::signature::verify::VerificationKey>,
) -> Result<Check, StepUpRefusal> {
    let checked = check(assertion, policy, key.map(|key| key.alg))?;
    let is_signed = key.and_then(|key| {
        crate::signature::verify::is_signed(key, &checked.message, &checked.signature)
    });
    if is_signed == Some(true) {
        Ok(checked)
    } else {
        Err(StepUpRefusal::InvalidSignature)
    }
}

/// `WebAuthn` section 5.8.1.2: browsers write type, challenge, origin and crossOrigin first and
/// in this way, so that a verifier needs no reader of JSON, and none is confused.
fn client_data_is_ours(bytes: &[u8], policy: &StepUpPolicy) -> Result<(), StepUpRefusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| StepUpRefusal::Malformed)?;
    let rest = text
        .strip_prefix("{\"type\":\"webauthn.get\",\"challenge\":\"")
        .ok_or(StepUpRefusal::WrongType)?;
    let wanted = base64::encode_url(&challenge(&policy.digest, &policy.nonce));
    let rest = rest
        .strip_prefix(&wanted)
        .and_then(|rest| rest.strip_prefix("\",\"origin\":\""))
        .ok_or(StepUpRefusal::WrongChallenge)?;
    let (origin, rest) = rest.split_once('"').ok_or(StepUpRefusal::Malformed)?;
    if !policy.origins.iter().any(|known| known == origin) {
        return Err(StepUpRefusal::WrongOrigin);
    }
    match rest.strip_prefix(",\"crossOrigin\":false") {
        Some(rest) if rest.starts_with(['}', ',']) => Ok(()),
        _ => Err(StepUpRefusal::CrossOrigin),
    }
}

/// r‖s from the DER of RFC 3279: SEQUENCE of two INTEGERs.
fn from_der(bytes: &[u8]) -> Option<Vec<u8>> {
    let (inner, []) = value(bytes, 0x30)? else {
        return None;
    };
    let (r, rest) = value(inner, 2)?;
    let (s, []) = value(rest, 2)? else {
        return None;
    };
    let mut signature = number(r)?.to_vec();
    signature.extend(number(s)?);
    Some(signature)
}

/// The content of an element of this tag, and what follows. 72 bytes never need a long length.
fn value(bytes: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    match bytes {
        [found, length @ 0..128, rest @ ..] if *found == tag => {
            rest.split_at_checked(usize::from(*length))
        }
        _ => None,
    }
}

/// A positive INTEGER in as few bytes as can be, as 32 bytes.
fn number(bytes: &[u8]) -> Option<[u8; 32]> {
    let digits = match bytes {
        [0, digits @ ..] if digits.first().is_some_and(|byte| *byte >= 128) => digits,
        [1..128, ..] => bytes,
        _ => return None,
    };
    let mut number = [0; 32];
    let start = number.len().checked_sub(digits.len())?;
    number.get_mut(start..)?.copy_from_slice(digits);
    Some(number)
}

fn as_base64<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&base64::encode(bytes))
}
