//! The rails of a market: what each can carry, and when a payment over it arrives.
//!
//! A rail is a row of `data/rails.toml`. Limits and hours change faster than releases do, so
//! every row says how well it is known, and a caller can replace it ([`RailOverride`]).

mod arrival;
mod codes;
mod eligibility;
mod explanation;
mod replacement;
mod row;
mod table;
mod words;

use serde::Serialize;

use crate::calendar::{Date, Zone};
use crate::money::{Amount, CurrencyCode};

pub use arrival::{Arrival, CutOff, Holidays, arrival};
pub use codes::{Choices, Codes};
pub use eligibility::{Payee, eligibility};
pub use explanation::{Reason, ReasonCode};
pub use replacement::{RailOverride, SessionOverride, WindowOverride};
pub use row::rails;
pub(crate) use row::{calendar_named, calendar_of_currency, is_known};
pub use table::EDITION;

/// How a rail clears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Each payment by itself, within seconds or minutes.
    Instant,
    /// Many payments together, at set times.
    Batch,
    /// Each payment by itself, final, for large amounts.
    Rtgs,
    /// Through correspondent banks.
    Wire,
}

/// The most that one payment carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// The scheme has none; a bank may.
    None,
    /// We do not know it.
    Unknown,
    /// At most so much.
    At(Amount),
}

/// Whether a rail pays to an alias such as a phone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alias {
    /// To account numbers only.
    No,
    /// To either.
    Also,
    /// To aliases only.
    Only,
}

/// Whose cut-off is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// None: each bank sets its own.
    Bank,
    /// The scheme's or its operator's.
    Scheme,
    /// One provider's, or one that is usual.
    Typical,
    /// The caller's.
    Caller,
}

/// Whether a rail is in operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Live {
    /// Now.
    Yes,
    /// Not yet, and nobody has said when.
    No,
    /// From this day on.
    From(Date),
}

/// When payments are taken and credited. Times are minutes of the local day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timing {
    /// At any time, on every day: credited within so many seconds.
    AroundTheClock {
        /// How long it takes at most.
        seconds: u32,
        /// On business days not from this minute to that one, when another rail has its hours.
        pause: Option<(i32, i32)>,
    },
    /// On business days, together with others.
    Windows(Vec<Window>),
    /// While the system is open, one by one.
    Session {
        /// May be negative: on the calendar day before.
        open: i32,
        /// Submitted before this minute.
        cut_off: i32,
        /// Minutes until the credit at most.
        within: u32,
        /// Credited by then in any case.
        closes: Option<i32>,
        /// Open on every day of the year.
        every_day: bool,
    },
}

/// What is submitted before `cut_off` on a business day is credited between `from` and `to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Minute of the day; 1440 when the bank sets it and the whole day counts.
    pub cut_off: i32,
    /// Business days later, and minute of that day.
    pub from: (i32, i32),
    /// The latest.
    pub to: (i32, i32),
}

impl Window {
    /// What would be credited on the day itself is submitted before the last credit.
    fn closes(&self) -> i32 {
        match self.to {
            (0, last) => self.cut_off.min(last),
            _ => self.cut_off,
        }
    }
}

/// A rail in one country and currency.
#[derive(Clone, Debug)]
pub struct Rail {
    /// The word for it, such as `SCT_INST`; unique within a country.
    pub id: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// How it clears.
    pub kind: Kind,
    /// What it carries.
    pub currency: CurrencyCode,
    /// The most that one payment carries.
    pub limit: Limit,
    /// The least that one payment carries.
    pub min: Option<Amount>,
    /// Whose wall clock its times follow.
    pub zone: Zone,
    /// Which calendar it settles by.
    pub calendar: &'static str,
    /// When.
    pub timing: Timing,
    /// Whose cut-off the timing has.
    pub basis: Basis,
    /// Whether it pays to aliases.
    pub alias: Alias,
    /// Whether a rule obliges every bank to be reachable.
    pub reaches_all: bool,
    /// Whether the caller's provider reaches the payee's bank.
    pub reachable: bool,
    /// Whether it is in operation.
    pub live: Live,
    /// Whether it pays to an IBAN only.
    pub iban_only: bool,
    /// How a payment is routed over it.
    pub codes: Codes,
    /// The date of what we know: a year, a month or a day.
    pub as_of: &'static str,
    /// How well the row is known: `verified-scheme`, `verified-secondary`, `verified-provider`,
    /// `partly-verified` or `known`; `caller` when the caller has replaced the limit.
    pub confidence: &'static str,
}
