//! What a payout costs, what the payee gets, and how an amount is divided.
//!
//! [`preview`] shows one payout over every rail of the payee's country; [`split`] divides an
//! amount so that nothing is lost; [`settle_order`] makes a marketplace's order one payout for each
//! seller; [`preview_batch`] previews many payouts in short. All but the last answer with the
//! computation, line by line.

mod answer;
mod batch;
mod bearer;
mod charge_areas;
mod compute;
mod fees;
mod overrides;
mod preview;
mod request;
mod route;
mod settle;
mod sheet;
mod split;
mod withholding;

pub use answer::{
    Best, Cap, Condensed, Credit, Debit, Fee, Method, Operand, Operation, Preview, RailOption,
    Rate, Reference, RoundingStep, Route, Step, Withheld,
};
pub use batch::{
    BatchPreview, BatchRequest, BatchRow, Minimum, RowPreview, Sum, Total, preview_batch,
};
pub use preview::{preview, preview_condensed};
pub use request::{
    BandMode, ChargeBearer, CreditRequest, DebitRequest, FeeBand, FeeRule, Fees, HolidayOverride,
    Mode, Prefer, PreviewRequest, RatePair, RateSheet, Side, Vat, When, Withholding,
};
pub use settle::{
    Base, CardFee, Commission, FeeBearer, Refund, Sale, SaleTax, SellerPayout, SellerRate,
    Settlement, SettlementLine, SettlementRequest, settle_order,
};
pub use split::{Part, Split, SplitMethod, SplitPart, SplitRequest, split};
