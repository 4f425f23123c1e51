//! When a payment over a rail arrives: computed from the calendar, never a fixed phrase.

use serde::Serialize;

use crate::calendar::{Calendar, Date, Instant, Local};
use crate::report::{Code, Issue};

use super::explanation::{Reason, always, explanation};
use super::words::{clock, days};
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
    /// Whether the holidays on the way are known.
    pub holidays: Holidays,
    /// The reason, in words.
    pub explanation: String,
    /// The same, for a page that speaks another language.
    pub reasons: Vec<Reason>,
}

/// A time on the wall clock of a zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CutOff {
    /// `HH:MM`
    pub time: String,
    /// IANA name.
    pub zone: &'static str,
    /// From the request's instant.
    pub seconds_left: i64,
    /// The same in words, such as `2 hours 15 minutes`.
    pub left: String,
}

/// In minutes.
const END_OF_DAY: i32 = 1440;

/// Whether the holidays on the way are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holidays {
    /// The rail settles on every day.
    NotApplicable,
    /// All of them.
    Known,
    /// At least one follows the moon or is not yet decreed.
    Provisional,
    /// A year lies outside of the calendar: only weekends are counted.
    NotVerifiable,
}

/// When a payment submitted at `at` arrives, and what is uncertain about it. `None` when the
/// caller has closed the calendar for more than a year.
#[must_use]
pub fn arrival(rail: &Rail, at: Instant, calendar: &Calendar<'_>) -> Option<(Arrival, Vec<Issue>)> {
    let local = rail.zone.local(at);
    let course = match &rail.timing {
        Timing::AroundTheClock { seconds, pause } => {
            match pause.and_then(|pause| paused(rail, at, local, calendar, pause, *seconds)) {
                Some(course) => course,
                None => return Some((around_the_clock(at, *seconds), Vec::new())),
            }
        }
        Timing::Windows(windows) => windowed(rail, at, local, calendar, windows)?,
        Timing::Session { .. } => in_session(rail, at, local, calendar)?,
    };
    let last = rail.zone.local(course.latest).date;
    let mut issues = Vec::new();
    if course.closed {
        issues.push(
            Issue::new(Code::OutsideHours, "at")
                .param("rail", rail.name)
                .severity(crate::report::Severity::Info),
        );
    }
    let every_day = matches!(
        rail.timing,
        Timing::Session {
            every_day: true,
            ..
        }
    );
    let holidays = if every_day {
        Holidays::NotApplicable
    } else {
        uncertainties(local.date, last, calendar, &mut issues)
    };
    let known = rail.basis != Basis::Bank;
    let submit_before = rail.zone.instant(course.booked, course.cut_off);
    let (reasons, explanation) = explanation(rail, local, last, calendar, &course);
    let arrival = Arrival {
        earliest: course.earliest,
        latest: course.latest,
        cut_off: known.then(|| {
            let left = submit_before.seconds().saturating_sub(at.seconds());
            CutOff {
                time: clock(course.cut_off),
                zone: rail.zone.name(),
                seconds_left: left,
                left: super::words::span(left),
            }
        }),
        submit_before: known.then_some(submit_before),
        business_days: Some(calendar.open_days_between(local.date, last)),
        holidays,
        explanation,
        reasons,
    };
    Some((arrival, issues))
}

/// How the payment went through the calendar.
pub(super) struct Course {
    /// The business day to which it belongs.
    pub(super) booked: Date,
    /// The minute of that day before which it had to be there.
    pub(super) cut_off: i32,
    pub(super) earliest: Instant,
    pub(super) latest: Instant,
    /// The system did not take payments at the time.
    pub(super) closed: bool,
    /// The day was a business day, but the last cut-off of it had passed: this one.
    pub(super) missed: Option<i32>,
}

fn around_the_clock(at: Instant, seconds: u32) -> Arrival {
    let (reasons, explanation) = always(seconds);
    Arrival {
        earliest: at,
        latest: at.plus(i64::from(seconds)),
        cut_off: None,
        submit_before: None,
        business_days: None,
        holidays: Holidays::NotApplicable,
        explanation,
        reasons,
    }
}

/// The course of a payment that waits for the end of the day's pause; `None` outside of it.
fn paused(
    rail: &Rail,
    at: Instant,
    local: Local,
    calendar: &Calendar<'_>,
    (from, to): (i32, i32),
    seconds: u32,
) -> Option<Course> {
    let today = local.date;
    let ends = rail.zone.instant(today, to);
    let waits = calendar.is_open(today) && at >= rail.zone.instant(today, from) && at < ends;
    waits.then(|| Course {
        booked: today,
        cut_off: END_OF_DAY,
        earliest: ends,
        latest: ends.plus(i64::from(seconds)),
        closed: true,
        missed: None,
    })
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
    let before = |window: &&Window| at < rail.zone.instant(today, window.closes());
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
    let missed = windows
        .last()
        .map(Window::closes)
        .filter(|_| open && caught.is_none());
    // Nothing is credited after the hours of a day: then not before the next one's.
    let hours_are_over = booked == today && at > rail.zone.instant(today, window.to.1);
    let days = window.from.0.max(i32::from(hours_are_over));
    let earliest = credit((days, window.from.1))?.max(at);
    Some(Course {
        booked,
        cut_off: window.closes(),
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
    sent: Date,
    last: Date,
    calendar: &Calendar<'_>,
    issues: &mut Vec<Issue>,
) -> Holidays {
    let mut found = Holidays::Known;
    for day in days(sent, last).filter(|day| calendar.is_provisional(*day)) {
        found = Holidays::Provisional;
        issues.push(Issue::new(Code::CalendarProvisional, "at").param("date", day.to_string()));
    }
    for year in (sent.year()..=last.year()).filter(|year| !calendar.knows(*year)) {
        found = Holidays::NotVerifiable;
        issues.push(Issue::new(Code::CalendarUnknown, "at").param("year", year.to_string()));
    }
    found
}
