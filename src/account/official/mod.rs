//! Tables that replace this version's own: the official files of the day, read as they are published.
//!
//! Each is read strictly. A line that is not as its publisher writes it is a [`TableError`], because a
//! table that is half read would pass accounts that it should doubt.

pub(super) mod methods;
pub(super) mod modulus;

pub use methods::MethodTable;
pub use modulus::ModulusTable;

use std::borrow::Cow;
use std::fmt;

use super::pack::{Reader, long_list, seal};

/// The official tables that a check is to use instead of this version's own.
#[derive(Clone, Debug, Default)]
pub struct OfficialTables<'a> {
    /// Weights and sort codes of the modulus check (GB).
    pub gb_modulus: Option<ModulusTable<'a>>,
    /// Check digit methods of bank codes (DE).
    pub de_methods: Option<MethodTable<'a>>,
}

/// Why a file was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableError {
    /// `text`, `substitutions` or `edition`: the argument at fault.
    pub argument: &'static str,
    /// The line, counted from 1; 0: the argument as a whole.
    pub line: usize,
    /// What should stand there.
    pub expected: &'static str,
}

impl fmt::Display for TableError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            argument,
            line,
            expected,
        } = self;
        match line {
            0 => write!(formatter, "`{argument}` should be {expected}."),
            _ => write!(
                formatter,
                "Line {line} of `{argument}` should be {expected}."
            ),
        }
    }
}

impl std::error::Error for TableError {}

/// The longest name of an edition, in bytes.
const LONGEST_EDITION: usize = 100;

/// The lines of a file, each made a row of `N` bytes or, where `row` says so, passed over.
fn rows<const N: usize>(
    argument: &'static str,
    text: &str,
    mut row: impl FnMut(&str) -> Result<Option<[u8; N]>, &'static str>,
) -> Result<Vec<[u8; N]>, TableError> {
    let mut rows = Vec::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    for (at, line) in text.trim_end().lines().enumerate() {
        let refused = |expected| TableError {
            argument,
            line: at.saturating_add(1),
            expected,
        };
        rows.extend(row(line).map_err(refused)?);
    }
    if rows.is_empty() {
        return Err(TableError {
            argument,
            line: 0,
            expected: "the text of the official file",
        });
    }
    Ok(rows)
}

fn edition(text: &str) -> Result<Cow<'_, str>, TableError> {
    let text = text.trim();
    let is_short = (1..=LONGEST_EDITION).contains(&text.len());
    if is_short && !text.contains(char::is_control) {
        Ok(Cow::Borrowed(text))
    } else {
        Err(TableError {
            argument: "edition",
            line: 0,
            expected: "the edition of the file, in at most 100 bytes",
        })
    }
}

/// Edition and rows as a pack: the edition's length and text, then of each list its length in bytes
/// (4, little-endian) and its rows.
fn packed(magic: [u8; 4], edition: &str, lists: &[&[u8]]) -> Vec<u8> {
    let mut content = vec![u8::try_from(edition.len()).unwrap_or(0)];
    content.extend_from_slice(edition.as_bytes());
    for list in lists {
        long_list(&mut content, list);
    }
    seal(magic, &content)
}

fn list<'a, const N: usize>(reader: &mut Reader<'a>) -> Option<Cow<'a, [[u8; N]]>> {
    let (rows, rest) = reader.long_list()?.as_chunks();
    rest.is_empty().then_some(Cow::Borrowed(rows))
}

/// A number of exactly `length` digits.
fn digits(text: &str, length: usize) -> Option<u32> {
    let all = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| text.parse().ok()).flatten()
}

/// The lowest three bytes of a number below 2^24, highest first, so that rows sort as their numbers.
fn three(number: u32) -> [u8; 3] {
    let [_, high, middle, low] = number.to_be_bytes();
    [high, middle, low]
}

fn number([high, middle, low]: [u8; 3]) -> u32 {
    u32::from_be_bytes([0, high, middle, low])
}
