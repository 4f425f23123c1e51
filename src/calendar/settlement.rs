use super::Date;
use super::holidays::CALENDARS;
use super::zone::nth_weekday;

/// A calendar of `data/calendars.toml`.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) closed: &'static str,
    /// One bit a day, Monday the lowest.
    pub(super) weekend: u8,
    /// First and last year that the rules or days cover; none if `to` is 0.
    pub(super) from: i32,
    pub(super) to: i32,
    pub(super) rules: &'static [Holiday],
    /// Each day as the count of days since the one before it, the first since the eve of `from`:
    /// `#` is none, `[` 56; each `~` before it stands for 57 more, a `!` for a provisional day.
    pub(super) days: &'static str,
}

#[derive(Debug)]
pub(super) enum Holiday {
    Fixed {
        month: u8,
        day: u8,
        moved: Moved,
    },
    /// 5 is the last; Monday is 0.
    Nth {
        nth: u8,
        weekday: u8,
        month: u8,
    },
    /// Days after Easter Sunday.
    Easter(i32),
}

/// What becomes of a fixed day that falls on a weekend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moved {
    No,
    SundayToMonday,
    NextFree,
}

/// The days on which a payment system settles, with what the caller knows better.
///
/// ```
/// use payout_kit::calendar::{Calendar, Date};
///
/// let fed = Calendar::named("fed");
/// // Independence Day 2026 is a Saturday: the Fed stays open on the Friday before.
/// assert!(fed.is_open(Date::parse("2026-07-03").unwrap()));
/// assert!(!fed.is_open(Date::parse("2027-07-05").unwrap()));
/// ```
#[derive(Clone, Debug)]
pub struct Calendar<'a> {
    name: &'a str,
    row: Option<&'static Row>,
    closed: Vec<Date>,
    opened: Vec<Date>,
}

/// What a day is for a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// Payments settle.
    Open,
    /// A day on which the system never settles.
    Weekend,
    /// A day that is closed by a rule, a decree or the caller.
    Holiday,
}

const SATURDAY_SUNDAY: u8 = 0b110_0000;
/// Longer than any run of closed days; a caller may have closed them all.
const GIVE_UP_AFTER: i32 = 400;

impl<'a> Calendar<'a> {
    /// The calendar of this name. One that we have no table for counts weekends only.
    #[must_use]
    pub fn named(name: &'a str) -> Self {
        let row = CALENDARS.iter().find(|row| row.name == name);
        Self {
            name,
            row,
            closed: Vec::new(),
            opened: Vec::new(),
        }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// Closes a day too.
    pub fn close(&mut self, day: Date) {
        self.closed.push(day);
    }

    /// Opens a day after all.
    pub fn open(&mut self, day: Date) {
        self.opened.push(day);
    }

    /// Whether the holidays of the year are known.
    #[must_use]
    pub fn knows(&self, year: i32) -> bool {
        self.row
            .is_some_and(|row| row.from <= year && year <= row.to)
            || self
                .closed
                .iter()
                .chain(&self.opened)
                .any(|day| day.year() == year)
    }

    /// What closes the system, such as `a Fed holiday`.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        self.row.map_or("a bank holiday", |row| row.closed)
    }

    /// Whether the day is closed by a decree that is still to come.
    #[must_use]
    pub fn is_provisional(&self, day: Date) -> bool {
        self.row.is_some_and(|row| row.listed(day) == Some(true))
    }

    /// Whether payments settle on this day.
    #[must_use]
    pub fn is_open(&self, day: Date) -> bool {
        self.day(day) == Day::Open
    }

    /// What the day is.
    #[must_use]
    pub fn day(&self, day: Date) -> Day {
        if self.closed.contains(&day) {
            return Day::Holiday;
        }
        if self.opened.contains(&day) {
            return Day::Open;
        }
        if is_weekend(self.row.map_or(SATURDAY_SUNDAY, |row| row.weekend), day) {
            return Day::Weekend;
        }
        match self.row {
            Some(row) if row.is_holiday(day) => Day::Holiday,
            _ => Day::Open,
        }
    }

    /// The first open day from this one on; `None` when the caller has closed a whole year.
    #[must_use]
    pub fn next_open(&self, from: Date) -> Option<Date> {
        (0..GIVE_UP_AFTER)
            .map(|days| from.plus(days))
            .find(|day| self.is_open(*day))
    }

    /// So many open days after this one.
    #[must_use]
    pub fn open_days_after(&self, from: Date, count: i32) -> Option<Date> {
        (0..count).try_fold(from, |day, _| self.next_open(day.plus(1)))
    }

    /// How many days after `from`, up to and with `to`, are open.
    #[must_use]
    pub fn open_days_between(&self, from: Date, to: Date) -> u32 {
        let days = to
            .days()
            .saturating_sub(from.days())
            .clamp(0, GIVE_UP_AFTER);
        let open = (1..=days)
            .filter(|days| self.is_open(from.plus(*days)))
            .count();
        u32::try_from(open).unwrap_or(u32::MAX)
    }
}

fn is_weekend(weekend: u8, day: Date) -> bool {
    (weekend >> day.weekday().number()) & 1 == 1
}

impl Row {
    fn is_holiday(&self, day: Date) -> bool {
        let year = day.year();
        if year < self.from || year > self.to {
            return false;
        }
        self.listed(day).is_some()
            || self.rules.iter().any(|rule| rule.day(year) == Some(day))
            || self.moved_days(year).contains(&day)
    }

    /// Whether the day is listed, and if so, whether it is provisional.
    fn listed(&self, day: Date) -> Option<bool> {
        let mut ahead = day
            .days()
            .checked_sub(Date::new(self.from, 1, 1)?.days())?
            .checked_add(1)?;
        let mut provisional = false;
        for byte in self.days.bytes() {
            match byte {
                b'!' => provisional = true,
                b'~' => ahead = ahead.checked_sub(57)?,
                _ => {
                    ahead = ahead.checked_sub(i32::from(byte.checked_sub(b'#')?))?;
                    if ahead <= 0 {
                        return (ahead == 0).then_some(provisional);
                    }
                    provisional = false;
                }
            }
        }
        None
    }

    /// The days to which holidays on weekends move.
    fn moved_days(&self, year: i32) -> Vec<Date> {
        let mut moved: Vec<Date> = Vec::new();
        for rule in self.rules {
            let Holiday::Fixed { moved: how, .. } = rule else {
                continue;
            };
            let Some(day) = rule.day(year).filter(|day| is_weekend(self.weekend, *day)) else {
                continue;
            };
            match how {
                Moved::No => {}
                Moved::SundayToMonday => {
                    if day.weekday() == super::Weekday::Sunday {
                        moved.push(day.plus(1));
                    }
                }
                Moved::NextFree => {
                    let taken = |day: Date| {
                        is_weekend(self.weekend, day)
                            || moved.contains(&day)
                            || self.rules.iter().any(|rule| rule.day(year) == Some(day))
                    };
                    if let Some(free) = (1..10).map(|days| day.plus(days)).find(|day| !taken(*day))
                    {
                        moved.push(free);
                    }
                }
            }
        }
        moved
    }
}

impl Holiday {
    fn day(&self, year: i32) -> Option<Date> {
        match self {
            Self::Fixed { month, day, .. } => Date::new(year, *month, *day),
            Self::Nth {
                nth,
                weekday,
                month,
            } => nth_weekday(year, *month, *nth, *weekday),
            Self::Easter(days) => Some(Date::easter(year)?.plus(*days)),
        }
    }
}
