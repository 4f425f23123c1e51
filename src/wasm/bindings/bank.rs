//! What the entry for bank formats calls.

use wasm_bindgen::prelude::wasm_bindgen;

use super::super::plain;
use super::{Outcome, read, write_text};

#[wasm_bindgen(js_name = writeCreditTransfer)]
pub fn write_credit_transfer(request: &str, payouts: &str) -> Outcome<String> {
    write_text(&plain::write_credit_transfer(
        &read(request)?,
        &read(payouts)?,
    ))
}

#[wasm_bindgen(js_name = writeGlobalPayment)]
pub fn write_global_payment(request: &str, payout: &str) -> Outcome<String> {
    write_text(&plain::write_global_payment(&read(request)?, payout))
}

#[wasm_bindgen(js_name = readStatusReport)]
pub fn read_status_report(xml: &str) -> Outcome<String> {
    write_text(&plain::read_status_report(xml))
}

#[wasm_bindgen(js_name = readNotification)]
pub fn read_notification(xml: &str) -> Outcome<String> {
    write_text(&plain::read_notification(xml))
}
