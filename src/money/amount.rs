use std::cmp::Ordering;
use std::fmt;

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::report::{Code, Issue};

use super::exact::{plain, written};
use super::{CurrencyCode, Exact};

/// The digits that an amount may have in all, of the minor unit: ISO 20022
/// `ActiveCurrencyAndAmount` has 18.
const MAX_DIGITS: usize = 18;

/// A sum of money, never negative, in whole minor units of its currency.
///
/// ```
/// use payout_kit::money::{Amount, CurrencyCode};
///
/// let euro = CurrencyCode::parse("EUR", "currency")?;
/// let amount = Amount::parse("12.5", euro, "amount")?;
/// assert_eq!(amount.to_string(), "12.50");
/// assert_eq!(Amount::parse("12.505", euro, "amount").unwrap_err().position, Some((5, 6)));
/// # Ok::<(), payout_kit::report::Issue>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    /// Less than 10^18.
    minor: u64,
    currency: CurrencyCode,
}

impl Amount {
    /// Reads digits with at most one decimal point: no sign, exponent or separator, and no more
    /// decimals than the currency has. Spaces around it are let pass.
    ///
    /// # Errors
    /// [`Code::Required`], [`Code::InvalidAmount`], [`Code::TooManyDecimals`] (with the position
    /// of the surplus digits) or [`Code::AmountTooLarge`] above 18 digits.
    pub fn parse(text: &str, currency: CurrencyCode, field: &'static str) -> Result<Self, Issue> {
        let inner = text.trim();
        if inner.is_empty() {
            return Err(Issue::new(Code::Required, field).param("label", "An amount"));
        }
        let invalid = || Issue::new(Code::InvalidAmount, field);
        if inner.len() > 64 {
            let plain = inner
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.');
            return Err(if plain {
                Issue::new(Code::AmountTooLarge, field)
            } else {
                invalid()
            });
        }
        let lead = text
            .chars()
            .take_while(|character| character.is_whitespace())
            .count();
        let Some((whole, fraction)) = plain(inner) else {
            return Err(match first_wrong(inner) {
                Some(place) => {
                    let place = lead.saturating_add(place);
                    invalid().at(place, place.saturating_add(1))
                }
                None => invalid(),
            });
        };
        let digits = usize::from(currency.digits());
        // Trailing zeros are no decimals that the currency lacks.
        let needed = fraction.trim_end_matches('0').len();
        if needed > digits {
            let point = usize::from(digits != 0);
            let start = lead
                .saturating_add(whole.len())
                .saturating_add(digits)
                .saturating_add(point);
            let end = lead.saturating_add(inner.len());
            return Err(Issue::new(Code::TooManyDecimals, field)
                .param("currency", currency.as_str())
                .param("digits", currency.digits().to_string())
                .at(start, end));
        }
        let whole = whole.trim_start_matches('0');
        if whole.len().saturating_add(digits) > MAX_DIGITS {
            return Err(Issue::new(Code::AmountTooLarge, field));
        }
        let places = fraction.bytes().chain(std::iter::repeat(b'0')).take(digits);
        let minor = whole.bytes().chain(places).fold(0_u64, |sum, byte| {
            sum.saturating_mul(10)
                .saturating_add(u64::from(byte.saturating_sub(b'0')))
        });
        Self::from_minor(minor, currency).ok_or_else(|| Issue::new(Code::AmountTooLarge, field))
    }

    /// So many minor units; `None` above 18 digits.
    #[must_use]
    pub fn from_minor(minor: u64, currency: CurrencyCode) -> Option<Self> {
        (minor < 1_000_000_000_000_000_000).then_some(Self { minor, currency })
    }

    /// Nothing.
    #[must_use]
    pub fn zero(currency: CurrencyCode) -> Self {
        Self { minor: 0, currency }
    }

    /// The value, with the currency's decimals.
    #[must_use]
    pub fn value(self) -> Decimal {
        let minor = i64::try_from(self.minor).unwrap_or_default();
        Decimal::new(minor, u32::from(self.currency.digits()))
    }

    /// How many minor units.
    #[must_use]
    pub fn minor(self) -> u64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub fn currency(self) -> CurrencyCode {
        self.currency
    }

    /// True for nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum; `None` when the currencies differ or it is too large.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.same(other)?;
        Self::from_minor(self.minor.checked_add(other.minor)?, self.currency)
    }

    /// The difference; `None` when the currencies differ or it would be negative.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.same(other)?;
        Self::from_minor(self.minor.checked_sub(other.minor)?, self.currency)
    }

    fn same(self, other: Self) -> Option<()> {
        (self.currency == other.currency).then_some(())
    }
}

/// The first character that no amount has, or the second point.
fn first_wrong(text: &str) -> Option<usize> {
    let mut points = 0_u32;
    text.chars().position(|character| {
        if character == '.' {
            points = points.saturating_add(1);
            points > 1
        } else {
            !character.is_ascii_digit()
        }
    })
}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.same(*other)?;
        Some(self.minor.cmp(&other.minor))
    }
}

impl From<Amount> for Exact {
    fn from(amount: Amount) -> Self {
        Self::of_units(amount.minor, amount.currency.digits().into())
    }
}

impl fmt::Display for Amount {
    /// The number with exactly the currency's decimals; the currency stands beside it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written(self.minor, self.currency.digits().into()))
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)?;
        f.write_str(" ")?;
        f.write_str(self.currency.as_str())
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&written(self.minor, self.currency.digits().into()))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    fn parse(text: &str, currency: &str) -> Result<Amount, Issue> {
        Amount::parse(text, CurrencyCode::parse(currency, "currency")?, "amount")
    }

    fn refused(text: &str, currency: &str) -> (Code, Option<(usize, usize)>) {
        let issue = parse(text, currency).unwrap_err();
        (issue.code, issue.position)
    }

    #[test]
    fn shows_the_minor_units_of_the_standard() {
        for (text, currency, shown) in [
            ("1", "EUR", "1.00"),
            ("0012.5", "EUR", "12.50"),
            (" 7 ", "JPY", "7"),
            ("7.000", "JPY", "7"),
            ("1.234", "KWD", "1.234"),
            ("250000000", "IDR", "250000000.00"),
            ("9999999999999999.99", "EUR", "9999999999999999.99"),
            ("0", "EUR", "0.00"),
        ] {
            assert_eq!(parse(text, currency).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn refuses_with_a_position() {
        assert_eq!(
            refused("12.345", "EUR"),
            (Code::TooManyDecimals, Some((5, 6)))
        );
        assert_eq!(
            refused("12.5", "JPY"),
            (Code::TooManyDecimals, Some((2, 4)))
        );
        assert_eq!(
            refused(" 1.23456", "EUR"),
            (Code::TooManyDecimals, Some((5, 8)))
        );
        assert_eq!(
            refused("1,234.56", "EUR"),
            (Code::InvalidAmount, Some((1, 2)))
        );
        assert_eq!(refused("1.2.3", "EUR"), (Code::InvalidAmount, Some((3, 4))));
        assert_eq!(refused("-5", "EUR"), (Code::InvalidAmount, Some((0, 1))));
        assert_eq!(refused("5.", "EUR"), (Code::InvalidAmount, None));
        assert_eq!(refused("  ", "EUR").0, Code::Required);
        assert_eq!(refused("10000000000000000", "EUR").0, Code::AmountTooLarge);
        assert_eq!(
            refused(&"9".repeat(1_000_000), "EUR").0,
            Code::AmountTooLarge
        );
        assert_eq!(refused("1", "BGN").0, Code::WithdrawnCurrency);
        assert_eq!(refused("1", "XAU").0, Code::UnknownCurrency);
    }
}
