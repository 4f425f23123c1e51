//! Civil days, and lists of them as text.

use crate::Result;

/// A day by its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Day {
    pub(super) year: i32,
    pub(super) month: i32,
    pub(super) date: i32,
}

impl Day {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-').map(|part| part.parse().ok());
        let (year, month, date) = (parts.next()??, parts.next()??, parts.next()??);
        let day = Self { year, month, date };
        (Self::of(day.number()) == day).then_some(day)
    }

    /// The count since a day in the past.
    pub(super) fn number(self) -> i32 {
        let (year, month) = if self.month > 2 {
            (self.year, self.month - 3)
        } else {
            (self.year - 1, self.month + 9)
        };
        year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + self.date
    }

    /// The day of this count.
    pub(super) fn of(number: i32) -> Self {
        let before = |year, month| number - Self::first(year, month).number();
        let mut year = number / 366;
        while before(year + 1, 1) >= 0 {
            year += 1;
        }
        let mut month = 1;
        while month < 12 && before(year, month + 1) >= 0 {
            month += 1;
        }
        let date = before(year, month) + 1;
        Self { year, month, date }
    }

    /// The first of a month.
    pub(super) fn first(year: i32, month: i32) -> Self {
        let date = 1;
        Self { year, month, date }
    }

    /// Monday is 0.
    pub(super) fn weekday(self) -> i32 {
        // The first day of the count, 1 March of the year 0, was a Wednesday.
        (self.number() + 1).rem_euclid(7)
    }
}

/// Each day as the count of days since the one before it, the first since the eve of `from`: `#` is
/// none, `[` 56; each `~` before it stands for 57 more, a `!` for an estimated day. The sign after it
/// says whose name it has: `#` the first entry's. Names that no entry has yet become entries.
pub(super) fn packed<'a>(
    from: i32,
    listed: &[(Day, &'a str)],
    estimated: &[Day],
    entries: &mut Vec<(String, &'a str)>,
) -> Result<String> {
    let mut text = String::new();
    let mut before = Day {
        year: from - 1,
        month: 12,
        date: 31,
    }
    .number();
    let mut listed = listed.to_vec();
    listed.sort_unstable();
    for (day, name) in listed {
        let place = entries
            .iter()
            .position(|(_, known)| *known == name)
            .unwrap_or_else(|| {
                entries.push((super::rules::text('x', 0, 0), name));
                entries.len() - 1
            });
        if estimated.contains(&day) {
            text.push('!');
        }
        let number = day.number();
        for _ in 0..(number - before) / 57 {
            text.push('~');
        }
        for count in [
            (number - before) % 57,
            i32::try_from(place).unwrap_or(i32::MAX),
        ] {
            let sign = u8::try_from(count)
                .ok()
                .and_then(|count| count.checked_add(b'#'));
            text.push(char::from(
                sign.filter(u8::is_ascii).ok_or("has too many names")?,
            ));
        }
        before = number;
    }
    Ok(text)
}
