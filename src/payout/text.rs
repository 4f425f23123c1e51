//! Which characters a text of the intent may have.

use crate::report::{Code, Issue, ordinal};

/// A text longer than this is refused before anything else is looked at.
const MAX_READ: usize = 1000;

#[derive(Clone, Copy)]
pub(super) enum Charset {
    /// ASCII without space and control characters.
    Visible,
    /// The set that every SEPA bank must take (EPC217-08): Latin letters, digits, space and
    /// `/-?:().,'+`.
    Sepa,
    /// Capitals and digits.
    Code,
    /// Letters, digits, `_`, `-`, `.`.
    Word,
    /// Any script. Text is signed exactly as given: nothing is normalised, so that no table of
    /// Unicode is needed to verify it.
    Any,
}

impl Charset {
    pub(super) fn has(self, c: char) -> bool {
        match self {
            Self::Visible => c.is_ascii_graphic(),
            Self::Sepa => c.is_ascii_alphanumeric() || "/-?:().,'+ ".chars().any(|mark| mark == c),
            Self::Code => c.is_ascii_uppercase() || c.is_ascii_digit(),
            Self::Word => c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'),
            Self::Any => !deceives(c),
        }
    }
}

/// Characters that cannot be seen, or that make a text look like another: control characters, line
/// separators, marks that turn the direction of writing around, the byte order mark, and the
/// replacement character, which stands for a half surrogate that JavaScript passed on.
fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffd}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// What a text must be: name for messages, most characters, charset.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub(super) label: &'static str,
    pub(super) max: usize,
    pub(super) charset: Charset,
}

impl Rule {
    pub(super) const fn new(label: &'static str, max: usize, charset: Charset) -> Self {
        Self {
            label,
            max,
            charset,
        }
    }

    /// Holds a text against the rule.
    pub(super) fn check(self, field: &'static str, text: &str) -> Result<(), Box<Issue>> {
        let too_long =
            || Box::new(Issue::new(Code::TooLong, field).param("max", self.max.to_string()));
        let length = text.chars().take(MAX_READ.saturating_add(1)).count();
        if length > MAX_READ {
            return Err(too_long());
        }
        if text.trim().is_empty() {
            return Err(Box::new(
                Issue::new(Code::Required, field).param("label", self.label),
            ));
        }
        if let Some(place) = text.chars().position(|c| !self.charset.has(c)) {
            return Err(Box::new(not_allowed(field, place)));
        }
        if length > self.max {
            Err(too_long())
        } else {
            Ok(())
        }
    }
}

/// A character, counted from zero, that cannot be sent.
pub(super) fn not_allowed(field: &'static str, place: usize) -> Issue {
    let next = place.saturating_add(1);
    Issue::new(Code::CharacterNotAllowed, field)
        .param("ordinal", ordinal(next))
        .at(place, next)
}
