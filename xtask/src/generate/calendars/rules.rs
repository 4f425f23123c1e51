//! Which rules the listed days of a calendar follow.

use std::ops::RangeInclusive;

use super::days::Day;

/// Added to days after Easter, so that they are never negative.
pub(super) const EASTER: i32 = 100;
/// A rule that gives fewer days than this is not worth its text.
const WORTH: usize = 3;

/// A letter and two numbers: see `src/calendar/settlement.rs`.
pub(super) fn text(kind: char, one: i32, two: i32) -> String {
    format!("{kind}{one:02}{two:02}")
}

/// Takes out of the list the days that follow a rule in every year, and gives the rules by name.
pub(super) fn find<'a>(
    listed: &mut Vec<(Day, &'a str)>,
    estimated: &[Day],
    years: RangeInclusive<i32>,
    weekend: u8,
) -> Vec<(&'a str, String)> {
    let all: Vec<Day> = listed.iter().map(|(day, _)| *day).collect();
    let mut names: Vec<&str> = listed.iter().map(|(_, name)| *name).collect();
    names.sort_unstable();
    names.dedup();
    let mut found = Vec::new();
    for name in names {
        loop {
            let left: Vec<Day> = listed
                .iter()
                .filter(|(day, of)| *of == name && !estimated.contains(day))
                .map(|(day, _)| *day)
                .collect();
            let best = left
                .iter()
                .flat_map(|day| candidates(*day))
                .filter_map(|rule| {
                    let days: Vec<Day> = years
                        .clone()
                        .flat_map(|year| rule.days(year))
                        .filter(|day| weekend >> day.weekday() & 1 == 0)
                        .collect();
                    let kept = days
                        .iter()
                        .all(|day| all.contains(day) && !estimated.contains(day));
                    let gives = days.iter().filter(|day| left.contains(day)).count();
                    (kept && gives >= WORTH).then_some((gives, rule, days))
                })
                .max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)));
            let Some((_, rule, days)) = best else { break };
            listed.retain(|(day, of)| *of != name || !days.contains(day));
            found.push((name, text(rule.kind, rule.one, rule.two)));
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rule {
    kind: char,
    one: i32,
    two: i32,
}

/// The rules that give this day.
fn candidates(day: Day) -> Vec<Rule> {
    let rule = |kind, one, two| Rule { kind, one, two };
    let mut rules = vec![
        rule('f', day.month, day.date),
        rule('s', day.month, day.date),
        rule(
            'w',
            ((day.date - 1) / 7 + 1) * 10 + day.weekday(),
            day.month,
        ),
        rule('w', 50 + day.weekday(), day.month),
    ];
    let eve = Day::of(day.number() - 1);
    rules.push(rule('s', eve.month, eve.date));
    // A holiday of this week or the weekend before, kept on the Monday after.
    for before in 0..7 {
        let kept = Day::of(day.number() - before);
        rules.push(rule('m', kept.month, kept.date));
    }
    for (kind, easter) in [('e', easter(day.year)), ('o', orthodox_easter(day.year))] {
        let after = day.number() - easter.number() + EASTER;
        if (0..=EASTER * 2).contains(&after) {
            rules.push(rule(kind, after / 100, after % 100));
        }
    }
    rules
}

impl Rule {
    fn days(self, year: i32) -> Vec<Day> {
        let fixed = Day {
            year,
            month: self.one,
            date: self.two,
        };
        let after = |day: Day| Day::of(day.number() + self.one * 100 + self.two - EASTER);
        match self.kind {
            's' if fixed.weekday() == 6 => vec![fixed, Day::of(fixed.number() + 1)],
            'f' | 's' => vec![fixed],
            'm' => vec![Day::of(fixed.number() + (7 - fixed.weekday()) % 7)],
            'w' => vec![nth(year, self.two, self.one / 10, self.one % 10)],
            'e' => vec![after(easter(year))],
            _ => vec![after(orthodox_easter(year))],
        }
    }
}

/// The nth weekday of a month; 5 is the last.
fn nth(year: i32, month: i32, nth: i32, weekday: i32) -> Day {
    let first = Day::first(year, month);
    let day = first.number() + (weekday - first.weekday()).rem_euclid(7) + (nth - 1) * 7;
    let found = Day::of(day);
    if found.month == month {
        found
    } else {
        Day::of(day - 7)
    }
}

/// Gregorian, by the anonymous algorithm (Meeus, Jones, Butcher).
fn easter(year: i32) -> Day {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let correction = century - century / 4 - (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + correction + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    sunday_of(year, epact + sunday - 7 * late + 114)
}

/// Julian Easter on the Gregorian calendar, by Meeus; 13 days apart until 2099.
fn orthodox_easter(year: i32) -> Day {
    let moon = (19 * (year % 19) + 15) % 30;
    let sunday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7;
    Day::of(sunday_of(year, moon + sunday + 114).number() + 13)
}

/// Both end in a number that holds the month and the day.
fn sunday_of(year: i32, number: i32) -> Day {
    Day {
        year,
        month: number / 31,
        date: number % 31 + 1,
    }
}
