//! Accounts as countries write them at home: check digits, aliases, tax numbers, and the way to an
//! IBAN and back. Numbers are published examples or follow from the rule by hand.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice
)]

use payout_kit::account::{AccountInput, AccountReport, CheckResult, Status, validate};
use payout_kit::market::{self, FieldKey, RequirementsRequest, requirements};
use payout_kit::report::{Code, Severity};
use serde_json::{Map, Value, json};

fn check(value: Value) -> AccountReport {
    validate(&serde_json::from_value::<AccountInput>(value).unwrap())
}

/// Field, code, position.
type Found<'a> = (&'a str, Code, Option<(usize, usize)>);

fn found(report: &AccountReport) -> Vec<Found<'_>> {
    report
        .issues
        .iter()
        .filter(|issue| !matches!(issue.code, Code::TestNumber | Code::UnusualLength))
        .map(|issue| (issue.field.as_ref(), issue.code, issue.position))
        .collect()
}

fn one(country: &str, key: &str, text: &str) -> AccountReport {
    check(json!({"country": country, key: text}))
}

#[test]
fn check_digits_that_hold_everywhere() {
    for (country, key, right, wrong, at) in [
        (
            "MX",
            "clabe",
            "032 180 00011835971 9",
            "032 180 00011835971 8",
            (20, 21),
        ),
        (
            "AR",
            "cbu",
            "28505909 40090418135201",
            "28505909 40090418135202",
            (22, 23),
        ),
        (
            "AR",
            "cbu",
            "28505909 40090418135201",
            "28505908 40090418135201",
            (7, 8),
        ),
        (
            "PL",
            "accountNumber",
            "61 1090 1014 0000 0712 1981 2874",
            "62 1090 1014 0000 0712 1981 2874",
            (0, 2),
        ),
    ] {
        let report = one(country, key, right);
        assert_eq!(report.status, Status::Valid, "{country}");
        assert_eq!(report.checks.check_digits, CheckResult::Passed, "{country}");
        let report = one(country, key, wrong);
        assert_eq!(report.status, Status::Invalid, "{country}");
        assert_eq!(report.checks.check_digits, CheckResult::Failed, "{country}");
        assert_eq!(
            found(&report),
            [(key, Code::InvalidCheckDigits, Some(at))],
            "{country}"
        );
    }
    // The first part of a CBU shows at once.
    assert_eq!(one("AR", "cbu", "28505908 4").status, Status::Invalid);
}

#[test]
fn national_check_digits() {
    for (country, key, right, wrong) in [
        ("NO", "accountNumber", "8601 11 17947", "8601 11 17946"),
        (
            "CZ",
            "accountNumber",
            "19-2000145399/0800",
            "19-2000145398/0800",
        ),
        (
            "CZ",
            "accountNumber",
            "2000145399/0800",
            "18-2000145399/0800",
        ),
        (
            "SK",
            "accountNumber",
            "19-8742637541/1200",
            "19-8742637551/1200",
        ),
        (
            "HU",
            "accountNumber",
            "11773016-11111018-00000000",
            "11773016-11111019-00000000",
        ),
        (
            "HU",
            "accountNumber",
            "11773016-11111018",
            "11773017-11111018",
        ),
        (
            "ES",
            "ccc",
            "2100 0418 45 0200051332",
            "2100 0418 46 0200051332",
        ),
        (
            "NZ",
            "accountNumber",
            "01-0242-0100194-00",
            "01-0242-0100195-00",
        ),
        ("SE", "accountNumber", "5001-1234563", "5001-1234564"),
        (
            "PT",
            "accountNumber",
            "0002 0123 12345678901 54",
            "0002 0123 12345678901 55",
        ),
        (
            "FR",
            "accountNumber",
            "20041 01005 0500013M026 06",
            "20041 01005 0500013N026 06",
        ),
        (
            "RE",
            "accountNumber",
            "20041 01005 0500013M026 06",
            "20041 01006 0500013M026 06",
        ),
        (
            "IT",
            "accountNumber",
            "X 05428 11101 000000123456",
            "Y 05428 11101 000000123456",
        ),
        (
            "TN",
            "accountNumber",
            "10 006 0351835984788 31",
            "10 006 0351835984798 31",
        ),
        // As PyPI glpi-anonymizer has it.
        (
            "MA",
            "accountNumber",
            "011 519 0000012050005349 21",
            "011 519 0000012050005394 21",
        ),
    ] {
        let report = one(country, key, right);
        assert_eq!(report.status, Status::Valid, "{country} {right}");
        assert_eq!(report.checks.national, CheckResult::Passed, "{country}");
        let report = one(country, key, wrong);
        assert_eq!(report.status, Status::Invalid, "{country} {wrong}");
        assert_eq!(report.checks.national, CheckResult::Failed, "{country}");
        let issues = found(&report);
        assert_eq!(issues[0].0, key);
        assert_eq!(issues[0].1, Code::InvalidNationalCheck);
    }
    let report = one("ES", "ccc", "2100 0418 46 0200051332");
    assert_eq!(report.issues[0].position, Some((11, 12)));
    let key_of_rib = one("TN", "accountNumber", "10 006 0351835984788 32");
    assert_eq!(key_of_rib.issues[0].position, Some((21, 23)));
    let nuban =
        |number: &str| check(json!({"country": "NG", "bankCode": "044", "accountNumber": number}));
    assert_eq!(nuban("0123456784").checks.national, CheckResult::Passed);
    assert_eq!(nuban("0123456785").status, Status::Invalid);
}

#[test]
fn what_is_not_certain_warns() {
    // One source, or no authority: the account stays usable.
    for (account, key) in [
        (
            json!({"country": "PE", "cci": "00219300123456789014"}),
            "cci",
        ),
        (
            json!({"country": "CN", "accountNumber": "6222021234567890129"}),
            "accountNumber",
        ),
        // The routing number of bd-bank-routing's documentation, its check digit changed.
        (
            json!({"country": "BD", "routingNumber": "225150136", "accountNumber": "1234567890123"}),
            "routingNumber",
        ),
        // The CCP of dz-format's documentation, with another agency.
        (
            json!({"country": "DZ", "accountNumber": "007 99998 0000000200 91"}),
            "accountNumber",
        ),
        (
            json!({"country": "GA", "accountNumber": "40021 01003 20018900201 27"}),
            "accountNumber",
        ),
        (
            json!({"country": "CV", "accountNumber": "0003 0000 45470691101 77"}),
            "accountNumber",
        ),
        (
            json!({"country": "IL", "bankCode": "12", "branchCode": "600", "accountNumber": "123457"}),
            "accountNumber",
        ),
        (
            json!({"country": "BR", "bankCode": "341", "branchCode": "0001", "accountNumber": "12345", "accountDigit": "0"}),
            "accountDigit",
        ),
    ] {
        let report = check(account);
        assert_eq!(
            (report.status, report.checks.national),
            (Status::Valid, CheckResult::Failed),
            "{key}"
        );
        let issue = report
            .issues
            .iter()
            .find(|issue| issue.code == Code::InvalidNationalCheck)
            .unwrap();
        assert_eq!(
            (issue.field.as_ref(), issue.severity),
            (key, Severity::Warning)
        );
    }
    let unknown = check(
        json!({"country": "BR", "bankCode": "260", "branchCode": "1", "accountNumber": "12345", "accountDigit": "0"}),
    );
    assert_eq!(unknown.checks.national, CheckResult::NotVerifiable);
}

#[test]
fn swedish_accounts_by_their_clearing_number() {
    let typed = |number: &str| one("SE", "accountNumber", number);
    // Handelsbanken: eight or nine digits; ten at others; Swedbank with its fifth clearing digit.
    assert_eq!(
        typed("6789 123 456 789").checks.national,
        CheckResult::Passed
    );
    assert_eq!(typed("50011234").status, Status::Incomplete);
    let long = typed("5001 1234563 1");
    assert_eq!(
        found(&long),
        [("accountNumber", Code::TooLong, Some((13, 14)))]
    );
    assert_eq!(typed("8327-9, 000 000 000-0").status, Status::Valid);
    let clearing = typed("8327-8 0000000000");
    assert_eq!(clearing.status, Status::Invalid);
}

/// Swedbank prints its accounts without the zeros in front, after a clearing number with a check
/// digit of its own; npm kontonummer reads these so in its lax mode.
#[test]
fn swedbank_accounts_are_shorter_than_their_numbers() {
    let typed = |number: &str| one("SE", "accountNumber", number);
    let zeros = ("accountNumber", Code::ZerosAdded, None);
    for (number, whole) in [
        ("8327-9, 33 395 390-9", "832790333953909"),
        ("8105-9,744202466", "810590744202466"),
        ("8214-9,1234567-4", "821490012345674"),
        ("8327912345-5", "832790000123455"),
    ] {
        let report = typed(number);
        assert_eq!(report.status, Status::Valid, "{number}");
        assert_eq!(report.checks.national, CheckResult::Passed, "{number}");
        assert_eq!(found(&report), [zeros], "{number}");
        let account = report.account.unwrap();
        assert_eq!(account.field(FieldKey::AccountNumber), Some(whole));
        let iban = account.iban().unwrap().as_str().to_owned();
        assert_eq!(&iban[4..9], "80000", "{number}");
        assert!(iban.ends_with(whole), "{number}");
        // The IBAN names clearing number and account again, and each agrees with the other.
        let back = one("SE", "iban", &iban).account.unwrap();
        assert_eq!(back.field(FieldKey::AccountNumber), Some(whole));
        for shape in [number.to_owned(), format!("{}{}", &whole[..4], &whole[5..])] {
            let both = check(json!({"country": "SE", "iban": iban, "accountNumber": shape}));
            assert_eq!(
                (both.status, both.issues.len()),
                (Status::Valid, 0),
                "{shape}"
            );
        }
    }
    // Fourteen digits whose fifth is the clearing digit: one of the two readings fits.
    let without = typed("8327 9123456783").account.unwrap();
    assert_eq!(
        without.field(FieldKey::AccountNumber),
        Some("83279123456783")
    );
    let iban = without.iban().unwrap().as_str().to_owned();
    assert!(iban.ends_with("832799123456783"));
    // Neither fits: no bank's software would know what it is.
    for (number, issues) in [
        ("83279 123456785", 1),
        ("8327-9, 123 456 785", 2),
        ("8327-9 12345678", 2),
        ("8327-9, 0 333 953 908", 1),
    ] {
        let report = typed(number);
        assert_eq!(report.status, Status::Valid, "{number}");
        assert_eq!(report.checks.national, CheckResult::Failed, "{number}");
        assert_eq!(report.issues.len(), issues, "{number}");
        assert!(report.account.unwrap().iban().is_none(), "{number}");
    }
    // The clearing digit that stands apart is wrong.
    let wrong = typed("8327-3, 33 395 390-9");
    assert_eq!(wrong.status, Status::Invalid);
    let at_digit = ("accountNumber", Code::InvalidNationalCheck, Some((5, 6)));
    assert!(found(&wrong).contains(&at_digit));
    assert!(
        wrong.issues[0]
            .suggestions
            .contains(&"832790333953909".into())
    );
    for (beginning, least) in [
        ("8327-9 1", "11"),
        ("8327-9 123", "11"),
        ("8327 333953909", "14"),
    ] {
        let report = typed(beginning);
        assert_eq!(report.status, Status::Incomplete, "{beginning}");
        let params = serde_json::to_value(&report.issues[0]).unwrap();
        assert_eq!(params["params"]["min"], least, "{beginning}");
    }
}

/// A Swedish IBAN says whose account it is even where it has no clearing number.
#[test]
fn a_swedish_number_next_to_an_iban_of_another_bank_contradicts() {
    for (number, iban, agrees) in [
        ("8327 0333953909", "SE3130000000000006205124", false),
        ("5001 1234563", "SE3130000000000006205124", false),
        ("6789 123456789", "SE7160000000000123456789", true),
        ("6790 123456789", "SE7160000000000123456789", true),
        ("6789 123456781", "SE7160000000000123456789", false),
    ] {
        let report = check(json!({"country": "SE", "iban": iban, "accountNumber": number}));
        let issues = found(&report);
        if agrees {
            assert!(issues.is_empty(), "{number}");
        } else {
            assert_eq!(
                issues,
                [("accountNumber", Code::ConflictingFields, None)],
                "{number}"
            );
        }
    }
}

/// What is not a whole number yet, what is none, and what no IBAN can be made of.
#[test]
fn numbers_in_groups_by_their_hyphens() {
    let typed = |country: &str, number: &str| one(country, "accountNumber", number);
    for (country, beginning) in [
        ("RS", "260-56010016113-7"),
        ("RS", "260 5601 79"),
        ("RS", "260-56010016113"),
        ("FI", "123456-7"),
        ("FI", "123456-78"),
        ("FI", "12345678"),
        ("FI", "1234567-85"),
    ] {
        assert_eq!(
            typed(country, beginning).status,
            Status::Incomplete,
            "{country} {beginning}"
        );
    }
    for (country, wrong, at) in [
        ("RS", "260-56010016113-78", (16, 18)),
        ("BA", "129-007-94010284-95", (17, 19)),
        ("BE", "539-0075470-35", (12, 14)),
        ("FI", "123456-00000786", (14, 15)),
        ("HR", "1001005-1863000161", (8, 18)),
    ] {
        let report = typed(country, wrong);
        assert_eq!(report.status, Status::Invalid, "{country}");
        let issue = report.issues.first().unwrap();
        assert_eq!(issue.code, Code::InvalidNationalCheck, "{country}");
        assert_eq!(issue.position, Some(at), "{country}");
        assert!(!issue.suggestions.is_empty(), "{country}");
    }
    let other = check(
        json!({"country": "RS", "iban": "RS35260005601001611379", "accountNumber": "260-56010016112-82"}),
    );
    assert_eq!(
        found(&other),
        [("accountNumber", Code::ConflictingFields, None)]
    );
    let iban = |account: Value| {
        let account = check(account).account.unwrap();
        account.field(FieldKey::Iban).map(str::to_owned)
    };
    for without in [
        // No BIC, one of another country, a bank code of three digits, an X, a kind that IBANs lack.
        json!({"country": "GB", "sortCode": "60-16-13", "accountNumber": "31926819"}),
        json!({"country": "GB", "bic": "DEUTDEFF", "sortCode": "60-16-13", "accountNumber": "31926819"}),
        json!({"country": "BR", "bankCode": "260", "branchCode": "0001", "accountNumber": "979549", "accountDigit": "3", "accountType": "checking"}),
        json!({"country": "BR", "bankCode": "00360305", "branchCode": "0001", "accountNumber": "979549", "accountDigit": "3", "accountType": "salary"}),
        json!({"country": "BR", "bankCode": "00360305", "branchCode": "0001", "accountNumber": "979549", "accountDigit": "3"}),
        json!({"country": "BR", "bankCode": "00360305", "branchCode": "0001", "accountNumber": "979549", "accountDigit": "X", "accountType": "savings"}),
    ] {
        assert_eq!(iban(without.clone()), None, "{without}");
    }
    // Banco do Brasil by its code, which is one of those whose ISPB is known.
    let known = iban(
        json!({"country": "BR", "bankCode": "001", "branchCode": "1584", "accountNumber": "210169", "accountDigit": "6", "accountType": "savings"}),
    );
    assert_eq!(&known.unwrap().as_str()[4..], "00000000015840002101696P1");
}

/// The number of banktools-se's documentation, and one of seven digits by the rule.
/// Keyboards of other scripts type their own digits; positions count them as one character each.
#[test]
fn digits_of_other_scripts() {
    let digits = |zero: u32, text: &str| -> String {
        let digit = |character: char| {
            let value = character.to_digit(10)?;
            char::from_u32(zero + value)
        };
        let typed = text
            .chars()
            .map(|character| digit(character).unwrap_or(character));
        typed.collect()
    };
    for (zero, account) in [
        (
            0x0660,
            json!({"country": "AE", "iban": "AE07 0331 2345 6789 0123 456"}),
        ),
        (
            0x0660,
            json!({"country": "EG", "iban": "EG380019000500000000263180002"}),
        ),
        (
            0x0660,
            json!({"country": "DZ", "accountNumber": "02100001113000000570"}),
        ),
        (
            0x06F0,
            json!({"country": "PK", "iban": "PK36SCBL0000001123456702"}),
        ),
        (
            0x0966,
            json!({"country": "IN", "ifsc": "HDFC0000261", "accountNumber": "50100012345678"}),
        ),
        (
            0x0966,
            json!({"country": "IN", "proxy": {"type": "", "value": ""}, "upiId": "name1@okbank"}),
        ),
        (
            0x09E6,
            json!({"country": "BD", "routingNumber": "225150135", "accountNumber": "1234567890123"}),
        ),
        (
            0x0E50,
            json!({"country": "TH", "bankCode": "002", "accountNumber": "123-4-56789-0"}),
        ),
        (
            0x0E50,
            json!({"country": "TH", "proxy": {"type": "phone", "value": "081 234 5678"}}),
        ),
        (
            0x0ED0,
            json!({"country": "LA", "bic": "COEBLALA", "accountNumber": "0123456789"}),
        ),
        (
            0x17E0,
            json!({"country": "KH", "bic": "ACLBKHPP", "accountNumber": "0123456789"}),
        ),
    ] {
        let typed: AccountInput = serde_json::from_value(account.clone()).unwrap();
        let expected = validate(&typed);
        assert_eq!(expected.status, Status::Valid, "{account}");
        let mut other = typed.clone();
        for (key, text) in typed.fields() {
            let text = digits(zero, text);
            match key.as_str() {
                "iban" => other.iban = Some(text),
                "accountNumber" => other.account_number = Some(text),
                "bankCode" => other.bank_code = Some(text),
                "routingNumber" => other.routing_number = Some(text),
                "ifsc" => other.ifsc = Some(text),
                "upiId" => other.upi_id = Some(text),
                "proxy.value" => other.proxy.as_mut().unwrap().value = text,
                _ => {}
            }
        }
        let report = validate(&other);
        assert_eq!(report.account, expected.account, "{account}");
    }
    let report = one("AE", "iban", "AE07 \u{660}\u{663}X\u{661}");
    assert_eq!(report.issues[0].position, Some((7, 8)));
}

/// Where a shorter number is whole too, a check digit that does not fit is told, though more digits
/// may come.
#[test]
fn a_whole_number_that_may_go_on() {
    for (country, key, wrong, position, meant) in [
        (
            "HU",
            "accountNumber",
            "11773016-11111019",
            (9, 17),
            "11773016-11111018",
        ),
        (
            "SE",
            "accountNumber",
            "6789 12345671",
            (5, 13),
            "678912345571",
        ),
        ("SE", "bankgiro", "991-2347", (7, 8), "991-2346"),
        (
            "NZ",
            "accountNumber",
            "26-2600-0320871-03",
            (3, 18),
            "26-2600-0320861-03",
        ),
    ] {
        let report = one(country, key, wrong);
        assert_eq!(report.status, Status::Incomplete, "{wrong}");
        assert_eq!(report.checks.national, CheckResult::Failed, "{wrong}");
        assert_eq!(
            found(&report),
            [(key, Code::InvalidNationalCheck, Some(position))],
            "{wrong}"
        );
        let found = &report.issues[0].suggestions;
        assert!(found.contains(&meant.to_owned()), "{wrong} {found:?}");
    }
    // In the first eight digits nothing that follows makes it right.
    let report = one("HU", "accountNumber", "11773017-11111018");
    assert_eq!(report.status, Status::Invalid);
}

#[test]
fn bankgiro_numbers() {
    let typed = |number: &str| one("SE", "bankgiro", number);
    for (number, shown) in [("5402 9681", "5402-9681"), ("9913500", "991-3500")] {
        let report = typed(number);
        assert_eq!(report.checks.national, CheckResult::Passed, "{number}");
        let account = report.account.unwrap();
        assert_eq!(
            (account.scheme, account.formatted.as_str()),
            ("bankgiro", shown)
        );
        assert!(account.iban().is_none());
    }
    let wrong = typed("5402-9682");
    assert_eq!(
        found(&wrong),
        [("bankgiro", Code::InvalidNationalCheck, Some((8, 9)))]
    );
    assert!(wrong.issues[0].suggestions.contains(&"5402-9681".into()));
    // Seven digits that do not fit may be the beginning of eight.
    assert_eq!(typed("5402-968").status, Status::Incomplete);
    assert_eq!(typed("540-29681-1").status, Status::Invalid);
}

/// Local fields make the IBAN, the IBAN has them, and each next to the other agrees.
fn become_each_other(iban: &str, local: &Value) {
    let there = check(local.clone()).account.unwrap();
    assert_eq!(there.field(FieldKey::Iban), Some(iban));
    // Rails of GB and BR take the fields themselves.
    let is_carried = !matches!(&iban[..2], "BR" | "GB");
    assert_eq!(there.iban().is_some(), is_carried, "{iban}");
    let back = one(&iban[..2], "iban", iban);
    let shown = serde_json::to_value(&back).unwrap();
    for key in [
        "bankCode",
        "branchCode",
        "sortCode",
        "accountNumber",
        "accountDigit",
        "accountType",
        "ccc",
    ] {
        if local[key].is_string() {
            let given = serde_json::to_value(&there).unwrap();
            assert_eq!(shown["account"][key], given[key], "{iban} {key}");
        }
    }
    // Each next to the other agrees.
    let mut both = local.clone();
    both["iban"] = iban.into();
    assert_eq!(check(both).status, Status::Valid, "{iban}");
}

#[test]
fn forms_before_ibans_and_by_their_bic_become_ibans_and_back() {
    for (iban, local) in [
        (
            "RS35260005601001611379",
            json!({"country": "RS", "accountNumber": "260-56010016113-79"}),
        ),
        (
            "ME25505000012345678951",
            json!({"country": "ME", "accountNumber": "505-0000123456789-51"}),
        ),
        (
            "MK07250120000058984",
            json!({"country": "MK", "accountNumber": "250-1200000589-84"}),
        ),
        (
            "BA391290079401028494",
            json!({"country": "BA", "accountNumber": "129-007-94010284-94"}),
        ),
        (
            "SI56191000000123438",
            json!({"country": "SI", "accountNumber": "19100-0000123438"}),
        ),
        (
            "HR1210010051863000160",
            json!({"country": "HR", "accountNumber": "1001005-1863000160"}),
        ),
        (
            "BE68539007547034",
            json!({"country": "BE", "accountNumber": "539-0075470-34"}),
        ),
        (
            "FI2112345600000785",
            json!({"country": "FI", "accountNumber": "123456-785"}),
        ),
        // Banks with 4 and 5 fill after the seventh digit; OP's own example is complete.
        (
            "FI5542345670000081",
            json!({"country": "FI", "accountNumber": "423456-781"}),
        ),
        (
            "FI4950009420028730",
            json!({"country": "FI", "accountNumber": "500094-20028730"}),
        ),
        (
            "GB29NWBK60161331926819",
            json!({"country": "GB", "bic": "NWBKGB2L", "sortCode": "60-16-13", "accountNumber": "31926819"}),
        ),
        (
            "IE29AIBK93115212345678",
            json!({"country": "IE", "bic": "AIBKIE2D", "sortCode": "93-11-52", "accountNumber": "12345678"}),
        ),
        (
            "BR1800360305000010009795493C1",
            json!({"country": "BR", "bankCode": "00360305", "branchCode": "0001", "accountNumber": "979549", "accountDigit": "3", "accountType": "checking"}),
        ),
    ] {
        become_each_other(iban, &local);
    }
}

#[test]
fn local_fields_and_iban_become_each_other() {
    for (iban, local) in [
        (
            "CZ6508000000192000145399",
            json!({"country": "CZ", "accountNumber": "19-2000145399/0800"}),
        ),
        (
            "DE89370400440532013000",
            json!({"country": "DE", "bankCode": "370 400 44", "accountNumber": "532013000"}),
        ),
        (
            "DK5000400440116243",
            json!({"country": "DK", "accountNumber": "0040 0440116243"}),
        ),
        (
            "ES9121000418450200051332",
            json!({"country": "ES", "ccc": "2100-0418-45-0200051332"}),
        ),
        (
            "HU42117730161111101800000000",
            json!({"country": "HU", "accountNumber": "11773016-11111018"}),
        ),
        (
            "NO9386011117947",
            json!({"country": "NO", "accountNumber": "8601.11.17947"}),
        ),
        (
            "PL61109010140000071219812874",
            json!({"country": "PL", "accountNumber": "61109010140000071219812874"}),
        ),
        (
            "AT611904300234573201",
            json!({"country": "AT", "bankCode": "19043", "accountNumber": "234573201"}),
        ),
        (
            "FR1420041010050500013M02606",
            json!({"country": "FR", "accountNumber": "20041 01005 0500013m026 06"}),
        ),
        (
            "IT60X0542811101000000123456",
            json!({"country": "IT", "accountNumber": "X0542811101000000123456"}),
        ),
        (
            "PT50000201231234567890154",
            json!({"country": "PT", "accountNumber": "0002.0123.12345678901.54"}),
        ),
        (
            "TN5910006035183598478831",
            json!({"country": "TN", "accountNumber": "10006035183598478831"}),
        ),
        (
            "SK3112000000198742637541",
            json!({"country": "SK", "accountNumber": "19-8742637541/1200"}),
        ),
    ] {
        become_each_other(iban, &local);
    }
    let report = check(
        json!({"country": "IL", "bankCode": "10", "branchCode": "800", "accountNumber": "99999999"}),
    );
    assert_eq!(
        report.account.unwrap().field(FieldKey::Iban),
        Some("IL620108000000099999999")
    );
    // The IBAN writes the bank with a zero in front, the country does not; both are taken.
    let back = one("IL", "iban", "IL62 0108 0000 0009 9999 999");
    let back = serde_json::to_value(back.account.unwrap()).unwrap();
    for bank in [&back["bankCode"], &json!("010")] {
        let again = check(
            json!({"country": "IL", "bankCode": bank, "branchCode": back["branchCode"], "accountNumber": back["accountNumber"]}),
        );
        let account = again.account.unwrap();
        assert_eq!(account.field(FieldKey::BankCode), Some("10"));
        assert_eq!(account.field(FieldKey::Iban), back["iban"].as_str());
    }
    let other = check(
        json!({"country": "IL", "bankCode": "110", "branchCode": "800", "accountNumber": "99999999"}),
    );
    assert_eq!(found(&other), [("bankCode", Code::TooLong, Some((2, 3)))]);
}

#[test]
fn fields_next_to_an_iban_agree_or_contradict() {
    let report = check(json!({
        "country": "CZ", "iban": "CZ6508000000192000145399", "bankCode": "0800", "accountNumber": "000019-2000145399/0800",
    }));
    assert_eq!(report.status, Status::Valid);
    assert!(found(&report).is_empty());
    let report = check(
        json!({"country": "CZ", "iban": "CZ6508000000192000145399", "accountNumber": "2000145399/0800"}),
    );
    assert_eq!(
        found(&report),
        [("accountNumber", Code::ConflictingFields, None)]
    );
}

/// Those that the registry does not have are marked: the bank's own number is the surer one.
#[test]
fn numbers_and_ibans_that_the_registry_does_not_have() {
    for (iban, number) in [
        ("AO06000600000100037131174", "0006 0000 01000371311 74"),
        ("CM2110003001000500000605306", "10003 00100 05000006053 06"),
        ("DZ580002100001113000000570", "021 00001 1130000005 70"),
        (
            "MA64011519000001205000534921",
            "011 519 0000012050005349 21",
        ),
    ] {
        let country = &iban[..2];
        let there = one(country, "accountNumber", number);
        assert_eq!(
            found(&there),
            [("accountNumber", Code::UnofficialIban, None)]
        );
        assert_eq!(there.checks.national, CheckResult::Passed);
        assert_eq!(there.account.unwrap().iban().unwrap().as_str(), iban);
        let back = serde_json::to_value(one(country, "iban", iban)).unwrap();
        assert_eq!(back["account"]["accountNumber"], number.replace(' ', ""));
        assert_eq!(back["checks"]["national"], "passed");
    }
    // Two zeros are all that is known of what stands before an Algerian RIB.
    let other = one("DZ", "iban", "DZ270102100001113000000570");
    assert_eq!(other.checks.national, CheckResult::NotVerifiable);
    assert_eq!(other.account.unwrap().field(FieldKey::AccountNumber), None);
}

/// Bank, branch and account next to an IBAN are its parts, or the whole number of the country.
#[test]
fn the_account_next_to_an_iban_may_be_its_last_part() {
    let next_to = |number: &str| {
        check(json!({
            "country": "FR", "iban": "FR1420041010050500013M02606", "bankCode": "20041",
            "branchCode": "01005", "accountNumber": number,
        }))
    };
    for number in ["0500013M026", "20041010050500013M02606"] {
        assert!(found(&next_to(number)).is_empty(), "{number}");
    }
    assert_eq!(
        found(&next_to("0500013M027")),
        [("accountNumber", Code::ConflictingFields, None)]
    );
}

/// A BIC may stand next to any number: it does not make an IBAN of it.
#[test]
fn a_bic_does_not_choose_the_method() {
    let report = check(json!({"country": "NO", "accountNumber": "86011117947", "bic": "DNBANOKK"}));
    assert_eq!(report.account.unwrap().scheme, "no");
    assert_eq!(
        found(&check(json!({"country": "NO", "bic": "DNBANOKK"}))),
        [("iban", Code::Required, None)]
    );
}

/// What is signed is read again by the server.
#[test]
fn what_was_understood_is_understood_again() {
    for market in market::list() {
        for method in market.methods {
            let form = requirements(&RequirementsRequest {
                country: market.country.to_string(),
                method: Some(method.into()),
                ..Default::default()
            });
            let mut account = Map::from_iter([("country".to_owned(), json!(form.country))]);
            for field in &form.fields {
                match field.key.split_once('.') {
                    Some((parent, child)) => {
                        let object = account
                            .entry(parent)
                            .or_insert_with(|| json!({"type": "", "value": ""}));
                        object[child] = json!(&*field.example);
                    }
                    None => drop(account.insert(field.key.into(), json!(&*field.example))),
                }
            }
            let first = check(Value::Object(account)).account.unwrap();
            let mut again = AccountInput {
                country: form.country.clone(),
                ..Default::default()
            };
            let mut object = serde_json::to_value(&first).unwrap();
            for key in ["scheme", "formatted", "masked"] {
                object.as_object_mut().unwrap().remove(key);
            }
            again.clone_from(&serde_json::from_value(object).unwrap());
            let report = validate(&again);
            assert_eq!(report.status, Status::Valid, "{} {method}", form.country);
            assert!(
                report
                    .issues
                    .iter()
                    .all(|issue| issue.code != Code::UnexpectedField),
                "{} {method} {:?}",
                form.country,
                report.issues,
            );
            // An IBAN that local fields made takes over.
            assert_eq!(
                report.account.unwrap().field(FieldKey::Iban),
                first.field(FieldKey::Iban)
            );
        }
    }
}

#[test]
fn pix_keys_of_five_kinds() {
    let typed = |key: &str| one("BR", "pixKey", key);
    for (key, normal, digits) in [
        ("529.982.247-25", "52998224725", CheckResult::Passed),
        ("11.222.333/0001-81", "11222333000181", CheckResult::Passed),
        // The example of Receita Federal for letters.
        ("12.ABC.345/01DE-35", "12ABC34501DE35", CheckResult::Passed),
        (
            "+55 (11) 98765-4321",
            "+5511987654321",
            CheckResult::NotApplicable,
        ),
        (
            "Payee@Example.com.br",
            "payee@example.com.br",
            CheckResult::NotApplicable,
        ),
        (
            "123E4567-E89B-42D3-A456-426614174000",
            "123e4567-e89b-42d3-a456-426614174000",
            CheckResult::NotApplicable,
        ),
    ] {
        let report = typed(key);
        assert_eq!(
            (report.status, report.checks.check_digits),
            (Status::Valid, digits),
            "{key}"
        );
        let account = report.account.unwrap();
        assert_eq!(
            (account.field(FieldKey::PixKey), account.scheme),
            (Some(normal), "pix")
        );
        for (end, _) in key.char_indices() {
            assert_ne!(typed(&key[..end]).status, Status::Invalid, "{key} at {end}");
        }
    }
    for wrong in ["529.982.247-26", "11222333000182"] {
        let report = typed(wrong);
        assert_ne!(report.status, Status::Valid);
        assert_eq!(report.checks.check_digits, CheckResult::Failed);
        assert!(
            found(&report)
                .iter()
                .any(|(_, code, _)| *code == Code::InvalidCheckDigits)
        );
    }
    assert_eq!(typed("payee@@example.com").status, Status::Invalid);
    assert_eq!(typed("+1 212 555 0100").status, Status::Invalid);
}

/// What a bank has masked, and whatever else begins with a mark.
#[test]
fn a_pix_key_begins_with_a_letter_a_digit_or_a_plus() {
    for (typed, place) in [
        ("*", 0),
        ("***.982.247-**", 0),
        (" *abc@example.com", 1),
        ("#1", 0),
        ("!", 0),
    ] {
        let report = one("BR", "pixKey", typed);
        assert_eq!(report.status, Status::Invalid, "{typed}");
        assert_eq!(
            found(&report),
            [("pixKey", Code::InvalidCharacter, Some((place, place + 1)))],
            "{typed}"
        );
    }
    for typed in ["+", "_abc", "a*b", "5"] {
        assert_eq!(
            one("BR", "pixKey", typed).status,
            Status::Incomplete,
            "{typed}"
        );
    }
}

#[test]
fn aliases() {
    let typed = |country: &str, kind: &str, value: &str| {
        check(json!({"country": country, "proxy": {"type": kind, "value": value}}))
    };
    for (country, kind, value, normal) in [
        ("SG", "phone", "9123 4567", "+6591234567"),
        ("SG", "nationalId", "s1234567d", "S1234567D"),
        ("SG", "businessId", "00192200M", "00192200M"),
        ("SG", "businessId", "197401143C", "197401143C"),
        ("SG", "businessId", "T01FC6132D", "T01FC6132D"),
        ("TH", "phone", "081-234-5678", "+66812345678"),
        ("TH", "nationalId", "7-2345-67890-12-0", "7234567890120"),
        ("MY", "phone", "012-345 6789", "+60123456789"),
        ("MY", "nationalId", "770305-02-1234", "770305021234"),
        ("AU", "businessId", "83 914 571 673", "83914571673"),
        ("AU", "businessId", "99 824 753 680", "99824753680"),
        ("AU", "email", "a.b@example.com.au", "a.b@example.com.au"),
        ("HK", "fpsId", "1234567", "1234567"),
        ("HK", "phone", "+852 9123 4567", "+85291234567"),
        ("CO", "alias", "@payee01", "@payee01"),
        ("ES", "phone", "612 345 678", "+34612345678"),
        ("TR", "nationalId", "17291716060", "17291716060"),
        ("SE", "phone", "070-123 45 67", "+46701234567"),
        ("PL", "phone", "48 601 234 567", "+48601234567"),
        ("TR", "phone", "0532 123 45 67", "+905321234567"),
    ] {
        let report = typed(country, kind, value);
        assert_eq!(
            report.status,
            Status::Valid,
            "{country} {kind} {:?}",
            report.issues
        );
        assert_eq!(report.checks.directory, CheckResult::NotApplicable);
        let account = report.account.unwrap();
        assert_eq!(account.field(FieldKey::ProxyValue), Some(normal));
        for (end, _) in value.char_indices() {
            assert_ne!(
                typed(country, kind, &value[..end]).status,
                Status::Invalid,
                "{country} {kind} at {end}"
            );
        }
    }
    for (country, kind, value) in [
        ("SG", "nationalId", "S1234567A"),
        ("SG", "nationalId", "X"),
        ("SG", "businessId", "00192200X"),
        ("TH", "nationalId", "7234567890121"),
        ("AU", "businessId", "83914571674"),
        // The same remainder as 99 824 753 680, whose check digits are made from 11 to 99.
        ("AU", "businessId", "10824753680"),
        ("MY", "nationalId", "771305021234"),
        ("SE", "phone", "08-123 45 67"),
        ("SG", "phone", "6123 4567"),
    ] {
        assert_eq!(
            typed(country, kind, value).status,
            Status::Invalid,
            "{country} {value}"
        );
    }
}

#[test]
fn tax_numbers_of_holders() {
    let typed = |country: &str, tax: &str| {
        let account = match country {
            "MX" => json!({"country": "MX", "clabe": "032180000118359719", "holderTaxId": tax}),
            "AR" => json!({"country": "AR", "cbu": "2850590940090418135201", "holderTaxId": tax}),
            "PE" => json!({"country": "PE", "cci": "00219300123456789013", "holderTaxId": tax}),
            "CL" => {
                json!({"country": "CL", "bankCode": "012", "accountType": "sight", "accountNumber": "123456", "holderTaxId": tax})
            }
            "CO" => {
                json!({"country": "CO", "bankCode": "007", "accountType": "savings", "accountNumber": "123456789", "holderTaxId": tax})
            }
            "EC" => {
                json!({"country": "EC", "bic": "PICHECEQ", "accountNumber": "123456789", "holderTaxId": tax})
            }
            "IN" => {
                json!({"country": "IN", "ifsc": "HDFC0000262", "accountNumber": "123456789", "holderTaxId": tax})
            }
            _ => json!({"country": "BR", "pixKey": "+5511987654321", "holderTaxId": tax}),
        };
        check(account)
    };
    for (country, tax, normal) in [
        ("MX", "GODE 561231 GR8", "GODE561231GR8"),
        ("MX", "MAB-930714-8T4", "MAB9307148T4"),
        ("AR", "20-26756539-3", "20267565393"),
        ("PE", "20512333797", "20512333797"),
        ("PE", "10117410", "10117410"),
        ("CL", "76.086.428-5", "760864285"),
        ("CL", "12.531.909-2", "125319092"),
        ("CO", "213.123.432-1", "2131234321"),
        ("CO", "1020304050", "1020304050"),
        ("EC", "171430710-3", "1714307103"),
        ("IN", "ACUPA7085R", "ACUPA7085R"),
        ("BR", "529.982.247-25", "52998224725"),
        ("BR", "12.ABC.345/01DE-35", "12ABC34501DE35"),
    ] {
        let report = typed(country, tax);
        assert_eq!(
            report.status,
            Status::Valid,
            "{country} {tax} {:?}",
            report.issues
        );
        assert_eq!(
            report.account.unwrap().field(FieldKey::HolderTaxId),
            Some(normal)
        );
        for (end, _) in tax.char_indices() {
            assert_ne!(
                typed(country, &tax[..end]).status,
                Status::Invalid,
                "{country} {tax} at {end}"
            );
        }
    }
    for (country, tax) in [
        ("AR", "20267565394"),
        ("PE", "20512333798"),
        ("CL", "125319093"),
        // K counts only at the end.
        ("CL", "7341141K4"),
        ("EC", "1714307104"),
        ("IN", "ACUXA7085R"),
        ("BR", "11222333000182"),
    ] {
        let report = typed(country, tax);
        assert_eq!(report.status, Status::Invalid, "{country}");
        assert_eq!(found(&report)[0].0, "holderTaxId", "{country}");
        // The number of the account is judged apart.
        assert_ne!(report.checks.check_digits, CheckResult::Failed, "{country}");
    }
    // Such numbers were issued: a warning.
    let report = typed("MX", "GODE561231GR9");
    assert_eq!(report.status, Status::Valid);
    assert_eq!(
        found(&report),
        [("holderTaxId", Code::InvalidCheckDigits, None)]
    );
    // Where the market needs it, it is asked for.
    let report = check(
        json!({"country": "CL", "bankCode": "012", "accountType": "sight", "accountNumber": "123456"}),
    );
    assert_eq!(found(&report), [("holderTaxId", Code::Required, None)]);
    let masked = typed("CL", "125319092").account.unwrap().masked;
    assert_eq!(masked, "•••• 56");
}

/// What a report says of the holder's number alone: nothing, a warning, an error.
fn holder(country: &str, number: &str) -> Option<Severity> {
    let report = one(country, "holderTaxId", number);
    let of_holder = |issue: &&payout_kit::report::Issue| issue.field == "holderTaxId";
    report
        .issues
        .iter()
        .find(of_holder)
        .map(|issue| issue.severity)
}

#[test]
fn tax_numbers_agree_with_python_stdnum() {
    let mut rows = csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_path("tests/holder_numbers.csv")
        .unwrap();
    let mut counts = [0, 0];
    for row in rows.records() {
        let row = row.unwrap();
        let (country, number, valid) = (&row[0], &row[1], &row[2] == "true");
        assert_eq!(
            holder(country, number).is_none(),
            valid,
            "{country} {number}"
        );
        counts[usize::from(valid)] += 1;
    }
    assert!(counts.iter().all(|count| *count > 150), "{counts:?}");
}

#[test]
fn tax_numbers_that_no_check_digit_tells() {
    // Issued before anybody counted, or kinds that python-stdnum does not have.
    for (country, number) in [
        ("CR", "1-0913-0259"),
        ("CR", "3-101-999999"),
        ("GT", "2530 76544 0101"),
        ("SV", "02345678-3"),
        ("SV", "00016297-5"),
        ("CO", "1.020.304.050-8"),
        ("PY", "4.567.890"),
        ("UY", "1.234.567-2"),
        ("CL", "CL 12531909-2"),
    ] {
        assert_eq!(holder(country, number), None, "{country}");
    }
    for (country, number, severity) in [
        ("DO", "131246797", Severity::Warning),
        ("DO", "00113918206", Severity::Warning),
        ("CO", "2131234325", Severity::Error),
        ("CO", "1.020.304.050-9", Severity::Error),
        ("CO", "2.020.304.050-8", Severity::Error),
        ("GT", "2530 76543 0101", Severity::Warning),
        ("UY", "1.234.567-3", Severity::Error),
        ("SV", "00016297-4", Severity::Error),
        ("EC", "3112345678001", Severity::Error),
        ("EC", "1790011674000", Severity::Error),
        ("AR", "00000000000", Severity::Error),
        ("AR", "21055361682", Severity::Error),
        ("GT", "1K", Severity::Error),
        ("GT", "K1", Severity::Error),
        ("UY", "231234560019", Severity::Error),
        ("UY", "210000000019", Severity::Error),
        ("UY", "211234560119", Severity::Error),
        ("SV", "26142509850013", Severity::Error),
        ("TR", "07291772874", Severity::Error),
        ("IN", "ACUPA0000R", Severity::Error),
        ("MX", "GODE561331GR8", Severity::Error),
        ("MX", "GODE561232", Severity::Error),
    ] {
        assert_eq!(holder(country, number), Some(severity), "{country}");
    }
}

#[test]
fn new_zealand_in_groups() {
    let typed = |number: &str| one("NZ", "accountNumber", number);
    for (number, normal, shown) in [
        ("38-9008-0242371-0", "389008024237100", "38-9008-0242371-00"),
        ("01-902-0068389-00", "010902006838900", "01-0902-0068389-00"),
        (
            "01-0902-00068389-0000",
            "0109020068389000",
            "01-0902-0068389-000",
        ),
        (
            "01 0902 00068389 00",
            "010902006838900",
            "01-0902-0068389-00",
        ),
        (
            "26-2600-0320871-032",
            "2626000320871032",
            "26-2600-0320871-032",
        ),
        ("08/6523/1954512/1", "086523195451201", "08-6523-1954512-01"),
    ] {
        let report = typed(number);
        assert_eq!(report.checks.national, CheckResult::Passed, "{number}");
        let account = report.account.unwrap();
        assert_eq!(account.field(FieldKey::AccountNumber), Some(normal));
        assert_eq!(account.formatted, shown);
        assert_eq!(
            typed(shown).account.unwrap().formatted,
            shown,
            "what is shown can be typed"
        );
        for end in 0..number.len() {
            assert_ne!(
                typed(&number[..end]).status,
                Status::Invalid,
                "{number} at {end}"
            );
        }
    }
    // The wrong digit is found where it was typed.
    let report = typed("01-902-0068388-00");
    assert_eq!(
        found(&report),
        [("accountNumber", Code::InvalidNationalCheck, Some((3, 14)))]
    );
    // Inland Revenue lists no such branch: a look again, as lists age.
    let report = typed("01-9999-0100197-00");
    assert_eq!(
        (report.status, report.checks.national),
        (Status::Valid, CheckResult::Failed)
    );
    assert_eq!(report.issues[0].position, Some((3, 7)));
}

/// A fifth clearing digit has a check of its own, so the account alone is in doubt.
#[test]
fn swedbanks_clearing_number_is_not_the_fault_of_its_account() {
    for (typed, position) in [
        ("8327 1234567898", (5, 15)),
        ("83279 1234567898", (6, 16)),
        ("8327-9,1234567898", (7, 17)),
        ("83278 1234567897", (4, 5)),
    ] {
        let report = one("SE", "accountNumber", typed);
        assert_eq!(report.issues[0].position, Some(position), "{typed}");
    }
}

#[test]
fn swedish_numbers_and_their_ibans() {
    // The registry's example, Stripe's test account, and one of each method.
    for (number, iban, back) in [
        (
            "5839-8257466",
            "SE45 5000 0000 0583 9825 7466",
            "58398257466",
        ),
        (
            "5491-0000003",
            "SE35 5000 0000 0549 1000 0003",
            "54910000003",
        ),
        (
            "8103-4, 000 978 324-2",
            "SE72 8000 0810 3400 0978 3242",
            "810340009783242",
        ),
        // Its fifth digit is left out.
        (
            "8103, 000 978 324-2",
            "SE72 8000 0810 3400 0978 3242",
            "810340009783242",
        ),
    ] {
        let account = one("SE", "accountNumber", number).account.unwrap();
        assert_eq!(account.iban().unwrap().to_string(), iban, "{number}");
        let account = one("SE", "iban", iban).account.unwrap();
        assert_eq!(
            account.field(FieldKey::AccountNumber),
            Some(back),
            "{number}"
        );
    }
    // Without the clearing number: Handelsbanken, and Nordea's accounts by personal number.
    for (number, bban) in [
        ("6789 123 456 789", "60000000000123456789"),
        ("3300 000620-5124", "30000000000006205124"),
    ] {
        let account = one("SE", "accountNumber", number).account.unwrap();
        assert_eq!(&account.iban().unwrap().as_str()[4..], bban, "{number}");
    }
    // Plusgirot's way is not known here.
    let account = one("SE", "accountNumber", "9960-26").account;
    assert!(account.is_none_or(|account| account.iban().is_none()));
}

/// `konto_check` 6.15 makes the same IBANs; where it makes another than the plain one, none is made.
#[test]
fn german_ibans_have_the_sub_account_and_never_a_wrong_bank() {
    for (bank, number, iban) in [
        // The sub-account 00 was left out: methods 63, 76 and 13.
        ("21070024", "330753", Some("DE53210700240033075300")),
        ("51370024", "74781", Some("DE05513700240007478100")),
        ("10080005", "859862", Some("DE47100800050085986200")),
        ("28540034", "3678489", Some("DE83285400340367848900")),
        // It was not.
        ("48070044", "4600317", Some("DE97480700440004600317")),
        ("86040000", "58530762", Some("DE41860400000058530762")),
        ("37040044", "532013000", Some("DE89370400440532013000")),
        // Six digits with a sub-account: the bank has no such account.
        ("66340018", "263486", None),
        ("65070024", "55403", None),
        // Collections have IBANs of their own.
        ("30040000", "36", None),
        // Rules of IBANs: another bank's code, another account, or none at all.
        ("26620010", "56", None),
        ("70220200", "67", None),
        ("40050000", "18822", None),
        ("20110700", "70702", None),
        ("25020600", "2642", None),
        ("50810900", "52612853", None),
        ("60069669", "1185988173", None),
        // The standard rule says nothing of sub-accounts.
        ("50040084", "397075", None),
        ("60069224", "000", None),
        // Another bank has succeeded it.
        ("31062553", "34553688", None),
    ] {
        let input = AccountInput {
            country: "DE".into(),
            bank_code: Some(bank.into()),
            account_number: Some(number.into()),
            ..AccountInput::default()
        };
        let report = validate(&input);
        assert_eq!(report.status, Status::Valid, "{bank} {number}");
        let account = report.account.unwrap();
        assert_eq!(
            account.iban().map(payout_kit::account::Iban::as_str),
            iban,
            "{bank} {number}"
        );
    }
}

/// Inland Revenue: each group stands right-justified, with zeros in front.
#[test]
fn groups_of_new_zealand_without_their_zeros() {
    for (typed, whole) in [
        ("02-0500-741112-089", "0205000741112089"),
        ("2-0500-0792833-000", "0205000792833000"),
        ("02-500-0792833-00", "020500079283300"),
    ] {
        let report = one("NZ", "accountNumber", typed);
        assert_eq!(report.status, Status::Valid, "{typed}");
        let account = report.account.unwrap();
        assert_eq!(account.field(FieldKey::AccountNumber), Some(whole));
        for end in 1..typed.len() {
            let status = one("NZ", "accountNumber", &typed[..end]).status;
            assert_ne!(status, Status::Invalid, "{}", &typed[..end]);
        }
    }
}

#[test]
fn an_iban_has_the_verdict_of_its_bank_at_home() {
    let national = |country: &str, bban: &str| {
        let rest = format!("{bban}{country}00")
            .bytes()
            .fold(0_u32, |rest, byte| match byte {
                b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
                _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
            });
        let iban = format!("{country}{:02}{bban}", 98 - rest);
        one(country, "iban", &iban)
    };
    for (country, right, wrong, position) in [
        (
            "SE",
            "50000000058398257466",
            "50000000058398257467",
            (17, 24),
        ),
        (
            "SE",
            "60000000000123456789",
            "60000000000123456788",
            (15, 24),
        ),
        (
            "SE",
            "80000810340009783242",
            "80000810340009783243",
            // The account, after a fifth clearing digit with a check of its own.
            (14, 24),
        ),
        ("IL", "0108000000012345603", "0108000000012345604", (14, 23)),
        // Itaú and Bradesco, by their rules for branch and account.
        (
            "BR",
            "60701190025450000023661C1",
            "60701190025450000023662C1",
            (26, 27),
        ),
        (
            "BR",
            "60746948014250002380692C1",
            "60746948014250002380693C1",
            (26, 27),
        ),
    ] {
        let report = national(country, right);
        assert_eq!(report.checks.national, CheckResult::Passed, "{right}");
        let report = national(country, wrong);
        assert_eq!(report.checks.national, CheckResult::Failed, "{wrong}");
        assert_eq!(report.issues[0].position, Some(position), "{wrong}");
    }
    // Caixa's rule is not known, nor how an IBAN writes Banco do Brasil's X.
    for bban in ["00360305000010009795493P1", "00000000018510000000060C1"] {
        let report = national("BR", bban);
        assert_eq!(report.checks.national, CheckResult::NotVerifiable, "{bban}");
    }
}

#[test]
fn numbers_as_other_systems_write_them() {
    let canadian = |routing: &str| {
        validate(&AccountInput {
            country: "CA".into(),
            routing_number: Some(routing.into()),
            account_number: Some("1234567".into()),
            ..AccountInput::default()
        })
    };
    let account = canadian("000312345").account.unwrap();
    assert_eq!(account.field(FieldKey::InstitutionNumber), Some("003"));
    assert_eq!(account.field(FieldKey::TransitNumber), Some("12345"));
    for part in ["0", "00031234"] {
        assert_eq!(canadian(part).status, Status::Incomplete, "{part}");
    }
    assert_eq!(canadian("100312345").status, Status::Invalid);
    let british = |sort_code: &str, number: &str| {
        validate(&AccountInput {
            country: "GB".into(),
            sort_code: Some(sort_code.into()),
            account_number: Some(number.into()),
            ..AccountInput::default()
        })
    };
    // National Westminster, the Co-operative Bank, Santander.
    for (sort_code, typed, [carried, number]) in [
        ("60-00-01", "0012345678", ["600001", "12345678"]),
        ("08-99-99", "6637495800", ["089999", "66374958"]),
        ("72-00-00", "512345678", ["720005", "12345678"]),
    ] {
        let report = british(sort_code, typed);
        assert!(
            report
                .issues
                .iter()
                .any(|issue| issue.code == Code::NumberRewritten)
        );
        let account = report.account.unwrap();
        assert_eq!(account.field(FieldKey::SortCode), Some(carried));
        assert_eq!(account.field(FieldKey::AccountNumber), Some(number));
    }
    assert_eq!(british("60-00-01", "001234567").status, Status::Incomplete);
    assert_eq!(british("20-00-00", "0012345678").status, Status::Invalid);
    // An IBAN in the field of the national number.
    let account = one("PL", "accountNumber", "PL61 1090 1014 0000 0712 1981 2874");
    assert_eq!(account.status, Status::Valid);
    assert_eq!(one("PL", "accountNumber", "P").status, Status::Incomplete);
    let report = one("CL", "holderTaxId", "C");
    let of_label = report
        .issues
        .iter()
        .find(|issue| issue.field == "holderTaxId");
    assert_eq!(of_label.unwrap().code, Code::TooShort);
    assert_eq!(
        one("US", "routingNumber", "000000000").status,
        Status::Invalid
    );
}

#[test]
fn plusgirot_accounts_of_ten_digits() {
    assert_eq!(
        one("SE", "accountNumber", "9960 12345674 1").status,
        Status::Incomplete
    );
    let report = one("SE", "accountNumber", "9960, 18 4589342-0");
    assert_ne!(report.status, Status::Invalid);
    assert!(
        !found(&report)
            .iter()
            .any(|(_, code, _)| *code == Code::TooLong)
    );
}

#[test]
fn territories_and_formats_outside_of_the_registry() {
    let report = one("GG", "iban", "GB82WEST12345698765432");
    assert_eq!(report.status, Status::Valid);
    assert_eq!(report.account.unwrap().country.as_str(), "GG");
    assert_eq!(
        one("RE", "iban", "FR1420041010050500013M02606").status,
        Status::Valid
    );
    assert_eq!(one("RE", "iban", "G").status, Status::Invalid);
    assert_eq!(one("MQ", "iban", "FR14").status, Status::Incomplete);

    let report = one("MA", "iban", "MA64 0115 1900 0001 2050 0053 4921");
    assert_eq!(report.status, Status::Valid);
    assert!(found(&report).contains(&("iban", Code::UnofficialIban, None)));
    assert!(!payout_kit::account::is_valid_iban(
        "MA64011519000001205000534921"
    ));
    let form = requirements(&RequirementsRequest {
        country: "SN".into(),
        ..Default::default()
    });
    assert_eq!(form.issues[0].code, Code::UnofficialIban);
    assert_eq!(form.fields[0].max_length, 28);
}
