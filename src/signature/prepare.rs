use std::fmt;

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::payout::json::Value;
use crate::payout::{PayoutIntent, SummaryLine, canonical, summary};
use crate::report::{Code, Issue};

use super::base::{Message, signature_base};
use super::digest::Digest;
use super::field::{Item, Parameters, quote};
use super::key::Algorithm;
use super::target::Target;
use super::{LABEL, MAX_WINDOW, TAG, base64};

/// A nonce of 16 random bytes has 22 characters in base64url.
const USUAL_NONCE: usize = 22;

/// What a signature depends on beside the payout. The core has no clock and no randomness: both
/// come from here.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SigningContext {
    /// `POST`.
    pub method: String,
    /// The payout API's address as a URL parser writes it (`new URL(text).href`): https, or http
    /// to this machine; no user name, no fragment. Nothing is normalised here.
    pub url: String,
    /// Seconds since 1970, by the clock of the server.
    pub created: i64,
    /// Seconds since 1970; at most 300 after `created`.
    pub expires: i64,
    /// 128 random bits or more, as visible ASCII: new for each signature, best from the server.
    pub nonce: String,
    /// The RFC 7638 thumbprint of the public key.
    pub key_id: String,
    /// What the key signs with.
    pub alg: Algorithm,
    /// The value of the header `Authorization`, when the client calls the API itself.
    #[serde(default)]
    pub authorization: Option<String>,
}

/// The authorization is a secret.
impl fmt::Debug for SigningContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningContext")
            .field("method", &self.method)
            .field("created", &self.created)
            .field("expires", &self.expires)
            .field("key_id", &self.key_id)
            .field("alg", &self.alg)
            .finish_non_exhaustive()
    }
}

/// Everything but the signature, or why there can be none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prepared {
    /// Ready to be shown, confirmed and signed.
    Ready(Box<PreparedPayout>),
    /// The intent or the context cannot be signed as it is.
    Rejected {
        /// At least one error.
        issues: Vec<Issue>,
    },
}

/// A request that lacks only its signature.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PreparedPayout {
    /// Warnings and remarks.
    pub issues: Vec<Issue>,
    /// The body: canonical JSON. Its UTF-8 bytes are what is hashed, signed and sent.
    pub text: String,
    /// SHA-256 of the body, lower-case hexadecimal.
    pub digest: String,
    /// RFC 9421 section 2.5. Its bytes are what the key signs.
    pub signature_base: String,
    /// The lines of the confirmation screen, read back from the body.
    pub summary: Vec<SummaryLine>,
    /// `POST`.
    pub method: String,
    /// Where to.
    pub url: String,
    /// Everything but `signature`; names in lower case.
    #[serde(serialize_with = "as_map")]
    pub headers: Vec<(&'static str, String)>,
    /// The key that is to sign.
    pub key_id: String,
    /// What it signs with.
    pub alg: Algorithm,
}

/// A request to be sent exactly as it is.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SignedRequest {
    /// `POST`.
    pub method: String,
    /// Where to.
    pub url: String,
    /// Names in lower case.
    #[serde(serialize_with = "as_map")]
    pub headers: Vec<(&'static str, String)>,
    /// The body; its UTF-8 bytes travel unchanged and uncompressed.
    pub body: String,
}

impl fmt::Debug for PreparedPayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedPayout")
            .field("digest", &self.digest)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedRequest")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}

impl PreparedPayout {
    /// Adds the signature: the 64 bytes r‖s of ES256 as `WebCrypto` gives them, or of Ed25519.
    ///
    /// # Errors
    /// Not 64 bytes. A signature in DER, as OpenSSL writes it, is another form of the same two
    /// numbers and has to be converted.
    pub fn assemble(&self, signature: &[u8]) -> Result<SignedRequest, Box<Issue>> {
        let mut headers = self.headers.clone();
        headers.push(("signature", signature_header(signature)?));
        Ok(SignedRequest {
            method: self.method.clone(),
            url: self.url.clone(),
            headers,
            body: self.text.clone(),
        })
    }
}

/// The value of the header `Signature` for the 64 bytes of a signature.
///
/// # Errors
/// Not 64 bytes.
pub fn signature_header(signature: &[u8]) -> Result<String, Box<Issue>> {
    if signature.len() != 64 {
        let length = Issue::new(Code::InvalidLength, "signature")
            .param("actual", signature.len().to_string())
            .param("expected", "64 bytes r‖s");
        return Err(Box::new(length));
    }
    Ok(format!("{LABEL}=:{}:", base64::encode(signature)))
}

/// Checks the intent, writes its bytes, and builds what the key has to sign.
#[must_use]
pub fn prepare(intent: &PayoutIntent, context: &SigningContext) -> Prepared {
    let mut issues = context_issues(context);
    let payout = match canonical(intent) {
        Ok(payout) => payout,
        Err(found) => {
            issues.splice(0..0, found);
            return Prepared::Rejected { issues };
        }
    };
    issues.splice(0..0, payout.issues().iter().cloned());
    if payout
        .rate_expires()
        .is_some_and(|expires| expires.seconds() <= context.created)
    {
        let expires_at = intent
            .conversion
            .as_ref()
            .map(|conversion| conversion.expires_at.clone());
        issues.push(
            Issue::new(Code::RateExpired, "conversion.expiresAt")
                .param("expiresAt", expires_at.unwrap_or_default()),
        );
    }
    if issues.iter().any(Issue::is_error) {
        return Prepared::Rejected { issues };
    }

    sealed(
        (TAG, payout.idempotency_key()),
        payout.text(),
        payout.summary(),
        context,
        issues,
    )
}

/// The payout of these bytes once more, under a new signature: for a retry, when the first is over
/// its time or its key is gone. Only nonce, time, key and authorization change; the address must
/// stay, and the idempotency key is in the bytes. A rate that is over is the server's to judge: it
/// may have the payout already.
#[must_use]
pub fn resign(body: &[u8], context: &SigningContext) -> Prepared {
    let mut issues = context_issues(context);
    let payout = Value::read_canonical(body).ok();
    let member = |key: &str| payout.as_ref()?.member(key)?.as_text();
    let (Some(TAG), Some(key), Ok(text)) = (
        member("version"),
        member("idempotencyKey"),
        std::str::from_utf8(body),
    ) else {
        let issue = Issue::new(Code::InvalidValue, "body").param("expected", "a prepared payout");
        issues.insert(0, issue);
        return Prepared::Rejected { issues };
    };
    if issues.iter().any(Issue::is_error) {
        return Prepared::Rejected { issues };
    }
    let summary = summary(body).unwrap_or_default();
    sealed((TAG, key), text, summary, context, issues)
}

/// A checked text under checked circumstances.
pub(super) fn sealed(
    (tag, idempotency_key): (&'static str, &str),
    text: &str,
    summary: Vec<SummaryLine>,
    context: &SigningContext,
    mut issues: Vec<Issue>,
) -> Prepared {
    let digest = Digest::of(text.as_bytes());
    let Some((headers, signature_base)) = seal(tag, idempotency_key, digest, context) else {
        // Every text was checked before, so this is not reached; an answer is better than a panic.
        issues.push(
            Issue::new(Code::InvalidValue, "").param("expected", "a payout that can be signed"),
        );
        return Prepared::Rejected { issues };
    };
    Prepared::Ready(Box::new(PreparedPayout {
        issues,
        digest: digest.hex(),
        signature_base,
        summary,
        text: text.to_owned(),
        method: context.method.clone(),
        url: context.url.clone(),
        headers,
        key_id: context.key_id.clone(),
        alg: context.alg,
    }))
}

/// The headers and the signature base.
fn seal(
    tag: &str,
    idempotency_key: &str,
    digest: Digest,
    context: &SigningContext,
) -> Option<(Vec<(&'static str, String)>, String)> {
    let mut headers = vec![
        ("content-type", "application/json".to_owned()),
        ("content-digest", digest.header()),
        ("idempotency-key", quote(idempotency_key)?),
    ];
    let mut names = vec![
        "@method",
        "@target-uri",
        "content-type",
        "content-digest",
        "idempotency-key",
    ];
    if let Some(authorization) = &context.authorization {
        headers.push(("authorization", authorization.clone()));
        names.push("authorization");
    }
    let quoted: Option<Vec<String>> = names.iter().map(|name| quote(name)).collect();
    let parameters = format!(
        "({});created={};expires={};nonce={};alg={};keyid={};tag={}",
        quoted?.join(" "),
        context.created,
        context.expires,
        quote(&context.nonce)?,
        quote(context.alg.as_str())?,
        quote(&context.key_id)?,
        quote(tag)?,
    );
    let components: Vec<(Item, Parameters)> = names
        .into_iter()
        .map(|name| (Item::Text(name.to_owned()), Parameters::new()))
        .collect();
    let lines: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let message = Message {
        method: &context.method,
        target: Target::parse(&context.url),
        status: None,
        headers: &lines,
    };
    let base = signature_base(&message, &components, &parameters).ok()?;
    headers.push(("signature-input", format!("{LABEL}={parameters}")));
    Some((headers, base))
}

pub(super) fn context_issues(context: &SigningContext) -> Vec<Issue> {
    let mut issues = Vec::new();
    let mut wrong = |field: &'static str, expected: &'static str| {
        issues.push(Issue::new(Code::InvalidValue, field).param("expected", expected));
    };
    let is_text = |text: &str, max: usize| {
        (1..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
    };
    let method = context.method.as_str();
    if !is_text(method, 20) || !method.bytes().all(|byte| byte.is_ascii_uppercase()) {
        wrong("method", "a method in capitals, such as POST");
    }
    if !is_text(&context.nonce, 255) {
        wrong("nonce", "1 to 255 visible ASCII characters");
    }
    if !is_text(&context.key_id, 255) {
        wrong("keyId", "the thumbprint of the public key");
    }
    if let Some(authorization) = &context.authorization {
        let printable = authorization
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~'));
        let trimmed = authorization.trim() == authorization;
        if authorization.is_empty() || authorization.len() > 8192 || !printable || !trimmed {
            wrong("authorization", "the value of an Authorization header");
        }
    }
    // Ten digits: RFC 8941 integers have 15 at most, and nobody signs after the year 2286.
    if !(0..10_000_000_000).contains(&context.created) {
        wrong("created", "seconds since 1970");
    }
    if Target::parse(&context.url).is_none() {
        issues.push(Issue::new(Code::InvalidUrl, "url"));
    }
    let window = context.expires.saturating_sub(context.created);
    if !(1..=MAX_WINDOW).contains(&window) {
        issues
            .push(Issue::new(Code::SigningWindow, "expires").param("max", MAX_WINDOW.to_string()));
    }
    if (1..USUAL_NONCE).contains(&context.nonce.len()) {
        issues.push(
            Issue::new(Code::TooShort, "nonce")
                .param("min", USUAL_NONCE.to_string())
                .severity(crate::report::Severity::Warning),
        );
    }
    issues
}

impl Serialize for Prepared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(tag = "status", rename_all = "snake_case")]
        enum Wire<'a> {
            Ready(&'a PreparedPayout),
            Rejected { issues: &'a [Issue] },
        }
        match self {
            Self::Ready(prepared) => Wire::Ready(prepared),
            Self::Rejected { issues } => Wire::Rejected { issues },
        }
        .serialize(serializer)
    }
}

fn as_map<S: Serializer>(
    headers: &[(&'static str, String)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(headers.len()))?;
    for (name, value) in headers {
        map.serialize_entry(name, value)?;
    }
    map.end()
}
