use std::fmt;

use serde::{Deserialize, Serialize};

use crate::report::Issue;

use super::PayoutState;

/// One report about a payout, as a provider or a bank sent it.
#[derive(Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusEvent {
    /// The sender's id of the event; the same id twice is one event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whose words `status` is written in: `adyen`, `airwallex`, `jpmorgan`, `stripe`, `truelayer`,
    /// `wise`; absent for ISO 20022.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// An ISO 20022 external payment transaction status code (`ACSP`), or `RETURNED`; the provider's
    /// word if there is a provider.
    pub status: String,
    /// An ISO 20022 external status or return reason code (`AC04`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it happened: an ISO 8601 instant with `Z` or an offset.
    pub at: String,
}

/// What a provider sends is not ours to print.
impl fmt::Debug for StatusEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatusEvent")
            .field("state", &super::state_of(&self.status))
            .finish_non_exhaustive()
    }
}

/// Where a payout stands, and how it came there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PayoutStatus {
    /// The furthest state that a known event reports.
    pub state: PayoutState,
    /// No further event is expected; a return may still follow a credit.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// In words that a payee understands.
    pub message: &'static str,
    /// Why, if the bank said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The events in the order in which they happened, each once.
    pub history: Vec<PastEvent>,
    /// Codes and times that could not be read, and results that contradict each other. Their
    /// fields are paths into `history`.
    pub issues: Vec<Issue>,
}

/// Why a payout did not go the straight way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The bank's code.
    pub code: String,
    /// What it means.
    pub message: &'static str,
    /// What helps.
    pub advice: &'static str,
}

/// An event in its place.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct PastEvent {
    /// Whose words `status` is written in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The code as it came, at most 64 characters of it.
    pub status: String,
    /// What the code stands for.
    pub state: PayoutState,
    /// When it happened, as it came.
    pub at: String,
    /// The reason code, as it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The sender's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

impl fmt::Debug for PastEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PastEvent")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
