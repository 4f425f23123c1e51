//! The boundary: plain data in, plain data out.
//!
//! [`plain`] is ordinary Rust that any binding can call; `bindings` is the only place that names
//! `wasm-bindgen`, `js-sys` and `serde-wasm-bindgen`, and exists on wasm32 only.

pub mod column;
pub mod flat;
#[cfg(feature = "iso20022")]
pub mod iso20022;
pub mod json;
pub mod plain;
#[cfg(feature = "verify")]
pub mod verification;

#[cfg(all(
    target_arch = "wasm32",
    any(feature = "accounts", feature = "verify", feature = "iso20022")
))]
mod bindings;
