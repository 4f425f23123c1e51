//! Every chore of the repository by one name: `cargo xtask <task>`.

mod bench;
mod build;
mod check;
mod demo;
mod fuzz;
mod generate;
mod judge;
mod postgres;
mod shell;
mod size;
mod test;
mod tools;
mod wycheproof;

use std::fmt::Write as _;
use std::process::ExitCode;

/// What went wrong, as a sentence that a newcomer can act on.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

const TASKS: &[(&str, &str)] = &[
    (
        "demo",
        "build everything, start the sandbox payout API and the page, open it",
    ),
    (
        "demo --headless",
        "the same journey from Node, to the credited payout",
    ),
    (
        "test [part …]",
        "all tests, or only: data native api openapi judges package node browser",
    ),
    ("build", "the npm package in pkg/dist"),
    (
        "bench",
        "speed, side by side with peers, against the budgets",
    ),
    (
        "bench api",
        "payouts a second that the sandbox API accepts, and their latency",
    ),
    (
        "size",
        "raw, gzip and brotli of each entry, against the budgets",
    ),
    (
        "judge",
        "decide fresh random cases by other people's implementations; --seed N, --cases N",
    ),
    (
        "fuzz [target]",
        "every parser under libFuzzer, 10 min each; --minutes N",
    ),
    (
        "generate [--check]",
        "turn data/ into the tables of the core; --check only tells what is stale",
    ),
    (
        "check",
        "format, clippy, types, dependencies, module arrows",
    ),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["demo"] => demo::page(),
        ["demo", "--headless"] => demo::headless(),
        ["test", parts @ ..] => test::run(parts),
        ["build"] => build::run(),
        ["bench"] => bench::run(),
        ["bench", "api"] => bench::api(),
        ["size"] => size::run(),
        ["judge", words @ ..] => judge::run(words),
        ["fuzz", words @ ..] => fuzz::run(words),
        ["generate"] => generate::write(),
        ["generate", "--check"] => generate::check(),
        ["check"] => check::run(),
        _ => Err(usage()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\nxtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let mut text = String::from("give one of these tasks:\n");
    for (task, what) in TASKS {
        let _ = writeln!(text, "  cargo xtask {task:<22} {what}");
    }
    text
}
