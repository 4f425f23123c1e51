//! `POST /v1/payouts`: from raw bytes to an accepted payout, cheapest check first.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use payout_kit::signature::verify::{Incoming, Policy, Verified, verify};

use crate::app::App;
use crate::body;
use crate::clock::real_now;
use crate::device_key;
use crate::intent::Intent;
use crate::openapi;
use crate::partner;
use crate::payout::{self, Shown, Signed};
use crate::policy;
use crate::problem::{self, Failure, Kind, Result};
use crate::relay;
use crate::session::{self, Session};
use crate::step_up;

/// How long a signature may be valid, and how far the clocks may differ, in seconds.
const MAX_WINDOW: i64 = 300;
const SKEW: i64 = 60;

#[utoipa::path(post, path = "/v1/payouts", tag = "payouts", security(("session" = [])),
    request_body(content = openapi::Intent, description = "The bytes that `preparePayout` writes: canonical JSON."),
    params(
        ("content-digest" = String, Header, description = "RFC 9530, SHA-256 of the body"),
        ("idempotency-key" = String, Header, description = "the intent's, as a structured string"),
        ("signature-input" = String, Header, description = "RFC 9421, label `payout`"),
        ("signature" = String, Header, description = "RFC 9421, label `payout`"),
    ),
    responses((status = 202, body = Shown<'_>, description = "Accepted, or accepted before", headers(
        ("location" = String),
        ("idempotency-replayed" = Option<String>),
    ))))]
pub(crate) async fn submit(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let session = match partner::bearer(&parts.headers) {
        Ok(token) => {
            let token = token.to_owned();
            let known = app
                .store
                .run(move |connection| {
                    session::of_token(connection, &token)?.ok_or_else(|| Kind::Unauthorized.into())
                })
                .await?;
            Some(known.active(real_now())?)
        }
        // A partner's signature is an authority of its own; nothing is none.
        Err(_) if relay::is_relayed(&parts.headers) => None,
        Err(refusal) => return Err(refusal),
    };
    let body = body::raw(&parts.headers, body).await?;

    let working = Arc::clone(&app);
    let (signed, approval, claim) = tokio::task::spawn_blocking(move || {
        let received = Received::of(&working, &parts, &body);
        let by_token = session.is_some();
        let session = vouched(&working, &received, session)?;
        let verified = check(&received, &session, by_token)?;
        let intent = Intent::read(&body)?;
        let rules = session.caps.step_up.as_ref();
        let (headers, digest) = (&parts.headers, &verified.digest);
        let stepped_up = step_up::confirmed(&working, &session.id, rules, headers, digest)?;
        let signed = signed(verified, &parts, body.to_vec(), &session, stepped_up);
        let claim = working
            .claim(&signed.partner, &signed.idempotency_key)
            .ok_or(Kind::InFlight)?;
        let now = working.clock.now();
        let approval = policy::approve(&working, &session, &intent, &signed.digest, now);
        Ok::<_, Failure>((signed, approval, claim))
    })
    .await
    .map_err(|error| Failure::Broken(format!("payout task: {error}")))??;

    let (working, partner) = (Arc::clone(&app), signed.partner.clone());
    let accepted = app
        .store
        .grouped(&partner, move |transaction| {
            let accepted = payout::accept(transaction, &working, &signed, approval);
            // Kept until here, also if the client has gone meanwhile.
            drop(claim);
            accepted
        })
        .await?;

    if !accepted.replayed {
        let _ = app.changed.send(accepted.id.as_str().into());
        app.wake.notify_one();
        app.outbox.notify_one();
    }
    Ok(accepted.into_response())
}

/// The request as the core reads it. The address is the configured origin and the path and query
/// of the request; the Host header is not read.
pub(crate) struct Received<'a> {
    method: &'a str,
    url: String,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a [u8],
}

impl<'a> Received<'a> {
    fn of(app: &App, parts: &'a Parts, body: &'a [u8]) -> Self {
        let target = parts
            .uri
            .path_and_query()
            .map_or("/", |target| target.as_str());
        let mut headers = Vec::with_capacity(parts.headers.len());
        for (name, value) in &parts.headers {
            // Only covered headers must be text; a stray byte elsewhere is not ours to judge.
            if let Ok(value) = value.to_str() {
                headers.push((name.as_str(), value));
            }
        }
        Self {
            method: parts.method.as_str(),
            url: format!("{}{target}", app.origin),
            headers,
            body,
        }
    }

    pub(crate) fn incoming(&self) -> Incoming<'_> {
        Incoming {
            method: self.method,
            url: &self.url,
            headers: &self.headers,
            body: self.body,
        }
    }
}

/// What the core demands of a signature.
pub(crate) fn demands(authorization: bool) -> Policy {
    Policy {
        now: real_now() / 1_000,
        max_window: MAX_WINDOW,
        skew: SKEW,
        authorization,
    }
}

/// The session of the token, or the device's session with the partner who relays. A partner's
/// signature that is there has to be right, whoever else vouches.
fn vouched(app: &App, received: &Received<'_>, by_token: Option<Session>) -> Result<Session> {
    let Some(session) = by_token else {
        return relay::session(app, received);
    };
    let relayed = relay::is_signed_by_partner(received.incoming());
    if relayed && relay::partner(app, received)? != session.partner.id {
        return Err(Kind::Unauthorized.into());
    }
    Ok(session)
}

/// Everything that the core verifies of the device's signature.
fn check(received: &Received<'_>, session: &Session, authorization: bool) -> Result<Verified> {
    // The session names the key; another key's signature is a foreign one, however right it is.
    let key = |id: &str| {
        (id == session.key_id)
            .then(|| device_key::stored(&session.jwk))
            .flatten()
    };
    verify(received.incoming(), &demands(authorization), key)
        .map_err(|refusal| problem::of_refusal(&refusal).into())
}

fn signed(
    verified: Verified,
    parts: &Parts,
    body: Vec<u8>,
    session: &Session,
    stepped_up: bool,
) -> Signed {
    let text = |name: &str| {
        let values = parts
            .headers
            .get_all(name)
            .iter()
            .filter_map(|value| value.to_str().ok());
        values.collect::<Vec<_>>().join(", ")
    };
    Signed {
        partner: session.partner.id.clone(),
        session: session.id.clone(),
        key_id: verified.key_id,
        nonce: verified.nonce,
        nonce_until: verified.replay_until.saturating_mul(1_000),
        idempotency_key: verified.idempotency_key,
        digest: verified.digest,
        body,
        signature: text("signature"),
        signature_input: text("signature-input"),
        stepped_up,
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_WINDOW, SKEW};
    use payout_kit::signature::verify::Policy;

    #[test]
    fn is_as_strict_as_the_core_by_default() {
        let default = Policy::at(0);
        assert!(MAX_WINDOW <= default.max_window && SKEW <= default.skew);
    }
}
