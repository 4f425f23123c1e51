//! The name of a field in front of its value goes; positions stay those of what was typed.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

mod forms;

use forms::{Form, Typed, forms};
use payout_kit::account::{AccountReport, Iban, Status, is_valid_iban, validate};
use payout_kit::report::Code;
use serde_json::{Value, json};

fn check(account: Value) -> AccountReport {
    validate(&serde_json::from_value(account).unwrap())
}

/// Country (`*`: any), field, names, as the data have them.
fn labels() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    let rows = include_str!("../data/labels.csv").lines().skip(1);
    let rows = rows.map(|row| {
        let mut columns = row.split(',');
        let mut next = || columns.next().unwrap();
        (next(), next(), next().split('|').collect())
    });
    rows.filter(|(_, key, _)| *key != "*").collect()
}

fn example(form: &Form) -> Typed {
    let mut typed = Typed::new(&form.country);
    for field in form.fields.iter().filter(|field| !field.optional) {
        typed.put(field.key, &field.example);
    }
    typed
}

#[test]
fn every_name_goes_from_every_field() {
    let (labels, mut tried) = (labels(), 0);
    for form in forms() {
        for field in &form.fields {
            let bare = example(&form).with(field.key, &field.example);
            let expected = validate(&bare.account());
            let of_field = |(country, key, _): &&(&str, &str, Vec<&str>)| {
                *key == field.key && (*country == "*" || *country == form.country)
            };
            for name in labels.iter().filter(of_field).flat_map(|(.., names)| names) {
                for between in [" ", ": ", " Nr. ", "-No.: ", " Nº ", " code: "] {
                    let text = format!("{name}{between}{}", field.example);
                    let report = validate(&bare.with(field.key, &text).account());
                    let about = format!("{} {}: {text}", form.name(), field.key);
                    assert_eq!(report.status, expected.status, "{about}");
                    assert_eq!(report.account, expected.account, "{about}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 3_000, "{tried}");
}

#[test]
fn positions_are_of_what_was_typed() {
    for (account, position) in [
        (
            json!({"country": "DE", "bankCode": "BLZ 370 400 4X", "accountNumber": "1"}),
            (13, 14),
        ),
        (
            json!({"country": "DE", "iban": "IBAN-Nr. DE89 37O4"}),
            (16, 17),
        ),
        (
            json!({"country": "AU", "bsb": "BSB: 062-0O0", "accountNumber": "12345678"}),
            (10, 11),
        ),
        (
            json!({"country": "BR", "pixKey": "CPF 529.982.247-26"}),
            (16, 18),
        ),
        (
            json!({"country": "PL", "accountNumber": "Nr rachunku: 61 1090 1O14"}),
            (22, 23),
        ),
    ] {
        let report = check(account);
        let issue = report.issues.iter().find(|issue| issue.position.is_some());
        assert_eq!(issue.unwrap().position, Some(position));
    }
}

/// A letter at a time.
#[test]
fn a_name_that_is_being_typed_is_incomplete() {
    for (country, key, text) in [
        ("DE", "bankCode", "BLZ: 37040044"),
        ("DE", "iban", "IBAN-Nr.: DE89370400440532013000"),
        ("NO", "iban", "IBAN No. NO9386011117947"),
        ("NG", "iban", "IBAN N"),
        ("MX", "clabe", "CLABE interbancaria: 032180000118359719"),
        ("GB", "sortCode", "sort code 20-00-00"),
        ("IN", "ifsc", "IFSC code: HDFC0000261"),
        ("DE", "bic", "SWIFT/BIC: COBADEFF"),
        ("CZ", "accountNumber", "Číslo účtu: 19-2000145399/0800"),
    ] {
        for end in text.char_indices().map(|(at, _)| at).chain([text.len()]) {
            let typed = text.get(..end).unwrap();
            let report = validate(&Typed::new(country).with(key, typed).account());
            let of_field = |code| {
                report
                    .issues
                    .iter()
                    .any(|issue| issue.field == key && issue.code == code)
            };
            assert!(
                !of_field(Code::InvalidCharacter) && report.status != Status::Invalid,
                "{country}: {typed} {:?}",
                report.issues
            );
        }
    }
}

/// A word that may be part of the value stays.
#[test]
fn a_value_is_no_name() {
    let right = |account: Value, key: &str, value: &str| {
        let report = check(account);
        let account = serde_json::to_value(report.account.unwrap()).unwrap();
        assert_eq!(account[key], value);
    };
    // Norway, not a number.
    for text in [
        "IBAN NO93 8601 1117 947",
        "IBAN NO 93 8601 1117 947",
        "IBAN No.: NO9386011117947",
    ] {
        right(
            json!({"country": "NO", "iban": text}),
            "iban",
            "NO9386011117947",
        );
        assert!(is_valid_iban(text), "{text}");
        assert_eq!(Iban::parse(text).unwrap().as_str(), "NO9386011117947");
    }
    right(
        json!({"country": "BR", "pixKey": "cpf.silva@example.com"}),
        "pixKey",
        "cpf.silva@example.com",
    );
    right(
        json!({"country": "IN", "upiId": "upi.name@okbank"}),
        "upiId",
        "upi.name@okbank",
    );
    // The name of a company may be RFC.
    right(
        json!({"country": "MX", "clabe": "032180000118359719", "holderTaxId": "RFC-561231-GR8"}),
        "holderTaxId",
        "RFC561231GR8",
    );
    // A word that is no name of the field.
    let report =
        check(json!({"country": "DE", "bankCode": "CLABE 37040044", "accountNumber": "1"}));
    assert_eq!(report.issues.first().unwrap().position, Some((0, 1)));
    assert!(!is_valid_iban("IBAN-Nr. DE89370400440532013001"));
    assert!(!is_valid_iban("Nr. DE89370400440532013000"));
}
