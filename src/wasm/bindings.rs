//! `wasm-bindgen` exports; no logic.

#![expect(unreachable_pub, reason = "wasm-bindgen exports public items only")]

use js_sys::Error;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::signature::Algorithm;

use super::{json, plain};

type Outcome<T = JsValue> = Result<T, JsValue>;

#[wasm_bindgen(js_name = listMarkets)]
pub fn list_markets() -> Outcome<String> {
    write_text(&plain::list_markets())
}

#[wasm_bindgen(js_name = accountRequirements)]
pub fn account_requirements(request: &str) -> Outcome {
    write(&plain::account_requirements(&read(request)?))
}

#[wasm_bindgen(js_name = validateAccount)]
pub fn validate_account(account: &str) -> Outcome {
    write(&plain::validate_account(&read(account)?))
}

#[wasm_bindgen(js_name = validateAccountFlat)]
pub fn validate_account_flat(account: &str) -> String {
    plain::validate_account_flat(account)
}

#[wasm_bindgen(js_name = isValidIban)]
pub fn is_valid_iban(text: &str) -> bool {
    plain::is_valid_iban(text)
}

#[wasm_bindgen(js_name = validateIbanColumn)]
pub fn validate_iban_column(bytes: &[u8], offsets: &[u32]) -> Vec<u16> {
    plain::validate_iban_column(bytes, offsets)
}

#[wasm_bindgen(js_name = issueCodes)]
pub fn issue_codes() -> String {
    plain::issue_codes()
}

#[wasm_bindgen(js_name = formatAccount)]
pub fn format_account(account: &str) -> Outcome<String> {
    Ok(plain::format_account(&read(account)?))
}

#[wasm_bindgen(js_name = maskAccount)]
pub fn mask_account(account: &str) -> Outcome<String> {
    Ok(plain::mask_account(&read(account)?))
}

#[wasm_bindgen(js_name = previewPayout)]
pub fn preview_payout(request: &str) -> Outcome<String> {
    write_text(&plain::preview_payout(&read(request)?))
}

#[wasm_bindgen(js_name = splitAmount)]
pub fn split_amount(request: &str) -> Outcome<String> {
    write_text(&plain::split_amount(&read(request)?))
}

#[wasm_bindgen(js_name = preparePayout)]
pub fn prepare_payout(intent: &str, context: &str) -> Outcome<String> {
    write_text(&plain::prepare_payout(&read(intent)?, &read(context)?))
}

#[wasm_bindgen]
pub fn thumbprint(key: &str) -> Outcome<String> {
    plain::thumbprint(&read(key)?).map_err(|issue| named(INVALID_ARGUMENT, &issue.message()))
}

#[wasm_bindgen(js_name = checkRequest)]
pub fn check_request(head: &str, body: &[u8]) -> Outcome {
    write(&plain::check_request(&read(head)?, body))
}

/// `record` is empty when the server has no such key.
#[wasm_bindgen(js_name = acceptRequest)]
pub fn accept_request(head: &str, body: &[u8], record: &str, is_valid: bool) -> Outcome {
    let record = Algorithm::of(record);
    write(&plain::accept_request(&read(head)?, body, record, is_valid))
}

#[wasm_bindgen(js_name = statusOf)]
pub fn status_of(events: &str) -> Outcome {
    write(&plain::status_of(&read::<Vec<_>>(events)?))
}

/// The name by which the facade knows a request of the wrong shape.
const INVALID_ARGUMENT: &str = "invalid_argument";

fn read<'de, T: Deserialize<'de>>(request: &'de str) -> Result<T, JsValue> {
    json::read(request).map_err(|malformed| named(INVALID_ARGUMENT, &malformed.to_string()))
}

fn write<T: Serialize>(value: &T) -> Outcome {
    value
        .serialize(&Serializer::json_compatible())
        .map_err(|_| named("internal_error", "The result cannot be written."))
}

/// For large results: see [`json`].
fn write_text<T: Serialize>(value: &T) -> Outcome<String> {
    json::write(value).map_err(|_| named("internal_error", "The result cannot be written."))
}

fn named(name: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name(name);
    error.into()
}
