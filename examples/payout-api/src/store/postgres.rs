//! `PostgreSQL`: connections, prepared statements, and the lock that one server holds.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tokio::runtime::Handle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, Row, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::Value;
use super::address::Address;
use crate::problem::Result;

const SCHEMA: &str = include_str!("postgres.sql");

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_secs(5);

/// How long to wait for the server before this one to be gone: the database notices the end of a
/// killed process within moments.
const HANDOVER: Duration = Duration::from_secs(10);

/// Nothing of ours takes so long, unless the server is in trouble.
const LIMITS: &str =
    "SET statement_timeout = '15s'; SET idle_in_transaction_session_timeout = '15s'";

/// The same in every payout API: one server to a schema, because it holds the sandbox clock.
const LOCK: &str =
    "SELECT pg_try_advisory_lock(hashtext('payout-api'), hashtext(current_schema()))";

/// Where connections come from.
pub(super) struct Server {
    config: Config,
    tls: MakeRustlsConnect,
    runtime: Handle,
    /// Holds the lock as long as it lives.
    _guard: Client,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Server")
    }
}

impl Server {
    /// Takes the lock and lays out what is missing. Blocks.
    pub(super) fn open(address: &str, runtime: Handle) -> std::result::Result<Self, String> {
        let Address { mut config, tls } = Address::read(address)?;
        let tls = MakeRustlsConnect::new((*tls).clone());
        config
            .connect_timeout(CONNECT)
            .application_name("payout-api");
        let guard = connect(&config, &tls, &runtime)?;
        let begun = Instant::now();
        while !runtime
            .block_on(guard.inner.query_one(LOCK, &[]))
            .and_then(|row| row.try_get(0))
            .map_err(|error| describe(&error))?
        {
            if begun.elapsed() > HANDOVER {
                return Err(
                    "another payout API uses it; give another database or schema".to_owned(),
                );
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        runtime
            .block_on(guard.inner.batch_execute(SCHEMA))
            .map_err(|error| describe(&error))?;
        Ok(Self {
            config,
            tls,
            runtime,
            _guard: guard,
        })
    }

    /// Opens one more connection. Blocks.
    pub(super) fn connect(&self) -> std::result::Result<Client, String> {
        connect(&self.config, &self.tls, &self.runtime)
    }
}

fn connect(
    config: &Config,
    tls: &MakeRustlsConnect,
    runtime: &Handle,
) -> std::result::Result<Client, String> {
    let (inner, connection) = runtime
        .block_on(config.connect(tls.clone()))
        .map_err(|error| describe(&error))?;
    // Its end is seen by the next statement.
    runtime.spawn(connection);
    runtime
        .block_on(inner.batch_execute(LIMITS))
        .map_err(|error| describe(&error))?;
    Ok(Client {
        inner,
        runtime: runtime.clone(),
        statements: HashMap::new(),
    })
}

/// What went wrong, without what the statement was about: it may be an account number.
pub(crate) fn describe(error: &tokio_postgres::Error) -> String {
    match error.as_db_error() {
        Some(told) => format!(
            "{} {}",
            told.code().code(),
            told.constraint().unwrap_or_default()
        ),
        None => error.to_string(),
    }
}

/// A connection with what it has prepared.
pub(crate) struct Client {
    inner: tokio_postgres::Client,
    runtime: Handle,
    statements: HashMap<String, Statement>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Client")
    }
}

impl Client {
    pub(super) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<usize> {
        let statement = self.prepared(sql)?;
        let values = parameters(values);
        let changed = self
            .runtime
            .block_on(self.inner.execute(&statement, &values))?;
        Ok(usize::try_from(changed).unwrap_or(usize::MAX))
    }

    pub(super) fn query(&mut self, sql: &str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        let statement = self.prepared(sql)?;
        let values = parameters(values);
        Ok(self
            .runtime
            .block_on(self.inner.query(&statement, &values))?)
    }

    pub(super) fn batch(&mut self, sql: &str) -> Result<()> {
        Ok(self.runtime.block_on(self.inner.batch_execute(sql))?)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.inner.is_closed()
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        // No statement of ours has a question mark elsewhere.
        let preparing = sql.replace('?', "$");
        let statement = self.runtime.block_on(self.inner.prepare(&preparing))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn parameters<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values
        .iter()
        .map(|value| -> &(dyn ToSql + Sync) { value })
        .collect()
}
