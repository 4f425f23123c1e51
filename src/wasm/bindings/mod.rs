//! `wasm-bindgen` exports; no logic. Each feature is a wasm file of its own on npm.

#![expect(unreachable_pub, reason = "wasm-bindgen exports public items only")]

use js_sys::Error;
#[cfg(any(feature = "accounts", feature = "iso20022"))]
use serde::Serialize;
use wasm_bindgen::prelude::JsValue;

use super::json;

#[cfg(feature = "accounts")]
mod accounts;
#[cfg(feature = "iso20022")]
mod bank;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "verify")]
mod server;

type Outcome<T> = Result<T, JsValue>;

#[cfg(any(feature = "client", feature = "verify"))]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn thumbprint(key: &str) -> Outcome<String> {
    super::plain::thumbprint(&read(key)?).map_err(|issue| named(INVALID_ARGUMENT, &issue.message()))
}

/// The name by which the facade knows a request of the wrong shape.
const INVALID_ARGUMENT: &str = "invalid_argument";

fn read<T: json::FromJson>(request: &str) -> Result<T, JsValue> {
    json::read(request).map_err(|malformed| named(INVALID_ARGUMENT, &malformed.to_string()))
}

/// What a page loads has one writer: see [`json`].
#[cfg(any(feature = "accounts", feature = "iso20022"))]
fn write_text<T: Serialize>(value: &T) -> Outcome<String> {
    json::write(value).map_err(|_| named("internal_error", "The result cannot be written."))
}

/// As rows, which `pkg/src/rows.ts` makes objects again.
#[cfg(feature = "client")]
fn write_rows<T: Serialize>(value: &T) -> Outcome<String> {
    json::write_rows(value).map_err(|_| named("internal_error", "The result cannot be written."))
}

fn named(name: &str, message: &str) -> JsValue {
    let error = Error::new(message);
    error.set_name(name);
    error.into()
}
