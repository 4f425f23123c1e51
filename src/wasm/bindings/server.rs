//! What a server calls.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::signature::Algorithm;

use super::super::plain;
use super::{Outcome, named, read};

#[wasm_bindgen(js_name = checkRequest)]
pub fn check_request(head: &str, body: &[u8]) -> Outcome<JsValue> {
    write(&plain::check_request(&read(head)?, body))
}

/// `record` is empty when the server has no such key.
#[wasm_bindgen(js_name = acceptRequest)]
pub fn accept_request(head: &str, body: &[u8], record: &str, is_valid: bool) -> Outcome<JsValue> {
    let record = Algorithm::of(record);
    write(&plain::accept_request(&read(head)?, body, record, is_valid))
}

#[wasm_bindgen(js_name = cosignRequest)]
pub fn cosign_request(head: &str, context: &str) -> Outcome<JsValue> {
    write(&plain::cosign_request(&read(head)?, &read(context)?))
}

#[wasm_bindgen(js_name = checkCosignature)]
pub fn check_cosignature(head: &str) -> Outcome<JsValue> {
    write(&plain::check_cosignature(&read(head)?))
}

#[wasm_bindgen(js_name = acceptCosignature)]
pub fn accept_cosignature(head: &str, record: &str, is_valid: bool) -> Outcome<JsValue> {
    let record = Algorithm::of(record);
    write(&plain::accept_cosignature(&read(head)?, record, is_valid))
}

#[wasm_bindgen(js_name = prepareBatch)]
pub fn prepare_batch(idempotency_key: &str, payouts: &str, context: &str) -> Outcome<JsValue> {
    let payouts: Vec<String> = read(payouts)?;
    write(&plain::prepare_batch(
        idempotency_key,
        &payouts,
        &read(context)?,
    ))
}

#[wasm_bindgen(js_name = checkBatchPayouts)]
pub fn check_batch_payouts(manifest: &[u8], payouts: &str) -> Outcome<JsValue> {
    let payouts: Vec<String> = read(payouts)?;
    write(&plain::check_batch_payouts(manifest, &payouts))
}

#[wasm_bindgen(js_name = checkStepUp)]
pub fn check_step_up(assertion: &str, policy: &str, record: &str) -> Outcome<JsValue> {
    let record = Algorithm::of(record);
    write(&plain::check_step_up(
        &read(assertion)?,
        &read(policy)?,
        record,
    ))
}

fn write<T: Serialize>(value: &T) -> Outcome<JsValue> {
    value
        .serialize(&Serializer::json_compatible())
        .map_err(|_| named("internal_error", "The result cannot be written."))
}
