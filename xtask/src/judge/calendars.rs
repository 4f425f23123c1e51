//! Every change of every zone's clock, and every holiday of every calendar, 2025 to 2031.

use std::fs;

use payout_kit::calendar::{Calendar, Date, Day, Instant, Zone};
use serde::Deserialize;
use serde_json::json;

use crate::{Result, shell};

const FIRST: i32 = 2025;
const LAST: i32 = 2031;
const HOUR: i64 = 3600;

#[derive(Deserialize)]
struct Zones {
    zone: Vec<Named>,
}

#[derive(Deserialize)]
struct Calendars {
    calendar: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

/// One JSON object a line: `{"zone", "changes"}` or `{"calendar", "days"}`.
pub(super) fn cases() -> Result<Vec<String>> {
    let read = |file: &str| {
        fs::read_to_string(shell::root().join("data").join(file))
            .map_err(|error| format!("cannot read {file}: {error}"))
    };
    let zones: Zones =
        toml::from_str(&read("zones.toml")?).map_err(|error| format!("zones.toml: {error}"))?;
    let calendars: Calendars = toml::from_str(&read("calendars.toml")?)
        .map_err(|error| format!("calendars.toml: {error}"))?;
    let mut lines = Vec::new();
    for named in zones.zone {
        let zone = Zone::named(&named.name).ok_or_else(|| format!("no zone {}", named.name))?;
        lines.push(json!({"zone": named.name, "changes": changes(zone)?}).to_string());
    }
    for named in calendars.calendar {
        lines.push(json!({"calendar": named.name, "days": closed(&named.name)?}).to_string());
    }
    Ok(lines)
}

/// The offset in minutes at the beginning, and from each instant on at which it changes.
fn changes(zone: Zone) -> Result<Vec<(i64, i64)>> {
    let at = |text: &str| {
        Instant::parse(text)
            .map(Instant::seconds)
            .ok_or("no instant")
    };
    let mut now = at(&format!("{FIRST}-01-01T00:00:00Z"))?;
    let end = at(&format!("{}-01-01T00:00:00Z", LAST + 1))?;
    let epoch = Date::parse("1970-01-01").ok_or("no date")?;
    let mut changes: Vec<(i64, i64)> = Vec::new();
    while now < end {
        let local = zone.local(Instant::from_seconds(now));
        let days = i64::from(local.date.days() - epoch.days());
        let offset = days * 1440 + i64::from(local.minute) - now / 60;
        if changes.last().is_none_or(|(_, before)| *before != offset) {
            changes.push((now, offset));
        }
        now += HOUR;
    }
    Ok(changes)
}

/// Each closed day that is no weekend: its name, and whether it is provisional.
fn closed(name: &str) -> Result<Vec<(String, &'static str, bool)>> {
    let calendar = Calendar::named(name);
    let first = Date::new(FIRST, 1, 1).ok_or("no date")?;
    let end = Date::new(LAST, 12, 31).ok_or("no date")?;
    Ok((0..=end.days() - first.days())
        .map(|days| first.plus(days))
        .filter(|day| calendar.day(*day) == Day::Holiday)
        .map(|day| {
            let name = calendar.holiday(day).map_or("", |holiday| holiday.name);
            (day.to_string(), name, calendar.is_provisional(day))
        })
        .collect())
}
