//! Our words in the codes of a format.

use super::table::CODES;

/// The code of a word in a set of `data/bank_codes.csv`.
pub(super) fn code(set: &str, word: &str) -> Option<&'static str> {
    CODES
        .iter()
        .find_map(|(of, known, code)| (*of == set && *known == word).then_some(*code))
}
