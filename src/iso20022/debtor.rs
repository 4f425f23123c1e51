//! Who pays: the account at the payer's bank that stands behind the id of an intent.

use std::fmt;

use serde::Deserialize;

use crate::account::{Bic, Iban};
use crate::market::Country;
use crate::money::CurrencyCode;
use crate::payout::PostalAddress;
use crate::report::{Code, Issue};

use super::order::Order;

/// A payer's account at its bank, and the payouts that are paid from it. Either `iban` or `number`
/// must be there.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DebtorAccount {
    /// Pays the intents whose `debtor.account` is this; any if absent.
    pub account: Option<String>,
    /// Pays the intents whose `debtor.virtualAccount` is this; any if absent.
    pub virtual_account: Option<String>,
    /// At most 140 characters.
    pub name: String,
    /// ISO 13616.
    pub iban: Option<String>,
    /// Any other account number; at most 34 characters.
    pub number: Option<String>,
    /// True when the account is a virtual one (J.P. Morgan: `VAM`).
    pub is_virtual: bool,
    /// ISO 9362.
    pub bic: Option<String>,
    /// `ExternalClearingSystemIdentification1Code`, such as `USABA`.
    pub clearing_system: Option<String>,
    /// The bank's id in the clearing system.
    pub member_id: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// ISO 3166-1 alpha-2 of the payer's address.
    pub country: Option<String>,
    /// The payer's address in one line.
    pub address: Option<String>,
    /// The same in its parts, as [`Creditor::postal_address`](crate::payout::Creditor).
    pub postal_address: Option<PostalAddress>,
}

/// Names and account numbers stay out of logs.
impl fmt::Debug for DebtorAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DebtorAccount").finish_non_exhaustive()
    }
}

impl DebtorAccount {
    /// What is wrong with it; the fields of the issues begin with `path`.
    pub(super) fn issues(&self, path: &str) -> Vec<Issue> {
        let mut issues = Vec::new();
        let mut wrong = |field: &str, expected: &'static str| {
            issues.push(
                Issue::new(Code::InvalidValue, format!("{path}.{field}"))
                    .param("expected", expected),
            );
        };
        if self.name.trim().is_empty() || self.name.chars().count() > 140 {
            wrong("name", "a name of 1 to 140 characters");
        }
        match (&self.iban, &self.number) {
            (Some(iban), None) if Iban::parse(iban).is_none() => wrong("iban", "a valid IBAN"),
            (None, Some(number)) if !is_printable(number, 34) => {
                wrong("number", "an account number of 1 to 34 characters");
            }
            (Some(_), None) | (None, Some(_)) => {}
            _ => wrong("iban", "either an IBAN or another number"),
        }
        if self
            .bic
            .as_deref()
            .is_some_and(|bic| Bic::parse(bic).is_none())
        {
            wrong("bic", "a BIC of 8 or 11 characters");
        }
        if self
            .clearing_system
            .as_deref()
            .is_some_and(|code| !is_printable(code, 5))
        {
            wrong("clearingSystem", "a code of 1 to 5 characters");
        }
        match &self.member_id {
            Some(id) if !is_printable(id, 35) => wrong("memberId", "an id of 1 to 35 characters"),
            None if self.clearing_system.is_some() => {
                wrong("memberId", "the bank's id in the clearing system");
            }
            _ => {}
        }
        if self
            .currency
            .as_deref()
            .is_some_and(|code| CurrencyCode::known(code).is_none())
        {
            wrong("currency", "a currency of ISO 4217");
        }
        let is_country =
            |code: &str| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        if self
            .country
            .as_deref()
            .is_some_and(|code| !is_country(code))
        {
            wrong("country", "two capital letters of ISO 3166-1");
        }
        if let Some(address) = &self.postal_address {
            if !is_text(&address.town_name, 35) {
                wrong("postalAddress.townName", "a town of 1 to 35 characters");
            }
            if Country::parse(&address.country).is_none() {
                wrong("postalAddress.country", "two capital letters of ISO 3166-1");
            }
            for (member, max, text) in [
                ("postalAddress.streetName", 70, &address.street_name),
                ("postalAddress.buildingNumber", 16, &address.building_number),
                ("postalAddress.postCode", 16, &address.post_code),
                (
                    "postalAddress.countrySubDivision",
                    35,
                    &address.country_sub_division,
                ),
            ] {
                if text.as_deref().is_some_and(|text| !is_text(text, max)) {
                    wrong(member, "a shorter text, or none");
                }
            }
        }
        issues
    }

    /// Whether it pays this payout.
    pub(super) fn pays(&self, order: &Order) -> bool {
        let fits = |own: &Option<String>, path: &[&str]| {
            own.as_deref().is_none_or(|own| order.at(path) == Some(own))
        };
        fits(&self.account, &["debtor", "account"])
            && fits(&self.virtual_account, &["debtor", "virtualAccount"])
    }

    /// The IBAN without spaces.
    pub(super) fn electronic(&self) -> Option<String> {
        Iban::parse(self.iban.as_deref()?).map(|iban| iban.as_str().to_owned())
    }
}

/// The account that pays a payout: the first that fits.
pub(super) fn of<'a>(
    accounts: &'a [DebtorAccount],
    order: &Order,
) -> Option<(usize, &'a DebtorAccount)> {
    accounts
        .iter()
        .enumerate()
        .find(|(_, account)| account.pays(order))
}

/// 1 to `max` characters.
fn is_text(text: &str, max: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= max
}

/// 1 to `max` visible ASCII characters.
pub(super) fn is_printable(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
