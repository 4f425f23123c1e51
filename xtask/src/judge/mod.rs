//! Judges from outside: other people's implementations decide the same cases.
//!
//! A judge here writes one JSON case a line, with our verdict in it; the script of the same name in
//! `tests/judges/` reads them from its standard input, decides each case with somebody else's code,
//! prints how many agree and every difference, and fails on one that it has no stated reason for.
//! The reasons for accounts stand in `tests/judges/defects.csv`: a judge, the countries, what it
//! says, what a case has to show, why it is wrong, and where that was read.

mod accounts;
mod calendars;
mod checks;
mod directories;
mod domestic;
mod iso20022;
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
    /// Payouts; a third as many splits, settlements and batches each.
    previews: usize,
}

/// The cases of a judge, one JSON object a line, each made when it is asked for.
type Lines = Box<dyn Iterator<Item = Result<String>>>;
type Cases = fn(Draw) -> Result<Lines>;

/// A judge's name, the program that decides (its ending tells by what), and what writes its cases.
const JUDGES: &[(&str, &str, Cases)] = &[
    ("accounts", "accounts.py", |draw| {
        made(accounts::cases(draw))
    }),
    ("accounts-npm", "accounts.mjs", |draw| {
        made(accounts::cases(draw))
    }),
    ("calendars", "calendars.py", |_| made(calendars::cases())),
    ("checks", "checks.py", |draw| made(checks::cases(draw))),
    ("checks-npm", "checks.mjs", |draw| made(checks::cases(draw))),
    ("directories", "directories.py", |draw| {
        made(directories::cases(draw))
    }),
    ("domestic", "domestic.py", |draw| {
        made(domestic::cases(draw))
    }),
    ("domestic-npm", "domestic.mjs", |draw| {
        made(domestic::cases(draw))
    }),
    ("iso20022", "iso20022.py", |draw| {
        made(iso20022::cases(draw))
    }),
    ("preview", "preview.py", |draw| Ok(preview::cases(draw))),
    ("signature", "signature.py", |_| made(signature::cases())),
];

fn made(cases: Result<Vec<String>>) -> Result<Lines> {
    Ok(Box::new(cases?.into_iter().map(Ok)))
}

/// Right and wrong cases each, a country, unless the command says so.
const CASES: usize = 20;
const PREVIEWS: usize = 3000;

/// Runs all judges, or the named ones, on fresh cases; `--seed N` repeats a run, `--cases N` and
/// `--previews N` set how many.
pub(crate) fn run(words: &[&str]) -> Result {
    let mut draw = Draw {
        seed: fresh(),
        cases: CASES,
        previews: PREVIEWS,
    };
    let flags = words.iter().position(|word| word.starts_with("--"));
    let (named, flags) = words.split_at(flags.unwrap_or(words.len()));
    if let Some(unknown) = named
        .iter()
        .find(|name| !JUDGES.iter().any(|(judge, ..)| judge == *name))
    {
        return Err(format!("there is no judge {unknown}"));
    }
    for pair in flags.chunks(2) {
        let number = |text: &str| {
            text.parse::<u64>()
                .map_err(|_| format!("`{text}` is no number"))
        };
        match pair {
            ["--seed", text] => draw.seed = number(text)?,
            ["--cases", text] => {
                draw.cases = usize::try_from(number(text)?).unwrap_or(CASES).max(1);
            }
            ["--previews", text] => {
                draw.previews = usize::try_from(number(text)?).unwrap_or(PREVIEWS).max(10);
            }
            _ => return Err("give `--seed N`, `--cases N`, `--previews N`, or nothing".into()),
        }
    }
    let again = format!(
        "--seed {} --cases {} --previews {}",
        draw.seed, draw.cases, draw.previews
    );
    println!("judging with {again}");
    let python = tools::python()?;
    let node = shell::root().join("tests/node");
    tools::npm(&node)?;
    let mut disagreeing = Vec::new();
    for (name, file, cases) in JUDGES {
        if !named.is_empty() && !named.contains(name) {
            continue;
        }
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
        if let Some(input) = child.stdin.take() {
            let mut input = std::io::BufWriter::new(input);
            for line in cases(draw)? {
                writeln!(input, "{}", line?)
                    .map_err(|error| format!("the judge {name} stopped reading: {error}"))?;
            }
        }
        let status = child
            .wait()
            .map_err(|error| format!("the judge {name} was lost: {error}"))?;
        if !status.success() {
            disagreeing.push(*name);
        }
    }
    if disagreeing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "these judges disagree: {}; their words are above. Repeat it with {again}",
        disagreeing.join(", ")
    ))
}

/// A seed that no run had before: the clock's.
fn fresh() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs() ^ u64::from(since.subsec_nanos()))
}
