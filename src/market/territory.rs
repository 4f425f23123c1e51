//! Territories that have no IBAN, or no banks, of their own.

use super::Country;
use super::tables::{PARENTS, SERVED};

/// The country whose IBANs a territory uses.
pub(super) fn parent(code: [u8; 2]) -> Option<[u8; 2]> {
    find(&PARENTS, code)
}

impl Country {
    /// Whether banks of the one hold accounts of the other as if they were at home: the same
    /// country, a territory that uses its IBANs or its banks, or two of one country.
    pub(crate) fn shares_banks_with(self, other: Self) -> bool {
        let home = |country: Self| {
            let code = country.bytes();
            parent(code).or_else(|| find(&SERVED, code)).unwrap_or(code)
        };
        home(self) == home(other)
    }
}

fn find(table: &[([u8; 2], [u8; 2])], code: [u8; 2]) -> Option<[u8; 2]> {
    let row = table.iter().find(|(territory, _)| *territory == code)?;
    Some(row.1)
}
