use rust_decimal::Decimal;

use super::rounding::Rest;
use super::wide::Wide;
use super::{Amount, CurrencyCode, Rounding};

/// An exact, never negative fraction. What is computed with it is rounded once, at the end.
///
/// `rust_decimal` rounds a product silently when it needs more than 28 digits, and a quotient
/// always; this does neither. An operation that needs more than 512 bits gives `None`.
///
/// ```
/// use payout_kit::money::{Exact, Rounding, decimal};
///
/// // EUR 1 = SIT 239.640, so SIT 500 is EUR 2.09: divided by the rate, rounded once.
/// let tolars = Exact::from(decimal("500").unwrap());
/// let rate = Exact::from(decimal("239.640").unwrap());
/// let euros = tolars.over(&rate).unwrap().round(2, Rounding::HalfUp).unwrap();
/// assert_eq!(euros.to_string(), "2.09");
/// ```
#[derive(Clone, Copy)]
pub struct Exact {
    over: Wide,
    under: Wide,
}

impl Exact {
    /// `self × other`.
    #[must_use]
    pub fn times(&self, other: &Self) -> Option<Self> {
        Some(Self {
            over: self.over.times(&other.over)?,
            under: self.under.times(&other.under)?,
        })
    }

    /// `self ÷ other`; `None` when dividing by zero.
    #[must_use]
    pub fn over(&self, other: &Self) -> Option<Self> {
        let quotient = Self {
            over: self.over.times(&other.under)?,
            under: self.under.times(&other.over)?,
        };
        (!quotient.under.is_zero()).then_some(quotient)
    }

    /// `self - other`; `None` when it would be negative.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Option<Self> {
        let ours = self.over.times(&other.under)?;
        let theirs = other.over.times(&self.under)?;
        if ours < theirs {
            return None;
        }
        Some(Self {
            over: ours.minus(&theirs),
            under: self.under.times(&other.under)?,
        })
    }

    /// One hundredth.
    #[must_use]
    pub fn percent(&self) -> Option<Self> {
        Some(Self {
            over: self.over,
            under: self.under.times(&Wide::from(100_u64))?,
        })
    }

    /// Rounded to so many decimals; `None` when the result needs more than 28 digits.
    #[must_use]
    pub fn round(&self, digits: u32, mode: Rounding) -> Option<Decimal> {
        let units = self.units(digits, mode)?;
        decimal_of(units, digits)
    }

    /// Rounded to the minor unit of the currency; `None` above the largest amount.
    #[must_use]
    pub fn round_to(&self, currency: CurrencyCode, mode: Rounding) -> Option<Amount> {
        let units = self.units(u32::from(currency.digits()), mode)?;
        Amount::from_minor(units.short()?, currency)
    }

    /// Rounded to a whole number.
    pub(crate) fn whole(&self, mode: Rounding) -> Option<u64> {
        self.units(0, mode)?.short()
    }

    /// All digits if they end; otherwise cut, not rounded, as late as fits.
    pub(crate) fn digits(&self) -> Option<String> {
        let (units, rest) = self.scaled(USUAL_DECIMALS)?.divided(&self.under)?;
        if let Some(units) = units.short().filter(|_| rest.is_zero()) {
            return trimmed(units, USUAL_DECIMALS);
        }
        (0..=28).rev().find_map(|digits| {
            let units = self.units(digits, Rounding::Down)?;
            Some(decimal_of(units, digits)?.normalize().to_string())
        })
    }

    /// Rounded half up to so many significant digits, without trailing zeros.
    pub(crate) fn significant(&self, wanted: u32) -> Option<String> {
        // Fewer decimals first when there are many digits before the point.
        let (decimals, units) = [28_u32, 14, 0].into_iter().find_map(|decimals| {
            let units = self.units(decimals, Rounding::Down)?.narrow()?;
            Some((decimals, units))
        })?;
        let found = units
            .checked_ilog10()
            .map_or(0, |power| power.saturating_add(1));
        let digits = decimals.saturating_sub(found.saturating_sub(wanted));
        Some(
            self.round(digits, Rounding::HalfUp)?
                .normalize()
                .to_string(),
        )
    }

    /// So many units of the last decimal.
    pub(super) fn of_units(units: u64, decimals: u32) -> Self {
        Self {
            over: Wide::from(units),
            under: Wide::ten_to(decimals).unwrap_or(Wide::from(1_u64)),
        }
    }

    /// How many units of the last of `digits` decimals.
    fn units(&self, digits: u32, mode: Rounding) -> Option<Wide> {
        let (whole, rest) = self.scaled(digits)?.divided(&self.under)?;
        let rest = if rest.is_zero() {
            Rest::Nothing
        } else {
            // As twice the rest with the whole.
            Rest::Half(rest.cmp(&self.under.minus(&rest)))
        };
        if mode.goes_up(rest, whole.is_odd()) {
            whole.plus(&Wide::from(1_u64))
        } else {
            Some(whole)
        }
    }

    fn scaled(&self, digits: u32) -> Option<Wide> {
        self.over.times(&Wide::ten_to(digits)?)
    }
}

/// So many units of the last decimal, without trailing zeros.
fn trimmed(mut units: u64, mut decimals: u32) -> Option<String> {
    while decimals > 0 && units.is_multiple_of(10) {
        units = units.checked_div(10)?;
        decimals = decimals.checked_sub(1)?;
    }
    Some(written(units, decimals))
}

/// So many units of the last decimal, in digits.
pub(super) fn written(units: u64, decimals: u32) -> String {
    let mut text = String::with_capacity(24);
    let mut power = 1_u64;
    let mut places = 0_u32;
    // At least one digit before the point.
    while places < decimals || units.checked_div(power).is_some_and(|left| left >= 10) {
        let Some(next) = power.checked_mul(10) else {
            break;
        };
        power = next;
        places = places.saturating_add(1);
    }
    let mut rest = units;
    loop {
        let digit = rest.checked_div(power).unwrap_or_default();
        rest = rest.saturating_sub(digit.saturating_mul(power));
        text.push(char::from(
            b'0'.saturating_add(u8::try_from(digit).unwrap_or_default()),
        ));
        if places == 0 {
            return text;
        }
        if places == decimals {
            text.push('.');
        }
        places = places.saturating_sub(1);
        power = power.checked_div(10).unwrap_or(1);
    }
}

fn decimal_of(units: Wide, digits: u32) -> Option<Decimal> {
    Decimal::try_from_i128_with_scale(i128::try_from(units.narrow()?).ok()?, digits).ok()
}

impl From<Decimal> for Exact {
    /// The absolute value.
    fn from(value: Decimal) -> Self {
        let under = Wide::ten_to(value.scale()).unwrap_or(Wide::from(1_u64));
        Self {
            over: Wide::from(value.mantissa().unsigned_abs()),
            under,
        }
    }
}

impl From<u64> for Exact {
    fn from(value: u64) -> Self {
        Self {
            over: Wide::from(value),
            under: Wide::from(1_u64),
        }
    }
}

impl std::fmt::Debug for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.digits().unwrap_or_default())
    }
}

/// Enough for a percentage of an amount, and for an amount at a rate as banks quote it.
const USUAL_DECIMALS: u32 = 8;

/// As many as `rust_decimal` holds whatever they are.
const MOST_DIGITS: usize = 28;

/// Reads digits with at most one decimal point and nothing else: no sign, no exponent, no
/// separator. At most 28 significant digits and 28 decimals: what is longer is refused, not rounded.
#[must_use]
pub fn decimal(text: &str) -> Option<Decimal> {
    let (whole, fraction) = plain(text)?;
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let significant = if whole.is_empty() {
        fraction.trim_start_matches('0').len()
    } else {
        whole.len().saturating_add(fraction.len())
    };
    if significant > MOST_DIGITS || fraction.len() > MOST_DIGITS {
        return None;
    }
    let mut digits = 0_i128;
    for byte in whole.bytes().chain(fraction.bytes()) {
        digits = digits
            .checked_mul(10)?
            .checked_add(i128::from(byte.saturating_sub(b'0')))?;
    }
    Decimal::try_from_i128_with_scale(digits, u32::try_from(fraction.len()).ok()?).ok()
}

/// The digits before and after the decimal point.
pub(super) fn plain(text: &str) -> Option<(&str, &str)> {
    if text.len() > 64 {
        return None;
    }
    let (whole, fraction) = match text.split_once('.') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (text, ""),
    };
    let digits = !whole.is_empty()
        && whole
            .bytes()
            .chain(fraction.bytes())
            .all(|byte| byte.is_ascii_digit());
    digits.then_some((whole, fraction))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::from(decimal(text).unwrap())
    }

    #[test]
    fn modes_differ_only_where_they_should() {
        use Rounding::{Down, HalfDown, HalfEven, HalfUp, Up};
        for (text, wanted) in [
            ("2.345", ["2.35", "2.34", "2.34", "2.35", "2.34"]),
            ("2.355", ["2.36", "2.36", "2.35", "2.36", "2.35"]),
            ("2.3451", ["2.35", "2.35", "2.35", "2.35", "2.34"]),
            ("2.34", ["2.34", "2.34", "2.34", "2.34", "2.34"]),
            ("1.005", ["1.01", "1.00", "1.00", "1.01", "1.00"]),
            ("0.0001", ["0.00", "0.00", "0.00", "0.01", "0.00"]),
        ] {
            for (mode, wanted) in [HalfUp, HalfEven, HalfDown, Up, Down]
                .into_iter()
                .zip(wanted)
            {
                assert_eq!(
                    exact(text).round(2, mode).unwrap().to_string(),
                    wanted,
                    "{text} {mode:?}"
                );
            }
        }
    }

    #[test]
    fn reads_plain_decimals_only() {
        for text in [
            "1e3", "1_000", "+1", "-1", ".5", "5.", "", ".", "1,5", " 1", "1 ", "٣", "1.2.3", "NaN",
        ] {
            assert!(decimal(text).is_none(), "{text}");
        }
        assert_eq!(decimal("0001.5000").unwrap().to_string(), "1.5");
        let longest = "0.1234567890123456789012345678";
        assert_eq!(decimal(longest).unwrap().to_string(), longest);
        assert!(decimal("12345678901234567890123456789").is_none());
        assert!(decimal("0.12345678901234567890123456789").is_none());
        assert!(decimal(&"1".repeat(100_000)).is_none());
    }

    #[test]
    fn digits_are_cut_and_significant_ones_rounded() {
        let third = exact("2").over(&exact("3")).unwrap();
        assert_eq!(third.digits().unwrap(), "0.6666666666666666666666666666");
        assert_eq!(third.significant(12).unwrap(), "0.666666666667");
        assert_eq!(exact("20275.17").significant(12).unwrap(), "20275.17");
        assert_eq!(exact("0.000048").significant(3).unwrap(), "0.000048");
    }

    #[test]
    fn a_product_keeps_more_than_28_digits() {
        let a = exact("999999999999.999");
        let product = a.times(&a).unwrap().times(&a).unwrap();
        // 45 digits, so it cannot be shown; divided back it is exact.
        assert!(product.round(9, Rounding::HalfUp).is_none());
        assert_eq!(
            product
                .over(&a)
                .unwrap()
                .over(&a)
                .unwrap()
                .digits()
                .unwrap(),
            "999999999999.999"
        );
    }
}
