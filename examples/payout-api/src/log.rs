//! One line of JSON a request and a delivery on stderr: the route's pattern, never the address
//! itself, which may carry a token; no bodies, no headers, no account data.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tracing::level_filters::LevelFilter;
use tracing::{Instrument, error, info, info_span, warn};

use crate::app::App;
use crate::problem::{Failure, Kind, Problem};
use crate::secrets;

/// Names the request in its answer and in each line about it.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long an answer may take to begin.
const PATIENCE: Duration = Duration::from_secs(30);

/// Writes the log of this process to stderr; only what broke if `quiet`. Once.
pub fn log_to_stderr(quiet: bool) {
    let level = if quiet {
        LevelFilter::ERROR
    } else {
        LevelFilter::INFO
    };
    let subscriber = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_span_list(false)
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .finish();
    // Whoever embeds the server may have set another.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

/// Gives each request an id of ours (a client's own might be anything), a time limit and a line.
pub(crate) async fn requests(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    let id = secrets::id("rq").unwrap_or_default();
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or_else(String::new, |path| path.as_str().to_owned());
    let method = request.method().clone();
    let span = info_span!("request", id);
    let begun = Instant::now();
    let answered = tokio::time::timeout(PATIENCE, next.run(request).instrument(span.clone()));
    let mut response = answered
        .await
        .unwrap_or_else(|_| Problem::from(Kind::Timeout).into_response());
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    if app.config.log {
        let status = response.status().as_u16();
        let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        span.in_scope(|| info!(method = method.as_str(), route, status, ms, "answered"));
    }
    response
}

/// An attempt to deliver a webhook. `said` is a status or a word of ours.
pub(crate) fn webhook(endpoint: &str, message: &str, attempt: i64, said: &str, dead: bool) {
    if dead {
        warn!(endpoint, message, attempt, said, "webhook dead");
    } else {
        info!(endpoint, message, attempt, said, "webhook");
    }
}

/// Something of ours that failed.
pub(crate) fn broken(reason: &str) {
    error!(reason, "broken");
}

/// A failure outside of any request.
pub(crate) fn failure(failure: &Failure) {
    match failure {
        Failure::Broken(reason) => broken(reason),
        Failure::Refused(problem) => broken(problem.code()),
    }
}
