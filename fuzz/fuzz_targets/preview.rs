//! Previews and splits of any rates, fees, decimals and instants: an answer, the same twice.
#![no_main]

use arbitrary::{Arbitrary, Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use payout_kit::quote::{PreviewRequest, SplitRequest, preview, split};
use payout_kit::wasm::json::{read, write};
use serde_json::{Value, json};

/// A decimal, mostly; anything at all, sometimes.
fn decimal(bytes: &mut Unstructured<'_>) -> Result<String> {
    if bytes.ratio(1, 16)? {
        return String::arbitrary(bytes);
    }
    let whole = bytes.arbitrary::<u128>()? >> bytes.int_in_range(24..=127u32)?;
    let minus = if bytes.ratio(1, 16)? { "-" } else { "" };
    Ok(match bytes.int_in_range(0..=3u8)? {
        0 => format!("{minus}{whole}"),
        1 => format!("{minus}{whole}.{:02}", bytes.int_in_range(0..=99u8)?),
        2 => format!("{minus}0.{whole}"),
        _ => format!("{minus}{whole}.{}", bytes.arbitrary::<u64>()?),
    })
}

fn one<'a>(bytes: &mut Unstructured<'_>, of: &[&'a str]) -> Result<&'a str> {
    bytes.choose(of).copied()
}

const CURRENCIES: [&str; 8] = ["EUR", "USD", "GBP", "JPY", "BHD", "IDR", "INR", "XXX"];
const COUNTRIES: [&str; 8] = ["DE", "US", "GB", "JP", "BR", "ID", "IN", "ZZ"];

fn rule(bytes: &mut Unstructured<'_>, at: usize) -> Result<Value> {
    let mut rule =
        json!({"code": format!("fee{at}"), "mode": one(bytes, &["on_top", "deducted"])?});
    for key in ["flat", "percent", "min", "max", "fxMarkupPercent"] {
        if bytes.ratio(1, 2)? {
            rule[key] = decimal(bytes)?.into();
        }
    }
    if bytes.ratio(1, 3)? {
        rule["currency"] = one(bytes, &CURRENCIES)?.into();
    }
    if bytes.ratio(1, 3)? {
        rule["side"] = one(bytes, &["debit", "credit"])?.into();
    }
    if bytes.ratio(1, 3)? {
        rule["when"] = json!({"from": decimal(bytes)?, "to": decimal(bytes)?});
    }
    Ok(rule)
}

fn request(bytes: &mut Unstructured<'_>) -> Result<Value> {
    let (debit, credit) = (one(bytes, &CURRENCIES)?, one(bytes, &CURRENCIES)?);
    let at = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:00Z",
        bytes.int_in_range(2024..=2032u16)?,
        bytes.int_in_range(0..=13u8)?,
        bytes.int_in_range(0..=32u8)?,
        bytes.int_in_range(0..=24u8)?,
        bytes.int_in_range(0..=60u8)?
    );
    let mut request = json!({
        "debit": {"currency": debit},
        "credit": {"currency": credit, "country": one(bytes, &COUNTRIES)?},
        "at": at,
    });
    let side = one(bytes, &["debit", "credit"])?;
    request[side]["amount"] = decimal(bytes)?.into();
    if bytes.ratio(7, 8)? {
        let mut pairs = Vec::new();
        for _ in 0..bytes.int_in_range(0..=3u8)? {
            let mut pair = json!({"from": one(bytes, &[debit, "USD", "EUR"])?, "to": one(bytes, &[credit, "USD", "EUR"])?, "rate": decimal(bytes)?});
            if bytes.ratio(1, 2)? {
                pair["mid"] = decimal(bytes)?.into();
            }
            pairs.push(pair);
        }
        request["rates"] = json!({"source": "fuzz", "asOf": "2026-11-20", "pairs": pairs});
    }
    let rules = (0..bytes.int_in_range(0..=4usize)?)
        .map(|at| rule(bytes, at))
        .collect::<Result<Vec<_>>>()?;
    request["fees"] = json!({"rules": rules});
    if bytes.ratio(1, 2)? {
        request["rounding"] =
            one(bytes, &["half_up", "half_even", "half_down", "up", "down"])?.into();
    }
    Ok(request)
}

fn parts(bytes: &mut Unstructured<'_>) -> Result<Value> {
    let mut parts = Vec::new();
    for at in 0..bytes.int_in_range(0..=6u8)? {
        let mut part = json!({"id": format!("p{at}")});
        match bytes.int_in_range(0..=3u8)? {
            0 => part["ratio"] = decimal(bytes)?.into(),
            1 => part["percent"] = decimal(bytes)?.into(),
            2 => part["amount"] = decimal(bytes)?.into(),
            _ => part["remainder"] = true.into(),
        }
        parts.push(part);
    }
    Ok(json!({"amount": decimal(bytes)?, "currency": one(bytes, &CURRENCIES)?, "parts": parts}))
}

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Unstructured::new(bytes);
    let Ok(value) = request(&mut bytes) else {
        return;
    };
    let request: PreviewRequest = read(&value.to_string()).expect("the shape of a request");
    let answer = write(&preview(&request)).expect("JSON");
    assert_eq!(answer, write(&preview(&request)).expect("JSON"));
    if let Ok(value) = parts(&mut bytes) {
        let request: SplitRequest = read(&value.to_string()).expect("the shape of a split");
        let _ = write(&split(&request)).expect("JSON");
    }
});
