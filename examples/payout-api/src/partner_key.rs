//! A partner's signing keys. Each has its time; while a new one takes over, two are good.

use std::sync::Arc;

use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use payout_kit::signature::verify::VerificationKey;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer;
use crate::app::App;
use crate::body;
use crate::challenge;
use crate::clock::{Millis, iso, parse_iso, real_now};
use crate::device_key::{self, DeviceKey, JwkInput};
use crate::partner;
use crate::problem::{Kind, Problem, Result};
use crate::store::{Connection, values};

/// Two overlap during a change; more than a few are a mistake.
const MOST: usize = 10;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = KeyOrder)]
pub(crate) struct Order {
    public_jwk: JwkInput,
    challenge: String,
    proof: String,
    not_before: Option<String>,
    not_after: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Keys {
    keys: Vec<Shown>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PartnerKey)]
pub(crate) struct Shown {
    key_id: String,
    not_before: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    not_after: Option<String>,
    active: bool,
}

/// `POST /v1/keys`, for partners.
#[utoipa::path(post, path = "/v1/keys", tag = "keys", security(("partner" = [])), request_body = Order, responses((status = 201, body = Shown)))]
pub(crate) async fn register(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let partner = partner::of_request(&app, request.headers()).await?;
    let order: Order = body::json(request).await?;
    let now = real_now();
    let not_before = instant(order.not_before.as_deref())?.unwrap_or(now);
    let not_after = instant(order.not_after.as_deref())?;
    if not_after.is_some_and(|end| end <= not_before || end <= now) {
        return Err(Problem::from(Kind::InvalidKeyTime)
            .detail("notAfter: after notBefore and in the future")
            .into());
    }
    let key = DeviceKey::of(order.public_jwk)?;
    let proven = challenge::proven(&app, order.challenge, &order.proof, &key)?;
    let shown = Shown {
        key_id: key.id().to_owned(),
        not_before: iso(not_before),
        not_after: not_after.map(iso),
        active: not_before <= now,
    };
    app.store
        .run(move |connection| {
            let mut transaction = connection.transaction()?;
            transaction.lock_partner(&partner.id)?;
            proven.use_up(&mut transaction)?;
            let others = transaction.rows(
                "SELECT key_id FROM partner_keys WHERE partner = ?1 AND revoked = 0
                 AND key_id <> ?2 AND (not_after IS NULL OR not_after > ?3)",
                values![&partner.id, key.id(), now],
                |row| row.get::<String>(0),
            )?;
            if others.len() >= MOST {
                return Err(Kind::TooManyKeys.into());
            }
            // The same key again changes its time; another partner's or a revoked one stays so.
            let changed = transaction.execute(
                "INSERT INTO partner_keys (key_id, partner, jwk, not_before, not_after) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (key_id) DO UPDATE SET not_before = ?4, not_after = ?5
                 WHERE partner_keys.partner = ?2 AND partner_keys.revoked = 0",
                values![key.id(), &partner.id, &key.to_json(), not_before, not_after],
            )?;
            if changed == 0 {
                return Err(Kind::KeyTaken.into());
            }
            transaction.commit()?;
            Ok(())
        })
        .await?;
    Ok(answer::json(StatusCode::CREATED, &shown))
}

/// `GET /v1/keys`.
#[utoipa::path(get, path = "/v1/keys", tag = "keys", security(("partner" = [])), responses((status = 200, body = Keys)))]
pub(crate) async fn list(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let partner = partner::of_request(&app, request.headers()).await?;
    let keys = app
        .store
        .run(move |connection| {
            let now = real_now();
            connection.rows(
                "SELECT key_id, not_before, not_after FROM partner_keys
                 WHERE partner = ?1 AND revoked = 0 ORDER BY not_before, key_id",
                values![&partner.id],
                |row| {
                    let (start, end): (Millis, Option<Millis>) = (row.get(1)?, row.get(2)?);
                    Ok(Shown {
                        key_id: row.get(0)?,
                        not_before: iso(start),
                        not_after: end.map(iso),
                        active: start <= now && end.is_none_or(|end| now < end),
                    })
                },
            )
        })
        .await?;
    Ok(answer::json(StatusCode::OK, &Keys { keys }))
}

/// `DELETE /v1/keys/{id}`: for good, and at once.
#[utoipa::path(delete, path = "/v1/keys/{id}", tag = "keys", security(("partner" = [])), params(("id" = String, Path)), responses((status = 204, description = "Revoked")))]
pub(crate) async fn revoke(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response> {
    let partner = partner::of_request(&app, request.headers()).await?;
    app.store
        .run(move |connection| {
            let revoked = connection.execute(
                "UPDATE partner_keys SET revoked = 1 WHERE key_id = ?1 AND partner = ?2 AND revoked = 0",
                values![&id, &partner.id],
            )?;
            if revoked == 0 {
                return Err(Kind::NotFound.into());
            }
            Ok(())
        })
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// The partner of a key that is good now, and the key.
pub(crate) fn active(
    connection: &mut Connection,
    key_id: &str,
    now: Millis,
) -> Result<Option<(String, VerificationKey)>> {
    let found: Option<(String, String)> = connection.row(
        "SELECT partner, jwk FROM partner_keys WHERE key_id = ?1 AND revoked = 0
         AND not_before <= ?2 AND (not_after IS NULL OR not_after > ?2)",
        values![key_id, now],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(found.and_then(|(partner, jwk)| Some((partner, device_key::stored(&jwk)?))))
}

fn instant(text: Option<&str>) -> Result<Option<Millis>> {
    let Some(text) = text else { return Ok(None) };
    let at = parse_iso(text).ok_or_else(|| {
        Problem::from(Kind::InvalidKeyTime).detail("notBefore, notAfter: ISO 8601 instants")
    })?;
    Ok(Some(at))
}
