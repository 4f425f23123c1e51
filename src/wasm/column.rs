//! A column of IBANs: numbers in, numbers out.

use crate::account::{ColumnVerdict, validate_column, validate_nullable_column};
use crate::report::Code;

/// The verdict in one list: the status of every row, then the code of every row, then where each
/// begins, then where each ends. `validity` is empty where every row has a value. Its counterpart
/// is `pkg/src/column.ts`.
#[must_use]
pub fn validate_iban_column(bytes: &[u8], offsets: &[u32], validity: &[u8]) -> Vec<u16> {
    let ColumnVerdict {
        status,
        code,
        start,
        end,
    } = if validity.is_empty() {
        validate_column(bytes, offsets)
    } else {
        validate_nullable_column(bytes, offsets, validity)
    };
    let mut all: Vec<u16> = status.into_iter().map(u16::from).collect();
    all.extend(code);
    all.extend(start);
    all.extend(end);
    all
}

/// The words of all codes, in the order that a column's codes count them from 1.
#[must_use]
pub fn issue_codes() -> String {
    let words: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_numbers_a_row() {
        let all = validate_iban_column(b"DE89370400440532013000DE89 37O4", &[0, 22, 31], &[]);
        let words = issue_codes();
        let number = |word: &str| words.split(' ').take_while(|other| *other != word).count() + 1;
        let codes = ["test_number", "invalid_character"].map(number);
        let all: Vec<usize> = all.into_iter().map(usize::from).collect();
        assert_eq!(all, [0, 2, codes[0], codes[1], 0, 7, 0, 8]);
        let null = validate_iban_column(b"DE89370400440532013000", &[0, 0, 22], &[0b10]);
        assert_eq!(null.get(..2), Some([4, 0].as_slice()));
    }
}
