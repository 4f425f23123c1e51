//! Numbers whose hyphens tell where the zeros are missing.

use super::sum::luhn;
use crate::account::clean::{Cleaned, Group};

/// A number of the former Yugoslav clearing: bank (3), number, check digits (2). People leave out the
/// zeros that the number begins with. Without both hyphens it is as it stands.
pub(super) fn yugoslav(text: &str, number: usize) -> Option<Cleaned> {
    const BANK: usize = 3;
    const CHECK: usize = 2;
    let groups = [(BANK, BANK), (1, number), (CHECK, CHECK)];
    let is_parted = text.chars().filter(|character| *character == '-').count() == 2;
    is_parted
        .then(|| {
            Cleaned::read(text, "").regrouped(&groups.map(|(fewest, most)| Group {
                fewest,
                least: most,
                most,
            }))
        })
        .flatten()
}

/// A Finnish number as it was written before IBANs: six digits, a hyphen, two to eight digits. The
/// banks that begin with 4 and 5 have the missing zeros after the seventh digit, the others after the
/// sixth. Someone may still be typing until the check digit fits.
///
/// Source: Federation of Finnish Financial Services, the structure of Finnish bank account numbers
/// (2009); the registry's example and that of OP.
pub(super) fn finnish(text: &str) -> Option<Cleaned> {
    const FRONT: usize = 6;
    const WHOLE: usize = 14;
    let cleaned = Cleaned::read(text, "");
    let front = text
        .split_once('-')
        .map(|(front, _)| Cleaned::read(front, ""));
    let at = match cleaned.bytes().first()? {
        b'4' | b'5' => FRONT.saturating_add(1),
        _ => FRONT,
    };
    let is_parted = front.is_some_and(|front| front.len() == FRONT);
    if !is_parted || !(FRONT.saturating_add(2)..WHOLE).contains(&cleaned.len()) {
        return None;
    }
    let filled = cleaned.filled(at, WHOLE);
    let is_number = filled.bytes().iter().all(u8::is_ascii_digit);
    (is_number && luhn(filled.bytes())).then_some(filled)
}
