//! A bank directory: bank code → name and BIC, read from a pack that the caller loaded.
//!
//! The core carries no directory. `cargo xtask generate` makes a pack a country from
//! `data/directory/`, whose table names each pack's source, terms and date.
//!
//! A pack is, after the magic `PKD1`, the little-endian length of everything that follows (4): country
//! (2), 1 if complete, the field that holds the code (an index into [`FIELDS`]), where the code begins
//! in it, the code's length, the edition's length and text; then records and codes, each a count and so
//! many sorted texts, front-coded: how much is shared with the text before, how much follows, what
//! follows. A record is the length of the BIC (0, 8 or 11), the BIC and the name; a code is followed by
//! the number of its record. Counts and lengths are LEB128.

use crate::market::{Country, FieldKey};

const MAGIC: &[u8] = b"PKD1";

/// The fields in which a bank code can stand. The order is part of the format.
const FIELDS: [FieldKey; 5] = [
    FieldKey::Iban,
    FieldKey::BankCode,
    FieldKey::Ifsc,
    FieldKey::RoutingNumber,
    FieldKey::Clabe,
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
    /// Counts and texts: records, then codes.
    tables: &'a [u8],
}

/// What a directory says about a bank code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bank {
    /// As the source writes it.
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
        let mut reader = Reader(pack.strip_prefix(MAGIC)?);
        let length = u32::from_le_bytes(reader.take(4)?.try_into().ok()?);
        if u32::try_from(reader.0.len()) != Ok(length) {
            return None;
        }
        let country = Country::parse(std::str::from_utf8(reader.take(2)?).ok()?)?;
        let is_complete = reader.byte()? == 1;
        let field = *FIELDS.get(usize::from(reader.byte()?))?;
        let offset = usize::from(reader.byte()?);
        let length = usize::from(reader.byte()?);
        let edition = usize::from(reader.byte()?);
        let edition = std::str::from_utf8(reader.take(edition)?).ok()?;
        Some(Self {
            country,
            edition,
            is_complete,
            field,
            offset,
            length,
            tables: reader.0,
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
        let mut reader = Reader(self.tables);
        let mut text = Vec::with_capacity(64);
        let records = reader.0;
        for _ in 0..reader.number()? {
            reader.front_coded(&mut text)?;
        }
        text.clear();
        for _ in 0..reader.number()? {
            reader.front_coded(&mut text)?;
            let record = reader.number()?;
            if text == code.as_bytes() {
                return Self::record(records, record);
            }
        }
        None
    }

    fn record(records: &[u8], wanted: usize) -> Option<Bank> {
        let mut reader = Reader(records);
        let mut text = Vec::with_capacity(64);
        if wanted >= reader.number()? {
            return None;
        }
        for _ in 0..=wanted {
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
        value.get(start..start.saturating_add(self.length))
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    /// LEB128 of at most three bytes.
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in [0, 7, 14] {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Makes the text before into this one.
    fn front_coded(&mut self, text: &mut Vec<u8>) -> Option<()> {
        let shared = self.number()?;
        if shared > text.len() {
            return None;
        }
        let length = self.number()?;
        text.truncate(shared);
        text.extend_from_slice(self.take(length)?);
        Some(())
    }
}
