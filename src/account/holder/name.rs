//! Names in the script that the banks of a country keep them in.

use super::super::alias::Characters;
use super::super::scan::{Expected, Fault, Scan};

/// What may stand in a name of the Zengin data format next to katakana, digits and capitals.
const ZENGIN_SIGNS: &str = "().,-/\\¥「」｢｣";

/// What stands in names of people and companies next to letters and digits.
const SIGNS: &str = "-.,'\"«»№&()/+";

/// Katakana of full or half width, with the digits, capitals and signs that the Zengin data format
/// has. Capitals alone are no name yet: the bank keeps one in katakana. A word in small letters does
/// not belong from its first capital on.
pub(in crate::account) fn katakana(name: &Characters) -> Scan<()> {
    const EXPECTED: &str = "katakana";
    let is_kana = |character| matches!(character, '\u{30A1}'..='\u{30F6}' | '\u{30FC}' | '\u{3099}' | '\u{309A}' | '\u{FF66}'..='\u{FF9F}');
    let is_latin = |character: char| character.is_ascii_uppercase();
    let fits = |character: char| {
        is_kana(character)
            || is_latin(character)
            || character.is_ascii_digit()
            || ZENGIN_SIGNS.contains(character)
    };
    if let Some(index) = name.iter().position(|character| !fits(character)) {
        let before: Vec<char> = name.iter().take(index).collect();
        let small = |character: char| character.is_ascii_lowercase();
        let start = if !name.iter().any(is_kana) {
            before.iter().position(|&character| is_latin(character))
        } else if name.iter().nth(index).is_some_and(small) {
            let capitals = before
                .iter()
                .rev()
                .take_while(|&&character| is_latin(character));
            Some(index.saturating_sub(capitals.count()))
        } else {
            None
        };
        return Scan::Wrong(expected(start.unwrap_or(index), EXPECTED));
    }
    if name.iter().any(is_kana) {
        return Scan::Right(());
    }
    match name.iter().position(is_latin) {
        Some(index) => Scan::Partial(Some(expected(index, EXPECTED))),
        None if name.iter().next().is_none() => Scan::Empty,
        None => Scan::Partial(None),
    }
}

/// Cyrillic letters, with digits and the signs of names.
pub(in crate::account) fn cyrillic(name: &Characters) -> Scan<()> {
    let is_letter = |character| matches!(character, '\u{0400}'..='\u{04FF}');
    let fits = |character: char| {
        is_letter(character) || character.is_ascii_digit() || SIGNS.contains(character)
    };
    if let Some(index) = name.iter().position(|character| !fits(character)) {
        return Scan::Wrong(expected(index, "a Cyrillic letter"));
    }
    match name.iter().next() {
        None => Scan::Empty,
        Some(_) if name.iter().any(is_letter) => Scan::Right(()),
        Some(_) => Scan::Partial(None),
    }
}

fn expected(index: usize, words: &'static str) -> Fault {
    Fault::Character {
        index,
        expected: Expected::Words(words),
    }
}
