//! Verification of a signed payout request.
//!
//! [`check`] does everything that needs no key; then the caller finds the key by its id, and
//! [`Unverified::accept`] takes the outcome of the asymmetric step and reads the body. A browser
//! or Node does that step with `WebCrypto`; with the features `p256` and `ed25519`, `verify` does
//! it all. What is wrong is told in one order, whoever does it: limits, structured fields, the
//! signature with our tag, its components and parameters, key, algorithm, time, digest, base,
//! signature, body.
//!
//! What remains is the caller's, in one atomic step with storing the payout: refuse a nonce that
//! this key has used before (keep it until [`Verified::replay_until`]), and for an idempotency key
//! that was seen before answer the stored result if the digest is the same, 422 if it is another.

use std::fmt;

use serde::Serialize;

use crate::payout::BATCH_VERSION;
use crate::payout::json::{self, Value};

pub use super::refusal::Refusal;

use super::base::{BaseError, Message, header, signature_base};
use super::digest::Digest;
use super::field::{self, Entry, Item, Member, Parameters};
use super::key::{Algorithm, Jwk};
use super::target::Target;
use super::{LABEL, TAG, base64};

/// Headers beyond this number are refused.
const MAX_HEADERS: usize = 128;

/// Names and values of all headers together, in bytes.
const MAX_HEADER_BYTES: usize = 32 * 1024;

/// What the signature must cover.
const REQUIRED: [&str; 5] = [
    "@method",
    "@target-uri",
    "content-type",
    "content-digest",
    "idempotency-key",
];

/// A request as it arrived, except for its address.
#[derive(Clone, Copy)]
pub struct Incoming<'a> {
    /// `POST`.
    pub method: &'a str,
    /// The server's configured public origin and the path and query of the request; never the
    /// Host header, which a proxy or an attacker may have written.
    pub url: &'a str,
    /// Name and value of each line, names in any case.
    pub headers: &'a [(&'a str, &'a str)],
    /// The raw bytes.
    pub body: &'a [u8],
}

/// Headers and body hold secrets and account numbers.
impl fmt::Debug for Incoming<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Incoming")
            .field("method", &self.method)
            .field("headers", &self.headers.len())
            .field("body", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// What a server demands of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The time, in seconds since 1970.
    pub now: i64,
    /// The longest allowed time between `created` and `expires`, in seconds.
    pub max_window: i64,
    /// The tolerated difference of the clocks, in seconds, at both ends of the window.
    pub skew: i64,
    /// Demands that the header `Authorization` is there and covered.
    pub authorization: bool,
}

impl Policy {
    /// A window of 300 s and a clock difference of 60 s.
    #[must_use]
    pub const fn at(now: i64) -> Self {
        Self {
            now,
            max_window: super::MAX_WINDOW,
            skew: 60,
            authorization: false,
        }
    }
}

/// A request that can be read as a signed payout.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct Unverified {
    /// Whose signature it claims to be.
    pub key_id: String,
    /// The algorithm that the message names; the record of the key must agree.
    pub alg: Algorithm,
    /// What must have been signed, rebuilt from this request. Empty when no signature can help,
    /// because time, digest or components are wrong: [`Unverified::accept`] will say so.
    pub signature_base: String,
    /// The 64 bytes of the signature; base64 on the wire.
    #[serde(serialize_with = "as_base64")]
    pub signature: [u8; 64],
    /// Chosen once for each signature.
    pub nonce: String,
    /// Seconds since 1970.
    pub created: i64,
    /// Seconds since 1970.
    pub expires: i64,
    /// SHA-256 of the body, lower-case hexadecimal.
    pub digest: String,
    /// From the header `Idempotency-Key`.
    pub idempotency_key: String,
    #[serde(skip)]
    skew: i64,
    /// What is wrong, to be told after what may be wrong with the key.
    #[serde(skip)]
    flaw: Option<Refusal>,
    #[serde(skip)]
    tag: &'static str,
}

/// A request that the holder of the key signed, and its payout.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    /// Whose signature it is.
    pub key_id: String,
    /// To be refused the second time.
    pub nonce: String,
    /// Seconds since 1970.
    pub created: i64,
    /// Seconds since 1970.
    pub expires: i64,
    /// SHA-256 of the body, lower-case hexadecimal: what tells a repetition from another payout.
    pub digest: String,
    /// The same in header and body.
    pub idempotency_key: String,
    /// The body.
    pub intent: Value,
    /// A replayed nonce is refused by its time from then on, in seconds since 1970: stored nonces
    /// may be forgotten.
    pub replay_until: i64,
}

impl fmt::Debug for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unverified")
            .field("key_id", &self.key_id)
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("key_id", &self.key_id)
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

/// Does everything that needs no key, cheapest first.
///
/// # Errors
/// The first thing for which there is no signature of ours to look at.
pub fn check(request: Incoming<'_>, policy: &Policy) -> Result<Unverified, Refusal> {
    check_tagged(request, policy, TAG)
}

/// [`check`] for the manifest of a batch: tag and version are `payout-batch/1`.
///
/// # Errors
/// As [`check`].
pub fn check_batch(request: Incoming<'_>, policy: &Policy) -> Result<Unverified, Refusal> {
    check_tagged(request, policy, BATCH_VERSION)
}

fn check_tagged(
    request: Incoming<'_>,
    policy: &Policy,
    tag: &'static str,
) -> Result<Unverified, Refusal> {
    limits(&request)?;
    let headers = Headers(request.headers);
    if headers
        .optional("content-encoding")?
        .is_some_and(|coding| !coding.eq_ignore_ascii_case("identity"))
    {
        return Err(Refusal::ContentEncoded);
    }
    if !is_json(&headers.single("content-type")?) {
        return Err(Refusal::UnsupportedMediaType);
    }
    let target = Target::parse(request.url).ok_or(Refusal::InvalidTarget)?;
    let signed = read_signature(&headers, LABEL, tag)?;

    let required = REQUIRED.into_iter().find(|name| !signed.covers(name));
    if let Some(name) = required {
        return Err(Refusal::MissingComponent(name));
    }
    if policy.authorization {
        headers.single("authorization")?;
        if !signed.covers("authorization") {
            return Err(Refusal::MissingComponent("authorization"));
        }
    }
    let terms = signed.terms()?;
    let claimed = Digest::from_header(&headers.single("content-digest")?)
        .ok_or(Refusal::MalformedHeader("Content-Digest"))?;
    let idempotency_key = match field::bare_item(&headers.single("idempotency-key")?) {
        Ok(Item::Text(key)) if !key.is_empty() => key,
        _ => return Err(Refusal::MalformedHeader("Idempotency-Key")),
    };

    let message = message(&request, target);
    let digest = Digest::of(request.body);
    let base = window(&terms, policy)
        .and_then(|()| {
            (digest == claimed)
                .then_some(())
                .ok_or(Refusal::DigestMismatch)
        })
        .and_then(|()| base_of(&message, &signed.components, &signed.raw));
    let (signature_base, flaw) = match base {
        Ok(base) => (base, None),
        Err(refusal) => (String::new(), Some(refusal)),
    };
    Ok(Unverified {
        key_id: terms.key_id,
        alg: terms.alg,
        signature_base,
        signature: signed.signature,
        nonce: terms.nonce,
        created: terms.created,
        expires: terms.expires,
        digest: digest.hex(),
        idempotency_key,
        skew: policy.skew,
        flaw,
        tag,
    })
}

pub(super) fn message<'a>(request: &Incoming<'a>, target: Target<'a>) -> Message<'a> {
    Message {
        method: request.method,
        target: Some(target),
        status: None,
        headers: request.headers,
    }
}

pub(super) fn base_of(
    message: &Message<'_>,
    components: &[(Item, Parameters)],
    raw: &str,
) -> Result<String, Refusal> {
    signature_base(message, components, raw).map_err(|error| match error {
        BaseError::Malformed => Refusal::MalformedHeader("that the signature covers"),
        BaseError::Missing => Refusal::MissingHeader("that the signature covers"),
        BaseError::Duplicate | BaseError::Unsupported => Refusal::UnsupportedComponent,
    })
}

impl Unverified {
    /// Takes the outcome of the asymmetric step and reads the body.
    ///
    /// `record` is the algorithm in the server's record of the key `key_id`; `None` if there is no
    /// such active key. `is_valid` says whether that key made `signature` over `signature_base`.
    ///
    /// # Errors
    /// The key, the signature or the body is not right.
    pub fn accept(
        self,
        record: Option<Algorithm>,
        is_valid: bool,
        body: &[u8],
    ) -> Result<Verified, Refusal> {
        let record = record.ok_or(Refusal::UnknownKey)?;
        if record != self.alg {
            return Err(Refusal::AlgorithmMismatch);
        }
        if let Some(flaw) = self.flaw {
            return Err(flaw);
        }
        if !is_valid {
            return Err(Refusal::InvalidSignature);
        }
        if Digest::of(body).hex() != self.digest {
            return Err(Refusal::DigestMismatch);
        }
        let intent = Value::read_canonical(body).map_err(Refusal::Body)?;
        if intent.member("version").and_then(Value::as_text) != Some(self.tag) {
            return Err(Refusal::NotAPayout);
        }
        match intent.member("idempotencyKey").and_then(Value::as_text) {
            None => return Err(Refusal::NotAPayout),
            Some(key) if key != self.idempotency_key => return Err(Refusal::IdempotencyMismatch),
            Some(_) => {}
        }
        Ok(Verified {
            key_id: self.key_id,
            nonce: self.nonce,
            created: self.created,
            replay_until: self.expires.saturating_add(self.skew).saturating_add(1),
            expires: self.expires,
            digest: self.digest,
            idempotency_key: self.idempotency_key,
            intent,
        })
    }

    /// The signature base for a developer's eyes: an `authorization` line shows no credentials.
    #[must_use]
    pub fn redacted_base(&self) -> String {
        let lines = self.signature_base.lines().map(|line| {
            if line.starts_with("\"authorization\":") {
                "\"authorization\": (not shown)"
            } else {
                line
            }
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// What a server knows of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerificationKey {
    /// The algorithm that the key was registered for.
    pub alg: Algorithm,
    /// The public key.
    pub jwk: Jwk,
}

/// The whole verification. `key` finds the record of an active key by its id.
///
/// # Errors
/// The first thing that is wrong; `unknown_algorithm` too when the record is of an algorithm whose
/// feature this build lacks.
#[cfg(any(feature = "p256", feature = "ed25519"))]
pub fn verify(
    request: Incoming<'_>,
    policy: &Policy,
    key: impl FnOnce(&str) -> Option<VerificationKey>,
) -> Result<Verified, Refusal> {
    let unverified = check(request, policy)?;
    let record = key(&unverified.key_id);
    let is_valid = match &record {
        Some(record) if record.alg == unverified.alg && unverified.flaw.is_none() => {
            let base = unverified.signature_base.as_bytes();
            is_signed(record, base, &unverified.signature).ok_or(Refusal::UnknownAlgorithm)?
        }
        _ => false,
    };
    unverified.accept(record.map(|record| record.alg), is_valid, request.body)
}

/// Did the key sign the bytes? `None`: this build lacks the algorithm.
#[cfg(any(feature = "p256", feature = "ed25519"))]
#[must_use]
pub fn is_signed(key: &VerificationKey, message: &[u8], signature: &[u8]) -> Option<bool> {
    match key.alg {
        #[cfg(feature = "p256")]
        Algorithm::EcdsaP256Sha256 => Some(super::es256::is_valid(&key.jwk, message, signature)),
        #[cfg(feature = "ed25519")]
        Algorithm::Ed25519 => Some(super::ed25519::is_valid(&key.jwk, message, signature)),
        #[cfg(not(all(feature = "p256", feature = "ed25519")))]
        _ => None,
    }
}

pub(super) fn limits(request: &Incoming<'_>) -> Result<(), Refusal> {
    let bytes = request.headers.iter().fold(0_usize, |sum, (name, value)| {
        sum.saturating_add(name.len()).saturating_add(value.len())
    });
    if request.headers.len() > MAX_HEADERS || bytes > MAX_HEADER_BYTES {
        return Err(Refusal::HeadersTooLarge);
    }
    if request.body.len() > json::MAX_BYTES {
        return Err(Refusal::BodyTooLarge);
    }
    Ok(())
}

/// `application/json`, with no parameter but `charset=utf-8`.
fn is_json(value: &str) -> bool {
    let (essence, parameter) = match value.split_once(';') {
        Some((essence, parameter)) => (essence, Some(parameter.trim())),
        None => (value, None),
    };
    essence.trim().eq_ignore_ascii_case("application/json")
        && parameter.is_none_or(|parameter| {
            parameter.eq_ignore_ascii_case("charset=utf-8")
                || parameter.eq_ignore_ascii_case("charset=\"utf-8\"")
        })
}

/// One signature of a request: a member of `Signature-Input` and its twin in `Signature`.
pub(super) struct Signed {
    pub(super) components: Vec<(Item, Parameters)>,
    parameters: Parameters,
    /// Both as received.
    pub(super) raw: String,
    pub(super) signature: [u8; 64],
}

/// The parameters that every signature of ours has.
pub(super) struct Terms {
    pub(super) created: i64,
    pub(super) expires: i64,
    pub(super) nonce: String,
    pub(super) alg: Algorithm,
    pub(super) key_id: String,
}

/// Reads the signature with the label; it alone has the tag.
pub(super) fn read_signature(
    headers: &Headers<'_>,
    label: &str,
    tag: &str,
) -> Result<Signed, Refusal> {
    let inputs = headers.joined("signature-input")?;
    let inputs =
        field::dictionary(&inputs).map_err(|_| Refusal::MalformedHeader("Signature-Input"))?;
    let signatures = headers.joined("signature")?;
    let signatures =
        field::dictionary(&signatures).map_err(|_| Refusal::MalformedHeader("Signature"))?;
    let is_tagged = |entry: &&Entry<'_>| match &entry.member {
        Member::Inner(_, parameters) | Member::Item(_, parameters) => {
            text(parameters, "tag") == Ok(tag)
        }
    };
    let tagged = inputs.iter().filter(is_tagged).count();
    let ours = inputs.iter().find(|entry| entry.key == label);
    let (components, parameters, raw) = match (ours, tagged) {
        (_, 2..) => return Err(Refusal::SeveralSignatures),
        (None, 1) => return Err(Refusal::WrongTag),
        (None, _) => return Err(Refusal::NoSignature),
        (Some(entry), _) => match &entry.member {
            Member::Inner(components, parameters) if text(parameters, "tag") == Ok(tag) => {
                (components, parameters, entry.raw)
            }
            Member::Inner(..) => return Err(Refusal::WrongTag),
            Member::Item(..) => return Err(Refusal::MalformedHeader("Signature-Input")),
        },
    };
    let entry = signatures.iter().find(|entry| entry.key == label);
    let signature = match &entry.ok_or(Refusal::NoSignature)?.member {
        Member::Item(Item::Bytes(bytes), _) => bytes.as_slice().try_into().ok(),
        _ => None,
    };
    Ok(Signed {
        components: components.clone(),
        parameters: parameters.clone(),
        raw: raw.to_owned(),
        signature: signature.ok_or(Refusal::MalformedHeader("Signature"))?,
    })
}

impl Signed {
    fn covers(&self, name: &str) -> bool {
        self.components
            .iter()
            .any(|component| *component == (Item::Text(name.to_owned()), vec![]))
    }

    pub(super) fn terms(&self) -> Result<Terms, Refusal> {
        let created = integer(&self.parameters, "created")?;
        let expires = integer(&self.parameters, "expires")?;
        let nonce = text(&self.parameters, "nonce")?.to_owned();
        let alg = text(&self.parameters, "alg")?;
        Ok(Terms {
            created,
            expires,
            nonce,
            alg: Algorithm::of(alg).ok_or(Refusal::UnknownAlgorithm)?,
            key_id: text(&self.parameters, "keyid")?.to_owned(),
        })
    }
}

fn parameter<'a>(parameters: &'a Parameters, name: &'static str) -> Result<&'a Item, Refusal> {
    let found = parameters
        .iter()
        .find_map(|(key, value)| (key == name).then_some(value));
    found.ok_or(Refusal::MissingParameter(name))
}

fn integer(parameters: &Parameters, name: &'static str) -> Result<i64, Refusal> {
    match parameter(parameters, name)? {
        Item::Integer(value) => Ok(*value),
        _ => Err(Refusal::MissingParameter(name)),
    }
}

/// A string that is not empty.
fn text<'a>(parameters: &'a Parameters, name: &'static str) -> Result<&'a str, Refusal> {
    match parameter(parameters, name)? {
        Item::Text(value) if !value.is_empty() => Ok(value),
        _ => Err(Refusal::MissingParameter(name)),
    }
}

pub(super) fn window(terms: &Terms, policy: &Policy) -> Result<(), Refusal> {
    let length = terms.expires.saturating_sub(terms.created);
    if length <= 0 || length > policy.max_window {
        return Err(Refusal::WindowTooLong);
    }
    if terms.created > policy.now.saturating_add(policy.skew) {
        return Err(Refusal::NotYetValid);
    }
    if policy.now > terms.expires.saturating_add(policy.skew) {
        return Err(Refusal::Expired);
    }
    Ok(())
}

pub(super) struct Headers<'a>(pub(super) &'a [(&'a str, &'a str)]);

impl Headers<'_> {
    /// All lines of a list; the names here are the ones of the messages.
    pub(super) fn joined(&self, name: &'static str) -> Result<String, Refusal> {
        header(self.0, name).ok_or(Refusal::MissingHeader(name))
    }

    /// A header that comes exactly once.
    fn single(&self, name: &'static str) -> Result<String, Refusal> {
        self.optional(name)?.ok_or(Refusal::MissingHeader(name))
    }

    /// A header that comes at most once.
    fn optional(&self, name: &'static str) -> Result<Option<String>, Refusal> {
        let lines = self
            .0
            .iter()
            .filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .count();
        if lines > 1 {
            return Err(Refusal::DuplicatedHeader(name));
        }
        Ok(header(self.0, name))
    }
}

pub(super) fn as_base64<S: serde::Serializer>(
    bytes: &[u8; 64],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&base64::encode(bytes))
}
