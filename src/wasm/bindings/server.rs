//! What a server calls.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::signature::Algorithm;

use super::super::plain;
use super::{Outcome, read, write};

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
