//! Every suggestion, put in the place of what was typed, makes the field right.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payout_kit::account::{AccountInput, validate};
use payout_kit_fuzz::AnyAccount;

fuzz_target!(|account: AnyAccount| {
    let input = account.0;
    let report = validate(&input);
    for issue in &report.issues {
        for text in &issue.suggestions {
            let mut repaired: AccountInput = input.clone();
            match issue.field.as_ref() {
                "iban" => repaired.iban = Some(text.clone()),
                "bic" => repaired.bic = Some(text.clone()),
                "routingNumber" => repaired.routing_number = Some(text.clone()),
                "ifsc" => repaired.ifsc = Some(text.clone()),
                _ => continue,
            }
            let again = validate(&repaired);
            let wrong = again
                .issues
                .iter()
                .any(|other| other.is_error() && other.field == issue.field);
            assert!(!wrong, "a suggestion for {} is wrong itself", issue.field);
        }
    }
});
