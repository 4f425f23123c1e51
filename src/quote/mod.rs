//! What a payout costs, what the payee gets, and how an amount is divided.
//!
//! [`preview`] shows one payout over every rail of the payee's country; [`split`] divides an
//! amount so that nothing is lost. Both answer with the computation, line by line.

mod answer;
mod bearer;
mod charge_areas;
mod compute;
mod fees;
mod overrides;
mod preview;
mod request;
mod route;
mod sheet;
mod split;
mod withholding;

pub use answer::{
    Best, Cap, Credit, Debit, Fee, Method, Operand, Operation, Preview, RailOption, Rate,
    Reference, RoundingStep, Route, Step, Withheld,
};
pub use preview::preview;
pub use request::{
    BandMode, ChargeBearer, CreditRequest, DebitRequest, FeeBand, FeeRule, Fees, HolidayOverride,
    Mode, Prefer, PreviewRequest, RatePair, RateSheet, Side, Vat, When, Withholding,
};
pub use split::{Part, Split, SplitMethod, SplitPart, SplitRequest, split};
