//! Where this crate's table of IBAN formats and `iban_validate`'s differ: exactly the differences
//! listed here. A new one, or one mended upstream, fails.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice
)]

mod forms;

use std::collections::BTreeSet;

use forms::iban_examples;

use iban::{Iban, ParseIbanError};
use payout_kit::account::is_valid_iban;

/// Country, then what differs. Places count from 1, from the start of the IBAN.
const LISTED: &[&str] = &[
    // Newer editions of the registry: the bank is named by letters too.
    "BR letters at 5-12: only ours",
    // Account types may be digits in the edition that our table follows.
    "BR digits at 28: only ours",
    // Countries that iban_validate 5.0.1 does not have.
    "HN only ours",
    "PK only ours",
    // 99 aliases 02 modulo 97; ISO 7064 makes 02 to 98 only. iban_validate refuses 00 and 01.
    "pair 99: only theirs",
];

#[test]
fn the_divergences_are_the_listed_ones() {
    let ours = iban_examples();
    let mut found = BTreeSet::new();
    for first in b'A'..=b'Z' {
        for second in b'A'..=b'Z' {
            let country = String::from_utf8(vec![first, second]).unwrap();
            let theirs = knows(&country);
            match (ours.iter().find(|(code, _)| *code == country), theirs) {
                (Some((_, example)), true) => compare(&country, example, &mut found),
                (Some(_), false) => drop(found.insert(format!("{country} only ours"))),
                (None, true) => drop(found.insert(format!("{country} only theirs"))),
                (None, false) => {}
            }
        }
    }
    let listed: BTreeSet<String> = LISTED.iter().map(|&line| line.to_owned()).collect();
    assert_eq!(found, listed);
}

/// Whether `iban_validate` has a format of the country.
fn knows(country: &str) -> bool {
    !matches!(
        seal(country, "00000000000").parse::<Iban>(),
        Err(ParseIbanError::UnknownCountry(_))
    )
}

/// Tries digits and letters at every place, one character more and less, and the aliases of a pair.
fn compare(country: &str, example: &str, found: &mut BTreeSet<String>) {
    let bban = &example[4..];
    let note = |what: &str, places: &[usize], iban: &str| match (
        is_valid_iban(iban),
        iban.parse::<Iban>().is_ok(),
    ) {
        (true, false) => Some((what.to_owned(), places.to_vec(), "only ours")),
        (false, true) => Some((what.to_owned(), places.to_vec(), "only theirs")),
        _ => None,
    };
    for (what, symbols) in [("letters", "AKZ"), ("digits", "059")] {
        let mut places = Vec::new();
        let mut whose = "";
        for place in 0..bban.len() {
            for symbol in symbols.chars() {
                let mut changed = bban.to_owned();
                changed.replace_range(place..=place, &symbol.to_string());
                if let Some((_, at, who)) = note(what, &[place + 5], &seal(country, &changed)) {
                    places.extend(at);
                    whose = who;
                }
            }
        }
        places.dedup();
        if let (Some(first), Some(last)) = (places.first(), places.last()) {
            assert_eq!(
                places.len(),
                last - first + 1,
                "{country}: one run of places"
            );
            let range = if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            };
            found.insert(format!("{country} {what} at {range}: {whose}"));
        }
    }
    for (what, changed) in [
        ("longer", format!("{bban}0")),
        ("shorter", bban[..bban.len() - 1].to_owned()),
    ] {
        if let Some((what, _, whose)) = note(what, &[], &seal(country, &changed)) {
            found.insert(format!("{country} {what}: {whose}"));
        }
    }
    for (right, alias) in [("97", "00"), ("98", "01"), ("02", "99")] {
        let Some(iban) = with_pair(country, bban, right) else {
            continue;
        };
        assert!(
            is_valid_iban(&iban) && iban.parse::<Iban>().is_ok(),
            "{iban}"
        );
        let aliased = format!("{country}{alias}{}", &iban[4..]);
        if let Some((_, _, whose)) = note("pair", &[], &aliased) {
            found.insert(format!("pair {alias}: {whose}"));
        }
    }
}

/// A BBAN like this one whose check digits come out as wished, by counting up its digits.
fn with_pair(country: &str, bban: &str, pair: &str) -> Option<String> {
    let digits: Vec<usize> = bban
        .char_indices()
        .filter(|(_, character)| character.is_ascii_digit())
        .map(|(place, _)| place)
        .collect();
    let tail = &digits[digits.len().saturating_sub(3)..];
    (0..1_000).find_map(|number| {
        let mut changed = bban.to_owned();
        for (place, digit) in tail.iter().rev().zip(format!("{number:03}").chars().rev()) {
            changed.replace_range(*place..=*place, &digit.to_string());
        }
        let iban = seal(country, &changed);
        (&iban[2..4] == pair).then_some(iban)
    })
}

/// The IBAN of a BBAN, by the rule of ISO 13616.
fn seal(country: &str, bban: &str) -> String {
    let remainder = format!("{bban}{country}00")
        .chars()
        .fold(0, |sum: u32, character| {
            let value = character.to_digit(36).unwrap();
            if value < 10 {
                (sum * 10 + value) % 97
            } else {
                (sum * 100 + value) % 97
            }
        });
    format!("{country}{:02}{bban}", 98 - remainder)
}
