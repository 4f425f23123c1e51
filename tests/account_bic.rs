//! The parts of a BIC by ISO 9362, and what of it is unusual.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use payout_kit::account::{AccountInput, Bic, Status, validate};
use payout_kit::report::{Code, Severity};
use serde_json::{Value, json};

const IBAN: &str = "DE02120300000000202051";

fn report(bic: &str) -> Value {
    let account = json!({"country": "DE", "iban": IBAN, "bic": bic});
    let input: AccountInput = serde_json::from_value(account).unwrap();
    serde_json::to_value(validate(&input)).unwrap()
}

#[test]
fn a_report_has_the_parts_of_a_bic() {
    let head_office = report("deut de ff XXX");
    assert_eq!(
        head_office["account"]["bicParts"],
        json!({"businessParty": "DEUTDEFF", "prefix": "DEUT", "country": "DE", "suffix": "FF", "branch": "XXX"})
    );
    assert_eq!(
        report("DEUTDEFF")["account"]["bicParts"],
        json!({"businessParty": "DEUTDEFF", "prefix": "DEUT", "country": "DE", "suffix": "FF"})
    );
    let without: AccountInput =
        serde_json::from_value(json!({"country": "DE", "iban": IBAN})).unwrap();
    let without = serde_json::to_value(validate(&without)).unwrap();
    assert_eq!(without["account"].get("bicParts"), None);
    let parts = Bic::parse("BELADEBEXXX").unwrap();
    assert_eq!(parts.parts().branch, Some("XXX"));
    assert_eq!(parts.country().unwrap().as_str(), parts.parts().country);
}

#[test]
fn what_is_unusual_in_a_bic_is_said_where_it_stands() {
    for (bic, found) in [
        ("DEUTDEFF", None),
        ("DEUTDEFFXXX", None),
        ("DEUTDEFF5XX", None),
        ("DEUTDEF0", Some((Code::TestBic, Severity::Info, (7, 8)))),
        ("DEUTDEF0500", Some((Code::TestBic, Severity::Info, (7, 8)))),
        (
            "DEUT DE F1",
            Some((Code::PassiveBic, Severity::Info, (9, 10))),
        ),
        (
            "DEUTDEFFX12",
            Some((Code::UnusualBranch, Severity::Warning, (8, 11))),
        ),
    ] {
        let input: AccountInput =
            serde_json::from_value(json!({"country": "DE", "iban": IBAN, "bic": bic})).unwrap();
        let report = validate(&input);
        assert_eq!(report.status, Status::Valid, "{bic}");
        let issue = report.issues.iter().find(|issue| issue.field == "bic");
        let seen = issue.map(|issue| (issue.code, issue.severity, issue.position.unwrap()));
        assert_eq!(seen, found, "{bic}");
    }
}
