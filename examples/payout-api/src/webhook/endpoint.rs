//! Endpoints: each partner registers where its messages go, and looks after what did not arrive.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::destination::Destination;
use super::{outbox, signing};
use crate::answer;
use crate::app::App;
use crate::body;
use crate::clock::{iso, real_now};
use crate::partner;
use crate::problem::{Kind, Problem, Result};
use crate::secrets;
use crate::store::{Connection, values};

/// Endpoints of one partner.
const MOST: i64 = 10;

/// Messages of one answer.
const PAGE: u32 = 100;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Registration {
    /// `https://…`, on a host that the operator allows.
    url: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = WebhookEndpoint)]
pub(crate) struct Endpoint {
    id: String,
    url: String,
    created_at: String,
    /// False after the endpoint answered 410 Gone.
    enabled: bool,
    /// `whsec_…`, told once.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Endpoints {
    endpoints: Vec<Endpoint>,
}

/// A message and what became of it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Delivery {
    /// The `webhook-id`, the same in every attempt.
    pub(super) id: String,
    pub(super) payout_id: String,
    /// The id of the event that it tells.
    pub(super) event: String,
    /// `pending`, `delivered` or `dead`.
    pub(super) state: String,
    pub(super) attempts: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next_attempt_at: Option<String>,
    /// An HTTP status, or a word for what went wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_answer: Option<String>,
    pub(super) created_at: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Deliveries {
    deliveries: Vec<Delivery>,
    /// The `after` of the next page.
    next: Option<String>,
}

/// `POST /v1/webhook-endpoints`, for partners.
#[utoipa::path(post, path = "/v1/webhook-endpoints", tag = "webhooks", security(("partner" = [])), request_body = Registration, responses((status = 201, body = Endpoint)))]
pub(crate) async fn register(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let partner = partner::of_request(&app, request.headers()).await?;
    let order: Registration = body::json(request).await?;
    let destination = Destination::parse(&order.url).ok_or(Kind::InvalidWebhookUrl)?;
    if !app.webhook_hosts.allow(&destination) {
        return Err(Kind::WebhookHostNotAllowed.into());
    }
    let secret = signing::secret()?;
    let now = real_now();
    let endpoint = Endpoint {
        id: secrets::id("we")?,
        url: order.url,
        created_at: iso(now),
        enabled: true,
        secret: Some(secret.clone()),
    };
    let (id, url) = (endpoint.id.clone(), endpoint.url.clone());
    app.store
        .run(move |connection| {
            let mut transaction = connection.transaction()?;
            transaction.lock_partner(&partner.id)?;
            let count: Option<i64> = transaction.row(
                "SELECT COUNT(*) FROM webhook_endpoints WHERE partner = ?1",
                values![&partner.id],
                |row| row.get(0),
            )?;
            if count.unwrap_or(0) >= MOST {
                let detail = format!("at most {MOST}");
                return Err(Problem::from(Kind::TooManyEndpoints).detail(detail).into());
            }
            transaction.execute(
                "INSERT INTO webhook_endpoints (id, partner, url, secret, created) VALUES (?1, ?2, ?3, ?4, ?5)",
                values![&id, &partner.id, &url, &secret, now],
            )?;
            transaction.commit()
        })
        .await?;
    Ok(answer::json(StatusCode::CREATED, &endpoint))
}

/// `GET /v1/webhook-endpoints`, for partners.
#[utoipa::path(get, path = "/v1/webhook-endpoints", tag = "webhooks", security(("partner" = [])), responses((status = 200, body = Endpoints)))]
pub(crate) async fn list(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let partner = partner::of_request(&app, request.headers()).await?;
    let endpoints = app
        .store
        .run(move |connection| {
            connection.rows(
                "SELECT id, url, created, disabled FROM webhook_endpoints WHERE partner = ?1 ORDER BY created, id",
                values![&partner.id],
                |row| {
                    Ok(Endpoint {
                        id: row.get(0)?,
                        url: row.get(1)?,
                        created_at: iso(row.get(2)?),
                        enabled: row.get::<i64>(3)? == 0,
                        secret: None,
                    })
                },
            )
        })
        .await?;
    Ok(answer::json(StatusCode::OK, &Endpoints { endpoints }))
}

/// `DELETE /v1/webhook-endpoints/{id}`, for partners: with its messages.
#[utoipa::path(delete, path = "/v1/webhook-endpoints/{id}", tag = "webhooks", security(("partner" = [])), params(("id" = String, Path)), responses((status = 204, description = "Removed")))]
pub(crate) async fn remove(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Response> {
    let partner = partner::of_request(&app, request.headers()).await?;
    app.store
        .run(move |connection| {
            owned(connection, &partner.id, &id)?;
            connection.execute("DELETE FROM webhook_endpoints WHERE id = ?1", values![&id])
        })
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Page {
    after: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// `GET /v1/webhook-endpoints/{id}/deliveries`, for partners.
#[utoipa::path(get, path = "/v1/webhook-endpoints/{id}/deliveries", tag = "webhooks", security(("partner" = [])), params(("id" = String, Path), Page), responses((status = 200, body = Deliveries)))]
pub(crate) async fn deliveries(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    page: std::result::Result<Query<Page>, QueryRejection>,
    request: Request,
) -> Result<Response> {
    let Query(page) = page.map_err(|_| Kind::InvalidQuery)?;
    let partner = partner::of_request(&app, request.headers()).await?;
    let limit = page.limit.unwrap_or(PAGE);
    if !(1..=PAGE).contains(&limit) {
        return Err(Kind::InvalidQuery.into());
    }
    let after = page.after.unwrap_or_default();
    let deliveries = app
        .store
        .run(move |connection| {
            owned(connection, &partner.id, &id)?;
            outbox::shown(connection, &id, &after, i64::from(limit))
        })
        .await?;
    let next = deliveries
        .last()
        .filter(|_| usize::try_from(limit).is_ok_and(|limit| deliveries.len() == limit))
        .map(|delivery| delivery.id.clone());
    Ok(answer::json(
        StatusCode::OK,
        &Deliveries { deliveries, next },
    ))
}

/// `POST /v1/webhook-endpoints/{id}/deliveries/{message}/retry`, for partners: sends a dead one again.
#[utoipa::path(post, path = "/v1/webhook-endpoints/{id}/deliveries/{message}/retry", tag = "webhooks", security(("partner" = [])), params(("id" = String, Path), ("message" = String, Path)), responses((status = 202, description = "Due again")))]
pub(crate) async fn retry(
    State(app): State<Arc<App>>,
    Path((id, message)): Path<(String, String)>,
    request: Request,
) -> Result<Response> {
    let partner = partner::of_request(&app, request.headers()).await?;
    app.store
        .run(move |connection| {
            owned(connection, &partner.id, &id)?;
            outbox::revive(connection, &id, &message)
        })
        .await?;
    app.outbox.notify_one();
    Ok(StatusCode::ACCEPTED.into_response())
}

/// Others' endpoints are as absent as those that never were.
fn owned(connection: &mut Connection, partner: &str, endpoint: &str) -> Result<()> {
    let found = connection.row(
        "SELECT id FROM webhook_endpoints WHERE partner = ?1 AND id = ?2",
        values![partner, endpoint],
        |row| row.get::<String>(0),
    )?;
    found.map(drop).ok_or_else(|| Kind::NotFound.into())
}
