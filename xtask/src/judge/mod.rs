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

/// A judge: the name of its script, and what writes its cases.
type Judge = (&'static str, fn() -> Result<Vec<String>>);

const JUDGES: &[Judge] = &[
    ("accounts", accounts::cases),
    ("checks", checks::cases),
    ("preview", preview::cases),
    ("signature", signature::cases),
];

/// Runs all judges.
pub(crate) fn run() -> Result {
    let python = tools::python()?;
    for (name, cases) in JUDGES {
        println!("judge {name}:");
        let script = shell::root().join(format!("tests/judges/{name}.py"));
        let mut child = Command::new(&python)
            .arg(script)
            .stdin(Stdio::piped())
            .spawn()
            .map_err(|error| format!("the judge {name} could not be started: {error}"))?;
        let text = cases()?.join("\n");
        if let Some(mut input) = child.stdin.take() {
            input
                .write_all(text.as_bytes())
                .map_err(|error| format!("the judge {name} stopped reading: {error}"))?;
        }
        let status = child
            .wait()
            .map_err(|error| format!("the judge {name} was lost: {error}"))?;
        if !status.success() {
            return Err(format!("the judge {name} disagrees; its words are above"));
        }
    }
    Ok(())
}
