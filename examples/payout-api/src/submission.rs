//! `POST /v1/payouts`: from raw bytes to an accepted payout, cheapest check first.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use payout_kit::signature::Algorithm;
use payout_kit::signature::verify::{Incoming, Policy, VerificationKey, Verified, verify};

use crate::app::App;
use crate::body;
use crate::clock::real_now;
use crate::intent::Intent;
use crate::partner;
use crate::payout::{self, Signed};
use crate::policy;
use crate::problem::{self, Kind, Result};
use crate::session::{self, Session};

/// How long a signature may be valid, and how far the clocks may differ, in seconds.
const MAX_WINDOW: i64 = 300;
const SKEW: i64 = 60;

pub(crate) async fn submit(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let token = partner::bearer(&parts.headers)?.to_owned();
    let session = app
        .store
        .run(move |connection| {
            session::of_token(connection, &token)?.ok_or_else(|| Kind::Unauthorized.into())
        })
        .await?
        .active(real_now())?;
    let body = body::raw(&parts.headers, body).await?;

    let working = Arc::clone(&app);
    let accepted = tokio::task::spawn_blocking(move || {
        let verified = check(&working, &parts, &body, &session)?;
        let intent = Intent::read(&body)?;
        let signed = signed(verified, &parts, body.to_vec(), &session);
        let _claim = working
            .claim(&signed.partner, &signed.idempotency_key)
            .ok_or(Kind::InFlight)?;
        let now = working.clock.now();
        let approval = policy::approve(&working, &session, &intent, &signed.digest, now);
        working
            .store
            .now(|connection| payout::accept(connection, &working, &signed, approval))
    })
    .await
    .map_err(|error| crate::problem::Failure::Broken(format!("payout task: {error}")))??;

    if !accepted.replayed {
        let _ = app.changed.send(accepted.id.as_str().into());
        app.wake.notify_one();
    }
    Ok(accepted.into_response())
}

/// Everything that the core verifies. The address is the configured origin and the path and query
/// of the request; the Host header is not read.
fn check(app: &App, parts: &Parts, body: &[u8], session: &Session) -> Result<Verified> {
    let target = parts
        .uri
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let url = format!("{}{target}", app.origin);
    let mut headers = Vec::with_capacity(parts.headers.len());
    for (name, value) in &parts.headers {
        // Only covered headers must be text; a stray byte elsewhere is not ours to judge.
        if let Ok(value) = value.to_str() {
            headers.push((name.as_str(), value));
        }
    }
    let request = Incoming {
        method: parts.method.as_str(),
        url: &url,
        headers: &headers,
        body,
    };
    let policy = Policy {
        now: real_now() / 1_000,
        max_window: MAX_WINDOW,
        skew: SKEW,
        authorization: true,
    };
    // The session names the key; another key's signature is a foreign one, however right it is.
    let key = |id: &str| {
        let jwk = (id == session.key_id)
            .then(|| serde_json::from_str(&session.jwk).ok())
            .flatten()?;
        Some(VerificationKey {
            alg: Algorithm::EcdsaP256Sha256,
            jwk,
        })
    };
    verify(request, &policy, key).map_err(|refusal| problem::of_refusal(&refusal).into())
}

fn signed(verified: Verified, parts: &Parts, body: Vec<u8>, session: &Session) -> Signed {
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
