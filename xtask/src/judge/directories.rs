//! Cases of bank directories: codes that the packs have, and codes drawn at random.

use std::fs;

use payout_kit::account::Directory;
use serde_json::json;

use super::Draw;
use super::accounts::Numbers;
use crate::{Result, shell};

/// Of each kind, a country, for each case of the draw.
const EACH: usize = 5;

/// Country and the length of its bank codes, where a judge has a list of its own.
const COUNTRIES: &[(&str, usize)] = &[
    ("AT", 5),
    ("BE", 3),
    ("CH", 5),
    ("CZ", 4),
    ("DE", 8),
    ("FR", 5),
    ("NL", 4),
    ("NZ", 6),
    ("PL", 8),
];

pub(super) fn cases(draw: Draw) -> Result<Vec<String>> {
    let mut numbers = Numbers(draw.seed.wrapping_add(2));
    let mut cases = Vec::new();
    for (country, length) in COUNTRIES {
        let folder = shell::root().join("data/directory");
        let cannot = |error| format!("the directory of {country}: {error}");
        let pack = fs::read(folder.join(format!("packs/{country}.pack"))).map_err(cannot)?;
        let directory =
            Directory::parse(&pack).ok_or_else(|| format!("{country}.pack is damaged"))?;
        let table = fs::read_to_string(folder.join(format!("{country}.csv"))).map_err(cannot)?;
        let codes: Vec<&str> = table
            .lines()
            .skip(1)
            .filter_map(|row| row.split(',').next())
            .collect();
        for index in 0..draw.cases.saturating_mul(2 * EACH) {
            let code = if index % 2 == 0 {
                codes[numbers.below(codes.len())].to_owned()
            } else {
                (0..*length).map(|_| numbers.pick("0123456789")).collect()
            };
            let bank = directory.bank(&code);
            let (name, bic) = bank.map_or((None, None), |bank| (Some(bank.name), bank.bic));
            cases.push(
                json!({
                    "country": country,
                    "code": code,
                    "name": name,
                    "bic": bic,
                    "complete": directory.is_complete(),
                })
                .to_string(),
            );
        }
    }
    Ok(cases)
}
