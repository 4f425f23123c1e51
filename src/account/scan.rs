//! What a text is so far, and how to say why it is wrong.

use std::borrow::Cow;

use super::clean::{Cleaned, typed};
use crate::market::{Class, Country, FieldKey, Format};
use crate::report::{Code, Issue, ordinal};

/// A text read from the left, as somebody types.
pub(super) enum Scan<T> {
    Empty,
    /// Right so far; what is missing, if that can be said.
    Partial(Option<Fault>),
    /// No continuation makes it right.
    Wrong(Fault),
    Right(T),
}

/// What is wrong, in terms of the characters that count.
pub(super) enum Fault {
    /// Something else should stand at this place.
    Character {
        index: usize,
        expected: Expected,
    },
    /// These characters should be something else.
    Value {
        from: usize,
        to: usize,
        expected: Cow<'static, str>,
    },
    Short {
        min: usize,
    },
    /// What follows the first `max` characters is too much.
    Surplus {
        max: usize,
    },
    Length {
        expected: &'static str,
    },
    /// No bank has a number that begins with these characters.
    Prefix {
        to: usize,
    },
    CheckDigits,
    /// The check digits at these places do not fit.
    CheckDigit {
        from: usize,
        to: usize,
    },
    /// No IBAN has this pair of check digits; `expected` if the country has a constant one.
    Pair {
        expected: Option<[u8; 2]>,
    },
    /// These characters are no country's code.
    Country {
        from: usize,
    },
    /// It is another country's.
    OtherCountry {
        from: usize,
        actual: Country,
    },
    /// It is a territory's, which has the IBANs of a country with these letters.
    Territory {
        territory: Country,
        expected: &'static str,
    },
}

/// What counts in a text, and where it stood.
pub(super) trait Places {
    /// How many characters count.
    fn count(&self) -> usize;
    /// The typed range of the characters `from..to` of those that count.
    fn range(&self, from: usize, to: usize) -> (usize, usize);
    /// The characters `from..to` of those that count.
    fn part(&self, from: usize, to: usize) -> String;
}

impl Places for Cleaned {
    fn count(&self) -> usize {
        self.len()
    }

    fn range(&self, from: usize, to: usize) -> (usize, usize) {
        self.range(from, to)
    }

    fn part(&self, from: usize, to: usize) -> String {
        self.text().get(from..to).unwrap_or_default().to_owned()
    }
}

pub(super) enum Expected {
    Words(&'static str),
    Letter(u8),
}

impl Fault {
    pub(super) fn character(index: usize, class: Option<Class>) -> Self {
        Self::Character {
            index,
            expected: Expected::Words(class.map_or("nothing", Class::expected)),
        }
    }

    /// The word for it.
    pub(super) const fn code(&self) -> Code {
        match self {
            Self::Character { .. } => Code::InvalidCharacter,
            Self::Value { .. } => Code::InvalidValue,
            Self::Short { .. } => Code::TooShort,
            Self::Surplus { .. } => Code::TooLong,
            Self::Length { .. } => Code::InvalidLength,
            Self::Prefix { .. } => Code::InvalidPrefix,
            Self::CheckDigits | Self::CheckDigit { .. } | Self::Pair { .. } => {
                Code::InvalidCheckDigits
            }
            Self::Country { .. } => Code::UnknownCountry,
            Self::OtherCountry { .. } => Code::CountryMismatch,
            Self::Territory { .. } => Code::IbanOfParent,
        }
    }

    /// The characters `from..to` of those that count; `None`: all of them.
    pub(super) fn span(&self) -> Option<(usize, usize)> {
        match self {
            Self::Character { index, .. } => Some((*index, index.saturating_add(1))),
            Self::Value { from, to, .. } | Self::CheckDigit { from, to } => Some((*from, *to)),
            Self::Surplus { max } => Some((*max, usize::MAX)),
            Self::Prefix { to } => Some((0, *to)),
            Self::Pair { .. } => Some((2, 4)),
            Self::Territory { .. } => Some((0, 2)),
            Self::Country { from } | Self::OtherCountry { from, .. } => {
                Some((*from, from.saturating_add(2)))
            }
            Self::Short { .. } | Self::Length { .. } | Self::CheckDigits => None,
        }
    }

    /// The issue, with the positions of what was typed. `country` is the one that was asked for,
    /// if the fault is about another one.
    pub(super) fn explain(
        &self,
        field: FieldKey,
        text: &str,
        cleaned: &dyn Places,
        country: Option<Country>,
    ) -> Issue {
        let range = self.span().map(|(from, to)| cleaned.range(from, to));
        let mut issue = Issue::new(self.code(), field.as_str());
        issue.position = range;
        match self {
            Self::Character { index, expected } => {
                let place = range.map_or(0, |(start, _)| start);
                wrong_character(issue, text, *index, place, expected)
            }
            Self::Value { expected, .. } => issue.param("expected", expected.clone()),
            Self::Short { min } => issue
                .param("min", min.to_string())
                .param("actual", cleaned.count().to_string()),
            Self::Surplus { max } => issue
                .param("max", max.to_string())
                .param("actual", cleaned.count().to_string()),
            Self::Length { expected } => issue
                .param("expected", *expected)
                .param("actual", cleaned.count().to_string()),
            Self::Pair {
                expected: Some([first, second]),
            } => issue.param(
                "expected",
                format!("{}{}", char::from(*first), char::from(*second)),
            ),
            Self::Prefix { .. }
            | Self::CheckDigits
            | Self::CheckDigit { .. }
            | Self::Pair { expected: None } => issue,
            Self::Country { from } => {
                issue.param("country", cleaned.part(*from, from.saturating_add(2)))
            }
            Self::Territory {
                territory,
                expected,
            } => issue
                .param("country", territory.name())
                .param("expected", *expected),
            Self::OtherCountry { actual, .. } => {
                let issue = issue
                    .param("actual", actual.name())
                    .param("label", "This account");
                match country {
                    Some(country) => issue.param("expected", country.name()),
                    None => issue,
                }
            }
        }
    }
}

/// `index` counts the characters that matter, so that the sentence holds however they are grouped;
/// `place` is where the character stands in the text.
fn wrong_character(
    issue: Issue,
    text: &str,
    index: usize,
    place: usize,
    expected: &Expected,
) -> Issue {
    let expected = match expected {
        Expected::Words(words) => Cow::Borrowed(*words),
        Expected::Letter(byte) => Cow::Owned(format!("the letter {}", char::from(*byte))),
    };
    issue
        .param("ordinal", ordinal(index.saturating_add(1)))
        .param("character", shown(&typed(text, place)))
        .param("expected", expected)
}

/// Holds a number against several formats, one of which it should have. What is begun may still
/// become each of them; what fits none is told by the one that it follows furthest.
pub(super) fn scan_any(cleaned: &Cleaned, formats: &[Format]) -> Scan<()> {
    let mut begun = None;
    let mut furthest: Option<(usize, Fault)> = None;
    for format in formats {
        match scan(cleaned, format) {
            Scan::Wrong(fault) => {
                let place = fault.span().map_or(0, |(from, _)| from);
                if furthest.as_ref().is_none_or(|(other, _)| place > *other) {
                    furthest = Some((place, fault));
                }
            }
            Scan::Partial(missing) => begun = begun.or(Some(missing)),
            whole => return whole,
        }
    }
    match (begun, furthest) {
        (Some(missing), _) => Scan::Partial(missing),
        (None, Some((_, fault))) => Scan::Wrong(fault),
        (None, None) => Scan::Empty,
    }
}

/// A character in a sentence.
fn shown(character: &str) -> Cow<'static, str> {
    if character.chars().all(char::is_whitespace) {
        Cow::Borrowed("space")
    } else {
        Cow::Owned(character.to_owned())
    }
}

/// Holds a number against its format. `Right` once it is long enough.
pub(super) fn scan(cleaned: &Cleaned, format: &Format) -> Scan<()> {
    let bytes = cleaned.bytes();
    let (min, max) = (usize::from(format.min), usize::from(format.max));
    if bytes.is_empty() {
        return Scan::Empty;
    }
    let expected = bytes.get(..max).unwrap_or(bytes);
    if let Some(index) = format.wrong_place(expected) {
        return Scan::Wrong(Fault::character(index, format.class_at(index)));
    }
    if cleaned.len() > max {
        return Scan::Wrong(Fault::Surplus { max });
    }
    if cleaned.len() < min {
        return Scan::Partial(Some(Fault::Short { min }));
    }
    Scan::Right(())
}
