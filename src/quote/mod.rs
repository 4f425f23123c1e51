//! What a payout costs, what the payee gets, and how an amount is divided.
//!
//! [`preview`] shows one payout over every rail of the payee's country; [`split`] divides an
//! amount so that nothing is lost. Both answer with the computation, line by line.

mod answer;
mod compute;
mod fees;
mod overrides;
mod preview;
mod request;
mod route;
mod sheet;
mod split;

pub use answer::{
    Best, Cap, Credit, Debit, Fee, Method, Operand, Operation, Preview, RailOption, Rate,
    RoundingStep, Route, Step,
};
pub use preview::preview;
pub use request::{
    BandMode, ChargeBearer, CreditRequest, DebitRequest, FeeBand, FeeRule, Fees, HolidayOverride,
    Mode, NotYet, Prefer, PreviewRequest, RatePair, RateSheet, Side, When,
};
pub use split::{Part, Split, SplitMethod, SplitPart, SplitRequest, split};
