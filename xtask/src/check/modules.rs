//! The arrows of DESIGN: which module of the core may use which. No cycles, nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Result, shell};

/// A module and what it may use; what that uses in turn comes with it.
const ARROWS: &[(&str, &[&str])] = &[
    ("order", &[]),
    ("report", &["order"]),
    ("currency", &["report"]),
    ("money", &["currency", "report"]),
    ("market", &["currency", "report"]),
    ("account", &["market", "report"]),
    ("calendar", &["report"]),
    ("rail", &["market", "money", "calendar", "account"]),
    ("quote", &["rail", "money", "account"]),
    ("payout", &["account", "money", "quote"]),
    ("signature", &["payout", "report"]),
    ("status", &["report", "signature"]),
    ("iso20022", &["payout", "status"]),
];

/// Fails on the first use of a module that no arrow allows, and on a module without a row.
pub(crate) fn check() -> Result {
    let src = shell::root().join("src");
    for folder in entries(&src)?.into_iter().filter(|path| path.is_dir()) {
        let name = folder
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name == "wasm" {
            continue; // may use all
        }
        if !ARROWS.iter().any(|(module, _)| *module == name) {
            return Err(format!(
                "src/{name} has no row in xtask/src/check/modules.rs and DESIGN"
            ));
        }
        for file in rust_files(&folder)? {
            let text = fs::read_to_string(&file)
                .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
            if let Some(used) = uses(&text)
                .into_iter()
                .find(|used| *used != name && !reaches(&name, used))
            {
                return Err(format!(
                    "{} uses crate::{used}, which DESIGN does not allow",
                    file.display()
                ));
            }
        }
    }
    Ok(())
}

/// True when arrows lead from one module to another. The arrows have no cycle.
fn reaches(from: &str, to: &str) -> bool {
    let direct = ARROWS
        .iter()
        .find(|(module, _)| *module == from)
        .map_or(&[][..], |(_, targets)| targets);
    direct
        .iter()
        .any(|target| *target == to || reaches(target, to))
}

/// The modules of the crate that a source text names, outside of its comments.
fn uses(text: &str) -> Vec<String> {
    let code: String = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = Vec::new();
    for rest in code.split("crate::").skip(1) {
        let mut depth = 0_usize;
        let mut word = String::new();
        // Only the first segment of each path counts: at the top, or directly in one group.
        let mut first = true;
        for c in rest.chars() {
            match c {
                'a'..='z' | '_' if first => word.push(c),
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                ',' if depth == 1 => first = true,
                c if c.is_whitespace() && word.is_empty() => continue,
                _ => first = false,
            }
            if !matches!(c, 'a'..='z' | '_') {
                if !word.is_empty() {
                    found.push(std::mem::take(&mut word));
                    first = c == ',' && depth == 1;
                }
                if depth == 0 {
                    break;
                }
            }
        }
    }
    found.retain(|word| word == "wasm" || ARROWS.iter().any(|(module, _)| module == word));
    found
}

fn rust_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            files.extend(rust_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>> {
    let list = fs::read_dir(folder)
        .map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = list
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .collect();
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::{reaches, uses};

    #[test]
    fn finds_plain_and_grouped_uses_but_no_comments() {
        let text = "use crate::money::Amount;\nuse crate::{\n    report::{Issue, Code},\n    quote,\n};\n// crate::wasm\ncrate::status::status_of(&[]);";
        assert_eq!(uses(text), ["money", "report", "quote", "status"]);
    }

    #[test]
    fn arrows_lead_down_only() {
        assert!(reaches("quote", "calendar"));
        assert!(!reaches("money", "quote"));
        assert!(!reaches("report", "report"));
    }
}
