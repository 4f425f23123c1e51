//! The events of a payout, and their live stream (server-sent events).

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use serde::Serialize;
use tokio::sync::{broadcast, watch};
use utoipa::ToSchema;

use crate::app::App;
use crate::clock::{Millis, iso, real_now};
use crate::problem::Result;
use crate::store::{Connection, values};

/// A comment at least this often, so that proxies keep the connection.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How long a stream token is good, and the longest that one stream lives: a day of real time.
pub(crate) const STREAM_LIFE: Millis = 86_400_000;

/// How long a browser waits before it connects again.
const RETRY: Duration = Duration::from_secs(1);

/// `StatusEvent` of the contract.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct StatusEvent {
    pub(crate) id: String,
    pub(crate) status: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    pub(crate) at: String,
    #[serde(skip)]
    pub(crate) seq: i64,
}

/// The events of a payout after one of them, in the order in which they were published.
pub(crate) fn after(
    connection: &mut Connection,
    payout: &str,
    seq: i64,
) -> Result<Vec<StatusEvent>> {
    connection.rows(
        "SELECT seq, at, status, reason FROM events WHERE payout = ?1 AND seq > ?2 ORDER BY seq",
        values![payout, seq],
        |row| {
            let seq: i64 = row.get(0)?;
            Ok(StatusEvent {
                id: format!("{payout}.{seq}"),
                status: row.get(2)?,
                reason: row.get(3)?,
                at: iso(row.get(1)?),
                seq,
            })
        },
    )
}

/// Where to go on: the number in the last event's id, if it is one of this payout's.
pub(crate) fn resume_from(headers: &HeaderMap, payout: &str) -> i64 {
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    last.and_then(|id| id.strip_prefix(payout)?.strip_prefix('.')?.parse().ok())
        .unwrap_or(0)
}

/// A token for one payout's stream, for `EventSource`, which cannot send headers.
pub(crate) fn stream_token(app: &App, payout: &str) -> String {
    app.secrets
        .seal("stream", payout.as_bytes(), real_now() + STREAM_LIFE, &[])
}

/// When a stream token ends, if it is good now.
pub(crate) fn open_stream_token(app: &App, payout: &str, token: &str) -> Option<Millis> {
    let (expires, _) = app.secrets.open("stream", payout.as_bytes(), token)?;
    (expires > real_now()).then_some(expires)
}

/// Streams what has happened after `seq` and then what happens, until `ends` (real time).
pub(crate) fn stream(app: Arc<App>, payout: String, seq: i64, ends: Millis) -> Response {
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // nginx would hold events back.
        (
            header::HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    let keep_alive = KeepAlive::new().interval(HEARTBEAT).text("heartbeat");
    let events = Sse::new(live(app, payout, seq, ends)).keep_alive(keep_alive);
    (StatusCode::OK, headers, events).into_response()
}

struct Listener {
    changed: broadcast::Receiver<Arc<str>>,
    stopping: watch::Receiver<bool>,
    app: Arc<App>,
    payout: String,
    seq: i64,
    deadline: tokio::time::Instant,
    waiting: std::collections::VecDeque<StatusEvent>,
    /// False until the past was read.
    caught_up: bool,
    first: bool,
}

fn live(
    app: Arc<App>,
    payout: String,
    seq: i64,
    ends: Millis,
) -> impl Stream<Item = std::result::Result<Event, Infallible>> {
    let left = Duration::from_millis(u64::try_from(ends - real_now()).unwrap_or(0));
    let listener = Listener {
        // Listening begins before the past is read, so nothing falls between.
        changed: app.changed.subscribe(),
        stopping: app.stopping.subscribe(),
        app,
        payout,
        seq,
        deadline: tokio::time::Instant::now() + left,
        waiting: std::collections::VecDeque::new(),
        caught_up: false,
        first: true,
    };
    stream::unfold(listener, |mut listener| async move {
        if std::mem::take(&mut listener.first) {
            // Headers and a first line at once: clients see that they are connected.
            return Some((
                Ok(Event::default().comment("connected").retry(RETRY)),
                listener,
            ));
        }
        let event = listener.next().await?;
        let data = serde_json::to_string(&event).ok()?;
        Some((Ok(Event::default().id(event.id).data(data)), listener))
    })
}

impl Listener {
    async fn next(&mut self) -> Option<StatusEvent> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                self.seq = event.seq;
                return Some(event);
            }
            if self.caught_up && !self.wait().await {
                return None;
            }
            let (payout, seq) = (self.payout.clone(), self.seq);
            // A broken database ends the stream; the browser connects again.
            let events = self
                .app
                .store
                .run(move |connection| after(connection, &payout, seq))
                .await
                .ok()?;
            self.waiting = events.into();
            self.caught_up = true;
        }
    }

    /// Waits until this payout may have news; false when the stream is to end.
    async fn wait(&mut self) -> bool {
        loop {
            tokio::select! {
                changed = self.changed.recv() => match changed {
                    Ok(payout) if *payout != *self.payout => {}
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => return true,
                    Err(broadcast::error::RecvError::Closed) => return false,
                },
                () = tokio::time::sleep_until(self.deadline) => return false,
                () = App::stopped(&mut self.stopping) => return false,
            }
        }
    }
}
