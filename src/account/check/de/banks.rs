//! Which method a bank uses, and whether its IBANs are plain.

use super::super::super::official::MethodTable;
use super::table::{GAPS, INDEX, METHODS, PLAIN, STRIDE};

/// What the Bundesbank's file says of a bank code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::account) struct Bank {
    /// The two characters of its method read as hexadecimal.
    pub(in crate::account) method: u8,
    /// Bank code and account stand in the IBAN as they are, but for a sub-account that was left out.
    pub(in crate::account) is_plain: bool,
}

/// A bank code by the table or, without one, by this version's own; `None`: not there.
pub(super) fn bank(code: [u8; 8], table: Option<&MethodTable<'_>>) -> Option<Bank> {
    let code = code.iter().fold(0, |code: u32, &digit| {
        code.wrapping_mul(10).wrapping_add(u32::from(digit))
    });
    let Some(table) = table else {
        return own(code);
    };
    let (method, is_plain) = table.bank(code)?;
    Some(Bank {
        method,
        // Only the extended file has the rules.
        is_plain: is_plain.unwrap_or_else(|| own(code).is_none_or(|bank| bank.is_plain)),
    })
}

fn own(code: u32) -> Option<Bank> {
    let block = INDEX
        .partition_point(|(before, _)| *before < code)
        .checked_sub(1)?;
    let &(mut at, offset) = INDEX.get(block)?;
    let mut gaps = GAPS.get(usize::from(offset)..)?.iter();
    for place in block.checked_mul(STRIDE)?.. {
        at = at.wrapping_add(gap(&mut gaps)?);
        if at > code {
            break;
        }
        if at == code {
            let bits = u32::from(*PLAIN.get(place / 8)?);
            return Some(Bank {
                method: *METHODS.get(place)?,
                is_plain: bits.wrapping_shr(u32::try_from(place % 8).ok()?) & 1 == 1,
            });
        }
    }
    None
}

/// Groups of seven bits, the lowest first.
fn gap(bytes: &mut std::slice::Iter<'_, u8>) -> Option<u32> {
    let mut number = 0;
    for shift in [0, 7, 14, 21] {
        let byte = *bytes.next()?;
        number |= u32::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}
