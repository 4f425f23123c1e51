//! Bank file formats: credit transfers out, status reports and notifications in.
//!
//! Writers take the canonical bytes of payouts, so that what a bank gets is what was shown and
//! signed: [`credit_transfer`] writes pain.001, [`global_payment`] the body of J.P. Morgan's Global
//! Payments API. Readers give the events of [`status`](crate::status): [`status_report`] reads
//! pain.002, [`notification`] reads camt.054.
//!
//! A schema checks form only. Which optional elements a bank wants, it says in its own guide.

mod agent;
mod codes;
mod credit_transfer;
mod debtor;
mod document;
mod global_payment;
mod latin;
mod notification;
mod order;
mod status_report;
mod style;
mod table;
mod xml;

pub use credit_transfer::{
    Characters, CreditTransfer, CreditTransferRequest, Version, credit_transfer,
};
pub use debtor::DebtorAccount;
pub use document::{DocumentError, MAX_BYTES};
pub use global_payment::{GlobalPayment, GlobalPaymentRequest, global_payment};
pub use notification::{Entry, Notification, notification};
pub use status_report::{Report, Scope, StatusReport, status_report};

use crate::report::{Code, Issue};

/// What a field should have been.
fn wrong(field: &'static str, expected: &'static str) -> Issue {
    Issue::new(Code::InvalidValue, field).param("expected", expected)
}
