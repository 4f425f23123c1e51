//! The native core, without any binding: `cargo bench --bench core`.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use payout_kit::account::Directory;
use payout_kit::wasm::{json, plain};

/// Nanoseconds a call; the best of several rounds.
fn best<T>(mut call: impl FnMut() -> T) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..9 {
        let start = Instant::now();
        let mut calls = 0_u32;
        while start.elapsed() < Duration::from_millis(60) {
            for _ in 0..64 {
                black_box(call());
            }
            calls += 64;
        }
        #[expect(clippy::cast_precision_loss, reason = "a duration of milliseconds")]
        let nanos = start.elapsed().as_nanos() as f64;
        best = best.min(nanos / f64::from(calls));
    }
    best
}

fn report(what: &str, nanos: f64, budget: f64) {
    println!(
        "{what:<44}{nanos:>10.0} ns   budget {budget:>7.0} ns   {}",
        if nanos <= budget { "ok" } else { "MISSED" }
    );
}

fn main() {
    let iban = "DE89370400440532013000";
    report(
        "isValidIban",
        best(|| plain::is_valid_iban(black_box(iban))),
        150.0,
    );

    let account =
        json::read(r#"{"country":"DE","iban":"DE89370400440532013000"}"#).expect("an account");
    report(
        "validateAccount, report of an IBAN",
        best(|| plain::validate_account(black_box(&account))),
        1000.0,
    );

    let pack = std::fs::read("data/directory/packs/US.pack").expect("a pack");
    let directory = Directory::parse(&pack).expect("a directory");
    report(
        "bank of a code, among 19,035",
        best(|| directory.bank(black_box("121000358"))),
        1000.0,
    );

    let rules: Vec<String> = (0..10)
        .map(|at| format!(r#"{{"code":"fee{at}","percent":"0.1","flat":"0.05","min":"0.10","max":"5.00","mode":"{}"}}"#, if at % 2 == 0 { "on_top" } else { "deducted" }))
        .collect();
    let preview = json::read(&format!(
        r#"{{"debit":{{"currency":"EUR","amount":"1000.00"}},"credit":{{"country":"US","currency":"USD"}},"at":"2026-11-23T09:30:00Z",
            "rates":{{"source":"ECB","asOf":"2026-11-20","pairs":[{{"from":"EUR","to":"USD","rate":"1.0834"}}]}},"fees":{{"rules":[{}]}}}}"#,
        rules.join(",")
    ))
    .expect("a preview");
    report(
        "previewPayout, 5 rails, 10 fee rules",
        best(|| plain::preview_payout(black_box(&preview))),
        50_000.0,
    );
}
