//! Messages in the database: written with the event they tell, kept until long after they were taken.

use payout_kit::status;
use serde_json::json;

use super::signing;
use crate::clock::{Millis, iso, real_now};
use crate::events;
use crate::problem::{Failure, Kind, Result};
use crate::secrets;
use crate::store::{Connection, Transaction, values};

/// Messages to one endpoint under way at the same time.
const AT_ONCE: i64 = 4;

/// The type of every message so far.
const STATUS_CHANGED: &str = "payout.status_changed";

/// Writes a message to each of the partner's endpoints about the newest event of a payout, in the
/// transaction that wrote the event. No account data: who may know it can ask for the payout.
pub(crate) fn enqueue(transaction: &mut Transaction<'_>, payout: &str) -> Result<()> {
    let endpoints: Vec<(String, String)> = transaction.rows_held(
        "SELECT e.id, p.idempotency_key FROM webhook_endpoints e JOIN payouts p ON p.partner = e.partner
         WHERE p.id = ?1 AND e.disabled = 0",
        "e",
        values![payout],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((_, key)) = endpoints.first() else {
        return Ok(());
    };
    let events = events::after(transaction, payout, 0)?;
    let Some(newest) = events.last() else {
        return Ok(());
    };
    let history: Vec<_> = events.iter().map(events::StatusEvent::to_core).collect();
    let standing = status::status_of(&history);
    let now = real_now();
    let body = json!({
        "type": STATUS_CHANGED,
        "timestamp": newest.at,
        "data": {
            "payoutId": payout,
            "idempotencyKey": key,
            "event": newest,
            "state": standing.state,
            "final": standing.is_final,
        },
    });
    for (endpoint, _) in &endpoints {
        transaction.execute(
            "INSERT INTO webhook_messages (id, endpoint, payout, seq, body, created, due)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6)",
            values![
                &secrets::id("msg")?,
                endpoint,
                payout,
                newest.seq,
                &body.to_string(),
                now
            ],
        )?;
    }
    Ok(())
}

/// A message whose time has come, and where it goes.
#[derive(Debug)]
pub(super) struct Due {
    pub(super) id: String,
    pub(super) endpoint: String,
    pub(super) url: String,
    secret: String,
    body: String,
    pub(super) attempts: i64,
}

impl Due {
    /// Headers and body, signed now.
    pub(super) fn signed(self, now: Millis) -> Result<super::send::Message> {
        let timestamp = now / 1_000;
        let signature = signing::sign(&self.secret, &self.id, timestamp, &self.body)
            .ok_or_else(|| Failure::Broken("a webhook secret that cannot be read".to_owned()))?;
        Ok(super::send::Message {
            id: self.id,
            timestamp,
            signature,
            body: self.body,
        })
    }
}

/// What is due: the oldest of each endpoint, so that one that is slow does not hold up the others.
pub(super) fn due(connection: &mut Connection, now: Millis) -> Result<Vec<Due>> {
    connection.rows(
        "SELECT m.id, m.endpoint, e.url, e.secret, m.body, m.attempts
         FROM (SELECT id, endpoint, body, attempts,
                      ROW_NUMBER() OVER (PARTITION BY endpoint ORDER BY due, created, seq) AS place
               FROM webhook_messages WHERE due <= ?1) m
         JOIN webhook_endpoints e ON e.id = m.endpoint
         WHERE m.place <= ?2 AND e.disabled = 0",
        values![now, AT_ONCE],
        |row| {
            Ok(Due {
                id: row.get(0)?,
                endpoint: row.get(1)?,
                url: row.get(2)?,
                secret: row.get(3)?,
                body: row.get(4)?,
                attempts: row.get(5)?,
            })
        },
    )
}

/// When the next message is due.
pub(super) fn next_due(connection: &mut Connection) -> Result<Option<Millis>> {
    connection.row(
        "SELECT m.due FROM webhook_messages m JOIN webhook_endpoints e ON e.id = m.endpoint
         WHERE m.due IS NOT NULL AND e.disabled = 0 ORDER BY m.due LIMIT 1",
        values![],
        |row| row.get(0),
    )
}

/// What became of an attempt.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome {
    Delivered,
    /// Again at this time.
    Later(Millis),
    /// No more attempts: kept for its partner to see, and to send again.
    Dead,
    /// The endpoint says that it is gone: it is stopped, and what waits for it is dead.
    Gone,
}

/// Writes down what became of an attempt. `said` is a word without account data.
pub(super) fn record(
    connection: &mut Connection,
    endpoint: &str,
    message: &str,
    outcome: Outcome,
    said: &str,
) -> Result<()> {
    // What follows from the endpoint's own state needs that state to stay as it is.
    match outcome {
        Outcome::Delivered => attempted(connection, message, "delivered", None, said),
        Outcome::Dead => attempted(connection, message, "dead", None, said),
        Outcome::Later(due) => {
            let mut transaction = connection.transaction()?;
            // Another message may have heard meanwhile that the endpoint is gone.
            if is_enabled(&mut transaction, endpoint)? {
                attempted(&mut transaction, message, "pending", Some(due), said)?;
            } else {
                attempted(&mut transaction, message, "dead", None, said)?;
            }
            transaction.commit()
        }
        Outcome::Gone => {
            let mut transaction = connection.transaction()?;
            disable(&mut transaction, endpoint)?;
            attempted(&mut transaction, message, "dead", None, said)?;
            transaction.commit()
        }
    }
}

fn attempted(
    connection: &mut Connection,
    message: &str,
    state: &str,
    due: Option<Millis>,
    said: &str,
) -> Result<()> {
    connection.execute(
        "UPDATE webhook_messages SET state = ?2, due = ?3, said = ?4, tried = ?5, attempts = attempts + 1
         WHERE id = ?1",
        values![message, state, due, said, real_now()],
    )?;
    Ok(())
}

/// Waits for whoever is writing messages to the endpoint.
fn disable(transaction: &mut Transaction<'_>, endpoint: &str) -> Result<()> {
    transaction.execute(
        "UPDATE webhook_endpoints SET disabled = 1 WHERE id = ?1",
        values![endpoint],
    )?;
    transaction.execute(
        "UPDATE webhook_messages SET state = 'dead', due = NULL WHERE endpoint = ?1 AND due IS NOT NULL",
        values![endpoint],
    )?;
    Ok(())
}

/// Makes a dead message due again, with all its attempts.
pub(super) fn revive(connection: &mut Connection, endpoint: &str, message: &str) -> Result<()> {
    let mut transaction = connection.transaction()?;
    if !is_enabled(&mut transaction, endpoint)? {
        return Err(Kind::WebhookEndpointDisabled.into());
    }
    let revived = transaction.execute(
        "UPDATE webhook_messages SET state = 'pending', due = ?3, attempts = 0
         WHERE endpoint = ?1 AND id = ?2 AND state = 'dead'",
        values![endpoint, message, real_now()],
    )?;
    if revived == 0 {
        return Err(Kind::NotFound.into());
    }
    transaction.commit()
}

/// Whether messages go to the endpoint, which stays so until the transaction ends.
fn is_enabled(transaction: &mut Transaction<'_>, endpoint: &str) -> Result<bool> {
    let found: Vec<i64> = transaction.rows_held(
        "SELECT e.disabled FROM webhook_endpoints e WHERE e.id = ?1",
        "e",
        values![endpoint],
        |row| row.get(0),
    )?;
    Ok(found == [0])
}

/// A message as its partner sees it.
pub(super) fn shown(
    connection: &mut Connection,
    endpoint: &str,
    after: &str,
    limit: i64,
) -> Result<Vec<super::endpoint::Delivery>> {
    connection.rows(
        "SELECT id, payout, seq, state, attempts, due, said, created FROM webhook_messages
         WHERE endpoint = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
        values![endpoint, after, limit],
        |row| {
            let payout: String = row.get(1)?;
            let seq: i64 = row.get(2)?;
            let due: Option<Millis> = row.get(5)?;
            Ok(super::endpoint::Delivery {
                id: row.get(0)?,
                event: format!("{payout}.{seq}"),
                payout_id: payout,
                state: row.get(3)?,
                attempts: row.get(4)?,
                next_attempt_at: due.map(iso),
                last_answer: row.get(6)?,
                created_at: iso(row.get(7)?),
            })
        },
    )
}
