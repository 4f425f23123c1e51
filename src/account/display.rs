//! Accounts for people and for logs.

use super::AccountInput;
use super::clean::{self, Cleaned, MAX_CHARACTERS};
use super::domestic;
use super::iban::{self, LABEL};
use super::method::{Chosen, choose};
use super::scan::Scan;
use super::validate;
use crate::market::{Check, Country, Field, FieldKey, group};

/// Stands for what is hidden, however long it is.
pub(crate) const HIDDEN: &str = "••••";

/// How many characters a mask shows at most.
const SHOWN: usize = 4;

/// An account as people write it: its fields, normalised and grouped as they are printed, as the
/// report has them. Of an account that is not right, a field that is wrong stays as it was typed.
///
/// ```
/// use payout_kit::account::{AccountInput, format};
///
/// let account = AccountInput {
///     country: "GB".into(),
///     sort_code: Some("108800".into()),
///     account_number: Some("00012345".into()),
///     ..Default::default()
/// };
/// assert_eq!(format(&account), "10-88-00 00012345");
/// ```
#[must_use]
pub fn format(input: &AccountInput) -> String {
    if let Some(account) = validate::normalised(input) {
        return account.formatted;
    }
    let mut words = Vec::new();
    if let Some(Chosen {
        method, country, ..
    }) = choose(input)
    {
        for field in method.fields.iter().filter(|field| names_account(field)) {
            if let Some(text) = text(input, field.key) {
                words.push(format_field(field, country, text));
            }
        }
    }
    words.join(" ")
}

/// An account for logs: the last characters of its number and nothing else.
///
/// ```
/// use payout_kit::account::{AccountInput, mask};
///
/// let account = AccountInput {
///     country: "US".into(),
///     routing_number: Some("110000000".into()),
///     account_number: Some("000123456789".into()),
///     ..Default::default()
/// };
/// assert_eq!(mask(&account), "•••• 6789");
/// ```
#[must_use]
pub fn mask(input: &AccountInput) -> String {
    let Some(Chosen { method, .. }) = choose(input) else {
        return HIDDEN.to_owned();
    };
    let number = method
        .fields
        .iter()
        .rev()
        .filter(|field| names_account(field))
        .find_map(|field| {
            let text = text(input, field.key)?;
            Some(if field.format.is_text() && field.check != Check::Iban {
                text.chars()
                    .filter(|&character| !clean::is_blank(character))
                    .collect()
            } else {
                Cleaned::read(text, label(field)).text().to_owned()
            })
        });
    masked(&number.unwrap_or_default())
}

/// At most the last four characters, fewer of a short number.
pub(super) fn masked(number: &str) -> String {
    let hidden = number.chars().count().saturating_sub(SHOWN).max(SHOWN);
    match number.char_indices().nth(hidden) {
        Some((place, _)) => [HIDDEN, number.get(place..).unwrap_or_default()].join(" "),
        None => HIDDEN.to_owned(),
    }
}

/// The normalised fields of a method as people write them.
pub(super) fn formatted(fields: &[Field], values: &[(FieldKey, String)]) -> String {
    let mut text = String::new();
    for field in fields.iter().filter(|field| names_account(field)) {
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == field.key) {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&group(value, field.mask_of(value)));
        }
    }
    text
}

/// The field that carries the number itself.
pub(super) fn number_field(fields: &[Field]) -> Option<&Field> {
    fields.iter().rev().find(|field| names_account(field))
}

/// Not the select next to it, and not what may be left out.
fn names_account(field: &Field) -> bool {
    let of_holder = matches!(
        field.key,
        FieldKey::HolderName | FieldKey::HolderAddress | FieldKey::HolderTaxId
    );
    field.check != Check::Option && !field.optional && !of_holder
}

fn text(input: &AccountInput, key: FieldKey) -> Option<&str> {
    input
        .get(key)
        .map(str::trim)
        .filter(|text| !text.is_empty() && text.len() <= MAX_CHARACTERS)
}

fn label(field: &Field) -> &'static str {
    if field.check == Check::Iban {
        LABEL
    } else {
        ""
    }
}

fn format_field(field: &Field, country: Country, text: &str) -> String {
    if field.check == Check::Iban {
        return match iban::scan(&Cleaned::read(text, LABEL), Some(country)) {
            Scan::Right(iban) => iban.to_string(),
            _ => text.to_owned(),
        };
    }
    if field.format.is_text() {
        return text.to_owned();
    }
    let cleaned = domestic::read(field.check, text);
    let fits = cleaned.len() <= usize::from(field.format.max)
        && field.format.wrong_place(cleaned.bytes()).is_none();
    if fits {
        group(cleaned.text(), field.mask_of(cleaned.text()))
    } else {
        text.to_owned()
    }
}
