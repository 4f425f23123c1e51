//! A `PostgreSQL` server for one run of the tests, in a folder that is deleted afterwards.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Result, shell, tools};

/// Names a server that is there already.
pub(crate) const VARIABLE: &str = "PAYOUT_API_TEST_POSTGRES";

/// Names the certificate of that server, a PEM file, if it takes TLS.
pub(crate) const AUTHORITY: &str = "PAYOUT_API_TEST_POSTGRES_CA";

/// How long the server may take to be ready.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
pub(crate) struct Postgres {
    address: String,
    own: Option<Own>,
}

struct Own {
    child: Child,
    folder: PathBuf,
}

impl Postgres {
    /// Starts a server on a free port of this machine, unless the environment names one.
    pub(crate) fn start() -> Result<Self> {
        if let Ok(address) = std::env::var(VARIABLE) {
            return Ok(Self { address, own: None });
        }
        let bin = tools::postgres()?;
        shell::step("start a PostgreSQL server for the tests (a few seconds)");
        let folder =
            std::env::temp_dir().join(format!("payout-kit-postgres-{}", std::process::id()));
        let data = folder.join("data");
        let io = |error: std::io::Error| format!("cannot lay out {}: {error}", folder.display());
        fs::create_dir_all(&data).map_err(io)?;
        let user = User::of_server()?;
        user.give(&folder)
            .and_then(|()| user.give(&data))
            .map_err(io)?;
        let mut init = Command::new(bin.join("initdb"));
        init.arg("--pgdata").arg(&data).args([
            "--username=payout",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]);
        shell::output(user.run(&mut init, &folder))?;
        certify(&data, &user).map_err(io)?;
        let port = free_port()?;
        let mut server = Command::new(bin.join("postgres"));
        server
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            .args([
                "-c",
                "unix_socket_directories=",
                "-c",
                "max_connections=200",
                "-c",
                "ssl=on",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let child = user
            .run(&mut server, &folder)
            .spawn()
            .map_err(|error| format!("PostgreSQL could not be started: {error}"))?;
        let mut started = Self {
            address: format!("postgres://payout@127.0.0.1:{port}/postgres"),
            own: Some(Own { child, folder }),
        };
        started.wait(&data)?;
        Ok(started)
    }

    /// Its connection string.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Its certificate.
    pub(crate) fn authority(&self) -> Option<PathBuf> {
        let own = self.own.as_ref()?;
        Some(own.folder.join("data").join(CERTIFICATE))
    }

    fn wait(&mut self, data: &Path) -> Result {
        let begun = Instant::now();
        let Some(own) = &mut self.own else {
            return Ok(());
        };
        loop {
            // As pg_ctl does: the server says here how far it is.
            let says = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
            if says
                .lines()
                .nth(7)
                .is_some_and(|line| line.trim() == "ready")
            {
                return Ok(());
            }
            let ended = own.child.try_wait().is_ok_and(|status| status.is_some());
            if ended || begun.elapsed() > PATIENCE {
                return Err(format!(
                    "PostgreSQL did not start; name a running server in {VARIABLE} (postgres://…)"
                ));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Some(own) = &mut self.own {
            let _ = own.child.kill();
            let _ = own.child.wait();
            let _ = fs::remove_dir_all(&own.folder);
        }
    }
}

/// Where `PostgreSQL` looks for them.
const CERTIFICATE: &str = "server.crt";
const KEY: &str = "server.key";

/// A certificate for 127.0.0.1, which nobody else vouches for.
fn certify(data: &Path, user: &User) -> std::io::Result<()> {
    let own = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()])
        .map_err(std::io::Error::other)?;
    for (name, text) in [
        (CERTIFICATE, own.cert.pem()),
        (KEY, own.signing_key.serialize_pem()),
    ] {
        let file = data.join(name);
        fs::write(&file, text)?;
        #[cfg(unix)]
        fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        user.give(&file)?;
    }
    Ok(())
}

/// A port that was free a moment ago.
fn free_port() -> Result<u16> {
    TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| format!("no free port: {error}"))
}

/// Who runs the server: `PostgreSQL` refuses root, so root lends it to `nobody`.
struct User {
    #[cfg(unix)]
    id: Option<u32>,
}

#[cfg(unix)]
impl User {
    fn of_server() -> Result<Self> {
        let number = |name: Option<&str>| -> Result<u32> {
            let told = shell::output(Command::new("id").arg("-u").args(name))?;
            told.trim()
                .parse()
                .map_err(|_| "`id -u` gives no number".to_owned())
        };
        let id = if number(None)? == 0 {
            Some(number(Some("nobody"))?)
        } else {
            None
        };
        Ok(Self { id })
    }

    fn give(&self, folder: &Path) -> std::io::Result<()> {
        std::os::unix::fs::chown(folder, self.id, None)
    }

    fn run<'a>(&self, command: &'a mut Command, folder: &Path) -> &'a mut Command {
        use std::os::unix::process::CommandExt as _;
        if let Some(id) = self.id {
            command.uid(id);
        }
        // Where the caller stands, `nobody` may not be.
        command.current_dir(folder)
    }
}

#[cfg(not(unix))]
impl User {
    fn of_server() -> Result<Self> {
        Ok(Self {})
    }

    fn give(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }

    fn run<'a>(&self, command: &'a mut Command, folder: &Path) -> &'a mut Command {
        command.current_dir(folder)
    }
}
