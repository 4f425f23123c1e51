//! Many IBANs at once, laid out as Apache Arrow lays out text: one buffer and offsets.

use super::check::{self, Failure, Force, Outcome};
use super::clean::{Cleaned, MAX_CHARACTERS};
use super::iban::{self, LABEL};
use super::label;
use super::official::OfficialTables;
use super::scan::{Fault, Scan};
use crate::market::IbanFormat;
use crate::report::Code;

/// What a row of a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum RowStatus {
    /// 0: a valid IBAN; with a code, look again.
    Valid,
    /// 1: the beginning of one, or nothing at all.
    Incomplete,
    /// 2: no continuation can repair it.
    Invalid,
    /// 3: the offsets lead out of the buffer or backwards, or the bytes are not UTF-8.
    Unreadable,
    /// 4: there is no value, as the validity bitmap says.
    Null,
}

impl RowStatus {
    /// The number that stands for it in [`ColumnVerdict::status`].
    #[must_use]
    pub const fn as_u8(self) -> u8 {
        match self {
            Self::Valid => 0,
            Self::Incomplete => 1,
            Self::Invalid => 2,
            Self::Unreadable => 3,
            Self::Null => 4,
        }
    }
}

/// One number a row in each list: no object, no text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnVerdict {
    /// A [`RowStatus`] as its number.
    pub status: Vec<u8>,
    /// What is wrong or unusual: one more than the place in [`Code::ALL`], 0 for nothing.
    pub code: Vec<u16>,
    /// Where it stands, in characters from the start of the row. Not before `end`: nowhere.
    pub start: Vec<u16>,
    /// Just after it.
    pub end: Vec<u16>,
}

/// Checks a column of IBANs, each by the country that it names itself: what
/// [`validate`](super::validate()) would find first, without what it would say. An IBAN of a
/// country that the registry does not have is valid with [`Code::UnofficialIban`].
///
/// `offsets` count bytes: row `i` is `bytes[offsets[i]..offsets[i + 1]]`, so there is one offset
/// more than rows. They are not trusted: a row that they misplace is
/// [`Unreadable`](RowStatus::Unreadable), and the others stand by themselves. A part of a column
/// is checked by passing a part of its offsets.
///
/// ```
/// use payout_kit::account::{RowStatus, validate_column};
/// use payout_kit::report::Code;
///
/// let verdict = validate_column(b"NL91ABNA0417164300DE89 37O4", &[0, 18, 27, 99]);
/// assert_eq!(verdict.status, [
///     RowStatus::Valid.as_u8(), RowStatus::Invalid.as_u8(), RowStatus::Unreadable.as_u8(),
/// ]);
/// assert_eq!(verdict.code(1), Some(Code::InvalidCharacter));
/// assert_eq!((verdict.start[1], verdict.end[1]), (7, 8));
/// ```
#[must_use]
pub fn validate_column(bytes: &[u8], offsets: &[u32]) -> ColumnVerdict {
    judge_rows(bytes, offsets, |_| true)
}

/// [`validate_column`] of a column in which values may be missing: bit `i` of `validity`, counted
/// from the lowest of its first byte, is 1 where row `i` has a value, as Arrow's validity bitmap. A
/// row without one is [`Null`](RowStatus::Null), whatever its bytes; so is one beyond the bitmap.
///
/// ```
/// use payout_kit::account::{RowStatus, validate_nullable_column};
///
/// let verdict = validate_nullable_column(b"NL91ABNA0417164300", &[0, 18, 18], &[0b01]);
/// assert_eq!(verdict.status, [RowStatus::Valid.as_u8(), RowStatus::Null.as_u8()]);
/// ```
#[must_use]
pub fn validate_nullable_column(bytes: &[u8], offsets: &[u32], validity: &[u8]) -> ColumnVerdict {
    judge_rows(bytes, offsets, |row| {
        let byte = validity.get(row / 8).copied().unwrap_or_default();
        byte >> (row % 8) & 1 == 1
    })
}

fn judge_rows(bytes: &[u8], offsets: &[u32], has_value: impl Fn(usize) -> bool) -> ColumnVerdict {
    let rows = offsets.len().saturating_sub(1);
    let mut verdict = ColumnVerdict {
        status: Vec::with_capacity(rows),
        code: Vec::with_capacity(rows),
        start: Vec::with_capacity(rows),
        end: Vec::with_capacity(rows),
    };
    let mut latest = None;
    for (at, pair) in offsets.windows(2).enumerate() {
        if !has_value(at) {
            verdict.push(Row::new(RowStatus::Null, None));
            continue;
        }
        let place = |at: usize| {
            pair.get(at)
                .and_then(|&offset| usize::try_from(offset).ok())
        };
        let row = match (place(0), place(1)) {
            (Some(from), Some(to)) => bytes.get(from..to),
            _ => None,
        };
        verdict.push(row.map_or(Row::UNREADABLE, |row| Row::of(row, &mut latest)));
    }
    verdict
}

impl ColumnVerdict {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.status.len()
    }

    /// True when there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.status.is_empty()
    }

    /// What is wrong or unusual in a row.
    #[must_use]
    pub fn code(&self, row: usize) -> Option<Code> {
        let index = self.code.get(row)?.checked_sub(1)?;
        Code::ALL.get(usize::from(index)).copied()
    }

    fn push(&mut self, row: Row) {
        self.status.push(row.status.as_u8());
        self.code.push(row.code.map_or(0, index));
        let (start, end) = row.position;
        // No place is beyond the longest text that is read.
        self.start.push(u16::try_from(start).unwrap_or(u16::MAX));
        self.end.push(u16::try_from(end).unwrap_or(u16::MAX));
    }
}

/// One more than the place in the list of all.
fn index(code: Code) -> u16 {
    let before = Code::ALL.iter().take_while(|&&other| other != code).count();
    u16::try_from(before.saturating_add(1)).unwrap_or(0)
}

#[derive(Clone, Copy)]
struct Row {
    status: RowStatus,
    code: Option<Code>,
    position: (usize, usize),
}

impl Row {
    const UNREADABLE: Self = Self::new(RowStatus::Unreadable, None);

    const fn new(status: RowStatus, code: Option<Code>) -> Self {
        Self {
            status,
            code,
            position: (0, 0),
        }
    }

    /// `latest` is the format of the row before: columns often hold one country's IBANs.
    fn of(row: &[u8], latest: &mut Option<&'static IbanFormat>) -> Self {
        let Ok(text) = std::str::from_utf8(row) else {
            return Self::UNREADABLE;
        };
        match iban::electronic(row, latest) {
            Some(format) => Self::right(format, text, |from, to| (from, to)),
            None => Self::read(text),
        }
    }

    /// As people write it, or wrong.
    fn read(text: &str) -> Self {
        if text.chars().nth(MAX_CHARACTERS).is_some() {
            return Self::new(RowStatus::Invalid, Some(Code::TooLong));
        }
        let bare = label::bare_iban(text);
        let cleaned = Cleaned::read(bare.as_deref().unwrap_or(text), LABEL);
        match iban::judge_any(&cleaned) {
            Scan::Empty => Self::new(RowStatus::Incomplete, Some(Code::Required)),
            Scan::Partial(missing) => {
                let code = missing.as_ref().map_or(Code::TooShort, Fault::code);
                Self::new(RowStatus::Incomplete, Some(code))
            }
            Scan::Wrong(fault) => Self {
                status: RowStatus::Invalid,
                code: Some(fault.code()),
                position: fault
                    .span()
                    .map_or((0, 0), |(from, to)| cleaned.range(from, to)),
            },
            Scan::Right(format) => {
                Self::right(format, cleaned.text(), |from, to| cleaned.range(from, to))
            }
        }
    }

    /// Structure and modulo 97 are right; `place` finds what was typed.
    fn right(
        format: &IbanFormat,
        iban: &str,
        place: impl Fn(usize, usize) -> (usize, usize),
    ) -> Self {
        let bban = iban.get(4..).unwrap_or_default();
        let is_example = iban::is_example(format, iban);
        match check::national(format.country, bban, &OfficialTables::default()) {
            Outcome::Failed(Failure { force, span })
                if force == Force::Universal || force == Force::Advisory && !is_example =>
            {
                Self {
                    status: match force {
                        Force::Universal => RowStatus::Invalid,
                        Force::Advisory | Force::Former => RowStatus::Valid,
                    },
                    code: Some(Code::InvalidNationalCheck),
                    position: place(span.0.saturating_add(4), span.1.saturating_add(4)),
                }
            }
            _ if is_example => Self::new(RowStatus::Valid, Some(Code::TestNumber)),
            _ if format.is_unofficial() => Self::new(RowStatus::Valid, Some(Code::UnofficialIban)),
            _ => Self::new(RowStatus::Valid, None),
        }
    }
}
