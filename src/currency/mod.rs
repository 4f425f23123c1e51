//! Currencies of ISO 4217: their codes, minor units, and what was withdrawn.

mod table;

use std::fmt;

use serde::{Serialize, Serializer};

use crate::report::{Code, Issue, Tables};

use table::{ACTIVE, WITHDRAWN};

/// The edition of the currency table: the publication date of ISO 4217 list one.
pub use table::EDITION;

/// An active currency of ISO 4217, with the minor units that the standard gives it.
///
/// ```
/// use payout_kit::money::CurrencyCode;
///
/// let rupiah = CurrencyCode::parse("IDR", "debit.currency")?;
/// assert_eq!(rupiah.digits(), 2); // ISO 4217; CLDR would say 0
/// # Ok::<(), payout_kit::report::Issue>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CurrencyCode {
    code: &'static str,
    digits: u8,
}

impl CurrencyCode {
    /// Reads an alphabetic code in either case. `field` is the path for the issue.
    ///
    /// # Errors
    /// [`Code::WithdrawnCurrency`] for a former currency, [`Code::UnknownCurrency`] otherwise.
    pub fn parse(text: &str, field: &'static str) -> Result<Self, Issue> {
        let text = text.trim();
        let mut upper = String::new();
        if text.len() == 3 {
            upper.push_str(text);
            upper.make_ascii_uppercase();
        }
        if let Some(found) = find(&upper) {
            return Ok(found);
        }
        if let Some((code, date, successor)) = WITHDRAWN.iter().find(|row| row.0 == upper) {
            return Err(Issue::new(Code::WithdrawnCurrency, field)
                .param("currency", *code)
                .param("date", *date)
                .suggest(vec![(*successor).to_owned()]));
        }
        let shown = if upper.bytes().all(|byte| byte.is_ascii_uppercase()) {
            upper
        } else {
            String::new()
        };
        let shown = if shown.is_empty() {
            "This".to_owned()
        } else {
            shown
        };
        Err(Issue::new(Code::UnknownCurrency, field).param("currency", shown))
    }

    /// The alphabetic code, such as `EUR`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.code
    }

    /// How many decimals the currency has.
    #[must_use]
    pub fn digits(self) -> u8 {
        self.digits
    }

    /// The active currency of this exact code.
    pub(crate) fn known(code: &str) -> Option<Self> {
        find(code)
    }
}

/// What is known of a currency.
#[derive(Clone, Debug, Serialize)]
pub struct CurrencyInfo {
    /// If it is active.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<CurrencyCode>,
    /// The decimals that ISO 4217 gives it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub digits: Option<u8>,
    /// Why it is not: withdrawn (since when; what took its place is suggested) or unknown.
    pub issues: Vec<Issue>,
    /// The edition of ISO 4217.
    pub tables: Tables,
}

/// What ISO 4217 says of a currency code.
///
/// ```
/// use payout_kit::money::currency_info;
///
/// assert_eq!(currency_info("KWD").digits, Some(3));
/// let former = &currency_info("BGN").issues[0];
/// assert_eq!(former.message(), "BGN was withdrawn on 2026-01-01.");
/// assert_eq!(former.suggestions, ["EUR"]);
/// ```
#[must_use]
pub fn currency_info(code: &str) -> CurrencyInfo {
    let (currency, issues) = match CurrencyCode::parse(code, "currency") {
        Ok(currency) => (Some(currency), Vec::new()),
        Err(issue) => (None, vec![issue]),
    };
    CurrencyInfo {
        currency,
        digits: currency.map(CurrencyCode::digits),
        issues,
        tables: [("currencies", EDITION.into())].into(),
    }
}

/// `ACTIVE` is a sorted run of four bytes a currency: its code and its digits.
fn find(code: &str) -> Option<CurrencyCode> {
    if code.len() != 3 {
        return None;
    }
    let (mut low, mut high) = (0_usize, ACTIVE.len() / 4);
    while low < high {
        let middle = low.midpoint(high);
        let start = middle.saturating_mul(4);
        let row = ACTIVE.get(start..start.saturating_add(4))?;
        let (found, digits) = row.split_at_checked(3)?;
        match found.cmp(code) {
            std::cmp::Ordering::Equal => {
                let digits = digits.bytes().next()?.saturating_sub(b'0');
                return Some(CurrencyCode {
                    code: found,
                    digits,
                });
            }
            std::cmp::Ordering::Less => low = middle.saturating_add(1),
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

impl fmt::Display for CurrencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl fmt::Debug for CurrencyCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl Serialize for CurrencyCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}
