//! What the core says about its input: issues with stable codes, in words that are safe to show.
//!
//! A result of this crate never carries bad input as an error of the programme: it carries
//! [`Issue`]s. Each names its field, says what is wrong by a [`Code`], and may point at the
//! characters. No message holds an account number.

mod code;
mod issue;
mod ordinal;
mod pairs;

pub use code::{Code, Severity};
pub use issue::{Details, Issue, Tables};
pub(crate) use ordinal::ordinal;
pub use pairs::Pairs;
