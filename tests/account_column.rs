//! A column of IBANs is judged row by row as `validate` judges each, whatever the offsets say.
//!
//! `cargo test --profile bench --test account_column -- --ignored --nocapture` prints speeds.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation
)]

mod forms;

use std::time::Instant;

use forms::iban_examples;

use payout_kit::account::{
    AccountInput, ColumnVerdict, RowStatus, Status, is_valid_iban, validate, validate_column,
    validate_nullable_column,
};
use payout_kit::report::{Code, Severity};
use proptest::prelude::*;

fn column<T: AsRef<[u8]>>(rows: &[T]) -> (Vec<u8>, Vec<u32>) {
    let mut bytes = Vec::new();
    let mut offsets = vec![0];
    for row in rows {
        bytes.extend_from_slice(row.as_ref());
        offsets.push(u32::try_from(bytes.len()).unwrap());
    }
    (bytes, offsets)
}

fn judge<T: AsRef<[u8]>>(rows: &[T]) -> ColumnVerdict {
    let (bytes, offsets) = column(rows);
    let verdict = validate_column(&bytes, &offsets);
    assert_eq!(verdict.len(), rows.len());
    assert_eq!(verdict.code.len(), rows.len());
    assert_eq!(verdict.start.len(), rows.len());
    assert_eq!(verdict.end.len(), rows.len());
    verdict
}

/// What `validate` says of a row: status, the first error or else the first warning, its place;
/// or that the registry does not have the country.
fn expected(country: &str, text: &str) -> (u8, Option<Code>, (u16, u16)) {
    let report = validate(&AccountInput {
        country: country.into(),
        iban: Some(text.into()),
        ..Default::default()
    });
    let status = match report.status {
        Status::Valid => RowStatus::Valid,
        Status::Incomplete => RowStatus::Incomplete,
        Status::Invalid => RowStatus::Invalid,
    };
    let issue = report
        .issues
        .iter()
        .filter(|issue| issue.severity > Severity::Info || issue.code == Code::UnofficialIban)
        .max_by_key(|issue| issue.severity);
    let (start, end) = issue.and_then(|issue| issue.position).unwrap_or_default();
    let place = (u16::try_from(start).unwrap(), u16::try_from(end).unwrap());
    (status.as_u8(), issue.map(|issue| issue.code), place)
}

fn row(verdict: &ColumnVerdict, at: usize) -> (u8, Option<Code>, (u16, u16)) {
    let place = (verdict.start[at], verdict.end[at]);
    (verdict.status[at], verdict.code(at), place)
}

/// Every example, every prefix of it, every change of one character, spaced and not.
#[test]
fn rows_are_judged_as_single_accounts_are() {
    let mut checked = 0;
    let unofficial = unofficial_examples();
    assert_eq!(unofficial.len(), 22);
    let examples = iban_examples()
        .into_iter()
        .map(|(country, example)| (country, example.to_owned()))
        .chain(unofficial);
    for (country, example) in examples {
        let mut rows: Vec<String> = Vec::new();
        for end in 0..=example.len() {
            rows.push(example[..end].to_owned());
        }
        for place in 2..example.len() {
            for other in ['0', '7', 'A', 'B', 'X', '!', 'é'] {
                let mut slip: Vec<char> = example.chars().collect();
                slip[place] = other;
                rows.push(slip.into_iter().collect());
            }
        }
        let grouped = |text: &str| {
            let groups: Vec<String> = text
                .chars()
                .collect::<Vec<_>>()
                .chunks(4)
                .map(|group| group.iter().collect())
                .collect();
            groups.join("\u{a0}")
        };
        let spaced: Vec<String> = rows.iter().map(|row| grouped(row)).collect();
        rows.extend(spaced);
        rows.extend([
            example.to_lowercase(),
            format!("IBAN: {example}"),
            format!("{example}0"),
            format!(" \u{200e}{example}\n"),
            "0".repeat(1_001),
            "é".repeat(1_000),
        ]);
        let verdict = judge(&rows);
        for (at, text) in rows.iter().enumerate() {
            assert_eq!(
                row(&verdict, at),
                expected(&country, text),
                "{country} {text}"
            );
            checked += 1;
        }
    }
    assert!(checked > 30_000);
}

/// Countries whose banks use an IBAN that the registry does not have.
fn unofficial_examples() -> Vec<(String, String)> {
    let mut reader = csv::Reader::from_path("data/iban_unofficial.csv").unwrap();
    let rows = reader.deserialize::<std::collections::HashMap<String, String>>();
    rows.map(|row| row.unwrap())
        .map(|row| (row["country"].clone(), row["example"].clone()))
        .collect()
}

#[test]
fn an_unofficial_iban_is_valid_and_says_so() {
    let made = with_check_digits("CM", "10002000300277976315008");
    let rows = [
        "AO06000600000100037131174",
        &made,
        "AO07000600000100037131174",
    ];
    let verdict = judge(&rows);
    assert_eq!(verdict.status[..2], [0, 0]);
    assert_eq!(verdict.code(1), Some(Code::UnofficialIban));
    assert_eq!(verdict.status[2], RowStatus::Invalid.as_u8());
    for (at, text) in rows.iter().enumerate() {
        assert_eq!(row(&verdict, at), expected(&text[..2], text), "{text}");
        // The fast path is the registry's.
        assert!(!is_valid_iban(text));
    }
}

#[test]
fn rows_without_a_value_are_null_whatever_their_bytes() {
    let null = RowStatus::Null.as_u8();
    let iban = "NL91ABNA0417164300";
    let bytes = [iban, "?"].concat();
    let offsets = [0, 18, 18, 19, 0, 18, 18, 18, 18, 0, 18];
    let verdict = validate_nullable_column(bytes.as_bytes(), &offsets, &[0b1000_0001, 0b10]);
    let of_all = validate_column(bytes.as_bytes(), &offsets);
    for at in 0..verdict.len() {
        if matches!(at, 0 | 7 | 9) {
            assert_eq!(row(&verdict, at), row(&of_all, at), "{at}");
        } else {
            assert_eq!(row(&verdict, at), (null, None, (0, 0)), "{at}");
        }
    }
    // A bitmap that ends too soon has no values beyond.
    let short = validate_nullable_column(bytes.as_bytes(), &offsets, &[0xff]);
    assert_eq!(short.status[..8], of_all.status[..8]);
    assert_eq!(short.status[8..], [null, null]);
}

#[test]
fn national_checks_count() {
    // Right by modulo 97; Portugal's rule makes the pair 50 always, Kosovo's is only inferred.
    let verdict = judge(&["PT46000201231234567890155", "XK021212012345678907"]);
    for (at, text) in ["PT46000201231234567890155", "XK021212012345678907"]
        .iter()
        .enumerate()
    {
        assert_eq!(row(&verdict, at), expected(&text[..2], text));
        assert_eq!(verdict.status[at] == 0, at == 1 && is_valid_iban(text));
    }
}

#[test]
fn offsets_are_not_trusted() {
    let iban = "DE89370400440532013000";
    let bytes = [iban, "é", iban].concat();
    let unreadable = RowStatus::Unreadable.as_u8();
    let status = |offsets: &[u32]| validate_column(bytes.as_bytes(), offsets).status;
    assert_eq!(status(&[]), [0; 0]);
    assert_eq!(status(&[7]), [0; 0]);
    assert_eq!(status(&[0, 22, 24, 46]), [0, 2, 0]);
    // Backwards, beyond the end, through a character: the others stand.
    assert_eq!(status(&[0, 22, 10, 22]), [0, unreadable, 2]);
    assert_eq!(status(&[0, 22, 47]), [0, unreadable]);
    assert_eq!(status(&[u32::MAX, 0, 22]), [unreadable, 0]);
    assert_eq!(status(&[0, 23, 24, 46]), [unreadable, unreadable, 0]);
    assert_eq!(status(&[0, u32::MAX]), [unreadable]);
    assert_eq!(validate_column(&[], &[0, 0, 1]).status, [1, unreadable]);
    assert_eq!(validate_column(&[0xff, 0xfe], &[0, 2]).status, [unreadable]);
    assert_eq!(judge(&["DE89"]).code(1), None);
}

#[test]
fn a_part_of_a_column_is_a_part_of_the_offsets() {
    let rows: Vec<&str> = iban_examples()
        .into_iter()
        .map(|(_, example)| example)
        .collect();
    let (bytes, offsets) = column(&rows);
    let whole = validate_column(&bytes, &offsets);
    let first = validate_column(&bytes, &offsets[..=40]);
    let rest = validate_column(&bytes, &offsets[40..]);
    assert_eq!([first.status, rest.status].concat(), whole.status);
    assert_eq!([first.code, rest.code].concat(), whole.code);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_bytes_and_offsets(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
        offsets in proptest::collection::vec(prop_oneof![4 => 0_u32..210, 1 => any::<u32>()], 0..20),
    ) {
        let verdict = validate_column(&bytes, &offsets);
        prop_assert_eq!(verdict.len(), offsets.len().saturating_sub(1));
        for at in 0..verdict.len() {
            let (from, to) = (offsets[at] as usize, offsets[at + 1] as usize);
            let text = bytes.get(from..to).and_then(|row| std::str::from_utf8(row).ok());
            prop_assert_eq!(text.is_none(), verdict.status[at] == RowStatus::Unreadable.as_u8());
            prop_assert!(verdict.start[at] <= verdict.end[at]);
            if let Some(text) = text {
                prop_assert!(usize::from(verdict.end[at]) <= text.chars().count());
                let unofficial = verdict.code(at) == Some(Code::UnofficialIban);
                prop_assert!(verdict.status[at] != 0 || unofficial || is_valid_iban(text));
            }
        }
    }
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

#[test]
#[ignore = "a measurement"]
fn speed() {
    let examples = iban_examples();
    let (mut german, mut mixed, mut spaced) = (Vec::new(), Vec::new(), Vec::new());
    for at in 0..1_000_000_u64 {
        let digits = at.wrapping_mul(6_364_136_223_846_793_005) % 1_000_000_000_000_000_000;
        german.push(with_check_digits("DE", &format!("{digits:018}")));
        let scattered = digits / 1_000 % examples.len() as u64;
        mixed.push(examples[scattered as usize].1.to_owned());
        spaced.push(
            german[at as usize]
                .as_bytes()
                .chunks(4)
                .map(|g| std::str::from_utf8(g).unwrap())
                .collect::<Vec<_>>()
                .join(" "),
        );
    }
    let wrong: Vec<String> = german
        .iter()
        .map(|iban| format!("{}{}", &iban[..21], u8::from(iban.ends_with('0'))))
        .collect();
    for (name, rows) in [
        ("DE", german),
        ("89 countries", mixed),
        ("DE spaced", spaced),
        ("DE wrong", wrong),
    ] {
        let (bytes, offsets) = column(&rows);
        let mut column_best = f64::MAX;
        let mut single_best = f64::MAX;
        for _ in 0..5 {
            let start = Instant::now();
            let verdict = validate_column(&bytes, &offsets);
            column_best = column_best.min(start.elapsed().as_nanos() as f64 / 1e6);
            let start = Instant::now();
            let valid = rows.iter().filter(|row| is_valid_iban(row)).count();
            single_best = single_best.min(start.elapsed().as_nanos() as f64 / 1e6);
            assert_eq!(
                (0..verdict.len())
                    .filter(|&at| verdict.status[at] == 0)
                    .count(),
                valid
            );
        }
        println!(
            "{name}: column {column_best:.1} ns a row, is_valid_iban {single_best:.1} ns a call"
        );
    }
}
