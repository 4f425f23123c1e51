//! From verified bytes to an intent that the core would write in the same way.

use payout_kit::account::{Account, validate};
use payout_kit::payout::json::Value;
use payout_kit::payout::{PayoutIntent, canonical, read};
use payout_kit::report::Issue;
use payout_kit::signature::verify::Refusal;

use crate::problem::{self, Kind, Problem, Result};

/// A payout that is right in itself, and its payee's account.
pub(crate) struct Intent {
    pub(crate) payout: PayoutIntent,
    pub(crate) account: Account,
}

impl Intent {
    /// Reads the bytes, and writes them again to be sure: an amount, an account or a reference
    /// that the core would not sign is not accepted from anyone who signs without it. The mask
    /// that the payer was shown must be the account's.
    pub(crate) fn read(body: &[u8]) -> Result<Self> {
        let not_a_payout = || problem::of_refusal(&Refusal::NotAPayout);
        let written = canonical(&read(body).map_err(|_| not_a_payout())?)
            .map_err(|issues| refused(&issues))?;
        let masked = masked(body).ok_or_else(not_a_payout)?;
        if Some(&masked) != self::masked(written.bytes()).as_ref() {
            let detail = "creditor.masked is not the mask of this account";
            return Err(Problem::from(Kind::InvalidIntent).detail(detail).into());
        }
        // The core's own writing from here on: amounts with their decimals, fields normalised.
        let payout = read(written.bytes()).map_err(|_| not_a_payout())?;
        // A right intent has a right account.
        let account = validate(&payout.creditor.account)
            .account
            .ok_or(Kind::AccountInvalid)?;
        Ok(Self { payout, account })
    }
}

fn masked(bytes: &[u8]) -> Option<String> {
    let intent = Value::read_canonical(bytes).ok()?;
    intent
        .member("creditor")?
        .member("masked")?
        .as_text()
        .map(str::to_owned)
}

fn refused(issues: &[Issue]) -> Problem {
    let is_account = |issue: &Issue| issue.field.starts_with("creditor.account");
    let kind = if issues
        .iter()
        .filter(|issue| issue.is_error())
        .all(is_account)
    {
        Kind::AccountInvalid
    } else {
        Kind::InvalidIntent
    };
    Problem::from(kind).issues(issues)
}
