//! Mexico's RFC: three letters (a company) or four (a person), a date, two characters, a check
//! character.

use super::Reading;
use crate::account::clean::{ascii, is_blank};
use crate::account::scan::{Expected, Fault, Places, Scan};

/// The characters that count, capitals, with their places. Unlike other numbers it has `&` and `Ñ`.
pub(in crate::account) struct Rfc(Vec<(char, usize)>);

impl Rfc {
    pub(in crate::account) fn read(text: &str) -> Self {
        Self(
            text.chars()
                .enumerate()
                .map(|(place, character)| (ascii(character), place))
                .filter(|(character, _)| !is_blank(*character) && *character != '-')
                .map(|(character, place)| match character {
                    'ñ' => ('Ñ', place),
                    other => (other.to_ascii_uppercase(), place),
                })
                .collect(),
        )
    }

    fn text(&self) -> String {
        self.0.iter().map(|(character, _)| *character).collect()
    }
}

impl Places for Rfc {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn range(&self, from: usize, to: usize) -> (usize, usize) {
        let place = |index: usize| self.0.get(index).map(|(_, place)| *place);
        let end = place(self.0.len().saturating_sub(1)).map_or(0, |last| last.saturating_add(1));
        let start = place(from).unwrap_or(end);
        let stop = to
            .checked_sub(1)
            .and_then(place)
            .map_or(end, |last| last.saturating_add(1));
        (start, stop.max(start))
    }

    fn part(&self, from: usize, to: usize) -> String {
        self.text()
            .chars()
            .skip(from)
            .take(to.saturating_sub(from))
            .collect()
    }
}

/// Weights 13 to 2 over the first twelve, a company's after a blank; modulo 11, ten is written A.
/// Doubtful, not wrong: numbers that do not fit were issued. python-stdnum 2.2 agrees on the rule.
pub(super) fn rfc(number: &Rfc) -> Reading {
    const ORDER: &str = "0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ";
    let letter = |character: char| character.is_ascii_uppercase() || matches!(character, '&' | 'Ñ');
    let characters: Vec<char> = number.0.iter().map(|(character, _)| *character).collect();
    let wrong = |index, words| {
        Reading::of(Scan::Wrong(Fault::Character {
            index,
            expected: Expected::Words(words),
        }))
    };
    if characters.is_empty() {
        return Reading::of(Scan::Empty);
    }
    let front = characters
        .iter()
        .take(4)
        .take_while(|character| letter(**character))
        .count();
    if front < 3 && front < characters.len() {
        return wrong(front, "a letter");
    }
    for (index, character) in characters.iter().enumerate().skip(front) {
        let place = index.saturating_sub(front);
        if place < 6 && !character.is_ascii_digit() {
            return wrong(index, "a digit");
        }
        if place >= 6 && !character.is_ascii_digit() && !character.is_ascii_uppercase() {
            return wrong(index, "a letter or a digit");
        }
        if place >= 9 {
            return Reading::of(Scan::Wrong(Fault::Surplus { max: index }));
        }
    }
    // Year, month, day.
    let number_at = |place: usize, most: u32| {
        let mut digits = characters.iter().skip(front.saturating_add(place));
        match (digits.next(), digits.next()) {
            (Some(tens), Some(ones)) => {
                let value = [tens, ones]
                    .iter()
                    .filter_map(|digit| digit.to_digit(10))
                    .fold(0, |sum: u32, digit| {
                        sum.saturating_mul(10).saturating_add(digit)
                    });
                (1..=most).contains(&value)
            }
            _ => true,
        }
    };
    for (place, most, words) in [(2, 12, "a month, 01 to 12"), (4, 31, "a day, 01 to 31")] {
        if !number_at(place, most) {
            let from = front.saturating_add(place);
            return Reading::of(Scan::Wrong(Fault::Value {
                from,
                to: from.saturating_add(2),
                expected: words.into(),
            }));
        }
    }
    let length = front.max(3).saturating_add(9);
    if characters.len() < length {
        return Reading::of(Scan::Partial(Some(Fault::Short { min: length })));
    }
    let blank = if front == 3 { Some(' ') } else { None };
    let sum = blank
        .into_iter()
        .chain(characters.iter().copied())
        .zip((2..=13_usize).rev())
        .map(|(character, weight)| {
            let value = ORDER.chars().position(|other| other == character);
            value.unwrap_or_default().saturating_mul(weight)
        })
        .fold(0, usize::saturating_add);
    let expected = match 11_usize.saturating_sub(sum % 11) % 11 {
        10 => 'A',
        digit => ORDER.chars().nth(digit).unwrap_or('0'),
    };
    Reading {
        doubtful: characters.last() != Some(&expected),
        scan: Scan::Right(number.text()),
    }
}
