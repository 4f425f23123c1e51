use std::borrow::Cow;

use super::super::pack::Reader;
use super::{TableError, digits, edition, list, packed, rows};
use crate::order::sort_by;

pub(in super::super) const MAGIC: [u8; 4] = *b"PKB1";

/// Characters of a record, and of one of the extended file, which ends with a rule for IBANs.
const LENGTHS: [usize; 2] = [168, 174];

const LINE: &str =
    "a record of 168 or 174 characters as the Bundesbank writes them, not cut at its end";

/// Bank code (4, highest first) and method, its two characters read as hexadecimal. The bank code
/// leaves the highest bits to what is known of its IBANs.
type Row = [u8; 5];

const HAS_RULE: u8 = 0x80;
const IS_PLAIN: u8 = 0x40;

/// Whether bank code and account stand in an IBAN as they are, by the number of the bank's IBAN rule:
/// the standard one, and those of banks whose customers leave the sub-account 00 out.
fn is_plain(rule: &str, method: u8) -> bool {
    match rule {
        // It does not say what is done about a sub-account.
        "0000" => !matches!(method, 0x13 | 0x63 | 0x76 | 0xc7),
        rule => matches!(rule, "0005" | "0020"),
    }
}

const fn code([a, b, c, d, _]: Row) -> u32 {
    u32::from_be_bytes([a & !(HAS_RULE | IS_PLAIN), b, c, d])
}

/// The check digit methods of German banks, from the Bundesbank's file.
#[derive(Clone, Debug)]
pub struct MethodTable<'a> {
    edition: Cow<'a, str>,
    /// Sorted.
    rows: Cow<'a, [Row]>,
}

impl<'a> MethodTable<'a> {
    /// Reads the unpacked bank code file (`BLZ`, the one with records of 168 characters, or its
    /// extended form). It is in
    /// ISO 8859-1; a text that was read as UTF-8 serves as well, for only its digits count. Banks that
    /// it marks as deleted are left out. `name` is its edition: reports give it as that of their table
    /// `de_methods`.
    ///
    /// # Errors
    /// [`TableError`], with the line that is not as published.
    ///
    /// ```
    /// use payout_kit::account::{AccountInput, CheckResult, MethodTable, ReferenceData, validate_against};
    ///
    /// let record = format!("370400441{:141}13054190U000000000", "Commerzbank");
    /// let mut reference = ReferenceData::default();
    /// reference.tables.de_methods = Some(MethodTable::from_file(&record, "2027-03")?);
    /// let account = AccountInput {
    ///     country: "DE".into(),
    ///     iban: Some("DE89 3704 0044 0532 0130 00".into()),
    ///     ..AccountInput::default()
    /// };
    /// let report = validate_against(&account, &reference);
    /// assert_eq!(report.checks.national, CheckResult::Passed);
    /// assert_eq!(report.tables.get("de_methods").map(AsRef::as_ref), Some("2027-03"));
    /// # Ok::<(), payout_kit::account::TableError>(())
    /// ```
    pub fn from_file(text: &str, name: &'a str) -> Result<Self, TableError> {
        let mut rows = rows("text", text, |line| {
            let record = Record::read(line).ok_or(LINE)?;
            Ok((record.is_main && !record.is_deleted).then_some(record.row))
        })?;
        sort_by(&mut rows, |one, other| code(*one).cmp(&code(*other)));
        if rows.windows(2).any(|pair| match pair {
            [one, next] => code(*one) == code(*next),
            _ => false,
        }) {
            return Err(TableError {
                argument: "text",
                line: 0,
                expected: "a file that marks one record of each bank code as the bank's own",
            });
        }
        Ok(Self {
            edition: edition(name)?,
            rows: Cow::Owned(rows),
        })
    }

    /// The name under which it was read.
    #[must_use]
    pub fn edition(&self) -> &str {
        &self.edition
    }

    /// The table as bytes, for [`ReferenceData::read`](super::super::ReferenceData::read).
    #[must_use]
    pub fn to_pack(&self) -> Vec<u8> {
        packed(MAGIC, &self.edition, &[self.rows.as_flattened()])
    }

    pub(in super::super) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        Some(Self {
            edition: Cow::Borrowed(reader.short_text()?),
            rows: list(reader)?,
        })
    }

    /// The method of a bank code, its two characters read as hexadecimal, and whether its IBANs are
    /// plain, where the file says that.
    pub(in super::super) fn bank(&self, bank: u32) -> Option<(u8, Option<bool>)> {
        let at = self
            .rows
            .binary_search_by_key(&bank, |row| code(*row))
            .ok()?;
        let [flags, _, _, _, method] = *self.rows.get(at)?;
        let is_plain = (flags & HAS_RULE != 0).then_some(flags & IS_PLAIN != 0);
        Some((method, is_plain))
    }
}

/// What counts of a record.
struct Record {
    row: Row,
    /// Not one of its branches.
    is_main: bool,
    is_deleted: bool,
}

impl Record {
    /// Places by the Bundesbank's "Merkblatt Bankleitzahlendatei": 1-8 bank code, 9 kind of record,
    /// 151-152 method, 159 kind of change, 161-168 bank code that succeeds it, 169-172 number of the
    /// IBAN rule. Held against a record of the file that several parsers
    /// quote; a whole file was not at hand.
    fn read(line: &str) -> Option<Self> {
        // Names hold letters of more than one byte; places count characters.
        let characters: Vec<char> = line.chars().collect();
        if !LENGTHS.contains(&characters.len()) {
            return None;
        }
        let part = |from: usize, to: usize| -> Option<String> {
            Some(characters.get(from.checked_sub(1)?..to)?.iter().collect())
        };
        let [a, b, c, d] = digits(&part(1, 8)?, 8)?.to_be_bytes();
        let method = part(151, 152)?;
        let is_method = |byte: u8| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte);
        if !method.bytes().all(is_method) {
            return None;
        }
        let method = u8::from_str_radix(&method, 16).ok()?;
        let kind = part(9, 9)?;
        let change = part(159, 159)?;
        let flags = match part(169, 172) {
            Some(rule) if is_plain(&rule, method) && part(161, 168)? == "00000000" => {
                HAS_RULE | IS_PLAIN
            }
            Some(_) => HAS_RULE,
            None => 0,
        };
        let is_known =
            matches!(kind.as_str(), "1" | "2") && matches!(change.as_str(), "A" | "D" | "M" | "U");
        is_known.then_some(Self {
            row: [a | flags, b, c, d, method],
            is_main: kind == "1",
            is_deleted: change == "D",
        })
    }
}
