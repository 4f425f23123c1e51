//! Rules of a calendar as text, a `|` between them: a letter, two numbers of two digits each, and a
//! name, unless it is that of the rule before.
//!
//! | letter | the day |
//! |---|---|
//! | `f` | month, day |
//! | `s` | the same; after a Sunday the Monday too |
//! | `n` | the same; when it is a weekend, the next day that is neither weekend nor holiday |
//! | `m` | the Monday on or after month, day |
//! | `w` | the nth (5: last) weekday (0: Monday) in the first number, of the month |
//! | `e`, `o` | so many days after a hundred days before Easter (western, orthodox), in the first eight months |
//! | `x` | only a name, for listed days |

use super::date::{Date, Weekday};
use super::settlement::is_weekend;
use super::zone::nth_weekday;

/// The place of the rule that gives the day.
pub(super) fn place(rules: &str, weekend: u8, day: Date) -> Option<usize> {
    let mut moved: Vec<Date> = Vec::new();
    let (year, month, _) = day.parts();
    for (place, text) in rules.split('|').enumerate() {
        let rule = Rule::read(text)?;
        if !rule.may_give(month) {
            continue;
        }
        let Some(stated) = rule.day(year) else {
            continue;
        };
        if stated == day {
            return Some(place);
        }
        match rule.kind {
            b's' if stated.weekday() == Weekday::Sunday && stated.plus(1) == day => {
                return Some(place);
            }
            b'n' if is_weekend(weekend, stated) => {
                let taken = |day: Date| {
                    is_weekend(weekend, day) || moved.contains(&day) || is_stated(rules, day)
                };
                let free = (1..10)
                    .map(|days| stated.plus(days))
                    .find(|day| !taken(*day))?;
                if free == day {
                    return Some(place);
                }
                moved.push(free);
            }
            _ => {}
        }
    }
    None
}

/// The name of the rule at a place.
pub(super) fn name(rules: &'static str, place: usize) -> Option<&'static str> {
    rules
        .split('|')
        .take(place.checked_add(1)?)
        .filter_map(|text| text.get(5..))
        .filter(|name| !name.is_empty())
        .last()
}

fn is_stated(rules: &str, day: Date) -> bool {
    let (year, month, _) = day.parts();
    rules
        .split('|')
        .filter_map(Rule::read)
        .any(|rule| rule.may_give(month) && rule.day(year) == Some(day))
}

struct Rule {
    kind: u8,
    one: u8,
    two: u8,
}

impl Rule {
    fn read(text: &str) -> Option<Self> {
        let [kind, a, b, c, d, ..] = *text.as_bytes() else {
            return None;
        };
        let number = |tens: u8, ones: u8| {
            let tens = tens.checked_sub(b'0')?.checked_mul(10)?;
            tens.checked_add(ones.checked_sub(b'0')?)
        };
        Some(Self {
            kind,
            one: number(a, b)?,
            two: number(c, d)?,
        })
    }

    /// Whether the month, or the one before it, is the rule's: a quick look.
    fn may_give(&self, month: u8) -> bool {
        match self.kind {
            b'f' => self.one == month,
            b's' | b'n' | b'm' => self.one == month || self.one.saturating_add(1) == month,
            b'w' => self.two == month,
            b'e' | b'o' => (1..=8).contains(&month),
            _ => false,
        }
    }

    /// The day of the year that the rule states, before it is moved.
    fn day(&self, year: i32) -> Option<Date> {
        let Self { kind, one, two } = *self;
        match kind {
            b'f' | b's' | b'n' => Date::new(year, one, two),
            b'm' => {
                let day = Date::new(year, one, two)?;
                let ahead = 7_u8.checked_sub(day.weekday().number())?.checked_rem(7)?;
                Some(day.plus(i32::from(ahead)))
            }
            b'w' => nth_weekday(year, two, one.div_euclid(10), one.rem_euclid(10)),
            b'e' => Some(Date::easter(year)?.plus(after(one, two))),
            b'o' => Some(Date::orthodox_easter(year)?.plus(after(one, two))),
            _ => None,
        }
    }
}

/// Days after Easter.
fn after(one: u8, two: u8) -> i32 {
    i32::from(one)
        .saturating_mul(100)
        .saturating_add(i32::from(two))
        .saturating_sub(100)
}
