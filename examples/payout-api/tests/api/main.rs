//! The sandbox from outside: over HTTP, with an ordinary client and signatures of the core's
//! Rust signer. The signature base is written here once more, so that both sides can be wrong
//! only independently.
#![allow(clippy::semicolon_if_nothing_returned, clippy::needless_pass_by_value)]

mod attacks;
mod certificates;
mod conversion;
mod documented;
mod garbage;
mod journey;
mod keys;
mod ledger;
mod once;
mod postgres_tls;
mod privacy;
mod protocol;
mod restart;
mod scenarios;
mod sessions;
mod step_up;
mod stream;
mod support;
mod webhooks;
