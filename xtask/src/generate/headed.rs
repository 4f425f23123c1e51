//! Large tables of one origin: the head of the file says, once, where every row is from.

use std::collections::BTreeMap;
use std::fs;

use serde::de::DeserializeOwned;

use crate::{Result, shell};

/// What a head must say. `confidence` and `terms` are free text.
const KEYS: [&str; 5] = ["edition", "source", "as_of", "confidence", "terms"];

/// A table with a head of `# key: value` lines.
pub(super) struct Headed<T> {
    pub(super) edition: String,
    pub(super) rows: Vec<T>,
}

/// Reads `data/<name>.csv`; refuses it if its head lacks one of [`KEYS`].
pub(super) fn read<T: DeserializeOwned>(name: &str) -> Result<Headed<T>> {
    let path = shell::root().join("data").join(format!("{name}.csv"));
    let text = fs::read_to_string(&path).map_err(|error| format!("{name}.csv: {error}"))?;
    let mut head: BTreeMap<&str, &str> = text
        .lines()
        .map_while(|line| line.strip_prefix('#'))
        .filter_map(|line| line.trim().split_once(": "))
        .collect();
    if let Some(missing) = KEYS
        .iter()
        .find(|key| head.get(**key).is_none_or(|value| value.is_empty()))
    {
        return Err(format!("{name}.csv: its head lacks `# {missing}: …`"));
    }
    let rows = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes())
        .deserialize()
        .collect::<std::result::Result<Vec<T>, _>>()
        .map_err(|error| format!("{name}.csv: {error}"))?;
    Ok(Headed {
        edition: head.remove("edition").unwrap_or_default().to_owned(),
        rows,
    })
}

/// A number in groups of seven bits, the lowest first; all but the last have the top bit set.
pub(super) fn varint(out: &mut Vec<u8>, mut number: u32) {
    loop {
        let low = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

/// Bytes as a Rust array, twenty-four a line.
pub(super) fn bytes(out: &mut String, name: &str, doc: &str, bytes: &[u8]) {
    use std::fmt::Write as _;
    let _ = write!(
        out,
        "\n/// {doc}\n#[rustfmt::skip]\npub(super) static {name}: [u8; {}] = [",
        bytes.len()
    );
    for (place, byte) in bytes.iter().enumerate() {
        out.push_str(if place % 24 == 0 { "\n    " } else { " " });
        let _ = write!(out, "{byte},");
    }
    out.push_str("\n];\n");
}

/// As Rust's style writes it: `40_082`.
pub(super) fn grouped(number: u32) -> String {
    if number < 1_000 {
        number.to_string()
    } else {
        format!("{}_{:03}", grouped(number / 1_000), number % 1_000)
    }
}
