//! How many requests one address and one token (a session's or a partner's) may send.

use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::partner;
use crate::problem::{Kind, Problem};
use crate::secrets;

/// How much of a second's or more worth of requests may come at once.
const BURST: Duration = Duration::from_secs(2);

/// How many times the requests of a token an address may send: many sessions share one.
const ADDRESS: u32 = 4;

/// Beyond this many callers those that are quiet again are forgotten.
const MAX_CALLERS: usize = 10_000;

#[derive(PartialEq, Eq, Hash)]
enum Caller {
    Address(IpAddr),
    /// The hash of what was sent as a token, valid or not.
    Token(Vec<u8>),
}

/// When each caller's allowance is whole again (generic cell rate algorithm).
pub(crate) struct Limits {
    /// Requests a second of a token; 0 is no limit.
    rate: u32,
    whole: Mutex<HashMap<Caller, Instant>>,
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits")
            .field("rate", &self.rate)
            .finish_non_exhaustive()
    }
}

impl Limits {
    pub(crate) fn new(rate: u32) -> Self {
        Self {
            rate,
            whole: Mutex::default(),
        }
    }

    /// Counts a request, or says how long to wait.
    fn take(&self, caller: Caller, now: Instant) -> Result<(), Duration> {
        let factor = match caller {
            Caller::Address(_) => ADDRESS,
            Caller::Token(_) => 1,
        };
        let each = Duration::from_secs(1) / self.rate.saturating_mul(factor).max(1);
        let mut whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        if whole.len() >= MAX_CALLERS {
            whole.retain(|_, at| *at > now);
        }
        let at = whole.entry(caller).or_insert(now);
        let next = (*at).max(now) + each;
        let ahead = next.duration_since(now);
        if ahead > BURST {
            return Err(ahead.saturating_sub(BURST));
        }
        *at = next;
        Ok(())
    }
}

/// Refuses with 429 and Retry-After what comes too fast, before its body is read.
pub(crate) async fn hold(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if app.limits.rate == 0 {
        return next.run(request).await;
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = peer.map(|peer| Caller::Address(peer.0.ip()));
    let token = partner::bearer(request.headers()).ok();
    let token = token.map(|token| Caller::Token(secrets::token_hash(token)));
    let now = Instant::now();
    for caller in [address, token].into_iter().flatten() {
        if let Err(wait) = app.limits.take(caller, now) {
            let seconds = wait.as_secs().saturating_add(1);
            return Problem::from(Kind::RateLimited)
                .header(header::RETRY_AFTER, HeaderValue::from(seconds))
                .into_response();
        }
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::{Caller, Limits};

    #[test]
    fn a_burst_passes_and_the_rest_waits() {
        let limits = Limits::new(10);
        let token = || Caller::Token(vec![1]);
        let begin = Instant::now();
        let passed = (0..50).filter(|_| limits.take(token(), begin).is_ok());
        assert_eq!(passed.count(), 20);
        let wait = limits.take(token(), begin).expect_err("the burst is over");
        assert!(limits.take(Caller::Token(vec![2]), begin).is_ok());
        assert!(limits.take(token(), begin + wait).is_ok());
        assert!(limits.take(token(), begin + wait).is_err());
        assert!(limits.take(token(), begin + Duration::from_secs(9)).is_ok());
    }
}
