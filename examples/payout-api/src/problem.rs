//! Refusals as RFC 9457 problem documents, each with a stable code.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use payout_kit::report::Issue;
use payout_kit::signature::verify::Refusal;
use serde_json::{Map, Value};

use crate::clock;

/// One row a refusal: variant, HTTP status, stable code, title.
macro_rules! kinds {
    ($($variant:ident $status:ident $code:literal $title:literal;)*) => {
        /// Everything the API refuses by itself. Codes are never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Kind { $($variant),* }

        impl Kind {
            #[cfg(test)]
            pub(crate) const ALL: &[Kind] = &[$(Kind::$variant),*];

            fn status(self) -> StatusCode {
                match self { $(Kind::$variant => StatusCode::$status),* }
            }

            pub(crate) fn code(self) -> &'static str {
                match self { $(Kind::$variant => $code),* }
            }

            fn title(self) -> &'static str {
                match self { $(Kind::$variant => $title),* }
            }
        }
    };
}

kinds! {
    // ---- any request
    NotFound NOT_FOUND "not_found" "There is nothing at this address.";
    MethodNotAllowed METHOD_NOT_ALLOWED "method_not_allowed" "This address does not take this method.";
    HeadersTooLarge REQUEST_HEADER_FIELDS_TOO_LARGE "headers_too_large" "The headers are too large.";
    BodyTooLarge PAYLOAD_TOO_LARGE "body_too_large" "The body is larger than 64 KiB.";
    BodyTimeout REQUEST_TIMEOUT "body_timeout" "The body took too long to arrive.";
    BodyUnreadable BAD_REQUEST "body_unreadable" "The body could not be read to its end.";
    UnsupportedMediaType UNSUPPORTED_MEDIA_TYPE "unsupported_media_type" "The body must be application/json.";
    UnsupportedEncoding UNSUPPORTED_MEDIA_TYPE "unsupported_encoding" "Encoded (compressed) bodies are not taken.";
    InvalidJson BAD_REQUEST "invalid_json" "The body is not the JSON that is expected here.";
    InvalidQuery BAD_REQUEST "invalid_query" "The query could not be read.";
    Unauthorized UNAUTHORIZED "unauthorized" "A valid bearer token is needed.";
    RateLimited TOO_MANY_REQUESTS "rate_limited" "Too many requests. Wait as long as Retry-After says.";
    Timeout GATEWAY_TIMEOUT "timeout" "The answer took too long. Ask for the status before you send again.";
    NotReady SERVICE_UNAVAILABLE "not_ready" "The database cannot be read just now.";
    Internal INTERNAL_SERVER_ERROR "internal" "Something broke on our side. Ask for the status before you send again.";

    // ---- sessions
    InvalidKey UNPROCESSABLE_ENTITY "invalid_key" "The key must be a public P-256 or Ed25519 JWK.";
    PrivateKeySent UNPROCESSABLE_ENTITY "private_key_sent" "This is a private key. It must never leave the device; make a new one.";
    ChallengeInvalid UNPROCESSABLE_ENTITY "challenge_invalid" "This challenge was not made here, or was changed.";
    ChallengeExpired UNPROCESSABLE_ENTITY "challenge_expired" "This challenge has expired.";
    ChallengeUsed CONFLICT "challenge_used" "This challenge was used before.";
    ProofInvalid UNPROCESSABLE_ENTITY "proof_invalid" "The proof is not the device key's signature over the challenge.";
    InvalidCaps UNPROCESSABLE_ENTITY "invalid_caps" "The caps cannot be used.";
    InvalidLifetime UNPROCESSABLE_ENTITY "invalid_lifetime" "A session lives from 10 seconds to 10 minutes.";
    InvalidDebtor UNPROCESSABLE_ENTITY "invalid_debtor" "The debtor cannot be used.";
    VirtualAccountForeign FORBIDDEN "virtual_account_foreign" "This virtual account is not the partner's.";
    SessionExpired UNAUTHORIZED "session_expired" "The payout session has expired.";
    SessionRevoked UNAUTHORIZED "session_revoked" "The payout session was ended.";

    // ---- partner keys
    InvalidKeyTime UNPROCESSABLE_ENTITY "invalid_key_time" "The key cannot be good at this time.";
    KeyTaken CONFLICT "key_taken" "This key is another partner's, or was revoked.";
    TooManyKeys CONFLICT "too_many_keys" "The partner has as many keys as it may have. Revoke one.";

    // ---- payouts
    StepUpRequired FORBIDDEN "step_up_required" "A passkey has to confirm this payout. Sign the same bytes again with a new nonce.";
    StepUpExpired FORBIDDEN "step_up_expired" "The passkey was asked too long ago. Send without its answer to be asked again.";
    NonceReplayed CONFLICT "nonce_replayed" "This signature was used before. Sign the same bytes again with a new nonce.";
    IdempotencyKeyReused UNPROCESSABLE_ENTITY "idempotency_key_reused" "This idempotency key belongs to another payout.";
    InFlight CONFLICT "in_flight" "A request with this idempotency key is being worked on. Ask again.";
    InvalidIntent UNPROCESSABLE_ENTITY "invalid_intent" "The payout cannot be carried out as it is.";
    AccountInvalid UNPROCESSABLE_ENTITY "account_invalid" "The payee's account is not right.";
    CurrencyNotAllowed FORBIDDEN "currency_not_allowed" "This session may not pay in this currency.";
    OverCap FORBIDDEN "over_cap" "This is more than the session allows.";
    DebtorMismatch FORBIDDEN "debtor_mismatch" "The session is bound to another debtor account.";
    QuoteUnknown UNPROCESSABLE_ENTITY "quote_unknown" "This rate sheet was not served here.";
    QuoteExpired UNPROCESSABLE_ENTITY "quote_expired" "The exchange rate has expired. Ask for a new one.";
    QuoteMismatch UNPROCESSABLE_ENTITY "quote_mismatch" "The conversion does not agree with the rate sheet.";
    InsufficientFunds UNPROCESSABLE_ENTITY "insufficient_funds" "The virtual account has not enough of this currency.";
    RailNotAvailable UNPROCESSABLE_ENTITY "rail_not_available" "No rail that was asked for can carry this payout.";

    // ---- virtual account
    InvalidAmount UNPROCESSABLE_ENTITY "invalid_amount" "This cannot be booked.";

    // ---- webhooks
    InvalidWebhookUrl UNPROCESSABLE_ENTITY "invalid_webhook_url" "A webhook goes to an https address, without user or fragment.";
    WebhookHostNotAllowed FORBIDDEN "webhook_host_not_allowed" "The operator of this server does not allow webhooks to this host.";
    TooManyEndpoints CONFLICT "too_many_endpoints" "The partner has as many webhook endpoints as it may have.";
    WebhookEndpointDisabled CONFLICT "webhook_endpoint_disabled" "The endpoint said that it is gone; register it again.";

    // ---- clock
    InvalidClock UNPROCESSABLE_ENTITY "invalid_clock" "The clock cannot be set so.";
}

/// A refusal on its way to the client.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: Option<String>,
    members: Map<String, Value>,
    headers: HeaderMap,
}

impl Problem {
    /// A refusal that another module (the core's verifier) names.
    pub(crate) fn named(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self {
            status,
            code,
            title,
            detail: None,
            members: Map::new(),
            headers: HeaderMap::new(),
        }
    }

    pub(crate) fn code(&self) -> &'static str {
        self.code
    }

    /// What exactly is wrong. Never account data.
    pub(crate) fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// One more member of the document.
    pub(crate) fn with(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.members.insert(key.to_owned(), value.into());
        self
    }

    /// What the core says is wrong.
    pub(crate) fn issues(self, issues: &[Issue]) -> Self {
        self.with("issues", serde_json::to_value(issues).unwrap_or_default())
    }

    /// The real time, so that a client with a wrong clock can correct itself.
    pub(crate) fn with_server_time(self) -> Self {
        self.with("serverTime", clock::iso(clock::real_now()))
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }
}

/// What the core's verifier refused.
pub(crate) fn of_refusal(refusal: &Refusal) -> Problem {
    let status = StatusCode::from_u16(refusal.http_status()).unwrap_or(StatusCode::BAD_REQUEST);
    let title = "The signed request was refused.";
    let problem = Problem::named(status, refusal.as_str(), title).detail(refusal.message());
    match refusal {
        Refusal::Expired | Refusal::NotYetValid | Refusal::WindowTooLong => {
            problem.with_server_time()
        }
        _ => problem,
    }
}

impl From<Kind> for Problem {
    fn from(kind: Kind) -> Self {
        let problem = Self::named(kind.status(), kind.code(), kind.title());
        match kind {
            Kind::Unauthorized | Kind::SessionExpired | Kind::SessionRevoked => problem
                .header(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
                .with_server_time(),
            Kind::InFlight => problem.header(header::RETRY_AFTER, HeaderValue::from_static("1")),
            Kind::UnsupportedEncoding => problem.header(
                header::ACCEPT_ENCODING,
                HeaderValue::from_static("identity"),
            ),
            Kind::ChallengeExpired | Kind::QuoteExpired | Kind::StepUpExpired => {
                problem.with_server_time()
            }
            _ => problem,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut document = Map::new();
        document.insert(
            "type".into(),
            format!("urn:payout-kit:problem:{}", self.code).into(),
        );
        document.insert("title".into(), self.title.into());
        document.insert("status".into(), self.status.as_u16().into());
        document.insert("code".into(), self.code.into());
        if let Some(detail) = self.detail {
            document.insert("detail".into(), detail.into());
        }
        document.extend(self.members);
        let mut headers = self.headers;
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        (self.status, headers, Value::Object(document).to_string()).into_response()
    }
}

/// Why a handler did not answer: the client's fault, or ours.
#[derive(Debug)]
pub(crate) enum Failure {
    Refused(Box<Problem>),
    /// Our own; the text goes to the log only.
    Broken(String),
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Refused(Box::new(problem))
    }
}

impl From<Kind> for Failure {
    fn from(kind: Kind) -> Self {
        Problem::from(kind).into()
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        // The error's own text may quote a bound value; its kind does not.
        match error {
            rusqlite::Error::SqliteFailure(error, _) => Self::Broken(format!("database: {error}")),
            other => Self::Broken(format!("database: {:?}", std::mem::discriminant(&other))),
        }
    }
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Broken(format!("database: {}", crate::store::describe(&error)))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(problem) => problem.into_response(),
            Self::Broken(reason) => {
                crate::log::broken(&reason);
                Problem::from(Kind::Internal).into_response()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Kind;

    #[test]
    fn codes_are_unique_and_only_one_is_ours() {
        let codes: BTreeSet<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
        assert_eq!(codes.len(), Kind::ALL.len());
        let ours = Kind::ALL
            .iter()
            .filter(|kind| kind.status().as_u16() == 500);
        assert_eq!(ours.count(), 1);
    }

    #[test]
    fn every_code_is_documented() {
        let readme = include_str!("../README.md");
        for kind in Kind::ALL {
            assert!(
                readme.contains(&format!("`{}`", kind.code())),
                "{} is not in the README",
                kind.code()
            );
        }
    }
}
