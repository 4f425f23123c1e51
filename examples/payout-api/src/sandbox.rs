//! The sandbox's own controls: the clock, the test accounts, health.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::answer;
use crate::app::App;
use crate::body;
use crate::clock::{MAX_ADVANCE_SECONDS, MAX_SPEED, iso, real_now};
use crate::problem::{Kind, Problem, Result};
use crate::store::values;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Change {
    speed: Option<u32>,
    advance_seconds: Option<i64>,
}

/// `GET /v1/clock`: `now` counts for rates, arrivals and events; `serverTime` for signatures.
pub(crate) async fn clock(State(app): State<Arc<App>>) -> Result<Response> {
    Ok(answer::json(StatusCode::OK, &reading(&app)))
}

/// `POST /v1/clock`.
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

fn reading(app: &App) -> Value {
    json!({"now": iso(app.clock.now()), "speed": app.clock.speed(), "serverTime": iso(real_now())})
}

/// `GET /healthz`: is the process alive?
pub(crate) async fn health() -> Response {
    answer::json(StatusCode::OK, &json!({"status": "ok"}))
}

/// `GET /readyz`: can the database be read?
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Result<Response> {
    app.store
        .run(|connection| connection.row("SELECT 1", values![], |_| Ok(())))
        .await?;
    Ok(answer::json(StatusCode::OK, &json!({"status": "ok"})))
}
