//! Can a rail carry this payout, and if not, why.

use std::borrow::Cow;

use crate::money::{Amount, CurrencyCode};
use crate::report::{Code, Issue};

use super::{Alias, Limit, Rail};

/// Everything that speaks against the rail (errors) or should be known about it.
///
/// `amount` is what the rail would carry, if it is known; `alias` whether the payee is given by
/// an alias (`None`: not given at all).
#[must_use]
pub fn eligibility(
    rail: &Rail,
    currency: CurrencyCode,
    amount: Option<Amount>,
    alias: Option<bool>,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    if rail.currency != currency {
        issues.push(
            issue(Code::CurrencyNotCarried, "credit.currency", rail)
                .param("currency", currency.as_str()),
        );
        return issues;
    }
    if !rail.live {
        issues.push(issue(Code::NotLive, "", rail));
    }
    if !rail.reachable {
        issues.push(issue(Code::Unreachable, "", rail));
    } else if !rail.reaches_all {
        issues.push(issue(Code::NotEveryBank, "", rail));
    }
    match (alias, rail.alias) {
        (Some(true), Alias::No) => {
            issues.push(issue(Code::AccountNotCarried, "credit.account", rail));
        }
        (Some(false), Alias::Only) => issues.push(issue(Code::AliasOnly, "credit.account", rail)),
        _ => {}
    }
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
        Limit::At(_) if matches!(rail.confidence, "verified-scheme" | "caller") => {}
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
        "verified-secondary" => "the press or a bank's page",
        "verified-provider" => "one provider's page",
        "partly-verified" => "incomplete sources",
        _ => "memory, unchecked,",
    }
}
