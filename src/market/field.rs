//! The fields of accounts, as rows of the tables.

use super::format::Format;

/// One row a key: variant, word on the wire, English name.
macro_rules! field_keys {
    ($($variant:ident $word:literal $label:literal;)*) => {
        /// A key of an account: the name in the input and the field path of issues.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum FieldKey {
            $(#[doc = concat!("`", $word, "`")] $variant,)*
        }

        impl FieldKey {
            /// Every key, in the order of the contract.
            pub const ALL: &[FieldKey] = &[$(FieldKey::$variant),*];

            /// The word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(FieldKey::$variant => $word),* }
            }

            /// The English name, for messages.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(FieldKey::$variant => $label),* }
            }
        }
    };
}

field_keys! {
    Iban "iban" "IBAN";
    Bic "bic" "BIC";
    RoutingNumber "routingNumber" "Routing number";
    AccountNumber "accountNumber" "Account number";
    AccountType "accountType" "Account type";
    InstitutionNumber "institutionNumber" "Institution number";
    TransitNumber "transitNumber" "Transit number";
    SortCode "sortCode" "Sort code";
    Bsb "bsb" "BSB";
    Ifsc "ifsc" "IFSC";
    UpiId "upiId" "UPI ID";
    Clabe "clabe" "CLABE";
    Cbu "cbu" "CBU or CVU";
    Cci "cci" "CCI";
    PixKey "pixKey" "Pix key";
    BankCode "bankCode" "Bank code";
    BranchCode "branchCode" "Branch code";
    BranchDigit "branchDigit" "Branch check digit";
    AccountDigit "accountDigit" "Account check digit";
    Ccc "ccc" "CCC";
    Bankgiro "bankgiro" "Bankgiro number";
    ProxyType "proxy.type" "Kind of alias";
    ProxyValue "proxy.value" "Alias";
    HolderName "holderName" "Name of the holder";
    HolderAddress "holderAddress" "Address of the holder";
    HolderTaxId "holderTaxId" "Tax number of the holder";
    HolderPhone "holderPhone" "Phone number of the holder";
    HolderBirthDate "holderBirthDate" "Date of birth of the holder";
}

impl FieldKey {
    /// Says who holds the account, not which one it is.
    pub(crate) const fn is_holder(self) -> bool {
        matches!(
            self,
            Self::HolderName
                | Self::HolderAddress
                | Self::HolderTaxId
                | Self::HolderPhone
                | Self::HolderBirthDate
        )
    }
}

/// One field of one way to give an account.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) key: FieldKey,
    pub(crate) label: &'static str,
    /// Where there are several, what has room for each of them.
    pub(crate) format: Format,
    /// Several formats, one of which a value has; empty: there is the one above.
    pub(crate) one_of: &'static [Format],
    /// `#` for a character; empty: not grouped.
    pub(crate) mask: &'static str,
    pub(crate) check: Check,
    pub(crate) example: &'static str,
    /// The example is a published test number: using it deserves a warning.
    pub(crate) test: bool,
    pub(crate) optional: bool,
    pub(crate) options: &'static [(&'static str, &'static str)],
    /// The lengths that accounts usually have; (0, 0): all of the format's.
    pub(crate) usual: (u8, u8),
    pub(crate) why: &'static str,
}

impl Field {
    /// How people group a value.
    pub(crate) fn mask_of(&self, value: &str) -> &'static str {
        match self.check {
            // The last four stand apart.
            Check::Bankgiro if value.len() < usize::from(self.format.max) => "###-####",
            _ => self.mask,
        }
    }
}

/// The rule of a field beyond its format; the data name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// Digits and letters in their places are all there is.
    Digits,
    /// ISO 13616, by the country's format.
    Iban,
    /// ISO 9362.
    Bic,
    /// Digits of a clearing system, or a BIC in their place.
    BankOrBic,
    /// ABA routing number: weights 3 7 1, issued prefixes.
    Aba,
    /// Eight digits; seven or six are filled with zeros.
    GbAccount,
    /// Fifth character 0.
    Ifsc,
    /// `name@handle`.
    Upi,
    /// One of a closed list.
    Option,
    /// MX: 17 digits and a check digit.
    Clabe,
    /// AR: two parts, each with a check digit.
    Cbu,
    /// PE: two check digits at the end.
    Cci,
    /// NZ: each bank's check digit.
    NewZealand,
    /// SE: clearing number first.
    Swedish,
    /// SE: Luhn.
    Bankgiro,
    /// BD: a routing number, its last digit by 5 7 1.
    Bangladeshi,
    /// CZ, SK: prefix, number and bank as written at home.
    Czech,
    /// HU: 16 or 24 digits.
    Hungarian,
    /// PL: the IBAN's check digits first.
    Polish,
    /// RS, ME: bank, number and check digits, hyphens between them; MK: the same, shorter.
    Serbian,
    Macedonian,
    /// FI: a hyphen after six digits.
    Finnish,
    /// CN: Luhn, if it is a card.
    Card,
    /// BR: any of the five kinds.
    Pix,
    /// The holder's tax number, by the country's rule.
    TaxId,
    /// The holder's phone number: E.164, or as it is dialled in the country.
    Phone,
    /// The day on which the holder was born: year, month, day.
    BirthDate,
    /// JP: the characters of names in the Zengin data format.
    Katakana,
    /// RU: Cyrillic letters.
    Cyrillic,
    /// A phone number or an e-mail address, as `proxy.type` says.
    Proxy,
    /// Free text: cannot be checked.
    Text,
}
