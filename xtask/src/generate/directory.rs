//! `data/directory/*.csv` → one pack a country. The format is told in `src/account/directory.rs`.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use super::Generated;
use super::rows::{self, text};
use crate::{Result, shell};

/// In the order of the format.
const FIELDS: [&str; 6] = [
    "iban",
    "bankCode",
    "ifsc",
    "routingNumber",
    "clabe",
    "accountNumber",
];

/// Texts from one that is whole to the next: as in the reader.
const BLOCK: usize = 16;

/// What sources write where they have no name.
const NO_NAMES: [&str; 7] = ["N/A", "NA", "-", "none", "null", "unknown", "tbd"];

/// Country and pack, sorted by country.
fn packs() -> Result<Vec<(String, Vec<u8>)>> {
    rows::read("directory/sources.csv")?
        .iter()
        .map(|source| Ok((text(source, "country").to_owned(), pack(source)?)))
        .collect()
}

/// What the packs are and what they weigh.
pub(super) fn page() -> Result<Generated> {
    let mut page = include_str!("directory.md").to_owned();
    for source in &rows::read("directory/sources.csv")? {
        let country = text(source, "country");
        let table = shell::root().join(format!("data/directory/{country}.csv"));
        let table = fs::read_to_string(&table)
            .map_err(|error| format!("cannot read {}: {error}", table.display()))?;
        let rows = table.lines().count().saturating_sub(1);
        let _ = writeln!(
            page,
            "| {country} | {rows} | {:.1} | {} | {} | {} |",
            f64::from(u32::try_from(pack(source)?.len()).unwrap_or(u32::MAX)) / 1000.0,
            if rows::flag(source, "complete")? {
                "whole"
            } else {
                "part"
            },
            text(source, "source"),
            text(source, "terms"),
        );
    }
    Ok(Generated {
        path: "docs/directories.md",
        text: page,
    })
}

/// The edition of each pack, for what names them without reading packs.
pub(super) fn editions() -> Result<Generated> {
    let lines: Vec<String> = rows::read("directory/sources.csv")?
        .iter()
        .map(|source| {
            format!(
                "  {:?}: {:?}",
                text(source, "country"),
                text(source, "edition")
            )
        })
        .collect();
    Ok(Generated {
        path: "data/directory/packs/editions.json",
        text: format!("{{\n{}\n}}\n", lines.join(",\n")),
    })
}

/// Writes the packs that are stale.
pub(super) fn write() -> Result {
    for (country, pack) in packs()? {
        let path = path(&country);
        if fs::read(&path).ok().as_ref() != Some(&pack) {
            fs::write(&path, &pack)
                .map_err(|error| format!("cannot write {}: {error}", path.display()))?;
            println!("wrote {}", path.display());
        }
    }
    Ok(())
}

/// Fails when a pack is not what the rows say.
pub(super) fn check() -> Result {
    for (country, pack) in packs()? {
        if fs::read(path(&country)).ok() != Some(pack) {
            return Err(format!(
                "stale: the directory of {country}. Run `cargo xtask generate` and commit the result."
            ));
        }
    }
    Ok(())
}

fn path(country: &str) -> PathBuf {
    shell::root().join(format!("data/directory/packs/{country}.pack"))
}

fn pack(source: &rows::Row) -> Result<Vec<u8>> {
    let country = text(source, "country");
    let refuse = |what: &str| format!("data/directory, {country}: {what}");
    if text(source, "terms").is_empty() || text(source, "edition").is_empty() {
        return Err(refuse("a directory needs its terms and its edition"));
    }
    let small = |column| {
        text(source, column)
            .parse::<u8>()
            .map_err(|_| refuse(column))
    };
    let (offset, length) = (small("offset")?, small("length")?);
    let field = FIELDS
        .iter()
        .position(|field| *field == text(source, "field"))
        .ok_or_else(|| refuse("no such field"))?;

    let path = shell::root().join(format!("data/directory/{country}.csv"));
    let mut reader = csv::Reader::from_path(&path).map_err(|error| refuse(&error.to_string()))?;
    let mut banks = Vec::new();
    for row in reader.deserialize::<(String, String, String)>() {
        let (code, bic, name) = row.map_err(|error| refuse(&error.to_string()))?;
        if (length > 0 && code.len() != usize::from(length)) || !matches!(bic.len(), 0 | 8 | 11) {
            return Err(refuse(&format!("the row of {code}")));
        }
        if NO_NAMES.iter().any(|none| name.eq_ignore_ascii_case(none)) {
            return Err(refuse(&format!(
                "{code} is called {name}, which is no name"
            )));
        }
        let mut record = vec![u8::try_from(bic.len()).unwrap_or_default()];
        record.extend_from_slice(bic.as_bytes());
        record.extend_from_slice(name.as_bytes());
        banks.push((code, record));
    }
    banks.sort();
    if banks.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return Err(refuse("a code stands twice"));
    }
    let records: Vec<&[u8]> = banks
        .iter()
        .map(|(_, record)| record.as_slice())
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();

    let edition = text(source, "edition");
    let mut body = country.as_bytes().to_vec();
    let complete = u8::from(rows::flag(source, "complete")?);
    body.extend([
        complete,
        u8::try_from(field).unwrap_or_default(),
        offset,
        length,
    ]);
    body.push(u8::try_from(edition.len()).map_err(|_| refuse("edition"))?);
    body.extend_from_slice(edition.as_bytes());
    table(&mut body, records.iter().map(|record| (*record, None)))?;
    let codes = banks
        .iter()
        .map(|(code, record)| {
            let at = records.binary_search(&record.as_slice());
            Ok((
                code.as_bytes(),
                Some(at.map_err(|_| refuse("a record is lost"))?),
            ))
        })
        .collect::<Result<Vec<_>>>()?;
    table(&mut body, codes.into_iter())?;
    let mut pack = b"PKD2".to_vec();
    let length = u32::try_from(body.len()).map_err(|_| refuse("too long"))?;
    pack.extend(length.to_le_bytes());
    pack.extend(body);
    Ok(pack)
}

/// Count, places of the blocks, length, and the texts, each with its number if it has one.
fn table<'a>(
    out: &mut Vec<u8>,
    rows: impl ExactSizeIterator<Item = (&'a [u8], Option<usize>)>,
) -> Result {
    number(out, rows.len());
    let (mut places, mut texts, mut before) = (Vec::new(), Vec::new(), &[][..]);
    for (row, (text, of)) in rows.enumerate() {
        if row % BLOCK == 0 {
            let place = u32::try_from(texts.len()).map_err(|_| "a directory is too long")?;
            places.extend_from_slice(&place.to_le_bytes()[..3]);
            before = &[];
        }
        front_coded(&mut texts, before, text);
        before = text;
        if let Some(of) = of {
            number(&mut texts, of);
        }
    }
    out.extend(places);
    number(out, texts.len());
    out.extend(texts);
    Ok(())
}

fn number(out: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            return out.push(low);
        }
        out.push(low | 0x80);
    }
}

fn front_coded(out: &mut Vec<u8>, before: &[u8], text: &[u8]) {
    let shared = before
        .iter()
        .zip(text)
        .take_while(|(one, other)| one == other)
        .count();
    number(out, shared);
    number(out, text.len() - shared);
    out.extend_from_slice(&text[shared..]);
}
