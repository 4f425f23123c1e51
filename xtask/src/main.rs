//! Every chore of the repository by one name: `cargo xtask <task>`.

mod generate;
mod shell;
mod tools;

use std::process::ExitCode;

/// What went wrong, as a sentence that a newcomer can act on.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

const TASKS: &[(&str, &str)] = &[
    ("generate [--check]", "turn data/ into the tables of the core; --check only tells what is stale"),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["generate"] => generate::write(),
        ["generate", "--check"] => generate::check(),
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
        text.push_str(&format!("  cargo xtask {task:<22} {what}\n"));
    }
    text
}
