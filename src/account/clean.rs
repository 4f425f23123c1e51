//! From what people type to what counts, without losing where it stood.

/// Fields longer than this many characters are refused unread.
pub(crate) const MAX_CHARACTERS: usize = 1_000;

/// More characters than any format has; what follows is counted, not kept.
const CAPACITY: usize = 64;

/// The places of characters between which nothing stands.
const IN_ORDER: [u16; CAPACITY] = {
    let mut places = [0; CAPACITY];
    let mut rest: &mut [u16] = &mut places;
    let mut place = 0;
    while let Some((first, more)) = rest.split_first_mut() {
        *first = place;
        place = place.saturating_add(1);
        rest = more;
    }
    places
};

/// Stands for a character that no account number has.
const FOREIGN: u8 = b'?';

/// The characters of an account number without separators: capitals and digits, and `?` for
/// anything else. Lives on the stack.
pub(crate) struct Cleaned {
    bytes: [u8; CAPACITY],
    /// Where each stood in what was typed, in characters.
    places: [u16; CAPACITY],
    kept: usize,
    /// How many there were, kept or not.
    count: usize,
    /// Just after the last one, in what was typed.
    end: usize,
}

impl Cleaned {
    /// Reads a text. `label` is a word that people paste along in front of the number, like `IBAN`;
    /// it may be empty.
    pub(crate) fn read(text: &str, label: &str) -> Self {
        let mut cleaned = Self {
            bytes: [FOREIGN; CAPACITY],
            places: IN_ORDER,
            kept: 0,
            count: 0,
            end: 0,
        };
        if !cleaned.take_plain(text) {
            for (place, character) in text.chars().take(MAX_CHARACTERS).enumerate() {
                match Kind::of(character) {
                    Kind::Counts(byte) => cleaned.push(byte, place),
                    Kind::Separates => {}
                    Kind::Foreign if is_colon(character) && cleaned.is_label(label) => {}
                    Kind::Foreign => cleaned.push(FOREIGN, place),
                }
            }
        }
        if !label.is_empty() && cleaned.bytes().starts_with(label.as_bytes()) {
            cleaned.drop_front(label.len());
        }
        cleaned
    }

    /// Takes a short text of capitals and digits as it is: the usual one, several times faster.
    fn take_plain(&mut self, text: &str) -> bool {
        let plain = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
        let length = text.len();
        let Some(bytes) = self.bytes.get_mut(..length) else {
            return false;
        };
        if !text.as_bytes().iter().all(plain) {
            return false;
        }
        bytes.copy_from_slice(text.as_bytes());
        (self.kept, self.count, self.end) = (length, length, length);
        true
    }

    /// What counts, up to a length that is too much for any format.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.kept).unwrap_or_default()
    }

    /// The same as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// How many characters count.
    pub(crate) const fn len(&self) -> usize {
        self.count
    }

    /// The typed range of the characters `from..to`; a `to` beyond the last means all the rest.
    pub(crate) fn range(&self, from: usize, to: usize) -> (usize, usize) {
        let place = |index: usize| {
            self.places
                .get(index)
                .map_or(self.end, |&place| usize::from(place))
        };
        let start = if from < self.kept {
            place(from)
        } else {
            self.end
        };
        let end = if to >= self.count {
            self.end
        } else {
            to.checked_sub(1)
                .map_or(start, |last| place(last).saturating_add(1))
        };
        (start, end.max(start))
    }

    /// The number with so many characters in each group that separators part: zeros are put in
    /// front or dropped there. `None`: other groups, or a group that is too long or nearly empty.
    pub(crate) fn regrouped(&self, groups: &[Group]) -> Option<Self> {
        let typed = self.bytes().iter().zip(self.places);
        let mut parts: Vec<Vec<(u8, u16)>> = Vec::with_capacity(groups.len());
        let mut next = None;
        for (&byte, place) in typed {
            match parts.last_mut() {
                Some(part) if next == Some(place) => part.push((byte, place)),
                _ => parts.push(vec![(byte, place)]),
            }
            next = place.checked_add(1);
        }
        if parts.len() != groups.len() || self.kept != self.count {
            return None;
        }
        let mut other = Self::read("", "");
        for (part, group) in parts.iter().zip(groups) {
            let zeros = part.iter().take_while(|(byte, _)| *byte == b'0').count();
            let surplus = part.len().saturating_sub(group.most);
            if part.len() < group.fewest || surplus > zeros {
                return None;
            }
            let first = part.first().map_or(0, |(_, place)| usize::from(*place));
            for _ in part.len()..group.least {
                other.push(b'0', first);
            }
            for &(byte, place) in part.iter().skip(surplus) {
                other.push(byte, usize::from(place));
            }
        }
        Some(other)
    }

    /// Whether separators stand before and behind the character.
    pub(crate) fn is_apart(&self, index: usize) -> bool {
        let is_next = |from: usize| {
            let place = |at: usize| self.places.get(at).filter(|_| at < self.kept);
            match (place(from), place(from.saturating_add(1))) {
                (Some(one), Some(other)) => one.checked_add(1) == Some(*other),
                _ => true,
            }
        };
        index > 0 && !is_next(index.saturating_sub(1)) && !is_next(index)
    }

    /// Whether characters were put in that nobody typed.
    pub(crate) fn is_filled(&self) -> bool {
        let places = self.places.get(..self.kept).unwrap_or_default();
        places.windows(2).any(|pair| pair.first() == pair.last())
    }

    /// The same with zeros before the character `index`, so that there are `length`.
    pub(crate) fn filled(&self, index: usize, length: usize) -> Self {
        let mut other = Self::read("", "");
        for (at, (&byte, &place)) in self.bytes().iter().zip(&self.places).enumerate() {
            if at == index {
                for _ in self.kept..length {
                    other.push(b'0', usize::from(place));
                }
            }
            other.push(byte, usize::from(place));
        }
        other
    }

    fn push(&mut self, byte: u8, place: usize) {
        if let (Some(slot), Some(at)) = (
            self.bytes.get_mut(self.kept),
            self.places.get_mut(self.kept),
        ) {
            *slot = byte;
            *at = u16::try_from(place).unwrap_or(u16::MAX);
            self.kept = self.kept.saturating_add(1);
        }
        self.count = self.count.saturating_add(1);
        self.end = place.saturating_add(1);
    }

    /// Whether it is the beginning of a label that somebody may be typing.
    pub(crate) fn begins(&self, label: &str) -> bool {
        let text = self.text();
        !text.is_empty() && text.len() < label.len() && label.starts_with(text)
    }

    fn is_label(&self, label: &str) -> bool {
        !label.is_empty() && self.text() == label
    }

    /// Makes `length` characters `fewer` if only zeros in front are too much.
    pub(crate) fn drop_zeros(&mut self, length: usize, fewer: usize) {
        let surplus = length.saturating_sub(fewer);
        let front = self.bytes().get(..surplus).unwrap_or_default();
        if self.count == length && front.iter().all(|&byte| byte == b'0') {
            self.drop_front(surplus);
        }
    }

    fn drop_front(&mut self, length: usize) {
        self.bytes.copy_within(length.min(CAPACITY).., 0);
        self.places.copy_within(length.min(CAPACITY).., 0);
        self.kept = self.kept.saturating_sub(length);
        self.count = self.count.saturating_sub(length);
    }
}

/// How many characters a group may have.
pub(crate) struct Group {
    /// As typed.
    pub(crate) fewest: usize,
    /// With zeros in front.
    pub(crate) least: usize,
    /// Without surplus zeros.
    pub(crate) most: usize,
}

enum Kind {
    /// A digit or a letter, as an ASCII digit or capital.
    Counts(u8),
    /// Something people put between: space, dot, dash, slash, or nothing visible.
    Separates,
    Foreign,
}

impl Kind {
    fn of(character: char) -> Self {
        // Nearly every character is one of these.
        if let Ok(byte @ (b'0'..=b'9' | b'A'..=b'Z')) = u8::try_from(character) {
            return Self::Counts(byte);
        }
        match ascii(character) {
            '0'..='9' | 'A'..='Z' | 'a'..='z' => match u8::try_from(ascii(character)) {
                Ok(byte) => Self::Counts(byte.to_ascii_uppercase()),
                Err(_) => Self::Foreign,
            },
            ' ' | '.' | '-' | '/' => Self::Separates,
            other if is_dash(other) || is_blank(other) => Self::Separates,
            _ => Self::Foreign,
        }
    }
}

/// The zeros of the scripts whose digits keyboards type; nine more digits follow each. Source:
/// Unicode 16, general category Nd, scripts in modern use.
static ZEROS: [u32; 22] = [
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x17E0, 0x1810, 0x1946, 0x1A80, 0x1B50, 0xA9D0,
];

/// Full-width forms, and the digits of other scripts, as the ASCII characters that they are.
pub(crate) fn ascii(character: char) -> char {
    let code = u32::from(character);
    match code {
        0xFF01..=0xFF5E => code
            .checked_sub(0xFEE0)
            .and_then(char::from_u32)
            .unwrap_or(character),
        0x0660..=0xA9D9 => {
            let digits = ZEROS.iter().filter_map(|zero| code.checked_sub(*zero));
            let digit = digits
                .filter(|digit| *digit < 10)
                .find_map(|digit| char::from_digit(digit, 10));
            digit.unwrap_or(character)
        }
        _ => character,
    }
}

/// The position of the character that stands at `place` in what was typed, for a message.
pub(crate) fn typed(text: &str, place: usize) -> String {
    match text.chars().nth(place) {
        Some(character) if character.is_control() => format!("U+{:04X}", u32::from(character)),
        Some(character) => character.to_string(),
        None => String::new(),
    }
}

/// White space of every kind, and marks that show nothing: zero width, bidi, soft hyphen.
pub(crate) fn is_blank(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{061C}'
                | '\u{180E}'
                | '\u{200B}'..='\u{200F}'
                | '\u{202A}'..='\u{202E}'
                | '\u{2060}'..='\u{2064}'
                | '\u{2066}'..='\u{206F}'
                | '\u{FEFF}'
        )
}

/// A hyphen, typed or as word processors put it.
pub(crate) fn is_separating_dash(character: char) -> bool {
    ascii(character) == '-'
        || matches!(
            character,
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}'
        )
}

fn is_dash(character: char) -> bool {
    matches!(
        character,
        '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{FE58}'
                | '\u{FE63}'
                | '\u{2024}'
                | '\u{2044}'
                | '\u{2215}'
    )
}

fn is_colon(character: char) -> bool {
    ascii(character) == ':'
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn separators_of_all_kinds_go_and_places_stay() {
        let cleaned = Cleaned::read("\u{200F} 12\u{2013}3\u{A0}4.\u{FF15}/\u{FF41}", "");
        assert_eq!(cleaned.text(), "12345A");
        assert_eq!(cleaned.range(0, 1), (2, 3));
        assert_eq!(cleaned.range(2, 4), (5, 8));
        assert_eq!(cleaned.range(5, 6), (11, 12));
    }

    #[test]
    fn nothing_significant_is_dropped() {
        assert_eq!(Cleaned::read("12_3\u{2460}", "").text(), "12?3?");
        assert_eq!(Cleaned::read("12:3", "IBAN").text(), "12?3");
    }

    #[test]
    fn digits_of_every_script_are_digits() {
        for zero in ZEROS {
            let typed: String = (zero..zero + 10).filter_map(char::from_u32).collect();
            assert!(typed.chars().all(char::is_numeric), "{zero:x}");
            let cleaned = Cleaned::read(&typed, "");
            assert_eq!(cleaned.text(), "0123456789", "{zero:x}");
            assert_eq!(cleaned.range(3, 5), (3, 5));
            // What stands around them is no digit.
            for other in [zero - 1, zero + 10].into_iter().filter_map(char::from_u32) {
                assert!(!ascii(other).is_ascii_digit(), "{zero:x}");
            }
        }
        // One text may have several: Persian keyboards type both.
        assert_eq!(Cleaned::read("\u{6F1}\u{662}3", "").text(), "123");
    }

    #[test]
    fn a_pasted_label_goes_with_its_colon() {
        for typed in [
            "IBAN DE89",
            "iban: DE89",
            "\u{FF29}BAN\u{FF1A}DE89",
            "I B A N de89",
        ] {
            assert_eq!(Cleaned::read(typed, "IBAN").text(), "DE89", "{typed}");
        }
        assert_eq!(Cleaned::read("IBAN: DE89", "IBAN").range(0, 2), (6, 8));
    }

    #[test]
    fn groups_get_their_zeros_and_places_stay() {
        let groups = [(2, 2, 2), (1, 3, 4)].map(|(fewest, least, most)| Group {
            fewest,
            least,
            most,
        });
        let regrouped = |text| {
            let cleaned = Cleaned::read(text, "").regrouped(&groups)?;
            Some((cleaned.text().to_owned(), cleaned.range(3, 5)))
        };
        assert_eq!(regrouped("12-34"), Some(("12034".into(), (3, 5))));
        assert_eq!(regrouped("12 / 0001234"), Some(("121234".into(), (9, 11))));
        for other in ["1-234", "12-12345", "123-4", "12-3-4", "1234"] {
            assert_eq!(regrouped(other), None, "{other}");
        }
    }

    #[test]
    fn a_long_text_is_counted_but_not_kept() {
        let cleaned = Cleaned::read(&"1 ".repeat(100), "");
        assert_eq!((cleaned.len(), cleaned.bytes().len()), (100, CAPACITY));
        assert_eq!(cleaned.range(34, 100), (68, 199));
    }
}
