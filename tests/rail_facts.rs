//! The rails against a table of facts from outside the repository:
//! `PAYOUT_KIT_FACTS=dir cargo test --test rail_facts -- --ignored`. The folder holds a
//! `rails.json`, one object a rail.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs
)]

use payout_kit::rail::{Alias, Choices, Limit, Live, Rail, Timing, rails};
use serde_json::Value;

#[test]
#[ignore = "needs PAYOUT_KIT_FACTS"]
fn every_rail_of_the_facts_is_ours() {
    let folder = std::env::var("PAYOUT_KIT_FACTS").unwrap();
    let text = std::fs::read_to_string(format!("{folder}/rails.json")).unwrap();
    let facts: Value = serde_json::from_str(&text).unwrap();
    let rows = facts["rails"].as_array().unwrap();
    let mut wrong = Vec::new();
    for row in rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default();
        // The euro area's own systems stand under a country of their own there.
        let country = if text("country") == "XX" {
            "DE"
        } else {
            text("country")
        };
        let label = format!("{country} {}", text("rail"));
        let found = rails(country);
        let Some(rail) = found
            .iter()
            .find(|rail| rail.id == text("rail") && rail.currency.as_str() == text("currency"))
        else {
            wrong.push(format!("{label}: missing"));
            continue;
        };
        wrong.extend(
            differences(rail, row)
                .into_iter()
                .map(|what| format!("{label}: {what}")),
        );
    }
    println!("{} rails compared", rows.len());
    assert!(
        rows.len() >= 100 && wrong.is_empty(),
        "{}",
        wrong.join("\n")
    );
}

fn differences(rail: &Rail, row: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut same = |what: &str, ours: String, theirs: String| {
        if ours != theirs {
            wrong.push(format!("{what} is {ours}, not {theirs}"));
        }
    };
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    same("name", rail.name.into(), text("name"));
    same(
        "kind",
        serde_json::to_value(rail.kind)
            .unwrap()
            .as_str()
            .unwrap()
            .into(),
        text("type"),
    );
    same("limit", limit(rail), stated(&row["limit"]));
    same(
        "minimum",
        rail.min.map_or("?".into(), |min| plain(&min.to_string())),
        stated(&row["min"]),
    );
    same("zone", rail.zone.name().into(), text("timezone"));
    same("confidence", rail.confidence.into(), text("confidence"));
    // What nobody has looked up has the date of the table.
    if !row["as_of"].is_null() {
        same("date", rail.as_of.into(), text("as_of"));
    }
    match row["alias"].as_bool() {
        // Its aliases are a phone number with an MMID; the one that we know, a UPI id, is not.
        Some(true) if rail.id == "IMPS" => same("alias", format!("{:?}", rail.alias), "No".into()),
        Some(alias) => same(
            "alias",
            (rail.alias != Alias::No).to_string(),
            alias.to_string(),
        ),
        None if row["alias"] == "only" => same(
            "alias only",
            (rail.alias == Alias::Only).to_string(),
            "true".into(),
        ),
        None => {}
    }
    same(
        "in operation",
        (rail.live != Live::No).to_string(),
        (text("hours") != "not live").to_string(),
    );
    let codes = &row["codes"];
    let all = |one: Option<&'static str>, choices: Choices| -> Vec<&'static str> {
        if choices.is_empty() {
            one.into_iter().collect()
        } else {
            choices.iter().collect()
        }
    };
    let ours = rail.codes;
    for (key, ours) in [
        (
            "clearing_system",
            all(ours.clearing_system, ours.clearing_systems),
        ),
        ("member_id", all(ours.member_id, ours.member_ids)),
        ("service_level", all(ours.service_level, Choices::default())),
        (
            "local_instrument",
            all(ours.local_instrument, ours.local_instruments),
        ),
    ] {
        let theirs = codes[key].as_str().unwrap_or_default();
        let theirs: Vec<&str> = theirs
            .split(' ')
            .filter(|word| !word.is_empty() && *word != "or")
            .collect();
        same(key, ours.join(" "), theirs.join(" "));
    }
    let cut_offs = cut_offs(rail);
    for time in times(&text("cutoff_local")) {
        if !cut_offs.contains(&time) {
            wrong.push(format!(
                "a cut-off at minute {time} is missing among {cut_offs:?}"
            ));
        }
    }
    let around = matches!(rail.timing, Timing::AroundTheClock { .. });
    if text("hours") == "24x7" && !around {
        wrong.push("does not run around the clock".into());
    }
    if text("hours").contains("business days") && around {
        wrong.push("runs around the clock".into());
    }
    wrong
}

fn limit(rail: &Rail) -> String {
    match rail.limit {
        Limit::None => "none".into(),
        Limit::Unknown => "?".into(),
        Limit::At(amount) => plain(&amount.to_string()),
    }
}

/// `{"amount"}`, a text that begins with the amount or that has a field's size, `none…`, or null.
fn stated(value: &Value) -> String {
    if let Some(amount) = value["amount"].as_str() {
        return plain(amount);
    }
    let Some(text) = value.as_str() else {
        return "?".into();
    };
    text.split(' ')
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
        .map_or("none".into(), plain)
}

/// Without zeros after the point.
fn plain(amount: &str) -> String {
    if amount.contains('.') {
        amount.trim_end_matches('0').trim_end_matches('.').into()
    } else {
        amount.into()
    }
}

fn cut_offs(rail: &Rail) -> Vec<i32> {
    match &rail.timing {
        Timing::AroundTheClock { .. } => Vec::new(),
        Timing::Windows(windows) => windows.iter().map(|window| window.cut_off).collect(),
        Timing::Session { cut_off, .. } => vec![*cut_off],
    }
}

/// The times `HH:MM` of the scheme, in minutes; what follows a semicolon is each bank's, and a time
/// in another zone than the rail's is not compared.
fn times(text: &str) -> Vec<i32> {
    let scheme = text.split(';').next().unwrap_or_default();
    if scheme.contains("UTC") {
        return Vec::new();
    }
    scheme
        .split([' ', '/'])
        .filter_map(|word| {
            let (hours, minutes) = word.split_once(':')?;
            Some(hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?)
        })
        .collect()
}
