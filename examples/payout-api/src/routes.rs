//! Every address of the API.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, Method, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{Any, CorsLayer};
use utoipa_axum::routes;

use crate::app::App;
use crate::problem::{Kind, Problem};
use crate::webhook::endpoint;
use crate::{
    body, challenge, ledger, log, openapi, partner_key, payout, rate_limit, rates, sandbox,
    session, submission, test_accounts,
};

pub(crate) fn all(app: Arc<App>) -> Router {
    let (routes, document) = openapi::document()
        .routes(routes!(challenge::make))
        .routes(routes!(session::mint))
        .routes(routes!(session::end))
        .routes(routes!(partner_key::register, partner_key::list))
        .routes(routes!(partner_key::revoke))
        .routes(routes!(submission::submit, payout::read_by_key))
        .routes(routes!(payout::read))
        .routes(routes!(payout::events))
        .routes(routes!(ledger::balances))
        .routes(routes!(ledger::entries))
        .routes(routes!(ledger::top_up))
        .routes(routes!(endpoint::register, endpoint::list))
        .routes(routes!(endpoint::remove))
        .routes(routes!(endpoint::deliveries))
        .routes(routes!(endpoint::retry))
        .routes(routes!(rates::rates))
        .routes(routes!(rates::fees))
        .routes(routes!(sandbox::clock, sandbox::set_clock))
        .routes(routes!(test_accounts::list))
        .routes(routes!(sandbox::health))
        .routes(routes!(sandbox::ready))
        .split_for_parts();
    routes
        .merge(openapi::pages(document))
        .fallback(async || Problem::from(Kind::NotFound))
        .method_not_allowed_fallback(async || Problem::from(Kind::MethodNotAllowed))
        .layer(from_fn(body::limit_headers))
        .layer(from_fn(body::take_whole))
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
            log::REQUEST_ID,
        ])
        .max_age(Duration::from_secs(600))
}

fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    log::broken("a handler panicked");
    Problem::from(Kind::Internal).into_response()
}
