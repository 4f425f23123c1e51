//! What a client calls.

use wasm_bindgen::prelude::wasm_bindgen;

use super::super::plain;
use super::{INVALID_ARGUMENT, Outcome, named, read, write, write_text};

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

#[wasm_bindgen(js_name = validateAccountWith)]
pub fn validate_account_with(account: &str, pack: &[u8]) -> Outcome {
    let report = plain::validate_account_with(&read(account)?, pack);
    write(&report.ok_or_else(|| {
        named(
            INVALID_ARGUMENT,
            "The directory is of another version of payout-kit, or cut.",
        )
    })?)
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

#[wasm_bindgen(js_name = statusOf)]
pub fn status_of(events: &str) -> Outcome {
    write(&plain::status_of(&read::<Vec<_>>(events)?))
}
