//! The shared vectors, natively. Every engine must give the same bytes: see `tests/vectors/README.md`.
//!
//! `BLESS=1 cargo test --features p256,ed25519 --test vectors` records the native results as
//! expectations. Without these features the cases for servers are left out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::panic_in_result_fn
)]

#[cfg(all(feature = "p256", feature = "ed25519"))]
mod verifying;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use payout_kit::wasm::{json, plain};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize, Serialize)]
struct Case {
    name: String,
    call: String,
    args: Vec<Value>,
    #[serde(default)]
    expect: Value,
}

/// What a wrong type gives.
struct InvalidArgument;

fn answer(case: &Case) -> Value {
    let arg = |at: usize| case.args.get(at).cloned().unwrap_or(Value::Null);
    let answer = match case.call.as_str() {
        "isValidIban" => call(arg(0), |text: String| plain::is_valid_iban(&text)),
        "listMarkets" => call(Value::from(""), |_: String| plain::list_markets()),
        "accountRequirements" => call(arg(0), |request| plain::account_requirements(&request)),
        "validateAccount" => call(arg(0), |account| plain::validate_account(&account)),
        "validateAccounts" => call(arg(0), |accounts: Vec<_>| {
            plain::validate_accounts(&accounts)
        }),
        "formatAccount" => call(arg(0), |account| plain::format_account(&account)),
        "maskAccount" => call(arg(0), |account| plain::mask_account(&account)),
        "previewPayout" => call(arg(0), |request| plain::preview_payout(&request)),
        "splitAmount" => call(arg(0), |request| plain::split_amount(&request)),
        "previewBatch" => call(arg(0), |request| {
            plain::preview_batch(&request, |_, _| true)
        }),
        "settleOrder" => call(arg(0), |request| plain::settle_order(&request)),
        "currencyInfo" => call(arg(0), |code: String| plain::currency_info(&code)),
        "preparePayout" => typed(arg(0)).and_then(|intent| {
            call(arg(1), |context| plain::prepare_payout(&intent, &context)).map(with_bytes)
        }),
        "resignPayout" => {
            let (sent, mut context) = (arg(0), arg(1));
            for name in ["method", "url"] {
                context[name] = sent[name].clone();
            }
            let body = sent["bytes"]["$utf8"].as_str().unwrap();
            call(context, |context| {
                plain::resign_payout(body.as_bytes(), &context)
            })
            .map(with_bytes)
        }
        "stepUpChallenge" => call(arg(1), |nonce: String| {
            plain::step_up_challenge(arg(0)["digest"].as_str().unwrap(), &nonce)
        }),
        "thumbprint" => typed(arg(0)).and_then(|key| {
            plain::thumbprint(&key)
                .map(Value::from)
                .map_err(|_| InvalidArgument)
        }),
        "statusOf" => call(arg(0), |events: Vec<_>| plain::status_of(&events)),
        other => Ok(server_answer(other, &case.args).unwrap_or_else(|| {
            panic!(
                "{}: no function {other}: a case would be skipped",
                case.name
            )
        })),
    };
    answer.unwrap_or_else(|InvalidArgument| serde_json::json!({ "error": "invalid_argument" }))
}

fn call<T: DeserializeOwned + json::FromJson, R: Serialize>(
    argument: Value,
    function: impl FnOnce(T) -> R,
) -> Result<Value, InvalidArgument> {
    let result = function(typed(argument)?);
    Ok(serde_json::to_value(result).expect("a result is plain data"))
}

/// The facade gives the text as its UTF-8 bytes; the runners show them as text again.
fn with_bytes(prepared: Value) -> Value {
    let Value::Object(members) = prepared else {
        return prepared;
    };
    let renamed = members
        .into_iter()
        .map(|(key, value)| (if key == "text" { "bytes".into() } else { key }, value));
    Value::Object(renamed.collect())
}

/// As the bindings read it; another reader must agree.
fn typed<T: DeserializeOwned + json::FromJson>(argument: Value) -> Result<T, InvalidArgument> {
    let read = json::read::<T>(&argument.to_string()).map_err(|_| InvalidArgument);
    assert_eq!(read.is_ok(), serde_json::from_value::<T>(argument).is_ok());
    read
}

#[cfg(all(feature = "p256", feature = "ed25519"))]
fn server_answer(call: &str, args: &[Value]) -> Option<Value> {
    verifying::answer(call, args).map(with_bytes)
}

#[cfg(not(all(feature = "p256", feature = "ed25519")))]
fn server_answer(_: &str, _: &[Value]) -> Option<Value> {
    None
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let mut folders = vec![folder.clone()];
    if cfg!(all(feature = "p256", feature = "ed25519")) {
        folders.push(folder.join("server"));
    }
    let mut files: Vec<PathBuf> = folders
        .into_iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    files
}

#[test]
fn native_results_are_the_expected_bytes() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut ran = 0;
    let mut failures = String::new();
    for path in files() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let mut cases: Vec<Case> =
            serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(!cases.is_empty(), "{name} holds no case");
        for case in &mut cases {
            let got = answer(case);
            ran += 1;
            // As text: equal values in another order are other bytes.
            let (bytes, expected) = (got.to_string(), case.expect.to_string());
            if bless {
                case.expect = got;
            } else if bytes != expected {
                let _ = writeln!(
                    failures,
                    "{name}: {}\n  expected {expected}\n  got      {bytes}",
                    case.name
                );
            }
        }
        if bless {
            let lines: Vec<String> = cases
                .iter()
                .map(|case| serde_json::to_string(case).unwrap())
                .collect();
            fs::write(&path, format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
        }
    }
    assert!(ran > 0, "no vectors");
    assert!(failures.is_empty(), "{failures}");
}
