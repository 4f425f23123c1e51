//! Reading a table of `data/`: every row has its source, its date and, where asked, its confidence.

use std::collections::BTreeMap;

use crate::{Result, shell};

/// A row by column name.
pub(crate) type Row = BTreeMap<String, String>;

/// Reads `data/<name>`. Refuses a row without source or date.
pub(crate) fn read(name: &str) -> Result<Vec<Row>> {
    let path = shell::root().join("data").join(name);
    let mut reader =
        csv::Reader::from_path(&path).map_err(|error| format!("data/{name}: {error}"))?;
    let mut rows = Vec::new();
    for (at, row) in reader.deserialize::<Row>().enumerate() {
        let row = row.map_err(|error| format!("data/{name}: {error}"))?;
        let line = at + 2;
        if text(&row, "source").is_empty() {
            return Err(format!("data/{name}, line {line}: a row needs its source"));
        }
        if !is_date(text(&row, "as_of")) {
            return Err(format!(
                "data/{name}, line {line}: as_of should be a date such as 2026-11-21"
            ));
        }
        if row.get("confidence").is_some_and(String::is_empty) {
            return Err(format!(
                "data/{name}, line {line}: say how well this is known in confidence"
            ));
        }
        rows.push(row);
    }
    Ok(rows)
}

/// A column's text; empty if the table has no such column.
pub(crate) fn text<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", |text| text.trim())
}

/// The newest date of a table: its edition.
pub(crate) fn edition(rows: &[Row]) -> String {
    rows.iter()
        .map(|row| text(row, "as_of"))
        .max()
        .unwrap_or_default()
        .to_owned()
}

/// `routingNumber`, `proxy.type`, `gb_account` → `RoutingNumber`, `ProxyType`, `GbAccount`.
pub(crate) fn pascal(word: &str) -> String {
    word.split(['.', '_'])
        .map(|part| {
            let mut characters = part.chars();
            characters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(characters).collect()
            })
        })
        .collect()
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [year, month, day]
        if [(year, 4), (month, 2), (day, 2)]
            .iter()
            .all(|(part, length)| part.len() == *length && part.bytes().all(|byte| byte.is_ascii_digit())))
}

/// `DE` as the Rust expression `*b"DE"`.
pub(crate) fn code(row: &Row, column: &str) -> Result<String> {
    let code = text(row, column);
    if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(format!("*b\"{code}\""))
    } else {
        Err(format!("`{code}` should be two capital letters"))
    }
}

/// A column that is `yes` or empty.
pub(crate) fn flag(row: &Row, column: &str) -> Result<bool> {
    match text(row, column) {
        "yes" => Ok(true),
        "" => Ok(false),
        other => Err(format!("{column} should be yes or empty, not `{other}`")),
    }
}

/// `4-8`, half-open; empty is `(0, 0)`.
pub(crate) fn range(row: &Row, column: &str) -> Result<(u8, u8)> {
    let range = text(row, column);
    if range.is_empty() {
        return Ok((0, 0));
    }
    let parsed = range
        .split_once('-')
        .and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    parsed.ok_or_else(|| format!("{column} should be like 4-8, not `{range}`"))
}

/// A format such as `4a1n6c`, `1-17n` (only the last part may vary) or `t64` (free text).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Format {
    pub(crate) min: u8,
    pub(crate) max: u8,
    pub(crate) digits: u64,
    pub(crate) letters: u64,
}

impl Format {
    pub(crate) const EMPTY: Self = Self {
        min: 0,
        max: 0,
        digits: 0,
        letters: 0,
    };

    pub(crate) fn parse(notation: &str) -> Result<Self> {
        let mut format = Self::EMPTY;
        format.extend(notation)?;
        Ok(format)
    }

    /// Formats parted by `|`, one of which a value has (`bic` stands for the two of a BIC); before
    /// them one that has room for each. A single format has no others.
    pub(crate) fn alternatives(notation: &str) -> Result<(Self, Vec<Self>)> {
        const BIC: [&str; 2] = ["6a2c", "6a2c3c"];
        let mut words: Vec<&str> = Vec::new();
        for word in notation.split('|') {
            match word {
                "bic" => words.extend(BIC),
                other => words.push(other),
            }
        }
        let formats = words
            .into_iter()
            .map(Self::parse)
            .collect::<Result<Vec<Self>>>()?;
        if let [only] = formats.as_slice() {
            return Ok((*only, Vec::new()));
        }
        let mut all = Self {
            min: u8::MAX,
            ..Self::EMPTY
        };
        for format in &formats {
            all.min = all.min.min(format.min);
            all.max = all.max.max(format.max);
            all.digits |= format.digits;
            all.letters |= format.letters;
        }
        Ok((all, formats))
    }

    /// Appends what the notation says.
    pub(crate) fn extend(&mut self, notation: &str) -> Result {
        let bad = || format!("`{notation}` is not a format such as 4a1n6c, 1-17n or t64");
        if let Some(length) = notation.strip_prefix('t') {
            let (min, max) = length.split_once('-').unwrap_or(("1", length));
            self.min = min.parse().map_err(|_| bad())?;
            self.max = max.parse().map_err(|_| bad())?;
            return Ok(());
        }
        let mut rest = notation;
        while !rest.is_empty() {
            if self.min != self.max {
                return Err(format!(
                    "`{notation}`: only the last part may vary in length"
                ));
            }
            let at = rest.find(['n', 'a', 'c']).ok_or_else(bad)?;
            let (count, tail) = rest.split_at(at);
            let (class, tail) = tail.split_at(1);
            let (min, max) = count.split_once('-').unwrap_or((count, count));
            let (min, max): (u8, u8) = (
                min.parse().map_err(|_| bad())?,
                max.parse().map_err(|_| bad())?,
            );
            if max == 0 || min > max || self.max + max > 64 {
                return Err(bad());
            }
            for place in self.max..self.max + max {
                if class != "a" {
                    self.digits |= 1 << place;
                }
                if class != "n" {
                    self.letters |= 1 << place;
                }
            }
            self.min += min;
            self.max += max;
            rest = tail;
        }
        Ok(())
    }

    /// The Rust expression.
    pub(crate) fn rust(&self) -> String {
        format!(
            "Format {{ min: {}, max: {}, digits: {:#x}, letters: {:#x} }}",
            self.min, self.max, self.digits, self.letters
        )
    }

    /// Whether a value without separators has this format.
    pub(crate) fn accepts(&self, value: &str) -> bool {
        let text = self.digits == 0 && self.letters == 0;
        let length = value.chars().count();
        length >= usize::from(self.min)
            && length <= usize::from(self.max)
            && (text
                || value.bytes().enumerate().all(|(place, byte)| {
                    let mask = if byte.is_ascii_digit() {
                        self.digits
                    } else {
                        self.letters
                    };
                    byte.is_ascii_alphanumeric() && mask >> place & 1 == 1
                }))
    }
}
