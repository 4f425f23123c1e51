use super::date::days_in_month;
use super::zones::{COUNTRIES, RULES, ZONES};
use super::{Date, Instant};

/// The clock that a zone follows from now on; minutes east of UTC.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) standard: i32,
    /// Summer time, and when it starts (in standard time) and ends (in summer time).
    pub(super) summer: Option<(i32, Change, Change)>,
}

/// The weekday of the week of the month on which the clocks change.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) month: u8,
    /// 5 is the last.
    pub(super) week: u8,
    /// Sunday is 0, as POSIX counts.
    pub(super) weekday: u8,
    /// Of the local day; may lie outside of it.
    pub(super) minute: i32,
}

/// A time zone of the IANA database: those that the rails need, with the rule in force now.
///
/// ```
/// use payout_kit::calendar::{Instant, Zone};
///
/// let zone = Zone::named("America/New_York").unwrap();
/// let local = zone.local(Instant::parse("2026-07-03T14:44:00Z").unwrap());
/// assert_eq!((local.minute.div_euclid(60), local.minute % 60), (10, 44));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Zone {
    name: &'static str,
    rule: &'static Rule,
}

/// A wall clock's reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Local {
    /// The day on the calendar.
    pub date: Date,
    /// Whole minutes since midnight on the clock.
    pub minute: i32,
}

impl Zone {
    /// The zone of this IANA name, if it is one of ours.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let place = ZONES.binary_search_by(|row| row.0.cmp(name)).ok()?;
        Self::at(place)
    }

    /// The zone of the capital or the financial centre of the country.
    #[must_use]
    pub fn of_country(country: &str) -> Option<Self> {
        let place = COUNTRIES.binary_search_by(|row| row.0.cmp(country)).ok()?;
        Self::at(usize::from(COUNTRIES.get(place)?.1))
    }

    fn at(place: usize) -> Option<Self> {
        let (name, rule) = ZONES.get(place)?;
        Some(Self {
            name,
            rule: RULES.get(usize::from(*rule))?,
        })
    }

    /// The IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }

    /// What the wall clock shows.
    #[must_use]
    pub fn local(self, at: Instant) -> Local {
        let (date, second) = at.shifted(self.offset(at));
        Local {
            date,
            minute: i32::try_from(second.div_euclid(60)).unwrap_or_default(),
        }
    }

    /// When the wall clock shows this minute of this day; `minute` may lie outside of the day.
    ///
    /// Of a reading that comes twice, the first; a reading that is skipped counts on from before.
    #[must_use]
    pub fn instant(self, date: Date, minute: i32) -> Instant {
        let standard = Instant::of(date, minute, self.rule.standard);
        let Some((offset, _, _)) = &self.rule.summer else {
            return standard;
        };
        let summer = Instant::of(date, minute, *offset);
        if self.offset(summer) == *offset {
            summer
        } else {
            standard
        }
    }

    /// Minutes east of UTC.
    fn offset(self, at: Instant) -> i32 {
        let Some((summer, start, end)) = &self.rule.summer else {
            return self.rule.standard;
        };
        let year = at.shifted(self.rule.standard).0.year();
        let start = start.instant(year, self.rule.standard);
        let end = end.instant(year, *summer);
        let in_summer = match (start, end) {
            (Some(start), Some(end)) if start < end => start <= at && at < end,
            // South of the equator the year begins in summer.
            (Some(start), Some(end)) => at < end || start <= at,
            _ => false,
        };
        if in_summer {
            *summer
        } else {
            self.rule.standard
        }
    }
}

impl Change {
    fn instant(&self, year: i32, offset: i32) -> Option<Instant> {
        // Our week begins on Monday.
        let weekday = self.weekday.checked_add(6)?.checked_rem(7)?;
        let date = nth_weekday(year, self.month, self.week, weekday)?;
        Some(Instant::of(date, self.minute, offset))
    }
}

/// The nth (5: last) weekday (0: Monday) of a month.
pub(super) fn nth_weekday(year: i32, month: u8, nth: u8, weekday: u8) -> Option<Date> {
    let first = Date::new(year, month, 1)?;
    let ahead = i32::from(weekday)
        .saturating_sub(i32::from(first.weekday().number()))
        .rem_euclid(7);
    let mut day = ahead.saturating_add(i32::from(nth).saturating_sub(1).saturating_mul(7));
    if day >= i32::from(days_in_month(year, month)) {
        day = day.saturating_sub(7);
    }
    Some(first.plus(day))
}
