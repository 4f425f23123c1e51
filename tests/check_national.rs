//! National check digits as `account::validate` reports them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::arithmetic_side_effects
)]

use payout_kit::account::{AccountInput, AccountReport, CheckResult, Status, validate};
use payout_kit::report::{Code, Severity};

/// An IBAN with right check digits around a BBAN.
fn iban(country: &str, bban: &str) -> String {
    let rest = format!("{bban}{country}00")
        .bytes()
        .fold(0_u32, |rest, byte| match byte {
            b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
            _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
        });
    format!("{country}{:02}{bban}", 98 - rest)
}

fn report(country: &str, bban: &str) -> AccountReport {
    validate(&AccountInput {
        country: country.into(),
        iban: Some(iban(country, bban)),
        ..Default::default()
    })
}

fn british(sort_code: &str, account: &str) -> AccountReport {
    validate(&AccountInput {
        country: "GB".into(),
        sort_code: Some(sort_code.into()),
        account_number: Some(account.into()),
        ..Default::default()
    })
}

/// Country, a BBAN that fits (registry examples), one that does not, and where in the IBAN.
const UNIVERSAL: &[(&str, &str, &str, (usize, usize))] = &[
    ("BA", "1290079401028494", "1290079401028594", (18, 20)),
    ("BE", "539007547034", "539007547134", (14, 16)),
    (
        "CZ",
        "08000000192000145399",
        "08000000192000145398",
        (14, 24),
    ),
    (
        "CZ",
        "08000000192000145399",
        "08000000182000145399",
        (8, 14),
    ),
    (
        "CZ",
        "08000000192000145399",
        "08000000182000145398",
        (8, 24),
    ),
    ("EE", "2200221020145685", "2200221020145686", (19, 20)),
    (
        "ES",
        "21000418450200051332",
        "21000418460200051332",
        (13, 14),
    ),
    (
        "ES",
        "21000418450200051332",
        "21000428450200051332",
        (12, 13),
    ),
    (
        "ES",
        "21000418450200051332",
        "21000418540200051332",
        (12, 14),
    ),
    ("FI", "12345600000785", "12345600000784", (17, 18)),
    (
        "FR",
        "20041010050500013M02606",
        "20041010050500013N02606",
        (25, 27),
    ),
    ("HR", "10010051863000160", "10010051863000161", (11, 21)),
    ("HR", "10010051863000160", "10010061863000160", (4, 11)),
    (
        "HU",
        "117730161111101800000000",
        "117730171111101800000000",
        (4, 12),
    ),
    (
        "HU",
        "117730161111101800000000",
        "117730161111101800000001",
        (12, 28),
    ),
    (
        "IS",
        "0159260076545510730339",
        "0159260076545510730349",
        (16, 26),
    ),
    (
        "IT",
        "X0542811101000000123456",
        "Y0542811101000000123456",
        (4, 5),
    ),
    (
        "MC",
        "11222000010123456789030",
        "11222000010123456789031",
        (25, 27),
    ),
    ("ME", "505000012345678951", "505000012345678952", (20, 22)),
    ("MK", "250120000058984", "250120000058985", (17, 19)),
    (
        "MR",
        "00020001010000123456753",
        "00020001010000123456754",
        (25, 27),
    ),
    ("NO", "86011117947", "86011117948", (14, 15)),
    (
        "PL",
        "109010140000071219812874",
        "109010240000071219812874",
        (4, 12),
    ),
    (
        "PT",
        "000201231234567890154",
        "000201231234567890155",
        (23, 25),
    ),
    ("RS", "260005601001611379", "260005601001611378", (20, 22)),
    ("SI", "263300012039086", "263300012039087", (17, 19)),
    (
        "SK",
        "12000000198742637541",
        "12000000198742637542",
        (14, 24),
    ),
    (
        "SM",
        "U0322509800000000270100",
        "V0322509800000000270100",
        (4, 5),
    ),
    ("TL", "0080012345678910157", "0080012345678910158", (21, 23)),
    (
        "TN",
        "10006035183598478831",
        "10006035183598478832",
        (22, 24),
    ),
];

#[test]
fn universal_rules_are_errors_with_a_position() {
    for &(country, right, wrong, position) in UNIVERSAL {
        let fits = report(country, right);
        assert_eq!(fits.status, Status::Valid, "{country} {right}");
        assert_eq!(
            fits.checks.national,
            CheckResult::Passed,
            "{country} {right}"
        );

        let fails = report(country, wrong);
        assert_eq!(fails.status, Status::Invalid, "{country} {wrong}");
        assert_eq!(fails.checks.structure, CheckResult::Passed);
        assert_eq!(fails.checks.check_digits, CheckResult::Passed);
        assert_eq!(fails.checks.national, CheckResult::Failed);
        let issue = fails
            .issues
            .iter()
            .find(|issue| issue.code == Code::InvalidNationalCheck)
            .unwrap();
        assert_eq!(issue.severity, Severity::Error);
        assert_eq!(issue.position, Some(position), "{country} {wrong}");
    }
}

#[test]
fn advisory_rules_warn_and_leave_the_status() {
    for (country, right, wrong) in [
        ("AL", "212110090000000235698741", "212110080000000235698741"),
        ("XK", "1212012345678906", "1212012345678907"),
        ("BI", "10000100010000332045181", "10000100010000332045182"),
        ("DJ", "00010000000154000100186", "00010000000154000100187"),
        ("GB", "NWBK60161331926819", "NWBK60161331926818"),
    ] {
        assert_eq!(
            report(country, right).checks.national,
            CheckResult::Passed,
            "{country}"
        );
        let fails = report(country, wrong);
        assert_eq!(fails.status, Status::Valid, "{country}");
        assert_eq!(fails.checks.national, CheckResult::Failed, "{country}");
        assert!(
            fails
                .issues
                .iter()
                .any(|issue| issue.code == Code::InvalidNationalCheck
                    && issue.severity == Severity::Warning
                    && issue.position.is_some())
        );
    }
}

/// The eleven test binds no Dutch bank any more: a note, and no failed check.
#[test]
fn the_dutch_eleven_test_is_a_note() {
    assert!(
        report("NL", "ABNA0417164300")
            .issues
            .iter()
            .all(|issue| issue.code != Code::FormerCheckRule)
    );
    let other = report("NL", "ABNA0417164301");
    assert_eq!(other.status, Status::Valid);
    assert_eq!(other.checks.national, CheckResult::NotApplicable);
    assert!(
        other
            .issues
            .iter()
            .any(|issue| issue.code == Code::FormerCheckRule && issue.severity == Severity::Info)
    );
}

#[test]
fn check_digits_that_only_alias_do_not_pass() {
    // The remainder of 00 is that of 97: a rule that looks at it alone would let it through.
    assert_eq!(
        report("BE", "000000000097").checks.national,
        CheckResult::Passed
    );
    assert_eq!(
        report("BE", "000000000000").checks.national,
        CheckResult::Failed
    );
}

#[test]
fn british_sort_codes_and_accounts() {
    let fits = british("08-99-99", "66374958");
    assert_eq!(fits.checks.national, CheckResult::Passed);
    assert_eq!(fits.tables.get("gb_modulus"), Some(&"8.50".into()));
    let fails = british("08-99-99", "66374959");
    assert_eq!(fails.status, Status::Valid);
    assert_eq!(fails.checks.national, CheckResult::Failed);
    assert_eq!(fails.issues[0].field, "accountNumber");
    assert_eq!(
        british("00-00-00", "12345678").checks.national,
        CheckResult::NotVerifiable
    );
    assert_eq!(
        british("08-99-99", "6637").checks.national,
        CheckResult::NotVerifiable
    );
}

#[test]
fn what_has_no_check_says_so() {
    assert_eq!(
        report("AT", "1904300234573201").checks.national,
        CheckResult::NotApplicable
    );
    assert_eq!(
        report("BR", "00360305000010009795493C1").checks.national,
        CheckResult::NotVerifiable
    );
}

#[test]
fn german_accounts_by_the_method_of_the_bank() {
    // Commerzbank 37040044, method 13: the example of the registry.
    let fits = report("DE", "370400440532013000");
    assert_eq!(fits.checks.national, CheckResult::Passed);
    assert!(fits.tables.get("de_methods").is_some());
    let fails = report("DE", "370400440532014000");
    assert_eq!(fails.status, Status::Valid);
    assert_eq!(fails.checks.national, CheckResult::Failed);
    let issue = fails
        .issues
        .iter()
        .find(|issue| issue.code == Code::InvalidNationalCheck);
    assert_eq!(
        issue.map(|issue| (issue.severity, issue.position)),
        Some((Severity::Warning, Some((12, 22))))
    );
    // Method 09 has no check digit; of a bank code that is not listed nothing is known.
    assert_eq!(
        report("DE", "100000000000000001").checks.national,
        CheckResult::NotApplicable
    );
    assert_eq!(
        report("DE", "999999990000000001").checks.national,
        CheckResult::NotVerifiable
    );
}
