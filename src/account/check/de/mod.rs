//! German account numbers: the check digit method of each bank, by the Bundesbank's numbering.
//!
//! Source of the rules: Deutsche Bundesbank, "Prüfzifferberechnungsmethoden zur Prüfung von
//! Kontonummern". Verified: `konto_check` 6.15 on random accounts of every method.
//!
//! Advisory: the method is the bank's own and the table of banks changes four times a year.

mod account;
mod banks;
mod method;
mod sub_account;
mod table;

use super::super::official::MethodTable;
use super::{Force, Outcome, verdict};
use account::Account;
use banks::Bank;
pub(crate) use table::EDITION;

/// The verdict on a bank code (eight digits) and an account (ten, filled with zeros), as a BBAN
/// has them; by the table, or by this version's own.
pub(crate) fn outcome(
    bank_code: &[u8],
    account: &[u8],
    table: Option<&MethodTable<'_>>,
) -> Outcome {
    let (Some(bank), Some(account)) = (digits(bank_code), digits(account)) else {
        return Outcome::NotVerifiable;
    };
    let Some(Bank { method, .. }) = banks::bank(bank, table) else {
        return Outcome::NotVerifiable;
    };
    if method == method::NONE {
        return Outcome::NotApplicable;
    }
    match method::fits(method, &Account(account), bank) {
        None => Outcome::NotVerifiable,
        Some(fits) => verdict(fits, (8, 18), Force::Advisory),
    }
}

/// The BBAN that belongs in an IBAN, of bank code and account as people give them. `None`: the bank
/// has an IBAN rule of its own, another has succeeded it, or it cannot be said whether a sub-account
/// was left out.
pub(crate) fn bban_of_iban(bban: &str, table: Option<&MethodTable<'_>>) -> Option<String> {
    let (code, account) = bban.split_at_checked(8)?;
    let (bank, account) = (
        digits(code.as_bytes())?,
        Account(digits(account.as_bytes())?),
    );
    if account.number() == 0 {
        return None;
    }
    let account = match banks::bank(bank, table) {
        None => account,
        Some(Bank {
            is_plain: false, ..
        }) => return None,
        Some(Bank { method, .. }) => sub_account::complete(method, &account, bank)?,
    };
    Some(format!("{code}{:010}", account.number()))
}

/// Exactly `N` digits as numbers.
fn digits<const N: usize>(text: &[u8]) -> Option<[u8; N]> {
    let mut digits: [u8; N] = text.try_into().ok()?;
    for digit in &mut digits {
        *digit = digit.is_ascii_digit().then_some(*digit & 0x0f)?;
    }
    Some(digits)
}
