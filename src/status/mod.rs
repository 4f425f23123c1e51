//! ISO 20022 states and the reducer over events.
//!
//! Events come late, twice and out of order. [`status_of`] gives the same answer for every order
//! and for every repetition of the same events: the furthest state that a known event reports,
//! never a guess. A code that the table lacks is `unknown`; it is never taken for a failure.

mod event;
mod instant;
mod reduce;
mod state;
mod table;
#[cfg(feature = "verify")]
mod webhook;

pub use event::{PastEvent, PayoutStatus, Reason, StatusEvent};
pub use reduce::status_of;
pub use state::{PayoutState, reason_of, state_of};
#[cfg(feature = "verify")]
pub use webhook::{Webhook, WebhookRefusal, WebhookSecret, verify_webhook};

/// The edition of the tables of states, codes and texts: the day of their newest row.
pub const EDITION: &str = table::EDITION;
