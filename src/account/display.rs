//! Accounts for people and for logs.

use super::AccountInput;
use super::alias;
use super::clean::{self, Cleaned, MAX_CHARACTERS};
use super::domestic::{self, Printed};
use super::iban::{self, LABEL};
use super::method::{Chosen, choose};
use super::scan::Scan;
use super::validate;
use crate::market::{Check, Country, Field, FieldKey, group};

/// Stands for what is hidden, however long it is.
pub(crate) const HIDDEN: &str = "••••";

/// The same, inside a word.
const HIDDEN_PART: &str = "•••";

/// How many characters of what is secret a mask shows at most.
const SHOWN: usize = 4;

/// It shows at most one in so many of them.
const ONE_IN: usize = 3;

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

/// An account for confirmation screens and logs: enough of its number to know it again, never more
/// than a third. Of a number the last characters, four at most; a Czech number keeps its bank, a
/// Hungarian one counts without zeros that only fill it, a phone without its country code; of an e-mail address or a UPI ID the first
/// character and what follows the at sign.
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
///
/// let account = AccountInput {
///     country: "BR".into(),
///     pix_key: Some("beatriz@example.com".into()),
///     ..Default::default()
/// };
/// assert_eq!(mask(&account), "b•••@example.com");
/// ```
#[must_use]
pub fn mask(input: &AccountInput) -> String {
    if let Some(account) = validate::normalised(input) {
        return account.masked;
    }
    let printed = Printed::read(input);
    let input = &*printed.input;
    let Some(Chosen { method, .. }) = choose(input) else {
        return HIDDEN.to_owned();
    };
    masked_account(method.fields, |field| {
        let text = text(input, field.key)?;
        Some(if field.format.is_text() && field.check != Check::Iban {
            text.chars()
                .filter(|&character| !clean::is_blank(character))
                .collect()
        } else {
            Cleaned::read(text, label(field)).text().to_owned()
        })
    })
}

/// What of an account may be shown: of the last field that names it and has a value. A check digit
/// in a field of its own is the end of the number.
pub(super) fn masked_account(fields: &[Field], value: impl Fn(&Field) -> Option<String>) -> String {
    let digit = |field: &Field| field.key == FieldKey::AccountDigit;
    let named = fields
        .iter()
        .rev()
        .filter(|field| names_account(field) && !digit(field))
        .find_map(|field| Some((field, value(field)?)));
    let Some((field, mut number)) = named else {
        return HIDDEN.to_owned();
    };
    if field.key == FieldKey::AccountNumber
        && let Some(digit) = fields.iter().find(|field| digit(field)).and_then(value)
    {
        number.push_str(&digit);
    }
    masked(field.check, &number)
}

/// What of a number may be shown.
pub(super) fn masked(check: Check, number: &str) -> String {
    match check {
        Check::Upi | Check::Proxy | Check::Pix => match number.rsplit_once('@') {
            // With so many digits it may be an account, in the wrong place.
            Some((name, host))
                if !name.is_empty() && host.bytes().filter(u8::is_ascii_digit).count() < 6 =>
            {
                let shown = name.chars().take(shown(name).min(1));
                format!("{}{HIDDEN_PART}@{host}", shown.collect::<String>())
            }
            _ => ending(number, alias::national(number)),
        },
        Check::Czech => match number.split_once('/') {
            // What is longer than a bank code may be an account, in the wrong place.
            Some((account, bank)) if bank.len() <= 4 => format!("{}/{bank}", tail(account)),
            _ => tail(number),
        },
        Check::Iban if !number.starts_with("HU") => tail(number),
        Check::Iban | Check::Hungarian => tail(without_filling(number)),
        _ => tail(number),
    }
}

/// A Hungarian account of 16 digits has eight zeros behind where 24 are written.
fn without_filling(number: &str) -> &str {
    const LEAST: usize = 16;
    number
        .strip_suffix("00000000")
        .filter(|rest| rest.len() >= LEAST)
        .unwrap_or(number)
}

/// The last characters of a number.
fn tail(number: &str) -> String {
    ending(number, number)
}

/// The last characters of a number, as many as its secret part allows.
fn ending(number: &str, secret: &str) -> String {
    let shown = shown(secret);
    if shown == 0 {
        return HIDDEN.to_owned();
    }
    let hidden = number.chars().count().saturating_sub(shown);
    let tail: String = number.chars().skip(hidden).collect();
    format!("{HIDDEN} {tail}")
}

fn shown(secret: &str) -> usize {
    (secret.chars().count() / ONE_IN).min(SHOWN)
}

/// The normalised fields of a method as people write them.
pub(super) fn formatted(fields: &[Field], values: &[(FieldKey, String)]) -> String {
    let mut text = String::new();
    // Behind its number, as it is printed.
    let is_digit =
        |field: &Field| matches!(field.key, FieldKey::BranchDigit | FieldKey::AccountDigit);
    let shown = |field: &&Field| names_account(field) || is_digit(field);
    for field in fields.iter().filter(shown) {
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == field.key) {
            if !text.is_empty() {
                text.push(if is_digit(field) { '-' } else { ' ' });
            }
            text.push_str(&group(value, field.mask_of(value)));
        }
    }
    text
}

/// Not the select next to it, and not what may be left out.
fn names_account(field: &Field) -> bool {
    field.check != Check::Option && !field.optional && !field.key.is_holder()
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
