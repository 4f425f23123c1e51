//! The day on which the holder was born.

use super::wrong;
use crate::account::clean::Cleaned;
use crate::account::domestic::sum::{part, weighted};
use crate::account::scan::{Fault, Scan, scan};
use crate::market::Format;

const DATE: Format = Format {
    min: 8,
    max: 8,
    digits: 0xff,
    letters: 0,
};

/// Year, month and day as eight digits, of a day that there was or will be from 1900 to 2099.
pub(in crate::account) fn birth_date(cleaned: &Cleaned) -> Scan<String> {
    let layout = scan(cleaned, &DATE);
    if let Scan::Wrong(_) | Scan::Empty = layout {
        return layout.and(|()| Scan::Empty);
    }
    let digits = cleaned.bytes();
    // Of a part that is begun, the digits that are there, in their places.
    let number = |from: usize, to: usize| {
        let there = part(digits, from, to.min(digits.len()));
        weighted(there, &[1000, 100, 10, 1])
    };
    let (century, month, day) = (number(0, 2) / 100, number(4, 6) / 100, number(6, 8) / 100);
    let fits_century = match cleaned.len() {
        1 => matches!(century, 10 | 20),
        _ => matches!(century, 19 | 20),
    };
    if !fits_century {
        let is_begun = matches!(number(0, 1) / 1000, 1 | 2);
        return wrong(usize::from(is_begun), "a year from 1900 to 2099");
    }
    let days = days_of(number(0, 4), month);
    match cleaned.len() {
        5 if month > 10 => wrong(4, "a month from 01 to 12"),
        6.. if !(1..=12).contains(&month) => Scan::Wrong(Fault::Value {
            from: 4,
            to: 6,
            expected: "a month from 01 to 12".into(),
        }),
        7 if day > days => wrong(6, "a day of the month"),
        8 if !(1..=days).contains(&day) => Scan::Wrong(Fault::Value {
            from: 6,
            to: 8,
            expected: "a day of the month".into(),
        }),
        _ => layout.and(|()| Scan::Right(cleaned.text().to_owned())),
    }
}

fn days_of(year: u32, month: u32) -> u32 {
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
