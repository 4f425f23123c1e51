//! How the table writes which checks a sort code has.

use super::super::super::official::ModulusTable;
use super::super::super::official::modulus::Weighed;
use super::Number;
use super::table::{CHECKS, INDEX, PLANS, RANGES, SUBSTITUTIONS, WEIGHTS};

#[derive(Clone, Copy, Debug)]
pub(super) enum Method {
    Mod10,
    Mod11,
    /// "Double alternate": the digits of each product are added.
    DoubleAlternate,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Check {
    pub(super) method: Method,
    /// 0: none.
    pub(super) exception: u8,
    pub(super) weights: Number,
}

/// The checks of a sort code, one or two.
pub(super) fn of(
    sort_code: u32,
    table: Option<&ModulusTable<'_>>,
) -> Option<(Check, Option<Check>)> {
    if let Some(table) = table {
        let (first, second) = table.checks(sort_code)?;
        return Some((unpacked(first), second.map(unpacked)));
    }
    let block = INDEX
        .partition_point(|(first, _)| *first <= sort_code)
        .checked_sub(1)?;
    let &(start, offset) = INDEX.get(block)?;
    let mut bytes = RANGES.get(usize::from(offset)..)?.iter();
    let mut next = start;
    loop {
        let first = next.wrapping_add(number(&mut bytes)?);
        let last = first.wrapping_add(number(&mut bytes)?);
        let plan = *bytes.next()?;
        // Ranges ascend, so the first one beyond ends the search.
        if sort_code < first {
            return None;
        }
        if sort_code <= last {
            let [first, second] = pair(&PLANS, plan)?;
            return Some((check(first)?, check(second)));
        }
        next = last.wrapping_add(1);
    }
}

/// The sort code that exception 5 computes with instead.
pub(super) fn substitute(sort_code: u32, table: Option<&ModulusTable<'_>>) -> Option<u32> {
    if let Some(table) = table {
        return table.substitute(sort_code);
    }
    let at = SUBSTITUTIONS
        .binary_search_by_key(&sort_code, |(from, _)| *from)
        .ok()?;
    SUBSTITUTIONS.get(at).map(|(_, to)| *to)
}

/// `None` for 255, which means none.
fn check(place: u8) -> Option<Check> {
    let [kind, weights] = pair(&CHECKS, place)?;
    let start = usize::from(weights).checked_mul(7)?;
    let packed = WEIGHTS.get(start..start.checked_add(7)?)?;
    Some(unpacked((kind, packed.try_into().ok()?)))
}

fn unpacked((kind, packed): Weighed) -> Check {
    let mut weights = [0; 14];
    for (pair, byte) in weights.chunks_exact_mut(2).zip(packed) {
        pair.copy_from_slice(&[byte >> 4, byte & 0x0f]);
    }
    Check {
        method: match kind >> 4 {
            0 => Method::Mod10,
            1 => Method::Mod11,
            _ => Method::DoubleAlternate,
        },
        exception: kind & 0x0f,
        weights,
    }
}

fn pair(table: &[u8], place: u8) -> Option<[u8; 2]> {
    let start = usize::from(place).checked_mul(2)?;
    table.get(start..start.checked_add(2)?)?.try_into().ok()
}

/// Groups of seven bits, the lowest first.
fn number(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let mut number = 0;
    for shift in [0, 7, 14] {
        let byte = *bytes.next()?;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}
