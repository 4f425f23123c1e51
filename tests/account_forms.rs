//! The forms of every market: good enough to build a page from them alone.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    clippy::panic
)]

mod forms;

use forms::{Typed, forms};
use payout_kit::account::{Account, Status, format, validate};
use payout_kit::market::{Charset, FieldRequirement, FieldType};
use payout_kit::report::{Code, Issue, Severity};
use regex::Regex;

fn pattern(field: &FieldRequirement) -> Regex {
    let pattern = Regex::new(&field.pattern).unwrap();
    assert!(field.pattern.starts_with('^') && field.pattern.ends_with('$'));
    pattern
}

fn value<'a>(account: &'a Account, key: &str) -> Option<&'a str> {
    account
        .fields()
        .find(|(known, _)| known.as_str() == key)
        .map(|(_, value)| value)
}

#[test]
fn a_fields_pattern_lengths_charset_and_mask_agree_with_its_example() {
    for form in forms() {
        for field in &form.fields {
            let name = format!("{} {}", form.name(), field.key);
            assert!(!field.label.is_empty() && !field.why.is_empty(), "{name}");
            let pattern = pattern(field);
            assert!(pattern.is_match(&field.example), "{name}: {pattern}");
            let length = field.example.chars().count();
            let lengths = usize::from(field.min_length)..=usize::from(field.max_length);
            assert!(lengths.contains(&length), "{name}");
            let allowed = |character: char| match field.charset {
                Charset::Digits => character.is_ascii_digit(),
                Charset::Letters => character.is_ascii_uppercase(),
                Charset::Alphanumeric => {
                    character.is_ascii_digit() || character.is_ascii_uppercase()
                }
                Charset::Text => true,
            };
            assert!(field.example.chars().all(allowed), "{name}");
            if let Some(mask) = &field.mask {
                let places = mask.chars().filter(|&place| place == '#').count();
                assert_eq!(places, usize::from(field.max_length), "{name}");
                // The example as people write it: each of its characters at a place of the mask.
                let shown = field.placeholder.as_deref().unwrap();
                let fits = shown.chars().zip(mask.chars());
                assert!(
                    fits.clone()
                        .all(|(one, place)| place == '#' || place == one),
                    "{name}: {shown}"
                );
                let kept: String = fits
                    .filter(|(_, place)| *place == '#')
                    .map(|(one, _)| one)
                    .collect();
                assert_eq!(kept, field.example, "{name}");
            }
            assert_eq!(
                field.kind == FieldType::Select,
                field.placeholder.is_none(),
                "{name}"
            );
            for option in &field.options {
                assert!(pattern.is_match(option.value), "{name}: {}", option.value);
            }
        }
    }
}

#[test]
fn the_examples_make_a_valid_account_and_optional_ones_can_be_left_out() {
    let mut optional = 0;
    for form in forms() {
        let name = form.name();
        let report = validate(&form.filled().account());
        assert_eq!(report.status, Status::Valid, "{name} {:?}", report.issues);
        assert!(!report.account.unwrap().formatted.is_empty());
        let mut least = Typed::new(&form.country);
        for field in form.fields.iter().filter(|field| !field.optional) {
            least.put(field.key, &field.example);
        }
        assert_eq!(validate(&least.account()).status, Status::Valid, "{name}");
        for field in &form.fields {
            let report = validate(&form.filled().with(field.key, "").account());
            if field.optional {
                optional += 1;
                assert_eq!(report.status, Status::Valid, "{name} {}", field.key);
            } else {
                assert_eq!(report.status, Status::Incomplete, "{name} {}", field.key);
            }
        }
    }
    assert!(optional > 50);
}

#[test]
fn nothing_is_said_of_a_form_filled_from_its_examples_but_that_they_are_examples() {
    let mut said = Vec::new();
    for form in forms() {
        let report = validate(&form.filled().account());
        let unasked =
            |issue: &&Issue| issue.severity != Severity::Info && issue.code != Code::TestNumber;
        for issue in report.issues.iter().filter(unasked) {
            said.push(format!(
                "{}: {} {}",
                form.name(),
                issue.code.as_str(),
                issue.field
            ));
        }
    }
    assert_eq!(said, [""; 0]);
}

#[test]
fn every_stage_of_typing_the_examples_is_not_wrong() {
    for form in forms() {
        let mut typed = Typed::new(&form.country);
        for field in &form.fields {
            typed.put(field.key, "");
        }
        let status = |typed: &Typed| validate(&typed.account()).status;
        assert_eq!(status(&typed), Status::Incomplete, "{}", form.name());
        for field in &form.fields {
            for whole in [&*field.example, field.placeholder.as_deref().unwrap_or("")] {
                for (end, _) in whole.char_indices() {
                    typed.put(field.key, &whole[..end]);
                    let name = format!("{} {} at {end}", form.name(), field.key);
                    assert_ne!(status(&typed), Status::Invalid, "{name}");
                }
            }
            typed.put(field.key, &field.example);
        }
    }
}

/// Values near the example that its pattern does not take.
fn outside(field: &FieldRequirement) -> Vec<String> {
    let pattern = pattern(field);
    let example = &*field.example;
    let mut values = vec![
        format!("{example}!"),
        format!("!{example}"),
        example.repeat(1 + usize::from(field.max_length) / example.len().max(1)),
    ];
    for (place, character) in example.char_indices() {
        let end = place + character.len_utf8();
        for other in ["9", "Z", "#"] {
            values.push(format!("{}{other}{}", &example[..place], &example[end..]));
        }
        values.push(example[..place].to_owned());
        values.push(format!("{}{}", &example[..place], &example[end..]));
    }
    values.retain(|value| !value.is_empty() && !pattern.is_match(value));
    // The word of an option is taken in capitals too.
    let is_option = |value: &String| {
        let mut options = field.options.iter();
        options.any(|option| option.value.eq_ignore_ascii_case(value))
    };
    values.retain(|value| field.kind == FieldType::Text || !is_option(value));
    values
}

#[test]
fn what_a_pattern_does_not_take_is_refused() {
    let mut tried = 0;
    for form in forms() {
        for field in &form.fields {
            for value in outside(field) {
                tried += 1;
                let report = validate(&form.filled().with(field.key, &value).account());
                // Some read more than the pattern: zeros that are put in front, in plain sight.
                let name = format!("{} {}: {value}", form.name(), field.key);
                if field.key == "holderName" {
                    // In another script than the bank's: unusual, and told.
                    assert!(!report.issues.is_empty(), "{name}");
                    continue;
                }
                assert_ne!(report.status, Status::Valid, "{name}");
                assert!(report.issues.iter().any(Issue::is_error), "{name}");
            }
        }
    }
    assert!(tried > 10_000, "{tried}");
}

#[test]
fn what_is_shown_reads_back_as_the_same_account() {
    for form in forms() {
        let name = form.name();
        let input = form.filled().account();
        let account = validate(&input).account.unwrap();
        assert_eq!(format(&input), account.formatted, "{name}");
        let (mut grouped, mut normal) = (form.filled(), form.filled());
        for field in &form.fields {
            let given = value(&account, field.key).unwrap();
            assert!(pattern(field).is_match(given), "{name} {}", field.key);
            normal.put(field.key, given);
            if let Some(shown) = &field.placeholder {
                grouped.put(field.key, shown);
            }
        }
        // One number alone: the whole account as it is shown.
        let shown = form.fields.iter().filter(|field| {
            !field.optional && field.kind == FieldType::Text && !field.key.starts_with("holder")
        });
        let mut whole = form.filled();
        if let [only] = shown.collect::<Vec<_>>()[..] {
            whole.put(only.key, &account.formatted);
        }
        for other in [grouped, normal, whole] {
            let other = other.account();
            assert_eq!(validate(&other).account.as_ref(), Some(&account), "{name}");
            assert_eq!(format(&other), account.formatted, "{name}");
        }
        if let Some(iban) = account.iban() {
            let typed = Typed::new(&form.country).with("iban", &iban.to_string());
            let again = validate(&typed.account()).account.unwrap();
            assert_eq!(again.iban(), Some(iban), "{name}");
        }
    }
}
