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
    clippy::panic,
    clippy::as_conversions,
    clippy::cast_precision_loss
)]

mod forms;

use forms::{Random, fixed, iban_forms};
use payout_kit::account::{AccountInput, AccountReport, Status, validate};
use payout_kit::report::Code;
use proptest::prelude::*;

/// The longest list, as `src/account/repair.rs` has it.
const MOST: usize = 20;

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
    // A territory's IBAN begins with another country's letters; they are not repaired.
    iban_forms()
        .into_iter()
        .map(|mut form| {
            let field = form.fields.swap_remove(0);
            (
                form.country,
                fixed(field.example),
                field.pattern.into_owned(),
            )
        })
        .collect()
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

/// Every character left out; of equal neighbours one stands for all.
fn missing(iban: &str) -> Vec<String> {
    let mut slips: Vec<String> = (0..iban.len())
        .map(|place| format!("{}{}", &iban[..place], &iban[place + 1..]))
        .collect();
    slips.dedup();
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
        // What lacks a character may be typed on.
        let is_open = slip.len() < truth.len() && report.status == Status::Incomplete;
        assert!(
            is_open || report.status == Status::Invalid,
            "{slip} of {truth}"
        );
        let found = suggestions(&report);
        let rank = found.iter().position(|text| text == truth);
        let rank = rank.unwrap_or_else(|| panic!("{slip}: {truth} is not in {found:?}"));
        self.slips += 1;
        self.suggested += found.len();
        self.longest = self.longest.max(found.len());
        assert!(found.len() <= MOST);
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
    let mut lacking = Figures::default();
    let countries = countries();
    // The registry and the unofficial formats.
    assert_eq!(countries.len(), 89 + 22);
    for (country, example, pattern) in countries {
        let drawn = (0..samples).map(|_| random_iban(&country, &pattern, &mut random));
        for iban in std::iter::once((*example).to_owned()).chain(drawn) {
            for slip in wrong_digits(&iban) {
                digits.see(&country, &iban, &slip);
            }
            for slip in swaps(&iban) {
                swapped.see(&country, &iban, &slip);
            }
            for slip in missing(&iban) {
                lacking.see(&country, &iban, &slip);
            }
        }
    }
    digits.print("wrong digit");
    swapped.print("adjacent swap");
    lacking.print("missing character");
    assert!(digits.slips > 20_000 && swapped.slips > 2_000 && lacking.slips > 4_000);
}

#[test]
fn the_likeliest_comes_first() {
    for (country, typed, meant) in [
        // Look-alikes in the wrong class, and a small L.
        (
            "DE",
            "DE89 37O4 0044 0532 0130 00",
            "DE89 3704 0044 0532 0130 00",
        ),
        (
            "DE",
            "DE89 3704 0044 O532 0130 00",
            "DE89 3704 0044 0532 0130 00",
        ),
        ("NL", "NL91 A8NA 0417 1643 00", "NL91 ABNA 0417 1643 00"),
        ("NL", "NL9l ABNA 0417 1643 00", "NL91 ABNA 0417 1643 00"),
        // Two slips.
        ("FR", "FR14 2OO4 1010 0505 0001 3M02 606", ""),
        (
            "GB",
            "G829 NWBK 6016 1331 9268 19",
            "GB29 NWBK 6016 1331 9268 19",
        ),
        (
            "GB",
            "BG29 NWBK 6016 1331 9268 19",
            "GB29 NWBK 6016 1331 9268 19",
        ),
        // Swapped, doubled, and a character that is none.
        (
            "DE",
            "DE98 3704 0044 0532 0130 00",
            "DE89 3704 0044 0532 0130 00",
        ),
        (
            "DE",
            "DE89 3704 0044 0532 0130 000",
            "DE89 3704 0044 0532 0130 00",
        ),
        (
            "DE",
            "DE89 3704_0044 0532 0130 00",
            "DE89 3704 0044 0532 0130 00",
        ),
    ] {
        let report = check(country, typed);
        assert_eq!(report.status, Status::Invalid, "{typed}");
        let found = &report.issues[0].suggestions;
        let first = found.first().map_or("", String::as_str);
        assert_eq!(first, meant, "{typed}: {found:?}");
    }
    // A letter is missing, so a digit stands in a letter's place.
    let report = check("GB", "GB29 NWK6 0161 3319 2681 9");
    assert!(suggestions(&report).contains(&"GB29NWBK60161331926819".to_owned()));
}

#[test]
fn nothing_is_suggested_while_somebody_types() {
    for (country, example, _) in countries() {
        for end in 0..example.len() {
            let report = check(&country, &example[..end]);
            assert_eq!(report.status, Status::Incomplete);
            // One character is missing: the last, or another.
            let lacks_one = end + 1 == example.len();
            for issue in &report.issues {
                assert_eq!(!issue.suggestions.is_empty(), lacks_one, "{country} {end}");
            }
        }
        // Far too short or too long for one slip, or right and not of this country.
        let other = if country == "DE" { "FR" } else { "DE" };
        for report in [
            check(&country, &format!("{}!", &example[..8])),
            check(&country, &format!("{example}00")),
            check(&country, &format!("{example}{}", "0".repeat(500))),
            check(other, example),
        ] {
            assert_eq!(report.status, Status::Invalid);
            assert!(
                report
                    .issues
                    .iter()
                    .all(|issue| issue.suggestions.is_empty())
            );
        }
    }
}

#[test]
fn the_countrys_own_check_shortens_the_list() {
    // Spain: two check digits beyond modulo 97, so the truth stands alone.
    let truth = "ES9121000418450200051332";
    let mut lengths = Vec::new();
    for slip in wrong_digits(truth) {
        lengths.push(suggestions(&check("ES", &slip)).len());
    }
    let mean = lengths.iter().sum::<usize>() as f64 / lengths.len() as f64;
    assert!(mean < 1.3, "{mean}");
}

fn us(routing: &str) -> AccountReport {
    validate(&AccountInput {
        country: "US".into(),
        routing_number: Some(routing.into()),
        account_number: Some("123456789".into()),
        account_type: Some("checking".into()),
        ..Default::default()
    })
}

#[test]
fn routing_numbers() {
    let truth = "021000021";
    let mut lists = Vec::new();
    for slip in [wrong_digits(truth), swaps(truth)].concat() {
        let report = us(&slip);
        if report.status == Status::Valid {
            // Weights 3 7 1 miss a swap of digits that differ by five.
            assert!(swaps(truth).contains(&slip));
            continue;
        }
        let found = suggestions(&report);
        assert!(found.contains(&truth.to_owned()), "{slip}: {found:?}");
        assert!(found.iter().all(|text| us(text).status == Status::Valid));
        lists.push(found.len());
    }
    println!(
        "routing number: {:.2} suggestions each, at most {}",
        lists.iter().sum::<usize>() as f64 / lists.len() as f64,
        lists.iter().max().unwrap()
    );
    // A letter: only one digit fits in its place.
    assert_eq!(us("02100OO21").issues[0].suggestions, [""; 0]);
    assert_eq!(us("0210000Z1").issues[0].suggestions, ["021000021"]);
    assert_eq!(us("O21000021").issues[0].suggestions, ["021000021"]);
    assert_eq!(us("0210000211").issues[0].suggestions[0], "021000021");
    // Typing goes on, or one digit is missing.
    assert!(us("0210000").issues[0].suggestions.is_empty());
    let report = us("02100002");
    assert_eq!(report.status, Status::Incomplete);
    let found = &report.issues[0].suggestions;
    assert!(found.contains(&truth.to_owned()), "{found:?}");
    assert!(found.iter().all(|text| us(text).status == Status::Valid));
}

#[test]
fn without_check_digits_only_a_look_alike_is_offered() {
    let gb = |sort_code: &str, number: &str| {
        validate(&AccountInput {
            country: "GB".into(),
            sort_code: Some(sort_code.into()),
            account_number: Some(number.into()),
            ..Default::default()
        })
    };
    assert_eq!(
        gb("2O-00-00", "55779911").issues[0].suggestions,
        ["20-00-00"]
    );
    assert_eq!(gb("200000", "5577991l").issues[0].suggestions, ["55779911"]);
    for report in [
        gb("2X-00-00", "55779911"),
        gb("2OO000", "55779911"),
        gb("2000001", "55779911"),
    ] {
        assert_eq!(report.status, Status::Invalid);
        assert!(report.issues[0].suggestions.is_empty());
    }
    let ifsc = validate(&AccountInput {
        country: "IN".into(),
        ifsc: Some("HDFCO000261".into()),
        account_number: Some("123456789012".into()),
        ..Default::default()
    });
    assert_eq!(ifsc.issues[0].suggestions, ["HDFC0000261"]);
}

#[test]
fn suggestions_are_in_the_member_of_the_contract_and_nowhere_else() {
    let report = check("DE", "DE89 3704 0044 0532 0130 01");
    let issue = &report.issues[0];
    assert_eq!(issue.code, Code::InvalidCheckDigits);
    assert!(!issue.suggestions.is_empty());
    let shown = format!(
        "{report:?} {issue:#?} {} {:?}",
        issue.message(),
        issue.params
    );
    for suggestion in &issue.suggestions {
        assert!(!shown.contains(suggestion.as_str()));
        assert!(!shown.contains(&suggestion[5..14]));
    }
    let json = serde_json::to_value(issue).unwrap();
    assert_eq!(json["suggestions"][0], issue.suggestions[0].as_str());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is typed: each suggestion is a valid account, no two are the same, and there are
    /// no more than promised.
    #[test]
    fn what_is_suggested_is_right(
        index in 0_usize..89,
        edits in proptest::collection::vec((0_usize..40, "[A-Z0-9!. ]", 0_u8..4), 0..3),
    ) {
        let (country, example, _) = countries().swap_remove(index);
        let mut typed: Vec<char> = example.chars().collect();
        for (place, other, kind) in edits {
            let place = place % typed.len();
            match kind {
                0 => typed[place] = other.chars().next().unwrap(),
                1 => typed.insert(place, other.chars().next().unwrap()),
                2 => { typed.remove(place); }
                _ => { let before = place.saturating_sub(1); typed.swap(before, place); }
            }
        }
        let report = check(&country, &typed.into_iter().collect::<String>());
        for issue in &report.issues {
            let lacks_one = issue.code == Code::TooShort;
            prop_assert!(report.status == Status::Invalid || lacks_one || issue.suggestions.is_empty());
            prop_assert!(issue.suggestions.len() <= MOST);
            for (at, text) in issue.suggestions.iter().enumerate() {
                let repaired = check(&country, text);
                prop_assert_eq!(repaired.status, Status::Valid);
                prop_assert_eq!(&repaired.account.unwrap().formatted, text);
                prop_assert!(!issue.suggestions[..at].contains(text));
            }
        }
    }
}
