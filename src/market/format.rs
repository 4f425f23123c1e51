//! Which characters may stand where.

use std::fmt::Write;

use serde::Serialize;

/// What may stand at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Digit,
    Letter,
    Alphanumeric,
}

impl Class {
    /// For "should be …".
    pub(crate) const fn expected(self) -> &'static str {
        match self {
            Self::Digit => "a digit",
            Self::Letter => "a letter",
            Self::Alphanumeric => "a letter or a digit",
        }
    }

    const fn pattern(self) -> &'static str {
        match self {
            Self::Digit => "[0-9]",
            Self::Letter => "[A-Z]",
            Self::Alphanumeric => "[A-Z0-9]",
        }
    }
}

/// The characters of a field, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Charset {
    /// 0 to 9.
    Digits,
    /// A to Z.
    Letters,
    /// A to Z and 0 to 9.
    Alphanumeric,
    /// Anything; the field has rules of its own.
    Text,
}

/// The format of a value without separators: bit `i` of a mask is the character at `i`, counted
/// from 0. Free text has empty masks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Format {
    pub(crate) min: u8,
    pub(crate) max: u8,
    /// Places where a digit may stand.
    pub(crate) digits: u64,
    /// Places where a capital letter may stand.
    pub(crate) letters: u64,
}

impl Format {
    pub(crate) const fn is_text(&self) -> bool {
        self.digits == 0 && self.letters == 0
    }

    /// `None` beyond the end, and for free text.
    pub(crate) fn class_at(&self, index: usize) -> Option<Class> {
        match (bit(self.digits, index), bit(self.letters, index)) {
            (true, true) => Some(Class::Alphanumeric),
            (true, false) => Some(Class::Digit),
            (false, true) => Some(Class::Letter),
            (false, false) => None,
        }
    }

    /// The first character that may not stand where it does. `bytes` are at most 64 digits, capital
    /// letters, or what stands nowhere.
    pub(crate) fn wrong_place(&self, bytes: &[u8]) -> Option<usize> {
        let mut place = 1_u64;
        bytes.iter().position(|byte| {
            let mask = match byte {
                b'0'..=b'9' => self.digits,
                b'A'..=b'Z' => self.letters,
                _ => 0,
            };
            let is_wrong = mask & place == 0;
            place = place.wrapping_shl(1);
            is_wrong
        })
    }

    pub(crate) const fn charset(&self) -> Charset {
        match (self.digits, self.letters) {
            (0, 0) => Charset::Text,
            (_, 0) => Charset::Digits,
            (0, _) => Charset::Letters,
            _ => Charset::Alphanumeric,
        }
    }

    /// A regular expression for a value that has one of these formats, not anchored.
    pub(crate) fn pattern_of(formats: &[Self]) -> String {
        let patterns: Vec<String> = formats.iter().map(|format| format.pattern(0)).collect();
        format!("({})", patterns.join("|"))
    }

    /// A regular expression for the places from `from` on, not anchored.
    pub(crate) fn pattern(&self, from: usize) -> String {
        let max = usize::from(self.max);
        let mut pattern = String::new();
        let mut at = from;
        while at < max {
            let Some(class) = self.class_at(at) else {
                break;
            };
            let end = (at..max)
                .find(|&place| self.class_at(place) != Some(class))
                .unwrap_or(max);
            pattern.push_str(class.pattern());
            // Only the last run varies in length.
            let shortest = usize::from(self.min).min(end).saturating_sub(at);
            let longest = end.saturating_sub(at);
            if shortest == longest {
                if longest > 1 {
                    let _ = write!(pattern, "{{{longest}}}");
                }
            } else {
                let _ = write!(pattern, "{{{shortest},{longest}}}");
            }
            at = end;
        }
        pattern
    }
}

fn bit(mask: u64, index: usize) -> bool {
    let shift = u32::try_from(index).unwrap_or(u32::MAX);
    mask.checked_shr(shift).is_some_and(|rest| rest & 1 == 1)
}
