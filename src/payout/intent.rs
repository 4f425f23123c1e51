use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use crate::account::AccountInput;

/// What somebody wants to pay, to whom, and how. A text that must be there but is absent reads as
/// empty, and is told by [`canonical`](super::canonical()) like any other bad input.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PayoutIntent {
    /// One intent, one key: made once, stored before the first send. 1 to 255 visible ASCII
    /// characters.
    pub idempotency_key: String,
    /// Comes back in statements and statuses: 1 to 35 characters of the SEPA set, no slash at an
    /// end, no two slashes in a row (EPC guidance on `EndToEndId`).
    pub end_to_end_id: String,
    /// What the payee's account is to be credited before the payee's bank takes fees: a decimal
    /// string with at most the currency's ISO 4217 minor units, more than zero.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// The rail that was chosen in the preview: 1 to 35 letters, digits, `_`, `-`, `.`.
    pub rail: Option<String>,
    /// The rail to fall back to, if the first cannot carry the payout.
    pub fallback: Option<String>,
    /// Who pays.
    pub debtor: Debtor,
    /// Who is paid.
    pub creditor: Creditor,
    /// Both sides of an exchange, when the debit is in another currency.
    pub conversion: Option<Conversion>,
    /// `debtor`, `creditor`, `shared` or `service_level`.
    pub charge_bearer: Option<String>,
    /// `YYYY-MM-DD`.
    pub requested_execution_date: Option<String>,
    /// ISO 20022 external purpose code: 1 to 4 capitals and digits.
    pub purpose: Option<String>,
    /// ISO 20022 external category purpose code: 1 to 4 capitals and digits.
    pub category_purpose: Option<String>,
    /// What the payment is for.
    pub remittance: Option<Remittance>,
    /// A UUID of version 4 in lower case, as SWIFT tracks payments by.
    pub uetr: Option<String>,
    /// At most 20 entries; keys of 1 to 40 visible ASCII characters, values of at most 500.
    pub metadata: Option<BTreeMap<String, String>>,
}

/// Who pays, and from which account.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Debtor {
    /// The number or id by which the server knows the account; at most 64 characters.
    pub account: String,
    /// At most 140 characters.
    pub name: Option<String>,
    /// The virtual account that the payout is booked on; at most 64 characters.
    pub virtual_account: Option<String>,
}

/// Who is paid, and on which account.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Creditor {
    /// 1 to 140 characters (ISO 20022); 70 on the SEPA rails (EPC rulebooks).
    pub name: String,
    /// Must be valid.
    pub account: AccountInput,
    /// At most 350 characters in one line. Beside [`Self::postal_address`] it is what that has no
    /// members for.
    pub address: Option<String>,
    /// The address in its parts: since 15 November 2026 SEPA takes no other (EPC guidance on the
    /// provision of addresses, version 2.1), nor does SWIFT (CBPR+).
    pub postal_address: Option<PostalAddress>,
}

/// An address in the parts of ISO 20022 (`PostalAddress24`). Town and country must be there.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PostalAddress {
    /// At most 70 characters.
    pub street_name: Option<String>,
    /// At most 16 characters.
    pub building_number: Option<String>,
    /// At most 16 characters.
    pub post_code: Option<String>,
    /// 1 to 35 characters.
    pub town_name: String,
    /// A state or province; at most 35 characters.
    pub country_sub_division: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: String,
}

/// An exchange that was quoted.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Conversion {
    /// The id of the quote; at most 64 visible ASCII characters.
    pub quote_id: Option<String>,
    /// 1 of the debit currency = `rate` of the credit currency; a positive decimal string.
    pub rate: String,
    /// What is converted, in the debit currency.
    pub debit_amount: String,
    /// ISO 4217.
    pub debit_currency: String,
    /// Equal to the amount of the payout.
    pub credit_amount: String,
    /// Equal to the currency of the payout.
    pub credit_currency: String,
    /// The rate holds until this ISO 8601 instant.
    pub expires_at: String,
}

/// Exactly one of both.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Remittance {
    /// Free text, at most 140 characters (ISO 20022 `Ustrd`).
    pub unstructured: Option<String>,
    /// A creditor reference of ISO 11649: `RF`, two check digits, 1 to 21 letters and digits.
    pub reference: Option<String>,
}

/// Names, accounts and amounts stay out of logs.
macro_rules! redacted {
    ($($name:ident)*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        })*
    };
}

redacted! { PayoutIntent Debtor Creditor PostalAddress Conversion Remittance }
