//! A server's verification in two calls, because the step between them, the key's, is
//! asynchronous: [`check_request`], then [`accept_request`]. Both look at the whole request; no
//! state is kept between them.

use serde::{Deserialize, Serialize};

use crate::signature::Algorithm;
use crate::signature::verify::{Incoming, Policy, Refusal, Unverified, Verified, check};

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
}

/// Everything that needs no key.
#[must_use]
pub fn check_request(head: &RequestHead, body: &[u8]) -> Outcome<Unverified> {
    looked_at(head, body, check)
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
    looked_at(head, body, |request, policy| {
        check(request, policy)?.accept(record, is_valid, body)
    })
}

fn looked_at<T>(
    head: &RequestHead,
    body: &[u8],
    look: impl FnOnce(Incoming<'_>, &Policy) -> Result<T, Refusal>,
) -> Outcome<T> {
    let headers: Vec<(&str, &str)> = head
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let request = Incoming {
        method: &head.method,
        url: &head.url,
        headers: &headers,
        body,
    };
    let usual = Policy::at(head.now);
    let policy = Policy {
        max_window: head.max_window.unwrap_or(usual.max_window),
        skew: head.skew.unwrap_or(usual.skew),
        authorization: head.authorization,
        ..usual
    };
    match look(request, &policy) {
        Ok(value) => Outcome::Good { value },
        Err(refusal) => Outcome::Refused {
            refusal: Refused {
                code: refusal.as_str(),
                message: refusal.message(),
                http_status: refusal.http_status(),
            },
        },
    }
}
