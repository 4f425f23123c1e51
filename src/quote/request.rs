use serde::Deserialize;

use crate::account::AccountInput;
use crate::money::Rounding;
use crate::rail::RailOverride;
use crate::report::{Code, Issue};

/// What is asked: one payout, to be shown over every rail. Amounts, rates and percentages are
/// decimal strings; a number is a wrong type. A member that is not known here is refused, so
/// that nothing that changes the result is ever passed over.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreviewRequest {
    /// What is sent. Exactly one of `debit.amount` and `credit.amount` is given.
    pub debit: DebitRequest,
    /// What arrives, and where.
    pub credit: CreditRequest,
    /// When the payout would be submitted: an ISO 8601 instant.
    pub at: String,
    /// Rates for the conversion and for fees in other currencies.
    pub rates: Option<RateSheet>,
    /// What the payout costs.
    pub fees: Option<Fees>,
    /// What the caller's provider does differently from the scheme.
    pub rails: Option<Vec<RailOverride>>,
    /// What the caller knows better about holidays.
    pub holidays: Option<Vec<HolidayOverride>>,
    /// Who bears the charges. It decides which rails can carry the payout; what is charged to
    /// whom stands in the fee rules.
    pub charge_bearer: Option<ChargeBearer>,
    /// For every rounding; half away from zero if absent.
    pub rounding: Option<Rounding>,
    /// The order of the options; `fastest` if absent.
    pub prefer: Option<Prefer>,
    /// Which rails to try one after another: words of rails, kinds (`instant`, `batch`, `rtgs`,
    /// `wire`), or ISO 20022's `INST`, `ITP` (instant, then batch) and `CTP` (batch, then instant).
    pub fallback: Option<Vec<String>>,
    /// Value added tax on every fee whose rule has no rate of its own.
    pub vat: Option<Vat>,
    /// Taxes that the payer keeps back from the payee and hands to the tax office.
    pub withholding: Option<Vec<Withholding>>,
    /// Rates to measure the customer's rate against, such as the ECB's. They never change an amount.
    pub reference_rates: Option<RateSheet>,
}

/// The payer's side.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DebitRequest {
    /// ISO 4217.
    pub currency: String,
    /// What is sent, before fees that come on top.
    pub amount: Option<String>,
    /// Where the payer's bank is, ISO 3166-1 alpha-2. The law of charges needs it.
    pub country: Option<String>,
}

/// The payee's side.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreditRequest {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// ISO 4217.
    pub currency: String,
    /// What the payee gets, after deductions.
    pub amount: Option<String>,
    /// Where it goes, if that is known already.
    pub account: Option<AccountInput>,
}

/// Exchange rates of one source and time.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RateSheet {
    /// Whose rates they are.
    pub source: String,
    /// A day or an instant.
    pub as_of: String,
    /// From this instant on the sheet gives no numbers.
    pub expires_at: Option<String>,
    /// True when the bank sets the final rate.
    pub indicative: Option<bool>,
    /// The first that fits is used.
    pub pairs: Vec<RatePair>,
}

/// 1 `from` = `rate` `to`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RatePair {
    /// ISO 4217.
    pub from: String,
    /// ISO 4217.
    pub to: String,
    /// The customer's rate.
    pub rate: String,
    /// The mid-market rate, if it is known.
    pub mid: Option<String>,
}

/// A fee schedule.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fees {
    /// Each that fits is charged.
    pub rules: Vec<FeeRule>,
}

/// One fee: `flat` + `percent` of the amount of its side, not less than `min`, not more than
/// `max`. Or a mark-up on the exchange rate; or both.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FeeRule {
    /// A word for it.
    pub code: String,
    /// For people; the code if absent.
    pub label: Option<String>,
    /// Only then; always if absent.
    pub when: Option<When>,
    /// An amount.
    pub flat: Option<String>,
    /// Of the amount of the side: 100 is all of it. At most 6 decimals.
    pub percent: Option<String>,
    /// The least.
    pub min: Option<String>,
    /// The most.
    pub max: Option<String>,
    /// The currency of `flat`, `min` and `max`; the side's currency if absent.
    pub currency: Option<String>,
    /// Who feels it.
    pub mode: Mode,
    /// `debit` if absent.
    pub side: Option<Side>,
    /// Makes the rate so much worse for the payer. At most 6 decimals.
    pub fx_markup_percent: Option<String>,
    /// In place of `flat` and `percent`: one for each range of the amount of the side, ascending.
    pub bands: Option<Vec<FeeBand>>,
    /// `step` if absent.
    pub band_mode: Option<BandMode>,
    /// Value added tax on this fee; the request's if absent, `0` for none. At most 6 decimals.
    pub vat_percent: Option<String>,
}

/// Value added tax on fees. It is charged as a line of its own, beside the fee and as the fee is.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vat {
    /// Of each fee, which is quoted without it. At most 6 decimals.
    pub percent: String,
    /// For people; `VAT` if absent.
    pub label: Option<String>,
}

/// A tax that is withheld: no fee, but paid ahead on the payee's account. It is taken out of the
/// amount on the debit side, before the conversion.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withholding {
    /// A word for it.
    pub code: String,
    /// For people; the code if absent.
    pub label: Option<String>,
    /// Of the base. At most 6 decimals.
    pub percent: String,
    /// What is taxed, in the debit currency; the amount that is sent if absent.
    pub base: Option<String>,
}

/// What a range of amounts is charged. It begins where the band before it ends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeeBand {
    /// The last amount of the band, in the currency of the side. Every band but the last has one,
    /// and the last has none, so that no amount is without a band.
    pub to: Option<String>,
    /// An amount, in the rule's currency.
    pub flat: Option<String>,
    /// At most 6 decimals.
    pub percent: Option<String>,
}

/// How bands are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BandMode {
    /// The band that the amount lies in is charged for the whole amount.
    #[default]
    Step,
    /// Each band is charged for the part of the amount that lies in it, a flat fee once the amount
    /// reaches into the band. The percentages are added exactly and rounded once, then the flat
    /// fees are added.
    Marginal,
}

/// When a fee is charged: all that is given must hold.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct When {
    /// One of these rails.
    pub rails: Option<Vec<String>>,
    /// One of these countries of the payee.
    pub countries: Option<Vec<String>>,
    /// This currency is sent.
    pub debit_currency: Option<String>,
    /// This currency arrives.
    pub credit_currency: Option<String>,
    /// The amount of the rule's side is at least this.
    pub from: Option<String>,
    /// The amount of the rule's side is at most this.
    pub to: Option<String>,
}

/// How a fee is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// The payer pays it besides the amount.
    #[default]
    OnTop,
    /// It is taken out of the amount.
    Deducted,
}

/// On which side of the conversion a fee is computed and taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Before.
    #[default]
    Debit,
    /// After.
    Credit,
}

/// Who bears the charges (ISO 20022 DEBT, CRED, SHAR, SLEV).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeBearer {
    /// The payer, all of them.
    Debtor,
    /// The payee, all of them.
    Creditor,
    /// Each side its own bank's.
    Shared,
    /// As the rail's rules say.
    ServiceLevel,
}

/// Which option comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Prefer {
    /// The one that arrives first.
    #[default]
    Fastest,
    /// The one that costs least for what arrives.
    Cheapest,
}

/// Days on which a calendar differs from the table.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HolidayOverride {
    /// `fed`, `target`, `uk`, `au`, or the country in lower case.
    pub calendar: String,
    /// Days `YYYY-MM-DD` that are closed too.
    pub add: Option<Vec<String>>,
    /// Days that are open after all.
    pub remove: Option<Vec<String>>,
}

/// What there is to say of a text that is no country's code.
pub(super) fn no_country(text: &str, field: &'static str) -> Issue {
    let typed: String = text.trim().chars().take(3).collect();
    if typed.is_empty() {
        Issue::new(Code::Required, field).param("label", "The country")
    } else {
        Issue::new(Code::UnknownCountry, field).param("country", typed)
    }
}
