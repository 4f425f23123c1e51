//! The bank's code in a field of its own, where the number has it in front or behind.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use payout_kit::account::{AccountInput, AccountReport, Status, validate};
use payout_kit::market::FieldKey;
use payout_kit::report::Code;

fn account(country: &str, bank_code: &str, number: &str) -> AccountReport {
    validate(&AccountInput {
        country: country.into(),
        bank_code: Some(bank_code.into()),
        account_number: Some(number.into()),
        ..AccountInput::default()
    })
}

#[test]
fn code_and_number_become_one() {
    for (country, code, number, iban) in [
        ("DK", "0040", "0440116243", "DK5000400440116243"),
        ("DK", "0040", "440116243", "DK5000400440116243"),
        ("DK", "0040", "0040 0440116243", "DK5000400440116243"),
        ("SE", "5000", "583 98 257-4 66", ""),
        ("SE", "8327-9", "33 395 390-9", "SE5280000832790333953909"),
        ("NO", "8601", "1117947", "NO9386011117947"),
        ("NO", "8601", "86011117947", "NO9386011117947"),
        ("CZ", "0800", "19-2000145399", "CZ6508000000192000145399"),
        (
            "CZ",
            "0800",
            "19-2000145399/0800",
            "CZ6508000000192000145399",
        ),
        ("SK", "1200", "19-8742637541", "SK3112000000198742637541"),
    ] {
        let report = account(country, code, number);
        if iban.is_empty() {
            assert_ne!(report.status, Status::Valid, "{country} {number}");
            continue;
        }
        assert_eq!(
            report.status,
            Status::Valid,
            "{country} {number} {report:?}"
        );
        assert_eq!(report.account.unwrap().field(FieldKey::Iban), Some(iban));
    }
}

#[test]
fn a_code_that_the_number_contradicts_is_an_error() {
    for (country, code, number) in [
        ("DK", "0040", "30000440116243"),
        ("DK", "40", "0440116243"),
        ("SE", "6789", "50011234563"),
        ("NO", "8601", "12011117947"),
        ("CZ", "0100", "19-2000145399/0800"),
    ] {
        let report = account(country, code, number);
        assert_eq!(report.status, Status::Invalid, "{country} {number}");
        let is_told = |issue: &payout_kit::report::Issue| {
            issue.code == Code::ConflictingFields && issue.field == "bankCode"
        };
        assert!(report.issues.iter().any(is_told), "{country} {report:?}");
    }
}

/// Positions count the characters of the field that was typed.
#[test]
fn faults_stand_in_the_field_that_was_typed() {
    let report = account("DK", "0040", "04401X6243");
    assert_eq!(report.issues[0].field, "accountNumber");
    assert_eq!(report.issues[0].position, Some((5, 6)));
    let report = account("NO", "8601", "111794X");
    assert_eq!(report.issues[0].position, Some((6, 7)));
}
