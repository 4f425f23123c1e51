//! The bank's code in a field of its own, where people print one number that begins or ends with it.
//!
//! Source: the number's own format: DK registration number (4) and account (10), SE clearing number
//! (4 or 5) and account (10), NO bank (4) and account (7), CZ and SK `account/bank`.

use super::printed::Printed;
use crate::account::clean::Cleaned;
use crate::market::FieldKey;

/// The digits of such a code; Swedbank's has one more.
const CODE: usize = 4;
const CODE_OF_SWEDBANK: usize = 5;

/// Where the code stands in the number, which its field alone does not have.
pub(super) enum Place {
    /// The longest account that does not have it.
    Front(usize),
    /// Behind a slash.
    Behind,
}

/// Puts the code where it is printed; a number that has it already should have the same.
pub(super) fn put_together(printed: &mut Printed<'_>, place: &Place) {
    let code = Cleaned::read(printed.text(FieldKey::BankCode), "");
    let number = printed.text(FieldKey::AccountNumber).to_owned();
    if code.len() == 0 || number.is_empty() {
        return;
    }
    let code = code.text().to_owned();
    let is_code = (CODE..=CODE_OF_SWEDBANK).contains(&code.len())
        && code.bytes().all(|byte| byte.is_ascii_digit());
    let (is_there, whole) = match *place {
        _ if !is_code => (Some(false), number),
        Place::Front(longest) => {
            let cleaned = Cleaned::read(&number, "");
            if cleaned.len() > longest {
                (Some(cleaned.text().starts_with(&code)), number)
            } else {
                printed.in_front = code.chars().count().saturating_add(1);
                (None, format!("{code} {number}"))
            }
        }
        Place::Behind => match number.split_once('/') {
            Some((_, bank)) => (Some(Cleaned::read(bank, "").text() == code), number),
            None => (None, format!("{number}/{code}")),
        },
    };
    if is_there == Some(false) {
        printed
            .conflicts
            .push((FieldKey::BankCode, FieldKey::AccountNumber));
    }
    let input = printed.input.to_mut();
    input.account_number = Some(whole);
    input.bank_code = None;
}
