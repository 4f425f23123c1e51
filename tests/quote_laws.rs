//! Laws of a preview with every kind of fee: nothing is created or lost, what is found is the least,
//! and the order of the rules is nothing.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs
)]

use payout_kit::quote::{Mode, PreviewRequest, RailOption, Side, preview};
use proptest::prelude::*;
use serde_json::{Value, json};

fn rules(currencies: [&'static str; 2]) -> impl Strategy<Value = Vec<Value>> {
    let rule = (
        any::<(bool, bool, bool)>(),
        0..900_u32,
        0..30_000_u32,
        prop::option::of(0..25_u32),
    )
        .prop_map(move |((credit, on_top, other), flat, percent, vat)| {
            let side = if credit { "credit" } else { "debit" };
            let mode = if on_top && !credit { "on_top" } else { "deducted" };
            let own = currencies[usize::from(credit != other)];
            let mut rule = json!({
                "code": format!("fee{flat}"), "side": side, "mode": mode, "currency": own,
                "flat": (flat / 100).to_string(), "percent": format!("{}.{:04}", percent / 10_000, percent % 10_000),
            });
            if let Some(vat) = vat {
                rule["vatPercent"] = json!(vat.to_string());
            }
            rule
        });
    prop::collection::vec(rule, 0..5)
}

fn ask(request: &Value) -> Option<RailOption> {
    let answer = preview(&serde_json::from_value::<PreviewRequest>(request.clone()).unwrap());
    answer
        .options
        .into_iter()
        .find(|option| option.debit.is_some())
}

fn request(rules: &[Value], rate: u32, tax: u32, side: &str, amount: u64) -> Value {
    let mut request = json!({
        "debit": {"currency": "GBP"},
        "credit": {"country": "US", "currency": "USD"},
        "at": "2026-05-20T14:00:00Z",
        "rates": {"source": "test", "asOf": "2026-05-20",
                  "pairs": [{"from": "GBP", "to": "USD", "rate": format!("1.{rate:07}")}]},
        "fees": {"rules": rules},
        "vat": {"percent": "20"},
        "withholding": [{"code": "tax", "percent": format!("0.{tax:03}")}],
    });
    request[side]["amount"] = json!(format!("{}.{:02}", amount / 100, amount % 100));
    request
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// Of each currency: what comes in is what goes out, and the conversion joins them.
    #[test]
    fn nothing_is_created_or_lost(
        rules in rules(["GBP", "USD"]), rate in 0..9_999_999_u32, tax in 0..999_u32, amount in 1..100_000_000_u64,
    ) {
        let Some(option) = ask(&request(&rules, rate, tax, "debit", amount)) else { return Ok(()) };
        let (debit, credit) = (option.debit.unwrap(), option.credit.unwrap());
        let sum = |side, mode| option.fees.iter()
            .filter(|fee| fee.side == side && fee.mode == mode)
            .map(|fee| fee.amount.minor()).sum::<u64>();
        let withheld: u64 = option.withholding.iter().map(|tax| tax.amount.minor()).sum();
        prop_assert_eq!(debit.withheld.unwrap().minor(), withheld);
        prop_assert_eq!(debit.total.minor(), debit.amount.minor() + sum(Side::Debit, Mode::OnTop));
        let converted = debit.amount.minor() - sum(Side::Debit, Mode::Deducted) - withheld;
        // Both currencies have two decimals: pence × 1.RRRRRRR, halves up.
        let exact = u128::from(converted) * (10_000_000 + u128::from(rate));
        prop_assert_eq!(u128::from(credit.amount.minor()), (exact + 5_000_000) / 10_000_000);
        prop_assert_eq!(credit.amount.minor(), credit.net.minor() + sum(Side::Credit, Mode::Deducted));
    }

    /// A wanted credit gives the smallest debit; fed back, that gives the same option.
    #[test]
    fn a_wanted_credit_feeds_back(
        rules in rules(["GBP", "USD"]), rate in 0..9_999_999_u32, tax in 0..999_u32, amount in 1..1_000_000_u64,
    ) {
        let Some(found) = ask(&request(&rules, rate, tax, "credit", amount)) else { return Ok(()) };
        prop_assert!(found.credit.unwrap().net.minor() >= amount);
        let sent = found.debit.unwrap().amount.minor();
        let again = ask(&request(&rules, rate, tax, "debit", sent)).unwrap();
        prop_assert_eq!((again.debit, again.credit), (found.debit, found.credit));
        prop_assert_eq!(&again.fees, &found.fees);
        for less in sent.saturating_sub(6).max(1)..sent {
            let net = ask(&request(&rules, rate, tax, "debit", less))
                .map_or(0, |option| option.credit.unwrap().net.minor());
            prop_assert!(net < amount, "{} is enough", less);
        }
    }

    #[test]
    fn the_order_of_rules_is_nothing(
        rules in rules(["GBP", "USD"]), rate in 0..9_999_999_u32, amount in 1..100_000_000_u64, turn in 0..5_usize,
    ) {
        let first = ask(&request(&rules, rate, 5, "debit", amount));
        let mut turned = rules.clone();
        turned.rotate_left(turn.min(rules.len()));
        turned.reverse();
        let second = ask(&request(&turned, rate, 5, "debit", amount));
        prop_assert_eq!(first.is_some(), second.is_some());
        if let (Some(first), Some(second)) = (first, second) {
            prop_assert_eq!((first.debit, first.credit), (second.debit, second.credit));
            let lines = |option: &RailOption| {
                let mut lines: Vec<String> = option.fees.iter().map(|fee| format!("{fee:?}")).collect();
                lines.sort();
                lines
            };
            prop_assert_eq!(lines(&first), lines(&second));
        }
    }

    /// With rates of 28 digits there is an exact amount, or an issue; never a rounded rate.
    #[test]
    fn twenty_eight_digits_are_exact_or_refused(
        head in 0..9_999_999_999_999_u64, tail in 0..99_999_999_999_999_u64, more in any::<bool>(), amount in 1..999_999_u64,
    ) {
        let rate = format!("1.{head:013}{tail:014}{}", if more { "1" } else { "" });
        let mut asked = request(&[], 0, 0, "debit", amount);
        asked["rates"]["pairs"][0]["rate"] = json!(rate);
        let option = ask(&asked);
        prop_assert_eq!(option.is_none(), more);
        if let Some(option) = option {
            prop_assert_eq!(option.rate.unwrap().customer, rate.trim_end_matches('0').trim_end_matches('.'));
            // In two halves of 13 and 14 digits, each within 128 bits.
            let (amount, head, tail) = (u128::from(amount), u128::from(head), u128::from(tail));
            let (small, unit) = (10_u128.pow(14), 10_u128.pow(13));
            let low = amount * tail;
            let high = amount * (unit + head) + low / small;
            let up = high % unit * small + low % small >= unit * small / 2;
            prop_assert_eq!(u128::from(option.credit.unwrap().amount.minor()), high / unit + u128::from(up));
        }
    }
}
