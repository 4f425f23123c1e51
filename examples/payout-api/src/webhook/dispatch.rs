//! Sends what is due. Messages stand in the database, so after a restart it goes on where it was;
//! one that was under way is sent again, with the same id.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use tokio::task::JoinSet;

use super::destination::Destination;
use super::outbox::{self, Due, Outcome};
use super::send::Sender;
use crate::app::App;
use crate::clock::{Millis, real_now};
use crate::log;
use crate::problem::Result;

/// Messages under way at the same time.
const AT_ONCE: usize = 32;

/// The longest sleep, and the pause after a failure of ours.
const IDLE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_secs(1);

/// Runs until the server stops.
pub(crate) async fn run(app: Arc<App>) {
    let mut stopping = app.stopping.subscribe();
    let sender = Sender::new(Arc::clone(&app.webhook_trust));
    let mut under_way = HashSet::new();
    let mut attempts = JoinSet::new();
    loop {
        let pause = match begin(&app, &sender, &mut under_way, &mut attempts).await {
            Ok(pause) => pause,
            Err(failure) => {
                log::failure(&failure);
                PAUSE
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = app.outbox.notified() => {}
            Some(ended) = attempts.join_next() => {
                if let Ok(id) = ended {
                    under_way.remove(&id);
                }
            }
            () = App::stopped(&mut stopping) => return,
        }
    }
}

/// Begins the attempts that are due and says how long to wait for the next.
async fn begin(
    app: &Arc<App>,
    sender: &Sender,
    under_way: &mut HashSet<String>,
    attempts: &mut JoinSet<String>,
) -> Result<Duration> {
    let now = real_now();
    let (due, next) = app
        .store
        .run(move |connection| Ok((outbox::due(connection, now)?, outbox::next_due(connection)?)))
        .await?;
    let free = AT_ONCE.saturating_sub(under_way.len());
    let mut begun = 0;
    for message in due {
        if begun < free && under_way.insert(message.id.clone()) {
            begun += 1;
            attempts.spawn(attempt(Arc::clone(app), sender.clone(), message));
        }
    }
    // What is due and under way ends by itself.
    let wait = next.map_or(IDLE, |at| millis(at - real_now()));
    Ok(if wait.is_zero() {
        PAUSE
    } else {
        wait.min(IDLE)
    })
}

/// One attempt and what comes of it; gives the message's id back.
async fn attempt(app: Arc<App>, sender: Sender, message: Due) -> String {
    let id = message.id.clone();
    if let Err(failure) = carry_out(&app, &sender, message).await {
        log::failure(&failure);
        // It is due still: not again at once.
        tokio::time::sleep(PAUSE).await;
    }
    id
}

async fn carry_out(app: &Arc<App>, sender: &Sender, message: Due) -> Result<()> {
    let (id, endpoint, attempts) = (
        message.id.clone(),
        message.endpoint.clone(),
        message.attempts + 1,
    );
    // The operator may have taken the host off the list since.
    let to = Destination::parse(&message.url).filter(|to| app.webhook_hosts.allow(to));
    let answer = match to {
        Some(to) => sender.send(&to, message.signed(real_now())?).await,
        None => Err("host_not_allowed"),
    };
    let (taken, gone, retry_after, said) = match answer {
        Ok(answer) => (
            answer.status.is_success(),
            answer.status == StatusCode::GONE,
            answer.retry_after,
            answer.status.as_str().to_owned(),
        ),
        Err(word) => (false, false, None, word.to_owned()),
    };
    let outcome = if taken {
        Outcome::Delivered
    } else {
        match app.config.webhook_schedule.wait(attempts, retry_after)? {
            Some(wait) if !gone => Outcome::Later(real_now() + wait),
            _ if gone => Outcome::Gone,
            _ => Outcome::Dead,
        }
    };
    log::webhook(
        &endpoint,
        &id,
        attempts,
        &said,
        matches!(outcome, Outcome::Dead | Outcome::Gone),
    );
    app.store
        .run(move |connection| outbox::record(connection, &endpoint, &id, outcome, &said))
        .await
}

fn millis(left: Millis) -> Duration {
    Duration::from_millis(u64::try_from(left).unwrap_or(0))
}
