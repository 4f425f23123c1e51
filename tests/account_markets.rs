//! Every market's form, its examples, and the rules of the markets without IBAN.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice
)]

use payout_kit::account::{
    AccountInput, AccountReport, CheckResult, Status, format, mask, validate, validate_all,
};
use payout_kit::market::{self, RequirementsRequest, requirements};
use payout_kit::report::{Code, Severity};
use serde_json::{Value, json};

/// The account of an object like those that JavaScript sends.
fn read(value: Value) -> AccountInput {
    serde_json::from_value(value).unwrap()
}

fn check(value: Value) -> AccountReport {
    validate(&read(value))
}

fn errors(report: &AccountReport) -> Vec<(&str, Code)> {
    report
        .issues
        .iter()
        .filter(|issue| issue.is_error())
        .map(|issue| (issue.field.as_ref(), issue.code))
        .collect()
}

fn warnings(report: &AccountReport) -> Vec<(&str, Code)> {
    report
        .issues
        .iter()
        .filter(|issue| issue.severity == Severity::Warning && issue.code != Code::TestNumber)
        .map(|issue| (issue.field.as_ref(), issue.code))
        .collect()
}

#[test]
fn markets_and_their_flags() {
    let markets = market::list();
    assert_eq!(markets.len(), 176);
    assert!(markets.is_sorted_by_key(|market| market.country));
    // 41 countries, and 13 territories of theirs.
    assert_eq!(markets.iter().filter(|market| market.sepa).count(), 54);
    let methods = |country: &str| {
        markets
            .iter()
            .find(|market| market.country.as_str() == country)
            .map(|market| market.methods.clone())
            .unwrap()
    };
    assert_eq!(methods("US"), ["local"]);
    assert_eq!(methods("GB"), ["local", "iban"]);
    assert_eq!(methods("IN"), ["account", "upi"]);
    assert_eq!(methods("ID"), ["account", "proxy"]);
    for market in &markets {
        assert!(!market.name.is_empty() && market.currencies.iter().all(|code| code.len() == 3));
    }
}

#[test]
fn what_is_missing_is_said_and_is_not_wrong() {
    let report = check(json!({"country": "US", "routingNumber": " "}));
    assert_eq!(report.status, Status::Incomplete);
    assert_eq!(
        errors(&report),
        [
            ("routingNumber", Code::Required),
            ("accountNumber", Code::Required),
            ("accountType", Code::Required)
        ]
    );
    assert_eq!(report.issues[0].message(), "Routing number is needed.");
    assert_eq!(report.checks.structure, CheckResult::NotVerifiable);
}

#[test]
fn us_routing_numbers() {
    let typed = |routing: &str| {
        check(
            json!({"country": "US", "routingNumber": routing, "accountNumber": "12345678", "accountType": "savings"}),
        )
    };
    for right in [
        "021000021",
        "0210-0002-1",
        "011401533",
        "322271627",
        "121 000 358",
        "０２１００００２１",
    ] {
        let report = typed(right);
        assert_eq!(report.status, Status::Valid, "{right}");
        assert_eq!(report.checks.check_digits, CheckResult::Passed);
        assert_eq!(report.account.unwrap().scheme, "us");
    }
    for routing in ["021000022", "021000012", "120000021"] {
        let report = typed(routing);
        assert_eq!(
            errors(&report),
            [("routingNumber", Code::InvalidCheckDigits)],
            "{routing}"
        );
        assert_eq!(report.checks.structure, CheckResult::Passed);
    }
    // Prefixes that were never issued, as soon as they show.
    for (routing, position) in [
        ("4", (0, 1)),
        ("13", (0, 2)),
        ("20", (0, 2)),
        ("-5 1", (1, 2)),
        ("81", (0, 2)),
        ("730000002", (0, 2)),
    ] {
        let report = typed(routing);
        assert_eq!(
            errors(&report),
            [("routingNumber", Code::InvalidPrefix)],
            "{routing}"
        );
        assert_eq!(report.issues[0].position, Some(position), "{routing}");
    }
    for first in 0..=99 {
        let issued = matches!(first, 0..=12 | 21..=32 | 61..=72 | 80);
        let expected = if issued {
            Status::Incomplete
        } else {
            Status::Invalid
        };
        assert_eq!(typed(&format!("{first:02}")).status, expected, "{first:02}");
    }
    let report = typed("0210000210");
    assert_eq!(errors(&report), [("routingNumber", Code::TooLong)]);
    assert_eq!(report.issues[0].position, Some((9, 10)));
}

#[test]
fn us_account_numbers_and_types() {
    let typed = |number: &str, kind: &str| {
        check(
            json!({"country": "US", "routingNumber": "021000021", "accountNumber": number, "accountType": kind}),
        )
    };
    assert_eq!(typed("1", "checking").status, Status::Valid);
    assert_eq!(typed("12345678901234567", "Savings ").status, Status::Valid);
    assert_eq!(
        errors(&typed("123456789012345678", "checking")),
        [("accountNumber", Code::TooLong)]
    );
    assert_eq!(
        errors(&typed("12345A", "checking")),
        [("accountNumber", Code::InvalidCharacter)]
    );
    assert_eq!(typed("1234", "sav").status, Status::Incomplete);
    assert_eq!(
        errors(&typed("1234", "current")),
        [("accountType", Code::InvalidValue)]
    );
    let test = typed("000123456789", "checking");
    assert!(
        test.issues
            .iter()
            .any(|issue| issue.code == Code::TestNumber)
    );
}

#[test]
fn gb_sort_codes_and_accounts() {
    let typed = |sort: &str, number: &str| {
        check(json!({"country": "GB", "sortCode": sort, "accountNumber": number}))
    };
    let report = typed("20–00 00", "5577 9911");
    assert_eq!(report.status, Status::Valid);
    assert_eq!(report.checks.national, CheckResult::Passed);
    assert_eq!(report.checks.check_digits, CheckResult::NotApplicable);
    let account = report.account.unwrap();
    assert_eq!(
        (account.formatted.as_str(), account.masked.as_str()),
        ("20-00-00 55779911", "•••• 11")
    );
    // Short numbers get zeros, visibly; what 9 and 10 digits mean is each bank's own rule.
    for (short, whole) in [("5779911", "05779911"), ("779911", "00779911")] {
        let report = typed("200000", short);
        assert_eq!(warnings(&report)[0], ("accountNumber", Code::ZerosAdded));
        let account = report.account.unwrap();
        assert_eq!(
            account.field(payout_kit::market::FieldKey::AccountNumber),
            Some(whole)
        );
    }
    assert_eq!(typed("200000", "55799").status, Status::Incomplete);
    for long in ["557799111", "5577991111"] {
        assert_eq!(
            errors(&typed("200000", long)),
            [("accountNumber", Code::InvalidLength)]
        );
    }
    let report = typed("200000", "55779911 123");
    assert_eq!(report.issues[0].position, Some((11, 12)));
    let report = typed("20-O0-00", "55779911");
    assert_eq!(
        report.issues[0].message(),
        "The 3rd character, O, should be a digit."
    );
    assert_eq!(report.issues[0].position, Some((3, 4)));
}

#[test]
fn gb_iban_next_to_local_fields() {
    let typed = |sort: &str| {
        check(
            json!({"country": "GB", "iban": "GB33BUKB20201555555555", "bic": "BUKBGB22", "sortCode": sort}),
        )
    };
    assert_eq!(typed("20-20-15").status, Status::Valid);
    assert!(typed("20-20-15").issues.is_empty());
    assert_eq!(
        errors(&typed("20-20-16")),
        [("sortCode", Code::ConflictingFields)]
    );
}

/// Numbers that are printed for tests are right and deserve a second look, once.
#[test]
fn test_numbers_of_specifications_and_providers() {
    for (account, field) in [
        (
            json!({"country": "US", "routingNumber": "110000000", "accountNumber": "1234", "accountType": "checking"}),
            "routingNumber",
        ),
        (
            json!({"country": "US", "routingNumber": "021000021", "accountNumber": "000123456789", "accountType": "checking"}),
            "accountNumber",
        ),
        (
            json!({"country": "GB", "sortCode": "08-99-99", "accountNumber": "66374958"}),
            "accountNumber",
        ),
        (
            json!({"country": "GB", "sortCode": "108800", "accountNumber": "11111116"}),
            "accountNumber",
        ),
        (
            json!({"country": "AU", "bsb": "110-000", "accountNumber": "111111113"}),
            "accountNumber",
        ),
        (
            json!({"country": "GB", "iban": "GB82 WEST 1234 5698 7654 32"}),
            "iban",
        ),
        (
            json!({"country": "DE", "iban": "DE62370400440532013001"}),
            "iban",
        ),
    ] {
        let report = check(account);
        assert_eq!(report.status, Status::Valid);
        let seen: Vec<_> = report
            .issues
            .iter()
            .filter(|issue| issue.code == Code::TestNumber)
            .map(|issue| issue.field.as_ref())
            .collect();
        assert_eq!(seen, [field]);
    }
    // The same account elsewhere is nothing special.
    for account in [
        json!({"country": "GB", "sortCode": "200000", "accountNumber": "66374958"}),
        json!({"country": "AU", "bsb": "062000", "accountNumber": "111111113"}),
    ] {
        let issues = check(account).issues;
        assert!(issues.iter().all(|issue| issue.code != Code::TestNumber));
    }
}

#[test]
fn australia() {
    let typed = |bsb: &str, number: &str| {
        check(json!({"country": "AU", "bsb": bsb, "accountNumber": number}))
    };
    let report = typed("062-000", "1234 5678");
    assert_eq!(report.account.unwrap().formatted, "062-000 12345678");
    assert_eq!(typed("062-00", "12345678").status, Status::Incomplete);
    assert_eq!(typed("062000", "123").status, Status::Incomplete);
    assert_eq!(
        errors(&typed("062000", "1234567890")),
        [("accountNumber", Code::TooLong)]
    );
    assert_eq!(report.checks.national, CheckResult::NotApplicable);
}

#[test]
fn india() {
    let typed =
        |ifsc: &str| check(json!({"country": "IN", "ifsc": ifsc, "accountNumber": "123456789012"}));
    assert_eq!(typed("hdfc 0 000261").status, Status::Valid);
    let report = typed("HDFCO000261");
    assert_eq!(
        report.issues[0].message(),
        "The 5th character, O, should be a zero."
    );
    assert_eq!(errors(&typed("HDFC1")), [("ifsc", Code::InvalidCharacter)]);
    assert_eq!(typed("HDFC0").status, Status::Incomplete);

    let upi = |id: &str| check(json!({"country": "IN", "upiId": id}));
    for right in [
        "name@okbank",
        "first.last-1@ybl",
        " 9876543210@s2b ",
        "A_B@Paytm",
    ] {
        let report = upi(right);
        assert_eq!(
            (report.status, report.checks.directory),
            (Status::Valid, CheckResult::NotApplicable),
            "{right}"
        );
    }
    assert_eq!(upi("A_B@Paytm").account.unwrap().formatted, "a_b@paytm");
    for partial in ["", "n", "name", "name@", "name@o"] {
        assert_eq!(upi(partial).status, Status::Incomplete, "{partial}");
    }
    for (wrong, place) in [
        ("@", 0),
        ("n@", 1),
        ("na me@x", 2),
        ("name!@x", 4),
        ("name@@", 5),
        ("name@1", 5),
        ("name@ok.com", 7),
    ] {
        let report = upi(wrong);
        assert_eq!(
            errors(&report),
            [("upiId", Code::InvalidCharacter)],
            "{wrong}"
        );
        assert_eq!(
            report.issues[0].position,
            Some((place, place + 1)),
            "{wrong}"
        );
    }
    assert_eq!(
        upi(&format!("{}@ybl", "a".repeat(260))).status,
        Status::Invalid
    );
}

#[test]
fn indonesia() {
    let typed = |bank: &str, number: &str| {
        check(json!({"country": "ID", "bankCode": bank, "accountNumber": number}))
    };
    assert_eq!(typed("014", "5270912345").status, Status::Valid);
    assert!(warnings(&typed("014", "5270912345")).is_empty());
    // Known banks are offered, others are taken.
    assert_eq!(typed("9999", "5270912345").status, Status::Valid);
    assert_eq!(typed("01", "5270912345").status, Status::Incomplete);
    assert_eq!(
        warnings(&typed("014", "527091")),
        [("accountNumber", Code::UnusualLength)]
    );
    assert_eq!(
        warnings(&typed("014", "52709123456789012")),
        [("accountNumber", Code::UnusualLength)]
    );
    assert_eq!(
        errors(&typed("014", &"1".repeat(36))),
        [("accountNumber", Code::TooLong)]
    );

    let proxy = |kind: &str, value: &str| {
        check(json!({"country": "ID", "proxy": {"type": kind, "value": value}}))
    };
    for phone in [
        "+62 812-3456-7890",
        "0812 3456 7890",
        "6281234567890",
        "(+62) 81234567890",
        "81234567890",
    ] {
        let report = proxy("phone", phone);
        assert_eq!(report.status, Status::Valid, "{phone}");
        let json = serde_json::to_value(&report).unwrap();
        assert_eq!(
            json["account"]["proxy"],
            json!({"type": "phone", "value": "+6281234567890"})
        );
        assert_eq!(json["account"]["scheme"], "proxy");
    }
    for partial in ["+", "+6", "+62", "+62 8", "0", "08", "6", "62", "0812345"] {
        assert_eq!(
            proxy("phone", partial).status,
            Status::Incomplete,
            "{partial}"
        );
    }
    for wrong in ["+1", "+6281234567890123", "021", "0812x", "5", "++62"] {
        assert_eq!(proxy("phone", wrong).status, Status::Invalid, "{wrong}");
    }
    assert_eq!(
        proxy("email", "Payee.One@Example.CO.ID")
            .account
            .unwrap()
            .formatted,
        "Payee.One@example.co.id"
    );
    for partial in [
        "p",
        "p@",
        "p@example",
        "p@example.",
        "p@example.c",
        "p.",
        "p@ex-",
    ] {
        assert_eq!(
            proxy("email", partial).status,
            Status::Incomplete,
            "{partial}"
        );
    }
    for wrong in [
        ".p",
        "p..q",
        "p@@",
        "p@.",
        "p@a..",
        "p@exa_mple",
        "p@-a",
        "p.@",
    ] {
        assert_eq!(proxy("email", wrong).status, Status::Invalid, "{wrong}");
    }
    assert_eq!(
        errors(&proxy("", "08123456789")),
        [("proxy.type", Code::Required)]
    );
    assert_eq!(
        errors(&proxy("card", "08123456789")),
        [("proxy.type", Code::InvalidValue)]
    );
}

#[test]
fn a_market_without_table_gets_a_form_and_no_refusal() {
    let form = requirements(&RequirementsRequest {
        country: "kp".into(),
        ..Default::default()
    });
    let keys: Vec<&str> = form.fields.iter().map(|field| field.key).collect();
    assert_eq!(keys, ["accountNumber", "bic"]);
    assert_eq!(form.issues[0].code, Code::UnsupportedMarket);
    assert_eq!(form.issues[0].severity, Severity::Info);
    let report = check(json!({"country": "KP", "accountNumber": " 12/34 A "}));
    assert_eq!(report.status, Status::Valid);
    assert_eq!(report.checks.structure, CheckResult::NotVerifiable);
    assert_eq!(report.account.unwrap().formatted, "12/34 A");
}

#[test]
fn a_country_that_is_none() {
    let form = requirements(&RequirementsRequest {
        country: "ZZ".into(),
        ..Default::default()
    });
    assert_eq!(
        (form.issues[0].code, form.fields.len()),
        (Code::UnknownCountry, 0)
    );
    assert_eq!(
        errors(&check(json!({"country": "ZZ"}))),
        [("country", Code::UnknownCountry)]
    );
    assert_eq!(check(json!({"country": ""})).status, Status::Incomplete);
    // What was typed into the wrong field is not repeated.
    let misplaced = check(json!({"country": "DE89370400440532013000"}));
    assert!(!serde_json::to_string(&misplaced).unwrap().contains("8937"));
    let misplaced = requirements(&RequirementsRequest {
        country: "DE89370400440532013000".into(),
        ..Default::default()
    });
    assert!(!serde_json::to_string(&misplaced).unwrap().contains("8937"));
}

#[test]
fn what_is_not_asked_for() {
    // Keys of the contract that this market does not use are named; others are passed over.
    let report = check(json!({
        "country": "DE", "iban": "DE02120300000000202051", "sortCode": "200000", "clabe": "", "whatever": {"a": [1]},
        "holderName": " Ada Lovelace ", "holderAddress": "1 Some Street",
    }));
    assert_eq!(report.status, Status::Valid);
    assert_eq!(warnings(&report), [("sortCode", Code::UnexpectedField)]);
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["account"]["holderName"], "Ada Lovelace");
    assert!(json["account"].get("sortCode").is_none());
    // A wrong type is the programmer's mistake.
    assert!(serde_json::from_value::<AccountInput>(json!({"country": "DE", "iban": 12})).is_err());
    assert!(serde_json::from_value::<AccountInput>(json!(["DE"])).is_err());
}

#[test]
fn currencies() {
    let typed = |currency: &str| {
        check(json!({"country": "DE", "iban": "DE02120300000000202051", "currency": currency}))
    };
    assert_eq!(
        typed("eur").account.unwrap().currency.as_deref(),
        Some("EUR")
    );
    assert_eq!(
        warnings(&typed("USD")),
        [("currency", Code::UnusualCurrency)]
    );
    assert_eq!(
        errors(&typed("EURO")),
        [("currency", Code::UnknownCurrency)]
    );
    let form = requirements(&RequirementsRequest {
        country: "GB".into(),
        currency: Some("EUR".into()),
        method: Some("card".into()),
    });
    assert_eq!((form.currency.as_str(), form.method), ("EUR", "local"));
    assert_eq!(form.issues[0].code, Code::InvalidValue);
}

#[test]
fn a_report_has_the_shape_of_the_contract() {
    let report = check(
        json!({"country": "CY", "iban": "CY17 0020 0128 0000 0012 0052 7600", "holderName": "Ada"}),
    );
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(
        json,
        json!({
            "status": "valid",
            "account": {
                "country": "CY", "currency": "EUR", "scheme": "iban",
                "iban": "CY17002001280000001200527600", "bankCode": "002", "branchCode": "00128",
                "holderName": "Ada",
                "formatted": "CY17 0020 0128 0000 0012 0052 7600", "masked": "•••• 7600",
            },
            "checks": {
                "structure": "passed", "checkDigits": "passed", "national": "not_applicable",
                "directory": "not_verifiable",
            },
            "issues": [{
                "code": "test_number", "field": "iban", "severity": "warning",
                "message": "This is an example number from a specification.", "params": {},
            }],
            "tables": json["tables"],
        })
    );
    assert!(json["tables"]["iban"].as_str().unwrap().starts_with("r101"));
}

#[test]
fn an_input_serialises_to_what_it_was_read_from() {
    let value = json!({
        "country": "ID", "currency": "IDR", "bankCode": "014", "proxy": {"type": "phone", "value": "0812"},
        "holderName": "Ada",
    });
    assert_eq!(serde_json::to_value(read(value.clone())).unwrap(), value);
}

#[test]
fn many_accounts_one_by_one() {
    let inputs = [
        read(json!({"country": "DE", "iban": "DE02120300000000202051"})),
        read(json!({"country": "DE"})),
    ];
    let statuses: Vec<Status> = validate_all(&inputs)
        .iter()
        .map(|report| report.status)
        .collect();
    assert_eq!(statuses, [Status::Valid, Status::Incomplete]);
}

#[test]
fn masks_show_four_characters_and_a_third_at_most() {
    for (number, masked) in [
        ("123456789012", "•••• 9012"),
        ("12345678", "•••• 78"),
        ("123456", "•••• 56"),
        ("1234", "•••• 4"),
        ("12", "••••"),
        ("", "••••"),
    ] {
        assert_eq!(
            mask(&read(json!({"country": "US", "accountNumber": number}))),
            masked
        );
    }
    assert_eq!(
        mask(&read(
            json!({"country": "ZZ", "accountNumber": "12345678901"})
        )),
        "••••"
    );
    assert_eq!(
        format(&read(
            json!({"country": "GB", "sortCode": "20x", "accountNumber": "1234"})
        )),
        "20x 1234"
    );
}

#[test]
fn a_text_of_any_size_is_refused_unread() {
    let huge = "1".repeat(2_000_000);
    for key in [
        "iban",
        "sortCode",
        "accountNumber",
        "bic",
        "holderName",
        "currency",
    ] {
        let report = check(json!({"country": "GB", key: huge}));
        assert_ne!(report.status, Status::Valid, "{key}");
        assert!(report.issues.len() < 10);
    }
}
