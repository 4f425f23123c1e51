//! One line of JSON a request on stderr: the route's pattern, never the address itself, which may
//! carry a token; no bodies, no headers, no account data.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::json;

use crate::app::App;
use crate::clock;

pub(crate) async fn requests(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    if !app.config.log {
        return next.run(request).await;
    }
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let begun = Instant::now();
    let response = next.run(request).await;
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    line(&json!({
        "at": clock::iso(clock::real_now()),
        "method": method.as_str(),
        "route": route,
        "status": response.status().as_u16(),
        "ms": ms,
    }));
    response
}

/// Something of ours that failed.
pub(crate) fn broken(reason: &str) {
    line(&json!({"at": clock::iso(clock::real_now()), "error": reason}));
}

fn line(record: &serde_json::Value) {
    use std::io::Write;
    // A closed stderr is no reason to stop.
    let _ = writeln!(std::io::stderr().lock(), "{record}");
}
