//! Clearing: carries out the plan of each payout when the sandbox clock says so. The plan stands in
//! the database, so after a restart it goes on where it was.

use std::sync::Arc;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};

use crate::app::App;
use crate::clock::{Millis, real_now};
use crate::ledger;
use crate::problem::{Failure, Result};
use crate::store::exclusive;

/// How many transitions one transaction carries out.
const BATCH: usize = 200;

/// How often expired nonces, challenges and sessions are swept out.
const SWEEP: Duration = Duration::from_secs(60);

/// How long a session outlives its expiry, so that its payouts can say it expired.
const KEEP_SESSIONS: Millis = 24 * 3_600_000;

/// Runs until the server stops.
pub(crate) async fn run(app: Arc<App>) {
    let mut stopping = app.stopping.subscribe();
    let mut sweep = tokio::time::interval(SWEEP);
    loop {
        let pause = match step(&app).await {
            Ok(pause) => pause,
            Err(failure) => {
                report(failure);
                Duration::from_secs(1)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = app.wake.notified() => {}
            _ = sweep.tick() => {
                if let Err(failure) = app.store.run(|connection| tidy(connection, real_now())).await {
                    report(failure);
                }
            }
            () = App::stopped(&mut stopping) => return,
        }
    }
}

/// Carries out what is due and says how long to wait.
async fn step(app: &Arc<App>) -> Result<Duration> {
    let now = app.clock.now();
    let (moved, next) = app
        .store
        .run(move |connection| advance(connection, now))
        .await?;
    for payout in moved {
        // Without listeners there is nobody to tell.
        let _ = app.changed.send(payout.into());
    }
    // A clock that stands still is woken when it is set.
    Ok(next.and_then(|due| app.clock.until(due)).unwrap_or(SWEEP))
}

/// Turns due transitions into events, each exactly once, and tells which payouts moved and when
/// the next transition is due.
fn advance(connection: &mut Connection, now: Millis) -> Result<(Vec<String>, Option<Millis>)> {
    let next = next_due(connection)?;
    if next.is_none_or(|due| due > now) {
        return Ok((Vec::new(), next));
    }
    let transaction = exclusive(connection)?;
    let due: Vec<(String, i64, String)> = transaction
        .prepare_cached(
            "SELECT payout, seq, status FROM transitions WHERE due <= ?1 ORDER BY due, seq LIMIT ?2",
        )?
        .query_map(
            params![now, i64::try_from(BATCH).unwrap_or(i64::MAX)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?
        .collect::<rusqlite::Result<_>>()?;
    for (payout, seq, status) in &due {
        transaction
            .prepare_cached(
                "INSERT INTO events (payout, seq, at, status, reason)
                 SELECT payout, seq, due, status, reason FROM transitions WHERE payout = ?1 AND seq = ?2",
            )?
            .execute(params![payout, seq])?;
        transaction
            .prepare_cached("DELETE FROM transitions WHERE payout = ?1 AND seq = ?2")?
            .execute(params![payout, seq])?;
        if matches!(status.as_str(), "RJCT" | "RETURNED") {
            ledger::give_back(&transaction, payout, now)?;
        }
    }
    transaction.commit()?;
    Ok((
        due.into_iter().map(|(payout, ..)| payout).collect(),
        next_due(connection)?,
    ))
}

fn next_due(connection: &Connection) -> Result<Option<Millis>> {
    Ok(connection
        .prepare_cached("SELECT due FROM transitions ORDER BY due LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?)
}

/// Forgets what can no longer matter: a signature past its expiry is refused without its nonce.
fn tidy(connection: &mut Connection, now: Millis) -> Result<()> {
    connection.execute("DELETE FROM nonces WHERE expires < ?1", [now])?;
    connection.execute("DELETE FROM used_challenges WHERE expires < ?1", [now])?;
    connection.execute(
        "DELETE FROM sessions WHERE expires < ?1 AND id NOT IN (SELECT session FROM payouts)",
        [now - KEEP_SESSIONS],
    )?;
    Ok(())
}

fn report(failure: Failure) {
    match failure {
        Failure::Broken(reason) => crate::log::broken(&reason),
        Failure::Refused(problem) => crate::log::broken(&format!("{problem:?}")),
    }
}
