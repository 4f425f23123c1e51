//! The embedded database: one file, one connection.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;

const SCHEMA: &str = include_str!("sqlite.sql");

/// The schema's edition, kept in `PRAGMA user_version`.
const EDITION: i64 = 1;

/// How many statements stay prepared.
const STATEMENTS: usize = 64;

/// Opens the file and lays out what is missing.
pub(super) fn open(file: &Path) -> Result<Connection, String> {
    let say = |error: rusqlite::Error| error.to_string();
    let connection = Connection::open(file).map_err(say)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
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
