//! What is right by its digits and unusual all the same: a BIC from abroad, letters of a territory,
//! numbers that nobody has.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use payout_kit::account::{AccountInput, AccountReport, Status, validate};
use payout_kit::market::{self, RequirementsRequest, requirements};
use payout_kit::report::{Code, Severity};
use serde_json::{Value, json};

fn check(value: Value) -> AccountReport {
    validate(&serde_json::from_value::<AccountInput>(value).unwrap())
}

/// Field, severity and sentence of the issues with this code.
fn said(report: &AccountReport, code: Code) -> Vec<(String, Severity, String)> {
    let of_code = report.issues.iter().filter(|issue| issue.code == code);
    of_code
        .map(|issue| (issue.field.to_string(), issue.severity, issue.message()))
        .collect()
}

/// Every market whose bank code is a BIC, with the examples of its form but for that BIC.
#[test]
fn a_bic_of_another_country_is_a_warning_without_an_iban_too() {
    let mut seen = 0;
    for market in market::list() {
        for method in &market.methods {
            let request = RequirementsRequest {
                country: market.country.as_str().into(),
                method: Some((*method).into()),
                ..Default::default()
            };
            let form = requirements(&request);
            let keys: Vec<&str> = form.fields.iter().map(|field| field.key).collect();
            if !keys.contains(&"bic") || keys.contains(&"iban") {
                continue;
            }
            let mut account = json!({"country": market.country.as_str()});
            for field in &form.fields {
                account[field.key] = field.example.clone().into();
            }
            assert_eq!(
                said(&check(account.clone()), Code::CountryMismatch),
                [],
                "{account}"
            );
            account["bic"] = "DEUTDEFF500".into();
            let report = check(account.clone());
            assert_eq!(report.status, Status::Valid, "{account}");
            let name = market.country.name();
            assert_eq!(
                said(&report, Code::CountryMismatch),
                [(
                    "bic".to_owned(),
                    Severity::Warning,
                    format!("The BIC belongs to Germany, not to {name}.")
                )],
                "{account}"
            );
            seen += 1;
        }
    }
    assert!(seen >= 17, "{seen}");
}

#[test]
fn a_bic_of_the_same_banks_is_none_of_another_country() {
    for (country, iban, bic) in [
        // New Caledonia, Martinique and Jersey have the IBANs of France and the United Kingdom.
        ("NC", "FR1420041010050500013M02606", "BNPANCNX"),
        ("NC", "FR1420041010050500013M02606", "BNPAFRPP"),
        ("MQ", "FR1420041010050500013M02606", "BREDMQMX"),
        // PyPI schwifty has French bank codes with BICs of the territories.
        ("FR", "FR1420041010050500013M02606", "AGRIRERX"),
        ("JE", "GB29NWBK60161331926819", "NWBKJESH"),
        ("JE", "GB29NWBK60161331926819", "NWBKGB2L"),
    ] {
        let report = check(json!({"country": country, "iban": iban, "bic": bic}));
        assert_eq!(said(&report, Code::CountryMismatch), [], "{country} {bic}");
    }
    // Banks of the United States serve Puerto Rico.
    let number = json!({"country": "PR", "bic": "CITIUS33", "accountNumber": "123456789"});
    assert_eq!(said(&check(number), Code::CountryMismatch), []);

    for (country, iban, bic, message) in [
        (
            "NC",
            "FR1420041010050500013M02606",
            "DEUTDEFF",
            "The BIC belongs to Germany, not to New Caledonia.",
        ),
        (
            "JE",
            "GB29NWBK60161331926819",
            "BNPANCNX",
            "The BIC belongs to New Caledonia, not to Jersey.",
        ),
    ] {
        let report = check(json!({"country": country, "iban": iban, "bic": bic}));
        let found = said(&report, Code::CountryMismatch);
        assert_eq!(found.len(), 1, "{country} {bic}");
        assert_eq!(found[0].2, message);
    }
}

#[test]
fn a_bic_in_place_of_a_bank_code_is_looked_at_too() {
    let of = |code: &str| {
        check(json!({"country": "PH", "bankCode": code, "accountNumber": "1234567890"}))
    };
    assert_eq!(said(&of("BOPIPHMM"), Code::CountryMismatch), []);
    assert_eq!(
        said(&of("DEUTDEFF"), Code::CountryMismatch),
        [(
            "bankCode".to_owned(),
            Severity::Warning,
            "The BIC belongs to Germany, not to Philippines.".to_owned()
        )]
    );
}

#[test]
fn the_letters_of_a_territory_begin_no_iban() {
    for (country, typed, message, meant) in [
        (
            "JE",
            "JE29NWBK60161331926819",
            "IBANs of Jersey begin with GB.",
            "GB29 NWBK 6016 1331 9268 19",
        ),
        (
            "RE",
            "RE1420041010050500013M02606",
            "IBANs of Réunion begin with FR.",
            "FR14 2004 1010 0505 0001 3M02 606",
        ),
        (
            "AX",
            "AX2112345600000785",
            "IBANs of Åland begin with FI.",
            "FI21 1234 5600 0007 85",
        ),
        // Who lives in the United Kingdom has no Jersey IBAN either.
        (
            "GB",
            "IM29NWBK60161331926819",
            "IBANs of Isle of Man begin with GB.",
            "GB29 NWBK 6016 1331 9268 19",
        ),
    ] {
        let report = check(json!({"country": country, "iban": typed}));
        assert_eq!(report.status, Status::Invalid);
        let issue = &report.issues[0];
        assert_eq!(issue.code, Code::IbanOfParent, "{typed}");
        assert_eq!(issue.message(), message);
        assert_eq!(issue.position, Some((0, 2)));
        assert_eq!(issue.suggestions, [meant]);
    }
    // While typing: two letters are enough to say so, and too few to offer anything.
    let report = check(json!({"country": "JE", "iban": "je"}));
    assert_eq!(report.issues[0].code, Code::IbanOfParent);
    assert_eq!(report.issues[0].suggestions, [""; 0]);
    // Another country's territory is another country.
    let report = check(json!({"country": "DE", "iban": "JE29"}));
    assert_eq!(report.issues[0].code, Code::CountryMismatch);
}
