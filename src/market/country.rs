use std::fmt;

use serde::{Serialize, Serializer};

use super::tables::COUNTRIES;

/// A country by its ISO 3166-1 alpha-2 code; Kosovo by `XK`, as banks write it.
///
/// ```
/// use payout_kit::market::Country;
///
/// let country = Country::parse(" de").unwrap();
/// assert_eq!(country.as_str(), "DE");
/// assert_eq!(country.name(), "Germany");
/// assert_eq!(Country::parse("ZZ"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// Reads a code in either case, with or without space around it. `None`: no such country.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.trim().as_bytes() {
            &[first, second] => {
                Self::from_bytes([first.to_ascii_uppercase(), second.to_ascii_uppercase()])
            }
            _ => None,
        }
    }

    /// Two capital letters, if they are a country's.
    #[must_use]
    pub fn from_bytes(code: [u8; 2]) -> Option<Self> {
        row(code).map(|_| Self(code))
    }

    /// The code, `DE`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The short English name.
    #[must_use]
    pub fn name(self) -> &'static str {
        row(self.0).map_or("", |(_, name)| name)
    }

    pub(crate) const fn bytes(self) -> [u8; 2] {
        self.0
    }
}

fn row(code: [u8; 2]) -> Option<&'static ([u8; 2], &'static str)> {
    let at = COUNTRIES
        .binary_search_by_key(&code, |(code, _)| *code)
        .ok()?;
    COUNTRIES.get(at)
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Country {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
