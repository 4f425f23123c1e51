//! JSON text at the boundary.
//!
//! Requests come as JSON: what the facade has read into plain data, `JSON.stringify` writes at the
//! engine's own speed, and no script of the caller can run, or throw, while wasm is on the stack.
//! Large results leave as JSON: `JSON.parse` makes thousands of objects faster than thousands of
//! calls across the boundary do.
//!
//! Both serve one purpose and stay small. Their error has no words: the words of a wrong request
//! may repeat an account number, and they would bring the formatting of floats along.

mod read;
mod requests;
mod shape;
mod write;

use std::fmt;

pub use read::{FromJson, Reader, read};
pub use write::{write, write_rows};

/// The text is not JSON, or not of the shape that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("The argument has not the shape of the contract.")
    }
}

impl std::error::Error for Malformed {}

impl serde::ser::Error for Malformed {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}
