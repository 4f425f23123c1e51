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
//! | `e`, `o` | so many days after a hundred days before Easter, western or orthodox |
//! | `x` | only a name, for listed days |

use super::date::{Date, Weekday, digits};
use super::settlement::is_weekend;
use super::zone::nth_weekday;

/// The place of the rule that gives the day.
pub(super) fn place(rules: &str, weekend: u8, day: Date) -> Option<usize> {
    let mut moved: Vec<Date> = Vec::new();
    for (place, text) in rules.split('|').enumerate() {
        let rule = Rule::read(text)?;
        let Some(stated) = rule.day(day.year()) else {
            continue;
        };
        if stated == day {
            return Some(place);
        }
        match rule.kind {
            "s" if stated.weekday() == Weekday::Sunday && stated.plus(1) == day => {
                return Some(place);
            }
            "n" if is_weekend(weekend, stated) => {
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
    rules
        .split('|')
        .filter_map(Rule::read)
        .any(|rule| rule.day(day.year()) == Some(day))
}

struct Rule<'a> {
    kind: &'a str,
    one: u8,
    two: u8,
}

impl<'a> Rule<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let number = |text: Option<&str>| u8::try_from(digits(text?, 2)?).ok();
        Some(Self {
            kind: text.get(..1)?,
            one: number(text.get(1..3))?,
            two: number(text.get(3..5))?,
        })
    }

    /// The day of the year that the rule states, before it is moved.
    fn day(&self, year: i32) -> Option<Date> {
        let Self { kind, one, two } = *self;
        match kind {
            "f" | "s" | "n" => Date::new(year, one, two),
            "m" => {
                let day = Date::new(year, one, two)?;
                let ahead = 7_u8.checked_sub(day.weekday().number())?.checked_rem(7)?;
                Some(day.plus(i32::from(ahead)))
            }
            "w" => nth_weekday(year, two, one.div_euclid(10), one.rem_euclid(10)),
            "e" => Some(Date::easter(year)?.plus(after(one, two))),
            "o" => Some(Date::orthodox_easter(year)?.plus(after(one, two))),
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
