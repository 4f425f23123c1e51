//! Settlement days as the systems' operators publish them, and local time across clock changes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

use payout_kit::calendar::{Calendar, Date, Day, Instant, Zone};

fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

fn closed_weekdays(name: &str, year: i32) -> Vec<String> {
    let calendar = Calendar::named(name);
    let first = Date::new(year, 1, 1).unwrap();
    (0..366)
        .map(|days| first.plus(days))
        .filter(|day| day.year() == year && calendar.day(*day) == Day::Holiday)
        .map(|day| day.to_string()[5..].to_owned())
        .collect()
}

/// Board of Governors, K.8: a holiday on a Saturday leaves the Friday before open.
#[test]
fn the_fed_is_open_on_the_friday_before_a_saturday_holiday() {
    let fed = Calendar::named("fed");
    for open in [
        "2026-07-03",
        "2027-06-18",
        "2027-12-24",
        "2027-12-31",
        "2028-11-10",
    ] {
        assert!(fed.is_open(date(open)), "{open}");
    }
    for closed in [
        "2027-07-05",
        "2026-06-19",
        "2026-11-26",
        "2026-05-25",
        "2028-01-17",
        "2022-06-20",
    ] {
        assert!(!fed.is_open(date(closed)), "{closed}");
    }
    assert_eq!(
        closed_weekdays("fed", 2026),
        [
            "01-01", "01-19", "02-16", "05-25", "06-19", "09-07", "10-12", "11-11", "11-26",
            "12-25"
        ]
    );
}

#[test]
fn target_closes_on_six_dates() {
    assert_eq!(
        closed_weekdays("target", 2026),
        ["01-01", "04-03", "04-06", "05-01", "12-25"]
    );
    assert_eq!(
        closed_weekdays("target", 2024),
        ["01-01", "03-29", "04-01", "05-01", "12-25", "12-26"]
    );
}

#[test]
fn english_bank_holidays_move_off_weekends() {
    assert_eq!(
        closed_weekdays("uk", 2026),
        [
            "01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"
        ]
    );
    assert_eq!(
        closed_weekdays("uk", 2027),
        [
            "01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"
        ]
    );
    // New Year's Day 2028 is a Saturday; Christmas Day 2033 a Sunday.
    assert_eq!(closed_weekdays("uk", 2028)[0], "01-03");
    assert!(closed_weekdays("uk", 2033).ends_with(&["12-26".to_owned(), "12-27".to_owned()]));
}

#[test]
fn anzac_day_on_a_weekend_is_not_moved_for_rits() {
    let rits = Calendar::named("au");
    assert!(rits.is_open(date("2026-04-27")));
    assert!(!rits.is_open(date("2028-04-25")) && !rits.is_open(date("2026-06-08")));
}

#[test]
fn indonesia_has_joint_holidays_and_says_which_are_provisional() {
    let indonesia = Calendar::named("id");
    assert!(
        !indonesia.is_open(date("2026-03-20")) && !indonesia.is_provisional(date("2026-03-20"))
    );
    assert!(!indonesia.is_open(date("2027-03-10")) && indonesia.is_provisional(date("2027-03-10")));
    assert!(indonesia.knows(2031) && !indonesia.knows(2032));
    // After the last decree every holiday is.
    assert!(
        indonesia.is_provisional(date("2028-08-17"))
            && !indonesia.is_provisional(date("2028-08-19"))
    );
}

#[test]
fn a_country_without_table_counts_weekends_and_the_callers_days() {
    let mut unknown = Calendar::named("zz");
    assert!(!unknown.knows(2026));
    unknown.close(date("2026-08-10"));
    unknown.open(date("2026-08-09"));
    assert!(
        unknown.knows(2026)
            && !unknown.is_open(date("2026-08-10"))
            && unknown.is_open(date("2026-08-09"))
    );
    let riyadh = Calendar::named("sa");
    assert!(!riyadh.is_open(date("2026-11-20")) && riyadh.is_open(date("2026-11-22")));
}

#[test]
fn wall_clocks_follow_their_zone() {
    for (zone, instant, day, minute) in [
        (
            "America/New_York",
            "2026-03-08T06:59:00Z",
            "2026-03-08",
            119,
        ),
        (
            "America/New_York",
            "2026-03-08T07:00:00Z",
            "2026-03-08",
            180,
        ),
        (
            "America/New_York",
            "2026-11-01T05:59:00Z",
            "2026-11-01",
            119,
        ),
        ("America/New_York", "2026-11-01T06:00:00Z", "2026-11-01", 60),
        ("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29", 180),
        ("Europe/London", "2026-10-25T01:00:00Z", "2026-10-25", 60),
        ("Europe/Dublin", "2026-07-01T12:00:00Z", "2026-07-01", 780),
        (
            "Australia/Sydney",
            "2026-01-01T00:00:00Z",
            "2026-01-01",
            660,
        ),
        (
            "Australia/Sydney",
            "2026-07-08T08:00:00Z",
            "2026-07-08",
            1080,
        ),
        (
            "America/Santiago",
            "2026-12-01T12:00:00Z",
            "2026-12-01",
            540,
        ),
        ("Asia/Jakarta", "2026-07-01T17:00:00Z", "2026-07-02", 0),
        ("Asia/Kolkata", "2026-07-01T18:30:00Z", "2026-07-02", 0),
        ("Asia/Jerusalem", "2026-03-27T00:00:00Z", "2026-03-27", 180),
    ] {
        let zone = Zone::named(zone).unwrap();
        let at = Instant::parse(instant).unwrap();
        let local = zone.local(at);
        assert_eq!(
            (local.date, local.minute),
            (date(day), minute),
            "{} {instant}",
            zone.name()
        );
        // Every reading but one that comes a second time leads back.
        if minute != 60 {
            assert_eq!(zone.instant(local.date, local.minute), at);
        }
    }
    // 02:30 does not exist on that day in New York: it counts on from before the change.
    let new_york = Zone::named("America/New_York").unwrap();
    assert_eq!(
        new_york.instant(date("2026-03-08"), 150).to_string(),
        "2026-03-08T07:30:00Z"
    );
    // 01:30 comes twice: the first.
    assert_eq!(
        new_york.instant(date("2026-11-01"), 90).to_string(),
        "2026-11-01T05:30:00Z"
    );
    assert!(Zone::named("Mars/Olympus").is_none());
}

#[test]
fn every_calendar_of_a_rail_knows_2026_to_2031() {
    let mut names: Vec<&str> = include_str!("../data/rails.toml")
        .lines()
        .filter_map(|line| line.strip_prefix("calendar = \"")?.strip_suffix('"'))
        .collect();
    names.sort_unstable();
    names.dedup();
    assert!(names.len() > 40, "{names:?}");
    for name in names {
        let calendar = Calendar::named(name);
        for year in 2026..=2031 {
            assert!(calendar.knows(year), "{name} {year}");
            assert!(closed_weekdays(name, year).len() >= 2, "{name} {year}");
        }
        assert!(!calendar.knows(2100), "{name}");
    }
}

#[test]
fn holidays_have_names() {
    let name = |calendar: &str, day: &str| {
        Calendar::named(calendar)
            .holiday(date(day))
            .map(|holiday| holiday.name)
    };
    for (calendar, day, wanted) in [
        ("fed", "2026-05-25", "Memorial Day"),
        ("fed", "2027-07-05", "Independence Day"),
        ("target", "2026-04-03", "Good Friday"),
        ("uk", "2026-12-28", "Boxing Day"),
        ("id", "2026-03-20", "Eid al-Fitr Joint Holiday"),
        ("jp", "2026-09-22", "National Holiday"),
        ("ro", "2026-04-13", "Easter"),
        ("co", "2026-01-12", "Epiphany"),
        ("za", "2027-12-27", "Day of Goodwill"),
    ] {
        assert_eq!(name(calendar, day), Some(wanted), "{calendar} {day}");
    }
    assert_eq!(name("fed", "2026-07-03"), None);
    assert_eq!(name("fed", "2026-07-04"), None, "a Saturday is a weekend");
    let mut closed = Calendar::named("fed");
    closed.close(date("2026-07-03"));
    assert_eq!(
        closed
            .holiday(date("2026-07-03"))
            .map(|holiday| holiday.name),
        Some("")
    );
}

#[test]
fn two_calendars_are_open_when_both_are() {
    let both = Calendar::named("fed").and(Calendar::named("sa"));
    assert_eq!(both.names().collect::<Vec<_>>(), ["fed", "sa"]);
    for (day, wanted) in [
        ("2026-11-19", Day::Open),
        ("2026-11-20", Day::Weekend),
        ("2026-11-21", Day::Weekend),
        ("2026-11-22", Day::Weekend),
        ("2026-11-26", Day::Holiday),
    ] {
        assert_eq!(both.day(date(day)), wanted, "{day}");
    }
    assert!(both.is_provisional(date("2028-02-27")) && !both.knows(2032) && both.knows(2031));
}

#[test]
fn weekends_and_feasts_of_countries() {
    let day = |name, text| Calendar::named(name).day(date(text));
    // Friday and Sunday.
    for name in ["qa", "jo", "sa", "eg", "kw", "bh", "bd", "il"] {
        assert_eq!(day(name, "2026-11-20"), Day::Weekend, "{name}");
        assert_eq!(day(name, "2026-11-22"), Day::Open, "{name}");
    }
    assert_eq!(day("ae", "2026-11-20"), Day::Open);
    assert_eq!(day("jp", "2027-01-01"), Day::Holiday);
    assert_eq!(day("ch", "2031-12-26"), Day::Holiday);
    assert_eq!(day("br", "2027-02-09"), Day::Holiday);
    // Orthodox Good Friday and Easter Monday.
    assert_eq!(day("ro", "2026-04-10"), Day::Holiday);
    assert_eq!(day("ro", "2026-04-13"), Day::Holiday);
    assert!(Calendar::named("cn").is_provisional(date("2028-01-26")));
    assert!(!Calendar::named("pl").is_provisional(date("2031-12-25")));
}
