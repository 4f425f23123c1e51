//! `data/checks.csv` says of every rule what a failure means; this holds the rules to it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod forms;

use forms::Typed;
use payout_kit::account::validate;
use payout_kit::report::{Code, Severity};

/// What the checks say of an account: nothing, or how strongly.
fn said(country: &str, fields: &str) -> Option<(Code, Severity)> {
    let mut typed = Typed::new(country);
    for field in fields.split(' ') {
        let (key, value) = field.split_once('=').unwrap();
        typed.put(key, value);
    }
    let issues = validate(&typed.account()).issues;
    let by_a_check = |code| {
        matches!(
            code,
            Code::InvalidCheckDigits | Code::InvalidNationalCheck | Code::FormerCheckRule
        )
    };
    issues
        .iter()
        .find(|issue| by_a_check(issue.code))
        .map(|issue| (issue.code, issue.severity))
}

#[test]
fn every_rule_means_what_the_table_says() {
    let mut rows = csv::Reader::from_path("data/checks.csv").unwrap();
    let mut count = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let (rule, country) = (&row[0], &row[1]);
        assert_eq!(said(country, &row[2]), None, "{rule} {country}");
        let Some((code, severity)) = said(country, &row[3]) else {
            panic!("{rule} {country}: nothing is said of {}", &row[3]);
        };
        let expected = match &row[4] {
            "universal" => Severity::Error,
            "advisory" => Severity::Warning,
            "former" => Severity::Info,
            other => panic!("{rule}: {other}"),
        };
        assert_eq!(severity, expected, "{rule} {country}");
        assert_eq!(code == Code::FormerCheckRule, &row[4] == "former", "{rule}");
        count += 1;
    }
    assert!(count > 30);
}
