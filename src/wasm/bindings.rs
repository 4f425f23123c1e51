//! `wasm-bindgen` exports; no logic.
