use std::borrow::Cow;
use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use super::input::{count_members, serialize_fields};
use super::{Bic, Iban};
use crate::market::{Country, FieldKey};
use crate::report::{Issue, Tables};

/// Everything there is to say about an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountReport {
    /// Whether it can be used.
    pub status: Status,
    /// The account as it was understood; only when it is valid.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// What was checked, of the account as it stands: a value that is still too short fails its
    /// structure, although its status is `incomplete`.
    pub checks: AccountChecks,
    /// What there is to say, field by field.
    pub issues: Vec<Issue>,
    /// The editions of the tables that were used.
    pub tables: Tables,
}

/// Whether an account can be used, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// As far as can be known offline.
    Valid,
    /// Right so far: more characters or fields can make it valid.
    Incomplete,
    /// No continuation can repair it.
    Invalid,
}

/// The outcome of one kind of check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckResult {
    /// Checked and right.
    Passed,
    /// Checked and wrong.
    Failed,
    /// There is nothing of the kind to check here.
    NotApplicable,
    /// There is something, but it cannot be checked: yet, or here, or by anybody offline.
    NotVerifiable,
}

/// What was checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountChecks {
    /// Lengths and characters.
    pub structure: CheckResult,
    /// The check digits that hold everywhere: of the IBAN, of the routing number.
    pub check_digits: CheckResult,
    /// The country's or the bank's own check digits.
    pub national: CheckResult,
    /// Whether the bank exists.
    pub directory: CheckResult,
}

/// An account as it was understood: fields without separators, and what follows from them.
///
/// `Debug` shows the masked number only.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// Where it is held.
    pub country: Country,
    /// ISO 4217; `None` when neither the input nor the market's table names one.
    pub currency: Option<Cow<'static, str>>,
    /// `iban`, `us`, `gb`, `au`, `in`, `upi`, `id`, `proxy`, `generic`, …
    pub scheme: &'static str,
    /// In the order of the contract.
    pub(super) fields: Vec<(FieldKey, String)>,
    /// What an IBAN says in the country's own form, or the IBAN of a form that payments carry as it is;
    /// shown, but not part of what was given.
    pub(super) local: Vec<(FieldKey, String)>,
    pub(super) iban: Option<Iban>,
    /// As the directory writes it; only with a directory that has the bank.
    pub bank_name: Option<String>,
    /// For people.
    pub formatted: String,
    /// For confirmation screens and logs: never more than a third of the number.
    pub masked: String,
}

impl Account {
    /// The normalised text of a field, given or read from the IBAN.
    #[must_use]
    pub fn field(&self, key: FieldKey) -> Option<&str> {
        self.fields
            .iter()
            .chain(&self.local)
            .find(|(name, _)| *name == key)
            .map(|(_, text)| text.as_str())
    }

    /// The fields that were given, and the bank of an IBAN or the IBAN of local fields, in the order
    /// of the contract.
    pub fn fields(&self) -> impl Iterator<Item = (FieldKey, &str)> {
        self.fields.iter().map(|(key, text)| (*key, text.as_str()))
    }

    /// Every field, given or derived, in the order of the contract.
    pub(crate) fn shown(&self) -> Vec<(FieldKey, &str)> {
        let mut shown = Vec::with_capacity(8);
        shown.extend(self.fields());
        for (key, text) in &self.local {
            let place = shown.partition_point(|(other, _)| other < key);
            shown.insert(place, (*key, text.as_str()));
        }
        shown
    }

    /// The BIC, given or the directory's.
    #[must_use]
    pub fn bic(&self) -> Option<Bic> {
        self.field(FieldKey::Bic).and_then(Bic::parse)
    }

    /// The IBAN, given or made of local fields that payments carry as an IBAN.
    #[must_use]
    pub const fn iban(&self) -> Option<&Iban> {
        self.iban.as_ref()
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account")
            .field("country", &self.country)
            .field("scheme", &self.scheme)
            .field("masked", &self.masked)
            .finish_non_exhaustive()
    }
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.shown();
        let bic = self.bic();
        let members = count_members(&fields)
            .saturating_add(4)
            .saturating_add(usize::from(self.currency.is_some()))
            .saturating_add(usize::from(bic.is_some()))
            .saturating_add(usize::from(self.bank_name.is_some()));
        let mut object = serializer.serialize_struct("Account", members)?;
        object.serialize_field("country", &self.country)?;
        if let Some(currency) = &self.currency {
            object.serialize_field("currency", currency)?;
        }
        object.serialize_field("scheme", self.scheme)?;
        serialize_fields(&mut object, &fields)?;
        if let Some(bic) = &bic {
            object.serialize_field("bicParts", &bic.parts())?;
        }
        if let Some(name) = &self.bank_name {
            object.serialize_field("bankName", name)?;
        }
        object.serialize_field("formatted", &self.formatted)?;
        object.serialize_field("masked", &self.masked)?;
        object.end()
    }
}
