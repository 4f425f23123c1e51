//! `data/` → the compact tables that the core carries.

mod bank_formats;
mod calendars;
mod charge_areas;
mod codes;
mod currencies;
mod de;
mod directory;
mod disclosures;
mod gb;
mod generic_tax_ids;
mod headed;
mod iban;
mod labels;
mod markets;
mod phone_areas;
mod rails;
mod rows;
mod status;
mod test_numbers;
mod what_we_check;
mod zones;

use std::fs;

use crate::{Result, shell};

/// A file that the data determine.
pub(crate) struct Generated {
    /// From the root of the repository.
    pub(crate) path: &'static str,
    pub(crate) text: String,
}

/// Every generated file. A generator refuses a row without source or date.
fn all() -> Result<Vec<Generated>> {
    let mut files = vec![
        bank_formats::table()?,
        calendars::table()?,
        charge_areas::table()?,
        codes::table(),
        codes::union(),
        currencies::table()?,
        de::table()?,
        directory::page()?,
        directory::editions()?,
        disclosures::table()?,
        gb::table()?,
        labels::generate()?,
        generic_tax_ids::table()?,
        phone_areas::table()?,
        rails::page()?,
        rails::table()?,
        status::table()?,
        zones::table()?,
    ];
    files.extend(iban::generate()?);
    files.extend(markets::generate()?);
    files.extend(test_numbers::generate()?);
    files.extend(what_we_check::generate()?);
    Ok(files)
}

/// Writes what is stale.
pub(crate) fn write() -> Result {
    for file in all()? {
        let path = shell::root().join(file.path);
        if fs::read_to_string(&path).ok().as_deref() != Some(&file.text) {
            fs::write(&path, &file.text)
                .map_err(|error| format!("cannot write {}: {error}", file.path))?;
            println!("wrote {}", file.path);
        }
    }
    directory::write()
}

/// Fails when a generated file is not what the data say.
pub(crate) fn check() -> Result {
    let mut stale = Vec::new();
    for file in all()? {
        let path = shell::root().join(file.path);
        if fs::read_to_string(&path).ok().as_deref() != Some(&file.text) {
            stale.push(file.path);
        }
    }
    if stale.is_empty() {
        directory::check()
    } else {
        Err(format!(
            "stale: {}. Run `cargo xtask generate` and commit the result.",
            stale.join(", ")
        ))
    }
}
