//! A bank directory: bank code → name and BIC, read from a pack that the caller loaded.
//!
//! The core carries no directory. `cargo xtask generate` makes a pack a country from
//! `data/directory/`, whose table names each pack's source, terms and date.
//!
//! A pack is, after the magic `PKD2`, the little-endian length of everything that follows (4): country
//! (2), 1 if complete, the field that holds the code (an index into [`FIELDS`]), where the code begins
//! in it, the code's length (0: the whole field), the edition's length and text; then the table of
//! records and that of codes. A table is its count of texts, the place of every [`BLOCK`]th (3 each,
//! little-endian), the length of what follows, and the texts, sorted and front-coded: how much is
//! shared with the text before (in the first of a block nothing), how much follows, what follows. A
//! record is the length of the BIC (0, 8 or 11), the BIC and the name; a code is followed by the number
//! of its record. Counts and lengths are LEB128.

use super::pack::{Reader, sealed};
use crate::market::{Country, FieldKey};

pub(super) const MAGIC: [u8; 4] = *b"PKD2";

/// Texts that are read from their first to find one of them.
const BLOCK: usize = 16;

/// The fields in which a bank code can stand. The order is part of the format.
const FIELDS: [FieldKey; 6] = [
    FieldKey::Iban,
    FieldKey::BankCode,
    FieldKey::Ifsc,
    FieldKey::RoutingNumber,
    FieldKey::Clabe,
    FieldKey::AccountNumber,
];

/// The banks of one country, as published at a date.
#[derive(Clone, Copy, Debug)]
pub struct Directory<'a> {
    country: Country,
    edition: &'a str,
    is_complete: bool,
    field: FieldKey,
    offset: usize,
    length: usize,
    records: Texts<'a>,
    codes: Texts<'a>,
}

/// Sorted texts of which each can be found without reading those before its block.
#[derive(Clone, Copy, Debug)]
struct Texts<'a> {
    count: usize,
    places: &'a [[u8; 3]],
    content: &'a [u8],
}

/// What a directory says about a bank code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bank {
    /// As the source writes it; empty where it has only codes.
    pub name: String,
    /// ISO 9362, 8 or 11 characters, where the source has one.
    pub bic: Option<String>,
}

impl<'a> Directory<'a> {
    /// Reads a pack. `None`: it is of another version, or cut.
    ///
    /// ```
    /// use payout_kit::account::{AccountInput, CheckResult, Directory, validate_with};
    ///
    /// let pack = std::fs::read("data/directory/packs/DE.pack")?;
    /// let directory = Directory::parse(&pack).ok_or("damaged")?;
    /// let account = AccountInput {
    ///     country: "DE".into(),
    ///     iban: Some("DE89 3704 0044 0532 0130 00".into()),
    ///     ..AccountInput::default()
    /// };
    /// let report = validate_with(&account, &[directory]);
    /// assert_eq!(report.checks.directory, CheckResult::Passed);
    /// assert_eq!(report.account.and_then(|account| account.bank_name).as_deref(), Some("Commerzbank"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn parse(pack: &'a [u8]) -> Option<Self> {
        let (mut reader, rest) = sealed(MAGIC, pack)?;
        rest.is_empty().then(|| Self::read(&mut reader)).flatten()
    }

    /// Reads what the magic and the length stand before.
    pub(super) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let country = Country::parse(std::str::from_utf8(reader.take(2)?).ok()?)?;
        let is_complete = reader.byte()? == 1;
        let field = *FIELDS.get(usize::from(reader.byte()?))?;
        let offset = usize::from(reader.byte()?);
        let length = usize::from(reader.byte()?);
        let edition = reader.short_text()?;
        let records = Texts::read(reader)?;
        let codes = Texts::read(reader)?;
        Some(Self {
            country,
            edition,
            is_complete,
            field,
            offset,
            length,
            records,
            codes,
        })
    }

    /// Whose banks these are.
    #[must_use]
    pub const fn country(&self) -> Country {
        self.country
    }

    /// The source and its version, such as `schwifty 2026.10.1`.
    #[must_use]
    pub const fn edition(&self) -> &'a str {
        self.edition
    }

    /// Whether the source claims to have every bank. A code that a partial directory does not have
    /// says nothing.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.is_complete
    }

    /// The bank of a code, written as in the source: digits and capital letters.
    #[must_use]
    pub fn bank(&self, code: &str) -> Option<Bank> {
        let code = code.as_bytes();
        let (mut reader, count) = self.codes.block_before(code)?;
        let mut text = Vec::with_capacity(16);
        for _ in 0..count {
            reader.front_coded(&mut text)?;
            let record = reader.number()?;
            if text == code {
                return self.record(record);
            }
        }
        None
    }

    fn record(&self, wanted: usize) -> Option<Bank> {
        if wanted >= self.records.count {
            return None;
        }
        let mut reader = self.records.block(wanted.checked_div(BLOCK)?)?;
        let mut text = Vec::with_capacity(64);
        for _ in 0..=wanted.checked_rem(BLOCK)? {
            reader.front_coded(&mut text)?;
        }
        let (length, rest) = text.split_first()?;
        let (bic, name) = rest.split_at_checked(usize::from(*length))?;
        let bic = std::str::from_utf8(bic).ok()?;
        Some(Bank {
            name: std::str::from_utf8(name).ok()?.to_owned(),
            bic: (!bic.is_empty()).then(|| bic.to_owned()),
        })
    }

    /// The field that holds the bank code.
    pub(super) const fn field(&self) -> FieldKey {
        self.field
    }

    /// The bank code in the value of that field.
    pub(super) fn code_in<'v>(&self, value: &'v str) -> Option<&'v str> {
        // The offset counts in the BBAN, behind country and check digits.
        let start = match self.field {
            FieldKey::Iban => self.offset.saturating_add(4),
            _ => self.offset,
        };
        match self.length {
            0 => Some(value),
            length => value.get(start..start.saturating_add(length)),
        }
    }
}

impl<'a> Texts<'a> {
    fn read(reader: &mut Reader<'a>) -> Option<Self> {
        let count = reader.number()?;
        let places = reader.take(count.div_ceil(BLOCK).checked_mul(3)?)?;
        let length = reader.number()?;
        Some(Self {
            count,
            places: places.as_chunks().0,
            content: reader.take(length)?,
        })
    }

    fn block(&self, number: usize) -> Option<Reader<'a>> {
        Self::at(self.content, *self.places.get(number)?)
    }

    fn at(content: &'a [u8], [low, middle, high]: [u8; 3]) -> Option<Reader<'a>> {
        let place = u32::from_le_bytes([low, middle, high, 0]);
        Some(Reader(content.get(usize::try_from(place).ok()?..)?))
    }

    /// The block in which the text would stand, and how many it has.
    fn block_before(&self, text: &[u8]) -> Option<(Reader<'a>, usize)> {
        let begins_before = |place: &[u8; 3]| {
            Self::at(self.content, *place).is_some_and(|mut reader| {
                let mut first = Vec::with_capacity(16);
                reader.front_coded(&mut first).is_some() && first.as_slice() <= text
            })
        };
        let number = self.places.partition_point(begins_before).checked_sub(1)?;
        let before = number.checked_mul(BLOCK)?;
        Some((
            self.block(number)?,
            self.count.checked_sub(before)?.min(BLOCK),
        ))
    }
}
