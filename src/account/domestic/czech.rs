//! Czechia and Slovakia: `prefix-number/bank`, the prefix and its hyphen often absent.

use crate::account::clean::{ascii, is_blank};
use crate::account::scan::{Expected, Fault};

/// An account number in its parts, as far as it is typed.
pub(in crate::account) struct Czech {
    prefix: String,
    number: String,
    bank: String,
}

/// What is wrong, with the place in what was typed.
pub(in crate::account) enum Wrong {
    /// Another character should stand here.
    Character(usize, &'static str),
    /// The part that ends here has too many digits.
    Long(usize),
}

/// Reads the parts; `None` for an empty text, `Ok(Err(min))` for one that is not finished.
pub(in crate::account) fn read(text: &str) -> Option<Result<Result<Czech, usize>, Wrong>> {
    let mut parts = [String::new(), String::new(), String::new()];
    // 0: prefix or number, 1: number after a hyphen, 2: bank.
    let mut at = 0_usize;
    for (place, character) in text.chars().enumerate() {
        match ascii(character) {
            digit @ '0'..='9' => {
                let max = [10, 10, 4].get(at).copied().unwrap_or_default();
                let part = parts.get_mut(at)?;
                if part.len() >= max {
                    return Some(Err(Wrong::Long(place)));
                }
                part.push(digit);
            }
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'
                if at == 0
                    && parts
                        .first()
                        .is_some_and(|part| (1..=6).contains(&part.len())) =>
            {
                at = 1;
            }
            '/' | '\u{2044}' | '\u{2215}'
                if at < 2 && parts.get(at).is_some_and(|part| part.len() >= 2) =>
            {
                if at == 0 {
                    parts.swap(0, 1);
                }
                at = 2;
            }
            other if is_blank(other) => {}
            _ => {
                // A number has two digits at least.
                let is_short = parts.get(at).is_none_or(|part| part.len() < 2);
                let expected = if at == 2 || is_short {
                    "a digit"
                } else {
                    "a digit or a slash"
                };
                return Some(Err(Wrong::Character(place, expected)));
            }
        }
    }
    let [prefix, number, bank] = parts;
    if prefix.is_empty() && number.is_empty() {
        return None;
    }
    Some(Ok(if at == 2 && bank.len() == 4 {
        Ok(Czech {
            prefix,
            number,
            bank,
        })
    } else {
        Err(7)
    }))
}

impl Wrong {
    /// Where it stands in what was typed.
    pub(in crate::account) const fn place(&self) -> usize {
        match self {
            Self::Character(place, _) | Self::Long(place) => *place,
        }
    }

    /// The fault at the character that has so many before it.
    pub(in crate::account) const fn fault(&self, index: usize) -> Fault {
        match self {
            Self::Character(_, words) => Fault::Character {
                index,
                expected: Expected::Words(words),
            },
            Self::Long(..) => Fault::Surplus { max: index },
        }
    }
}

impl Czech {
    /// `19-2000145399/0800`; a prefix of zeros only is none.
    pub(in crate::account) fn text(&self) -> String {
        let prefix = self.prefix.trim_start_matches('0');
        let hyphen = if prefix.is_empty() { "" } else { "-" };
        format!("{prefix}{hyphen}{}/{}", self.number, self.bank)
    }

    /// Bank, prefix and number as the IBAN has them.
    pub(in crate::account) fn bban(&self) -> String {
        format!("{}{:0>6}{:0>10}", self.bank, self.prefix, self.number)
    }
}
