//! The sandbox's own controls: the clock, the test accounts, health.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer;
use crate::app::App;
use crate::body;
use crate::clock::{MAX_ADVANCE_SECONDS, MAX_SPEED, iso, real_now};
use crate::log;
use crate::problem::{Kind, Problem, Result};
use crate::store::values;

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = ClockChange)]
pub(crate) struct Change {
    /// Seconds of the sandbox clock a second.
    #[schema(maximum = 100_000)]
    #[serde(default, deserialize_with = "body::integer")]
    speed: Option<u32>,
    /// The clock never goes back.
    #[schema(minimum = 0, maximum = 34_560_000)]
    #[serde(default, deserialize_with = "body::integer")]
    advance_seconds: Option<i64>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Clock)]
pub(crate) struct Reading {
    /// For rates, arrivals and events.
    now: String,
    speed: u32,
    /// For signatures.
    server_time: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Health {
    status: &'static str,
}

const OK: Health = Health { status: "ok" };

/// `GET /v1/clock`: `now` counts for rates, arrivals and events; `serverTime` for signatures.
#[utoipa::path(get, path = "/v1/clock", tag = "sandbox", security(()), responses((status = 200, body = Reading)))]
pub(crate) async fn clock(State(app): State<Arc<App>>) -> Result<Response> {
    Ok(answer::json(StatusCode::OK, &reading(&app)))
}

/// `POST /v1/clock`.
#[utoipa::path(post, path = "/v1/clock", tag = "sandbox", security(()), request_body = Change, responses((status = 200, body = Reading)))]
pub(crate) async fn set_clock(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let change: Change = body::json(request).await?;
    let ahead = change.advance_seconds.unwrap_or(0);
    if change.speed.is_some_and(|speed| speed > MAX_SPEED) {
        return Err(Problem::from(Kind::InvalidClock)
            .detail(format!("speed: 0 to {MAX_SPEED}"))
            .into());
    }
    if !(0..=MAX_ADVANCE_SECONDS).contains(&ahead) {
        let detail =
            format!("advanceSeconds: 0 to {MAX_ADVANCE_SECONDS}; the clock never goes back");
        return Err(Problem::from(Kind::InvalidClock).detail(detail).into());
    }
    let setting = Arc::clone(&app);
    app.store
        .run(move |connection| setting.clock.set(connection, change.speed, ahead * 1_000))
        .await?;
    app.wake.notify_one();
    Ok(answer::json(StatusCode::OK, &reading(&app)))
}

fn reading(app: &App) -> Reading {
    Reading {
        now: iso(app.clock.now()),
        speed: app.clock.speed(),
        server_time: iso(real_now()),
    }
}

/// `GET /healthz`: is the process alive?
#[utoipa::path(get, path = "/healthz", tag = "sandbox", security(()), responses((status = 200, body = Health)))]
pub(crate) async fn health() -> Response {
    answer::json(StatusCode::OK, &OK)
}

/// `GET /readyz`: can the database be read?
#[utoipa::path(get, path = "/readyz", tag = "sandbox", security(()), responses((status = 200, body = Health)))]
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Result<Response> {
    app.store
        .run(|connection| connection.row("SELECT 1", values![], |_| Ok(())))
        .await
        .map_err(|failure| {
            log::failure(&failure);
            Kind::NotReady
        })?;
    Ok(answer::json(StatusCode::OK, &OK))
}
