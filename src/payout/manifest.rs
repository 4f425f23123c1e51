//! A batch as one text to be signed: how many payouts, what they come to in each currency, and
//! which they are. Directive (EU) 2015/2366's technical standards, article 5(3)(b), ask for the
//! code of a batch to be specific to its total amount and its payees.

use std::fmt;

use crate::report::{Code, Issue};

use super::VERSION;
use super::json::Value;
use super::summary::{SummaryLine, grouped};

/// The member `version` of a manifest.
pub const BATCH_VERSION: &str = "payout-batch/1";

/// The most payouts of one batch: their digests fit the 16 KiB of a signed body.
pub const MAX_BATCH: usize = 200;

/// The canonical text of a batch:
/// `{"count":"2","idempotencyKey":…,"items":[digest, …],"totals":{"EUR":"20.00"},"version":…}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Manifest {
    text: String,
    summary: Vec<SummaryLine>,
}

impl Manifest {
    /// What is hashed, signed and sent.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines of a confirmation screen: `count`, then a `total` for each currency.
    #[must_use]
    pub fn summary(&self) -> &[SummaryLine] {
        &self.summary
    }
}

impl fmt::Debug for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Manifest").finish_non_exhaustive()
    }
}

/// Writes the manifest of payouts: each as its canonical bytes and their digest. The order of the
/// payouts is part of it.
///
/// # Errors
/// No payout or too many, a text that is no payout, one that stands there twice.
pub fn manifest(
    idempotency_key: &str,
    payouts: &[(&[u8], String)],
) -> Result<Manifest, Vec<Issue>> {
    let mut issues = Vec::new();
    if !(1..=255).contains(&idempotency_key.len())
        || !idempotency_key.bytes().all(|byte| byte.is_ascii_graphic())
    {
        issues.push(
            Issue::new(Code::InvalidValue, "idempotencyKey")
                .param("expected", "1 to 255 visible ASCII characters"),
        );
    }
    if !(1..=MAX_BATCH).contains(&payouts.len()) {
        issues.push(Issue::new(Code::BatchSize, "payouts").param("max", MAX_BATCH.to_string()));
        return Err(issues);
    }
    // Lists: a batch is short, and a tree's code weighs ten times as much.
    let mut totals: Totals = Vec::new();
    let mut seen = Vec::new();
    for (place, (bytes, _)) in payouts.iter().enumerate() {
        let wrong = match item(bytes) {
            None => Some(
                Issue::new(Code::InvalidValue, format!("payouts[{place}]"))
                    .param("expected", "a prepared payout"),
            ),
            Some(item) => {
                let repeated = seen.contains(&item.idempotency_key);
                seen.push(item.idempotency_key);
                if repeated {
                    Some(Issue::new(
                        Code::RepeatedPayout,
                        format!("payouts[{place}]"),
                    ))
                } else if add(&mut totals, item.currency, &item.amount).is_none() {
                    Some(Issue::new(
                        Code::AmountTooLarge,
                        format!("payouts[{place}]"),
                    ))
                } else {
                    None
                }
            }
        };
        issues.extend(wrong);
    }
    if !issues.is_empty() {
        return Err(issues);
    }
    let text = |text: &str| Value::Text(text.to_owned());
    let mut summary = vec![SummaryLine {
        key: "count",
        label: "Payouts",
        value: payouts.len().to_string(),
    }];
    summary.extend(totals.iter().map(|(currency, sum)| SummaryLine {
        key: "total",
        label: "Total",
        value: format!("{}\u{a0}{currency}", grouped(&sum.to_string())),
    }));
    let sums = totals
        .into_iter()
        .map(|(currency, sum)| (currency, Value::Text(sum.to_string())));
    let digests = payouts.iter().map(|(_, digest)| text(digest));
    let members = [
        ("version", text(BATCH_VERSION)),
        ("idempotencyKey", text(idempotency_key)),
        ("count", Value::Text(payouts.len().to_string())),
        ("totals", Value::Object(sums.collect())),
        ("items", Value::Array(digests.collect())),
    ];
    let members = members.map(|(key, value)| (key.to_owned(), value));
    Ok(Manifest {
        text: Value::Object(members.into()).to_canonical(),
        summary,
    })
}

struct Item {
    idempotency_key: String,
    amount: String,
    currency: String,
}

fn item(bytes: &[u8]) -> Option<Item> {
    let payout = Value::read_canonical(bytes).ok()?;
    let member = |key: &str| payout.member(key).and_then(Value::as_text);
    if member("version") != Some(VERSION) {
        return None;
    }
    Some(Item {
        idempotency_key: member("idempotencyKey")?.to_owned(),
        amount: member("amount")?.to_owned(),
        currency: member("currency")?.to_owned(),
    })
}

/// A sum in minor units. Canonical amounts of one currency have equally many decimals, so no
/// table of currencies is needed here.
#[derive(Clone, Copy)]
struct Sum {
    minor: u128,
    decimals: usize,
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!(
            "{:0>width$}",
            self.minor,
            width = self.decimals.saturating_add(1)
        );
        let whole = digits.len().saturating_sub(self.decimals);
        match digits.split_at_checked(whole) {
            Some((whole, "")) => f.write_str(whole),
            Some((whole, part)) => write!(f, "{whole}.{part}"),
            None => Err(fmt::Error),
        }
    }
}

/// Currencies in order, and what they come to.
type Totals = Vec<(String, Sum)>;

fn add(totals: &mut Totals, currency: String, amount: &str) -> Option<()> {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    let digits = format!("{whole}{part}");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let minor: u128 = digits.parse().ok()?;
    let place = totals.partition_point(|(other, _)| *other < currency);
    if totals
        .get(place)
        .is_none_or(|(other, _)| *other != currency)
    {
        let decimals = part.len();
        totals.insert(place, (currency, Sum { minor: 0, decimals }));
    }
    let (_, sum) = totals.get_mut(place)?;
    if sum.decimals != part.len() {
        return None;
    }
    sum.minor = sum.minor.checked_add(minor)?;
    Some(())
}
