//! Is the conversion that was signed the one that was quoted? Everything is computed again by
//! the core, from the sheet that was served and the fee schedule.

use payout_kit::money::{Amount, CurrencyCode, decimal};
use payout_kit::payout::Conversion;
use payout_kit::quote::{PreviewRequest, RailOption, preview};

use crate::app::App;
use crate::clock::{Millis, parse_iso};
use crate::problem::{Kind, Problem, Result};
use crate::rates;

/// The expiry of the sheet that the conversion names, if it was served here and holds when the
/// payout sets out.
pub(crate) fn expiry(app: &App, conversion: &Conversion, start: Millis) -> Result<Millis> {
    let quote_id = conversion.quote_id.as_deref().ok_or(Kind::QuoteUnknown)?;
    let expires = rates::expiry_of(app, quote_id).ok_or(Kind::QuoteUnknown)?;
    if parse_iso(&conversion.expires_at) != Some(expires) {
        return mismatch("expiresAt is not the sheet's");
    }
    if expires <= start {
        return Err(Kind::QuoteExpired.into());
    }
    Ok(expires)
}

/// The debit that was signed, if the sheet and the fees give its rate and its amounts.
///
/// `option` is the least debit that credits so much. A payer who fixed the debit may pay a little
/// more for the same credit, but less than the least debit that credits one minor unit more.
pub(crate) fn debit(
    conversion: &Conversion,
    option: &RailOption,
    request: &PreviewRequest,
) -> Result<Amount> {
    let (Some(rate), Some(least)) = (&option.rate, &option.debit) else {
        return mismatch("the rate sheet does not convert these currencies");
    };
    if decimal(&conversion.rate) != decimal(&rate.customer) {
        return mismatch("rate is not the sheet's with its mark-up");
    }
    let currency = least.currency;
    let signed = Amount::parse(&conversion.debit_amount, currency, "debitAmount");
    let Ok(signed) = signed else {
        return mismatch("debitAmount");
    };
    if signed < least.total || more(option, request).is_some_and(|most| signed > most) {
        return mismatch("debitAmount is not what the sheet and the fees give");
    }
    Ok(signed)
}

/// What one minor unit more would cost at least.
fn more(option: &RailOption, request: &PreviewRequest) -> Option<Amount> {
    let currency = CurrencyCode::parse(&request.credit.currency, "currency").ok()?;
    let credit = Amount::parse(request.credit.amount.as_deref()?, currency, "amount").ok()?;
    let mut request = request.clone();
    request.credit.amount =
        Some(Amount::from_minor(credit.minor().checked_add(1)?, currency)?.to_string());
    let options = preview(&request).options;
    options
        .into_iter()
        .find(|other| other.rail == option.rail)?
        .debit
        .map(|debit| debit.total)
}

fn mismatch<T>(detail: &str) -> Result<T> {
    Err(Problem::from(Kind::QuoteMismatch).detail(detail).into())
}
