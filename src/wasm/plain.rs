//! One function a call of the JavaScript API; request and result are the contract's shapes.

pub use super::column::{issue_codes, validate_iban_column};
pub use super::flat::validate_flat as validate_account_flat;
#[cfg(feature = "iso20022")]
pub use super::iso20022::{
    read_notification, read_status_report, write_credit_transfer, write_global_payment,
};
#[cfg(feature = "verify")]
pub use super::verification::{
    accept_cosignature, accept_request, check_batch_payouts, check_cosignature, check_request,
    check_step_up, cosign_request, prepare_batch,
};
pub use crate::account::{
    format as format_account, is_valid_iban, mask as mask_account, validate as validate_account,
    validate_all as validate_accounts,
};
pub use crate::market::{list as list_markets, requirements as account_requirements};
pub use crate::money::currency_info;
pub use crate::quote::{
    preview as preview_payout, preview_batch, preview_condensed as preview_payout_condensed,
    settle_order, split as split_amount,
};
pub use crate::signature::{prepare as prepare_payout, resign as resign_payout, thumbprint};
pub use crate::status::status_of;

use crate::account::{
    AccountInput, AccountReport, MethodTable, ModulusTable, ReferenceData, TableError,
    validate_against,
};

/// [`validate_account`] of each, with directories and tables: packs one after another. `None`: one is
/// of another version, or cut.
#[must_use]
pub fn validate_accounts_with(
    accounts: &[AccountInput],
    packs: &[u8],
) -> Option<Vec<AccountReport>> {
    let reference = ReferenceData::read(packs)?;
    let report = |account| validate_against(account, &reference);
    Some(accounts.iter().map(report).collect())
}

/// The pack of the files of Pay.UK.
///
/// # Errors
/// [`TableError`], with the line that is not as published.
pub fn gb_modulus_table(
    weights: &str,
    substitutions: &str,
    edition: &str,
) -> Result<Vec<u8>, TableError> {
    Ok(ModulusTable::from_files(weights, substitutions, edition)?.to_pack())
}

/// The pack of the Bundesbank's bank code file.
///
/// # Errors
/// [`TableError`], with the line that is not as published.
pub fn de_methods_table(text: &str, edition: &str) -> Result<Vec<u8>, TableError> {
    Ok(MethodTable::from_file(text, edition)?.to_pack())
}

/// The challenge of a passkey for the payout with this digest, in base64url.
#[must_use]
pub fn step_up_challenge(digest: &str, nonce: &str) -> String {
    crate::signature::base64::encode_url(&crate::signature::step_up_challenge(digest, nonce))
}
