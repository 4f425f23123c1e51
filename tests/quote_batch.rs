//! Many payouts at once: the rows are what single previews say, and the totals are their sums.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs
)]

use std::collections::BTreeMap;

use payout_kit::quote::{BatchPreview, BatchRequest, PreviewRequest, preview, preview_batch};
use payout_kit::report::Code;
use serde_json::{Value, json};

const AT: &str = "2026-05-20T14:00:00Z";

fn ask(request: &Value) -> BatchPreview {
    let typed: BatchRequest = serde_json::from_value(request.clone()).unwrap();
    preview_batch(&typed, |_, _| true)
}

fn rows(count: usize) -> Vec<Value> {
    let markets = [
        ("DE", "EUR"),
        ("GB", "GBP"),
        ("US", "USD"),
        ("ID", "IDR"),
        ("JP", "JPY"),
    ];
    (0..count)
        .map(|place| {
            let (country, currency) = markets[place % markets.len()];
            let debit = if place % 3 == 0 { currency } else { "EUR" };
            let amount = (place * 7919 % 100_000 + 1).to_string();
            let mut row = json!({
                "id": format!("row {place}"),
                "debit": {"currency": debit},
                "credit": {"country": country, "currency": currency},
            });
            let side = if place % 2 == 0 { "debit" } else { "credit" };
            row[side]["amount"] = json!(amount);
            row
        })
        .collect()
}

fn batch(rows: &[Value]) -> Value {
    json!({
        "at": AT,
        "rows": rows,
        "rates": {"source": "test", "asOf": AT, "pairs": [
            {"from": "EUR", "to": "USD", "rate": "1.1572"}, {"from": "EUR", "to": "GBP", "rate": "0.8571"},
            {"from": "EUR", "to": "IDR", "rate": "19275.17"}, {"from": "EUR", "to": "JPY", "rate": "178.2"},
        ]},
        "fees": {"rules": [
            {"code": "a", "percent": "0.35", "min": "1", "mode": "on_top"},
            {"code": "b", "flat": "1", "mode": "deducted", "side": "credit"},
        ]},
        "vat": {"percent": "19"},
        "withholding": [{"code": "tax", "percent": "0.5"}],
    })
}

#[test]
fn each_row_is_what_its_own_preview_says() {
    let request = batch(&rows(60));
    let answer = ask(&request);
    for row in &answer.rows {
        let mut single = request.clone();
        let members = single.as_object_mut().unwrap();
        let all = members.remove("rows").unwrap();
        members.insert("debit".into(), all[row.row]["debit"].clone());
        members.insert("credit".into(), all[row.row]["credit"].clone());
        let alone = preview(&serde_json::from_value::<PreviewRequest>(single).unwrap());
        let first = alone.options.iter().find(|option| option.eligible);
        assert_eq!(row.ready, first.is_some(), "{row:?}");
        assert_eq!(row.rail, first.map(|option| option.rail));
        assert_eq!(row.debit, first.and_then(|option| option.debit));
        assert_eq!(row.credit, first.and_then(|option| option.credit));
    }
    assert!(answer.rows.iter().any(|row| row.ready) && !answer.failed.is_empty());
}

#[test]
fn totals_are_the_sums_of_the_rows_that_are_ready() {
    let answer = ask(&batch(&rows(500)));
    let mut debits: BTreeMap<String, u64> = BTreeMap::new();
    let mut rails: BTreeMap<(String, String, String), (usize, u64, u64)> = BTreeMap::new();
    for row in answer.rows.iter().filter(|row| row.ready) {
        let (debit, credit) = (row.debit.unwrap(), row.credit.unwrap());
        *debits.entry(debit.currency.to_string()).or_default() += debit.total.minor();
        let key = (
            row.rail.unwrap().to_owned(),
            debit.currency.to_string(),
            credit.currency.to_string(),
        );
        let sums = rails.entry(key).or_default();
        *sums = (
            sums.0 + 1,
            sums.1 + debit.withheld.unwrap().minor(),
            sums.2 + credit.net.minor(),
        );
    }
    let ours: Vec<(String, u64)> = (answer.debits.iter())
        .map(|sum| (sum.currency.to_string(), sum.amount.minor()))
        .collect();
    assert_eq!(ours, debits.into_iter().collect::<Vec<_>>());
    let ours: Vec<_> = (answer.totals.iter())
        .map(|total| {
            let key = (
                total.rail.to_owned(),
                total.debit.currency.to_string(),
                total.credit.currency.to_string(),
            );
            let withheld = total.debit.withheld.unwrap().minor();
            (key, (total.rows, withheld, total.credit.net.minor()))
        })
        .collect();
    assert_eq!(ours, rails.into_iter().collect::<Vec<_>>());
    assert_eq!(
        answer.failed.len() + answer.totals.iter().map(|total| total.rows).sum::<usize>(),
        500
    );
}

#[test]
fn a_row_stays_small_and_progress_can_stop_the_work() {
    let typed: BatchRequest = serde_json::from_value(batch(&rows(1000))).unwrap();
    let mut told = Vec::new();
    let answer = preview_batch(&typed, |done, of| {
        told.push(done);
        of == 1000
    });
    assert_eq!(answer.rows.len(), 1000);
    assert_eq!((told.len(), told[0], told[9]), (10, 100, 1000));
    let text = serde_json::to_string(&answer).unwrap();
    assert!(text.len() / 1000 < 700, "{} bytes a row", text.len() / 1000);
    let stopped = preview_batch(&typed, |done, _| done < 300);
    assert_eq!(stopped.rows.len(), 300);
}

#[test]
fn a_failure_says_why_and_no_more_than_it_needs() {
    let answer = ask(&json!({"at": AT, "rows": [
        {"debit": {"currency": "USD", "amount": "20000000"}, "credit": {"country": "US", "currency": "USD"}, "rail": "RTP"},
        {"debit": {"currency": "EUR", "amount": "1"}, "credit": {"country": "DE", "currency": "EUR",
            "account": {"country": "DE", "iban": "DE89 3704 0044 0532 0130 01"}}},
    ]}));
    let codes: Vec<Vec<Code>> = (answer.rows.iter())
        .map(|row| row.issues.iter().map(|issue| issue.code).collect())
        .collect();
    assert_eq!(codes, [vec![Code::OverLimit], vec![Code::AccountNotValid]]);
    let text = serde_json::to_string(&answer).unwrap();
    assert!(!text.contains("053201") && !text.contains("0532 0130"));
}
