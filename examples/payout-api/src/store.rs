//! The database: an embedded `SQLite` file, or `PostgreSQL` by a connection string. Handlers speak
//! to both through [`Connection`], in the SQL that both understand.

mod address;
mod connection;
mod database;
mod group;
mod postgres;
mod row;
mod sqlite;
mod value;

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use tokio::runtime::Handle;

pub(crate) use self::connection::{Connection, Transaction};
pub use self::database::Database;
use self::group::Groups;
pub(crate) use self::postgres::describe;
pub(crate) use self::row::Row;
pub(crate) use self::value::{Value, values};

use crate::problem::{Failure, Result};

/// Connections to `PostgreSQL` at the same time.
const POOL: usize = 8;

/// The database and its connections. Work on them runs on threads that may block.
#[derive(Debug)]
pub(crate) struct Store {
    idle: Mutex<Idle>,
    returned: Condvar,
    /// How to open one more connection; `SQLite` has one only, which everything goes through.
    more: Option<postgres::Server>,
    groups: Groups,
}

#[derive(Debug)]
struct Idle {
    connections: Vec<Connection>,
    /// How many may still be opened.
    unopened: usize,
}

impl Store {
    /// Opens the database and lays out what is missing. Blocks.
    pub(crate) fn open(database: &Database, runtime: Handle) -> std::result::Result<Self, String> {
        let (connection, more, unopened) = match database {
            Database::Sqlite(file) => {
                let connection = sqlite::open(file)
                    .map_err(|error| format!("the database {}: {error}", file.display()))?;
                (Connection::Sqlite(connection), None, 0)
            }
            Database::Postgres(address) => {
                let server = postgres::Server::open(address, runtime)
                    .map_err(|error| format!("the PostgreSQL database: {error}"))?;
                let connection = server.connect()?;
                (Connection::Postgres(connection), Some(server), POOL - 1)
            }
        };
        Ok(Self {
            idle: Mutex::new(Idle {
                connections: vec![connection],
                unopened,
            }),
            returned: Condvar::new(),
            more,
            groups: Groups::default(),
        })
    }

    /// Runs the work here: on a thread that may block.
    pub(crate) fn now<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let mut lent = self.lend()?;
        work(lent.connection()?)
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

    fn lend(&self) -> Result<Lent<'_>> {
        let mut idle = self.idle();
        loop {
            if let Some(connection) = idle.connections.pop() {
                let connection = Some(connection);
                return Ok(Lent {
                    store: self,
                    connection,
                });
            }
            if let Some(server) = self.more.as_ref().filter(|_| idle.unopened > 0) {
                idle.unopened -= 1;
                drop(idle);
                // Lent before it is opened, so that its place comes back if that fails.
                let mut lent = Lent {
                    store: self,
                    connection: None,
                };
                let opened = server.connect().map_err(Failure::Broken)?;
                lent.connection = Some(Connection::Postgres(opened));
                return Ok(lent);
            }
            idle = self
                .returned
                .wait(idle)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that goes back when it is dropped, also after a panic: a transaction that was
/// under way has been rolled back by then.
struct Lent<'a> {
    store: &'a Store,
    connection: Option<Connection>,
}

impl Lent<'_> {
    fn connection(&mut self) -> Result<&mut Connection> {
        let closed = || Failure::Broken("the database connection is closed".to_owned());
        self.connection.as_mut().ok_or_else(closed)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut idle = self.store.idle();
        match self.connection.take().filter(|kept| !kept.is_closed()) {
            Some(connection) => idle.connections.push(connection),
            None => idle.unopened += 1,
        }
        drop(idle);
        self.store.returned.notify_one();
    }
}
