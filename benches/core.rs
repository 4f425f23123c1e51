//! The native core, without any binding: `cargo bench --bench core`.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::expect_used
)]

use std::hint::black_box;
use std::str::FromStr;
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

/// Right IBANs of the registry, of short and long countries, with letters and without.
const IBANS: [&str; 8] = [
    "NO9386011117947",
    "BE68539007547034",
    "GB29NWBK60161331926819",
    "DE89370400440532013000",
    "ES9121000418450200051332",
    "FR1420041010050500013M02606",
    "PL61109010140000071219812874",
    "MT84MALT011000012345MTLCAST001S",
];

/// Nanoseconds an IBAN, over all of them; each has to be found right.
fn each(valid: impl Fn(&str) -> bool) -> f64 {
    assert!(IBANS.iter().all(|iban| valid(iban)), "a judge of IBANs");
    best(|| IBANS.iter().filter(|iban| valid(black_box(iban))).count()) / 8.0
}

/// The same question to the crates that answer it, in this run.
fn peers() {
    let own = each(plain::is_valid_iban);
    println!("an IBAN of 8 countries:");
    println!("  {:<42}{own:>10.0} ns", "payout-kit is_valid_iban");
    for (name, nanos) in [
        (
            "iban_validate 5, Iban::from_str",
            each(|text| iban::Iban::from_str(text).is_ok()),
        ),
        (
            "iban_validation_rs 0.1, validate_iban_str",
            each(|text| iban_validation_rs::validate_iban_str(text).is_ok_and(|valid| valid)),
        ),
        (
            "sepa 0.9, Iban::from_str",
            each(|text| sepa::Iban::from_str(text).is_ok()),
        ),
    ] {
        println!("  {name:<42}{nanos:>10.0} ns   {:.2} of ours", nanos / own);
    }
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
    peers();
}
