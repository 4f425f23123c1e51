use super::Date;
use super::holidays::CALENDARS;

/// A calendar of `data/calendars.toml`.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) closed: &'static str,
    /// One bit a day, Monday the lowest.
    pub(super) weekend: u8,
    /// First and last year that the rules and days cover.
    pub(super) from: i32,
    pub(super) to: i32,
    /// Days of later years are provisional.
    pub(super) decreed: i32,
    /// See `rules.rs`.
    pub(super) rules: &'static str,
    /// Each day as the count of days since the one before it, the first since the eve of `from`:
    /// `#` is none, `[` 56; each `~` before it stands for 57 more, a `!` for an estimated day. The
    /// sign after it is the place of the rule whose name it has, `#` the first.
    pub(super) days: &'static str,
}

/// The days on which a payment system settles, with what the caller knows better.
///
/// ```
/// use payout_kit::calendar::{Calendar, Date};
///
/// let fed = Calendar::named("fed");
/// // Independence Day 2026 is a Saturday: the Fed stays open on the Friday before.
/// assert!(fed.is_open(Date::parse("2026-07-03").unwrap()));
/// let monday = Date::parse("2027-07-05").unwrap();
/// assert_eq!(fed.holiday(monday).unwrap().name, "Independence Day");
/// ```
#[derive(Clone, Debug)]
pub struct Calendar<'a> {
    name: &'a str,
    row: Option<&'static Row>,
    closed: Vec<Date>,
    opened: Vec<Date>,
    also: Option<Box<Self>>,
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

/// A day that is closed though it is no weekend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holiday {
    /// Such as `Memorial Day`; empty when the caller has closed the day.
    pub name: &'static str,
    /// What it is, such as `a Fed holiday`.
    pub kind: &'static str,
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
            also: None,
        }
    }

    /// Open on the days on which this and the other calendar are open.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        if other.name != self.name {
            self.also = Some(Box::new(other));
        }
        self
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The names of this calendar and of those that were added to it.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.each().map(|calendar| calendar.name)
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
        self.each().all(|calendar| calendar.has(year))
    }

    /// What closes the system, such as `a Fed holiday`.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        self.row.map_or("a bank holiday", |row| row.closed)
    }

    /// The holiday that closes the day, if one does.
    #[must_use]
    pub fn holiday(&self, day: Date) -> Option<Holiday> {
        self.each().find_map(|calendar| {
            (calendar.own_day(day) == Day::Holiday).then(|| Holiday {
                name: calendar
                    .row
                    .and_then(|row| row.holiday(day))
                    .unwrap_or_default(),
                kind: calendar.reason(),
            })
        })
    }

    /// Whether the day is closed by a decree that is still to come.
    #[must_use]
    pub fn is_provisional(&self, day: Date) -> bool {
        self.each()
            .filter_map(|calendar| calendar.row)
            .any(|row| row.is_provisional(day))
    }

    /// Whether payments settle on this day.
    #[must_use]
    pub fn is_open(&self, day: Date) -> bool {
        self.each()
            .all(|calendar| calendar.own_day(day) == Day::Open)
    }

    /// What the day is. A holiday of either calendar says more than a weekend of the other.
    #[must_use]
    pub fn day(&self, day: Date) -> Day {
        let mut found = Day::Open;
        for calendar in self.each() {
            match calendar.own_day(day) {
                Day::Open => {}
                Day::Weekend => found = Day::Weekend,
                Day::Holiday => return Day::Holiday,
            }
        }
        found
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

    fn each(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |calendar| calendar.also.as_deref())
    }

    fn has(&self, year: i32) -> bool {
        self.row.is_some_and(|row| row.covers(year))
            || self
                .closed
                .iter()
                .chain(&self.opened)
                .any(|day| day.year() == year)
    }

    fn own_day(&self, day: Date) -> Day {
        if self.closed.contains(&day) {
            return Day::Holiday;
        }
        if self.opened.contains(&day) {
            return Day::Open;
        }
        if is_weekend(self.row.map_or(SATURDAY_SUNDAY, |row| row.weekend), day) {
            return Day::Weekend;
        }
        match self.row.and_then(|row| row.holiday(day)) {
            Some(_) => Day::Holiday,
            None => Day::Open,
        }
    }
}

pub(super) fn is_weekend(weekend: u8, day: Date) -> bool {
    (weekend >> day.weekday().number()) & 1 == 1
}

impl Row {
    fn covers(&self, year: i32) -> bool {
        (self.from..=self.to).contains(&year)
    }

    /// The name of the holiday, by the list or by a rule.
    fn holiday(&self, day: Date) -> Option<&'static str> {
        if !self.covers(day.year()) || is_weekend(self.weekend, day) {
            return None;
        }
        let place = match self.listed(day) {
            Some((place, _)) => place,
            None => super::rules::place(self.rules, self.weekend, day)?,
        };
        super::rules::name(self.rules, place)
    }

    fn is_provisional(&self, day: Date) -> bool {
        match self.listed(day) {
            Some((_, true)) => true,
            _ => day.year() > self.decreed && self.holiday(day).is_some(),
        }
    }

    /// If the day is listed, the place of the rule whose name it has, and whether it is estimated.
    fn listed(&self, day: Date) -> Option<(usize, bool)> {
        let mut ahead = day
            .days()
            .checked_sub(Date::new(self.from, 1, 1)?.days())?
            .checked_add(1)?;
        let mut estimated = false;
        let mut bytes = self.days.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'!' => estimated = true,
                b'~' => ahead = ahead.checked_sub(57)?,
                _ => {
                    ahead = ahead.checked_sub(i32::from(byte.checked_sub(b'#')?))?;
                    let place = bytes.next()?.checked_sub(b'#')?;
                    if ahead <= 0 {
                        return (ahead == 0).then_some((usize::from(place), estimated));
                    }
                    estimated = false;
                }
            }
        }
        None
    }
}
