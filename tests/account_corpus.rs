//! Corpora from outside the repository: `PAYOUT_KIT_CORPUS=dir cargo test --test account_corpus --
//! --ignored --nocapture` prints every record that disagrees. What is expected: Dutch IBANs (the
//! eleven test no longer holds), the `third_party_review` (judges differ), IBANs of third parties
//! with a wrong national check digit, and numbers whose bank or branch only a directory knows.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use payout_kit::account::{AccountInput, AccountReport, CheckResult, Status, validate};
use serde_json::{Value, json};

/// The account that a record of a kind means. `None`: it is about something else.
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
    Some(match kind {
        "iban" | "iban_national" => {
            let iban = text(&["iban"]);
            json!({ "country": iban.get(..2).unwrap_or_default().to_uppercase(), "iban": iban })
        }
        "de_account" | "de" => {
            json!({ "country": "DE", "bankCode": text(&["bank_code"]), "accountNumber": text(&["account"]) })
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
        _ => return None,
    })
}

fn is_refused(report: &AccountReport) -> bool {
    let checks = &report.checks;
    report.status == Status::Invalid
        || [checks.structure, checks.check_digits, checks.national].contains(&CheckResult::Failed)
}

#[test]
#[ignore = "needs PAYOUT_KIT_CORPUS"]
fn disagreements() {
    let folder = std::env::var("PAYOUT_KIT_CORPUS").unwrap();
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    files.sort();
    for path in files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let (mut agree, mut disagree, mut other, mut unverified) = (0, 0, 0, 0);
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let record: Value = serde_json::from_str(line).unwrap();
            let (Some(account), Some(valid)) = (account(&record), record["valid"].as_bool()) else {
                other += 1;
                continue;
            };
            let input: AccountInput = serde_json::from_value(account).unwrap();
            let report = validate(&input);
            // Random national parts: structure and modulo 97 only.
            let refused = if name == "iban_structural" || name == "iban_registry_examples" {
                report.checks.structure == CheckResult::Failed
                    || report.checks.check_digits == CheckResult::Failed
            } else {
                is_refused(&report)
            };
            unverified += usize::from(
                !valid && !refused && report.checks.national == CheckResult::NotVerifiable,
            );
            if refused == valid {
                disagree += 1;
                println!(
                    "{name} {} {} valid: {valid}",
                    record["country"], record["input"]
                );
            } else {
                agree += 1;
            }
        }
        let (agreed, least) = (agree.max(1), disagree);
        if name != "third_party_review" {
            assert!(least * 20 <= agreed, "{name}");
        }
        println!(
            "{name}: {agree} agree, {disagree} do not ({unverified} not verifiable), {other} others"
        );
    }
}
