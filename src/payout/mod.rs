//! The intent, its canonical bytes, batch manifests.
//!
//! [`canonical`] checks a [`PayoutIntent`] and writes it once, as JSON that can be signed. Those
//! bytes are hashed, signed, sent and verified; [`summary`] shows them, [`read`] reads them back.
//! Texts are signed exactly as given; nothing is normalised, and characters that deceive the eye
//! are refused.

mod canonical;
mod intent;
pub mod json;
mod manifest;
mod read;
mod reference;
mod summary;
mod text;

pub use canonical::{CanonicalPayout, canonical};
pub use intent::{Conversion, Creditor, Debtor, PayoutIntent, PostalAddress, Remittance};
pub use manifest::{BATCH_VERSION, MAX_BATCH, Manifest, manifest};
pub use read::{ReadError, read};
pub use summary::{SummaryLine, summary};

/// The member `version` of the bytes.
pub const VERSION: &str = "payout-request/1";
