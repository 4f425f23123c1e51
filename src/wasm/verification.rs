//! A server's verification in two calls, because the step between them, the key's, is
//! asynchronous: [`check_request`], then [`accept_request`]. Both look at the whole request; no
//! state is kept between them.

use serde::{Deserialize, Serialize};

use crate::payout::json::Value;
use crate::signature::cosign::{
    CosigningContext, PreparedCosignature, UnverifiedPartner, VerifiedPartner, check_partner,
    cosign,
};
use crate::signature::step_up::{self, Assertion, StepUpPolicy};
use crate::signature::verify::{
    Incoming, Policy, Refusal, Unverified, Verified, check, check_batch,
};
use crate::signature::{Algorithm, Prepared, SigningContext};

/// A request as it arrived, except for its body, and what the server demands of it.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestHead {
    /// `POST`.
    pub method: String,
    /// The target as the server's public origin spells it.
    pub url: String,
    /// One pair a line, names in any case.
    pub headers: Vec<(String, String)>,
    /// Seconds since 1970.
    pub now: i64,
    /// Longest allowed window in seconds; 300 if absent.
    pub max_window: Option<i64>,
    /// Tolerated clock difference in seconds; 60 if absent.
    pub skew: Option<i64>,
    /// Demands that `Authorization` is there and covered.
    #[serde(default)]
    pub authorization: bool,
    /// The body is the manifest of a batch.
    #[serde(default)]
    pub batch: bool,
    /// Shows what should have been signed, without the authorization, when the signature is wrong.
    #[serde(default)]
    pub development: bool,
}

/// Headers hold secrets.
impl std::fmt::Debug for RequestHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestHead")
            .field("method", &self.method)
            .field("headers", &self.headers.len())
            .finish_non_exhaustive()
    }
}

/// The outcome of one of the two calls.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Outcome<T> {
    /// So far so good.
    Good {
        /// What is known.
        value: T,
    },
    /// The first thing that is wrong.
    Refused {
        /// Why.
        refusal: Refused,
    },
}

/// Why a request is refused.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Refused {
    /// The stable word.
    pub code: &'static str,
    /// For the developer of the client.
    pub message: String,
    /// The HTTP status that fits.
    pub http_status: u16,
    /// In development: the signature base that this request would need.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_base: Option<String>,
}

impl Refused {
    fn of(refusal: Refusal) -> Self {
        Self {
            code: refusal.as_str(),
            message: refusal.message(),
            http_status: refusal.http_status(),
            expected_base: None,
        }
    }
}

impl<T> From<Result<T, Refusal>> for Outcome<T> {
    fn from(result: Result<T, Refusal>) -> Self {
        match result {
            Ok(value) => Self::Good { value },
            Err(refusal) => Self::Refused {
                refusal: Refused::of(refusal),
            },
        }
    }
}

/// Everything that needs no key.
#[must_use]
pub fn check_request(head: &RequestHead, body: &[u8]) -> Outcome<Unverified> {
    head.with(body, |request, policy| checked(head, request, policy))
        .into()
}

/// The outcome of the key's step, and the payout of the body. `record` is the algorithm of the
/// server's record of the key, if there is one.
#[must_use]
pub fn accept_request(
    head: &RequestHead,
    body: &[u8],
    record: Option<Algorithm>,
    is_valid: bool,
) -> Outcome<Verified> {
    head.with(body, |request, policy| {
        let unverified = match checked(head, request, policy) {
            Ok(unverified) => unverified,
            Err(refusal) => return Err(refusal).into(),
        };
        let base = unverified.redacted_base();
        let mut outcome = unverified.accept(record, is_valid, body).into();
        if let Outcome::Refused { refusal } = &mut outcome
            && head.development
            && refusal.code == Refusal::InvalidSignature.as_str()
        {
            refusal.expected_base = Some(base);
        }
        outcome
    })
}

fn checked(
    head: &RequestHead,
    request: Incoming<'_>,
    policy: &Policy,
) -> Result<Unverified, Refusal> {
    if head.batch {
        check_batch(request, policy)
    } else {
        check(request, policy)
    }
}

/// What a partner has to sign of a device's request.
#[must_use]
pub fn cosign_request(
    head: &RequestHead,
    context: &CosigningContext,
) -> Outcome<PreparedCosignature> {
    head.with(&[], |request, _| cosign(request, context)).into()
}

/// [`check_request`] for the partner's signature.
#[must_use]
pub fn check_cosignature(head: &RequestHead) -> Outcome<UnverifiedPartner> {
    head.with(&[], check_partner).into()
}

/// [`accept_request`] for the partner's signature.
#[must_use]
pub fn accept_cosignature(
    head: &RequestHead,
    record: Option<Algorithm>,
    is_valid: bool,
) -> Outcome<VerifiedPartner> {
    head.with(&[], |request, policy| {
        check_partner(request, policy)?.accept(record, is_valid)
    })
    .into()
}

/// The manifest of prepared payouts, each given as its text, ready to be signed.
#[must_use]
pub fn prepare_batch(
    idempotency_key: &str,
    payouts: &[String],
    context: &SigningContext,
) -> Prepared {
    let payouts: Vec<&[u8]> = payouts.iter().map(String::as_bytes).collect();
    crate::signature::prepare_batch(idempotency_key, &payouts, context)
}

/// Whether these payouts are the ones of the signed manifest.
#[must_use]
pub fn check_batch_payouts(manifest: &[u8], payouts: &[String]) -> Outcome<bool> {
    let payouts: Vec<&[u8]> = payouts.iter().map(String::as_bytes).collect();
    Value::read_canonical(manifest)
        .map_err(Refusal::Body)
        .and_then(|manifest| crate::signature::batch_matches(&manifest, &payouts))
        .map(|()| true)
        .into()
}

/// Everything of a passkey's assertion but the arithmetic of the curve.
#[must_use]
pub fn check_step_up(
    assertion: &Assertion,
    policy: &StepUpPolicy,
    record: Option<Algorithm>,
) -> Outcome<step_up::Check> {
    match step_up::check(assertion, policy, record) {
        Ok(value) => Outcome::Good { value },
        Err(refusal) => Outcome::Refused {
            refusal: Refused {
                code: refusal.as_str(),
                message: refusal.message().to_owned(),
                http_status: 403,
                expected_base: None,
            },
        },
    }
}

impl RequestHead {
    fn with<T>(&self, body: &[u8], look: impl FnOnce(Incoming<'_>, &Policy) -> T) -> T {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let request = Incoming {
            method: &self.method,
            url: &self.url,
            headers: &headers,
            body,
        };
        let usual = Policy::at(self.now);
        let policy = Policy {
            max_window: self.max_window.unwrap_or(usual.max_window),
            skew: self.skew.unwrap_or(usual.skew),
            authorization: self.authorization,
            ..usual
        };
        look(request, &policy)
    }
}
