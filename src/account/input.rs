use std::fmt;

use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::market::{Country, FieldKey};

/// One row a text key: name in Rust, name on the wire, [`FieldKey`], what it is.
macro_rules! account_input {
    ($($name:ident $word:literal $key:ident $doc:literal;)*) => {
        /// A bank account as somebody typed it: one flat object. Which keys a market needs is told
        /// by [`market::requirements`](crate::market::requirements()).
        ///
        /// ```
        /// use payout_kit::account::{AccountInput, Status, validate};
        ///
        /// let account = AccountInput {
        ///     country: "DE".into(),
        ///     iban: Some("DE89 3704 0044 0532 0130 00".into()),
        ///     ..Default::default()
        /// };
        /// assert_eq!(validate(&account).status, Status::Valid);
        /// assert_eq!(format!("{account:?}"), "AccountInput { country: DE, keys: [iban] }");
        /// ```
        #[derive(Clone, Default, PartialEq, Eq)]
        pub struct AccountInput {
            /// ISO 3166-1 alpha-2: where the account is held.
            pub country: String,
            /// ISO 4217; the market's usual one if absent.
            pub currency: Option<String>,
            $(#[doc = $doc] pub $name: Option<String>,)*
            /// An alias of the account, where the rail takes one.
            pub proxy: Option<ProxyInput>,
        }

        impl AccountInput {
            /// The text of a key, as typed. `None`: the key is absent.
            #[must_use]
            pub fn get(&self, key: FieldKey) -> Option<&str> {
                match key {
                    $(FieldKey::$key => self.$name.as_deref(),)*
                    FieldKey::ProxyType => self.proxy.as_ref().map(|proxy| proxy.kind.as_str()),
                    FieldKey::ProxyValue => self.proxy.as_ref().map(|proxy| proxy.value.as_str()),
                }
            }

            /// The place of a text, by its word on the wire.
            pub(crate) fn text_mut(&mut self, word: &str) -> Option<&mut Option<String>> {
                match word {
                    "currency" => Some(&mut self.currency),
                    $($word => Some(&mut self.$name),)*
                    _ => None,
                }
            }

            /// Puts another text in place of the one of a key.
            pub(crate) fn replace(&mut self, key: FieldKey, text: String) {
                match key {
                    $(FieldKey::$key => self.$name = Some(text),)*
                    FieldKey::ProxyType => self.proxy.get_or_insert_default().kind = text,
                    FieldKey::ProxyValue => self.proxy.get_or_insert_default().value = text,
                }
            }
        }

        impl<'de> Deserialize<'de> for AccountInput {
            /// A key that the contract does not name is passed over; a wrong type is an error.
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Fields;

                impl<'de> Visitor<'de> for Fields {
                    type Value = AccountInput;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an account: an object of texts")
                    }

                    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<AccountInput, M::Error> {
                        let mut input = AccountInput::default();
                        // A map, not a struct: absent keys then cost nothing at the boundary.
                        while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
                            match (key.as_ref(), input.text_mut(&key)) {
                                (_, Some(text)) => *text = map.next_value()?,
                                ("country", _) => input.country = map.next_value::<Option<String>>()?.unwrap_or_default(),
                                ("proxy", _) => input.proxy = map.next_value()?,
                                _ => {
                                    map.next_value::<IgnoredAny>()?;
                                }
                            }
                        }
                        Ok(input)
                    }
                }

                deserializer.deserialize_map(Fields)
            }
        }
    };
}

account_input! {
    iban "iban" Iban "International bank account number, ISO 13616.";
    bic "bic" Bic "Business identifier code of the bank, ISO 9362.";
    routing_number "routingNumber" RoutingNumber "US: ABA routing number.";
    account_number "accountNumber" AccountNumber "The number of the account at its bank.";
    account_type "accountType" AccountType "`checking` or `savings`.";
    institution_number "institutionNumber" InstitutionNumber "CA: the bank, three digits.";
    transit_number "transitNumber" TransitNumber "CA: the branch, five digits.";
    sort_code "sortCode" SortCode "GB: bank and branch, six digits.";
    bsb "bsb" Bsb "AU: bank and branch, six digits.";
    ifsc "ifsc" Ifsc "IN: bank and branch, eleven characters.";
    upi_id "upiId" UpiId "IN: the alias `name@handle`.";
    clabe "clabe" Clabe "MX: 18 digits.";
    cbu "cbu" Cbu "AR: CBU or CVU, 22 digits.";
    cci "cci" Cci "PE: 20 digits.";
    pix_key "pixKey" PixKey "BR: an alias.";
    bank_code "bankCode" BankCode "The bank, where it is a field of its own.";
    branch_code "branchCode" BranchCode "The branch, where it is a field of its own.";
    branch_digit "branchDigit" BranchDigit "BR: check digit of the branch.";
    account_digit "accountDigit" AccountDigit "BR: check digit of the account.";
    ccc "ccc" Ccc "ES: 20 digits.";
    bankgiro "bankgiro" Bankgiro "SE: seven or eight digits, in place of an account.";
    holder_name "holderName" HolderName "Who holds the account.";
    holder_address "holderAddress" HolderAddress "The holder's address, as text.";
    holder_tax_id "holderTaxId" HolderTaxId "The holder's tax number.";
    holder_phone "holderPhone" HolderPhone "The holder's phone number.";
    holder_birth_date "holderBirthDate" HolderBirthDate "The day on which the holder was born: year, month and day.";
}

/// An alias and what it is.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProxyInput {
    /// `phone`, `email`, …
    #[serde(rename = "type")]
    pub kind: String,
    /// The alias itself.
    pub value: String,
}

impl AccountInput {
    /// The keys that are present and not blank, with their texts, in the order of the contract.
    pub fn fields(&self) -> impl Iterator<Item = (FieldKey, &str)> {
        FieldKey::ALL.iter().filter_map(|&key| {
            let text = self.get(key)?;
            (!text.trim().is_empty()).then_some((key, text))
        })
    }
}

/// Texts by key; `proxy.type` and `proxy.value` go into one object.
pub(super) fn serialize_fields<S: SerializeStruct>(
    object: &mut S,
    fields: &[(FieldKey, &str)],
) -> Result<(), S::Error> {
    let text = |wanted| {
        fields
            .iter()
            .find(|(key, _)| *key == wanted)
            .map(|(_, text)| *text)
    };
    for (key, value) in fields {
        match key {
            FieldKey::ProxyType => {}
            FieldKey::ProxyValue => object.serialize_field(
                "proxy",
                &Proxy {
                    kind: text(FieldKey::ProxyType).unwrap_or_default(),
                    value,
                },
            )?,
            _ => object.serialize_field(key.as_str(), value)?,
        }
    }
    Ok(())
}

/// How many members [`serialize_fields`] writes.
pub(super) fn count_members(fields: &[(FieldKey, &str)]) -> usize {
    fields
        .iter()
        .filter(|(key, _)| *key != FieldKey::ProxyType)
        .count()
}

#[derive(Serialize)]
struct Proxy<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    value: &'a str,
}

impl Serialize for AccountInput {
    /// Only what is there; an alias without value is not.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields: Vec<(FieldKey, &str)> = self.fields().collect();
        let members = count_members(&fields)
            .saturating_add(1)
            .saturating_add(usize::from(self.currency.is_some()));
        let mut object = serializer.serialize_struct("AccountInput", members)?;
        object.serialize_field("country", &self.country)?;
        if let Some(currency) = &self.currency {
            object.serialize_field("currency", currency)?;
        }
        serialize_fields(&mut object, &fields)?;
        object.end()
    }
}

/// Names the keys, never the texts.
impl fmt::Debug for AccountInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Something else than a country may have been typed there.
        match Country::parse(&self.country) {
            Some(country) => write!(f, "AccountInput {{ country: {country}, keys: [")?,
            None => f.write_str("AccountInput { country: ?, keys: [")?,
        }
        for (at, (key, _)) in self.fields().enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            f.write_str(key.as_str())?;
        }
        f.write_str("] }")
    }
}

impl fmt::Debug for ProxyInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ProxyInput { .. }")
    }
}
