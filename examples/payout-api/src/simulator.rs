//! Clearing: carries out the plan of each payout when the sandbox clock says so. The plan stands in
//! the database, so after a restart it goes on where it was.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crate::app::App;
use crate::clock::{Millis, real_now};
use crate::ledger;
use crate::log;
use crate::problem::Result;
use crate::store::{Connection, values};
use crate::webhook;

/// How many transitions one transaction carries out.
const BATCH: i64 = 200;

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
                log::failure(&failure);
                Duration::from_secs(1)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = app.wake.notified() => {}
            _ = sweep.tick() => {
                if let Err(failure) = app.store.run(|connection| tidy(connection, real_now())).await {
                    log::failure(&failure);
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
    if !moved.is_empty() {
        app.outbox.notify_one();
    }
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
    let mut transaction = connection.transaction()?;
    let due = transaction.rows(
        "SELECT t.payout, t.seq, t.status, p.partner FROM transitions t JOIN payouts p ON p.id = t.payout
         WHERE t.due <= ?1 ORDER BY t.due, t.seq LIMIT ?2",
        values![now, BATCH],
        |row| {
            Ok(Due {
                payout: row.get(0)?,
                seq: row.get(1)?,
                status: row.get(2)?,
                partner: row.get(3)?,
            })
        },
    )?;
    // In one order, so that nobody waits for each other.
    let partners: BTreeSet<&str> = due
        .iter()
        .filter(|step| step.gives_back())
        .map(|step| step.partner.as_str())
        .collect();
    for partner in partners {
        transaction.lock_partner(partner)?;
    }
    for step in &due {
        transaction.execute(
            "INSERT INTO events (payout, seq, at, status, reason)
             SELECT payout, seq, due, status, reason FROM transitions WHERE payout = ?1 AND seq = ?2",
            values![&step.payout, step.seq],
        )?;
        transaction.execute(
            "DELETE FROM transitions WHERE payout = ?1 AND seq = ?2",
            values![&step.payout, step.seq],
        )?;
        webhook::enqueue(&mut transaction, &step.payout)?;
        if step.gives_back() {
            ledger::give_back(&mut transaction, &step.payout, now)?;
        }
    }
    transaction.commit()?;
    Ok((
        due.into_iter().map(|step| step.payout).collect(),
        next_due(connection)?,
    ))
}

/// A transition whose time has come.
struct Due {
    payout: String,
    seq: i64,
    status: String,
    partner: String,
}

impl Due {
    /// Whether the payout's debit comes back.
    fn gives_back(&self) -> bool {
        matches!(self.status.as_str(), "RJCT" | "RETURNED")
    }
}

fn next_due(connection: &mut Connection) -> Result<Option<Millis>> {
    connection.row(
        "SELECT due FROM transitions ORDER BY due LIMIT 1",
        values![],
        |row| row.get(0),
    )
}

/// Forgets what can no longer matter: a signature past its expiry is refused without its nonce.
fn tidy(connection: &mut Connection, now: Millis) -> Result<()> {
    connection.execute("DELETE FROM nonces WHERE expires < ?1", values![now])?;
    connection.execute(
        "DELETE FROM used_challenges WHERE expires < ?1",
        values![now],
    )?;
    connection.execute(
        "DELETE FROM sessions WHERE expires < ?1 AND id NOT IN (SELECT session FROM payouts)",
        values![now - KEEP_SESSIONS],
    )?;
    Ok(())
}
