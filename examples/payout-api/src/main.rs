//! Starts the sandbox payout API.

use std::io::Write;
use std::process::ExitCode;

use payout_api::{Command, DEMO_SECRET, HELP, Server};

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
    let secret = std::env::var("PAYOUT_API_PARTNER_SECRET").ok();
    let config = match Command::parse(std::env::args_os().skip(1), secret)? {
        Command::Serve(config) => *config,
        Command::Help => {
            print!("{HELP}");
            return Ok(());
        }
    };
    let demo = config.partner_secret == DEMO_SECRET;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let server = Server::start(config).await?;
        let mut out = std::io::stdout();
        // In one write, so that a reader of the first line has all of it.
        let mut lines = format!("payout-api listening on {}\n", server.address());
        if demo {
            lines = format!("{lines}partner `demo` has the demo secret: {DEMO_SECRET}\n");
        }
        out.write_all(lines.as_bytes())
            .and_then(|()| out.flush())
            .map_err(|error| error.to_string())?;
        signal().await?;
        server.stop().await
    })
}

/// Waits for SIGINT or SIGTERM.
async fn signal() -> Result<(), String> {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix;
        let mut terminate =
            unix::signal(unix::SignalKind::terminate()).map_err(|error| error.to_string())?;
        tokio::select! {
            outcome = interrupt => outcome.map_err(|error| error.to_string()),
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    interrupt.await.map_err(|error| error.to_string())
}
