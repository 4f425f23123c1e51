//! Which method a bank uses.

use super::super::super::official::MethodTable;
use super::table::{GAPS, INDEX, METHODS, STRIDE};

/// The method of a bank code, its two characters read as hexadecimal; `None`: not in the table.
pub(super) fn method_of(bank: [u8; 8], table: Option<&MethodTable<'_>>) -> Option<u8> {
    let code = bank.iter().fold(0, |code: u32, &digit| {
        code.wrapping_mul(10).wrapping_add(u32::from(digit))
    });
    if let Some(table) = table {
        return table.method_of(code);
    }
    let block = INDEX
        .partition_point(|(before, _)| *before < code)
        .checked_sub(1)?;
    let &(mut at, offset) = INDEX.get(block)?;
    let mut gaps = GAPS.get(usize::from(offset)..)?.iter();
    for place in block.checked_mul(STRIDE)?.. {
        at = at.wrapping_add(gap(&mut gaps)?);
        if at >= code {
            return METHODS.get(place).copied().filter(|_| at == code);
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
