//! `cargo xtask demo`: the whole journey on localhost; `--headless` does it from Node.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::{Result, build, shell, tools};

/// The secret that the demo's partner shares with the sandbox; it guards nothing else.
pub(crate) const PARTNER_SECRET: &str = "demo-partner-secret";

/// Set by Ctrl-C and SIGTERM.
static STOP: AtomicBool = AtomicBool::new(false);

/// The page in a browser.
pub(crate) fn page() -> Result {
    build::run()?;
    watch_signals()?;
    let database = shell::root().join("target/demo/payouts.sqlite");
    let api = Server::api(8787, &database)?;
    let page = Server::page(5173, &api.address)?;
    println!("\n  The sandbox payout API  {}", api.address);
    println!("  The demo page           {}\n", page.address);
    println!(
        "Open the page and pay somebody. Ctrl-C stops both; payouts are kept in {}.",
        database.display()
    );
    open(&page.address);
    let mut servers = [api, page];
    while !STOP.load(Ordering::Relaxed) {
        for server in &mut servers {
            if let Ok(Some(status)) = server.child.try_wait() {
                return Err(format!(
                    "{} stopped by itself ({status}); its last words are above",
                    server.name
                ));
            }
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    println!("\nstopped");
    Ok(())
}

/// The same journey from Node, with the packed npm package, to the credited payout.
pub(crate) fn headless() -> Result {
    build::run()?;
    watch_signals()?;
    let folder = shell::root().join("target/demo/node");
    install_packed(&folder)?;
    let database = shell::root().join("target/demo/headless.sqlite");
    let api = Server::api(0, &database)?;
    shell::step("pay from Node (about 10 s)");
    shell::run(
        Command::new("node")
            .arg("payout.mjs")
            .env("PAYOUT_API", &api.address)
            .env("PARTNER_SECRET", PARTNER_SECRET)
            .current_dir(&folder),
    )
}

/// An empty project that has nothing but the packed package and the example.
fn install_packed(folder: &PathBuf) -> Result {
    shell::step("pack the npm package and install it into an empty project (about 5 s)");
    let io = |error: std::io::Error| format!("cannot lay out {}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(io)?;
    }
    fs::create_dir_all(folder).map_err(io)?;
    fs::write(
        folder.join("package.json"),
        "{ \"private\": true, \"type\": \"module\" }\n",
    )
    .map_err(io)?;
    let example = shell::root().join("examples/node");
    for entry in fs::read_dir(&example).map_err(io)?.flatten() {
        if entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "mjs")
        {
            fs::copy(entry.path(), folder.join(entry.file_name())).map_err(io)?;
        }
    }
    let packed = shell::output(
        Command::new("npm")
            .args(["pack", "--silent", "--pack-destination"])
            .arg(folder)
            .current_dir(shell::root().join("pkg")),
    )?;
    let tarball = packed.lines().last().unwrap_or_default().trim().to_owned();
    shell::run(
        Command::new("npm")
            .args(["install", "--no-audit", "--no-fund", "--loglevel=error"])
            .arg(format!("./{tarball}"))
            .current_dir(folder),
    )
}

/// A server of the demo, ended with it.
pub(crate) struct Server {
    name: &'static str,
    pub(crate) address: String,
    child: Child,
}

impl Server {
    fn api(port: u16, database: &PathBuf) -> Result<Self> {
        if let Some(folder) = database.parent() {
            fs::create_dir_all(folder)
                .map_err(|error| format!("cannot create {}: {error}", folder.display()))?;
        }
        let mut command = Self::program()?;
        command
            .arg("--port")
            .arg(free(port).to_string())
            .arg("--database")
            .arg(database)
            .arg("--quiet");
        Self::start("the payout API", &mut command)
    }

    /// A payout API that keeps nothing, on a free port.
    pub(crate) fn sandbox(options: &[&str]) -> Result<Self> {
        let mut command = Self::program()?;
        command
            .args(["--port", "0", "--database", ":memory:"])
            .args(options);
        Self::start("the payout API", &mut command)
    }

    fn program() -> Result<Command> {
        shell::step("build and start the sandbox payout API (about 2 min cold)");
        shell::run(
            Command::new("cargo")
                .args(["build", "--quiet", "--package", "payout-api"])
                .current_dir(shell::root()),
        )?;
        let mut command = Command::new(target().join("debug/payout-api"));
        command.args(["--partner-secret", PARTNER_SECRET]);
        Ok(command)
    }

    fn page(port: u16, api: &str) -> Result<Self> {
        tools::node()?;
        let mut command = Command::new("node");
        command
            .arg(shell::root().join("examples/browser/server.mjs"))
            .env("PORT", free(port).to_string())
            .env("PAYOUT_API", api)
            .env("PARTNER_SECRET", PARTNER_SECRET);
        Self::start("the page's server", &mut command)
    }

    /// Starts a server that prints its address as the last word of its first line.
    fn start(name: &'static str, command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{name} could not be started: {error}"))?;
        let mut lines = child
            .stdout
            .take()
            .map(BufReader::new)
            .into_iter()
            .flat_map(BufReader::lines);
        let address = lines
            .next()
            .and_then(std::result::Result::ok)
            .and_then(|line| line.split_whitespace().last().map(str::to_owned));
        // Drained, so that the server never blocks on a full pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let mut server = Self {
            name,
            address: String::new(),
            child,
        };
        match address.filter(|address| address.starts_with("http")) {
            Some(address) => {
                server.address = address;
                Ok(server)
            }
            None => Err(format!(
                "{} ended before it printed its address; its words are above",
                server.name
            )),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn watch_signals() -> Result {
    ctrlc::set_handler(|| STOP.store(true, Ordering::Relaxed))
        .map_err(|error| format!("cannot watch for Ctrl-C: {error}"))
}

/// The port if it is free, else 0: any.
fn free(port: u16) -> u16 {
    if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
        port
    } else {
        0
    }
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| shell::root().join("target"), PathBuf::from)
}

/// Opens the address where a desktop is there.
fn open(address: &str) {
    let desktop =
        std::env::var_os("DISPLAY").is_some() || std::env::var_os("WAYLAND_DISPLAY").is_some();
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if desktop && std::env::var_os("CI").is_none() {
        "xdg-open"
    } else {
        return;
    };
    if tools::on_path(opener).is_some() {
        Command::new(opener)
            .arg(address)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .ok();
    }
}
