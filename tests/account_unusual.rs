//! What is right by its digits and unusual all the same: a BIC from abroad, letters of a territory,
//! numbers that nobody has.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use payout_kit::account::{AccountInput, AccountReport, CheckResult, Status, validate};
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

/// The sentences about what cannot be checked.
fn unverified(report: &AccountReport) -> Vec<(String, Severity, String)> {
    said(report, Code::NotVerifiable)
}

#[test]
fn keys_of_west_africa_and_madagascar_are_advice() {
    for (country, right, wrong) in [
        (
            "SN",
            "SN08SN0100152000048500003035",
            "SN78SN0100152000048500003036",
        ),
        (
            "CI",
            "CI93CI0080111301134291200589",
            "CI71CI0080111301134291200500",
        ),
        (
            "MG",
            "MG4600005030010101914016056",
            "MG1900005030010101914016057",
        ),
    ] {
        let report = check(json!({"country": country, "iban": right}));
        assert_eq!(report.checks.national, CheckResult::Passed, "{right}");
        let report = check(json!({"country": country, "iban": wrong}));
        assert_eq!(report.status, Status::Valid, "{wrong}");
        assert_eq!(report.checks.national, CheckResult::Failed, "{wrong}");
        let found = said(&report, Code::InvalidNationalCheck);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, Severity::Warning);
    }
    // Guinea-Bissau's only example has no such key.
    let report = check(json!({"country": "GW", "iban": "GW04GW1430010181800637601"}));
    assert_eq!(report.checks.national, CheckResult::NotApplicable);
}

#[test]
fn a_check_digit_that_nobody_can_check_is_said_to_be_one() {
    for (account, field, reason) in [
        (
            json!({"country": "ZA", "branchCode": "250655", "accountNumber": "62123456780"}),
            "accountNumber",
            "we know no published rule",
        ),
        (
            json!({"country": "CN", "accountNumber": "9558801234567890123"}),
            "accountNumber",
            "we know it of card numbers that begin with 62 alone",
        ),
        (
            json!({"country": "BR", "bankCode": "104", "branchCode": "0001",
                "accountNumber": "12345", "accountDigit": "6", "accountType": "checking",
                "holderTaxId": "52998224725"}),
            "accountDigit",
            "we know no rule of this bank",
        ),
        (
            json!({"country": "SE", "accountNumber": "9999 1234567"}),
            "accountNumber",
            "we know no rule of this bank",
        ),
        (
            json!({"country": "DE", "bankCode": "99999999", "accountNumber": "123456"}),
            "accountNumber",
            "we know no rule of this bank",
        ),
        (
            json!({"country": "NZ", "accountNumber": "9902420100194000"}),
            "accountNumber",
            "we know no rule of this bank",
        ),
        (
            json!({"country": "ST", "iban": "ST23000100010051845310146"}),
            "iban",
            "we know no published rule",
        ),
        (
            json!({"country": "GB", "sortCode": "000001", "accountNumber": "12345678"}),
            "accountNumber",
            "the modulus table has no row for this sort code",
        ),
    ] {
        let report = check(account.clone());
        assert_eq!(
            (report.status, report.checks.national),
            (Status::Valid, CheckResult::NotVerifiable),
            "{account}"
        );
        assert_eq!(
            unverified(&report),
            [(
                field.to_owned(),
                Severity::Info,
                format!("There may be a check digit here that we cannot check: {reason}.")
            )],
            "{account}"
        );
    }
}

#[test]
fn what_can_be_checked_has_no_such_sentence() {
    for account in [
        json!({"country": "DE", "iban": "DE89370400440532013000"}),
        // While typing.
        json!({"country": "DE", "bankCode": "99999999", "accountNumber": ""}),
        json!({"country": "ZA", "branchCode": "2506", "accountNumber": "62123456780"}),
        json!({"country": "ST", "iban": "ST2300010001005184531014"}),
        // No check digit at all.
        json!({"country": "KE", "bankCode": "01", "accountNumber": "1234567890"}),
        json!({"country": "CN", "accountNumber": "6222021234567890128"}),
        json!({"country": "CN", "accountNumber": "123456789012"}),
        // An example, which no bank has issued.
        json!({"country": "AL", "iban": "AL47212110090000000235698741"}),
    ] {
        assert_eq!(unverified(&check(account.clone())), [], "{account}");
    }
}

#[test]
fn a_qr_iban_is_told_from_an_ordinary_one() {
    for (country, iban, is_qr) in [
        ("CH", "CH4431999123000889012".to_owned(), true),
        ("CH", "CH5604835012345678009".to_owned(), false),
        ("CH", with_pair("CH", "30000000000000001"), true),
        ("LI", with_pair("LI", "31999000000000001"), true),
        ("LI", with_pair("LI", "29999000000000001"), false),
        ("CH", with_pair("CH", "32000000000000001"), false),
    ] {
        let report = check(json!({"country": country, "iban": iban}));
        assert_eq!(report.status, Status::Valid, "{iban}");
        let found = said(&report, Code::QrIban);
        assert_eq!(!found.is_empty(), is_qr, "{iban}");
        assert!(
            found
                .iter()
                .all(|(_, severity, _)| *severity == Severity::Warning)
        );
    }
    // The same digits of another country.
    let report = check(json!({"country": "DE", "iban": with_pair("DE", "310000001234567890")}));
    assert_eq!(said(&report, Code::QrIban), []);
}

/// An IBAN of this BBAN of digits, by the rule of ISO 13616.
fn with_pair(country: &str, bban: &str) -> String {
    let rest = format!("{bban}{country}00")
        .bytes()
        .fold(0_u32, |rest, byte| match byte {
            b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
            _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
        });
    format!("{country}{:02}{bban}", 98 - rest)
}

#[test]
fn zeros_are_nobodys_number() {
    for (account, field) in [
        (
            json!({"country": "MX", "clabe": "000000000000000000"}),
            "clabe",
        ),
        (
            json!({"country": "AR", "cbu": "0000000000000000000000", "holderTaxId": "20267565393"}),
            "cbu",
        ),
        (
            json!({"country": "NO", "accountNumber": "00000000000"}),
            "accountNumber",
        ),
        (
            json!({"country": "HU", "accountNumber": "000000000000000000000000"}),
            "accountNumber",
        ),
        (json!({"country": "SE", "bankgiro": "00000000"}), "bankgiro"),
        (
            json!({"country": "SK", "accountNumber": "0000000000/0100"}),
            "accountNumber",
        ),
        (
            json!({"country": "NG", "bankCode": "000", "accountNumber": "0000000000"}),
            "accountNumber",
        ),
        (
            json!({"country": "US", "routingNumber": "021000021", "accountNumber": "00000000000", "accountType": "checking"}),
            "accountNumber",
        ),
        (
            json!({"country": "CA", "institutionNumber": "001", "transitNumber": "00011", "accountNumber": "0000000"}),
            "accountNumber",
        ),
        (
            json!({"country": "JP", "bankCode": "0001", "branchCode": "001", "accountType": "ordinary", "accountNumber": "0000000"}),
            "accountNumber",
        ),
        (
            json!({"country": "GB", "sortCode": "000001", "accountNumber": "00000000"}),
            "accountNumber",
        ),
        (
            json!({"country": "CH", "iban": with_pair("CH", "00762000000000000")}),
            "iban",
        ),
    ] {
        let report = check(account.clone());
        assert_eq!(
            report.status,
            Status::Valid,
            "{account} {:?}",
            report.issues
        );
        assert_eq!(
            said(&report, Code::AllZeros),
            [(
                field.to_owned(),
                Severity::Warning,
                "No bank gives out a number of zeros only.".to_owned()
            )],
            "{account}"
        );
    }
    for account in [
        // Somebody types a number that begins with zeros.
        json!({"country": "US", "routingNumber": "021000021", "accountNumber": "000", "accountType": "checking"}),
        json!({"country": "JP", "bankCode": "0000", "branchCode": "000", "accountType": "ordinary", "accountNumber": "0000001"}),
        json!({"country": "AR", "cbu": "0000003100000000000017", "holderTaxId": "20267565393"}),
    ] {
        assert_eq!(
            said(&check(account.clone()), Code::AllZeros),
            [],
            "{account}"
        );
    }
}

#[test]
fn a_czech_number_of_zeros_is_wrong() {
    for number in ["0000000000/0100", "00/0100", "19-0000000000/0100"] {
        for account in [
            json!({"country": "CZ", "accountNumber": number}),
            json!({"country": "CZ", "iban": match number.len() {
                18 => with_pair("CZ", "01000000190000000000"),
                _ => with_pair("CZ", "01000000000000000000"),
            }}),
        ] {
            let report = check(account.clone());
            assert_eq!(report.status, Status::Invalid, "{account}");
            assert_eq!(report.checks.national, CheckResult::Failed, "{account}");
            assert_eq!(said(&report, Code::AllZeros).len(), 1, "{account}");
        }
    }
    // Two digits that are not zero are the fewest that the weights allow.
    let report = check(json!({"country": "CZ", "accountNumber": "51/0100"}));
    assert_eq!(report.checks.national, CheckResult::Passed);
}

#[test]
fn generic_tax_numbers_are_taken_as_such() {
    let of = |number: &str| {
        check(json!({"country": "MX", "clabe": "032180000118359719", "holderTaxId": number}))
    };
    for (number, stands_for) in [
        ("XAXX010101000", "the general public"),
        ("xexx-010101-000", "residents abroad"),
    ] {
        let report = of(number);
        assert_eq!(report.status, Status::Valid);
        assert_eq!(said(&report, Code::InvalidCheckDigits), []);
        assert_eq!(
            said(&report, Code::GenericTaxId),
            [(
                "holderTaxId".to_owned(),
                Severity::Info,
                format!("This tax number names nobody: it stands for {stands_for}.")
            )]
        );
    }
    // Another number with a wrong check digit is doubtful as before.
    let report = of("XAXX010101001");
    assert_eq!(said(&report, Code::InvalidCheckDigits).len(), 1);
    assert_eq!(said(&report, Code::GenericTaxId), []);
}

/// Each row of the data is found, and is right: a number that is wrong needs no such warning.
#[test]
fn every_test_number_is_known_as_one() {
    let mut seen = 0;
    for row in include_str!("../data/test_numbers.csv").lines().skip(1) {
        let mut cells = row.split(',');
        let (country, fields) = (cells.next().unwrap(), cells.next().unwrap());
        let mut account = json!({"country": country});
        for field in fields.split(' ') {
            let (key, value) = field.split_once('=').unwrap();
            account[key] = value.into();
        }
        let report = check(account);
        assert_ne!(report.status, Status::Invalid, "{row}");
        assert_eq!(said(&report, Code::TestNumber).len(), 1, "{row}");
        seen += 1;
    }
    assert!(seen > 70);
}
