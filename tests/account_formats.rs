//! Formats with alternatives, fields that hold more than their own, and banks named by a BIC.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

use payout_kit::account::{AccountInput, AccountReport, CheckResult, Status, mask, validate};
use payout_kit::market::{FieldRequirement, RequirementsRequest, requirements};
use payout_kit::report::Code;
use regex::Regex;
use serde_json::{Value, json};

fn check(account: Value) -> AccountReport {
    let input: AccountInput = serde_json::from_value(account).unwrap();
    validate(&input)
}

/// The account with one more text.
fn with(account: &Value, key: &str, text: &str) -> AccountReport {
    let mut account = account.clone();
    account[key] = json!(text);
    check(account)
}

fn found(report: &AccountReport) -> Vec<(&str, Code)> {
    let issues = report.issues.iter();
    issues
        .map(|issue| (issue.field.as_ref(), issue.code))
        .collect()
}

fn value(report: &AccountReport, key: &str) -> Option<String> {
    let account = serde_json::to_value(report.account.as_ref().unwrap()).unwrap();
    account[key].as_str().map(str::to_owned)
}

fn form(country: &str, method: &str) -> Vec<FieldRequirement> {
    let request = RequirementsRequest {
        country: country.into(),
        method: Some(method.into()),
        ..Default::default()
    };
    let form = requirements(&request);
    assert_eq!(form.method, method, "{country}");
    form.fields
}

fn field(country: &str, method: &str, key: &str) -> FieldRequirement {
    let fields = form(country, method);
    fields.into_iter().find(|field| field.key == key).unwrap()
}

#[test]
fn a_bank_code_has_one_of_its_formats() {
    type Codes = &'static [&'static str];
    let cases: [(Value, Codes, Codes, Codes); 4] = [
        (
            json!({"country": "NG", "accountNumber": "0123456784"}),
            &["044", "50515", "090405"],
            &["0", "04", "0904"],
            &["0904051", "A44", "04A"],
        ),
        (
            json!({"country": "BR", "branchCode": "1", "accountNumber": "12345", "accountDigit": "6"}),
            &["260", "18236120", "A1B2C3D4"],
            &["1", "1234", "12345", "AB1", "0A1", "ABCDEFG"],
            &["182361201", "2_0"],
        ),
        (
            json!({"country": "VN", "accountNumber": "0123456789012"}),
            &["01203001", "BFTVVNVX", "BFTVVNVX001"],
            &["0120300", "BFTV", "BFTVVNVX0"],
            &["123456789", "1234567890", "ABCDEFGH", "0120300A"],
        ),
        (
            json!({"country": "PH", "accountNumber": "001234567890"}),
            &["010530667", "BNORPHMM", "BNORPHMMXXX"],
            &["01053", "BNO", "ABC"],
            &["A1B2C3D4E5F", "0105306671"],
        ),
    ];
    for (account, right, begun, wrong) in cases {
        let country = account["country"].as_str().unwrap();
        let pattern = Regex::new(&field(country, "local", "bankCode").pattern).unwrap();
        for (codes, status) in [
            (right, Status::Valid),
            (begun, Status::Incomplete),
            (wrong, Status::Invalid),
        ] {
            for code in codes {
                let report = with(&account, "bankCode", code);
                // The check digit speaks of the account, not of the bank's code.
                let of_code = |issue: &payout_kit::report::Issue| issue.field == "bankCode";
                let is_said = report.issues.iter().any(of_code);
                assert_eq!(is_said, status != Status::Valid, "{country} {code}");
                assert_eq!(report.status, status, "{country} {code}");
                if !code.bytes().any(|byte| byte.is_ascii_alphabetic()) {
                    let fits = pattern.is_match(code);
                    assert_eq!(fits, status == Status::Valid, "{country} {code}");
                }
            }
        }
    }
}

#[test]
fn a_pattern_has_the_alternatives_and_nothing_between() {
    for (country, method, key, pattern) in [
        ("NG", "local", "bankCode", "^([0-9]{3}|[0-9]{5}|[0-9]{6})$"),
        ("BR", "local", "bankCode", "^([0-9]{3}|[A-Z0-9]{8})$"),
        (
            "VN",
            "local",
            "bankCode",
            "^([0-9]{8}|[A-Z]{6}[A-Z0-9]{2}|[A-Z]{6}[A-Z0-9]{5})$",
        ),
        ("HU", "local", "accountNumber", "^([0-9]{16}|[0-9]{24})$"),
        (
            "BR",
            "local",
            "holderTaxId",
            "^([0-9]{11}|[A-Z0-9]{12}[0-9]{2})$",
        ),
    ] {
        assert_eq!(field(country, method, key).pattern, pattern, "{country}");
    }
}

#[test]
fn a_begun_bank_code_is_not_wrong_next_to_the_account() {
    let account = json!({"country": "NG", "accountNumber": "0123456784"});
    for code in ["", "0", "09", "090", "0904", "501", "900"] {
        let report = with(&account, "bankCode", code);
        assert_eq!(report.status, Status::Incomplete, "{code}");
    }
    let whole = with(&account, "bankCode", "090405");
    assert_eq!(whole.status, Status::Valid);
    assert_eq!(whole.checks.national, CheckResult::NotVerifiable);
    // No longer code begins with it.
    let wrong = with(&account, "bankCode", "058");
    assert_eq!(wrong.status, Status::Invalid);
    assert_eq!(wrong.checks.national, CheckResult::Failed);
    let begun = with(&account, "bankCode", "090");
    assert_eq!(begun.checks.national, CheckResult::Failed);
}

#[test]
fn fps_identifiers_have_seven_or_nine_digits() {
    let typed = |value: &str| {
        check(json!({"country": "HK", "proxy": {"type": "fpsId", "value": value}})).status
    };
    assert_eq!(typed("1234567"), Status::Valid);
    assert_eq!(typed("12345678"), Status::Incomplete);
    assert_eq!(typed("123456789"), Status::Valid);
    assert_eq!(typed("1234567890"), Status::Invalid);
}

#[test]
fn a_brazilian_number_printed_with_its_digit_is_taken_apart() {
    let account = |branch: &str, number: &str, digit: &str| {
        check(
            json!({"country": "BR", "bankCode": "341", "branchCode": branch, "accountNumber": number, "accountDigit": digit}),
        )
    };
    let parts = |report: &AccountReport| {
        ["branchCode", "branchDigit", "accountNumber", "accountDigit"]
            .map(|key| value(report, key).unwrap_or_default())
    };
    for (branch, number, digit) in [
        ("2545", "02366-1", ""),
        ("2545", "02366-1", "1"),
        ("2545", "02366 - 1", "1"),
        ("2545", "02366\u{2013}1", ""),
        ("2545", "02.366-1 ", ""),
    ] {
        let report = account(branch, number, digit);
        assert_eq!(report.status, Status::Valid, "{number} {digit}");
        assert_eq!(parts(&report), ["2545", "", "02366", "1"], "{number}");
        assert_eq!(report.checks.national, CheckResult::Passed, "{number}");
        assert!(report.issues.is_empty(), "{number} {:?}", report.issues);
    }
    let two = account("1584-9", "12345678-X", "");
    assert_eq!(parts(&two), ["1584", "9", "12345678", "X"]);

    let other = account("2545", "02366-1", "2");
    assert_eq!(other.status, Status::Invalid);
    assert_eq!(found(&other)[0], ("accountDigit", Code::ConflictingFields));
    let other = check(
        json!({"country": "BR", "bankCode": "260", "branchCode": "1584-9", "branchDigit": "8", "accountNumber": "1", "accountDigit": "2"}),
    );
    assert_eq!(other.status, Status::Invalid);
    assert_eq!(found(&other), [("branchDigit", Code::ConflictingFields)]);

    // On the way to the digit, and a hyphen elsewhere.
    assert_eq!(account("2545", "02366-", "").status, Status::Incomplete);
    let grouped = account("2545", "12-345", "6");
    assert_eq!(parts(&grouped), ["2545", "", "12345", "6"]);
    // Places are those of what was typed.
    let wrong = account("2545", "02O66-1", "");
    let issue = &wrong.issues[0];
    assert_eq!(
        (issue.field.as_ref(), issue.position),
        ("accountNumber", Some((2, 3)))
    );
}

#[test]
fn a_bank_by_its_ispb_is_checked_as_by_its_code() {
    for bank in ["341", "60701190"] {
        let digit = |digit: &str| {
            check(
                json!({"country": "BR", "bankCode": bank, "branchCode": "2545", "accountNumber": "02366", "accountDigit": digit}),
            )
        };
        assert_eq!(digit("1").checks.national, CheckResult::Passed, "{bank}");
        let wrong = digit("2");
        assert_eq!(wrong.checks.national, CheckResult::Failed, "{bank}");
        assert_eq!(value(&wrong, "bankCode").as_deref(), Some(bank));
    }
}

#[test]
fn a_bank_is_named_by_its_bic_where_it_may_be() {
    for (country, bic, number) in [
        ("SG", "DBSSSGSG", "0123456789"),
        ("KE", "KCBLKENX", "1234567890"),
        ("KR", "KOEXKRSE", "12345678901234"),
        ("ZA", "FIRNZAJJ", "62123456789"),
        ("VN", "BFTVVNVX", "0123456789012"),
        ("PH", "BNORPHMMXXX", "001234567890"),
        ("OM", "BMUSOMRX", "0123456789012"),
    ] {
        let report = check(json!({"country": country, "bic": bic, "accountNumber": number}));
        assert_eq!(report.status, Status::Valid, "{country}");
        // South Africa's check digits cannot be checked, which is no fault.
        let mut issues = report.issues.iter();
        assert!(
            issues.all(|issue| issue.code == Code::NotVerifiable),
            "{country}"
        );
        assert_eq!(value(&report, "scheme"), Some(country.to_lowercase()));
        assert_eq!(value(&report, "bic").as_deref(), Some(bic));
        let keys: Vec<_> = form(country, "bic").iter().map(|field| field.key).collect();
        assert_eq!(keys[..2], ["bic", "accountNumber"], "{country}");
        let short = check(json!({"country": country, "bic": &bic[..7], "accountNumber": number}));
        assert_eq!(found(&short), [("bic", Code::TooShort)], "{country}");
    }
    // In the field of the bank's code, and in both.
    let account =
        json!({"country": "VN", "bankCode": "bftv vn vx", "accountNumber": "0123456789012"});
    for report in [check(account.clone()), with(&account, "bic", "BFTVVNVX")] {
        assert_eq!(report.status, Status::Valid);
        assert_eq!(value(&report, "bic").as_deref(), Some("BFTVVNVX"));
        assert_eq!(value(&report, "bankCode"), None);
        assert!(report.issues.is_empty());
    }
    let other = with(&account, "bic", "VTCBVNVX");
    assert_eq!(other.status, Status::Invalid);
    assert_eq!(found(&other)[0], ("bic", Code::ConflictingFields));
}

#[test]
fn uzbekistan_asks_for_bic_and_branch() {
    let account =
        json!({"country": "UZ", "bic": "NBFAUZ2X", "accountNumber": "20208000900123456001"});
    assert_eq!(
        found(&check(account.clone())),
        [("bankCode", Code::Required)]
    );
    let report = with(&account, "bankCode", "00450");
    assert_eq!((report.status, report.issues.len()), (Status::Valid, 0));
    assert_eq!(with(&account, "bankCode", "004").status, Status::Incomplete);
}

#[test]
fn the_british_form_takes_what_the_check_takes() {
    let field = field("GB", "local", "accountNumber");
    assert_eq!((field.min_length, field.max_length), (6, 10));
    assert_eq!(field.pattern, "^[0-9]{6,10}$");
    assert!(field.why.contains("9 or 10"));
    let typed = |sort_code: &str, number: &str| {
        check(json!({"country": "GB", "sortCode": sort_code, "accountNumber": number}))
    };
    // National Westminster's ten digits lose the first two.
    let report = typed("60-00-01", "0012345678");
    assert_eq!(report.status, Status::Valid);
    assert_eq!(value(&report, "accountNumber").as_deref(), Some("12345678"));
    assert_eq!(found(&typed("60-00-01", "001234567"))[0].1, Code::TooShort);
    // Which bank it is tells what becomes of them.
    for sort_code in ["", "60"] {
        let begun = typed(sort_code, "0012345678");
        assert_eq!(begun.status, Status::Incomplete);
        assert_eq!(found(&begun)[0].0, "sortCode");
    }
    assert_eq!(
        found(&typed("20-00-00", "0012345678"))[0],
        ("accountNumber", Code::InvalidLength)
    );
    assert_eq!(typed("20-00-00", "00123456789").status, Status::Invalid);
}

#[test]
fn a_canadian_routing_number_agrees_or_contradicts() {
    let account =
        json!({"country": "CA", "routingNumber": "000300011", "accountNumber": "1234567"});
    let whole = check(account.clone());
    assert_eq!(whole.status, Status::Valid);
    assert_eq!(value(&whole, "institutionNumber").as_deref(), Some("003"));
    assert_eq!(value(&whole, "transitNumber").as_deref(), Some("00011"));

    let mut both = account.clone();
    both["transitNumber"] = json!("00011");
    let agrees = with(&both, "institutionNumber", "003");
    assert_eq!((agrees.status, agrees.issues.len()), (Status::Valid, 0));
    let report = with(&both, "institutionNumber", "004");
    assert_eq!(report.status, Status::Invalid);
    assert_eq!(
        found(&report),
        [("institutionNumber", Code::ConflictingFields)]
    );

    let typed = |number: &str| with(&account, "routingNumber", number);
    for (number, status, issue, position) in [
        (
            "100300011",
            Status::Invalid,
            Code::InvalidCharacter,
            Some((0, 1)),
        ),
        (
            "0003-00A11",
            Status::Invalid,
            Code::InvalidCharacter,
            Some((7, 8)),
        ),
        ("0003000112", Status::Invalid, Code::TooLong, Some((9, 10))),
        ("00030001", Status::Incomplete, Code::TooShort, None),
        ("0", Status::Incomplete, Code::TooShort, None),
    ] {
        let report = typed(number);
        assert_eq!(report.status, status, "{number}");
        assert_eq!(found(&report), [("routingNumber", issue)], "{number}");
        assert_eq!(report.issues[0].position, position, "{number}");
    }
}

#[test]
fn a_hong_kong_account_in_one_number_is_taken_apart() {
    let typed = |number: &str| check(json!({"country": "HK", "accountNumber": number}));
    for number in ["004-123-456789", "004123456789", "004 123 456-789"] {
        let report = typed(number);
        assert_eq!((report.status, report.issues.len()), (Status::Valid, 0));
        assert_eq!(value(&report, "bankCode").as_deref(), Some("004"));
        assert_eq!(value(&report, "branchCode").as_deref(), Some("123"));
        assert_eq!(value(&report, "accountNumber").as_deref(), Some("456789"));
    }
    // One in three digits of the account, not of what stands in front of it.
    let begun = json!({"country": "HK", "accountNumber": "004-123-45678"});
    assert_eq!(check(begun.clone()).status, Status::Incomplete);
    assert_eq!(mask(&serde_json::from_value(begun).unwrap()), "•••• 8");
    let whole = "004-123-456789012";
    for (end, _) in whole.char_indices() {
        assert_ne!(typed(&whole[..end]).status, Status::Invalid, "{end}");
    }
    assert_eq!(typed(whole).status, Status::Valid);
    assert_eq!(typed("0041234567890123").status, Status::Invalid);
}

#[test]
fn icelandic_accounts_need_their_holders_number() {
    let account = json!({"country": "IS", "accountNumber": "0159-26-007654"});
    let begun = check(account.clone());
    assert_eq!(found(&begun), [("holderTaxId", Code::Required)]);
    let report = with(&account, "holderTaxId", "551073-0339");
    assert_eq!(report.status, Status::Valid);
    assert_eq!(report.checks.national, CheckResult::Passed);
    let iban = value(&report, "iban").unwrap();
    assert_eq!(iban, "IS140159260076545510730339");
    let back = check(json!({"country": "IS", "iban": iban}));
    assert_eq!(
        value(&back, "accountNumber").as_deref(),
        Some("015926007654")
    );
    assert_eq!(value(&back, "holderTaxId").as_deref(), Some("5510730339"));
    let wrong = with(&account, "holderTaxId", "551073-0349");
    assert_eq!(wrong.status, Status::Invalid);
    assert_eq!(found(&wrong), [("holderTaxId", Code::InvalidNationalCheck)]);
    assert_eq!(wrong.issues[0].position, Some((0, 11)));
}

#[test]
fn icelandic_accounts_are_taken_apart() {
    let typed = |number: &str| check(json!({"country": "IS", "accountNumber": number}));
    for number in [
        "0159-26-007654-551073-0339",
        "159-26-7654-551073-0339",
        "0159 26 007654 551073 0339",
        "0159-26-007654 551073-0339",
        "0159260076545510730339",
    ] {
        let report = typed(number);
        assert_eq!(report.status, Status::Valid, "{number}");
        assert_eq!(
            value(&report, "iban").as_deref(),
            Some("IS140159260076545510730339"),
            "{number}"
        );
        for end in 1..number.len() {
            let begun = typed(&number[..end]);
            assert_eq!(begun.status, Status::Incomplete, "{}", &number[..end]);
        }
    }
    let account = json!({"country": "IS", "accountNumber": "159-26-7654"});
    let short = with(&account, "holderTaxId", "551073-0339");
    assert_eq!(short.status, Status::Valid);
    assert_eq!(
        value(&short, "accountNumber").as_deref(),
        Some("015926007654")
    );
    let account = json!({"country": "IS", "accountNumber": "159-26-7654-551073-0339"});
    let agrees = with(&account, "holderTaxId", "5510730339");
    assert_eq!((agrees.status, agrees.issues.len()), (Status::Valid, 0));
    let other = with(&account, "holderTaxId", "120174-3399");
    assert_eq!(other.status, Status::Invalid);
    assert!(found(&other).contains(&("holderTaxId", Code::ConflictingFields)));
    assert_eq!(typed("0159-26-007654-551073-03391").status, Status::Invalid);
}

#[test]
fn transit_and_institution_stand_together_on_a_canadian_cheque() {
    for key in ["transitNumber", "routingNumber"] {
        let account = json!({"country": "CA", key: "12345-003", "accountNumber": "1234567"});
        let report = check(account.clone());
        assert_eq!((report.status, report.issues.len()), (Status::Valid, 0));
        assert_eq!(value(&report, "transitNumber").as_deref(), Some("12345"));
        assert_eq!(value(&report, "institutionNumber").as_deref(), Some("003"));
        assert_eq!(value(&report, "routingNumber"), None);
        for end in 1..9 {
            let begun = with(&account, key, &"12345-003"[..end]);
            assert_eq!(begun.status, Status::Incomplete, "{key} {end}");
        }
        assert_eq!(
            with(&account, "institutionNumber", "003").status,
            Status::Valid
        );
        let other = with(&account, "institutionNumber", "004");
        assert_eq!(other.status, Status::Invalid);
        assert_eq!(
            found(&other),
            [("institutionNumber", Code::ConflictingFields)]
        );
        for wrong in ["12345-0003", "1234-003", "12345003"] {
            let report = with(&account, key, wrong);
            assert_ne!(report.status, Status::Valid, "{key} {wrong}");
        }
    }
}

#[test]
fn a_bic_beside_the_national_code_is_kept() {
    for account in [
        json!({"country": "SG", "bankCode": "7171", "branchCode": "012", "bic": "DBSSSGSG", "accountNumber": "0123456789"}),
        json!({"country": "SG", "bankCode": "7171", "bic": "DBSSSGSG", "accountNumber": "0123456789"}),
        json!({"country": "SG", "bankCode": "7171", "branchCode": "", "bic": "DBSSSGSG", "accountNumber": "0123456789"}),
        json!({"country": "KE", "bankCode": "01", "bic": "KCBLKENX", "accountNumber": "1234567890"}),
        json!({"country": "KR", "bankCode": "004", "bic": "CZNBKRSE", "accountNumber": "12345678901234"}),
        json!({"country": "ZA", "branchCode": "250655", "bic": "FIRNZAJJ", "accountNumber": "62123456789"}),
        json!({"country": "PH", "bankCode": "010530667", "bic": "BNORPHMM", "accountNumber": "001234567890"}),
    ] {
        let report = check(account.clone());
        assert_eq!(report.status, Status::Valid, "{account}");
        assert!(
            report
                .issues
                .iter()
                .all(|issue| issue.code != Code::UnexpectedField),
            "{account}"
        );
        for key in ["bic", "bankCode", "branchCode"] {
            let given = account[key].as_str().filter(|text| !text.is_empty());
            assert_eq!(value(&report, key).as_deref(), given, "{account}");
        }
        let abroad = with(&account, "bic", "DEUTDEFF");
        assert!(
            found(&abroad).contains(&("bic", Code::CountryMismatch)),
            "{account}"
        );
        assert_eq!(with(&account, "bic", "1").status, Status::Invalid);
    }
    let begun = json!({"country": "SG", "bankCode": "7171", "accountNumber": "0123456789"});
    assert_eq!(found(&check(begun)), [("branchCode", Code::Required)]);
}

#[test]
fn crown_dependencies_have_the_british_form() {
    for country in ["GG", "JE", "IM"] {
        let account =
            json!({"country": country, "sortCode": "089999", "accountNumber": "66374958"});
        let report = check(account.clone());
        assert_eq!(report.checks.national, CheckResult::Passed, "{country}");
        assert!(report.tables.get("gb_modulus").is_some(), "{country}");
        let wrong = with(&account, "accountNumber", "66374959");
        assert_eq!(wrong.checks.national, CheckResult::Failed, "{country}");
    }
}

#[test]
fn azerbaijani_bank_codes_stand_next_to_the_iban() {
    let account = json!({"country": "AZ", "iban": "AZ21NABZ00000000137010001944"});
    let mut codes = account.clone();
    codes["branchCode"] = json!("505141");
    let report = with(&codes, "bankCode", "505141");
    assert_eq!((report.status, report.issues.len()), (Status::Valid, 1));
    assert_eq!(value(&report, "bankCode").as_deref(), Some("505141"));
    // The letters of the IBAN.
    assert_eq!(with(&account, "bankCode", "NABZ").status, Status::Valid);
    let other = with(&account, "bankCode", "AIIB");
    assert_eq!(other.status, Status::Invalid);
    assert!(found(&other).contains(&("bankCode", Code::ConflictingFields)));
}

#[test]
fn mobile_wallets_of_the_west_african_union() {
    for (country, phone) in [
        ("BF", "+22670123456"),
        ("BJ", "+2290197123456"),
        ("CI", "+2250707123456"),
        ("ML", "+22370123456"),
        ("NE", "+22790123456"),
        ("SN", "+221771234567"),
        ("TG", "+22890123456"),
    ] {
        let typed = |value: &str| {
            check(json!({"country": country, "proxy": {"type": "phone", "value": value}}))
        };
        assert_eq!(typed(phone).status, Status::Valid, "{country}");
        assert_eq!(
            typed(&phone[4..]).status,
            Status::Valid,
            "{country} at home"
        );
        let short = &phone[..phone.len() - 1];
        assert_eq!(typed(short).status, Status::Incomplete, "{country}");
        assert_eq!(typed("+33612345678").status, Status::Invalid, "{country}");
    }
}

#[test]
fn dates_of_birth_are_days_of_the_calendar() {
    let account = json!({"country": "KR", "bankCode": "004", "accountNumber": "12345678901234"});
    for date in [
        "1990-01-31",
        "19900131",
        "1990.01.31",
        "2000-02-29",
        "2004-02-29",
    ] {
        let report = with(&account, "holderBirthDate", date);
        assert_eq!(report.status, Status::Valid, "{date}");
        for (end, _) in date.char_indices() {
            let begun = with(&account, "holderBirthDate", &date[..end]).status;
            assert_ne!(begun, Status::Invalid, "{date} at {end}");
        }
    }
    let report = with(&account, "holderBirthDate", "1990-01-31");
    assert_eq!(
        value(&report, "holderBirthDate").as_deref(),
        Some("19900131")
    );
    for (date, position) in [
        ("1990-13-01", (5, 7)),
        ("1990-00-01", (5, 7)),
        ("1990-02-29", (8, 10)),
        ("1900-02-29", (8, 10)),
        ("1990-04-31", (8, 10)),
        ("1990-01-00", (8, 10)),
        ("1890-01-01", (1, 2)),
        ("31-01-1990", (0, 1)),
        ("199O-01-01", (3, 4)),
        ("19902", (4, 5)),
    ] {
        let report = with(&account, "holderBirthDate", date);
        assert_eq!(report.status, Status::Invalid, "{date}");
        assert_eq!(report.issues[0].field, "holderBirthDate");
        assert_eq!(report.issues[0].position, Some(position), "{date}");
    }
    // Where no form asks for it, it is checked all the same.
    let other = json!({"country": "CL", "bankCode": "012", "accountType": "checking", "accountNumber": "123456789", "holderTaxId": "760864285", "holderBirthDate": "1990-02-30"});
    assert_eq!(
        found(&check(other)),
        [("holderBirthDate", Code::InvalidValue)]
    );
    assert!(
        form("KR", "local")
            .iter()
            .any(|field| field.key == "holderBirthDate" && field.optional)
    );
}

#[test]
fn forms_ask_for_what_the_market_asks() {
    for (country, method, key) in [
        ("UA", "iban", "holderTaxId"),
        ("CA", "local", "accountType"),
        ("PE", "local", "accountType"),
        ("JM", "local", "accountType"),
        ("GT", "iban", "accountType"),
        ("SV", "iban", "accountType"),
    ] {
        assert!(field(country, method, key).optional, "{country} {key}");
    }
}

#[test]
fn peruvian_identity_numbers() {
    let account = json!({"country": "PE", "cci": "00219300123456789013"});
    let typed = |number: &str| with(&account, "holderTaxId", number).status;
    for right in ["12345678", "001234567", "001234567890", "20512333797"] {
        assert_eq!(typed(right), Status::Valid, "{right}");
    }
    assert_eq!(typed("1234567"), Status::Incomplete);
    assert_eq!(typed("2051233379"), Status::Incomplete);
    assert_eq!(typed("20512333798"), Status::Invalid);
    assert_eq!(typed("0012345678901"), Status::Invalid);
}
