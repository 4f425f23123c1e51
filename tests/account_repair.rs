//! What was probably meant: the truth is among the suggestions after every single slip that is
//! seen, and nothing else than what passes all checks is suggested.
//!
//! `SLIPS=50 cargo test --release --test account_repair -- --nocapture` takes 50 random IBANs of
//! every country instead of one, and prints the figures.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    clippy::panic
)]

use payout_kit::account::{AccountInput, AccountReport, Status, validate};
use payout_kit::market::{self, RequirementsRequest};
use payout_kit::report::Code;
use proptest::prelude::*;

/// The longest list, as `src/account/repair.rs` has it.
const MOST: usize = 16;

fn check(country: &str, iban: &str) -> AccountReport {
    validate(&AccountInput {
        country: country.into(),
        iban: Some(iban.into()),
        ..Default::default()
    })
}

/// The suggestions of the one error, without spaces.
fn suggestions(report: &AccountReport) -> Vec<String> {
    let errors: Vec<_> = report
        .issues
        .iter()
        .filter(|issue| issue.is_error())
        .collect();
    assert_eq!(errors.len(), 1);
    errors[0]
        .suggestions
        .iter()
        .map(|text| text.replace(' ', ""))
        .collect()
}

/// Country, example and pattern of every country with IBANs.
fn countries() -> Vec<(String, &'static str, String)> {
    market::list()
        .iter()
        .filter(|market| market.methods.contains(&"iban"))
        .map(|market| {
            let country = market.country.to_string();
            let mut form = market::requirements(&RequirementsRequest {
                country: country.clone(),
                method: Some("iban".into()),
                ..Default::default()
            });
            let field = form.fields.swap_remove(0);
            (country, field.example, field.pattern)
        })
        .collect()
}

/// A small generator: equal on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }
}

/// A valid IBAN of the country, drawn until the national check fits too.
fn random_iban(country: &str, pattern: &str, random: &mut Random) -> String {
    let classes = classes(pattern);
    for _ in 0..100_000 {
        let bban: String = classes[4..]
            .iter()
            .map(|class| char::from(class[random.below(class.len())]))
            .collect();
        let iban = with_check_digits(country, &bban);
        if check(country, &iban).status == Status::Valid {
            return iban;
        }
    }
    panic!("no IBAN of {country}");
}

/// The characters that the pattern allows at each place. The two letters are written out.
fn classes(pattern: &str) -> Vec<Vec<u8>> {
    let digits = || (b'0'..=b'9').collect::<Vec<u8>>();
    let letters = || (b'A'..=b'Z').collect::<Vec<u8>>();
    let mut classes: Vec<Vec<u8>> = Vec::new();
    let mut rest = pattern.trim_matches(['^', '$']);
    while !rest.is_empty() {
        let (class, length) = if let Some(inside) = rest.strip_prefix('[') {
            let (inside, _) = inside.split_once(']').unwrap();
            let class = match inside {
                "0-9" => digits(),
                "A-Z" => letters(),
                "A-Z0-9" => [digits(), letters()].concat(),
                other => panic!("{other}"),
            };
            (class, inside.len() + 2)
        } else {
            (vec![rest.as_bytes()[0]], 1)
        };
        rest = &rest[length..];
        let mut times = 1;
        if let Some(counted) = rest.strip_prefix('{') {
            let (count, tail) = counted.split_once('}').unwrap();
            times = count.parse().unwrap();
            rest = tail;
        }
        classes.extend(std::iter::repeat_n(class, times));
    }
    classes
}

/// An IBAN of this BBAN, by the rule of ISO 13616.
fn with_check_digits(country: &str, bban: &str) -> String {
    let remainder = format!("{bban}{country}00")
        .chars()
        .fold(0, |sum: u32, character| {
            let value = character.to_digit(36).unwrap();
            let width = if value < 10 { 10 } else { 100 };
            (sum * width + value) % 97
        });
    format!("{country}{:02}{bban}", 98 - remainder)
}

/// Every single wrong digit.
fn wrong_digits(iban: &str) -> Vec<String> {
    let mut slips = Vec::new();
    for (place, byte) in iban.bytes().enumerate().filter(|(_, b)| b.is_ascii_digit()) {
        for other in (b'0'..=b'9').filter(|&other| other != byte) {
            let mut slip = iban.as_bytes().to_vec();
            slip[place] = other;
            slips.push(String::from_utf8(slip).unwrap());
        }
    }
    slips
}

/// Every two neighbours swapped, but for the six pairs that modulo 97 cannot tell from their
/// swaps: the letter of 11 next to 1, of 22 next to 2, of 33 next to 3. They write the same
/// number.
fn swaps(iban: &str) -> Vec<String> {
    let mut slips = Vec::new();
    for place in 1..iban.len() {
        let mut slip = iban.as_bytes().to_vec();
        slip.swap(place, place - 1);
        let pair = &iban[place - 1..=place];
        if slip != iban.as_bytes() && !["B1", "1B", "M2", "2M", "X3", "3X"].contains(&pair) {
            slips.push(String::from_utf8(slip).unwrap());
        }
    }
    slips
}

/// Lengths of the lists and ranks of the truth.
#[derive(Default)]
struct Figures {
    slips: usize,
    suggested: usize,
    longest: usize,
    first: usize,
    last_rank: usize,
}

impl Figures {
    fn see(&mut self, country: &str, truth: &str, slip: &str) {
        let report = check(country, slip);
        assert_eq!(report.status, Status::Invalid, "{slip} of {truth}");
        let found = suggestions(&report);
        let rank = found.iter().position(|text| text == truth);
        let rank = rank.unwrap_or_else(|| panic!("{slip}: {truth} is not in {found:?}"));
        self.slips += 1;
        self.suggested += found.len();
        self.longest = self.longest.max(found.len());
        self.first += usize::from(rank == 0);
        self.last_rank = self.last_rank.max(rank + 1);
    }

    fn print(&self, of: &str) {
        println!(
            "{of}: {} slips, {:.2} suggestions each, at most {}; the truth is first in {:.1} %, at worst number {}",
            self.slips,
            self.suggested as f64 / self.slips as f64,
            self.longest,
            100.0 * self.first as f64 / self.slips as f64,
            self.last_rank,
        );
    }
}

#[test]
fn the_truth_is_among_the_suggestions() {
    let samples = std::env::var("SLIPS").map_or(1, |text| text.parse().unwrap());
    let mut random = Random(20_261_121);
    let (mut digits, mut swapped) = (Figures::default(), Figures::default());
    let countries = countries();
    assert_eq!(countries.len(), 89);
    for (country, example, pattern) in countries {
        let drawn = (0..samples).map(|_| random_iban(&country, &pattern, &mut random));
        for iban in std::iter::once((*example).to_owned()).chain(drawn) {
            for slip in wrong_digits(&iban) {
                digits.see(&country, &iban, &slip);
            }
            for slip in swaps(&iban) {
                swapped.see(&country, &iban, &slip);
            }
        }
    }
    digits.print("wrong digit");
    swapped.print("adjacent swap");
    assert!(digits.slips > 20_000 && swapped.slips > 2_000);
}
