//! The name of a field in front of its value, as people paste it: `BLZ 370 400 44`, `BIC: COBADEFF`.
//!
//! A name goes where it cannot be part of the value and what follows can begin one. Blanks take its
//! place, so that positions stay.

mod table;

use std::borrow::Cow;

use super::AccountInput;
use super::clean::{Cleaned, MAX_CHARACTERS, ascii, is_blank};
use super::codes::Ifsc;
use super::holder;
use super::iban;
use super::method::Chosen;
use super::pix;
use super::scan::Scan;
use super::validate::{TAX_ID, kind_of_alias};
use crate::market::{Check, Class, Country, Field, FieldKey};

/// Country, field, its names parted by `|`.
type Label = ([u8; 2], FieldKey, &'static str);

/// For a field that is called so everywhere.
const ANYWHERE: [u8; 2] = *b"**";

/// The account without the names of its fields.
pub(super) fn taken_off<'a>(input: &'a AccountInput, chosen: &Chosen) -> Cow<'a, AccountInput> {
    let mut bare = Cow::Borrowed(input);
    // A tax number is checked whether the form lists it or not.
    let is_listed = chosen.method.uses(TAX_ID.key);
    let unlisted = (!is_listed).then_some(&TAX_ID);
    for field in chosen.method.fields.iter().chain(unlisted) {
        if let Some(text) = input.get(field.key)
            && may_be_named(field, input)
            && let Some(Front::Name(end)) = front(field, chosen.country, text)
            && !is_value(field.check, chosen.country, text)
        {
            bare.to_mut().replace(field.key, blanked(text, end));
        }
    }
    bare
}

/// Whether somebody may be typing the name of the field, which is no value.
pub(super) fn is_begun(field: &Field, country: Country, input: &AccountInput, text: &str) -> bool {
    may_be_named(field, input) && matches!(front(field, country, text), Some(Front::Begun))
}

/// Of aliases, only official numbers have names that are never part of them.
fn may_be_named(field: &Field, input: &AccountInput) -> bool {
    let kind = || kind_of_alias(input.get(FieldKey::ProxyType).unwrap_or_default().trim());
    field.check != Check::Proxy
        || ["nationalId", "businessId"]
            .iter()
            .any(|official| official.eq_ignore_ascii_case(kind()))
}

/// An IBAN without the word and what may follow it: `IBAN-Nr. DE89…`.
pub(super) fn bare_iban(text: &str) -> Option<String> {
    if !first(text).is_some_and(begins_iban_name) {
        return None;
    }
    let names = || names(FieldKey::Iban, ANYWHERE);
    match read(&IBAN, names, text) {
        Some(Front::Name(end)) => Some(blanked(text, end)),
        _ => None,
    }
}

/// Whether a name of an IBAN may begin with this.
const fn begins_iban_name(first: char) -> bool {
    matches!(first, 'I' | 'i' | 'C' | 'c')
}

/// The first character that is not between a name and its value.
fn first(text: &str) -> Option<char> {
    text.chars()
        .map(ascii)
        .find(|character| !is_between(*character))
}

/// What stands at the beginning of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Front {
    /// Nothing but a name, or its beginning.
    Begun,
    /// A name that ends before this character.
    Name(usize),
}

/// Where a value tells itself from a name.
struct Rules {
    /// What a value begins with.
    first: Class,
    /// A value may hold letters, so a name ends with something else.
    letters: bool,
    /// A value may hold marks, so a name ends with a blank or a colon.
    marks: bool,
}

const IBAN: Rules = Rules {
    first: Class::Letter,
    letters: true,
    marks: false,
};

const NUMBER: Rules = Rules {
    first: Class::Alphanumeric,
    letters: true,
    marks: false,
};

impl Rules {
    /// `None`: a name could be part of the value.
    fn of(field: &Field) -> Option<Self> {
        let letters = field.format.letters != 0;
        Some(match field.check {
            Check::Option | Check::Text | Check::Phone | Check::Katakana | Check::Cyrillic => {
                return None;
            }
            Check::Iban => IBAN,
            Check::Pix | Check::Upi => Self {
                first: Class::Alphanumeric,
                letters: true,
                marks: true,
            },
            Check::Proxy => NUMBER,
            Check::TaxId if field.format.is_text() => NUMBER,
            _ => Self {
                first: field.format.class_at(0).unwrap_or(Class::Digit),
                letters,
                marks: false,
            },
        })
    }

    /// Whether a value may begin with this.
    fn may_begin(&self, character: char) -> bool {
        match self.first {
            Class::Digit => character.is_ascii_digit(),
            Class::Letter => character.is_ascii_alphabetic(),
            Class::Alphanumeric => character.is_ascii_alphanumeric() || character == '+',
        }
    }
}

fn front(field: &Field, country: Country, text: &str) -> Option<Front> {
    let rules = Rules::of(field)?;
    // An IBAN begins with letters too: only its own name is looked for.
    let may_be = |first: char| match field.check {
        Check::Iban => begins_iban_name(first),
        _ => first.is_alphabetic(),
    };
    let first = first(text)?;
    // A code without anything between is no name with its value.
    let is_code = || rules.letters && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !may_be(first) || text.len() > MAX_CHARACTERS || is_code() {
        return None;
    }
    read(&rules, || names(field.key, country.bytes()), text)
}

fn names(key: FieldKey, country: [u8; 2]) -> impl Iterator<Item = &'static str> {
    table::LABELS
        .iter()
        .filter(move |(of, wanted, _)| *wanted == key && (*of == country || *of == ANYWHERE))
        .flat_map(|(_, _, words)| words.split('|'))
}

/// Reads names from the left as long as they follow one another, as in `SWIFT/BIC-Code:`.
fn read<I: Iterator<Item = &'static str>>(
    rules: &Rules,
    names: impl Fn() -> I,
    text: &str,
) -> Option<Front> {
    let characters: Vec<char> = text.chars().map(ascii).collect();
    let skip = |from: usize| {
        let rest = characters.get(from..).unwrap_or_default();
        let between = rest.iter().take_while(|character| is_between(**character));
        from.saturating_add(between.count())
    };
    let mut at = skip(0);
    let mut found = None;
    let mut is_named = false;
    loop {
        let after = is_named
            .then_some(table::AFTER.split('|'))
            .into_iter()
            .flatten();
        let ends = names()
            .chain(after)
            .map(|word| matched(word, &characters, at));
        let Some(end) = ends.max_by_key(|end| end.unwrap_or_default()).flatten() else {
            return found;
        };
        is_named = true;
        at = skip(end);
        let Some(&next) = characters.get(at) else {
            // The word after a name would be the beginning of a value that begins with letters.
            let is_value = rules.first != Class::Letter;
            return found.filter(|_| is_value).or(Some(Front::Begun));
        };
        let mut between = characters.get(end..at).unwrap_or_default().iter();
        let is_parted = match (rules.letters, rules.marks) {
            (false, _) => true,
            (true, false) => at > end,
            (true, true) => between.any(|mark| *mark == ':' || is_blank(*mark)),
        };
        if is_parted && rules.may_begin(next) {
            found = Some(Front::Name(at));
        }
    }
}

/// The end of a word that stands at this place, or of the text if that is all that it lacks. What
/// parts the word's own parts may differ.
fn matched(word: &str, characters: &[char], from: usize) -> Option<usize> {
    let mut at = from;
    for letter in word.chars() {
        if !letter.is_alphanumeric() {
            let rest = characters.get(at..).unwrap_or_default();
            let between = rest.iter().take_while(|character| is_between(**character));
            at = at.saturating_add(between.count());
            continue;
        }
        match characters.get(at) {
            Some(typed) if folded(*typed) == folded(letter) => at = at.saturating_add(1),
            // Somebody is typing it.
            None if at > from => return Some(at),
            _ => return None,
        }
    }
    let ends = |next: &char| !next.is_alphabetic() || is_between(*next);
    characters.get(at).is_none_or(ends).then_some(at)
}

/// Capitals, as far as the words of the table need them.
fn folded(character: char) -> char {
    let before = |distance: u32| {
        let code = u32::from(character).checked_sub(distance);
        code.and_then(char::from_u32).unwrap_or(character)
    };
    match character {
        '\u{E0}'..='\u{FE}' => before(0x20),
        '\u{101}'..='\u{137}' | '\u{14B}'..='\u{177}' if u32::from(character) % 2 == 1 => before(1),
        other => other.to_ascii_uppercase(),
    }
}

/// What people put between a name and its value.
fn is_between(character: char) -> bool {
    is_blank(character) || "-./:#=,()°º\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}".contains(character)
}

/// Whether the text is a value as it stands, name and all.
fn is_value(check: Check, country: Country, text: &str) -> bool {
    match check {
        Check::Ifsc => Ifsc::parse(text).is_some(),
        Check::Pix => matches!(pix::scan(text, country).scan, Scan::Right(_)),
        // Doubtful or not.
        Check::TaxId => holder::tax_id(country, text)
            .is_some_and(|(_, reading)| matches!(reading.scan, Scan::Right(_))),
        Check::Iban => matches!(
            iban::judge(&Cleaned::read(text, iban::LABEL)),
            Scan::Right(_)
        ),
        _ => false,
    }
}

/// Blanks in place of the first characters.
fn blanked(text: &str, count: usize) -> String {
    let blanks = std::iter::repeat_n(' ', count);
    blanks.chain(text.chars().skip(count)).collect()
}
