//! What was probably meant: every value that is one slip away from what was typed and passes all
//! checks, the likeliest first.
//!
//! A slip is one character that is wrong, or two neighbours that are swapped, or one character
//! that is missing or too much. Nothing is suggested for a text that somebody may still be
//! typing, unless it has the length of a whole number and its check digits are wrong, or one
//! character is all that it lacks: that one may have been left out anywhere. A form shows those
//! once the field is left. Nothing is ever applied. Modulo 97 leaves a handful of values; a weaker
//! check leaves more, and fields without check digits get back a look-alike at most. Where the
//! length is free, a missing or doubled character cannot be told from a wrong one, and only wrong
//! and swapped ones are offered.
//!
//! An IBAN is repaired by itself. Every other number is tried in its place in the whole account:
//! what is right can depend on the other fields, as with a sort code. A check over several fields
//! offers values of the field that its issue names; a slip in another of them is not seen there.
//!
//! Ranked: what a check speaks for, what none speaks against; then look-alikes, swaps, doubled
//! characters, missing or surplus ones, neighbours on the keys, other digits; then by place.

use std::cmp::Reverse;

use super::alias;
use super::check::{self, Force, Outcome};
use super::clean::Cleaned;
use super::domestic;
use super::iban;
use super::official::OfficialTables;
use crate::market::{Check, Class, Country, Field, FieldKey, Format, IbanFormat, group};
use crate::order::sort_by;
use crate::report::{Code, Issue, Severity};

/// The longest list. The longest that a slip was seen to need is in `tests/account_repair.rs` and,
/// with one check digit, which fits some digit at every place, in `account_repair_numbers.rs`:
/// Italy's check letter fits a third more than one character at each of twelve places.
const MOST: usize = 48;

/// The longest where a check only advises and speaks for none: as many as people read.
const MOST_OF_ADVICE: usize = 8;

/// A field whose text is wrong.
pub(super) struct Faulty<'a> {
    pub(super) field: &'a Field,
    pub(super) country: Country,
    /// What is wrong.
    pub(super) issue: &'a Issue,
    pub(super) text: &'a str,
    /// A check of the country covers a number that has none of its own.
    pub(super) is_covered: bool,
    pub(super) tables: &'a OfficialTables<'a>,
}

/// The whole values that would be right in place of the text, best first, as people write them, if
/// the issue is one that a slip explains. `passes` says whether a value that `may_hold` is right in
/// its account; for an IBAN neither is asked.
pub(super) fn suggestions(
    faulty: &Faulty<'_>,
    may_hold: impl Fn(&str) -> bool,
    passes: impl Fn(String) -> Verdict,
) -> Vec<String> {
    let Faulty {
        field,
        country,
        issue,
        text,
        is_covered,
        tables,
    } = *faulty;
    // A phone number without its country is no slip in the CPF of a stranger.
    if field.check == Check::Pix
        && let Some(phone) = alias::mobile_at_home(text, country)
    {
        return vec![phone];
    }
    let Some(slips) = slips(field, issue, is_covered) else {
        return Vec::new();
    };
    let mut found = if field.check == Check::Iban {
        iban(
            &Cleaned::read(text, iban::LABEL),
            country,
            issue.code,
            tables,
        )
    } else {
        number(field, text, slips, issue.code, may_hold, passes)
    };
    // Without a check digit every digit fits at every place: none is the likelier.
    if issue.code == Code::TooShort && found.len() > MOST {
        return Vec::new();
    }
    let key = |(verdict, edit, _): &Found| (Reverse(*verdict), edit.kind, edit.from);
    sort_by(&mut found, |one, other| key(one).cmp(&key(other)));
    let proven = found
        .iter()
        .take_while(|(verdict, ..)| *verdict == Verdict::Proven)
        .count();
    // Where a check speaks for some, the others are at banks that it does not know. Of IBANs modulo
    // 97 has spoken already.
    if proven > 0 && field.check != Check::Iban {
        found.truncate(proven);
    }
    found.truncate(if proven > 0 || issue.severity == Severity::Error {
        MOST
    } else {
        MOST_OF_ADVICE
    });
    found.into_iter().map(|(_, _, text)| text).collect()
}

/// What an account says of a value of one of its fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// A check speaks against it.
    Wrong,
    /// Nothing speaks against it.
    Stands,
    /// A check speaks for it.
    Proven,
}

/// What is said of it, what was changed, how people write it.
type Found = (Verdict, Edit, String);

/// What to look for; `None`: nothing.
fn slips(field: &Field, issue: &Issue, is_covered: bool) -> Option<Slips> {
    let (check, code) = (field.check, issue.code);
    let is_check_digit = matches!(code, Code::InvalidCheckDigits | Code::InvalidNationalCheck);
    let is_form = matches!(
        code,
        Code::InvalidCharacter | Code::TooLong | Code::InvalidLength
    );
    let is_beginning = matches!(
        code,
        Code::InvalidPrefix | Code::UnknownCountry | Code::CountryMismatch | Code::IbanOfParent
    );
    let is_covered = is_covered && matches!(field.key, FieldKey::AccountNumber | FieldKey::Ccc);
    match check {
        Check::Upi
        | Check::Option
        | Check::Phone
        | Check::BirthDate
        | Check::Katakana
        | Check::Cyrillic
        | Check::Text => None,
        _ if code == Code::TooShort => lacks_one(field, issue, is_covered).then_some(Slips::All),
        // Modulo 97 fits, so it is no single slip.
        Check::Iban if code == Code::InvalidNationalCheck => None,
        Check::Iban | Check::Aba if is_beginning => Some(Slips::All),
        Check::Ifsc | Check::Bic | Check::BankOrBic if is_form || code == Code::UnknownCountry => {
            Some(Slips::LookAlikes)
        }
        // A number without a check of its own may have its country's.
        Check::Digits | Check::GbAccount if is_form && is_covered => Some(Slips::Proven),
        Check::Digits | Check::GbAccount | Check::Pix if is_form => Some(Slips::LookAlikes),
        Check::Proxy if is_form => None,
        _ => (is_check_digit || is_form).then_some(Slips::All),
    }
}

/// Whether a number with a check digit is one character short of a whole one. Where every length
/// is whole, a shorter number is none that lacks a character.
fn lacks_one(field: &Field, issue: &Issue, is_covered: bool) -> bool {
    let is_checked = match field.check {
        Check::Iban | Check::Aba | Check::Clabe | Check::Cbu | Check::Polish | Check::TaxId => true,
        Check::Digits => is_covered && field.format.min == field.format.max,
        check => domestic::has_check(check),
    };
    let number = |name| issue.params.get(name)?.parse::<usize>().ok();
    let lacking = number("min").zip(number("actual"));
    is_checked && lacking.is_some_and(|(min, actual)| actual.checked_add(1) == Some(min))
}

fn number(
    field: &Field,
    text: &str,
    slips: Slips,
    code: Code,
    may_hold: impl Fn(&str) -> bool,
    passes: impl Fn(String) -> Verdict,
) -> Vec<Found> {
    let cleaned = domestic::read(field.check, text);
    let written = text.replace(' ', "");
    // Hyphen and slash part a Czech number.
    let text = if field.check == Check::Czech {
        &written
    } else {
        cleaned.text()
    };
    let length = u8::try_from(text.len()).unwrap_or(u8::MAX);
    if is_cut(&cleaned) || length > 64 || !text.is_ascii() {
        return Vec::new();
    }
    let is_text = field.format.is_text();
    let is_short = code == Code::TooShort;
    let format = Format {
        // Nearly all of a number without a format are digits.
        digits: if is_text {
            u64::MAX
        } else {
            field.format.digits
        },
        letters: if is_text && !is_short {
            u64::MAX
        } else {
            field.format.letters
        },
        ..field.format
    };
    let whole = match code {
        Code::TooShort => Some(length.saturating_add(1)),
        // A part of a Czech number, a Swede's account after its clearing number; a British one of
        // nine digits that its bank does not have.
        Code::TooLong if matches!(field.check, Check::Czech | Check::Swedish) => {
            Some(length.saturating_sub(1))
        }
        Code::InvalidLength if field.check == Check::GbAccount => Some(length.saturating_sub(1)),
        _ => is_text.then_some(length),
    };
    let format = match whole {
        Some(length) => Format {
            min: length,
            max: length,
            ..format
        },
        None => format,
    };
    let typed = Typed {
        text,
        format: &format,
        slips,
    };
    // A check has to speak for what is guessed in full; a holder's number is the check's alone.
    let least = |edit: &Edit| match field.check {
        Check::TaxId => Verdict::Stands,
        _ if is_short || (slips == Slips::Proven && edit.kind != Kind::LookAlike) => {
            Verdict::Proven
        }
        _ => Verdict::Stands,
    };
    let mut found = Vec::new();
    let mut whole = String::new();
    typed.each(
        |_, _| Characters::ALL,
        |edit| {
            // A letter for a digit that does not look like it is no slip where nearly all are digits.
            if (is_text && edit.kind == Kind::Other) || (is_short && found.len() > MOST) {
                return;
            }
            edit.write(typed.text, &mut whole);
            if may_hold(&whole) {
                let shown = group(&whole, field.mask_of(&whole));
                let verdict = passes(shown.clone());
                if verdict >= least(edit) {
                    found.push((verdict, *edit, shown));
                }
            }
        },
    );
    found
}

/// An IBAN of the country: structure, modulo 97, and the country's own check.
fn iban(
    cleaned: &Cleaned,
    country: Country,
    code: Code,
    tables: &OfficialTables<'_>,
) -> Vec<Found> {
    let Some(format) = IbanFormat::of(country) else {
        return Vec::new();
    };
    // Right as it is, only not this country's.
    if is_cut(cleaned) || iban::electronic(cleaned.bytes(), &mut None).is_some() {
        return Vec::new();
    }
    let sums = Sums::of(cleaned.bytes());
    let mut found = Vec::new();
    let typed = Typed {
        text: cleaned.text(),
        format: &format.format,
        slips: Slips::All,
    };
    let mut visit = |edit: &Edit| {
        let text = edit.apply(typed.text);
        if iban::is_electronic(text.as_bytes(), format)
            && let Some(verdict) = national(format, &text, tables)
        {
            found.push((verdict, *edit, iban::grouped(&text)));
        }
    };
    if code == Code::IbanOfParent {
        visit(&Edit::new(Kind::LookAlike, 0, 2, &format.country));
    } else {
        typed.each(
            |from, to| sums.fitting(from, to),
            |edit| {
                if sums.may_fit(edit) {
                    visit(edit);
                }
            },
        );
    }
    found
}

/// What the country's own check says of an IBAN; `None`: it rules it out.
fn national(format: &IbanFormat, iban: &str, tables: &OfficialTables<'_>) -> Option<Verdict> {
    let bban = iban.get(4..).unwrap_or_default();
    match check::national(format.country, bban, tables) {
        Outcome::Failed(failure) if failure.force == Force::Universal => None,
        Outcome::Failed(_) => Some(Verdict::Wrong),
        Outcome::NotApplicable | Outcome::NotVerifiable => Some(Verdict::Stands),
        Outcome::Passed => Some(Verdict::Proven),
    }
}

/// Longer than what is kept of a text: far too long for one slip.
fn is_cut(cleaned: &Cleaned) -> bool {
    cleaned.len() > cleaned.bytes().len()
}

/// Which slips are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slips {
    All,
    /// All that a check speaks for, and look-alikes.
    Proven,
    /// Where no check digit tells right from wrong.
    LookAlikes,
}

/// The kinds of slips, the likeliest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    LookAlike,
    Swap,
    /// One of two equal neighbours is too much or missing; or it is no character of an account.
    Twin,
    Length,
    /// A digit next to it, on a row of keys or on a pad.
    Neighbour,
    /// A digit for a digit, a letter for a letter.
    Alike,
    Other,
}

/// The characters `from..to` become others. One slip each; no two give the same text.
#[derive(Clone, Copy)]
struct Edit {
    kind: Kind,
    from: usize,
    to: usize,
    with: [u8; 2],
    length: usize,
}

impl Edit {
    fn new(kind: Kind, from: usize, to: usize, with: &[u8]) -> Self {
        let mut edit = Self {
            kind,
            from,
            to,
            with: [0; 2],
            length: with.len(),
        };
        edit.with
            .iter_mut()
            .zip(with)
            .for_each(|(slot, byte)| *slot = *byte);
        edit
    }

    fn characters(&self) -> &[u8] {
        self.with.get(..self.length).unwrap_or_default()
    }

    fn apply(&self, text: &str) -> String {
        let mut edited = String::with_capacity(text.len().saturating_add(1));
        self.write(text, &mut edited);
        edited
    }

    /// The edited text, in the room of the one before it.
    fn write(&self, text: &str, edited: &mut String) {
        edited.clear();
        edited.push_str(text.get(..self.from).unwrap_or_default());
        edited.extend(self.characters().iter().map(|&byte| char::from(byte)));
        edited.push_str(text.get(self.to..).unwrap_or_default());
    }
}

/// A text that is wrong, and what it should look like.
struct Typed<'a> {
    text: &'a str,
    format: &'a Format,
    slips: Slips,
}

impl Typed<'_> {
    /// Every edit that leads to an allowed length: at most 36 a place, and no format has more
    /// than 64 places. `fitting` are the characters that may come in place of `from..to`.
    fn each(&self, fitting: impl Fn(usize, usize) -> Characters, mut visit: impl FnMut(&Edit)) {
        let length = self.text.len();
        let (min, max) = (usize::from(self.format.min), usize::from(self.format.max));
        if (min..=max).contains(&length) {
            self.substitutions(fitting, &mut visit);
            if self.slips != Slips::LookAlikes {
                self.swaps(&mut visit);
            }
        } else if self.slips == Slips::LookAlikes {
            // Nothing tells which character is too much.
        } else if length == max.saturating_add(1) {
            self.deletions(&mut visit);
        } else if length.saturating_add(1) == min {
            self.insertions(fitting, &mut visit);
        }
    }

    fn substitutions(
        &self,
        fitting: impl Fn(usize, usize) -> Characters,
        visit: &mut impl FnMut(&Edit),
    ) {
        for (place, typed) in self.text.bytes().enumerate() {
            let end = place.saturating_add(1);
            let others = fitting(place, end).and(&Characters::at(self.format, place));
            for other in others.filter(|other| *other != typed) {
                let kind = if is_look_alike(typed, other) {
                    Kind::LookAlike
                } else if is_neighbour(typed, other) {
                    Kind::Neighbour
                } else if typed.is_ascii_digit() == other.is_ascii_digit() {
                    Kind::Alike
                } else {
                    Kind::Other
                };
                if self.slips != Slips::LookAlikes || kind == Kind::LookAlike {
                    visit(&Edit::new(kind, place, end, &[other]));
                }
            }
        }
    }

    fn swaps(&self, visit: &mut impl FnMut(&Edit)) {
        for (place, pair) in self.text.as_bytes().windows(2).enumerate() {
            if let &[first, second] = pair
                && first != second
            {
                let end = place.saturating_add(2);
                visit(&Edit::new(Kind::Swap, place, end, &[second, first]));
            }
        }
    }

    /// Of equal neighbours the first goes: the others would give the same text.
    fn deletions(&self, visit: &mut impl FnMut(&Edit)) {
        let mut before = None;
        for (place, byte) in self.text.bytes().enumerate() {
            let end = place.saturating_add(1);
            if before != Some(byte) {
                let is_twin =
                    self.text.as_bytes().get(end) == Some(&byte) || !byte.is_ascii_alphanumeric();
                let kind = if is_twin { Kind::Twin } else { Kind::Length };
                visit(&Edit::new(kind, place, end, &[]));
            }
            before = Some(byte);
        }
    }

    /// Never after its equal: that gives the same text as before it.
    fn insertions(
        &self,
        fitting: impl Fn(usize, usize) -> Characters,
        visit: &mut impl FnMut(&Edit),
    ) {
        let mut before = None;
        for place in 0..=self.text.len() {
            let next = self.text.as_bytes().get(place).copied();
            let missing = fitting(place, place).and(&Characters::at(self.format, place));
            for byte in missing.filter(|byte| Some(*byte) != before) {
                let kind = if next == Some(byte) {
                    Kind::Twin
                } else {
                    Kind::Length
                };
                visit(&Edit::new(kind, place, place, &[byte]));
            }
            before = next;
        }
    }
}

/// Digits and capital letters, by their values 0 to 35: a bit each.
struct Characters(u64);

impl Characters {
    const DIGITS: Self = Self(0x3ff);
    const LETTERS: Self = Self(0xf_ffff_fc00);
    const ALL: Self = Self(Self::DIGITS.0 | Self::LETTERS.0);

    /// Those that may stand at a place of the format.
    fn at(format: &Format, place: usize) -> Self {
        match format.class_at(place) {
            Some(Class::Digit) => Self::DIGITS,
            Some(Class::Letter) => Self::LETTERS,
            Some(Class::Alphanumeric) => Self::ALL,
            None => Self(0),
        }
    }

    /// The one with this value; none, if none has it.
    fn of(value: u32) -> Self {
        Self(1_u64.checked_shl(value).unwrap_or(0)).and(&Self::ALL)
    }

    fn and(self, other: &Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// In the order of their values.
impl Iterator for Characters {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let character = char::from_digit(self.0.trailing_zeros(), 36)?;
        self.0 &= self.0.wrapping_sub(1);
        u8::try_from(character.to_ascii_uppercase()).ok()
    }
}

/// Characters that are taken for one another, by eye or by machine; a small L looks like 1 and is
/// read as a capital.
fn is_look_alike(one: u8, other: u8) -> bool {
    let pair = (one.min(other), one.max(other));
    matches!(
        pair,
        (b'0', b'O' | b'Q' | b'D')
            | (b'1', b'I' | b'L')
            | (b'2', b'Z')
            | (b'5', b'S')
            | (b'6', b'G')
            | (b'8', b'B')
    )
}

/// 0 stands after 9 on a row of keys, and below 2 on a pad.
fn is_neighbour(one: u8, other: u8) -> bool {
    let both_digits = one.is_ascii_digit() && other.is_ascii_digit();
    both_digits && matches!(one.abs_diff(other), 1 | 3 | 9)
}

/// No text that can be repaired is longer: the longest IBAN has 34 characters.
const LONGEST: usize = 40;

/// The country's two letters and the check digits, which are divided last.
const FRONT: usize = 4;

/// Remainders modulo 97 of what stands before and after each place of a rearranged IBAN, so that
/// an edit takes a few steps instead of a pass over all.
struct Sums {
    length: usize,
    /// What stands before a place.
    before: [u32; LONGEST],
    /// What stands from a place on.
    after: [Rest; LONGEST],
}

/// The end of a number, modulo 97.
#[derive(Clone, Copy)]
struct Rest {
    sum: u32,
    /// The power of ten by which it shifts what stands before it, and one over that.
    shift: u32,
    inverse: u32,
}

impl Sums {
    fn of(iban: &[u8]) -> Self {
        let (front, back) = iban.split_at_checked(FRONT).unwrap_or_default();
        let end = Rest {
            sum: 0,
            shift: 1,
            inverse: 1,
        };
        let mut sums = Self {
            length: iban.len(),
            before: [0; LONGEST],
            after: [end; LONGEST],
        };
        let mut sum = 0;
        let all = || back.iter().chain(front).copied();
        for (slot, byte) in sums.before.iter_mut().skip(1).zip(all()) {
            sum = append(sum, byte);
            *slot = sum;
        }
        let mut rest = end;
        let slots = sums.after.iter_mut().take(iban.len()).rev();
        for (slot, byte) in slots.zip(all().rev()) {
            let (value, width) = weight(byte);
            // 68 times 10 is 680, which is 1 modulo 97.
            let inverse = if width == 10 { 68 } else { 68 * 68 };
            rest = Rest {
                sum: value.wrapping_mul(rest.shift).wrapping_add(rest.sum) % 97,
                shift: rest.shift.wrapping_mul(width) % 97,
                inverse: rest.inverse.wrapping_mul(inverse) % 97,
            };
            *slot = rest;
        }
        sums
    }

    /// What stands before and after `from..to` once the first four characters are last; `None`:
    /// the edit would move other characters there.
    fn around(&self, from: usize, to: usize, with: usize) -> Option<(u32, Rest)> {
        let (from, to) = match from.checked_sub(FRONT) {
            Some(from) => (from, to.saturating_sub(FRONT)),
            None if to <= FRONT && to.saturating_sub(from) == with => {
                let back = self.length.saturating_sub(FRONT);
                (back.saturating_add(from), back.saturating_add(to))
            }
            None => return None,
        };
        Some((*self.before.get(from)?, *self.after.get(to)?))
    }

    /// False when the edited IBAN leaves another remainder than 1; true where that is for the whole
    /// check to say.
    fn may_fit(&self, edit: &Edit) -> bool {
        let Some((before, rest)) = self.around(edit.from, edit.to, edit.length) else {
            return true;
        };
        let sum = edit.characters().iter().copied().fold(before, append);
        sum.wrapping_mul(rest.shift).wrapping_add(rest.sum) % 97 == 1
    }

    /// The characters that make the remainder 1 in place of `from..to`: one number below 97 does,
    /// which may be a digit's, a letter's or nobody's. All, where the whole check has to say.
    fn fitting(&self, from: usize, to: usize) -> Characters {
        let Some((before, rest)) = self.around(from, to, 1) else {
            return Characters::ALL;
        };
        let wanted = |width: u32| {
            let shifted = before.wrapping_mul(width).wrapping_mul(rest.shift);
            // 98 is 1 modulo 97, and stays above what is taken from it.
            let left = 98_u32.wrapping_sub(shifted.wrapping_add(rest.sum) % 97);
            Characters::of(left.wrapping_mul(rest.inverse) % 97)
        };
        let digit = wanted(10).and(&Characters::DIGITS);
        let letter = wanted(100).and(&Characters::LETTERS);
        Characters(digit.0 | letter.0)
    }
}

/// The remainder of a number after one more character.
fn append(sum: u32, byte: u8) -> u32 {
    let (value, width) = weight(byte);
    sum.wrapping_mul(width).wrapping_add(value) % 97
}

/// The value of a character and the power of ten that makes room for it.
fn weight(byte: u8) -> (u32, u32) {
    match char::from(byte).to_digit(36) {
        Some(value @ 10..) => (value, 100),
        Some(value) => (value, 10),
        None => (0, 10),
    }
}
