//! Instants, civil dates, the time zones of the rails, and the days on which payments settle.
//!
//! Nothing here reads a clock: the time is always an argument.

mod date;
mod holidays;
mod instant;
mod rules;
mod settlement;
mod zone;
mod zones;

pub use date::{Date, Weekday};
pub use holidays::EDITION as HOLIDAYS_EDITION;
pub use instant::Instant;
pub use settlement::{Calendar, Day, Holiday};
pub use zone::{Local, Zone};
pub use zones::EDITION as ZONES_EDITION;
