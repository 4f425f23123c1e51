//! Corpora from outside the repository: `PAYOUT_KIT_CORPUS=dir cargo test --test account_corpus --
//! --ignored --nocapture`. Every record in which a judge differs from us needs a row in
//! `corpus_differences.csv` that says why the judge is wrong; one without fails the test.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use payout_kit::account::{AccountInput, AccountReport, Bic, CheckResult, Ifsc, Status, validate};
use payout_kit::report::{Code, Severity};
use regex::Regex;
use serde_json::{Value, json};

/// An IBAN with right check digits around a BBAN.
fn iban_of(country: &str, bban: &str) -> String {
    let rest = format!("{bban}{country}00")
        .bytes()
        .fold(0_u32, |rest, byte| match byte {
            b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
            _ => (rest * 100 + u32::from(byte.to_ascii_uppercase() - b'A') + 10) % 97,
        });
    format!("{country}{:02}{bban}", 98 - rest)
}

/// A bank code whose bank uses the method.
fn german_bank(method: &str) -> Option<&'static str> {
    include_str!("../data/de_methods.csv")
        .lines()
        .filter_map(|line| line.split_once(','))
        .find(|(_, rest)| rest.split(',').next() == Some(method))
        .map(|(code, _)| code)
}

/// The account that a record of a kind means. `None`: nothing of ours.
fn account(record: &Value) -> Option<Value> {
    let input = &record["input"];
    let country = &record["country"];
    let text = |keys: &[&str]| {
        keys.iter()
            .find_map(|key| input[*key].as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let kind = record["kind"].as_str()?;
    let iban_account = |iban: String| {
        let country = iban.get(..2).unwrap_or_default().to_uppercase();
        json!({ "country": country, "iban": iban })
    };
    Some(match kind {
        "iban" | "iban_national" => iban_account(text(&["iban"])),
        "bban" => iban_account(iban_of(country.as_str()?, &text(&["bban"]))),
        "de_account" | "de" => {
            json!({ "country": "DE", "bankCode": text(&["bank_code"]), "accountNumber": text(&["account"]) })
        }
        "de_method" => {
            json!({ "country": "DE", "bankCode": german_bank(&text(&["method"]))?, "accountNumber": text(&["account"]) })
        }
        "uk" => {
            json!({ "country": "GB", "sortCode": text(&["sort_code"]), "accountNumber": text(&["account"]) })
        }
        "aba" => {
            json!({ "country": "US", "routingNumber": text(&["routing", "number"]), "accountNumber": "12345678", "accountType": "checking" })
        }
        "clabe" => json!({ "country": "MX", "clabe": text(&["clabe", "number"]) }),
        "cbu" => json!({ "country": "AR", "cbu": text(&["cbu", "number"]) }),
        "ccc" => json!({ "country": "ES", "ccc": text(&["ccc", "number", "account"]) }),
        "cci" => json!({ "country": "PE", "cci": text(&["cci"]) }),
        "kontonr" | "cz" | "nz" | "se" => {
            let first = input.as_object()?.values().next()?.as_str()?.to_owned();
            let number = match (kind, &input["clearing"], &input["account"]) {
                ("se", Value::String(clearing), Value::String(account)) => {
                    format!("{clearing}{account}")
                }
                _ => first,
            };
            json!({ "country": country, "accountNumber": number })
        }
        "pix_cpf" | "pix_cnpj" => {
            json!({ "country": "BR", "pixKey": input.as_object()?.values().next()? })
        }
        "nuban" => {
            json!({ "country": "NG", "bankCode": text(&["bank_code"]), "accountNumber": text(&["account"]) })
        }
        "il" => {
            json!({ "country": "IL", "bankCode": text(&["bank_code", "bank"]), "branchCode": text(&["branch_code", "branch"]), "accountNumber": text(&["account"]) })
        }
        "br_account" => {
            json!({ "country": "BR", "bankCode": text(&["bank_code"]), "branchCode": text(&["branch"]), "branchDigit": text(&["branch_digit"]), "accountNumber": text(&["account"]), "accountDigit": text(&["account_digit"]) })
        }
        _ if kind.starts_with("tax_") => {
            json!({ "country": country, "holderTaxId": input.as_object()?.values().next()? })
        }
        _ => return None,
    })
}

fn is_refused(report: &AccountReport) -> bool {
    let checks = &report.checks;
    report.status == Status::Invalid
        || [checks.structure, checks.check_digits, checks.national].contains(&CheckResult::Failed)
}

/// Whether we find nothing wrong with what the record is about. `None`: it is about nothing of ours.
fn is_right(corpus: &str, record: &Value) -> Option<bool> {
    let code = |key: &str| record["input"][key].as_str();
    match record["kind"].as_str()? {
        "bic" => return Some(Bic::parse(code("bic")?).is_some()),
        "ifsc_directory" => return Some(Ifsc::parse(code("ifsc")?).is_some()),
        _ => {}
    }
    let input: AccountInput = serde_json::from_value(account(record)?).unwrap();
    let report = validate(&input);
    // Random national parts: structure and modulo 97 only.
    if matches!(
        corpus,
        "iban_structural" | "iban_registry_examples" | "iban_disagreements"
    ) {
        return Some(
            report.checks.structure != CheckResult::Failed
                && report.checks.check_digits != CheckResult::Failed,
        );
    }
    // The rest of the account is missing, on purpose; what is short is not wrong yet.
    if input.holder_tax_id.is_some() {
        let wrong = report.issues.iter().any(|issue| {
            issue.field == "holderTaxId"
                && issue.severity != Severity::Info
                && !matches!(issue.code, Code::TooShort)
        });
        return Some(!wrong);
    }
    Some(!is_refused(&report))
}

/// Who says what of a record: the corpus as a whole, or each judge by name.
fn verdicts(record: &Value) -> BTreeMap<String, bool> {
    // Whether such a branch exists is for a directory; the format is ours.
    if let Some(format) = record["format_valid"].as_bool() {
        return BTreeMap::from([("corpus".into(), format)]);
    }
    if let Some(valid) = record["valid"].as_bool() {
        let source = record["source"].as_str().unwrap_or_default();
        let project = source.split(' ').next().unwrap_or_default();
        let project = if record["judges"].is_object() {
            project
        } else {
            "corpus"
        };
        return BTreeMap::from([(project.to_owned(), valid)]);
    }
    let judges = record["verdicts"]
        .as_object()
        .or(record.as_object())
        .unwrap();
    judges
        .iter()
        .filter_map(|(judge, verdict)| Some((judge.clone(), verdict.as_bool()?)))
        .collect()
}

/// A row of `corpus_differences.csv`.
struct Reason {
    corpus: Regex,
    country: Regex,
    judge: Regex,
    input: Regex,
    verdict: Regex,
    uses: usize,
}

fn reasons() -> Vec<Reason> {
    let whole = |text: &str| Regex::new(&format!("^(?:{text})$")).unwrap();
    let mut rows = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_path("tests/corpus_differences.csv")
        .unwrap();
    rows.records()
        .map(|row| {
            let row = row.unwrap();
            assert!(!row[5].is_empty(), "a difference needs a reason");
            Reason {
                corpus: whole(&row[0]),
                country: whole(&row[1]),
                judge: whole(&row[2]),
                input: whole(&row[3]),
                verdict: whole(&row[4]),
                uses: 0,
            }
        })
        .collect()
}

#[test]
#[ignore = "needs PAYOUT_KIT_CORPUS"]
fn every_difference_has_a_reason() {
    let folder = std::env::var("PAYOUT_KIT_CORPUS").unwrap();
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    files.sort();
    let mut reasons = reasons();
    let mut unexplained = String::new();
    for path in files {
        let corpus = path.file_stem().unwrap().to_string_lossy().into_owned();
        let (mut agree, mut explained, mut open, mut other) = (0, 0, 0, 0);
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let Some(ours) = is_right(&corpus, &record) else {
                // No bank uses the method any more, so no account of ours has it.
                assert_eq!(record["kind"], "de_method", "nothing is made of {record}");
                other += 1;
                continue;
            };
            let country = record["country"].as_str().unwrap_or_default();
            // The values of the input, in the order of their names, without spaces.
            let input: Vec<String> = record["input"]
                .as_object()
                .unwrap()
                .values()
                .map(|value| value.as_str().unwrap_or_default().replace(' ', ""))
                .collect();
            let input = input.join("|");
            for (judge, verdict) in verdicts(&record) {
                if verdict == ours {
                    agree += 1;
                    continue;
                }
                let fits = |reason: &&mut Reason| {
                    reason.verdict.is_match(&verdict.to_string())
                        && reason.corpus.is_match(&corpus)
                        && reason.country.is_match(country)
                        && reason.judge.is_match(&judge)
                        && reason.input.is_match(&input)
                };
                if let Some(reason) = reasons.iter_mut().find(fits) {
                    reason.uses += 1;
                    explained += 1;
                } else {
                    open += 1;
                    let _ = writeln!(unexplained, "{corpus} {country} {judge}: {verdict} {input}");
                }
            }
        }
        println!(
            "{corpus}: {agree} verdicts agree, {explained} differ with a reason, {open} without; {other} of unused methods"
        );
    }
    for (row, reason) in reasons.iter().enumerate() {
        if reason.uses == 0 {
            println!("difference {} was not needed", row + 1);
        }
    }
    assert!(unexplained.is_empty(), "{unexplained}");
}
