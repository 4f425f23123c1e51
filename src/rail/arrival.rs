//! When a payment over a rail arrives: computed from the calendar, never a fixed phrase.

use serde::Serialize;

use crate::calendar::{Calendar, Date, Day, Instant, Local};
use crate::report::{Code, Issue};

use super::{Basis, Rail, Timing, Window};

/// When the payee has the money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Arrival {
    /// Not before.
    pub earliest: Instant,
    /// Not after, if the rail keeps its times.
    pub latest: Instant,
    /// The cut-off that applies, on the rail's wall clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut_off: Option<CutOff>,
    /// The payment must be submitted before this to arrive so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submit_before: Option<Instant>,
    /// Business days after the day of submission, up to and with the latest day of arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub business_days: Option<u32>,
    /// The reason, in words.
    pub explanation: String,
}

/// A time on the wall clock of a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CutOff {
    /// `HH:MM`
    pub time: String,
    /// IANA name.
    pub zone: &'static str,
}

/// When a payment submitted at `at` arrives, and what is uncertain about it. `None` when the
/// caller has closed the calendar for more than a year.
#[must_use]
pub fn arrival(rail: &Rail, at: Instant, calendar: &Calendar<'_>) -> Option<(Arrival, Vec<Issue>)> {
    let local = rail.zone.local(at);
    let course = match &rail.timing {
        Timing::AroundTheClock { seconds } => {
            return Some((around_the_clock(at, *seconds), Vec::new()));
        }
        Timing::Windows(windows) => windowed(rail, at, local, calendar, windows)?,
        Timing::Session { .. } => in_session(rail, at, local, calendar)?,
    };
    let last = rail.zone.local(course.latest).date;
    let issues = uncertainties(rail, local.date, last, calendar, &course);
    let known = rail.basis != Basis::Bank;
    let arrival = Arrival {
        earliest: course.earliest,
        latest: course.latest,
        cut_off: known.then(|| CutOff {
            time: clock(course.cut_off),
            zone: rail.zone.name(),
        }),
        submit_before: known.then(|| rail.zone.instant(course.booked, course.cut_off)),
        business_days: Some(calendar.open_days_between(local.date, last)),
        explanation: explain(rail, local, last, calendar, &course),
    };
    Some((arrival, issues))
}

/// How the payment went through the calendar.
struct Course {
    /// The business day to which it belongs.
    booked: Date,
    /// The minute of that day before which it had to be there.
    cut_off: i32,
    earliest: Instant,
    latest: Instant,
    /// The system did not take payments at the time.
    closed: bool,
    /// The day was a business day, but the last cut-off of it had passed: this one.
    missed: Option<i32>,
}

fn around_the_clock(at: Instant, seconds: u32) -> Arrival {
    let mut explanation = String::from("Runs around the clock, on every day: credited within ");
    duration(&mut explanation, seconds);
    explanation.push('.');
    Arrival {
        earliest: at,
        latest: at.plus(i64::from(seconds)),
        cut_off: None,
        submit_before: None,
        business_days: None,
        explanation,
    }
}

fn windowed(
    rail: &Rail,
    at: Instant,
    local: Local,
    calendar: &Calendar<'_>,
    windows: &[Window],
) -> Option<Course> {
    let today = local.date;
    let open = calendar.is_open(today);
    let before = |window: &&Window| at < rail.zone.instant(today, window.cut_off);
    let caught = if open {
        windows.iter().find(before)
    } else {
        None
    };
    let (booked, window) = match caught {
        Some(window) => (today, window),
        None => (calendar.next_open(today.plus(1))?, windows.first()?),
    };
    let credit = |(days, minute): (i32, i32)| {
        Some(
            rail.zone
                .instant(calendar.open_days_after(booked, days)?, minute),
        )
    };
    let earliest = credit(window.from)?.max(at);
    let missed = windows
        .last()
        .map(|window| window.cut_off)
        .filter(|_| open && caught.is_none());
    Some(Course {
        booked,
        cut_off: window.cut_off,
        earliest,
        latest: credit(window.to)?.max(earliest),
        closed: !open,
        missed,
    })
}

fn in_session(rail: &Rail, at: Instant, local: Local, calendar: &Calendar<'_>) -> Option<Course> {
    let Timing::Session {
        open,
        cut_off,
        within,
        closes,
        every_day,
    } = rail.timing
    else {
        return None;
    };
    let next = |from: Date| {
        if every_day {
            Some(from)
        } else {
            calendar.next_open(from)
        }
    };
    let first = next(local.date)?;
    let in_time = at < rail.zone.instant(first, cut_off);
    let booked = if in_time { first } else { next(first.plus(1))? };
    let opens = rail.zone.instant(booked, open);
    let earliest = opens.max(at);
    let mut latest = earliest.plus(i64::from(within).saturating_mul(60));
    if let Some(closes) = closes {
        latest = latest.min(rail.zone.instant(booked, closes)).max(earliest);
    }
    let missed = (first == local.date && !in_time).then_some(cut_off);
    Some(Course {
        booked,
        cut_off,
        earliest,
        latest,
        closed: at < opens,
        missed,
    })
}

fn uncertainties(
    rail: &Rail,
    sent: Date,
    last: Date,
    calendar: &Calendar<'_>,
    course: &Course,
) -> Vec<Issue> {
    let mut issues = Vec::new();
    if course.closed {
        issues.push(
            Issue::new(Code::OutsideHours, "at")
                .param("rail", rail.name)
                .severity(crate::report::Severity::Info),
        );
    }
    if matches!(
        rail.timing,
        Timing::Session {
            every_day: true,
            ..
        }
    ) {
        return issues;
    }
    for year in sent.year()..=last.year() {
        if !calendar.knows(year) {
            issues.push(Issue::new(Code::CalendarUnknown, "at").param("year", year.to_string()));
        }
    }
    for day in days(sent, last).filter(|day| calendar.is_provisional(*day)) {
        issues.push(Issue::new(Code::CalendarProvisional, "at").param("date", day.to_string()));
    }
    issues
}

fn explain(
    rail: &Rail,
    local: Local,
    last: Date,
    calendar: &Calendar<'_>,
    course: &Course,
) -> String {
    let sent = local.date;
    let mut text = String::from("Sent ");
    let same_day = course.booked == sent;
    match (course.missed, calendar.day(sent)) {
        (Some(cut_off), _) => cut_off_of(&mut text, "after ", sent, cut_off, rail.basis),
        (None, _) if same_day && course.closed => {
            text.push_str("before ");
            text.push_str(rail.name);
            text.push_str(" opens");
        }
        (None, Day::Open) if same_day && rail.basis == Basis::Bank => {
            text.push_str("on ");
            day(&mut text, sent);
        }
        (None, _) if same_day => cut_off_of(&mut text, "before ", sent, course.cut_off, rail.basis),
        (None, _) if !course.closed => {
            text.push_str("on ");
            day(&mut text, sent);
            text.push_str(", when ");
            text.push_str(rail.name);
            text.push_str(" is already open for the next business day");
        }
        (None, Day::Holiday) => {
            text.push_str("on ");
            day(&mut text, sent);
            text.push_str(", ");
            text.push_str(calendar.reason());
        }
        (None, _) => {
            text.push_str("on ");
            day(&mut text, sent);
            text.push_str(", when ");
            text.push_str(rail.name);
            text.push_str(" is closed");
        }
    }
    let closed = holidays(&mut text, sent.plus(1), course.booked, calendar, "; ");
    text.push_str(
        if closed || course.missed.is_some() || same_day || course.closed {
            ", so "
        } else {
            ", "
        },
    );
    text.push_str("it is booked on ");
    if same_day {
        text.push_str("the same day");
    } else {
        day(&mut text, course.booked);
    }
    text.push('.');

    let first = rail.zone.local(course.earliest).date;
    if last != course.booked {
        text.push(' ');
        if last < course.booked {
            text.push_str("That day begins on the evening before: it");
        } else if holidays(&mut text, course.booked.plus(1), last, calendar, "") {
            text.push_str(", so it");
        } else {
            text.push_str("It");
        }
        text.push_str(" arrives ");
        if first == last {
            text.push_str("on ");
            day(&mut text, last);
        } else {
            text.push_str("between ");
            day(&mut text, first);
            text.push_str(" and ");
            day(&mut text, last);
        }
        text.push('.');
    }
    if rail.basis == Basis::Bank {
        text.push_str(" Your bank sets the cut-off.");
    }
    text
}

/// Names the holidays from one day to another; true if there is any.
fn holidays(text: &mut String, from: Date, to: Date, calendar: &Calendar<'_>, lead: &str) -> bool {
    let closed: Vec<Date> = days(from, to)
        .filter(|day| calendar.day(*day) == Day::Holiday)
        .collect();
    let Some((last, others)) = closed.split_last() else {
        return false;
    };
    text.push_str(lead);
    for (place, date) in others.iter().enumerate() {
        text.push_str(if place == 0 { "" } else { ", " });
        day(text, *date);
    }
    text.push_str(if others.is_empty() { "" } else { " and " });
    day(text, *last);
    text.push_str(if others.is_empty() {
        " is "
    } else {
        " are each "
    });
    text.push_str(calendar.reason());
    true
}

fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let count = to
        .days()
        .saturating_sub(from.days())
        .saturating_add(1)
        .clamp(0, 60);
    (0..count).map(move |days| from.plus(days))
}

/// `Monday 25 May`
fn day(text: &mut String, date: Date) {
    text.push_str(date.weekday().as_str());
    text.push(' ');
    date.write_day(text);
}

/// `after Friday's 16:45 cut-off`
fn cut_off_of(text: &mut String, lead: &str, date: Date, minute: i32, basis: Basis) {
    text.push_str(lead);
    text.push_str(date.weekday().as_str());
    text.push_str("'s ");
    text.push_str(if basis == Basis::Typical {
        "usual "
    } else {
        ""
    });
    text.push_str(&clock(minute));
    text.push_str(" cut-off");
}

/// `HH:MM`
fn clock(minute: i32) -> String {
    let mut text = String::with_capacity(5);
    for number in [minute.div_euclid(60), minute.rem_euclid(60)] {
        if !text.is_empty() {
            text.push(':');
        }
        if number < 10 {
            text.push('0');
        }
        text.push_str(&number.to_string());
    }
    text
}

fn duration(text: &mut String, seconds: u32) {
    let (number, unit) = match seconds {
        0..120 => (seconds, " seconds"),
        120..7200 => (seconds.div_ceil(60), " minutes"),
        7200..172_800 => (seconds.div_ceil(3600), " hours"),
        _ => (seconds.div_ceil(86_400), " days"),
    };
    text.push_str(&number.to_string());
    text.push_str(unit);
}
