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

#[test]
fn names_go_from_tax_numbers_that_the_form_does_not_list() {
    for (account, tax_id) in [
        (
            json!({"country": "IN", "ifsc": "HDFC0000001", "accountNumber": "50100123456789"}),
            "PAN ABCPE1234F",
        ),
        (
            json!({"country": "TR", "iban": "TR330006100519786457841326"}),
            "TCKN 10000000146",
        ),
        (
            json!({"country": "CR", "iban": "CR05015202001026284066"}),
            "Cédula 1-0913-0259",
        ),
        (
            json!({"country": "UY", "bankCode": "137", "accountNumber": "001234567890"}),
            "CI 1.234.567-2",
        ),
    ] {
        let with = |text: &str| {
            let mut account = account.clone();
            account["holderTaxId"] = json!(text);
            check(account)
        };
        let (_, bare) = tax_id.split_once(' ').unwrap();
        let (named, bare) = (with(tax_id), with(bare));
        let of_tax_id = |issue: &payout_kit::report::Issue| issue.field == "holderTaxId";
        assert!(!bare.issues.iter().any(of_tax_id), "{tax_id}");
        assert_eq!(named.status, bare.status, "{tax_id}");
        assert_eq!(named.account, bare.account, "{tax_id}");
    }
    // Positions stay, and a name alone is no fault.
    let of_india = |text: &str| check(json!({"country": "IN", "holderTaxId": text}));
    let fault = of_india("PAN 1BCPE1234F").issues;
    let fault = fault.iter().find(|issue| issue.field == "holderTaxId");
    assert_eq!(fault.unwrap().position, Some((4, 5)));
}

#[test]
fn names_go_from_aliases_that_are_official_numbers() {
    for (country, kind, text, value) in [
        ("AU", "businessId", "ABN 51 824 753 556", "51824753556"),
        ("AU", "ABN", "ABN: 51 824 753 556", "51824753556"),
        ("SG", "businessId", "UEN: 201403121W", "201403121W"),
        ("SG", "nationalId", "NRIC No. S1234567D", "S1234567D"),
    ] {
        let proxy = json!({"type": kind, "value": text});
        let report = check(json!({"country": country, "proxy": proxy}));
        assert_eq!(report.status, Status::Valid, "{text}");
        let account = serde_json::to_value(report.account.unwrap()).unwrap();
        assert_eq!(account["proxy"]["value"], value);
    }
    // Of another kind it is part of the alias.
    let report =
        check(json!({"country": "AU", "proxy": {"type": "email", "value": "ABN 51@example.com"}}));
    assert_eq!(report.issues.first().unwrap().position, Some((3, 4)));
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
    for text in [
        "Code IBAN FR1420041010050500013M02606",
        "code iban: CH9300762011623852957",
    ] {
        assert!(is_valid_iban(text) && Iban::parse(text).is_some(), "{text}");
    }
    assert!(!is_valid_iban("Code DE89370400440532013000"));
    assert!(!is_valid_iban("IBAN-Nr. DE89370400440532013001"));
    assert!(!is_valid_iban("Nr. DE89370400440532013000"));
}

#[test]
fn messages_say_what_holds() {
    let message = |account: Value, code: Code| {
        let report = check(account);
        let mut issues = report.issues.into_iter();
        issues.find(|issue| issue.code == code).unwrap().message()
    };
    assert_eq!(
        message(
            json!({"country": "BR", "pixKey": "5511987654321"}),
            Code::InvalidLength
        ),
        "This has 13 characters; it should have the form of a CPF, a CNPJ, a phone number with \
         +55, an e-mail address or a random key."
    );
    for number in ["0/0800", "1/0800", "19-/0800"] {
        let told = message(
            json!({"country": "CZ", "accountNumber": number}),
            Code::InvalidCharacter,
        );
        assert!(told.ends_with("character, /, should be a digit."), "{told}");
    }
    assert_eq!(
        message(
            json!({"country": "AO", "accountNumber": "000600000100037131174"}),
            Code::UnofficialIban
        ),
        "Banks in Angola use IBANs that the IBAN registry does not have."
    );
}
