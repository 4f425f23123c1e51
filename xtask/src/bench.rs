//! `cargo xtask bench`: speed, side by side with peers in one run.

use std::process::Command;

use crate::{Result, build, shell, tools};

/// Measures the built package in Node, then the native core.
pub(crate) fn run() -> Result {
    build::run()?;
    let folder = shell::root().join("tests/node");
    tools::npm(&folder)?;
    shell::step("the package in Node, beside ibantools and others (about 1 min)");
    let package = shell::run(Command::new("node").arg("bench.mjs").current_dir(&folder));
    shell::step("what each can tell, into docs/peers.md");
    shell::run(Command::new("node").arg("peers.mjs").current_dir(&folder))?;
    shell::step("amounts, beside decimal.js, big.js and dinero.js (about 20 s)");
    shell::run(
        Command::new("node")
            .arg("bench-money.mjs")
            .current_dir(folder),
    )?;
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
    package.map_err(|_| "a budget is missed; see the table above".to_owned())
}
