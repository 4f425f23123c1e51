use serde::Serialize;

/// How much an issue matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Info,
    /// Unusual: look again.
    Warning,
    /// The input cannot be used as it is.
    Error,
}

/// One row a code: variant, word on the wire, usual severity, English message. The TypeScript
/// union and the table in the docs are generated from [`Code::ALL`].
macro_rules! codes {
    ($($(#[$group:meta])* $variant:ident $word:literal $severity:ident $template:literal;)*) => {
        /// The stable word for what is wrong with an input. Words are never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[non_exhaustive]
        pub enum Code {
            $(
                #[doc = $template]
                #[serde(rename = $word)]
                $variant,
            )*
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $word),* }
            }

            /// The severity that an issue of this code usually has.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }

            /// Every severity that an issue of this code can have, the usual one first.
            #[must_use]
            pub const fn severities(self) -> &'static [Severity] {
                use Severity::{Error, Info, Warning};
                match self {
                    Code::ChargeBearerNotAllowed | Code::OutsideHours => &[Error, Info],
                    Code::CountryMismatch
                    | Code::InvalidCharacter
                    | Code::InvalidCheckDigits
                    | Code::InvalidFeeRule
                    | Code::InvalidNationalCheck
                    | Code::TooShort => &[Error, Warning],
                    _ => match self.severity() {
                        Error => &[Error],
                        Warning => &[Warning],
                        Info => &[Info],
                    },
                }
            }

            /// The English message; `{key}` stands for a parameter.
            #[must_use]
            pub const fn template(self) -> &'static str {
                match self { $(Code::$variant => $template),* }
            }
        }
    };
}

codes! {
    // ---- any field
    Required "required" Error "{label} is needed.";
    InvalidCharacter "invalid_character" Error "The {ordinal} character, {character}, should be {expected}.";
    TooShort "too_short" Error "This is too short: at least {min} characters.";
    TooLong "too_long" Error "This is too long: at most {max} characters.";
    InvalidLength "invalid_length" Error "This has {actual} characters; it should have {expected}.";
    InvalidValue "invalid_value" Error "This should be {expected}.";
    UnexpectedField "unexpected_field" Warning "{label} is not used here.";

    // ---- accounts
    UnknownCountry "unknown_country" Error "{country} is not a country code that we know.";
    UnsupportedMarket "unsupported_market" Info "We cannot check accounts in {country} yet.";
    CountryMismatch "country_mismatch" Error "{label} belongs to {actual}, not to {expected}.";
    IbanOfParent "iban_of_parent" Error "IBANs of {country} begin with {expected}.";
    InvalidCheckDigits "invalid_check_digits" Error "The check digits do not fit: a character is wrong or two are swapped.";
    InvalidNationalCheck "invalid_national_check" Error "The number does not fit the rule of its bank or country: a digit is wrong or two are swapped.";
    FormerCheckRule "former_check_rule" Info "Many account numbers in {country} follow a rule that this one does not; none has to.";
    NotVerifiable "not_verifiable" Info "There may be a check digit here that we cannot check: {reason}.";
    InvalidPrefix "invalid_prefix" Error "No bank has a number that begins like this.";
    ConflictingFields "conflicting_fields" Error "{label} and {other} say different things.";
    TestNumber "test_number" Warning "This is an example number from a specification.";
    AllZeros "all_zeros" Warning "No bank gives out a number of zeros only.";
    QrIban "qr_iban" Warning "This is a QR-IBAN: only a payment with a QR reference is credited to it.";
    GenericTaxId "generic_tax_id" Info "This tax number names nobody: it stands for {meaning}.";
    UnusualLength "unusual_length" Warning "Account numbers here usually have {expected} digits.";
    UnofficialIban "unofficial_iban" Info "Banks in {country} use IBANs that the IBAN registry does not have.";
    ZerosAdded "zeros_added" Warning "We put zeros in front: this number has {length} digits.";
    AccountCurrencyDiffers "account_currency_differs" Warning "The account is held in {held} and {currency} arrives: the payee's bank converts it, or sends it back.";
    NumberRewritten "number_rewritten" Warning "We wrote this as payments carry it, with {length} digits, by the bank's rule.";
    UnusualCurrency "unusual_currency" Warning "Accounts in {country} are rarely held in {currency}.";
    BankNotFound "bank_not_found" Warning "No bank of the directory of {edition} has this bank code.";
    BicNotOfBank "bic_not_of_bank" Warning "The bank's BIC is another one in the directory of {edition}.";
    TestBic "test_bic" Info "This BIC is one for tests: its 8th character is a zero.";
    PassiveBic "passive_bic" Info "This bank is not connected to SWIFT itself: the 8th character of its BIC is a 1.";
    UnusualBranch "unusual_branch" Warning "The branch of a BIC begins with X only in XXX, the head office.";

    // ---- money
    InvalidAmount "invalid_amount" Error "An amount is digits with at most one decimal point, such as 12.50.";
    AmountNotPositive "amount_not_positive" Error "The amount must be more than zero.";
    AmountTooLarge "amount_too_large" Error "The amount is too large to compute with.";
    TooManyDecimals "too_many_decimals" Error "{currency} has {digits} decimal places.";
    UnknownCurrency "unknown_currency" Error "{currency} is not a currency code that we know.";
    WithdrawnCurrency "withdrawn_currency" Error "{currency} was withdrawn on {date}.";

    // ---- preview
    InvalidInstant "invalid_instant" Error "This should be an instant such as 2026-11-21T09:30:00Z.";
    OneAmountNeeded "one_amount_needed" Error "Give either the amount to send or the amount to receive.";
    NoRail "no_rail" Error "We know no rail that pays {currency} in {country}.";
    MissingRate "missing_rate" Error "There is no exchange rate from {from} to {to}.";
    InvalidRate "invalid_rate" Error "A rate is a positive number written as text, such as 1.0834.";
    RateExpired "rate_expired" Error "The exchange rate expired at {expiresAt}. Ask for a new one.";
    RateIndicative "rate_indicative" Info "This rate of {asOf} is indicative: the bank sets the final one.";
    OverLimit "over_limit" Error "{rail} carries at most {limit} {currency} a payment.";
    UnderMinimum "under_minimum" Error "{rail} carries at least {min} {currency} a payment.";
    LimitUnknown "limit_unknown" Info "We do not know the limit of {rail}; your bank does.";
    LimitAdvisory "limit_advisory" Info "The scheme's limit is known from {confidence} of {asOf}; to be under it is advice: a bank may set a lower one.";
    CurrencyNotCarried "currency_not_carried" Error "{rail} does not carry {currency}.";
    AccountNotCarried "account_not_carried" Error "{rail} cannot reach this kind of account.";
    AccountNotValid "account_not_valid" Error "The account must be right before {rail} can carry the payout.";
    OutsideHours "outside_hours" Error "{rail} is closed at this time.";
    AliasOnly "alias_only" Error "{rail} pays to an alias, not to an account number.";
    IbanNeeded "iban_needed" Error "{rail} pays to an IBAN.";
    NotLive "not_live" Error "{rail} is not live yet.";
    Unreachable "unreachable" Error "Your provider does not reach this account over {rail}.";
    NothingLeft "nothing_left" Error "The fees are as large as the amount: nothing would arrive.";
    InvalidFeeRule "invalid_fee_rule" Error "The fee rule {rule} cannot be used: {reason}.";
    NotEveryBank "not_every_bank" Info "Not every bank can be reached over {rail}.";
    ChargeBearerNotAllowed "charge_bearer_not_allowed" Error "{rail} only knows shared charges: each side pays its own bank ({source}).";
    ChargeBearerForbidden "charge_bearer_forbidden" Error "Inside {area} payer and payee each pay their own bank ({source}).";
    UnderPayoutMinimum "under_payout_minimum" Error "Payouts in {currency} start at {min}: a smaller one is kept back.";
    DuplicateId "duplicate_id" Error "Row {number} has the same id.";
    DuplicatePayout "duplicate_payout" Warning "Row {number} pays the same amount to the same account.";
    OneShareNeeded "one_share_needed" Error "Each part takes exactly one of ratio, percent, amount and remainder.";
    PartsDoNotSum "parts_do_not_sum" Error "The parts come to {sum}, not to {amount}.";
    CalendarUnknown "calendar_unknown" Warning "We have no calendar of bank holidays for {year}: only weekends are counted.";
    CalendarProvisional "calendar_provisional" Info "The holiday on {date} is provisional.";

    // ---- payout
    CharacterNotAllowed "character_not_allowed" Error "The {ordinal} character cannot be sent to a bank.";
    InvalidReference "invalid_reference" Error "The reference's check digits do not fit.";
    InvalidUrl "invalid_url" Error "This should be an https address without user name or fragment.";
    SigningWindow "signing_window" Error "A signature may be valid for {max} seconds at most.";
    BatchSize "batch_size" Error "A batch holds 1 to {max} payouts.";
    RepeatedPayout "repeated_payout" Error "This payout stands in the batch twice.";
    ConversionMismatch "conversion_mismatch" Error "The two sides of the conversion, its rate and the amount of the payout do not agree.";

    // ---- status
    NotXml "not_xml" Error "This is not XML that can be read.";
    OtherMessage "other_message" Error "This is another message than {expected}.";
    OffsetAssumed "offset_assumed" Warning "This time has no offset; it is read as UTC.";
    UnknownStatus "unknown_status" Warning "The bank sent a status that we do not know.";
    ContradictingEvents "contradicting_events" Warning "The bank sent results that contradict each other: {states}.";
}
