//! Challenges: who registers a key proves that it holds the private half.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

use crate::answer;
use crate::app::App;
use crate::clock::{Millis, iso, real_now};
use crate::device_key::DeviceKey;
use crate::problem::{Kind, Result};
use crate::secrets;
use crate::store::{Transaction, values};

/// How every challenge begins. A device signs nothing as a proof that begins otherwise, so a
/// proof can be no other signature.
const PREFIX: &str = "payout-session/1.";

const LIFE: Millis = 5 * 60_000;

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Challenge)]
pub(crate) struct Opening {
    /// The device key signs its UTF-8 bytes.
    challenge: String,
    expires_at: String,
    server_time: String,
}

/// `POST /v1/challenges`: needs no authority, and stores nothing.
#[utoipa::path(post, path = "/v1/challenges", tag = "sessions", security(()), responses((status = 201, body = Opening)))]
pub(crate) async fn make(State(app): State<Arc<App>>) -> Result<Response> {
    let now = real_now();
    let sealed = app
        .secrets
        .seal("challenge", &[], now + LIFE, &secrets::random::<16>()?);
    let challenge = format!("{PREFIX}{sealed}");
    Ok(answer::json(
        StatusCode::CREATED,
        &Opening {
            challenge,
            expires_at: iso(now + LIFE),
            server_time: iso(now),
        },
    ))
}

/// A challenge of ours that the key has signed.
pub(crate) struct Proven {
    challenge: String,
    expires: Millis,
}

/// Refuses a challenge that is not ours or over, and a proof that is not the key's.
pub(crate) fn proven(app: &App, challenge: String, proof: &str, key: &DeviceKey) -> Result<Proven> {
    let sealed = challenge.strip_prefix(PREFIX);
    let opened = sealed.and_then(|sealed| app.secrets.open("challenge", &[], sealed));
    let (expires, _) = opened.ok_or(Kind::ChallengeInvalid)?;
    if expires <= real_now() {
        return Err(Kind::ChallengeExpired.into());
    }
    let proof = secrets::decode(proof).ok_or(Kind::ProofInvalid)?;
    if !key.verify(challenge.as_bytes(), &proof) {
        return Err(Kind::ProofInvalid.into());
    }
    Ok(Proven { challenge, expires })
}

impl Proven {
    /// Refuses a challenge that was used before.
    pub(crate) fn use_up(&self, transaction: &mut Transaction<'_>) -> Result<()> {
        let fresh = transaction.execute(
            "INSERT INTO used_challenges (challenge, expires) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            values![&self.challenge, self.expires],
        )?;
        if fresh == 0 {
            return Err(Kind::ChallengeUsed.into());
        }
        Ok(())
    }
}
