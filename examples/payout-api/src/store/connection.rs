//! Statements and transactions, in the SQL that both databases understand: `?1` for values,
//! `ON CONFLICT`, 64-bit integers, text and bytes.

use std::ops::{Deref, DerefMut};

use super::{Row, Value, postgres};
use crate::problem::Result;

/// A connection to either database.
#[derive(Debug)]
pub(crate) enum Connection {
    Sqlite(rusqlite::Connection),
    Postgres(postgres::Client),
}

impl Connection {
    /// Runs a statement and tells how many rows it changed.
    pub(crate) fn execute(&mut self, sql: &str, values: &[Value<'_>]) -> Result<usize> {
        match self {
            Self::Sqlite(connection) => {
                let values = rusqlite::params_from_iter(values);
                Ok(connection.prepare_cached(sql)?.execute(values)?)
            }
            Self::Postgres(client) => client.execute(sql, values),
        }
    }

    /// All rows of the answer.
    pub(crate) fn rows<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query(rusqlite::params_from_iter(values))?;
                let mut all = Vec::new();
                while let Some(row) = rows.next()? {
                    all.push(read(&Row::Sqlite(row))?);
                }
                Ok(all)
            }
            Self::Postgres(client) => {
                let rows = client.query(sql, values)?;
                rows.iter().map(|row| read(&Row::Postgres(row))).collect()
            }
        }
    }

    /// The first row of the answer, if there is one.
    pub(crate) fn row<T>(
        &mut self,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.rows(sql, values, read)?.into_iter().next())
    }

    /// Begins a transaction. With `SQLite` it holds the write lock from its start, so what it read
    /// stays true; with `PostgreSQL` whoever reads in order to write locks the partner first.
    pub(crate) fn transaction(&mut self) -> Result<Transaction<'_>> {
        match self {
            Self::Sqlite(connection) => connection.execute_batch("BEGIN IMMEDIATE")?,
            Self::Postgres(client) => client.batch("BEGIN ISOLATION LEVEL READ COMMITTED")?,
        }
        Ok(Transaction {
            connection: self,
            open: true,
            keep: "COMMIT",
            undo: "ROLLBACK",
        })
    }

    /// True once the server has gone.
    pub(crate) fn is_closed(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(client) => client.is_closed(),
        }
    }

    fn batch(&mut self, sql: &str) -> Result<()> {
        match self {
            Self::Sqlite(connection) => Ok(connection.execute_batch(sql)?),
            Self::Postgres(client) => client.batch(sql),
        }
    }
}

/// A transaction. Dropped without [`commit`](Self::commit), it never was.
#[derive(Debug)]
pub(crate) struct Transaction<'a> {
    connection: &'a mut Connection,
    open: bool,
    keep: &'static str,
    undo: &'static str,
}

impl Transaction<'_> {
    /// Waits for other transactions that change this partner's sessions, payouts or balances.
    pub(crate) fn lock_partner(&mut self, partner: &str) -> Result<()> {
        if let Connection::Postgres(client) = self.connection {
            // Not FOR UPDATE: rows that refer to the partner may be written meanwhile.
            let sql = "SELECT 1::BIGINT FROM partners WHERE id = ?1 FOR NO KEY UPDATE";
            client.query(sql, &[Value::Text(partner)])?;
        }
        Ok(())
    }

    /// All rows of the answer; those of the table `held` stay as they are until the transaction ends.
    pub(crate) fn rows_held<T>(
        &mut self,
        sql: &str,
        held: &str,
        values: &[Value<'_>],
        read: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        match self.connection {
            Connection::Sqlite(_) => self.connection.rows(sql, values, read),
            Connection::Postgres(_) => {
                let sql = format!("{sql} FOR SHARE OF {held}");
                self.connection.rows(&sql, values, read)
            }
        }
    }

    /// Begins a part that can be undone without the rest.
    pub(super) fn part(&mut self) -> Result<Transaction<'_>> {
        self.connection.batch("SAVEPOINT part")?;
        Ok(Transaction {
            connection: self.connection,
            open: true,
            keep: "RELEASE SAVEPOINT part",
            undo: "ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part",
        })
    }

    /// Keeps what was done: on disk when this returns, or with the transaction that this is part of.
    pub(crate) fn commit(mut self) -> Result<()> {
        self.open = false;
        let committed = self.connection.batch(self.keep);
        if committed.is_err() {
            // Else the next user of the connection would find a transaction under way.
            let _ = self.connection.batch(self.undo);
        }
        committed
    }
}

impl Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl DerefMut for Transaction<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if self.open {
            // A connection that cannot even roll back is closed, and is not used again.
            let _ = self.connection.batch(self.undo);
        }
    }
}
