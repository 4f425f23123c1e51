//! The server as a process of its own, on a database of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use tokio::runtime::Runtime;
use tokio_postgres::NoTls;

pub(crate) const PARTNER_SECRET: &str = "a-partner-secret-of-the-bench";

/// A `PostgreSQL` server; without it `SQLite` is measured.
const POSTGRES: &str = "PAYOUT_API_TEST_POSTGRES";

const COUNT: &str = "SELECT COUNT(DISTINCT idempotency_key) FROM payouts";

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    /// Of the database.
    pub(crate) version: String,
    child: Child,
    database: Database,
}

enum Database {
    File(PathBuf),
    Schema { server: String, name: String },
}

impl Server {
    pub(crate) fn start() -> Self {
        let name = format!("payout_api_load_{}", std::process::id());
        let (database, address, version) = if let Ok(server) = std::env::var(POSTGRES) {
            let version = on_postgres(&server, "SHOW server_version");
            on_postgres(&server, &format!("CREATE SCHEMA {name}"));
            let joint = if server.contains('?') { '&' } else { '?' };
            let address = format!("{server}{joint}options=-csearch_path%3D{name}");
            let version = format!("PostgreSQL {version}");
            (Database::Schema { server, name }, address, version)
        } else {
            let file = std::env::temp_dir().join(name);
            let address = file.display().to_string();
            let version = format!("SQLite {}", rusqlite::version());
            (Database::File(file), address, version)
        };
        let mut child = Command::new(env!("CARGO_BIN_EXE_payout-api"))
            .args(["--port", "0", "--quiet", "--requests-per-second", "0"])
            .args(["--partner-secret", PARTNER_SECRET, "--database", &address])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let (_, address) = line.trim().rsplit_once('/').expect("an address");
        Self {
            address: address.parse().unwrap(),
            version,
            child,
            database,
        }
    }

    /// Ends the server without warning and counts the payouts that are left.
    pub(crate) fn kill_and_count(mut self) -> usize {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let count: i64 = match &self.database {
            Database::File(file) => {
                let database = rusqlite::Connection::open(file).unwrap();
                database.query_row(COUNT, [], |row| row.get(0)).unwrap()
            }
            Database::Schema { server, name } => {
                let select = format!("SET search_path = {name}; {COUNT}");
                on_postgres(server, &select).parse().unwrap()
            }
        };
        usize::try_from(count).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        match &self.database {
            Database::File(file) => {
                for suffix in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
                }
            }
            Database::Schema { server, name } => {
                on_postgres(server, &format!("DROP SCHEMA {name} CASCADE"));
            }
        }
    }
}

/// Runs statements; the first value that came back, or nothing.
fn on_postgres(server: &str, sql: &str) -> String {
    Runtime::new().unwrap().block_on(async {
        let (client, connection) = tokio_postgres::connect(server, NoTls).await.unwrap();
        tokio::spawn(connection);
        let messages = client.simple_query(sql).await.unwrap();
        let value = messages.iter().find_map(|message| match message {
            tokio_postgres::SimpleQueryMessage::Row(row) => row.get(0),
            _ => None,
        });
        value.unwrap_or_default().to_owned()
    })
}
