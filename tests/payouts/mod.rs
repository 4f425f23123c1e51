//! The payout that the tests of signatures sign.

use payout_kit::account::AccountInput;
use payout_kit::payout::{Creditor, Debtor, PayoutIntent};

/// EUR 12.50 to a right account.
pub(crate) fn intent() -> PayoutIntent {
    PayoutIntent {
        idempotency_key: "7f0e-1".into(),
        end_to_end_id: "PO-7".into(),
        amount: "12.50".into(),
        currency: "EUR".into(),
        debtor: Debtor {
            account: "wallet-00042".into(),
            ..Default::default()
        },
        creditor: Creditor {
            name: "Zoë Müller".into(),
            account: AccountInput {
                country: "FR".into(),
                iban: Some("FR1420041010050500013M02606".into()),
                ..Default::default()
            },
            ..Default::default()
        },
        ..Default::default()
    }
}
