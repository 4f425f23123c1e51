//! Everything that can be decided before a payout API is called, and the little that a client
//! must do after it: is the account right, what does the payout cost and when does it arrive,
//! one signed request, and a status that everyone can read.
//!
//! The core is pure: no clock, no randomness, no I/O. Equal inputs give equal bytes, natively,
//! in WebAssembly and in its plain-JavaScript twin.

pub mod account;
pub mod calendar;
mod currency;
#[cfg(feature = "iso20022")]
pub mod iso20022;
pub mod market;
pub mod money;
mod order;
pub mod payout;
pub mod quote;
pub mod rail;
pub mod report;
pub mod signature;
pub mod status;
pub mod wasm;
