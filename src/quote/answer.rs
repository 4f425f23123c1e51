use std::borrow::Cow;

use serde::Serialize;

use crate::calendar::Instant;
use crate::money::{Amount, CurrencyCode, Rounding};
use crate::rail::{Arrival, Codes, Kind};
use crate::report::{Issue, Tables};

use super::request::{Mode, Side};

/// Every rail, and why one cannot be used.
#[derive(Clone, Debug, Serialize)]
pub struct Preview {
    /// Those that can carry the payout first, then by preference.
    pub options: Vec<RailOption>,
    /// Of those that can carry the payout.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best: Option<Best>,
    /// Which rails to try one after another, when the request has a `fallback`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<Route>,
    /// About the request as a whole. Errors here are why there are no numbers.
    pub issues: Vec<Issue>,
    /// The editions of the tables that were used.
    pub tables: Tables,
}

/// A preview in which numbers that several rails share are told once.
#[derive(Clone, Debug, Serialize)]
pub struct Condensed {
    /// An option with the numbers of an earlier one has no fees, taxes, rate, amounts and steps.
    pub preview: Preview,
    /// For each option the place of the earlier one that has its numbers.
    pub same: Vec<Option<usize>>,
}

impl From<Preview> for Condensed {
    /// Nothing is shared.
    fn from(preview: Preview) -> Self {
        let same = Vec::new();
        Self { preview, same }
    }
}

impl Condensed {
    /// The whole preview.
    #[must_use]
    pub fn expand(mut self) -> Preview {
        self.share(|told, option| {
            option.fees.clone_from(&told.fees);
            option.withholding.clone_from(&told.withholding);
            option.rate.clone_from(&told.rate);
            option.steps.clone_from(&told.steps);
        });
        self.amounts()
    }

    /// The preview with the amounts of every option.
    pub(super) fn amounts(mut self) -> Preview {
        self.share(|told, option| {
            option.debit = told.debit;
            option.credit = told.credit;
        });
        self.preview
    }

    fn share(&mut self, hand_on: impl Fn(&RailOption, &mut RailOption)) {
        for (place, same) in self.same.iter().enumerate() {
            let Some((before, rest)) = self.preview.options.split_at_mut_checked(place) else {
                break;
            };
            let told = same.and_then(|same| before.get(same));
            if let (Some(told), Some(option)) = (told, rest.first_mut()) {
                hand_on(told, option);
            }
        }
    }
}

/// The best rails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Best {
    /// Arrives first.
    pub fastest: &'static str,
    /// Costs least for what arrives.
    pub cheapest: &'static str,
}

/// The rails that can carry the payout, in the order of the request's `fallback`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// Each is tried when the one before it cannot reach the payee's bank; none if no rail of the order can
    /// carry the payout.
    pub rails: Vec<&'static str>,
    /// The ISO 20022 local instrument that asks a bank for the same: `INST` (instant only), `ITP`
    /// (instant, or else not) or `CTP` (the reverse).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_instrument: Option<&'static str>,
    /// Not before, whichever rail carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest: Option<Instant>,
    /// Not after, whichever rail carries it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<Instant>,
}

/// The payout over one rail.
#[derive(Clone, Debug, Serialize)]
pub struct RailOption {
    /// The word for it.
    pub rail: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// How it clears.
    pub kind: Kind,
    /// Whether it can carry this payout.
    pub eligible: bool,
    /// Why not, and what else to know.
    pub issues: Vec<Issue>,
    /// When the payee has the money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrival: Option<Arrival>,
    /// Each fee that is charged, its tax on a line of its own.
    pub fees: Vec<Fee>,
    /// Taxes kept back from the payee; no fees.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withholding: Vec<Withheld>,
    /// The conversion's rate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rate: Option<Rate>,
    /// The payer's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debit: Option<Debit>,
    /// The payee's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
    /// The computation, line by line.
    pub steps: Vec<Step>,
    /// The most that the rail carries, and how well that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Cap>,
    /// How a payment is routed over it.
    pub codes: Codes,
}

/// What the payer pays: `amount` + `fees` = `total`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Debit {
    /// Of all three.
    pub currency: CurrencyCode,
    /// What is sent; deducted fees and withheld taxes are inside.
    pub amount: Amount,
    /// Those that come on top.
    pub fees: Amount,
    /// What leaves the payer's account.
    pub total: Amount,
    /// The taxes inside `amount`, if the request withholds any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Amount>,
}

/// What the payee gets: `amount` - `deductions` = `net`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Credit {
    /// Of all three.
    pub currency: CurrencyCode,
    /// What the rail carries.
    pub amount: Amount,
    /// Fees taken on the payee's side.
    pub deductions: Amount,
    /// What arrives.
    pub net: Amount,
}

/// A fee as charged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fee {
    /// The rule's word.
    pub code: String,
    /// For people.
    pub label: String,
    /// In minor units of the side's currency.
    pub amount: Amount,
    /// The side's.
    pub currency: CurrencyCode,
    /// How it is taken.
    pub mode: Mode,
    /// Where it is taken.
    pub side: Side,
    /// The code of the fee that this is the value added tax on.
    #[serde(rename = "vatOn", skip_serializing_if = "Option::is_none")]
    pub vat_on: Option<String>,
}

/// A tax kept back from the payee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Withheld {
    /// The request's word.
    pub code: String,
    /// For people.
    pub label: String,
    /// Of `base`.
    pub percent: String,
    /// What is taxed.
    pub base: Amount,
    /// The tax.
    pub amount: Amount,
    /// Of both.
    pub currency: CurrencyCode,
}

/// The rate of a conversion: 1 of the debit currency in the credit currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rate {
    /// With the mark-up. Exact for a direct pair, as far as 28 digits reach; otherwise shown with 12
    /// significant digits, while amounts are computed from the exact fraction.
    pub customer: String,
    /// The mid-market rate, if the sheet has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mid: Option<String>,
    /// How much worse than mid (than the sheet's rate, if mid is unknown), to 4 decimals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markup_percent: Option<String>,
    /// What the mark-up below mid costs, or below the reference rate if mid is unknown: in the debit
    /// currency, nothing when the customer's rate is better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markup_cost: Option<Amount>,
    /// Whose rate it is.
    pub source: String,
    /// The sheet's day or instant.
    pub as_of: String,
    /// The sheet gives no numbers from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<String>,
    /// The bank sets the final rate.
    pub indicative: bool,
    /// How the sheet's pairs were used.
    pub method: Method,
    /// The common currency of a cross.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<CurrencyCode>,
    /// The same conversion by the reference sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
}

/// What the customer's rate is measured against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    /// Shown as the customer's rate is.
    pub rate: String,
    /// How much worse the customer's rate is, to 4 decimals; negative if it is better.
    pub markup_percent: String,
    /// Whose rate it is.
    pub source: String,
    /// The sheet's day or instant.
    pub as_of: String,
    /// How the sheet's pairs were used.
    pub method: Method,
}

/// How a rate follows from the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// The pair as it stands.
    Direct,
    /// Divided by the opposite pair.
    Inverse,
    /// Over a common currency.
    Cross,
}

/// A rail's limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cap {
    /// Absent: the scheme has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// The rail's.
    pub currency: CurrencyCode,
    /// A year, a month or a day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<&'static str>,
    /// `verified-scheme`, `verified-secondary`, `verified-provider`, `partly-verified`, `known`;
    /// `caller` when the request replaced it.
    pub confidence: &'static str,
}

/// One line of the computation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What is computed: `debit`, `search`, `fee:<code>`, `vat:<code>`, `withholding:<code>`,
    /// `deduct`, `convert`, `markup`, `net`, `total`, `amount`, `split`.
    pub code: Cow<'static, str>,
    /// For people.
    pub label: Cow<'static, str>,
    /// On the operands, in their order.
    pub operation: Operation,
    /// What goes in.
    pub operands: Vec<Operand>,
    /// The exact result before rounding. One whose decimals do not end is cut, not rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unrounded: Option<String>,
    /// The rounding, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rounding: Option<RoundingStep>,
    /// What comes out. Without a rounding the next step goes on from the exact value.
    pub result: String,
    /// Of the result.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<CurrencyCode>,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Operation {
    Given,
    /// The least amount whose own lines, which follow, give the first operand or more; the second
    /// is what one minor unit less would give.
    Search,
    Add,
    Subtract,
    Multiply,
    Divide,
    Percent,
    Min,
    Max,
    /// First operand × second ÷ third, rounded down; the units that are left over go one by one
    /// to the largest remainders, ties to the larger second operand, then to the first label.
    Allocate,
}

/// What goes into a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Operand {
    /// A decimal string.
    pub value: String,
    /// If it is money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<CurrencyCode>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Cow<'static, str>>,
}

/// The rounding of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct RoundingStep {
    /// The mode.
    pub mode: Rounding,
    /// Decimals that are kept.
    pub digits: u8,
}

impl Step {
    pub(super) fn new(
        code: impl Into<Cow<'static, str>>,
        label: impl Into<Cow<'static, str>>,
        operation: Operation,
        operands: Vec<Operand>,
        result: Amount,
    ) -> Self {
        Self {
            code: code.into(),
            label: label.into(),
            operation,
            operands,
            unrounded: None,
            rounding: None,
            result: result.to_string(),
            currency: Some(result.currency()),
        }
    }

    pub(super) fn rounded(
        mut self,
        unrounded: Option<String>,
        mode: Rounding,
        currency: CurrencyCode,
    ) -> Self {
        self.unrounded = unrounded;
        self.rounding = Some(RoundingStep {
            mode,
            digits: currency.digits(),
        });
        self
    }
}

impl Operand {
    pub(super) fn number(value: String, label: impl Into<Cow<'static, str>>) -> Self {
        Self {
            value,
            currency: None,
            label: Some(label.into()),
        }
    }

    pub(super) fn labelled(mut self, label: impl Into<Cow<'static, str>>) -> Self {
        self.label = Some(label.into());
        self
    }
}

impl From<Amount> for Operand {
    fn from(amount: Amount) -> Self {
        Self {
            value: amount.to_string(),
            currency: Some(amount.currency()),
            label: None,
        }
    }
}
