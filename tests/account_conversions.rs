//! `data/conversions.csv` against what the core does with every market's examples.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use payout_kit::account::{AccountInput, Status, validate};
use payout_kit::market::{self, FieldKey, RequirementsRequest, requirements};
use serde_json::{Map, Value, json};

/// The IBAN of the examples of a form, if one is made of them.
fn made(country: &str, method: &str) -> Option<String> {
    let form = requirements(&RequirementsRequest {
        country: country.to_owned(),
        method: Some(method.to_owned()),
        ..Default::default()
    });
    let mut account = Map::from_iter([("country".to_owned(), json!(country))]);
    for field in &form.fields {
        if field.key.contains('.') || field.key == "iban" {
            return None;
        }
        let example = match field.key {
            // No IBAN is made of a code of three digits but of a bank whose ISPB is known.
            "bankCode" if country == "BR" => "00360305",
            _ => &*field.example,
        };
        account.insert(field.key.into(), example.into());
    }
    let input: AccountInput = serde_json::from_value(Value::Object(account)).unwrap();
    let account = validate(&input).account?;
    account.field(FieldKey::Iban).map(str::to_owned)
}

#[test]
fn the_table_says_what_the_core_does() {
    let mut known: BTreeMap<String, bool> = csv::Reader::from_path("data/conversions.csv")
        .unwrap()
        .deserialize::<BTreeMap<String, String>>()
        .map(|row| row.unwrap())
        .flat_map(|row| {
            let back = row["back"] == "yes";
            let countries: Vec<String> = row["countries"].split(' ').map(Into::into).collect();
            countries.into_iter().map(move |country| (country, back))
        })
        .collect();
    let mut differing = Vec::new();
    for market in market::list() {
        let country = market.country.as_str();
        let iban = market
            .methods
            .iter()
            .find_map(|method| made(country, method));
        let stated = known.remove(country);
        if iban.is_some() != stated.is_some() {
            differing.push(country.to_owned());
        }
        let (Some(iban), Some(back)) = (iban, stated) else {
            continue;
        };
        let input: AccountInput =
            serde_json::from_value(json!({"country": country, "iban": iban})).unwrap();
        let report = validate(&input);
        assert_eq!(report.status, Status::Valid, "{country}");
        let account = report.account.unwrap();
        let is_back = [FieldKey::AccountNumber, FieldKey::Ccc]
            .iter()
            .any(|key| account.field(*key).is_some());
        assert_eq!(is_back, back, "{country}");
    }
    assert!(differing.is_empty(), "{differing:?}");
    assert!(known.is_empty(), "{known:?}");
}
