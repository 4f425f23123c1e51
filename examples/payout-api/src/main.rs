//! Starts the sandbox payout API.

use std::io::Write;
use std::process::ExitCode;

use payout_api::{Command, DEMO_SECRET, Environment, HELP, Server, log_to_stderr};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("payout-api: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let config = match Command::parse(std::env::args_os().skip(1), Environment::read())? {
        Command::Serve(config) => *config,
        Command::Help => {
            print!("{HELP}");
            return Ok(());
        }
    };
    log_to_stderr(!config.log);
    let demo = config.partner_secret == DEMO_SECRET;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let server = Server::start(config).await?;
        // Watched before the address is told: whoever reads it may end us at once.
        let ended = signals()?;
        let mut out = std::io::stdout();
        // In one write, so that a reader of the first line has all of it.
        let mut lines = format!("payout-api listening on {}\n", server.address());
        if demo {
            lines = format!("{lines}partner `demo` has the demo secret: {DEMO_SECRET}\n");
        }
        out.write_all(lines.as_bytes())
            .and_then(|()| out.flush())
            .map_err(|error| error.to_string())?;
        ended.await;
        server.stop().await
    })
}

/// Watches from now on for SIGINT and SIGTERM.
#[cfg(unix)]
fn signals() -> Result<impl Future<Output = ()>, String> {
    use tokio::signal::unix::{SignalKind, signal};
    let watch = |kind| signal(kind).map_err(|error| error.to_string());
    let (mut interrupt, mut terminate) = (
        watch(SignalKind::interrupt())?,
        watch(SignalKind::terminate())?,
    );
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Watches from now on for Ctrl-C.
#[cfg(windows)]
fn signals() -> Result<impl Future<Output = ()>, String> {
    let mut interrupt = tokio::signal::windows::ctrl_c().map_err(|error| error.to_string())?;
    Ok(async move {
        interrupt.recv().await;
    })
}
