//! Judges from outside: other people's implementations decide the same cases.
//!
//! A judge here writes one JSON case a line, with our verdict in it; the Python script of the
//! same name in `tests/judges/` reads them from its standard input, decides each case with
//! somebody else's code, prints the count and every difference, and fails on one that it has no
//! stated reason for.

mod accounts;
mod checks;
mod preview;
mod signature;

use std::io::Write as _;
use std::process::{Command, Stdio};

use crate::{Result, shell, tools};

/// What a judge's cases are drawn from.
#[derive(Clone, Copy)]
struct Draw {
    seed: u64,
    /// Right and wrong ones each, a country.
    cases: usize,
}

/// The cases of a judge, one JSON object a line.
type Cases = fn(Draw) -> Result<Vec<String>>;

/// A judge's name, the program that decides (its ending tells by what), and what writes its cases.
const JUDGES: &[(&str, &str, Cases)] = &[
    ("accounts", "accounts.py", accounts::cases),
    ("accounts of npm", "accounts.mjs", accounts::cases),
    ("checks", "checks.py", checks::cases),
    ("preview", "preview.py", |_| preview::cases()),
    ("signature", "signature.py", |_| signature::cases()),
];

/// Right and wrong cases each, a country, unless the command says so.
const CASES: usize = 20;

/// Runs all judges on fresh cases of accounts; `--seed N` repeats a run, `--cases N` sets how many.
pub(crate) fn run(words: &[&str]) -> Result {
    let mut draw = Draw {
        seed: fresh(),
        cases: CASES,
    };
    for pair in words.chunks(2) {
        let number = |text: &str| {
            text.parse::<u64>()
                .map_err(|_| format!("`{text}` is no number"))
        };
        match pair {
            ["--seed", text] => draw.seed = number(text)?,
            ["--cases", text] => {
                draw.cases = usize::try_from(number(text)?).unwrap_or(CASES).max(1);
            }
            _ => return Err("give `--seed N`, `--cases N`, or nothing".into()),
        }
    }
    println!("judging with --seed {} --cases {}", draw.seed, draw.cases);
    let python = tools::python()?;
    let node = shell::root().join("tests/node");
    tools::npm(&node)?;
    for (name, file, cases) in JUDGES {
        println!("judge {name}:");
        let script = shell::root().join("tests/judges").join(file);
        let interpreter = if script.extension().is_some_and(|ending| ending == "mjs") {
            "node".into()
        } else {
            python.clone()
        };
        let mut child = Command::new(interpreter)
            .arg(script)
            .current_dir(&node)
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| format!("the judge {name} could not be started: {error}"))?;
        let text = cases(draw)?.join("\n");
        if let Some(mut input) = child.stdin.take() {
            input
                .write_all(text.as_bytes())
                .map_err(|error| format!("the judge {name} stopped reading: {error}"))?;
        }
        let status = child
            .wait()
            .map_err(|error| format!("the judge {name} was lost: {error}"))?;
        if !status.success() {
            return Err(format!(
                "the judge {name} disagrees; its words are above. Repeat it with --seed {} --cases {}",
                draw.seed, draw.cases
            ));
        }
    }
    Ok(())
}

/// A seed that no run had before: the clock's.
fn fresh() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() ^ u64::from(since.subsec_nanos()))
}
