//! `cargo xtask bench`: speed, side by side with peers in one run.

use std::process::Command;

use crate::postgres::{self, Postgres};
use crate::{Result, build, shell, tools};

/// Measures the built package in Node, then the native core, then the API.
pub(crate) fn run() -> Result {
    build::run()?;
    let folder = shell::root().join("tests/node");
    tools::npm(&folder)?;
    shell::step("the package in Node, beside ibantools and others (about 1 min)");
    let package = shell::run(Command::new("node").arg("bench.mjs").current_dir(&folder));
    shell::step("what each can tell, into docs/peers.md");
    shell::run(Command::new("node").arg("peers.mjs").current_dir(&folder))?;
    shell::run(
        Command::new("cargo")
            .args(["test", "--quiet", "--test", "account_peers"])
            .env("BLESS", "1"),
    )?;
    shell::step("amounts, beside decimal.js, big.js and dinero.js (about 20 s)");
    shell::run(
        Command::new("node")
            .arg("bench-money.mjs")
            .current_dir(folder),
    )?;
    browser()?;
    shell::step("the native core (about 1 min cold)");
    shell::run(
        Command::new("cargo")
            .args([
                "bench",
                "--quiet",
                "--package",
                "payout-kit",
                "--bench",
                "core",
            ])
            .current_dir(shell::root()),
    )?;
    api()?;
    package.map_err(|_| "a budget is missed; see the table above".to_owned())
}

/// Measures preparing and signing in a page.
fn browser() -> Result {
    shell::step("the package in Chromium (about 30 s, 3 min cold)");
    let chromium = tools::chromium()?;
    let folder = shell::root().join("tests/browser");
    tools::npm(&folder)?;
    // Serves the page.
    shell::run(
        Command::new("cargo")
            .args(["build", "--quiet", "--package", "payout-api"])
            .current_dir(shell::root()),
    )?;
    shell::run(
        Command::new("node")
            .arg("bench.mjs")
            .env("CHROMIUM", chromium)
            .current_dir(folder),
    )
}

/// Measures how many payouts the API accepts, with each database.
pub(crate) fn api() -> Result {
    let mut load = Command::new("cargo");
    load.args(["bench", "--quiet", "--profile", "server"])
        .args(["--package", "payout-api", "--bench", "load"])
        .current_dir(shell::root());
    shell::step("the sandbox payout API with SQLite (about 1 min, 4 min cold)");
    shell::run(load.env_remove(postgres::VARIABLE))?;
    let postgres = Postgres::start()?;
    shell::step("the same with PostgreSQL (about 1 min)");
    shell::run(load.env(postgres::VARIABLE, postgres.address()))
}
