//! Generated from `data/`.
#![allow(
    clippy::unreadable_literal,
    reason = "masks of places, written by a generator"
)]

mod countries;
mod iban;
mod markets;

pub(super) use countries::COUNTRIES;
pub(crate) use iban::IBAN_EDITION;
pub(super) use iban::{IBANS, PARENTS, QR, SERVED, UNOFFICIAL};
pub(super) use markets::MARKETS;
pub(crate) use markets::{GENERIC, MARKETS_EDITION};
