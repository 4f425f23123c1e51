//! Any account of any country: a report, the same twice, its places inside of what was typed.
//! What is valid stays valid, and the same account, once it is written as people write it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payout_kit::account::{Status, format, mask, validate};
use payout_kit::market::FieldKey;
use payout_kit_fuzz::{AnyAccount, assert_positions};

fuzz_target!(|account: AnyAccount| {
    let input = account.0;
    let report = validate(&input);
    assert_eq!(report, validate(&input));
    assert_eq!(report.account.is_some(), report.status == Status::Valid);
    assert_positions(&input);
    let _ = format(&input);
    let shown = mask(&input);
    // The bank behind a slash and the host of an alias are nobody's secret.
    let own = shown.split(['/', '@']).next().unwrap_or_default();
    assert!(own.trim_start_matches('•').trim().chars().count() <= 4);
    assert!(payout_kit::wasm::json::write(&report).is_ok());
    if let Some(found) = &report.account
        && let Some(iban) = found.field(FieldKey::Iban)
    {
        let again = payout_kit::account::AccountInput {
            country: input.country.clone(),
            iban: Some(iban.to_string()),
            ..Default::default()
        };
        let shown = payout_kit::account::AccountInput {
            iban: Some(format(&again)),
            ..again.clone()
        };
        let (one, two) = (validate(&again), validate(&shown));
        assert_eq!(one.status, Status::Valid);
        assert_eq!(one.account, two.account, "format, then parse");
    }
});
