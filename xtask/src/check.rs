//! What CI checks beside the tests: format, lints, types, dependencies, module arrows.

use std::process::Command;

use crate::{Result, generate, shell, tools};

mod modules;

/// Runs every check.
pub(crate) fn run() -> Result {
    shell::step("format (cargo fmt, a second)");
    shell::run(&mut cargo(&["fmt", "--all", "--check"]))
        .and_then(|()| {
            shell::run(&mut cargo(&[
                "fmt",
                "--manifest-path",
                "fuzz/Cargo.toml",
                "--check",
            ]))
        })
        .map_err(|_| "run `cargo fmt --all`, in fuzz/ too, and commit the result".to_owned())?;

    shell::step("modules use only what DESIGN allows");
    modules::check()?;

    shell::step("generated tables are what data/ says");
    generate::check()?;

    tools::wasm_target()?;
    shell::step("clippy, natively and for wasm32 (about 2 min cold)");
    shell::run(&mut cargo(&[
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "-D",
        "warnings",
    ]))?;
    shell::run(&mut cargo(&[
        "clippy",
        "--quiet",
        "--package",
        "payout-kit",
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "-D",
        "warnings",
    ]))?;

    // A workspace of its own, which the commands above do not see. Nothing is linked here.
    shell::step("clippy for the fuzz targets");
    shell::run(
        cargo(&[
            "clippy",
            "--quiet",
            "--manifest-path",
            "fuzz/Cargo.toml",
            "--target-dir",
            "target",
            "--",
            "-D",
            "warnings",
        ])
        .env("CUSTOM_LIBFUZZER_PATH", "none/libfuzzer.a"),
    )?;

    shell::step("documentation builds without warnings");
    shell::run(
        cargo(&[
            "doc",
            "--quiet",
            "--package",
            "payout-kit",
            "--no-deps",
            "--features",
            "p256,ed25519",
        ])
        .env("RUSTDOCFLAGS", "-D warnings"),
    )?;

    shell::step("a native build holds no bindings");
    native_tree()?;

    shell::step("TypeScript, strict (tsc)");
    let pkg = shell::root().join("pkg");
    tools::npm(&pkg)?;
    shell::run(
        Command::new("npx")
            .args(["--no-install", "tsc", "--noEmit", "-p", "."])
            .current_dir(&pkg),
    )?;

    shell::step("dependencies: licences, sources, duplicates (cargo-deny)");
    let deny = tools::cargo_deny()?.join("cargo-deny");
    // Advisories need a database from the network; `cargo deny check advisories` asks it.
    shell::run(
        Command::new(deny)
            .args([
                "--all-features",
                "check",
                "--hide-inclusion-graph",
                "bans",
                "licenses",
                "sources",
            ])
            .current_dir(shell::root()),
    )?;
    println!("\nall checks passed");
    Ok(())
}

fn cargo(words: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command.args(words).current_dir(shell::root());
    command
}

fn native_tree() -> Result {
    let tree = shell::output(&mut cargo(&[
        "tree",
        "--package",
        "payout-kit",
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--features",
        "p256,ed25519",
    ]))?;
    let bindings = ["wasm-bindgen", "js-sys", "serde-wasm-bindgen"];
    match tree.lines().find(|line| {
        bindings
            .iter()
            .any(|name| line.starts_with(&format!("{name} ")))
    }) {
        None => Ok(()),
        Some(line) => Err(format!(
            "{line} is in the native dependency tree: bindings belong under cfg(target_arch = \"wasm32\")"
        )),
    }
}
