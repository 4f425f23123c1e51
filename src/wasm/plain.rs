//! One function a call of the JavaScript API; request and result are the contract's shapes.

pub use super::column::{issue_codes, validate_iban_column};
pub use super::flat::validate_flat as validate_account_flat;
#[cfg(feature = "verify")]
pub use super::verification::{accept_request, check_request};
pub use crate::account::{
    format as format_account, is_valid_iban, mask as mask_account, validate as validate_account,
    validate_all as validate_accounts,
};
pub use crate::market::{list as list_markets, requirements as account_requirements};
pub use crate::quote::{preview as preview_payout, split as split_amount};
pub use crate::signature::{prepare as prepare_payout, thumbprint};
pub use crate::status::status_of;

use crate::account::{AccountInput, AccountReport, Directory, validate_with};

/// [`validate_account`] with the directory of the account's country. `None`: the pack is of another
/// version, or cut.
#[must_use]
pub fn validate_account_with(account: &AccountInput, pack: &[u8]) -> Option<AccountReport> {
    Some(validate_with(account, &[Directory::parse(pack)?]))
}
