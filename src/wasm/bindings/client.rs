//! What a client calls beside the accounts.

use js_sys::Function;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::super::plain;
use super::{Outcome, read, write_rows, write_text};

#[wasm_bindgen(js_name = previewPayout)]
pub fn preview_payout(request: &str) -> Outcome<String> {
    write_rows(&plain::preview_payout_condensed(&read(request)?))
}

#[wasm_bindgen(js_name = splitAmount)]
pub fn split_amount(request: &str) -> Outcome<String> {
    write_text(&plain::split_amount(&read(request)?))
}

/// `progress` takes the rows done and all rows, returns false to stop, and must not throw.
#[wasm_bindgen(js_name = previewBatch)]
pub fn preview_batch(request: &str, progress: &Function) -> Outcome<String> {
    let told = |done: usize, of: usize| {
        let number = |rows: usize| JsValue::from(u32::try_from(rows).unwrap_or(u32::MAX));
        let answer = progress.call2(&JsValue::UNDEFINED, &number(done), &number(of));
        answer.is_ok_and(|go_on| go_on.is_truthy())
    };
    write_text(&plain::preview_batch(&read(request)?, told))
}

#[wasm_bindgen(js_name = settleOrder)]
pub fn settle_order(request: &str) -> Outcome<String> {
    write_text(&plain::settle_order(&read(request)?))
}

#[wasm_bindgen(js_name = currencyInfo)]
pub fn currency_info(code: &str) -> Outcome<String> {
    write_text(&plain::currency_info(code))
}

#[wasm_bindgen(js_name = preparePayout)]
pub fn prepare_payout(intent: &str, context: &str) -> Outcome<String> {
    write_text(&plain::prepare_payout(&read(intent)?, &read(context)?))
}

#[wasm_bindgen(js_name = resignPayout)]
pub fn resign_payout(body: &[u8], context: &str) -> Outcome<String> {
    write_text(&plain::resign_payout(body, &read(context)?))
}

#[wasm_bindgen(js_name = stepUpChallenge)]
pub fn step_up_challenge(digest: &str, nonce: &str) -> String {
    plain::step_up_challenge(digest, nonce)
}

#[wasm_bindgen(js_name = statusOf)]
pub fn status_of(events: &str) -> Outcome<String> {
    write_text(&plain::status_of(&read::<Vec<_>>(events)?))
}
