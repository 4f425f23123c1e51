//! The parser, the fast path, the report and the column agree on any text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payout_kit::account::{
    AccountInput, CheckResult, Iban, RowStatus, Status, is_valid_iban, validate, validate_column,
};
use payout_kit::report::Code;

fuzz_target!(|text: &str| {
    let fast = is_valid_iban(text);
    assert_eq!(fast, Iban::parse(text).is_some());
    let row = || {
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        validate_column(text.as_bytes(), &[0, end])
    };
    let valid = RowStatus::Valid.as_u8();
    let Some(iban) = Iban::parse(text) else {
        // No country can make it right.
        let country: String = text
            .chars()
            .filter(char::is_ascii_alphabetic)
            .take(2)
            .collect();
        let report = validate(&AccountInput {
            country: country.to_uppercase(),
            iban: Some(text.to_owned()),
            ..Default::default()
        });
        let registered = report
            .account
            .is_some_and(|account| account.scheme == "iban");
        // Countries outside of the registry have an IBAN that the report takes, and says so.
        let unofficial = report
            .issues
            .iter()
            .any(|issue| issue.code == Code::UnofficialIban);
        assert!(!registered || unofficial);
        let row = row();
        // A warning stands before the remark that it is unofficial.
        assert!(row.status[0] != valid || row.code(0).is_some());
        if registered && report.status == Status::Valid {
            assert_eq!(row.status[0], valid);
        }
        return;
    };
    assert!(is_valid_iban(iban.as_str()), "parse is idempotent");
    let grouped: String = iban
        .as_str()
        .chars()
        .enumerate()
        .flat_map(|(at, letter)| {
            (at > 0 && at % 4 == 0)
                .then_some(' ')
                .into_iter()
                .chain([letter])
        })
        .collect();
    assert_eq!(
        Iban::parse(&grouped).as_ref().map(Iban::as_str),
        Some(iban.as_str())
    );
    if let Some(country) = iban.country() {
        let report = validate(&AccountInput {
            country: country.to_string(),
            iban: Some(text.to_owned()),
            ..Default::default()
        });
        assert_eq!(report.checks.structure, CheckResult::Passed);
        assert_eq!(report.checks.check_digits, CheckResult::Passed);
        assert_eq!(report.status == Status::Valid, row().status[0] == valid);
    }
});
