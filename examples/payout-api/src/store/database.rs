//! Which database.

use std::ffi::OsString;
use std::path::PathBuf;

/// Where payouts are kept.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// An embedded `SQLite` file; `:memory:` keeps nothing.
    Sqlite(PathBuf),
    /// A `PostgreSQL` connection string, `postgres://…`. It may hold a password.
    Postgres(String),
}

impl From<OsString> for Database {
    fn from(text: OsString) -> Self {
        match text.to_str() {
            Some(address)
                if address.starts_with("postgres://") || address.starts_with("postgresql://") =>
            {
                Self::Postgres(address.to_owned())
            }
            _ => Self::Sqlite(text.into()),
        }
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(file) => f.debug_tuple("Sqlite").field(file).finish(),
            Self::Postgres(_) => f.write_str("Postgres"),
        }
    }
}
