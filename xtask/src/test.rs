//! `cargo xtask test`: everything, in the order in which a fault is cheapest to find.

use std::process::Command;
use std::time::Instant;

use crate::demo::{PARTNER_SECRET, Server};
use crate::postgres::{self, Postgres};
use crate::{Result, build, generate, judge, shell, tools, wycheproof};

/// The judges draw the same cases each time, so that a red run is somebody's change; `cargo xtask judge` draws
/// fresh ones.
const SEED: &str = "7";

/// A part of the run: what it is, how long it takes cold, and what it does.
type Part = (&'static str, &'static str, fn() -> Result);

const PARTS: &[Part] = &[
    ("data", "a few seconds", generate::check),
    ("native", "about 3 min cold", native),
    ("api", "about 4 min cold", api),
    ("openapi", "about 2 min", openapi),
    ("judges", "about 1 min", || judge::run(&["--seed", SEED])),
    ("package", "about 4 min cold, tools included", build::run),
    ("node", "about 2 min", node),
    ("browser", "about 4 min", browser),
];

/// Runs all parts, or those named.
pub(crate) fn run(names: &[&str]) -> Result {
    if let Some(name) = names
        .iter()
        .find(|name| !PARTS.iter().any(|(part, ..)| part == *name))
    {
        let known: Vec<&str> = PARTS.iter().map(|(part, ..)| *part).collect();
        return Err(format!(
            "there is no part `{name}`; there are: {}",
            known.join(", ")
        ));
    }
    let mut times = Vec::new();
    for (name, duration, part) in PARTS
        .iter()
        .filter(|(part, ..)| names.is_empty() || names.contains(part))
    {
        shell::step(&format!("test {name} ({duration})"));
        let start = Instant::now();
        part().map_err(|error| format!("test {name}: {error}"))?;
        times.push((name, start.elapsed().as_secs()));
    }
    println!("\nall of these passed:");
    for (name, seconds) in &times {
        println!("  {name:<8} {:>3} min {:02} s", seconds / 60, seconds % 60);
    }
    Ok(())
}

fn cargo(words: &[&str]) -> Result {
    shell::run(Command::new("cargo").args(words).current_dir(shell::root()))
}

fn native() -> Result {
    cargo(&[
        "test",
        "--quiet",
        "--package",
        "payout-kit",
        "--features",
        "p256,ed25519",
    ])?;
    cargo(&["test", "--quiet", "--package", "xtask"])
}

fn api() -> Result {
    cargo(&["test", "--quiet", "--package", "payout-api"])?;
    let postgres = Postgres::start()?;
    shell::step("the same with PostgreSQL (about 1 min)");
    shell::run(
        Command::new("cargo")
            .args([
                "test",
                "--quiet",
                "--package",
                "payout-api",
                "--test",
                "api",
            ])
            .env(postgres::VARIABLE, postgres.address())
            .envs(postgres.authority().map(|file| (postgres::AUTHORITY, file)))
            .current_dir(shell::root()),
    )
}

/// Everything that the API's document allows, as schemathesis imagines it, for a bounded time.
fn openapi() -> Result {
    let python = tools::python_with("schemathesis", "tests/openapi/requirements.txt")?;
    let api = Server::sandbox(&["--requests-per-second", "0", "--quiet"])?;
    let folder = shell::root().join("tests/openapi");
    shell::step("schemathesis (at most 2 min)");
    shell::run(
        Command::new(python.with_file_name("schemathesis"))
            .args(["--config-file", "schemathesis.toml", "run"])
            .arg(format!("{}/openapi.json", api.address))
            .args(["--checks", "all", "--seed", SEED, "--max-examples", "20"])
            .args(["--max-time", "120", "--request-timeout", "10", "--no-color"])
            .env("PAYOUT_API", &api.address)
            .env("PARTNER_SECRET", PARTNER_SECRET)
            .current_dir(folder),
    )
}

fn node() -> Result {
    wycheproof::write()?;
    // For what it sends to partners.
    cargo(&["build", "--quiet", "--package", "payout-api"])?;
    npm_test("tests/node")
}

fn browser() -> Result {
    cargo(&["build", "--quiet", "--package", "payout-api"])?;
    npm_test("tests/browser")
}

/// The tests of a folder with a package of its own; they find Chromium in the environment.
fn npm_test(folder: &str) -> Result {
    let chromium = tools::chromium()?;
    let folder = shell::root().join(folder);
    tools::npm(&folder)?;
    shell::run(
        Command::new("npm")
            .args(["test", "--silent"])
            .env("CHROMIUM", chromium)
            .current_dir(folder),
    )
}
