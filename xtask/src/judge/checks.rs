//! Cases of national check digits: IBANs of the countries that have a rule, and British and German
//! accounts of every range and every bank in the tables.

use std::fs;

use payout_kit::account::{AccountInput, AccountReport, CheckResult, validate};
use serde_json::{Value, json};

use super::Draw;
use super::accounts::Numbers;
use crate::{Result, shell};

/// Right and wrong ones together, a country, for each case of the draw.
const EACH: usize = 6;

/// Country and the classes of its BBAN, for the countries that a judge has a rule for.
const COUNTRIES: &[(&str, &str)] = &[
    ("BA", "16n"),
    ("BE", "12n"),
    ("CZ", "20n"),
    ("EE", "16n"),
    ("ES", "20n"),
    ("FI", "14n"),
    ("FR", "10n11c2n"),
    ("HR", "17n"),
    ("HU", "24n"),
    ("IS", "22n"),
    ("IT", "1a10n12c"),
    ("MC", "10n11c2n"),
    ("ME", "18n"),
    ("MK", "3n10c2n"),
    ("MR", "23n"),
    ("NO", "11n"),
    ("PL", "24n"),
    ("PT", "21n"),
    ("RS", "18n"),
    ("SI", "15n"),
    ("SK", "20n"),
    ("SM", "1a10n12c"),
    ("TL", "19n"),
    ("TN", "20n"),
];

pub(super) fn cases(draw: Draw) -> Result<Vec<String>> {
    // Not the numbers of the other judge.
    let mut numbers = Numbers(draw.seed.wrapping_add(1));
    let mut cases = Vec::new();
    for (country, format) in COUNTRIES {
        for index in 0..draw.cases.saturating_mul(EACH) {
            let mut bban = random(format, &mut numbers)?;
            // Every second one is led to a right one, by changing what the report points at.
            let mut tries = 0;
            while index % 2 == 0 && tries < 4_000 {
                let report = report(country, &bban);
                let Some((start, end)) = report.issues.iter().find_map(|issue| issue.position)
                else {
                    break;
                };
                let mut characters: Vec<char> = bban.chars().collect();
                for character in &mut characters[start - 4..end - 4] {
                    let letters = character.is_ascii_alphabetic();
                    *character = numbers.pick(if letters { LETTERS } else { DIGITS });
                }
                bban = characters.into_iter().collect();
                tries += 1;
            }
            let report = report(country, &bban);
            cases.push(case(
                "national",
                country,
                &seal(country, &bban).into(),
                &report,
            ));
        }
    }
    british(&mut numbers, &mut cases)?;
    german(&mut numbers, &mut cases)?;
    Ok(cases)
}

const DIGITS: &str = "0123456789";
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const BOTH: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// Six accounts of each range: the sort code its first or last.
fn british(numbers: &mut Numbers, cases: &mut Vec<String>) -> Result {
    for row in rows("gb_modulus")? {
        for index in 0..6 {
            let sort_code = row[index % 2].clone();
            let mut account = random("8n", numbers)?;
            // The exceptions look for these.
            if index == 2 {
                account.replace_range(6..7, "9");
            }
            if index == 3 {
                account.replace_range(0..2, if numbers.below(2) == 0 { "09" } else { "99" });
            }
            let report = validate(&AccountInput {
                country: "GB".into(),
                sort_code: Some(sort_code.clone()),
                account_number: Some(account.clone()),
                ..Default::default()
            });
            let input = json!({"sortCode": sort_code, "accountNumber": account});
            cases.push(case("gb", "GB", &input, &report));
        }
    }
    Ok(())
}

/// Two accounts of each bank, of all lengths.
fn german(numbers: &mut Numbers, cases: &mut Vec<String>) -> Result {
    for row in rows("de_methods")? {
        for _ in 0..2 {
            let length = 4 + numbers.below(7);
            let account = random(&format!("{length}n"), numbers)?;
            let account = format!("{account:0>10}");
            let report = report("DE", &format!("{}{account}", row[0]));
            let input = json!({"method": row[1], "bankCode": row[0], "accountNumber": account});
            cases.push(case("de", "DE", &input, &report));
        }
        german_iban(&row[0], numbers, cases)?;
    }
    Ok(())
}

/// The IBAN that is made of an account of any length, as people write it.
fn german_iban(bank: &str, numbers: &mut Numbers, cases: &mut Vec<String>) -> Result {
    for _ in 0..8 {
        let length = 3 + numbers.below(8);
        let account = random(&format!("{length}n"), numbers)?;
        let report = validate(&AccountInput {
            country: "DE".into(),
            bank_code: Some(bank.into()),
            account_number: Some(account.clone()),
            ..Default::default()
        });
        let is_sure = report.checks.national != CheckResult::Failed;
        if let Some(iban) = report.account.as_ref().and_then(|account| account.iban())
            && is_sure
        {
            let input = json!({"bankCode": bank, "accountNumber": account, "iban": iban.as_str()});
            let case = json!({"kind": "de_iban", "country": "DE", "input": input, "verdict": true});
            cases.push(case.to_string());
        }
    }
    Ok(())
}

fn case(kind: &str, country: &str, input: &Value, report: &AccountReport) -> String {
    let verdict = match report.checks.national {
        CheckResult::Passed => Some(true),
        CheckResult::Failed => Some(false),
        CheckResult::NotApplicable | CheckResult::NotVerifiable => None,
    };
    json!({"kind": kind, "country": country, "input": input, "verdict": verdict}).to_string()
}

fn report(country: &str, bban: &str) -> AccountReport {
    validate(&AccountInput {
        country: country.into(),
        iban: Some(seal(country, bban)),
        ..Default::default()
    })
}

/// The IBAN's own check digits, by the rule of ISO 13616.
fn seal(country: &str, bban: &str) -> String {
    let rest = format!("{bban}{country}00")
        .chars()
        .filter_map(|character| character.to_digit(36))
        .fold(0, |rest: u32, value| {
            (rest * if value < 10 { 10 } else { 100 } + value) % 97
        });
    format!("{country}{:02}{bban}", 98 - rest)
}

fn random(format: &str, numbers: &mut Numbers) -> Result<String> {
    let mut text = String::new();
    let mut count = String::new();
    for symbol in format.chars() {
        let symbols = match symbol {
            'n' => DIGITS,
            'a' => LETTERS,
            'c' => BOTH,
            digit => {
                count.push(digit);
                continue;
            }
        };
        let length: usize = count
            .parse()
            .map_err(|_| format!("{format:?} is no format"))?;
        text.extend((0..length).map(|_| numbers.pick(symbols)));
        count.clear();
    }
    Ok(text)
}

/// The rows of a table of `data/`, as text.
fn rows(name: &str) -> Result<Vec<Vec<String>>> {
    let path = shell::root().join(format!("data/{name}.csv"));
    let text = fs::read_to_string(&path).map_err(|error| format!("{name}.csv: {error}"))?;
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(text.as_bytes())
        .deserialize()
        .collect::<std::result::Result<_, _>>()
        .map_err(|error| format!("{name}.csv: {error}"))
}
