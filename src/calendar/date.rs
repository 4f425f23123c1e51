use std::fmt::{self, Write as _};

/// Days from 0000-03-01 to 1970-01-01. Years that begin in March have their leap day at the end.
const BEFORE_1970: i32 = 719_468;
const DAYS_IN_400_YEARS: i32 = 146_097;

/// A day of the Gregorian calendar, years 1 to 9999 and a little more.
///
/// ```
/// use payout_kit::calendar::{Date, Weekday};
///
/// let memorial_day = Date::parse("2026-05-25").unwrap();
/// assert_eq!(memorial_day.weekday(), Weekday::Monday);
/// assert_eq!(memorial_day.plus(7).to_string(), "2026-06-01");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Since 1970-01-01.
    days: i32,
}

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// The English name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }

    /// Monday is 0.
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Monday => 0,
            Self::Tuesday => 1,
            Self::Wednesday => 2,
            Self::Thursday => 3,
            Self::Friday => 4,
            Self::Saturday => 5,
            Self::Sunday => 6,
        }
    }
}

impl Date {
    /// The day of this year, month (1–12) and day of the month, if there is one.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        if !(1..=9999).contains(&year) || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        let since_march = i32::from(month).saturating_add(9).rem_euclid(12);
        let year = if since_march > 9 {
            year.saturating_sub(1)
        } else {
            year
        };
        let days = year
            .saturating_mul(365)
            .saturating_add(year.div_euclid(4))
            .saturating_sub(year.div_euclid(100))
            .saturating_add(year.div_euclid(400))
            .saturating_add(days_before_month(since_march))
            .saturating_add(i32::from(day));
        Some(Self {
            days: days.saturating_sub(BEFORE_1970).saturating_sub(1),
        })
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = digits(parts.next()?, 4)?;
        let month = digits(parts.next()?, 2)?;
        let day = digits(parts.next()?, 2)?;
        if parts.next().is_some() {
            return None;
        }
        Self::new(
            i32::try_from(year).ok()?,
            u8::try_from(month).ok()?,
            u8::try_from(day).ok()?,
        )
    }

    /// So many days later, or earlier if negative.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self {
            days: self.days.saturating_add(days),
        }
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn days(self) -> i32 {
        self.days
    }

    pub(super) fn from_days(days: i32) -> Self {
        Self { days }
    }

    /// Year, month and day of the month.
    #[must_use]
    pub fn parts(self) -> (i32, u8, u8) {
        let days = self.days.saturating_add(BEFORE_1970);
        let eras = days.div_euclid(DAYS_IN_400_YEARS);
        let days = days.rem_euclid(DAYS_IN_400_YEARS);
        // As if no year had a leap day.
        let even = days
            .saturating_sub(days.div_euclid(1460))
            .saturating_add(days.div_euclid(36_524))
            .saturating_sub(days.div_euclid(146_096));
        let year = even.div_euclid(365);
        let day = days
            .saturating_sub(year.saturating_mul(365))
            .saturating_sub(year.div_euclid(4))
            .saturating_add(year.div_euclid(100));
        let since_march = day.saturating_mul(5).saturating_add(2).div_euclid(153);
        let day = day.saturating_sub(days_before_month(since_march));
        let year = year.saturating_add(eras.saturating_mul(400));
        let small = |number: i32| u8::try_from(number.saturating_add(1)).unwrap_or(1);
        (
            year.saturating_add(i32::from(since_march > 9)),
            small(since_march.saturating_add(2).rem_euclid(12)),
            small(day),
        )
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.parts().0
    }

    /// The day of the week.
    #[must_use]
    pub fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match self.days.saturating_add(3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// Easter Sunday of the year in the western churches.
    ///
    /// Gauss's rule in the form of Butcher, in whole numbers.
    pub(super) fn easter(year: i32) -> Option<Self> {
        if !(1583..=9999).contains(&year) {
            return None;
        }
        let golden = year.rem_euclid(19);
        let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
        let moon = century.saturating_add(8).div_euclid(25);
        let correction = century.saturating_sub(moon).saturating_add(1).div_euclid(3);
        let epact = golden
            .saturating_mul(19)
            .saturating_add(century)
            .saturating_sub(century.div_euclid(4))
            .saturating_sub(correction)
            .saturating_add(15)
            .rem_euclid(30);
        let sunday = century
            .rem_euclid(4)
            .saturating_mul(2)
            .saturating_add(32)
            .saturating_add(rest.div_euclid(4).saturating_mul(2))
            .saturating_sub(epact)
            .saturating_sub(rest.rem_euclid(4))
            .rem_euclid(7);
        let late = golden
            .saturating_add(epact.saturating_mul(11))
            .saturating_add(sunday.saturating_mul(22))
            .div_euclid(451);
        let days = epact
            .saturating_add(sunday)
            .saturating_sub(late.saturating_mul(7));
        Some(Self::new(year, 3, 22)?.plus(days))
    }

    /// Easter Sunday of the year in the orthodox churches, on our calendar, until 2099.
    ///
    /// Gauss's rule for the Julian calendar, thirteen days behind.
    pub(super) fn orthodox_easter(year: i32) -> Option<Self> {
        if !(1900..2100).contains(&year) {
            return None;
        }
        let moon = year
            .rem_euclid(19)
            .saturating_mul(19)
            .saturating_add(15)
            .rem_euclid(30);
        let sunday = year
            .rem_euclid(4)
            .saturating_mul(2)
            .saturating_add(year.rem_euclid(7).saturating_mul(4))
            .saturating_sub(moon)
            .saturating_add(34)
            .rem_euclid(7);
        Some(Self::new(year, 4, 4)?.plus(moon.saturating_add(sunday)))
    }

    /// Adds `25 May` to the text.
    pub(crate) fn write_day(self, text: &mut String) {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        let (_, month, day) = self.parts();
        text.push_str(&day.to_string());
        text.push(' ');
        text.push_str(
            MONTHS
                .get(usize::from(month).saturating_sub(1))
                .copied()
                .unwrap_or_default(),
        );
    }
}

impl fmt::Display for Date {
    /// `YYYY-MM-DD`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        two_digits(year.div_euclid(100), f)?;
        two_digits(year.rem_euclid(100), f)?;
        f.write_char('-')?;
        two_digits(month.into(), f)?;
        f.write_char('-')?;
        two_digits(day.into(), f)
    }
}

/// At least two digits of a number that is not negative.
pub(super) fn two_digits(number: i32, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if number > 99 {
        return write!(f, "{number}");
    }
    for digit in [number.div_euclid(10), number.rem_euclid(10)] {
        let digit = u32::try_from(digit).unwrap_or_default();
        f.write_char(char::from_digit(digit, 10).unwrap_or('0'))?;
    }
    Ok(())
}

/// Exactly so many ASCII digits.
pub(super) fn digits(text: &str, count: usize) -> Option<u32> {
    let right = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if right { text.parse().ok() } else { None }
}

/// In a year that begins in March.
fn days_before_month(since_march: i32) -> i32 {
    since_march
        .saturating_mul(153)
        .saturating_add(2)
        .div_euclid(5)
}

pub(super) fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.rem_euclid(4) == 0
            && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0) =>
        {
            29
        }
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_four_centuries_comes_back() {
        let mut day = Date::new(1800, 1, 1).unwrap();
        let end = Date::new(2201, 1, 1).unwrap();
        while day < end {
            let (year, month, number) = day.parts();
            assert_eq!(Date::new(year, month, number), Some(day));
            assert_eq!(Date::parse(&day.to_string()), Some(day));
            let next = day.plus(1);
            assert!(next.parts() > day.parts());
            day = next;
        }
        assert_eq!(Date::new(1970, 1, 1).unwrap().days(), 0);
        assert_eq!(Date::new(9999, 12, 31).unwrap().to_string(), "9999-12-31");
        assert_eq!(Date::new(1, 1, 1).unwrap().weekday(), Weekday::Monday);
    }

    #[test]
    fn refuses_days_that_do_not_exist() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-1-1",
            "20260101",
            "2026-01-01-",
            "0000-01-01",
            "2100-02-29",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2000-02-29").is_some());
    }

    #[test]
    fn easter_as_published() {
        for (year, day) in [
            (2024, "2024-03-31"),
            (2025, "2025-04-20"),
            (2026, "2026-04-05"),
            (2027, "2027-03-28"),
            (2028, "2028-04-16"),
            (2029, "2029-04-01"),
            (2030, "2030-04-21"),
            (2038, "2038-04-25"),
            (1961, "1961-04-02"),
        ] {
            assert_eq!(Date::easter(year).unwrap().to_string(), day);
        }
    }
}
