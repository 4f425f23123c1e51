//! The reader of requests at the boundary: any text, read as every request of the contract.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payout_kit::account::AccountInput;
use payout_kit::market::RequirementsRequest;
use payout_kit::payout::PayoutIntent;
use payout_kit::quote::{PreviewRequest, SplitRequest, split};
use payout_kit::signature::{Jwk, SigningContext, prepare, thumbprint};
use payout_kit::status::StatusEvent;
use payout_kit::wasm::json::read;
use payout_kit::wasm::plain::validate_account_flat;
use payout_kit::wasm::verification::RequestHead;

fuzz_target!(|text: &str| {
    // What both readers take, they take alike.
    if let (Ok(ours), Ok(theirs)) = (
        read::<Vec<String>>(text),
        serde_json::from_str::<Vec<String>>(text),
    ) {
        assert_eq!(ours, theirs);
    }
    let _ = read::<AccountInput>(text);
    let _ = read::<RequirementsRequest>(text);
    let _ = read::<PreviewRequest>(text);
    if let Ok(request) = read::<SplitRequest>(text) {
        let _ = split(&request);
    }
    if let Ok((intent, context)) = read::<(PayoutIntent, SigningContext)>(text) {
        let _ = prepare(&intent, &context);
    }
    if let Ok(key) = read::<Jwk>(text) {
        let _ = thumbprint(&key);
    }
    let _ = read::<RequestHead>(text);
    let _ = read::<Vec<StatusEvent>>(text);
    let _ = validate_account_flat(text);
});
