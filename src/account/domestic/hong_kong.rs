//! Hong Kong: bank, branch and account are printed as one number, `004-123-456789`.
//!
//! Source: Hong Kong Interbank Clearing: bank (3), branch (3), account (6 to 9).

use super::printed::Printed;
use crate::account::clean::Cleaned;
use crate::market::FieldKey;

/// More digits than an account has, where neither bank nor branch is given, begin with both.
pub(super) fn take_apart(printed: &mut Printed<'_>) {
    const LONGEST_ACCOUNT: usize = 9;
    const BANK: usize = 3;
    const BRANCH: usize = 3;
    let given = Cleaned::read(printed.text(FieldKey::AccountNumber), "");
    let number = given.text();
    let is_joined = (LONGEST_ACCOUNT.saturating_add(1)..=LONGEST_ACCOUNT + BANK + BRANCH)
        .contains(&given.len())
        && number.bytes().all(|byte| byte.is_ascii_digit());
    let has_bank = [FieldKey::BankCode, FieldKey::BranchCode]
        .iter()
        .any(|key| !printed.text(*key).is_empty());
    if !is_joined || has_bank {
        return;
    }
    if let Some((bank, rest)) = number.split_at_checked(BANK)
        && let Some((branch, account)) = rest.split_at_checked(BRANCH)
    {
        let input = printed.input.to_mut();
        input.bank_code = Some(bank.to_owned());
        input.branch_code = Some(branch.to_owned());
        input.account_number = Some(account.to_owned());
    }
}
