//! Many payouts at once: a short answer for each, totals, duplicates, and minimums told in time.

use serde::{Deserialize, Serialize};

use crate::account;
use crate::money::{Amount, CurrencyCode, Rounding, decimal};
use crate::order::sort_by;
use crate::rail::RailOverride;
use crate::report::{Code, Issue, Tables};

use super::answer::{Credit, Debit, RailOption};
use super::preview::amounts;
use super::request::{
    ChargeBearer, CreditRequest, DebitRequest, Fees, HolidayOverride, Prefer, PreviewRequest,
    RateSheet, Side, Vat, Withholding,
};

const MAX_ROWS: usize = 100_000;
/// What a failed row says at most.
const MAX_ISSUES: usize = 5;
/// Rows between two calls of the progress.
const STRIDE: usize = 100;

/// Many payouts. What they share stands beside the rows and means what it means in a
/// [`PreviewRequest`].
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[allow(missing_docs)]
pub struct BatchRequest {
    /// At most 100,000.
    pub rows: Vec<BatchRow>,
    /// The least that a payout may be.
    pub minimums: Option<Vec<Minimum>>,
    pub at: String,
    pub rates: Option<RateSheet>,
    pub fees: Option<Fees>,
    pub rails: Option<Vec<RailOverride>>,
    pub holidays: Option<Vec<HolidayOverride>>,
    pub charge_bearer: Option<ChargeBearer>,
    pub rounding: Option<Rounding>,
    pub prefer: Option<Prefer>,
    pub vat: Option<Vat>,
    pub withholding: Option<Vec<Withholding>>,
}

/// One payout of a batch.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchRow {
    /// The caller's; different from the others.
    pub id: Option<String>,
    /// As in a [`PreviewRequest`].
    pub debit: DebitRequest,
    /// As in a [`PreviewRequest`].
    pub credit: CreditRequest,
    /// The rail to use; the first that can carry the payout if absent.
    pub rail: Option<String>,
}

/// Smaller payouts are kept back by the provider: said before they are sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Minimum {
    /// ISO 4217.
    pub currency: String,
    /// The least that may be sent (`debit`) or arrive (`credit`).
    pub amount: String,
    /// Both sides if absent.
    pub side: Option<Side>,
}

/// What became of a batch.
#[derive(Clone, Debug, Serialize)]
pub struct BatchPreview {
    /// One for each row of the request, in its order.
    pub rows: Vec<RowPreview>,
    /// The numbers of the rows that failed.
    pub failed: Vec<usize>,
    /// Of the rows that can be sent, by rail and currencies.
    pub totals: Vec<Total>,
    /// What the payer needs, by currency.
    pub debits: Vec<Sum>,
    /// What arrives, by currency.
    pub credits: Vec<Sum>,
    /// About the request as a whole.
    pub issues: Vec<Issue>,
    /// The editions of the tables that were used.
    pub tables: Tables,
}

/// One row, in short. [`super::preview`] of the same payout says the rest.
#[derive(Clone, Debug, Serialize)]
pub struct RowPreview {
    /// From 0.
    pub row: usize,
    /// The caller's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether it can be sent as it is.
    pub ready: bool,
    /// The rail that it would go over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rail: Option<&'static str>,
    /// The payer's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub debit: Option<Debit>,
    /// The payee's side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<Credit>,
    /// When the payee has it at the latest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
    /// Why it failed, and what to look at; no more than a few.
    pub issues: Vec<Issue>,
}

/// What goes over one rail from one currency to another.
#[derive(Clone, Debug, Serialize)]
pub struct Total {
    /// The word for it.
    pub rail: &'static str,
    /// How many rows.
    pub rows: usize,
    /// Their sum.
    pub debit: Debit,
    /// Their sum.
    pub credit: Credit,
}

/// A sum of one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sum {
    /// ISO 4217.
    pub currency: CurrencyCode,
    /// How many rows.
    pub rows: usize,
    /// `debit.total` or `credit.net` of all of them.
    pub amount: Amount,
}

/// Previews many payouts. `progress` hears how many of how many rows are done, and stops the work
/// by `false`: the rows after that are missing from the answer.
///
/// ```
/// use payout_kit::quote::{BatchRequest, BatchRow, CreditRequest, DebitRequest, preview_batch};
///
/// let row = |id: &str, amount: &str| BatchRow {
///     id: Some(id.into()),
///     debit: DebitRequest { currency: "EUR".into(), amount: Some(amount.into()), ..Default::default() },
///     credit: CreditRequest { country: "DE".into(), currency: "EUR".into(), ..Default::default() },
///     ..Default::default()
/// };
/// let batch = BatchRequest {
///     rows: vec![row("a", "10.00"), row("b", "2.50"), row("c", "0.001")],
///     at: "2026-05-20T14:00:00Z".into(),
///     ..Default::default()
/// };
/// let answer = preview_batch(&batch, |_, _| true);
/// assert_eq!(answer.failed, [2]);
/// assert_eq!(answer.debits[0].amount.to_string(), "12.50");
/// ```
#[must_use]
pub fn preview_batch(
    request: &BatchRequest,
    mut progress: impl FnMut(usize, usize) -> bool,
) -> BatchPreview {
    let mut batch = BatchPreview {
        rows: Vec::new(),
        failed: Vec::new(),
        totals: Vec::new(),
        debits: Vec::new(),
        credits: Vec::new(),
        issues: Vec::new(),
        tables: Tables::new(),
    };
    let count = request.rows.len();
    if count > MAX_ROWS {
        batch
            .issues
            .push(Issue::new(Code::InvalidValue, "rows").param("expected", "at most 100000 rows"));
        return batch;
    }
    let minimums = minimums(request, &mut batch.issues);
    let mut flagged = repeated(&request.rows).into_iter().peekable();
    let mut payout = shared(request);
    for (place, row) in request.rows.iter().enumerate() {
        payout.debit.clone_from(&row.debit);
        payout.credit.clone_from(&row.credit);
        let mut found = one(place, row, &payout, &mut batch.tables);
        if let (Some(debit), Some(credit)) = (found.debit, found.credit) {
            let wanting = minimums
                .iter()
                .find(|minimum| minimum.misses(debit.amount, credit.net));
            found.issues.extend(wanting.map(Limit::issue));
        }
        while let Some((_, issue)) = flagged.next_if(|(flagged, _)| *flagged == place) {
            found.issues.push(issue);
        }
        found.ready = found.rail.is_some() && !found.issues.iter().any(Issue::is_error);
        if !found.ready {
            batch.failed.push(place);
        } else if batch.add(&found).is_none() {
            batch.issues.push(Issue::new(Code::AmountTooLarge, "rows"));
        }
        batch.rows.push(found);
        let done = place.saturating_add(1);
        if (done % STRIDE == 0 || done == count) && !progress(done, count) {
            break;
        }
    }
    sort_by(&mut batch.totals, |one, other| {
        let key = |total: &Total| (total.rail, total.debit.currency, total.credit.currency);
        key(one).cmp(&key(other))
    });
    sort_by(&mut batch.debits, |one, other| {
        one.currency.cmp(&other.currency)
    });
    sort_by(&mut batch.credits, |one, other| {
        one.currency.cmp(&other.currency)
    });
    batch
}

/// The payout of no row yet.
fn shared(request: &BatchRequest) -> PreviewRequest {
    PreviewRequest {
        at: request.at.clone(),
        rates: request.rates.clone(),
        fees: request.fees.clone(),
        rails: request.rails.clone(),
        holidays: request.holidays.clone(),
        charge_bearer: request.charge_bearer,
        rounding: request.rounding,
        prefer: request.prefer,
        vat: request.vat.clone(),
        withholding: request.withholding.clone(),
        ..PreviewRequest::default()
    }
}

fn one(place: usize, row: &BatchRow, payout: &PreviewRequest, tables: &mut Tables) -> RowPreview {
    let answer = amounts(payout);
    tables.extend(answer.tables);
    let mut found = RowPreview {
        row: place,
        id: row.id.clone(),
        ready: false,
        rail: None,
        debit: None,
        credit: None,
        latest: None,
        issues: errors(answer.issues),
    };
    let wanted = row.rail.as_deref().map(str::trim);
    let is_wanted = |option: &RailOption| wanted.is_none_or(|wanted| wanted == option.rail);
    let mut options: Vec<RailOption> = answer.options.into_iter().filter(is_wanted).collect();
    if let Some(place) = options.iter().position(|option| option.eligible) {
        let option = options.swap_remove(place);
        found.rail = Some(option.rail);
        found.debit = option.debit;
        found.credit = option.credit;
        found.latest = option.arrival.map(|arrival| arrival.latest.to_string());
        return found;
    }
    if found.issues.is_empty() && options.is_empty() {
        let issue = Issue::new(Code::InvalidValue, "rail");
        found
            .issues
            .push(issue.param("expected", "a rail of the payee's country"));
    } else if found.issues.is_empty() {
        // The rails of this currency say more than those of others.
        for issue in options.into_iter().flat_map(|option| errors(option.issues)) {
            let told = found.issues.iter().any(|other| other.code == issue.code);
            if !told && found.issues.len() < MAX_ISSUES {
                found.issues.push(issue);
            }
        }
        if found.issues.len() > 1 {
            found
                .issues
                .retain(|issue| issue.code != Code::CurrencyNotCarried);
        }
    }
    found
}

fn errors(mut issues: Vec<Issue>) -> Vec<Issue> {
    issues.retain(Issue::is_error);
    issues.truncate(MAX_ISSUES);
    issues
}

impl BatchPreview {
    /// `None`: a sum has more digits than an amount may have.
    fn add(&mut self, row: &RowPreview) -> Option<()> {
        let (rail, debit, credit) = (row.rail?, row.debit?, row.credit?);
        let same = |total: &Total| {
            (total.rail, total.debit.currency, total.credit.currency)
                == (rail, debit.currency, credit.currency)
        };
        if let Some(total) = self.totals.iter_mut().find(|total| same(total)) {
            let (ours, theirs) = (&mut total.debit, &mut total.credit);
            ours.amount = ours.amount.checked_add(debit.amount)?;
            ours.fees = ours.fees.checked_add(debit.fees)?;
            ours.total = ours.total.checked_add(debit.total)?;
            if let (Some(sum), Some(withheld)) = (ours.withheld, debit.withheld) {
                ours.withheld = Some(sum.checked_add(withheld)?);
            }
            theirs.amount = theirs.amount.checked_add(credit.amount)?;
            theirs.deductions = theirs.deductions.checked_add(credit.deductions)?;
            theirs.net = theirs.net.checked_add(credit.net)?;
            total.rows = total.rows.saturating_add(1);
        } else {
            self.totals.push(Total {
                rail,
                rows: 1,
                debit,
                credit,
            });
        }
        sum(&mut self.debits, debit.total)?;
        sum(&mut self.credits, credit.net)
    }
}

fn sum(sums: &mut Vec<Sum>, amount: Amount) -> Option<()> {
    let currency = amount.currency();
    if let Some(sum) = sums.iter_mut().find(|sum| sum.currency == currency) {
        sum.amount = sum.amount.checked_add(amount)?;
        sum.rows = sum.rows.saturating_add(1);
    } else {
        sums.push(Sum {
            currency,
            rows: 1,
            amount,
        });
    }
    Some(())
}

/// A minimum, read.
struct Limit {
    least: Amount,
    side: Option<Side>,
}

impl Limit {
    fn misses(&self, sent: Amount, arrives: Amount) -> bool {
        let under =
            |amount: Amount, side| self.side.is_none_or(|only| only == side) && amount < self.least;
        // Of two currencies none is less.
        under(sent, Side::Debit) || under(arrives, Side::Credit)
    }

    fn issue(&self) -> Issue {
        Issue::new(Code::UnderPayoutMinimum, "minimums")
            .param("currency", self.least.currency().as_str())
            .param("min", self.least.to_string())
    }
}

fn minimums(request: &BatchRequest, issues: &mut Vec<Issue>) -> Vec<Limit> {
    let mut read = Vec::new();
    for (place, minimum) in request.minimums.iter().flatten().enumerate() {
        let least = CurrencyCode::parse(&minimum.currency, "currency")
            .and_then(|currency| Amount::parse(&minimum.amount, currency, "amount"));
        match least {
            Ok(least) => read.push(Limit {
                least,
                side: minimum.side,
            }),
            Err(issue) => issues.push(issue.under(&["minimums.", &place.to_string()].concat())),
        }
    }
    read
}

/// By row: an id that an earlier one has, or the same amount to the same account.
fn repeated(rows: &[BatchRow]) -> Vec<(usize, Issue)> {
    let mut found = Vec::new();
    let ids = rows.iter().map(|row| row.id.clone());
    pairs(ids, Code::DuplicateId, &mut found);
    pairs(rows.iter().map(payment), Code::DuplicatePayout, &mut found);
    sort_by(&mut found, |one, other| one.0.cmp(&other.0));
    found
}

/// What makes two rows the same payment; nothing without an account and an amount.
fn payment(row: &BatchRow) -> Option<String> {
    let account = account::validate(row.credit.account.as_ref()?).account?;
    let number = match account.iban() {
        Some(iban) => iban.to_string(),
        None => account.formatted,
    };
    let amount = |text: Option<&String>| {
        text.map(|text| match decimal(text.trim()) {
            Some(number) => number.normalize().to_string(),
            None => text.clone(),
        })
        .unwrap_or_default()
    };
    let (sent, wanted) = (row.debit.amount.as_ref(), row.credit.amount.as_ref());
    sent.or(wanted)?;
    let key = [
        &row.debit.currency,
        &row.credit.currency,
        &number,
        &amount(sent),
        &amount(wanted),
    ];
    Some(key.map(|part| part.trim().to_ascii_uppercase()).join("\n"))
}

fn pairs(keys: impl Iterator<Item = Option<String>>, code: Code, found: &mut Vec<(usize, Issue)>) {
    let mut keys: Vec<(String, usize)> = keys
        .enumerate()
        .filter_map(|(place, key)| Some((key?, place)))
        .collect();
    sort_by(&mut keys, |one, other| one.0.cmp(&other.0));
    let mut first: Option<&(String, usize)> = None;
    for entry in &keys {
        match first {
            Some((key, place)) if *key == entry.0 => {
                let field = match code {
                    Code::DuplicateId => "id",
                    _ => "credit.account",
                };
                let issue = Issue::new(code, field)
                    .param("row", place.to_string())
                    .param("number", place.saturating_add(1).to_string());
                found.push((entry.1, issue));
            }
            _ => first = Some(entry),
        }
    }
}
