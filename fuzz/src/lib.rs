//! What several targets share: any account of any country, out of a fuzzer's bytes.

use arbitrary::{Arbitrary, Result, Unstructured};
use payout_kit::account::AccountInput;
use payout_kit::market::{self, FieldKey, RequirementsRequest};
use serde_json::{Map, Value};

/// An account as somebody may type it. A country mostly is one, and a field mostly begins as the
/// market's example, so that the fuzzer gets past the structure to the check digits.
#[derive(Debug)]
pub struct AnyAccount(pub AccountInput);

impl<'a> Arbitrary<'a> for AnyAccount {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let mut account = Map::new();
        let country = if bytes.ratio(15, 16)? {
            let markets = market::list();
            bytes.choose(&markets)?.country.to_string()
        } else {
            String::arbitrary(bytes)?
        };
        account.insert("country".into(), country.clone().into());
        let methods = market::requirements(&RequirementsRequest {
            country: country.clone(),
            ..Default::default()
        })
        .methods;
        let method = if methods.is_empty() {
            None
        } else {
            Some(bytes.choose(&methods)?.method.to_owned())
        };
        let form = market::requirements(&RequirementsRequest {
            country,
            method,
            ..Default::default()
        });
        for field in &form.fields {
            let text = match bytes.int_in_range(0..=7u8)? {
                0 => continue,
                1 => String::arbitrary(bytes)?,
                _ => edited(&field.example, bytes)?,
            };
            put(&mut account, field.key, text);
        }
        // A key that the method does not ask for.
        if bytes.ratio(1, 8)? {
            let key = bytes.choose(FieldKey::ALL)?.as_str();
            put(&mut account, key, String::arbitrary(bytes)?);
        }
        if bytes.ratio(1, 8)? {
            account.insert("currency".into(), String::arbitrary(bytes)?.into());
        }
        serde_json::from_value(Value::Object(account))
            .map(Self)
            .map_err(|_| arbitrary::Error::IncorrectFormat)
    }
}

/// The text of a key of an account; a dot leads into an object.
fn put(account: &mut Map<String, Value>, key: &str, text: String) {
    match key.split_once('.') {
        None => {
            account.insert(key.into(), text.into());
        }
        Some((outer, inner)) => {
            let object = account
                .entry(outer)
                .or_insert_with(|| Value::Object(Map::new()));
            object[inner] = text.into();
        }
    }
}

/// The text after up to six slips: a character changed, lost, doubled, swapped or put in.
fn edited(text: &str, bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..bytes.int_in_range(0..=6u8)? {
        if characters.is_empty() {
            characters.push(char::arbitrary(bytes)?);
            continue;
        }
        let at = bytes.choose_index(characters.len())?;
        match bytes.int_in_range(0..=6u8)? {
            0 => drop(characters.remove(at)),
            1 => characters.insert(at, characters[at]),
            2 => {
                let other = characters.len() - 1 - at;
                characters.swap(at, other);
            }
            3 => characters.insert(at, char::arbitrary(bytes)?),
            4 => characters.truncate(at),
            5 => characters[at] = char::from(bytes.int_in_range(b'A'..=b'Z')?),
            _ => characters[at] = char::from(bytes.int_in_range(b'0'..=b'9')?),
        }
    }
    Ok(characters.into_iter().collect())
}

/// The places of every issue lie inside of the text that it is about.
pub fn assert_positions(input: &AccountInput) {
    let report = payout_kit::account::validate(input);
    for issue in &report.issues {
        if let Some((start, end)) = issue.position {
            let typed = input
                .fields()
                .find(|(key, _)| key.as_str() == issue.field)
                .map_or("", |(_, text)| text);
            assert!(
                start < end && end <= typed.chars().count(),
                "{:?} at {start}..{end} of {}",
                issue.code,
                issue.field
            );
        }
    }
}
