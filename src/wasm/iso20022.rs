//! Bank formats as plain data: bad input is a result.

use serde::{Deserialize, Serialize};

use crate::iso20022::{
    self, CreditTransfer, CreditTransferRequest, DocumentError, GlobalPayment,
    GlobalPaymentRequest, Notification, StatusReport,
};
use crate::report::{Code, Issue};

use super::json::{FromJson, Reader};

/// What came of it.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Answer<T> {
    /// Written, or read.
    Ready(T),
    /// At least one error.
    Rejected {
        /// What is wrong.
        issues: Vec<Issue>,
    },
}

/// Canonical bytes of payouts, as the texts that they are the UTF-8 of.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub struct Payouts(Vec<String>);

impl FromJson for Payouts {
    fn empty() -> Self {
        Self(Vec::new())
    }

    fn read(&mut self, reader: &mut Reader<'_>) {
        self.0.read(reader);
    }
}

/// Payouts hold account numbers.
impl std::fmt::Debug for Payouts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Payouts").field(&self.0.len()).finish()
    }
}

/// [`iso20022::credit_transfer`].
#[must_use]
pub fn write_credit_transfer(
    request: &CreditTransferRequest,
    payouts: &Payouts,
) -> Answer<CreditTransfer> {
    let payouts: Vec<&[u8]> = payouts.0.iter().map(String::as_bytes).collect();
    answered(iso20022::credit_transfer(request, &payouts))
}

/// [`iso20022::global_payment`].
#[must_use]
pub fn write_global_payment(request: &GlobalPaymentRequest, payout: &str) -> Answer<GlobalPayment> {
    answered(iso20022::global_payment(request, payout.as_bytes()))
}

/// [`iso20022::status_report`].
#[must_use]
pub fn read_status_report(xml: &str) -> Answer<StatusReport> {
    answered(iso20022::status_report(xml).map_err(|error| refused(error, "a pain.002")))
}

/// [`iso20022::notification`].
#[must_use]
pub fn read_notification(xml: &str) -> Answer<Notification> {
    let expected = "a camt.054, camt.053 or camt.052";
    answered(iso20022::notification(xml).map_err(|error| refused(error, expected)))
}

fn answered<T>(result: Result<T, Vec<Issue>>) -> Answer<T> {
    match result {
        Ok(value) => Answer::Ready(value),
        Err(issues) => Answer::Rejected { issues },
    }
}

fn refused(error: DocumentError, expected: &'static str) -> Vec<Issue> {
    let issue = match error {
        DocumentError::TooLarge => {
            Issue::new(Code::TooLong, "").param("max", iso20022::MAX_BYTES.to_string())
        }
        DocumentError::NotXml => Issue::new(Code::NotXml, ""),
        DocumentError::OtherMessage => {
            Issue::new(Code::OtherMessage, "").param("expected", expected)
        }
    };
    vec![issue]
}
