//! `cargo xtask fuzz`: one target a parser, under libFuzzer, one after the other.
//!
//! `fuzz/` is a workspace of its own, so that nothing else needs the nightly toolchain. What a
//! run learns stays in `fuzz/corpus/`, which is not committed.

use std::fs;
use std::process::Command;

use crate::{Result, shell, tools};

/// Minutes a target, unless the command says so.
const MINUTES: &str = "10";
/// Longest input in bytes: far longer than any field, short enough to be quick.
const LONGEST: u32 = 4096;

/// Runs the named target, or all of them. Stops at the first finding.
pub(crate) fn run(words: &[&str]) -> Result {
    let (mut minutes, mut chosen) = (MINUTES, None);
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match *word {
            "--minutes" => minutes = words.next().ok_or("give a number after --minutes")?,
            name => chosen = Some(name),
        }
    }
    let minutes: u32 = minutes
        .parse()
        .map_err(|_| format!("`{minutes}` is no number of minutes"))?;
    let targets = targets()?;
    let chosen: Vec<&String> = targets
        .iter()
        .filter(|name| chosen.is_none_or(|chosen| chosen == name.as_str()))
        .collect();
    if chosen.is_empty() {
        return Err(format!("there are these targets: {}", targets.join(", ")));
    }
    tools::nightly()?;
    let path = tools::path_with(&[tools::cargo_fuzz()?])?;
    for name in chosen {
        shell::step(&format!("fuzz {name}, {minutes} min"));
        let fuzz = |what: &str| {
            let mut command = Command::new("cargo");
            command
                .args(["+nightly", "fuzz", what, name])
                .current_dir(shell::root().join("fuzz"))
                .env("PATH", &path)
                // The pinned toolchain of this process must not win over +nightly.
                .env_remove("RUSTUP_TOOLCHAIN");
            command
        };
        shell::run(&mut fuzz("build"))?;
        shell::run(
            fuzz("run")
                .arg("--")
                .arg(format!("-max_total_time={}", minutes.saturating_mul(60)))
                .arg(format!("-max_len={LONGEST}"))
                .arg("-print_final_stats=1"),
        )
        .map_err(|_| {
            format!("the target {name} found something: the input is in fuzz/artifacts/{name}")
        })?;
    }
    Ok(())
}

/// The names of the targets: those of their files.
fn targets() -> Result<Vec<String>> {
    let folder = shell::root().join("fuzz/fuzz_targets");
    let files = fs::read_dir(&folder)
        .map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut names: Vec<String> = files
        .filter_map(|file| Some(file.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}
