//! Can a rail carry this payout, and if not, why.

use std::borrow::Cow;

use crate::calendar::Date;
use crate::money::{Amount, CurrencyCode};
use crate::report::{Code, Issue};

use super::{Alias, Limit, Live, Rail};

/// How the payee is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payee {
    /// By an alias such as a phone number.
    Alias,
    /// By an account number that has no IBAN, or whose IBAN cannot be told.
    Account,
    /// By an IBAN, or by an account number that has one.
    Iban,
}

/// Everything that speaks against the rail (errors) or should be known about it.
///
/// `amount` is what the rail would carry, if it is known; `payee` how the payee is given, if at
/// all; `on` the day of submission on the rail's clock.
#[must_use]
pub fn eligibility(
    rail: &Rail,
    currency: CurrencyCode,
    amount: Option<Amount>,
    payee: Option<Payee>,
    on: Date,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    if rail.currency != currency {
        issues.push(
            issue(Code::CurrencyNotCarried, "credit.currency", rail)
                .param("currency", currency.as_str()),
        );
        return issues;
    }
    match rail.live {
        Live::No => issues.push(issue(Code::NotLive, "at", rail)),
        Live::From(day) if on < day => {
            issues.push(issue(Code::NotLive, "at", rail).param("from", day.to_string()));
        }
        _ => {}
    }
    if !rail.reachable {
        issues.push(issue(Code::Unreachable, "credit.account", rail));
    } else if !rail.reaches_all {
        issues.push(issue(Code::NotEveryBank, "credit.account", rail));
    }
    let refused = match (payee, rail.alias) {
        (Some(Payee::Alias), Alias::No) => Some(Code::AccountNotCarried),
        (Some(Payee::Account | Payee::Iban), Alias::Only) => Some(Code::AliasOnly),
        (Some(Payee::Account), _) if rail.iban_only => Some(Code::IbanNeeded),
        _ => None,
    };
    issues.extend(refused.map(|code| issue(code, "credit.account", rail)));
    limits(rail, amount, &mut issues);
    issues
}

fn limits(rail: &Rail, amount: Option<Amount>, issues: &mut Vec<Issue>) {
    match rail.limit {
        Limit::None => {}
        Limit::Unknown => issues.push(issue(Code::LimitUnknown, "credit.amount", rail)),
        Limit::At(limit) if amount.is_some_and(|amount| amount > limit) => {
            issues.push(
                issue(Code::OverLimit, "credit.amount", rail)
                    .param("limit", limit.to_string())
                    .param("currency", limit.currency().as_str()),
            );
        }
        Limit::At(_) if rail.confidence == "caller" => {}
        Limit::At(_) => issues.push(
            issue(Code::LimitAdvisory, "credit.amount", rail)
                .param("confidence", source(rail.confidence))
                .param("asOf", rail.as_of),
        ),
    }
    if let Some(min) = rail
        .min
        .filter(|min| amount.is_some_and(|amount| amount < *min))
    {
        issues.push(
            issue(Code::UnderMinimum, "credit.amount", rail)
                .param("min", min.to_string())
                .param("currency", min.currency().as_str()),
        );
    }
}

fn issue(code: Code, field: &'static str, rail: &Rail) -> Issue {
    Issue::new(code, field).param("rail", Cow::Borrowed(rail.name))
}

/// The confidence in words.
fn source(confidence: &str) -> &'static str {
    match confidence {
        "verified-scheme" => "the scheme's own text",
        "verified-secondary" => "the press or a bank's page",
        "verified-provider" => "one provider's page",
        "partly-verified" => "incomplete sources",
        _ => "memory, unchecked,",
    }
}
