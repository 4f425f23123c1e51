use std::fmt;

use iban::{BaseIban, IbanLike};

use super::clean::{Cleaned, MAX_CHARACTERS};
use super::label;
use super::scan::{Expected, Fault, Scan};
use super::specimen;
use crate::market::{Country, IbanFormat};

/// The word that people paste along.
pub(super) const LABEL: &str = "IBAN";

/// An international bank account number that has its country's structure and right check digits.
///
/// Characters, length and modulo 97 are `iban_validate`'s; the country's structure is decided by
/// this crate's own table of the SWIFT registry, and check digits are 02 to 98 as ISO 7064 makes
/// them. `Debug` shows the masked number only.
///
/// ```
/// use payout_kit::account::Iban;
///
/// let iban = Iban::parse("IBAN: gb29 nwbk 6016 1331 9268 19").unwrap();
/// assert_eq!(iban.as_str(), "GB29NWBK60161331926819");
/// assert_eq!(iban.to_string(), "GB29 NWBK 6016 1331 9268 19");
/// assert_eq!(iban.bank_code(), "NWBK");
/// assert_eq!(iban.branch_code(), Some("601613"));
/// assert!(Iban::parse("GB29 NWBK 6016 1331 9268 18").is_none());
/// ```
#[derive(Clone, Copy)]
pub struct Iban {
    base: BaseIban,
    format: &'static IbanFormat,
}

impl Iban {
    /// Reads an IBAN as people write it. Why a text is none is told by
    /// [`validate`](super::validate()).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > MAX_CHARACTERS {
            return None;
        }
        let bare = |text: &str| match scan(&Cleaned::read(text, LABEL), None) {
            Scan::Right(iban) => Some(iban),
            Scan::Empty | Scan::Partial(_) | Scan::Wrong(_) => None,
        };
        bare(text).or_else(|| bare(&label::bare_iban(text)?))
    }

    /// The IBAN of a BBAN, whose format is checked here too.
    pub(super) fn from_bban(country: Country, bban: &str) -> Option<Self> {
        let code = IbanFormat::of(country)?.code();
        let pair = 98_u32.checked_sub(remainder(format!("{code}00{bban}").as_bytes()))?;
        let text = format!("{code}{pair:02}{bban}");
        match scan(&Cleaned::read(&text, LABEL), Some(country)) {
            Scan::Right(iban) => Some(iban),
            Scan::Empty | Scan::Partial(_) | Scan::Wrong(_) => None,
        }
    }

    /// The electronic form: no spaces.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.base.electronic_str()
    }

    /// The country whose registry entry it follows.
    #[must_use]
    pub fn country(&self) -> Option<Country> {
        Country::from_bytes(self.format.country)
    }

    /// The bank, as the country numbers it.
    #[must_use]
    pub fn bank_code(&self) -> &str {
        self.part(self.format.bank)
    }

    /// The branch, where the IBAN names one.
    #[must_use]
    pub fn branch_code(&self) -> Option<&str> {
        Some(self.part(self.format.branch)).filter(|code| !code.is_empty())
    }

    /// The account at the bank, as far as the IBAN sets it apart.
    #[must_use]
    pub fn account_number(&self) -> &str {
        self.part(self.format.account)
    }

    /// An example of the registry or of another publication: nobody's account.
    #[must_use]
    pub fn is_example(&self) -> bool {
        is_example(self.format, self.as_str())
    }

    /// A QR-IBAN of Switzerland or Liechtenstein: a payment to it needs a QR reference.
    ///
    /// ```
    /// use payout_kit::account::Iban;
    ///
    /// assert!(Iban::parse("CH44 3199 9123 0008 8901 2").unwrap().is_qr());
    /// assert!(!Iban::parse("CH56 0483 5012 3456 7800 9").unwrap().is_qr());
    /// ```
    #[must_use]
    pub fn is_qr(&self) -> bool {
        self.format.is_of_qr(self.bank_code())
    }

    /// What follows the check digits: the country's own number.
    pub(super) fn bban(&self) -> &str {
        self.as_str().get(4..).unwrap_or_default()
    }

    /// The code of the registry's entry, as its two letters.
    pub(super) const fn registry(&self) -> [u8; 2] {
        self.format.country
    }

    pub(super) const fn format(&self) -> &'static IbanFormat {
        self.format
    }

    fn part(&self, (from, to): (u8, u8)) -> &str {
        self.as_str()
            .get(usize::from(from)..usize::from(to))
            .unwrap_or_default()
    }
}

impl PartialEq for Iban {
    fn eq(&self, other: &Self) -> bool {
        self.base == other.base
    }
}

impl Eq for Iban {}

/// In groups of four.
impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(self.as_str()))
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Iban({})",
            super::display::masked(crate::market::Check::Iban, self.as_str())
        )
    }
}

/// Whether a text is an IBAN: its country's structure, and check digits. The fast path: nothing
/// is allocated, nothing is explained, and national check digits are left to
/// [`validate`](super::validate()). Only the countries of the registry have one: what banks of
/// others use (`unofficial_iban`) is none here.
///
/// ```
/// use payout_kit::account::is_valid_iban;
///
/// assert!(is_valid_iban("NL91 ABNA 0417 1643 00"));
/// assert!(!is_valid_iban("NL91 ABNA 0417 1643 01"));
/// ```
#[must_use]
pub fn is_valid_iban(text: &str) -> bool {
    if text.len() > MAX_CHARACTERS {
        return false;
    }
    let is_right = |text: &str| matches!(judge(&Cleaned::read(text, LABEL)), Scan::Right(_));
    electronic(text.as_bytes(), &mut None).is_some()
        || is_right(text)
        || label::bare_iban(text).is_some_and(|bare| is_right(&bare))
}

/// The length of the longest IBAN in groups of four.
const GROUPED: usize = 42;

/// In groups of four.
pub(super) fn grouped(iban: &str) -> String {
    let mut text = String::with_capacity(GROUPED);
    let mut rest = iban;
    while let Some((group, more)) = rest.split_at_checked(4) {
        text.push_str(group);
        text.push_str(if more.is_empty() { "" } else { " " });
        rest = more;
    }
    text.push_str(rest);
    text
}

/// What [`scan`] finds, without the IBAN.
pub(super) fn judge(cleaned: &Cleaned) -> Scan<&'static IbanFormat> {
    match electronic(cleaned.bytes(), &mut None) {
        Some(format) => Scan::Right(format),
        None => wrong(cleaned, None),
    }
}

/// As [`judge`], with the formats that the registry does not have.
pub(super) fn judge_any(cleaned: &Cleaned) -> Scan<&'static IbanFormat> {
    let code = cleaned.bytes().first_chunk();
    match code.and_then(|code| IbanFormat::unofficial(*code)) {
        Some(format) if is_electronic(cleaned.bytes(), format) => Scan::Right(format),
        Some(format) => wrong(cleaned, Country::from_bytes(format.country)),
        None => judge(cleaned),
    }
}

/// Whether an IBAN of the format is printed somewhere as an example.
pub(super) fn is_example(format: &IbanFormat, iban: &str) -> bool {
    iban == format.example || specimen::is_iban(iban)
}

/// The format of a right IBAN in its electronic form, capitals and digits and nothing else;
/// `None`: it is another thing, or wrong. `latest` is the format found before, which the next IBAN
/// often has too.
pub(super) fn electronic(
    bytes: &[u8],
    latest: &mut Option<&'static IbanFormat>,
) -> Option<&'static IbanFormat> {
    let code = bytes.first_chunk()?;
    let format = match *latest {
        Some(format) if format.country == *code => format,
        _ => IbanFormat::of_bytes(*code)?,
    };
    *latest = Some(format);
    is_electronic(bytes, format).then_some(format)
}

/// Whether these are the capitals and digits of a right IBAN of the format, and nothing else.
pub(super) fn is_electronic(bytes: &[u8], format: &IbanFormat) -> bool {
    bytes.len() == usize::from(format.format.max)
        && bytes.starts_with(&format.country)
        && format.format.wrong_place(bytes).is_none()
        && !is_impossible(bytes)
        && remainder(bytes) == 1
}

/// ISO 7064 modulo 97, the first four characters last. Eight characters are taken before each
/// division, which makes it several times faster than one by one; a test holds it against
/// `iban_validate`.
fn remainder(iban: &[u8]) -> u32 {
    let (front, back) = iban.split_at_checked(4).unwrap_or_default();
    u32::try_from(append(append(0, back), front)).unwrap_or_default()
}

/// The remainder of a number, of which `sum` is one, with the values of the characters behind it.
fn append(mut sum: u64, characters: &[u8]) -> u64 {
    // Eight letters are sixteen digits: behind a remainder they fit in a u64.
    for part in characters.chunks(8) {
        for &byte in part {
            let digit = u64::from(byte.wrapping_sub(b'0'));
            sum = if digit < 10 {
                sum.wrapping_mul(10).wrapping_add(digit)
            } else {
                let letter = u64::from(byte.wrapping_sub(b'A'));
                sum.wrapping_mul(100).wrapping_add(letter).wrapping_add(10)
            };
        }
        sum %= 97;
    }
    sum
}

/// Reads an IBAN; `country` is where it should belong.
pub(super) fn scan(cleaned: &Cleaned, country: Option<Country>) -> Scan<Iban> {
    // Only who asks for a country may mean a format that the registry does not have.
    let format = country.map_or_else(
        || electronic(cleaned.bytes(), &mut None),
        |country| IbanFormat::of(country).filter(|format| is_electronic(cleaned.bytes(), format)),
    );
    let base = || cleaned.text().parse::<BaseIban>().ok();
    match format.and_then(|format| Some((base()?, format))) {
        Some((base, format)) => Scan::Right(Iban { base, format }),
        None => wrong(cleaned, country),
    }
}

/// What keeps a text from being an IBAN. Reads from the left, as somebody types, and stops at the
/// first thing that cannot be right.
fn wrong<T>(cleaned: &Cleaned, country: Option<Country>) -> Scan<T> {
    let bytes = cleaned.bytes();
    if bytes.is_empty() {
        return Scan::Empty;
    }
    // Somebody types the word first. No country's code is IB.
    if LABEL.as_bytes().starts_with(bytes) {
        return Scan::Partial(None);
    }
    let format = match read_country(bytes, country) {
        Ok(Some(format)) => format,
        Ok(None) => return Scan::Partial(None),
        Err(fault) => return Scan::Wrong(fault),
    };
    let max = usize::from(format.format.max);
    let expected = bytes.get(..max).unwrap_or(bytes);
    if let Some(index) = format.format.wrong_place(expected) {
        return Scan::Wrong(Fault::character(index, format.format.class_at(index)));
    }
    if let Some(fault) = impossible_pair(bytes, format) {
        return Scan::Wrong(fault);
    }
    if cleaned.len() > max {
        return Scan::Wrong(Fault::Surplus { max });
    }
    if cleaned.len() < max {
        // A constant pair that differs cannot be repaired by what follows.
        return match (bytes.get(2..4), format.pair) {
            (Some(typed), Some(pair)) if pair.certain && typed != pair.digits.as_slice() => {
                Scan::Wrong(Fault::Pair {
                    expected: Some(pair.digits),
                })
            }
            _ => Scan::Partial(Some(Fault::Short { min: max })),
        };
    }
    Scan::Wrong(Fault::CheckDigits)
}

/// The format that the first two letters name; `None` while there is only one.
fn read_country(
    bytes: &[u8],
    country: Option<Country>,
) -> Result<Option<&'static IbanFormat>, Fault> {
    // A territory may use its parent's.
    let country = country.map(|country| {
        IbanFormat::of(country)
            .and_then(|format| Country::from_bytes(format.country))
            .unwrap_or(country)
    });
    let letter = |index: usize| {
        let byte = country.and_then(|country| country.bytes().get(index).copied());
        byte.map_or(Expected::Words("a letter"), Expected::Letter)
    };
    for (index, byte) in bytes.iter().take(2).enumerate() {
        if !byte.is_ascii_uppercase() {
            return Err(Fault::Character {
                index,
                expected: letter(index),
            });
        }
    }
    let &[first, second, ..] = bytes else {
        let other = country.is_some_and(|country| bytes.first() != country.bytes().first());
        return if other {
            Err(Fault::Character {
                index: 0,
                expected: letter(0),
            })
        } else {
            Ok(None)
        };
    };
    let code = [first, second];
    // Only who asks for a country may mean a format that the registry does not have.
    let format = country.map_or_else(|| IbanFormat::of_bytes(code), IbanFormat::of);
    match (country, format) {
        (Some(wanted), _) if wanted.bytes() != code => Err(foreign(code, country)),
        (_, Some(format)) => Ok(Some(format)),
        (_, None) => Err(foreign(code, country)),
    }
}

/// Why no IBAN of the country, of any if there is none, begins with these letters.
fn foreign(code: [u8; 2], country: Option<Country>) -> Fault {
    let unknown = Fault::Country { from: 0 };
    let Some(actual) = Country::from_bytes(code) else {
        return unknown;
    };
    match (IbanFormat::of(actual), country) {
        (Some(format), _)
            if format.country != code
                && country.is_none_or(|country| country.bytes() == format.country) =>
        {
            Fault::Territory {
                territory: actual,
                expected: format.code(),
            }
        }
        (_, Some(country)) if country != actual => Fault::OtherCountry { from: 0, actual },
        _ => unknown,
    }
}

/// 98 minus a remainder modulo 97 is 02 to 98; 00, 01 and 99 alias 97, 98 and 02.
fn impossible_pair(bytes: &[u8], format: &IbanFormat) -> Option<Fault> {
    is_impossible(bytes).then(|| Fault::Pair {
        expected: format
            .pair
            .filter(|pair| pair.certain)
            .map(|pair| pair.digits),
    })
}

fn is_impossible(bytes: &[u8]) -> bool {
    matches!(bytes.get(2..4), Some(b"00" | b"01" | b"99"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, clippy::panic)]
    use super::*;

    #[test]
    fn both_ways_to_compute_modulo_97_agree() {
        // A small generator: equal on every machine.
        let mut state: u32 = 97;
        let mut next = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) % below
        };
        let mut right = 0;
        for _ in 0..20_000 {
            let length = 15 + next(20);
            let mut text = String::from("XY");
            for place in 2..length {
                let symbol = if place < 4 { next(10) } else { next(36) };
                text.push(char::from_digit(symbol, 36).unwrap().to_ascii_uppercase());
            }
            let pair = text.get(2..4).unwrap();
            if pair == "00" || pair == "01" {
                continue;
            }
            let ours = remainder(text.as_bytes()) == 1;
            right += u32::from(ours);
            assert_eq!(ours, text.parse::<BaseIban>().is_ok(), "{text}");
        }
        assert!(right > 100);
    }
}
