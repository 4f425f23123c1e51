use std::borrow::Cow;

use super::super::pack::Reader;
use super::{TableError, digits, edition, list, number, packed, rows, three};
use crate::order::sort_by;

pub(in super::super) const MAGIC: [u8; 4] = *b"PKM1";

/// What a line of the weights should be.
const LINE: &str =
    "two sort codes, MOD10, MOD11 or DBLAL, 14 weights and perhaps an exception from 1 to 14";
const ORDER: &str = "a range after those before it, or the second line of the same range";
const SUBSTITUTION: &str = "two sort codes, the first of which stands on no other line";

/// First and last sort code (3 each), method · 16 + exception, fourteen weights of four bits.
type Row = [u8; 14];

/// The modulus check's weights and sort codes, from the files of Pay.UK.
#[derive(Clone, Debug)]
pub struct ModulusTable<'a> {
    edition: Cow<'a, str>,
    /// Sorted; the second check of a range stands after its first.
    rows: Cow<'a, [Row]>,
    /// Sort code and the one to compute with instead, sorted.
    substitutions: Cow<'a, [[u8; 6]]>,
}

impl<'a> ModulusTable<'a> {
    /// Reads `valacdos.txt` and `scsubtab.txt`, which Pay.UK publishes together. `name` is their
    /// edition: reports give it as that of their table `gb_modulus`.
    ///
    /// # Errors
    /// [`TableError`], with the line that is not as published.
    ///
    /// ```
    /// use payout_kit::account::{AccountInput, CheckResult, ModulusTable, ReferenceData, validate_against};
    ///
    /// let weights = "010004 016715 MOD11    0    0    0    0    0    0    8    7    6    5    4    3    2    1";
    /// let table = ModulusTable::from_files(weights, "938173 938017", "8.60")?;
    /// let mut reference = ReferenceData::default();
    /// reference.tables.gb_modulus = Some(table);
    /// let account = AccountInput {
    ///     country: "GB".into(),
    ///     sort_code: Some("010004".into()),
    ///     account_number: Some("12345678".into()),
    ///     ..AccountInput::default()
    /// };
    /// let report = validate_against(&account, &reference);
    /// assert_eq!(report.checks.national, CheckResult::Failed);
    /// assert_eq!(report.tables.get("gb_modulus").map(AsRef::as_ref), Some("8.60"));
    ///
    /// let error = ModulusTable::from_files("010004 MOD11", "", "8.60").unwrap_err();
    /// assert_eq!((error.argument, error.line), ("text", 1));
    /// # Ok::<(), payout_kit::account::TableError>(())
    /// ```
    pub fn from_files(
        weights: &str,
        substitutions: &str,
        name: &'a str,
    ) -> Result<Self, TableError> {
        let mut before: [Row; 2] = [[0; 14]; 2];
        let rows = rows("text", weights, |line| {
            let row = weights_of(line).ok_or(LINE)?;
            let [last, last_but_one] = before;
            let is_second = range(&row) == range(&last) && range(&row) != range(&last_but_one);
            if !is_second && before != [[0; 14]; 2] && bounds(&row).0 <= bounds(&last).1 {
                return Err(ORDER);
            }
            before = [row, last];
            Ok(Some(row))
        })?;
        let mut substitutions = self::rows("substitutions", substitutions, |line| {
            Ok(Some(substitution_of(line).ok_or(SUBSTITUTION)?))
        })?;
        sort_by(&mut substitutions, Ord::cmp);
        if substitutions.windows(2).any(|pair| match pair {
            [one, next] => one.first_chunk::<3>() == next.first_chunk::<3>(),
            _ => false,
        }) {
            return Err(TableError {
                argument: "substitutions",
                line: 0,
                expected: "a list in which no sort code is replaced twice",
            });
        }
        Ok(Self {
            edition: edition(name)?,
            rows: Cow::Owned(rows),
            substitutions: Cow::Owned(substitutions),
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
        let lists = [self.rows.as_flattened(), self.substitutions.as_flattened()];
        packed(MAGIC, &self.edition, &lists)
    }

    pub(in super::super) fn read(reader: &mut Reader<'a>) -> Option<Self> {
        Some(Self {
            edition: Cow::Borrowed(reader.short_text()?),
            rows: list(reader)?,
            substitutions: list(reader)?,
        })
    }

    /// The checks of a sort code, one or two: method · 16 + exception, and the weights.
    pub(in super::super) fn checks(&self, sort_code: u32) -> Option<(Weighed, Option<Weighed>)> {
        let until = self.rows.partition_point(|row| bounds(row).0 <= sort_code);
        let mut found = self.rows.get(..until)?.iter().rev();
        let last = found.next().filter(|row| sort_code <= bounds(row).1)?;
        match found.next().filter(|row| range(row) == range(last)) {
            Some(first) => Some((weighed(first), Some(weighed(last)))),
            None => Some((weighed(last), None)),
        }
    }

    /// The sort code that exception 5 computes with instead.
    pub(in super::super) fn substitute(&self, sort_code: u32) -> Option<u32> {
        let code = three(sort_code);
        let at = self
            .substitutions
            .binary_search_by_key(&Some(&code), |pair| pair.first_chunk())
            .ok()?;
        self.substitutions
            .get(at)?
            .last_chunk()
            .copied()
            .map(number)
    }
}

/// Method · 16 + exception, and fourteen weights of four bits.
pub(in super::super) type Weighed = (u8, [u8; 7]);

fn weighed(row: &Row) -> Weighed {
    let [_, _, _, _, _, _, kind, weights @ ..] = *row;
    (kind, weights)
}

fn range(row: &Row) -> Option<&[u8; 6]> {
    row.first_chunk()
}

fn bounds(row: &Row) -> (u32, u32) {
    match row.as_chunks() {
        ([first, last, ..], _) => (number(*first), number(*last)),
        _ => (0, 0),
    }
}

fn weights_of(line: &str) -> Option<Row> {
    let mut words = line.split_ascii_whitespace();
    let first = digits(words.next()?, 6)?;
    let last = digits(words.next()?, 6).filter(|last| first <= *last)?;
    // The digits of a product of DBLAL are added, so its weights cannot be reduced.
    let (method, modulus) = match words.next()? {
        "MOD10" => (0, 10),
        "MOD11" => (1, 11),
        "DBLAL" => (2, 16),
        _ => return None,
    };
    let mut packed = [0_u8; 7];
    for byte in &mut packed {
        let mut weight = || {
            let weight: i16 = words.next()?.parse().ok()?;
            let is_plain = method < 2 || (0..16).contains(&weight);
            let weight = weight.checked_rem_euclid(modulus)?;
            u8::try_from(weight).ok().filter(|_| is_plain)
        };
        *byte = weight()? << 4 | weight()?;
    }
    let exception = match words.next() {
        Some(word) => word
            .parse()
            .ok()
            .filter(|number| (1..=14).contains(number))?,
        None => 0_u8,
    };
    if words.next().is_some() {
        return None;
    }
    let kind = method << 4 | exception;
    let parts = [&three(first)[..], &three(last), &[kind], &packed];
    parts.concat().try_into().ok()
}

fn substitution_of(line: &str) -> Option<[u8; 6]> {
    let mut words = line.split_ascii_whitespace();
    let codes = [digits(words.next()?, 6)?, digits(words.next()?, 6)?];
    let row = codes.map(three).as_flattened().try_into().ok()?;
    words.next().is_none().then_some(row)
}
