//! Names that stand for an account: UPI IDs, e-mail addresses, phone numbers.

use super::clean::{ascii, is_blank};
use super::phone_areas::AREAS;
use super::scan::{Expected, Fault, Places, Scan};
use crate::market::Country;

/// The longest alias of any rail here (UPI 255; an e-mail address has 254).
const MAX: usize = 255;

/// A text without what shows nothing, each character with its place in what was typed.
pub(super) struct Characters(Vec<(char, usize)>);

impl Characters {
    /// What is written in one piece: blanks go from its ends, and what shows nothing anywhere. A
    /// space inside stays, as another character that is wrong: without it, it would be the alias of
    /// somebody else.
    pub(super) fn in_one_piece(text: &str) -> Self {
        let is_shown = |character: char| character.is_whitespace() || !is_blank(character);
        let mut characters: Vec<(char, usize)> = text
            .chars()
            .enumerate()
            .filter(|(_, character)| is_shown(*character))
            .map(|(place, character)| (ascii(character), place))
            .collect();
        let is_space =
            |at: Option<&(char, usize)>| at.is_some_and(|(character, _)| character.is_whitespace());
        while is_space(characters.last()) {
            characters.pop();
        }
        let front = characters
            .iter()
            .take_while(|at| is_space(Some(at)))
            .count();
        Self(characters.split_off(front))
    }

    /// Blanks go; dots, dashes and the rest stay.
    pub(super) fn read(text: &str) -> Self {
        let characters = text
            .chars()
            .enumerate()
            .filter(|(_, character)| !is_blank(*character));
        Self(
            characters
                .map(|(place, character)| (ascii(character), place))
                .collect(),
        )
    }

    /// As [`Self::read`], without what people put into phone numbers.
    pub(super) fn phone(text: &str) -> Self {
        let mut characters = Self::read(text);
        characters.0.retain(|(character, _)| {
            !matches!(
                character,
                '(' | ')' | '-' | '.' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}'
            )
        });
        characters
    }

    pub(super) fn text(&self) -> String {
        self.0.iter().map(|(character, _)| *character).collect()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = char> {
        self.0.iter().map(|(character, _)| *character)
    }
}

impl Places for Characters {
    fn count(&self) -> usize {
        self.0.len()
    }

    fn range(&self, from: usize, to: usize) -> (usize, usize) {
        let end = self
            .0
            .last()
            .map_or(0, |(_, place)| place.saturating_add(1));
        let start = self.0.get(from).map_or(end, |(_, place)| *place);
        let last = to
            .min(self.0.len())
            .checked_sub(1)
            .and_then(|last| self.0.get(last));
        (
            start,
            last.map_or(end, |(_, place)| place.saturating_add(1))
                .max(start),
        )
    }

    fn part(&self, from: usize, to: usize) -> String {
        self.iter()
            .skip(from)
            .take(to.saturating_sub(from))
            .collect()
    }
}

fn wrong(index: usize, words: &'static str) -> Scan<String> {
    Scan::Wrong(Fault::Character {
        index,
        expected: Expected::Words(words),
    })
}

/// `name@handle` of the Unified Payments Interface: a name of 2 or more letters, digits, dots,
/// hyphens and underscores; a handle of letters and digits that begins with a letter.
pub(super) fn upi(characters: &Characters) -> Scan<String> {
    const NAME: &str = "a letter, a digit, a dot, a hyphen or an underscore";
    if characters.0.is_empty() {
        return Scan::Empty;
    }
    let mut at = None;
    for (index, character) in characters.iter().enumerate() {
        match at {
            None if character == '@' && index >= 2 => at = Some(index),
            None if character.is_ascii_alphanumeric() => {}
            None if index > 0 && matches!(character, '.' | '-' | '_') => {}
            None => {
                return wrong(
                    index,
                    if index == 0 {
                        "a letter or a digit"
                    } else {
                        NAME
                    },
                );
            }
            Some(at) if index == at.saturating_add(1) && !character.is_ascii_alphabetic() => {
                return wrong(index, "a letter");
            }
            Some(_) if !character.is_ascii_alphanumeric() => {
                return wrong(index, "a letter or a digit");
            }
            Some(at) if index > at.saturating_add(64) => {
                return Scan::Wrong(Fault::Surplus { max: index });
            }
            Some(_) => {}
        }
        if index >= MAX {
            return Scan::Wrong(Fault::Surplus { max: MAX });
        }
    }
    match at {
        Some(at) if characters.0.len() > at.saturating_add(2) => {
            Scan::Right(characters.text().to_ascii_lowercase())
        }
        _ => Scan::Partial(Some(Fault::Length {
            expected: "the form name@bank",
        })),
    }
}

/// Not yet an address.
const EMAIL: Scan<String> = Scan::Partial(Some(Fault::Length {
    expected: "the form name@example.com",
}));

/// An e-mail address of ASCII characters: RFC 5321 dot-string, a domain of at least two labels.
pub(super) fn email(characters: &Characters) -> Scan<String> {
    if characters.0.is_empty() {
        return Scan::Empty;
    }
    let mut at = None;
    let mut previous = '.';
    let mut labels: usize = 0;
    let mut last_label: usize = 0;
    for (index, character) in characters.iter().enumerate() {
        // A dot or a hyphen needs a neighbour on both sides.
        let starts = previous == '.' || (previous == '@' && at.is_some());
        match at {
            None if character == '@' && index > 0 && previous != '.' => {
                at = Some(index);
                labels = 1;
            }
            None if character == '.' && !starts => {}
            None if character.is_ascii_alphanumeric()
                || "!#$%&'*+-/=?^_`{|}~".chars().any(|mark| mark == character) => {}
            None => return wrong(index, "a character of an e-mail address"),
            Some(_) if character.is_ascii_alphanumeric() => {
                last_label = last_label.saturating_add(1);
            }
            Some(_) if character == '-' && !starts => last_label = last_label.saturating_add(1),
            Some(_) if character == '.' && !starts && previous != '-' => {
                labels = labels.saturating_add(1);
                last_label = 0;
            }
            Some(_) => {
                return wrong(
                    index,
                    if starts {
                        "a letter or a digit"
                    } else {
                        "a letter, a digit, a dot or a hyphen"
                    },
                );
            }
        }
        if index >= 254 {
            return Scan::Wrong(Fault::Surplus { max: 254 });
        }
        previous = character;
    }
    let Some(at) = at.filter(|_| labels >= 2 && last_label >= 2 && previous != '-') else {
        return EMAIL;
    };
    let domain = characters.part(at, usize::MAX).to_ascii_lowercase();
    // Top-level domains are of letters, or begin like those of other scripts (RFC 5890).
    let top = domain.rsplit('.').next().unwrap_or_default();
    if top.bytes().all(|byte| byte.is_ascii_lowercase()) || top.starts_with("xn--") {
        Scan::Right(format!("{}{domain}", characters.part(0, at)))
    } else {
        EMAIL
    }
}

/// A name that the payee chose: letters, digits, dots, hyphens and underscores, 6 to 20, perhaps
/// after an at sign.
pub(super) fn name(characters: &Characters) -> Scan<String> {
    let at = usize::from(characters.iter().next() == Some('@'));
    if let Some(index) = characters.iter().skip(at).position(|character| {
        !(character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '_'))
    }) {
        return wrong(index.saturating_add(at), "a letter or a digit");
    }
    match characters.0.len().saturating_sub(at) {
        0 if at == 0 => Scan::Empty,
        0..=5 => Scan::Partial(Some(Fault::Short {
            min: at.saturating_add(6),
        })),
        6..=20 => Scan::Right(characters.text()),
        _ => Scan::Wrong(Fault::Surplus {
            max: at.saturating_add(20),
        }),
    }
}

/// How the numbers of a country go on after its calling code, where they begin with an area.
pub(super) struct Areas {
    pub(super) country: [u8; 2],
    /// Two digits each, with spaces between.
    pub(super) codes: &'static str,
    /// What may follow the area.
    pub(super) subscriber: &'static str,
    /// What follows the area in a mobile number, and how many digits such a number has with it.
    pub(super) mobile: &'static str,
    pub(super) mobile_length: usize,
    /// How many any other has.
    pub(super) length: usize,
}

impl Areas {
    fn of(country: [u8; 2]) -> Option<&'static Self> {
        AREAS.iter().find(|areas| areas.country == country)
    }

    /// The first digit that no number has at its place.
    fn wrong_place(&self, number: &str) -> Option<usize> {
        let area = number.get(..2).unwrap_or(number);
        if !self.codes.split(' ').any(|code| code.starts_with(area)) {
            return Some(number.len().min(2).saturating_sub(1));
        }
        let next = *number.as_bytes().get(2)?;
        (!self.subscriber.bytes().any(|digit| digit == next)).then_some(2)
    }

    /// Whether it goes on as a mobile number does.
    fn is_mobile(&self, number: &str) -> bool {
        number
            .get(2..)
            .is_some_and(|rest| rest.starts_with(self.mobile))
    }

    fn length(&self, number: &str) -> usize {
        if self.is_mobile(number) {
            self.mobile_length
        } else {
            self.length
        }
    }
}

/// A whole mobile number as people of the country write it, in E.164; `None`: it is none, or
/// numbers of this country tell nothing.
pub(super) fn mobile_at_home(text: &str, country: Country) -> Option<String> {
    let areas = Areas::of(country.bytes())?;
    match phone(text, country) {
        (characters, Scan::Right(number)) if number != characters.text() => {
            let calling = PHONES
                .iter()
                .find(|phones| phones.country == country.bytes())?
                .calling;
            let national = number.strip_prefix('+')?.strip_prefix(calling)?;
            areas.is_mobile(national).then_some(number)
        }
        _ => None,
    }
}

/// How a country numbers its phones.
struct Phones {
    country: [u8; 2],
    /// ITU-T E.164 country code.
    calling: &'static str,
    /// What is dialled in front at home; empty: nothing.
    trunk: &'static str,
    /// The first digits that such a number may have.
    first: &'static str,
    /// Digits of a mobile number, without country code and trunk prefix.
    min: usize,
    max: usize,
}

/// Mobile numbers, where a rail takes them; landlines too in Australia and Brazil. Source: ITU-T
/// E.164 national numbering plans, as commonly published.
#[rustfmt::skip]
static PHONES: [Phones; 39] = [
    Phones { country: *b"AE", calling: "971", trunk: "0", first: "5", min: 9, max: 9 },
    Phones { country: *b"AU", calling: "61", trunk: "0", first: "23478", min: 9, max: 9 },
    Phones { country: *b"BF", calling: "226", trunk: "", first: "0567", min: 8, max: 8 },
    Phones { country: *b"BJ", calling: "229", trunk: "", first: "0", min: 10, max: 10 },
    Phones { country: *b"BR", calling: "55", trunk: "", first: "123456789", min: 10, max: 11 },
    Phones { country: *b"CA", calling: "1", trunk: "", first: "23456789", min: 10, max: 10 },
    Phones { country: *b"CI", calling: "225", trunk: "", first: "0", min: 10, max: 10 },
    Phones { country: *b"CL", calling: "56", trunk: "", first: "9", min: 9, max: 9 },
    Phones { country: *b"CO", calling: "57", trunk: "", first: "3", min: 10, max: 10 },
    Phones { country: *b"CZ", calling: "420", trunk: "", first: "23456789", min: 9, max: 9 },
    Phones { country: *b"EG", calling: "20", trunk: "0", first: "1", min: 10, max: 10 },
    Phones { country: *b"ES", calling: "34", trunk: "", first: "67", min: 9, max: 9 },
    Phones { country: *b"GH", calling: "233", trunk: "0", first: "25", min: 9, max: 9 },
    Phones { country: *b"HK", calling: "852", trunk: "", first: "456789", min: 8, max: 8 },
    Phones { country: *b"HU", calling: "36", trunk: "06", first: "23579", min: 8, max: 9 },
    Phones { country: *b"ID", calling: "62", trunk: "0", first: "8", min: 9, max: 12 },
    Phones { country: *b"JO", calling: "962", trunk: "0", first: "7", min: 9, max: 9 },
    Phones { country: *b"KE", calling: "254", trunk: "0", first: "17", min: 9, max: 9 },
    Phones { country: *b"KW", calling: "965", trunk: "", first: "4569", min: 8, max: 8 },
    Phones { country: *b"ML", calling: "223", trunk: "", first: "56789", min: 8, max: 8 },
    Phones { country: *b"MX", calling: "52", trunk: "", first: "23456789", min: 10, max: 10 },
    Phones { country: *b"MY", calling: "60", trunk: "0", first: "1", min: 9, max: 10 },
    Phones { country: *b"NE", calling: "227", trunk: "", first: "789", min: 8, max: 8 },
    Phones { country: *b"PE", calling: "51", trunk: "", first: "9", min: 9, max: 9 },
    Phones { country: *b"PK", calling: "92", trunk: "0", first: "3", min: 10, max: 10 },
    Phones { country: *b"PL", calling: "48", trunk: "", first: "45678", min: 9, max: 9 },
    Phones { country: *b"RO", calling: "40", trunk: "0", first: "7", min: 9, max: 9 },
    Phones { country: *b"RW", calling: "250", trunk: "0", first: "7", min: 9, max: 9 },
    Phones { country: *b"SA", calling: "966", trunk: "0", first: "5", min: 9, max: 9 },
    Phones { country: *b"SE", calling: "46", trunk: "0", first: "7", min: 9, max: 9 },
    Phones { country: *b"SG", calling: "65", trunk: "", first: "89", min: 8, max: 8 },
    Phones { country: *b"SN", calling: "221", trunk: "", first: "7", min: 9, max: 9 },
    Phones { country: *b"TG", calling: "228", trunk: "", first: "79", min: 8, max: 8 },
    Phones { country: *b"TH", calling: "66", trunk: "0", first: "689", min: 9, max: 9 },
    Phones { country: *b"TR", calling: "90", trunk: "0", first: "5", min: 10, max: 10 },
    Phones { country: *b"TZ", calling: "255", trunk: "0", first: "67", min: 9, max: 9 },
    Phones { country: *b"UG", calling: "256", trunk: "0", first: "7", min: 9, max: 9 },
    Phones { country: *b"ZA", calling: "27", trunk: "0", first: "678", min: 9, max: 9 },
    Phones { country: *b"ZM", calling: "260", trunk: "0", first: "79", min: 9, max: 9 },
];

/// A phone number in E.164 without its country code, as far as that is one of ours; any other text
/// as it is.
pub(super) fn national(number: &str) -> &str {
    let Some(digits) = number.strip_prefix('+') else {
        return number;
    };
    // No country code is the beginning of another.
    PHONES
        .iter()
        .find_map(|phones| digits.strip_prefix(phones.calling))
        .unwrap_or(digits)
}

/// A mobile number, with country code, with the trunk prefix, or bare; normalised to E.164.
pub(super) fn phone(text: &str, country: Country) -> (Characters, Scan<String>) {
    let characters = Characters::phone(text);
    let scan = match PHONES
        .iter()
        .find(|phones| phones.country == country.bytes())
    {
        Some(phones) => mobile(&characters, phones),
        None => international(&characters),
    };
    (characters, scan)
}

/// Any phone of a person: a number abroad with its country code, one of this country in all the
/// ways that [`phone`] takes, landlines too; normalised to E.164.
pub(super) fn any_phone(text: &str, country: Country) -> (Characters, Scan<String>) {
    const SHORTEST: usize = 8;
    let characters = Characters::phone(text);
    let of_country = PHONES
        .iter()
        .find(|phones| phones.country == country.bytes());
    let is_abroad = |phones: &Phones| {
        let typed = characters.text();
        dialled(&typed).is_some_and(|(_, rest)| matches!(split(rest, phones.calling), Err(Some(_))))
    };
    let scan = match of_country {
        Some(phones) if !is_abroad(phones) => {
            let lines = Phones {
                trunk: match phones.trunk {
                    "" => "0",
                    trunk => trunk,
                },
                first: "123456789",
                min: phones.min.min(SHORTEST),
                ..*phones
            };
            mobile(&characters, &lines)
        }
        _ => international(&characters),
    };
    (characters, scan)
}

fn mobile(characters: &Characters, phones: &Phones) -> Scan<String> {
    let text = characters.text();
    if text.is_empty() {
        return Scan::Empty;
    }
    let bad = characters.iter().enumerate().find(|&(index, character)| {
        !(character.is_ascii_digit() || (index == 0 && character == '+'))
    });
    if let Some((index, _)) = bad {
        return wrong(index, "a digit");
    }
    // The next may be the second zero of 00.
    if text == "0" {
        return Scan::Partial(None);
    }
    let begins = |digit: char| phones.first.chars().any(|first| first == digit);
    let (prefix, number) = match dialled(&text) {
        Some((before, rest)) => match split(rest, phones.calling) {
            Ok(number) => (text.len().saturating_sub(number.len()), number),
            Err(None) => return Scan::Partial(None),
            Err(Some(index)) => {
                return wrong(
                    index.saturating_add(before),
                    "the next digit of this country's calling code",
                );
            }
        },
        // Too long for a number of this country, unless it begins with the calling code.
        None if text.starts_with(begins)
            && (text.len() <= phones.max || !text.starts_with(phones.calling)) =>
        {
            (0, text.as_str())
        }
        None => {
            let trunk = match phones.trunk {
                "" => Err(Some(0)),
                trunk => split(&text, trunk),
            };
            match (trunk, split(&text, phones.calling)) {
                (Ok(number), _) | (_, Ok(number)) => {
                    (text.len().saturating_sub(number.len()), number)
                }
                (Err(None), _) | (_, Err(None)) => return Scan::Partial(None),
                (Err(Some(a)), Err(Some(b))) => {
                    return wrong(a.max(b), "the beginning of a phone number of this country");
                }
            }
        }
    };
    if !number.is_empty() && !number.starts_with(begins) {
        return wrong(prefix, "the beginning of a phone number of this country");
    }
    let (min, max) = match Areas::of(phones.country) {
        Some(areas) => {
            if let Some(index) = areas.wrong_place(number) {
                let expected = if index < 2 {
                    "a digit of an area code of this country"
                } else {
                    "the first digit of a number in its area"
                };
                return wrong(prefix.saturating_add(index), expected);
            }
            let length = areas.length(number);
            (length, length)
        }
        None => (phones.min, phones.max),
    };
    if number.len() > max {
        return Scan::Wrong(Fault::Surplus {
            max: prefix.saturating_add(max),
        });
    }
    if number.len() < min {
        return Scan::Partial(Some(Fault::Short {
            min: prefix.saturating_add(min),
        }));
    }
    Scan::Right(format!("+{}{number}", phones.calling))
}

/// What follows the sign of an international number, a plus or the 00 that is dialled for it, and
/// how long that is.
fn dialled(text: &str) -> Option<(usize, &str)> {
    let of = |prefix: &str| Some((prefix.len(), text.strip_prefix(prefix)?));
    of("+").or_else(|| of("00"))
}

/// What follows `prefix`. `Err(None)`: the text is a beginning of it; `Err(Some(i))`: it differs at
/// `i`.
fn split<'a>(text: &'a str, prefix: &str) -> Result<&'a str, Option<usize>> {
    match text.strip_prefix(prefix) {
        Some(rest) => Ok(rest),
        None => Err(text.bytes().zip(prefix.bytes()).position(|(a, b)| a != b)),
    }
}

/// E.164: a plus sign, or 00 for it, and up to 15 digits.
fn international(characters: &Characters) -> Scan<String> {
    const SHORTEST: usize = 7;
    const LONGEST: usize = 15;
    let text = characters.text();
    let (prefix, number) = match (dialled(&text), text.as_str()) {
        (Some(dialled), _) => dialled,
        (None, "") => return Scan::Empty,
        (None, "0") => return Scan::Partial(None),
        (None, _) => return wrong(0, "a plus sign"),
    };
    for (index, character) in number.chars().enumerate() {
        match (index, character) {
            (LONGEST.., _) => {
                return Scan::Wrong(Fault::Surplus {
                    max: prefix.saturating_add(LONGEST),
                });
            }
            (0, '1'..='9') | (1.., '0'..='9') => {}
            _ => return wrong(prefix.saturating_add(index), "a digit"),
        }
    }
    if number.len() < SHORTEST {
        return Scan::Partial(Some(Fault::Short {
            min: prefix.saturating_add(SHORTEST),
        }));
    }
    Scan::Right(format!("+{number}"))
}
