//! Why a payment arrives when it does: codes for a page that speaks another language, and English.

use std::borrow::Cow;

use serde::Serialize;

use crate::calendar::{Calendar, Date, Day, Local};
use crate::report::Pairs;

use super::arrival::Course;
use super::words::{clock, day, days, within};
use super::{Basis, Rail};

/// One reason. Days are `YYYY-MM-DD` and times `HH:MM`, both on the rail's clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// What it says.
    pub code: ReasonCode,
    /// What stands in it.
    pub params: Pairs<Cow<'static, str>>,
}

/// What a reason says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReasonCode {
    /// `seconds`: credited so soon at any time.
    AroundTheClock,
    /// `date`, `time`
    SentBeforeCutOff,
    /// `date`, `time`: too late for that day.
    SentAfterCutOff,
    /// `date`: on a business day, before the rail opens.
    SentBeforeOpening,
    /// `date`: on a business day; the bank sets the cut-off.
    SentOnBusinessDay,
    /// `date`: the rail is already open for the next business day.
    SentOnEveBefore,
    /// `date`, `holiday`, `kind`
    SentOnHoliday,
    /// `date`: on a weekend.
    SentOnClosedDay,
    /// `date`, `holiday`, `kind`: nothing is booked or credited on that day.
    Holiday,
    /// `date`: the business day to which the payment belongs.
    Booked,
    /// `from`, `to`
    Arrives,
    /// Each bank has its own cut-off.
    BankSetsCutOff,
}

pub(super) fn always(seconds: u32) -> (Vec<Reason>, String) {
    let mut telling = Telling::default();
    telling.reason(
        ReasonCode::AroundTheClock,
        [("seconds", seconds.to_string())],
    );
    telling.say("Runs around the clock, on every day: credited within ");
    within(&mut telling.text, seconds);
    telling.say(".");
    (telling.reasons, telling.text)
}

pub(super) fn explanation(
    rail: &Rail,
    local: Local,
    last: Date,
    calendar: &Calendar<'_>,
    course: &Course,
) -> (Vec<Reason>, String) {
    let mut telling = Telling::default();
    let sent = local.date;
    let same_day = course.booked == sent;
    telling.sent(rail, sent, calendar, course);
    let closed = telling.holidays(sent.plus(1), course.booked, calendar, "; ");
    let so = closed || course.missed.is_some() || same_day || course.closed;
    telling.say(if so { ", so " } else { ", " });
    telling.reason(ReasonCode::Booked, [("date", course.booked.to_string())]);
    telling.say("it is booked on ");
    if same_day {
        telling.say("the same day");
    } else {
        telling.day(course.booked);
    }
    telling.say(".");

    let first = rail.zone.local(course.earliest).date;
    if last != course.booked {
        telling.say(" ");
        if last < course.booked {
            telling.say("That day begins on the evening before: it");
        } else if telling.holidays(course.booked.plus(1), last, calendar, "") {
            telling.say(", so it");
        } else {
            telling.say("It");
        }
        telling.say(" arrives ");
        telling.reason(
            ReasonCode::Arrives,
            [("from", first.to_string()), ("to", last.to_string())],
        );
        telling.say(if first == last { "on " } else { "between " });
        telling.day(first);
        if first != last {
            telling.say(" and ");
            telling.day(last);
        }
        telling.say(".");
    }
    if rail.basis == Basis::Bank {
        telling.reason(ReasonCode::BankSetsCutOff, []);
        telling.say(" Your bank sets the cut-off.");
    }
    (telling.reasons, telling.text)
}

#[derive(Default)]
struct Telling {
    reasons: Vec<Reason>,
    text: String,
}

impl Telling {
    fn sent(&mut self, rail: &Rail, sent: Date, calendar: &Calendar<'_>, course: &Course) {
        self.say("Sent ");
        let same_day = course.booked == sent;
        let on = [("date", sent.to_string())];
        if let Some(cut_off) = course.missed {
            if rail.basis == Basis::Bank {
                // Not a cut-off that anybody published: the end of the rail's hours.
                let params = [("date", sent.to_string()), ("time", clock(cut_off))];
                self.reason(ReasonCode::SentAfterCutOff, params);
                self.say("on ");
                self.day(sent);
                self.say(" after ");
                self.text.push_str(&clock(cut_off));
                self.say(", when ");
                self.say(rail.name);
                self.say(" is closed");
                return;
            }
            self.cut_off(
                ReasonCode::SentAfterCutOff,
                "after ",
                sent,
                cut_off,
                rail.basis,
            );
            return;
        }
        if same_day && course.closed {
            self.reason(ReasonCode::SentBeforeOpening, on);
            self.say("before ");
            self.say(rail.name);
            self.say(" opens");
            return;
        }
        if same_day && (rail.basis != Basis::Bank || !calendar.is_open(sent)) {
            self.cut_off(
                ReasonCode::SentBeforeCutOff,
                "before ",
                sent,
                course.cut_off,
                rail.basis,
            );
            return;
        }
        self.say("on ");
        self.day(sent);
        if same_day {
            self.reason(ReasonCode::SentOnBusinessDay, on);
        } else if !course.closed {
            self.reason(ReasonCode::SentOnEveBefore, on);
            self.say(", when ");
            self.say(rail.name);
            self.say(" is already open for the next business day");
        } else if let Some(holiday) = calendar.holiday(sent) {
            self.holiday_reason(ReasonCode::SentOnHoliday, sent, calendar);
            self.say(", ");
            self.named(holiday.name, holiday.kind);
        } else {
            self.reason(ReasonCode::SentOnClosedDay, on);
            self.say(", when ");
            self.say(rail.name);
            self.say(" is closed");
        }
    }

    /// Names the holidays from one day to another; true if there is any.
    fn holidays(&mut self, from: Date, to: Date, calendar: &Calendar<'_>, lead: &str) -> bool {
        let closed: Vec<Date> = days(from, to)
            .filter(|day| calendar.day(*day) == Day::Holiday)
            .collect();
        let mut left = closed.len();
        if left == 0 {
            return false;
        }
        self.say(lead);
        for date in closed {
            self.holiday_reason(ReasonCode::Holiday, date, calendar);
            self.day(date);
            self.say(" is ");
            if let Some(holiday) = calendar.holiday(date) {
                self.named(holiday.name, holiday.kind);
            }
            left = left.saturating_sub(1);
            self.say(match left {
                0 => "",
                1 => ", and ",
                _ => ", ",
            });
        }
        true
    }

    fn holiday_reason(&mut self, code: ReasonCode, date: Date, calendar: &Calendar<'_>) {
        self.reason(code, [("date", date.to_string())]);
        if let (Some(holiday), Some(reason)) = (calendar.holiday(date), self.reasons.last_mut()) {
            reason.params.insert("holiday", holiday.name);
            reason.params.insert("kind", holiday.kind);
        }
    }

    /// `Memorial Day, a Fed holiday`
    fn named(&mut self, name: &str, kind: &str) {
        self.say(name);
        if !name.is_empty() {
            self.say(", ");
        }
        self.say(kind);
    }

    /// `after Friday's 16:45 cut-off`
    fn cut_off(&mut self, code: ReasonCode, lead: &str, date: Date, minute: i32, basis: Basis) {
        self.reason(code, [("date", date.to_string()), ("time", clock(minute))]);
        self.say(lead);
        self.say(date.weekday().as_str());
        self.say("'s ");
        self.say(if basis == Basis::Typical {
            "usual "
        } else {
            ""
        });
        self.text.push_str(&clock(minute));
        self.say(" cut-off");
    }

    fn reason<const N: usize>(&mut self, code: ReasonCode, params: [(&'static str, String); N]) {
        let mut pairs = Pairs::new();
        for (name, value) in params {
            pairs.insert(name, value);
        }
        self.reasons.push(Reason {
            code,
            params: pairs,
        });
    }

    fn day(&mut self, date: Date) {
        day(&mut self.text, date);
    }

    fn say(&mut self, words: &str) {
        self.text.push_str(words);
    }
}
