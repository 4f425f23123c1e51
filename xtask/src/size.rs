//! `cargo xtask size`: what each entry of the package adds to a page, and of which parts.

use std::fs;
use std::process::{Command, Stdio};

use crate::{Result, build, shell, tools};

/// Prints raw, gzip and brotli of each entry, and writes them into docs/size.md; fails over budget.
pub(crate) fn run() -> Result {
    build::run()?;
    tools::npm(&shell::root().join("tests/node"))?;
    shell::step("sizes, bundled and minified as a page would load them");
    let (entries, in_budget) = told("size.mjs")?;
    shell::step("what the client's wasm is made of");
    let (parts, _) = told("parts.mjs")?;
    let file = shell::root().join("docs/size.md");
    let cannot = |error| format!("{}: {error}", file.display());
    let text = fs::read_to_string(&file).map_err(cannot)?;
    let head = text.split("```").next().unwrap_or_default();
    fs::write(
        &file,
        format!("{head}```text\n{entries}```\n\n```text\n{parts}```\n"),
    )
    .map_err(cannot)?;
    println!("\nwrote docs/size.md");
    if in_budget {
        Ok(())
    } else {
        Err("an entry is over its budget; see the table above".to_owned())
    }
}

/// What a script prints, shown too, and whether it was content.
fn told(script: &str) -> Result<(String, bool)> {
    let output = Command::new("node")
        .arg(script)
        .current_dir(shell::root().join("tests/node"))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("`node` could not be started ({error})"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    print!("{text}");
    Ok((text, output.status.success()))
}
