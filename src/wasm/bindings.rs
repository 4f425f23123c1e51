//! `wasm-bindgen` exports; no logic.

#![expect(unreachable_pub, reason = "wasm-bindgen exports public items only")]

use wasm_bindgen::prelude::wasm_bindgen;

use super::plain;

/// `isValidIban`.
#[wasm_bindgen(js_name = isValidIban)]
pub fn is_valid_iban(text: &str) -> bool {
    plain::is_valid_iban(text)
}
