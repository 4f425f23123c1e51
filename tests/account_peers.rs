//! What the crates that read IBANs can tell of them, beside this one, found out by asking them: the
//! second table of docs/peers.md. `BLESS=1 cargo test --test account_peers` writes it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice
)]

mod forms;

use std::fmt::Display;
use std::fs;
use std::str::FromStr;

use forms::iban_examples;
use iban_validation_rs::CountrySet;
use payout_kit::account::{
    AccountInput, AccountReport, CheckResult, Status, is_valid_iban, validate,
};

const PAGE: &str = "docs/peers.md";
const BEGIN: &str = "<!-- asked of the crates by tests/account_peers.rs; do not edit -->";
const END: &str = "<!-- end of the crates -->";

/// A crate, and how it is asked; what it has no function for is `None`.
struct Peer {
    name: &'static str,
    right: fn(&str) -> bool,
    why: Option<fn(&str) -> String>,
    /// The place of the character that is wrong, from 0.
    place: Option<fn(&str) -> Option<usize>>,
    incomplete: Option<fn(&str) -> bool>,
    suggestions: Option<fn(&str) -> Vec<String>>,
    unofficial: fn(&str) -> bool,
    bic: Option<fn(&str) -> bool>,
    domestic: Option<fn(&AccountInput) -> bool>,
}

const PEERS: [Peer; 4] = [
    Peer {
        name: "payout-kit",
        right: |text| is_valid_iban(text) && report(text).status == Status::Valid,
        why: Some(|text| format!("{:?}", report(text).issues.first().map(|issue| issue.code))),
        place: Some(|text| Some(report(text).issues.first()?.position?.0)),
        incomplete: Some(|text| report(text).status == Status::Incomplete),
        suggestions: Some(|text| {
            let issues = report(text).issues.into_iter();
            issues.flat_map(|issue| issue.suggestions.clone()).collect()
        }),
        unofficial: |text| report(text).status == Status::Valid,
        bic: Some(|text| {
            let account = AccountInput {
                bic: Some(text.into()),
                ..of(GOOD)
            };
            validate(&account).status == Status::Valid
        }),
        domestic: Some(|account| validate(account).status == Status::Valid),
    },
    Peer {
        name: "iban_validate",
        right: |text| iban::Iban::from_str(text).is_ok(),
        why: Some(|text| told(iban::Iban::from_str(text))),
        place: None,
        incomplete: None,
        suggestions: None,
        unofficial: |text| iban::Iban::from_str(text).is_ok(),
        bic: None,
        domestic: None,
    },
    Peer {
        name: "iban_validation_rs",
        right: |text| iban_validation_rs::validate_iban_str(text) == Ok(true),
        why: Some(|text| told(iban_validation_rs::validate_iban_str(text))),
        place: None,
        incomplete: None,
        suggestions: None,
        unofficial: |text| {
            let set = CountrySet::WithNonRegistry;
            iban_validation_rs::validate_iban_str_with(text, set) == Ok(true)
        },
        bic: None,
        domestic: None,
    },
    Peer {
        name: "sepa",
        right: |text| sepa::validate_iban(text).is_ok(),
        why: Some(|text| told(sepa::validate_iban(text))),
        place: Some(|text| match sepa::validate_iban(text) {
            // It counts from 1.
            Err(sepa::IbanError::InvalidBbanFormat { position, .. }) => position.checked_sub(1),
            _ => None,
        }),
        incomplete: None,
        suggestions: None,
        unofficial: |text| sepa::validate_iban(text).is_ok(),
        bic: Some(|text| sepa::validate_bic(text).is_ok()),
        domestic: None,
    },
];

const GOOD: &str = "DE89370400440532013000";
const TYPO: &str = "DE89370400440532013009";

fn of(text: &str) -> AccountInput {
    AccountInput {
        country: text.get(..2).unwrap_or_default().to_uppercase(),
        iban: Some(text.into()),
        ..AccountInput::default()
    }
}

fn report(text: &str) -> AccountReport {
    validate(&of(text))
}

/// The words of a refusal, without the numbers and the text that it quotes.
fn told<T, E: Display>(answer: Result<T, E>) -> String {
    let words = answer.err().map(|refusal| refusal.to_string());
    let letters = |word: &&str| word.chars().all(|letter| letter.is_ascii_lowercase());
    let words = words.unwrap_or_default();
    words.split(' ').filter(letters).collect()
}

/// With right check digits.
fn sealed(country: &str, bban: &str) -> String {
    let remainder = format!("{bban}{country}00").chars().fold(0, |sum, letter| {
        let value = letter.to_digit(36).unwrap();
        (sum * if value < 10 { 10 } else { 100 } + value) % 97
    });
    format!("{country}{:02}{bban}", 98 - remainder)
}

/// For a country with a check digit of its own: an IBAN in which only that one is wrong.
fn nationally_wrong(example: &str) -> Option<String> {
    let (country, bban) = (&example[..2], &example[4..]);
    let wrong_at = |at: usize| {
        let digit = bban[at..=at].parse::<u32>().ok()?;
        let other = format!("{}{}{}", &bban[..at], (digit + 1) % 10, &bban[at + 1..]);
        let text = sealed(country, &other);
        let AccountReport { status, checks, .. } = report(&text);
        let only = checks.check_digits == CheckResult::Passed;
        let is_wrong = status == Status::Invalid && checks.national == CheckResult::Failed;
        (only && is_wrong).then_some(text)
    };
    (0..bban.len()).rev().find_map(wrong_at)
}

/// An IBAN whose pair is 97 or 98 with 00 or 01 in its place: the same remainder.
fn aliased() -> String {
    let numbers = (0..).map(|number| sealed("DE", &format!("37040044{number:010}")));
    let mut aliases = numbers.filter_map(|text| match &text[2..4] {
        "97" => Some(format!("DE00{}", &text[4..])),
        "98" => Some(format!("DE01{}", &text[4..])),
        _ => None,
    });
    aliases.next().unwrap()
}

fn unofficial_examples() -> Vec<String> {
    let mut reader = csv::Reader::from_path("data/iban_unofficial.csv").unwrap();
    let column = reader
        .headers()
        .unwrap()
        .iter()
        .position(|name| name == "example");
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| row[column.unwrap()].to_owned()).collect()
}

/// What is asked.
const QUESTIONS: [&str; 16] = [
    "examples of the registry that are right",
    "refuses a wrong length with fitting check digits",
    "refuses a letter where the registry has a digit",
    "refuses check digits that alias (00, 01, 99)",
    "countries whose own check digit is looked at",
    "takes blanks",
    "takes small letters",
    "takes full-width digits",
    "says why: another answer for too short than for wrong digits",
    "says where: the place of a letter among digits",
    "tells unfinished from wrong",
    "suggests what was meant",
    "IBANs outside of the registry",
    "BIC",
    "a routing number of the US",
    "a CLABE of Mexico",
];

/// What each answers.
fn answers() -> Vec<[String; 16]> {
    let registered: Vec<&str> = iban_examples().into_iter().map(|(_, text)| text).collect();
    let national: Vec<String> = registered
        .iter()
        .filter_map(|text| nationally_wrong(text))
        .collect();
    let unofficial = unofficial_examples();
    let wide: String = GOOD
        .chars()
        .map(|letter| match letter.to_digit(10) {
            Some(digit) => char::from_u32(0xff10 + digit).unwrap(),
            None => letter,
        })
        .collect();
    let routing = AccountInput {
        country: "US".into(),
        routing_number: Some("021000021".into()),
        account_number: Some("12345678".into()),
        account_type: Some("checking".into()),
        ..AccountInput::default()
    };
    let clabe = AccountInput {
        country: "MX".into(),
        clabe: Some("002010077777777771".into()),
        ..AccountInput::default()
    };
    let yes = |fact: bool| String::from(if fact { "yes" } else { "no" });
    let domestic = |peer: &Peer, account| yes(peer.domestic.is_some_and(|ask| ask(account)));
    let ask = |peer: &Peer| {
        let right = peer.right;
        let count = |of: &[&str]| of.iter().filter(|text| right(text)).count();
        let looked_at = national.iter().filter(|text| !right(text)).count();
        let outside = unofficial
            .iter()
            .filter(|text| (peer.unofficial)(text))
            .count();
        [
            format!("{} of {}", count(&registered), registered.len()),
            yes(!right(&sealed("DE", "3704004405320130001"))),
            yes(!right(&sealed("DE", "37040044053201300A"))),
            yes(!right(&aliased())),
            format!("{looked_at} of {}", national.len()),
            yes(right("DE89 3704 0044 0532 0130 00")),
            yes(right(&GOOD.to_lowercase())),
            yes(right(&wide)),
            yes(peer.why.is_some_and(|why| why(TYPO) != why(&GOOD[..21]))),
            yes(peer
                .place
                .is_some_and(|place| place("DE8937040O440532013000") == Some(9))),
            yes(peer
                .incomplete
                .is_some_and(|ask| ask("DE8937") && !ask("DE8X37"))),
            yes(peer
                .suggestions
                .is_some_and(|ask| ask(TYPO).iter().any(|text| text.replace(' ', "") == GOOD))),
            format!("{outside} of {}", unofficial.len()),
            yes(peer
                .bic
                .is_some_and(|bic| bic("DEUTDEFF") && !bic("DEUTD3FF"))),
            domestic(peer, &routing),
            domestic(peer, &clabe),
        ]
    };
    PEERS.iter().map(ask).collect()
}

fn table() -> String {
    let answers = answers();
    let lock = fs::read_to_string("Cargo.lock").unwrap();
    let version = |name: &str| {
        let package = lock
            .split(&format!("name = \"{name}\"\nversion = \""))
            .nth(1);
        package
            .and_then(|rest| rest.split('"').next())
            .unwrap()
            .to_owned()
    };
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let of_all = |first: &str, of: &dyn Fn(usize) -> String| {
        row([first.to_owned()]
            .into_iter()
            .chain((0..PEERS.len()).map(of))
            .collect())
    };
    let mut lines = vec![
        of_all("", &|at| {
            format!("{} {}", PEERS[at].name, version(PEERS[at].name))
        }),
        of_all("---", &|_| "---".into()),
    ];
    lines.extend(
        QUESTIONS
            .iter()
            .enumerate()
            .map(|(place, question)| of_all(question, &|at| answers[at][place].clone())),
    );
    lines.join("\n")
}

#[test]
fn what_the_crates_can_tell_is_what_the_docs_say() {
    let page = fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (documented, after) = rest.split_once(END).unwrap();
    let table = table();
    if std::env::var_os("BLESS").is_some() {
        fs::write(PAGE, format!("{before}{BEGIN}\n\n{table}\n\n{END}{after}")).unwrap();
    } else {
        let stale = "BLESS=1 cargo test --test account_peers";
        assert_eq!(documented.trim(), table, "{stale}");
    }
}
