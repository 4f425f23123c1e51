//! `cargo xtask build`: the npm package in `pkg/dist`.

use std::process::Command;

use crate::{Result, shell, tools};

/// Builds the package through wasm-pack, with its JavaScript twin.
pub(crate) fn run() -> Result {
    tools::node()?;
    tools::wasm_target()?;
    let path = tools::path_with(&[tools::wasm_bindgen()?, tools::wasm_pack()?])?;
    let pkg = shell::root().join("pkg");
    tools::npm(&pkg)?;
    shell::step("build the npm package (about 1 min cold)");
    shell::run(
        Command::new("node")
            .arg("build.mjs")
            .env("PATH", path)
            .current_dir(pkg),
    )
}
