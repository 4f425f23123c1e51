//! Every address of the API.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, Method, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};

use crate::app::App;
use crate::problem::{Kind, Problem};
use crate::{
    body, challenge, ledger, log, partner_key, payout, rate_limit, rates, sandbox, session,
    submission, test_accounts,
};

pub(crate) fn all(app: Arc<App>) -> Router {
    Router::new()
        .route("/v1/challenges", post(challenge::make))
        .route("/v1/sessions", post(session::mint))
        .route("/v1/sessions/current", delete(session::end))
        .route(
            "/v1/keys",
            get(partner_key::list).post(partner_key::register),
        )
        .route("/v1/keys/{id}", delete(partner_key::revoke))
        .route(
            "/v1/payouts",
            get(payout::read_by_key).post(submission::submit),
        )
        .route("/v1/payouts/{id}", get(payout::read))
        .route("/v1/payouts/{id}/events", get(payout::events))
        .route("/v1/virtual-account", get(ledger::balances))
        .route("/v1/virtual-account/entries", get(ledger::entries))
        .route("/v1/virtual-account/top-ups", post(ledger::top_up))
        .route("/v1/rates", get(rates::rates))
        .route("/v1/fees", get(rates::fees))
        .route("/v1/clock", get(sandbox::clock).post(sandbox::set_clock))
        .route("/v1/test-accounts", get(test_accounts::list))
        .route("/healthz", get(sandbox::health))
        .route("/readyz", get(sandbox::ready))
        .fallback(async || Problem::from(Kind::NotFound))
        .method_not_allowed_fallback(async || Problem::from(Kind::MethodNotAllowed))
        .layer(from_fn(body::take_whole))
        .layer(from_fn(body::limit_headers))
        .layer(from_fn_with_state(Arc::clone(&app), rate_limit::hold))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(cors())
        .layer(from_fn_with_state(Arc::clone(&app), log::requests))
        .with_state(app)
}

/// Any page may call: authority is in the token and the signature, never in a cookie.
fn cors() -> CorsLayer {
    let name = HeaderName::from_static;
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            name("content-digest"),
            name("idempotency-key"),
            name("last-event-id"),
            name("payout-step-up"),
            name("signature"),
            name("signature-input"),
        ])
        .expose_headers([
            header::LOCATION,
            header::RETRY_AFTER,
            name("idempotency-replayed"),
        ])
        .max_age(Duration::from_secs(600))
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    log::broken("a handler panicked");
    Problem::from(Kind::Internal).into_response()
}
