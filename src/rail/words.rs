//! Days and times as people say them.

use crate::calendar::Date;

/// From one day to the other; of long stretches the first two months.
pub(super) fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    let count = to
        .days()
        .saturating_sub(from.days())
        .saturating_add(1)
        .clamp(0, 60);
    (0..count).map(move |days| from.plus(days))
}

/// `Monday 25 May`
pub(super) fn day(text: &mut String, date: Date) {
    text.push_str(date.weekday().as_str());
    text.push(' ');
    date.write_day(text);
}

/// `HH:MM`
pub(super) fn clock(minute: i32) -> String {
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

/// At most so long, in one unit: `25 seconds`, `2 hours`.
pub(super) fn within(text: &mut String, seconds: u32) {
    let (number, unit) = match seconds {
        0..120 => (seconds, "second"),
        120..7200 => (seconds.div_ceil(60), "minute"),
        7200..172_800 => (seconds.div_ceil(3600), "hour"),
        _ => (seconds.div_ceil(86_400), "day"),
    };
    counted(text, i64::from(number), unit);
}

/// At least so long, in two units: `2 hours 15 minutes`; below a minute in seconds.
pub(super) fn span(seconds: i64) -> String {
    const UNITS: [(i64, &str); 4] = [
        (86_400, "day"),
        (3600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let mut text = String::new();
    let mut left = seconds.max(0);
    for (place, (size, unit)) in UNITS.iter().enumerate() {
        let number = left.div_euclid(*size);
        left = left.rem_euclid(*size);
        let last = place.saturating_add(1) == UNITS.len();
        if last && !text.is_empty() {
            break;
        }
        if number == 0 && !last {
            continue;
        }
        let second = !text.is_empty();
        if second {
            text.push(' ');
        }
        counted(&mut text, number, unit);
        if second {
            break;
        }
    }
    text
}

fn counted(text: &mut String, number: i64, unit: &str) {
    text.push_str(&number.to_string());
    text.push(' ');
    text.push_str(unit);
    if number != 1 {
        text.push('s');
    }
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn spans_of_time() {
        for (seconds, words) in [
            (0, "0 seconds"),
            (-5, "0 seconds"),
            (59, "59 seconds"),
            (60, "1 minute"),
            (119, "1 minute"),
            (3600, "1 hour"),
            (8100, "2 hours 15 minutes"),
            (86_400 + 3599, "1 day 59 minutes"),
            (3 * 86_400 + 7200 + 60, "3 days 2 hours"),
        ] {
            assert_eq!(span(seconds), words);
        }
    }
}
