//! Whatever is typed: no panic, no leak, positions inside of the text.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod forms;

use forms::iban_examples;
use payout_kit::account::{
    AccountInput, Iban, ProxyInput, Status, format, is_valid_iban, mask, validate,
};
use payout_kit::market::{self, RequirementsRequest, requirements};
use proptest::prelude::*;

/// A country that is one, mostly.
fn country() -> impl Strategy<Value = String> {
    let known: Vec<String> = market::list()
        .iter()
        .map(|market| market.country.to_string())
        .collect();
    prop_oneof![8 => proptest::sample::select(known), 1 => "[A-Z]{2}", 1 => any::<String>()]
}

/// Something like a number, or anything at all.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z0-9 .\\-/]{0,40}",
        "[0-9]{0,20}",
        "[A-Za-z0-9@._+\\-]{0,30}",
        any::<String>(),
        proptest::collection::vec(any::<char>(), 0..80)
            .prop_map(|characters| characters.into_iter().collect()),
    ]
}

fn account() -> impl Strategy<Value = AccountInput> {
    let maybe = || proptest::option::of(text());
    (
        (country(), maybe(), maybe(), maybe(), maybe(), maybe()),
        (maybe(), maybe(), maybe(), maybe(), maybe(), maybe()),
        proptest::option::of((
            prop_oneof![Just("phone".to_owned()), Just("email".to_owned()), text()],
            text(),
        )),
    )
        .prop_map(
            |(
                (country, currency, iban, bic, routing, number),
                (kind, sort, bsb, ifsc, upi, bank),
                proxy,
            )| {
                AccountInput {
                    country,
                    currency,
                    iban,
                    bic,
                    routing_number: routing,
                    account_number: number,
                    account_type: kind,
                    sort_code: sort,
                    bsb,
                    ifsc,
                    upi_id: upi,
                    bank_code: bank,
                    proxy: proxy.map(|(kind, value)| ProxyInput { kind, value }),
                    ..Default::default()
                }
            },
        )
}

/// The text that an issue is about.
fn typed<'a>(input: &'a AccountInput, field: &str) -> &'a str {
    input
        .fields()
        .find(|(key, _)| key.as_str() == field)
        .map_or("", |(_, text)| text)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_account_gets_a_report(input in account()) {
        let report = validate(&input);
        prop_assert_eq!(report.account.is_some(), report.status == Status::Valid);
        prop_assert_eq!(&report, &validate(&input));
        for issue in &report.issues {
            if let Some((start, end)) = issue.position {
                prop_assert!(start < end && end <= typed(&input, &issue.field).chars().count(), "{:?}", issue.code);
            }
            // At most one character of what was typed.
            prop_assert!(issue.params.get("character").is_none_or(|text| text.chars().count() <= 6));
        }
        if report.status == Status::Invalid {
            prop_assert!(report.issues.iter().any(payout_kit::report::Issue::is_error));
        }
        let (_, _) = (format(&input), serde_json::to_string(&report).unwrap());
        let shown = mask(&input);
        // The bank behind a slash and the host of an alias are nobody's secret.
        let own = shown.split(['/', '@']).next().unwrap_or_default();
        prop_assert!(own.trim_start_matches('•').trim().chars().count() <= 4);
    }

    #[test]
    fn debug_names_no_number(number in "[0-9]{9,17}") {
        let input = AccountInput {
            country: number.clone(), iban: Some(number.clone()), account_number: Some(number.clone()),
            holder_name: Some(number.clone()), proxy: Some(ProxyInput { kind: number.clone(), value: number.clone() }),
            ..Default::default()
        };
        let us = AccountInput {
            country: "US".into(), routing_number: Some("021000021".into()), account_number: Some(number.clone()),
            account_type: Some("checking".into()), ..Default::default()
        };
        let shown = format!("{input:?} {:?} {us:?} {:?} {:?}", validate(&input), validate(&us), input.proxy);
        prop_assert!(!shown.contains(&number) && !shown.contains("021000021"));
    }

    #[test]
    fn an_invalid_beginning_stays_invalid(input in account(), more in "[A-Z0-9]{1,10}") {
        // Once nothing can repair it, nothing that follows does.
        if let Some(iban) = &input.iban
            && validate(&AccountInput { iban: Some(iban.clone()), country: input.country.clone(), ..Default::default() }).status == Status::Invalid
        {
            let longer = AccountInput { iban: Some(format!("{iban}{more}")), country: input.country.clone(), ..Default::default() };
            prop_assert_eq!(validate(&longer).status, Status::Invalid);
        }
    }

    #[test]
    fn the_fast_path_and_the_report_agree(country in country(), text in text()) {
        let input = AccountInput { country: country.clone(), iban: Some(text.clone()), ..Default::default() };
        let report = validate(&input);
        if report.account.as_ref().is_some_and(|account| account.scheme == "iban") {
            prop_assert!(is_valid_iban(&text));
        }
    }

    #[test]
    fn every_request_gets_requirements(country in any::<String>(), currency in proptest::option::of(any::<String>()), method in proptest::option::of(any::<String>())) {
        let form = requirements(&RequirementsRequest { country, currency, method });
        prop_assert!(form.fields.is_empty() == form.method.is_empty());
    }
}

/// The three swaps that modulo 97 cannot see, by its own rule: a letter counts as two digits, so
/// 1B and B1 are both 111, 2M and M2 both 222, 3X and X3 both 333.
fn is_blind(mut pair: [u8; 2]) -> bool {
    pair.sort_unstable();
    [*b"1B", *b"2M", *b"3X"].contains(&pair)
}

#[test]
fn every_wrong_digit_and_every_swap_is_caught() {
    let countries = iban_examples();
    assert!(countries.len() >= 89);
    for (country, iban) in countries {
        let bytes = iban.as_bytes();
        let mut slips = Vec::new();
        for place in 0..bytes.len() {
            if bytes[place].is_ascii_digit() {
                for digit in (b'0'..=b'9').filter(|digit| *digit != bytes[place]) {
                    let mut slip = bytes.to_vec();
                    slip[place] = digit;
                    slips.push(slip);
                }
            }
            if place > 0
                && bytes[place] != bytes[place - 1]
                && !is_blind([bytes[place - 1], bytes[place]])
            {
                let mut slip = bytes.to_vec();
                slip.swap(place, place - 1);
                slips.push(slip);
            }
        }
        for slip in slips {
            let slip = String::from_utf8(slip).unwrap();
            assert!(!is_valid_iban(&slip), "{country}: {slip}");
        }
    }
}

#[test]
fn what_is_formatted_reads_back_the_same() {
    for (country, iban) in iban_examples() {
        let input = AccountInput {
            country: country.clone(),
            iban: Some(iban.into()),
            ..Default::default()
        };
        let shown = format(&input);
        let again = Iban::parse(&shown).unwrap();
        assert_eq!(again.as_str(), iban, "{country}");
        let shown_again = format(&AccountInput {
            iban: Some(shown.clone()),
            ..input
        });
        assert_eq!(shown_again, shown, "{country}");
    }
}
