//! The `SQLite` file: its schema, and the one connection that everything goes through.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::problem::{Failure, Result};

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS meta (
    key   TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS clock (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    sandbox INTEGER NOT NULL,
    real    INTEGER NOT NULL,
    speed   INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS partners (
    id              TEXT PRIMARY KEY,
    secret_hash     BLOB NOT NULL UNIQUE,
    account         TEXT NOT NULL,
    virtual_account TEXT NOT NULL UNIQUE
) STRICT;
-- Challenges are sealed, not stored; only used ones are, until they expire.
CREATE TABLE IF NOT EXISTS used_challenges (
    challenge TEXT PRIMARY KEY,
    expires   INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS sessions (
    id         TEXT PRIMARY KEY,
    token_hash BLOB NOT NULL UNIQUE,
    partner    TEXT NOT NULL REFERENCES partners (id),
    key_id     TEXT NOT NULL,
    jwk        TEXT NOT NULL,
    caps       TEXT NOT NULL,
    account    TEXT NOT NULL,
    expires    INTEGER NOT NULL,
    revoked    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS nonces (
    partner TEXT NOT NULL,
    key_id  TEXT NOT NULL,
    nonce   TEXT NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (partner, key_id, nonce)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS nonces_by_expiry ON nonces (expires);
-- The signed bytes, the signature and the public key are kept as evidence.
CREATE TABLE IF NOT EXISTS payouts (
    id              TEXT PRIMARY KEY,
    partner         TEXT NOT NULL REFERENCES partners (id),
    session         TEXT NOT NULL REFERENCES sessions (id),
    key_id          TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    digest          TEXT NOT NULL,
    body            BLOB NOT NULL,
    signature       TEXT NOT NULL,
    signature_input TEXT NOT NULL,
    debit_currency  TEXT NOT NULL,
    debit_amount    TEXT NOT NULL,
    resource        TEXT NOT NULL,
    answer          TEXT NOT NULL,
    UNIQUE (partner, idempotency_key)
) STRICT;
CREATE INDEX IF NOT EXISTS payouts_by_session ON payouts (session);
-- What clearing will do, by the sandbox clock.
CREATE TABLE IF NOT EXISTS transitions (
    payout TEXT NOT NULL REFERENCES payouts (id),
    seq    INTEGER NOT NULL,
    due    INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (payout, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS transitions_by_due ON transitions (due);
-- What it has done.
CREATE TABLE IF NOT EXISTS events (
    payout TEXT NOT NULL REFERENCES payouts (id),
    seq    INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (payout, seq)
) STRICT, WITHOUT ROWID;
-- The debtor's side: what stands on each virtual account, and how it came there.
CREATE TABLE IF NOT EXISTS balances (
    virtual_account TEXT NOT NULL,
    currency        TEXT NOT NULL,
    amount          TEXT NOT NULL,
    PRIMARY KEY (virtual_account, currency)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    virtual_account TEXT NOT NULL,
    currency        TEXT NOT NULL,
    movement        TEXT NOT NULL,
    reference       TEXT NOT NULL,
    amount          TEXT NOT NULL,
    balance         TEXT NOT NULL,
    at              INTEGER NOT NULL,
    UNIQUE (movement, reference)
) STRICT;
CREATE INDEX IF NOT EXISTS entries_by_account ON entries (virtual_account, id);
";

/// The schema's edition, kept in `PRAGMA user_version`.
const EDITION: i64 = 1;

/// The database. Work on it runs on a thread that may block.
#[derive(Debug)]
pub(crate) struct Store {
    connection: Mutex<Connection>,
}

impl Store {
    /// Opens the file and lays out what is missing.
    pub(crate) fn open(file: &Path) -> std::result::Result<Self, String> {
        let connection =
            prepare(file).map_err(|error| format!("the database {}: {error}", file.display()))?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// Runs at start, before anything is served.
    pub(crate) fn now<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        // A panic in the middle of a transaction rolled it back: the connection is good.
        work(
            &mut self
                .connection
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Runs the work on a blocking thread.
    pub(crate) async fn run<T, F>(self: &Arc<Self>, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T> + Send + 'static,
    {
        let store = Arc::clone(self);
        tokio::task::spawn_blocking(move || store.now(work))
            .await
            .map_err(|error| Failure::Broken(format!("database task: {error}")))?
    }
}

/// A transaction that holds the write lock from its start, so what it read stays true.
pub(crate) fn exclusive(connection: &mut Connection) -> rusqlite::Result<Transaction<'_>> {
    connection.transaction_with_behavior(TransactionBehavior::Immediate)
}

fn prepare(file: &Path) -> std::result::Result<Connection, String> {
    let say = |error: rusqlite::Error| error.to_string();
    let connection = Connection::open(file).map_err(say)?;
    connection
        .busy_timeout(Duration::from_secs(5))
        .map_err(say)?;
    // FULL: an answered payout survives a power cut too, not only a killed process.
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )
        .map_err(say)?;
    let edition: i64 = connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(say)?;
    if edition != 0 && edition != EDITION {
        return Err(format!(
            "it has edition {edition}, this server knows {EDITION}; give another file"
        ));
    }
    connection.execute_batch(SCHEMA).map_err(say)?;
    connection
        .pragma_update(None, "user_version", EDITION)
        .map_err(say)?;
    Ok(connection)
}
