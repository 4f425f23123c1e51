//! What a form calls: markets and accounts.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::account::TableError;

use super::super::plain;
use super::{INVALID_ARGUMENT, Outcome, named, read, write_text};

/// The name of an official file that is not as published.
const INVALID_TABLE: &str = "invalid_table";

#[wasm_bindgen(js_name = listMarkets)]
pub fn list_markets() -> Outcome<String> {
    write_text(&plain::list_markets())
}

#[wasm_bindgen(js_name = accountRequirements)]
pub fn account_requirements(request: &str) -> Outcome<String> {
    write_text(&plain::account_requirements(&read(request)?))
}

#[wasm_bindgen(js_name = validateAccount)]
pub fn validate_account(account: &str) -> Outcome<String> {
    write_text(&plain::validate_account(&read(account)?))
}

#[wasm_bindgen(js_name = validateAccountsWith)]
pub fn validate_accounts_with(accounts: &str, packs: &[u8]) -> Outcome<String> {
    let reports = plain::validate_accounts_with(&read::<Vec<_>>(accounts)?, packs);
    write_text(&reports.ok_or_else(|| {
        named(
            INVALID_ARGUMENT,
            "A directory or table is of another version of payout-kit, or cut.",
        )
    })?)
}

#[wasm_bindgen(js_name = gbModulusTable)]
pub fn gb_modulus_table(weights: &str, substitutions: &str, edition: &str) -> Outcome<Vec<u8>> {
    plain::gb_modulus_table(weights, substitutions, edition).map_err(|error| refused(&error))
}

#[wasm_bindgen(js_name = deMethodsTable)]
pub fn de_methods_table(text: &str, edition: &str) -> Outcome<Vec<u8>> {
    plain::de_methods_table(text, edition).map_err(|error| refused(&error))
}

/// The message is what `pkg/src/engine.ts` takes apart: argument, line, text.
fn refused(error: &TableError) -> JsValue {
    let place = format!("{}\n{}\n{error}", error.argument, error.line);
    named(INVALID_TABLE, &place)
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
pub fn validate_iban_column(bytes: &[u8], offsets: &[u32], validity: &[u8]) -> Vec<u16> {
    plain::validate_iban_column(bytes, offsets, validity)
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
