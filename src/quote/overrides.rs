//! What the caller knows better than the tables.

use crate::calendar::{Date, Zone};
use crate::money::Amount;
use crate::rail::{
    self, Basis, Limit, Live, Rail, RailOverride, SessionOverride, Timing, WindowOverride,
};
use crate::report::{Code, Issue};

use super::request::HolidayOverride;

/// The confidence of a limit that the request replaced.
pub(super) const CALLER: &str = "caller";

const A_CALENDAR: &str = "the name of a calendar, such as fed";
/// Business days that a provider may take.
const MAX_DAYS: i32 = 60;
const MAX_MINUTES: u32 = 1440;

/// Replaces what the request says about the rails of the country.
pub(super) fn rails(
    given: Option<&[RailOverride]>,
    country: &str,
    rails: &mut [Rail],
    issues: &mut Vec<Issue>,
) {
    for (place, entry) in given.unwrap_or_default().iter().enumerate() {
        let id = entry.rail.trim();
        if !rail::is_known(id) {
            issues.push(wrong(
                "rails.",
                place,
                ".rail",
                "the word of a rail, such as SCT_INST",
            ));
            continue;
        }
        let elsewhere = entry
            .country
            .as_deref()
            .is_some_and(|named| !named.trim().eq_ignore_ascii_case(country));
        if elsewhere {
            continue;
        }
        for rail in rails.iter_mut().filter(|rail| rail.id == id) {
            if let Err((member, expected)) = replace(rail, entry) {
                issues.push(wrong("rails.", place, member, expected));
            }
        }
    }
}

fn replace(rail: &mut Rail, entry: &RailOverride) -> Result<(), (&'static str, &'static str)> {
    let amount = |text: &str, member| {
        Amount::parse(text, rail.currency, "")
            .map_err(|_| (member, "an amount in the rail's currency, or none"))
    };
    let limit = match entry.limit.as_deref().map(str::trim) {
        None => None,
        Some("none") => Some(Limit::None),
        Some(text) => Some(Limit::At(amount(text, ".limit")?)),
    };
    let min = match entry.min.as_deref().map(str::trim) {
        None => None,
        Some("none") => Some(None),
        Some(text) => Some(Some(amount(text, ".min")?)),
    };
    if let Some(limit) = limit {
        rail.limit = limit;
        rail.confidence = CALLER;
    }
    if let Some(min) = min {
        rail.min = min;
    }
    rail.reachable = entry.reachable.unwrap_or(rail.reachable);
    rail.reaches_all = rail.reaches_all || entry.reachable == Some(true);
    if let Some(live) = entry.live {
        rail.live = if live { Live::Yes } else { Live::No };
    }
    if let Some(name) = entry.zone.as_deref() {
        rail.zone = Zone::named(name.trim()).ok_or((".zone", "a zone such as America/New_York"))?;
    }
    if let Some(name) = entry.calendar.as_deref() {
        rail.calendar = rail::calendar_named(name.trim()).ok_or((".calendar", A_CALENDAR))?;
    }
    hours(rail, entry)
}

fn hours(rail: &mut Rail, entry: &RailOverride) -> Result<(), (&'static str, &'static str)> {
    if let Some(given) = &entry.windows {
        let windows = given.iter().map(window).collect::<Option<Vec<_>>>();
        rail.timing = windows
            .filter(|windows| ascend(windows))
            .map(Timing::Windows)
            .ok_or((
                ".windows",
                "cut-offs `HH:MM` that ascend, each credited from one `DAYS HH:MM` to a later one",
            ))?;
        rail.basis = Basis::Caller;
    }
    if let Some(given) = &entry.session {
        let expected = "open, cutOff and closes as times of the day such as 16:45";
        rail.timing = session(given).ok_or((".session", expected))?;
        rail.basis = Basis::Caller;
    }
    if let Some(text) = entry.cut_off.as_deref() {
        let minute = clock(text.trim()).ok_or((".cutOff", "a time of the day such as 16:45"))?;
        rail.timing = earlier(&rail.timing, minute);
        rail.basis = Basis::Caller;
    }
    Ok(())
}

fn window(given: &WindowOverride) -> Option<rail::Window> {
    let moment = |text: &str| {
        let (days, time) = text.trim().split_once(' ')?;
        let days = days
            .parse()
            .ok()
            .filter(|days| (0..=MAX_DAYS).contains(days))?;
        Some((days, clock(time)?))
    };
    Some(rail::Window {
        cut_off: clock(given.cut_off.trim())?,
        from: moment(&given.from)?,
        to: moment(&given.to)?,
    })
    .filter(|window| window.from <= window.to)
}

fn ascend(windows: &[rail::Window]) -> bool {
    !windows.is_empty() && windows.is_sorted_by(|a, b| a.cut_off < b.cut_off)
}

fn session(given: &SessionOverride) -> Option<Timing> {
    let (open, cut_off) = (clock(given.open.trim())?, clock(given.cut_off.trim())?);
    let closes = match given.closes.as_deref() {
        None => None,
        Some(text) => Some(clock(text.trim())?.max(cut_off)),
    };
    Some(Timing::Session {
        // What opens after its cut-off opens on the evening before.
        open: if open < cut_off {
            open
        } else {
            open.checked_sub(1440)?
        },
        cut_off,
        within: given.within_minutes.min(MAX_MINUTES),
        closes,
        every_day: given.every_day == Some(true),
    })
}

/// The timing with the provider's one cut-off: its payments go into the first window that is
/// still open then.
fn earlier(timing: &Timing, minute: i32) -> Timing {
    match timing {
        Timing::Windows(windows) => {
            let window = windows
                .iter()
                .find(|window| minute <= window.cut_off)
                .or(windows.last());
            Timing::Windows(
                window
                    .map(|window| rail::Window {
                        cut_off: minute,
                        ..*window
                    })
                    .into_iter()
                    .collect(),
            )
        }
        Timing::Session {
            open,
            within,
            closes,
            every_day,
            ..
        } => Timing::Session {
            open: (*open).min(minute),
            cut_off: minute,
            within: *within,
            closes: closes.map(|closes| closes.max(minute)),
            every_day: *every_day,
        },
        Timing::AroundTheClock { seconds, .. } => Timing::Session {
            open: 0,
            cut_off: minute,
            within: seconds.div_ceil(60),
            closes: None,
            every_day: true,
        },
    }
}

fn clock(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |text: &str, below: i32| {
        let plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i32>()
            .ok()
            .filter(|number| plain && *number < below)
    };
    number(hours, 24)?
        .checked_mul(60)?
        .checked_add(number(minutes, 60)?)
}

/// The days of one entry, read.
pub(super) struct Holidays<'a> {
    pub(super) calendar: &'a str,
    pub(super) closed: Vec<Date>,
    pub(super) opened: Vec<Date>,
}

/// Reads the caller's holidays.
pub(super) fn holidays<'a>(
    given: Option<&'a [HolidayOverride]>,
    issues: &mut Vec<Issue>,
) -> Vec<Holidays<'a>> {
    let mut read = Vec::new();
    for (place, entry) in given.unwrap_or_default().iter().enumerate() {
        let calendar = entry.calendar.trim();
        if rail::calendar_named(calendar).is_none() {
            issues.push(wrong("holidays.", place, ".calendar", A_CALENDAR));
            continue;
        }
        let mut days = |list: Option<&Vec<String>>, member: &str| {
            let mut dates = Vec::new();
            for text in list.into_iter().flatten() {
                if let Some(date) = Date::parse(text.trim()) {
                    dates.push(date);
                } else {
                    issues.push(wrong("holidays.", place, member, "days such as 2026-12-24"));
                    break;
                }
            }
            dates
        };
        let closed = days(entry.add.as_ref(), ".add");
        let opened = days(entry.remove.as_ref(), ".remove");
        read.push(Holidays {
            calendar,
            closed,
            opened,
        });
    }
    read
}

fn wrong(list: &str, place: usize, member: &str, expected: &'static str) -> Issue {
    let mut field = String::from(list);
    field.push_str(&place.to_string());
    field.push_str(member);
    Issue::new(Code::InvalidValue, field).param("expected", expected)
}
