//! Iceland: bank, kind and number, `159-26-7654`, and often the holder's kennitala behind them.
//!
//! Source: SWIFT IBAN registry r101: bank (4), kind of account (2), number (6), kennitala (10).

use super::printed::Printed;
use crate::account::clean::{Cleaned, Group, MAX_CHARACTERS, is_separating_dash};
use crate::market::FieldKey;

const GROUPS: [usize; 3] = [4, 2, 6];
const ACCOUNT: usize = 12;
const KENNITALA: usize = 10;

/// The number gets the zeros that its hyphens show to be missing; the kennitala goes where it belongs.
pub(super) fn take_apart(printed: &mut Printed<'_>) {
    let from = FieldKey::AccountNumber;
    let Some((account, kennitala)) = parts(printed.text(from)) else {
        return;
    };
    printed.input.to_mut().account_number = Some(account);
    if !kennitala.is_empty() {
        printed.put_begun(FieldKey::HolderTaxId, &kennitala, from);
    }
}

/// Account and kennitala, whose last digits may be typed yet.
fn parts(text: &str) -> Option<(String, String)> {
    if text.len() > MAX_CHARACTERS {
        return None;
    }
    let cleaned = Cleaned::read(text, "");
    if !cleaned.bytes().iter().all(u8::is_ascii_digit) {
        return None;
    }
    let pieces: Vec<&str> = text.split(is_separating_dash).collect();
    let (account, kennitala) = if let Some(account) = filled(&pieces) {
        let behind = pieces.get(GROUPS.len()..).unwrap_or_default().concat();
        (account, Cleaned::read(&behind, "").text().to_owned())
    } else {
        // With all its zeros it is as long as it should be, wherever hyphens or spaces stand.
        let (account, kennitala) = cleaned.text().split_at_checked(ACCOUNT)?;
        (account.to_owned(), kennitala.to_owned())
    };
    (kennitala.len() <= KENNITALA).then_some((account, kennitala))
}

/// The twelve digits of an account in three pieces.
fn filled(pieces: &[&str]) -> Option<String> {
    let account = pieces.get(..GROUPS.len())?.join("-");
    let groups = GROUPS.map(|most| Group {
        fewest: 1,
        least: most,
        most,
    });
    let filled = Cleaned::read(&account, "").regrouped(&groups)?;
    Some(filled.text().to_owned())
}
