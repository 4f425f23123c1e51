//! Currencies, exact amounts, named rounding, fair allocation.
//!
//! An amount is a decimal string at every boundary and an [`Amount`] inside. Nothing here is
//! ever a float, and every rounding has a named [`Rounding`] mode.

mod allocation;
mod amount;
mod exact;
mod rounding;
mod wide;

pub use crate::currency::{CurrencyCode, CurrencyInfo, EDITION, currency_info};
pub use allocation::allocate;
pub use amount::Amount;
pub use exact::{Exact, decimal};
pub use rounding::Rounding;
