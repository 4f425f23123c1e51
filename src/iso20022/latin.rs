//! The letters that every SEPA bank takes, and how others are written with them: EPC217-08.

use super::table::BASIC_LATIN;

/// The text in these letters. A text of theirs stays as it is.
///
/// # Errors
/// The place of the first character that they do not write: of a script that the table lacks.
pub(super) fn basic_latin(text: &str) -> Result<String, usize> {
    let mut written = String::with_capacity(text.len());
    for (place, c) in text.chars().enumerate() {
        if c.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(c) {
            written.push(c);
        } else if c.is_whitespace() {
            written.push(' ');
        } else if let Some((_, latin)) = BASIC_LATIN
            .binary_search_by_key(&c, |(known, _)| *known)
            .ok()
            .and_then(|found| BASIC_LATIN.get(found))
        {
            written.push_str(latin);
        } else if !is_mark(c) {
            return Err(place);
        }
    }
    Ok(written)
}

/// A mark that combines with the letter before it: the letter remains.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::basic_latin;

    #[test]
    fn letters_of_europe_are_written() {
        for (text, expected) in [
            ("Zoë Müller", "Zoe Muller"),
            ("O'Brien & Söhne <GmbH>", "O'Brien + Sohne .GmbH."),
            ("Łódź, Škoda; Æsir", "Lodz, Skoda, Asir"),
            ("Θεσσαλονίκη", "THessaloniki"),
            ("Щастие ЕООД", "SHTastie EOOD"),
            ("A\u{30a}ngstro\u{308}m", "Angstrom"),
            ("me@home_1", "me(at)home-1"),
        ] {
            assert_eq!(basic_latin(text).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(basic_latin("A 山田"), Err(2));
        assert_eq!(basic_latin("\u{1f602}"), Err(0));
    }
}
