//! `cargo xtask size`: what each entry of the package adds to a page, and of which parts.

use std::process::Command;

use crate::{Result, build, shell, tools};

/// Prints raw, gzip and brotli of each entry; fails over budget.
pub(crate) fn run() -> Result {
    build::run()?;
    let folder = shell::root().join("tests/node");
    tools::npm(&folder)?;
    shell::step("sizes, bundled and minified as a page would load them");
    let budgets = shell::run(Command::new("node").arg("size.mjs").current_dir(&folder));
    shell::step("what the client's wasm is made of");
    shell::run(Command::new("node").arg("parts.mjs").current_dir(folder))?;
    budgets.map_err(|_| "an entry is over its budget; see the table above".to_owned())
}
