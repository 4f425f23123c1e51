//! A row of an answer.

use crate::problem::Result;

/// A row of either database, read by column number.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

/// What both databases can give: integers as `i64`, text, bytes, and options of them.
pub(crate) trait Column:
    rusqlite::types::FromSql + tokio_postgres::types::FromSqlOwned
{
}

impl<T: rusqlite::types::FromSql + tokio_postgres::types::FromSqlOwned> Column for T {}

impl Row<'_> {
    pub(crate) fn get<T: Column>(&self, column: usize) -> Result<T> {
        Ok(match self {
            Self::Sqlite(row) => row.get(column)?,
            Self::Postgres(row) => row.try_get(column)?,
        })
    }
}
