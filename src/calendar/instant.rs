use std::fmt::{self, Write as _};

use serde::{Serialize, Serializer};

use super::Date;
use super::date::{digits, two_digits};

const SECONDS_IN_DAY: i64 = 86_400;

/// A point in time, to the second.
///
/// ```
/// use payout_kit::calendar::Instant;
///
/// let at = Instant::parse("2026-05-22T17:00:00.250-04:00").unwrap();
/// assert_eq!(at.to_string(), "2026-05-22T21:00:00Z");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant {
    /// Since 1970-01-01T00:00:00Z, leap seconds not counted.
    seconds: i64,
}

impl Instant {
    /// So many seconds after 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn from_seconds(seconds: i64) -> Self {
        Self { seconds }
    }

    /// Reads ISO 8601 as RFC 3339 narrows it: `YYYY-MM-DDTHH:MM[:SS[.fff]]` and `Z` or an offset.
    /// A fraction of a second is cut off. Years 1970 to 9999.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 40 {
            return None;
        }
        let (date, rest) = text.split_once(['T', 't'])?;
        let date = Date::parse(date)?;
        let zone = rest.find(['Z', 'z', '+', '-'])?;
        let (clock, offset) = rest.split_at_checked(zone)?;
        let mut parts = clock.split(':');
        let hour = digits(parts.next()?, 2)?;
        let minute = digits(parts.next()?, 2)?;
        let second = match parts.next() {
            None => 0,
            Some(text) => {
                let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
                if fraction.is_empty() || fraction.bytes().any(|byte| !byte.is_ascii_digit()) {
                    return None;
                }
                digits(whole, 2)?
            }
        };
        if hour > 23 || minute > 59 || second > 59 || parts.next().is_some() {
            return None;
        }
        let local = i64::from(date.days())
            .checked_mul(SECONDS_IN_DAY)?
            .checked_add(i64::from(hour).checked_mul(3600)?)?
            .checked_add(i64::from(minute).checked_mul(60)?)?
            .checked_add(i64::from(second))?;
        let seconds = local.checked_sub(offset_seconds(offset)?)?;
        (seconds >= 0).then_some(Self { seconds })
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn seconds(self) -> i64 {
        self.seconds
    }

    /// So many seconds later.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self {
            seconds: self.seconds.saturating_add(seconds),
        }
    }

    /// The day and the second of the day, in UTC shifted by so many minutes.
    pub(super) fn shifted(self, minutes: i32) -> (Date, i64) {
        let seconds = self
            .seconds
            .saturating_add(i64::from(minutes).saturating_mul(60));
        let days = i32::try_from(seconds.div_euclid(SECONDS_IN_DAY)).unwrap_or(i32::MAX);
        (Date::from_days(days), seconds.rem_euclid(SECONDS_IN_DAY))
    }

    /// The instant of a day and minute of the day that are so many minutes ahead of UTC.
    pub(super) fn of(date: Date, minute: i32, offset: i32) -> Self {
        let minutes = i64::from(minute).saturating_sub(i64::from(offset));
        Self {
            seconds: i64::from(date.days())
                .saturating_mul(SECONDS_IN_DAY)
                .saturating_add(minutes.saturating_mul(60)),
        }
    }
}

fn offset_seconds(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let minutes = i64::from(hours)
        .checked_mul(60)?
        .checked_add(i64::from(minutes))?;
    minutes.checked_mul(60)?.checked_mul(sign)
}

impl fmt::Display for Instant {
    /// `YYYY-MM-DDTHH:MM:SSZ`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (date, seconds) = self.shifted(0);
        let seconds = i32::try_from(seconds).unwrap_or_default();
        fmt::Display::fmt(&date, f)?;
        f.write_char('T')?;
        two_digits(seconds.div_euclid(3600), f)?;
        f.write_char(':')?;
        two_digits(seconds.div_euclid(60).rem_euclid(60), f)?;
        f.write_char(':')?;
        two_digits(seconds.rem_euclid(60), f)?;
        f.write_char('Z')
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests {
    use super::Instant;

    #[test]
    fn reads_what_programs_write() {
        for (text, shown) in [
            ("2026-11-21T09:30:00Z", "2026-11-21T09:30:00Z"),
            ("2026-11-21t09:30:00z", "2026-11-21T09:30:00Z"),
            ("2026-11-21T09:30Z", "2026-11-21T09:30:00Z"),
            ("2026-11-21T09:30:00.999999Z", "2026-11-21T09:30:00Z"),
            ("2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"),
            ("2026-12-31T23:30:59-05:30", "2027-01-01T05:00:59Z"),
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"),
            ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(Instant::parse(text).unwrap().to_string(), shown, "{text}");
        }
    }

    #[test]
    fn refuses_the_rest() {
        for text in [
            "",
            "now",
            "2026-11-21",
            "2026-11-21T09:30:00",
            "2026-11-21 09:30:00Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21T09:60:00Z",
            "2026-11-21T09:30:60Z",
            "2026-11-21T09:30:00.Z",
            "2026-11-21T9:30:00Z",
            "2026-02-30T00:00:00Z",
            "2026-11-21T09:30:00+1:00",
            "2026-11-21T09:30:00+0100",
            "2026-11-21T09:30:00Zulu",
            "1969-12-31T23:59:59Z",
            "2026-11-21T09:30:00+é0:00",
            "T",
            "2026-11-21T09:30:00:00Z",
        ] {
            assert!(Instant::parse(text).is_none(), "{text}");
        }
        assert!(Instant::parse(&"2".repeat(1_000_000)).is_none());
    }
}
