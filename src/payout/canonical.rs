use std::collections::BTreeMap;
use std::fmt;

use rust_decimal::Decimal;

use crate::account::{self, AccountInput, Status};
use crate::calendar::{Date, Instant};
use crate::market::{Country, FieldKey};
use crate::money::{Amount, CurrencyCode, decimal};
use crate::report::{Code, Issue};

use super::VERSION;
use super::intent::{Conversion, Creditor, Debtor, PayoutIntent, PostalAddress, Remittance};
use super::json::{self, Value};
use super::reference::{creditor_reference, is_uetr};
use super::summary::{SummaryLine, summary};
use super::text::{Charset, Rule, not_allowed};

const KEY: Rule = Rule::new("The idempotency key", 255, Charset::Visible);
const END_TO_END: Rule = Rule::new("The end-to-end reference", 35, Charset::Sepa);
const RAIL: Rule = Rule::new("The rail", 35, Charset::Word);
const NAME: Rule = Rule::new("The name", 140, Charset::Any);
const SEPA_NAME: Rule = Rule::new("The name", 70, Charset::Any);
const ADDRESS: Rule = Rule::new("The address", 350, Charset::Any);
const STREET: Rule = Rule::new("The street", 70, Charset::Any);
const BUILDING: Rule = Rule::new("The number of the house", 16, Charset::Any);
const POST_CODE: Rule = Rule::new("The postcode", 16, Charset::Any);
const TOWN: Rule = Rule::new("The town", 35, Charset::Any);
const SUBDIVISION: Rule = Rule::new("The state or province", 35, Charset::Any);
const DEBTOR_ACCOUNT: Rule = Rule::new("The account that pays", 64, Charset::Any);
const QUOTE: Rule = Rule::new("The quote", 64, Charset::Visible);
const CODE: Rule = Rule::new("The code", 4, Charset::Code);
const UNSTRUCTURED: Rule = Rule::new("The message to the payee", 140, Charset::Any);
const METADATA_KEY: Rule = Rule::new("The key", 40, Charset::Visible);
const METADATA_VALUE: Rule = Rule::new("The value", 500, Charset::Any);
const MAX_METADATA: usize = 20;

/// A payout in the one form that is hashed, signed, sent and verified: canonical UTF-8 JSON, at
/// most 16 KiB. It is never written a second time.
#[derive(Clone, PartialEq, Eq)]
pub struct CanonicalPayout {
    text: String,
    idempotency_key: String,
    rate_expires: Option<Instant>,
    issues: Vec<Issue>,
}

impl CanonicalPayout {
    /// What is hashed, signed and sent.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// The bytes as text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The key of the intent.
    #[must_use]
    pub fn idempotency_key(&self) -> &str {
        &self.idempotency_key
    }

    /// When the rate of the conversion expires.
    #[must_use]
    pub fn rate_expires(&self) -> Option<Instant> {
        self.rate_expires
    }

    /// Warnings and remarks; an error would have prevented the payout.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// The lines of a confirmation screen, read back from the bytes.
    #[must_use]
    pub fn summary(&self) -> Vec<SummaryLine> {
        summary(self.bytes()).unwrap_or_default()
    }
}

impl fmt::Debug for CanonicalPayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CanonicalPayout")
            .field("bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// Checks an intent and writes it once.
///
/// Amounts get exactly the currency's decimals, the account its normalised fields, a creditor
/// reference loses its spaces; every other text is written exactly as given.
///
/// ```
/// use payout_kit::account::AccountInput;
/// use payout_kit::payout::{Creditor, Debtor, PayoutIntent, canonical};
///
/// let payout = canonical(&PayoutIntent {
///     idempotency_key: "order-7".into(),
///     end_to_end_id: "ORDER-7".into(),
///     amount: "12.5".into(),
///     currency: "EUR".into(),
///     debtor: Debtor { account: "wallet-1".into(), ..Default::default() },
///     creditor: Creditor {
///         name: "Zoë Example".into(),
///         account: AccountInput {
///             country: "DE".into(),
///             iban: Some("DE89 3704 0044 0532 0130 00".into()),
///             ..Default::default()
///         },
///         ..Default::default()
///     },
///     ..Default::default()
/// })
/// .unwrap();
/// assert!(payout.text().starts_with(r#"{"amount":"12.50","creditor":{"account":{"#));
/// assert_eq!(payout.summary()[0].value, "Zoë Example");
/// ```
///
/// # Errors
/// All that prevents the payout, and what else there is to say.
pub fn canonical(intent: &PayoutIntent) -> Result<CanonicalPayout, Vec<Issue>> {
    let mut writer = Writer { issues: Vec::new() };
    let (members, rate_expires) = writer.intent(intent);
    let mut issues = writer.issues;
    let text = Value::Object(members).to_canonical();
    if text.len() > json::MAX_BYTES {
        issues.push(Issue::new(Code::TooLong, "").param("max", json::MAX_BYTES.to_string()));
    }
    if issues.iter().any(Issue::is_error) {
        return Err(issues);
    }
    Ok(CanonicalPayout {
        text,
        idempotency_key: intent.idempotency_key.clone(),
        rate_expires,
        issues,
    })
}

type Members = Vec<(String, Value)>;

/// Collects issues while it writes; what is written counts only if there is no error.
struct Writer {
    issues: Vec<Issue>,
}

impl Writer {
    fn intent(&mut self, intent: &PayoutIntent) -> (Members, Option<Instant>) {
        let mut members = Members::new();
        put(&mut members, "version", VERSION);
        self.text(&mut members, "idempotencyKey", KEY, &intent.idempotency_key);
        self.end_to_end_id(&mut members, &intent.end_to_end_id);

        let currency = self.currency("currency", &intent.currency);
        let amount = currency.and_then(|currency| self.amount("amount", &intent.amount, currency));
        if let Some(amount) = amount {
            put(&mut members, "amount", &amount.to_string());
            put(&mut members, "currency", amount.currency().as_str());
        }

        self.rails(&mut members, intent);
        put_object(&mut members, "debtor", self.debtor(&intent.debtor));
        let sepa = [&intent.rail, &intent.fallback]
            .into_iter()
            .flatten()
            .any(|rail| is_sepa(rail));
        let name = if sepa { SEPA_NAME } else { NAME };
        put_object(
            &mut members,
            "creditor",
            self.creditor(&intent.creditor, name),
        );
        let mut rate_expires = None;
        if let Some(conversion) = &intent.conversion {
            let (conversion, expires) = self.conversion(conversion, amount);
            put_object(&mut members, "conversion", conversion);
            rate_expires = expires;
        }

        let bearers = "debtor, creditor, shared or service_level";
        self.exact(
            &mut members,
            "chargeBearer",
            intent.charge_bearer.as_ref(),
            bearers,
            |text| matches!(text, "debtor" | "creditor" | "shared" | "service_level"),
        );
        let date = intent.requested_execution_date.as_ref();
        let expected = "a day such as 2026-11-23";
        self.exact(
            &mut members,
            "requestedExecutionDate",
            date,
            expected,
            |text| Date::parse(text).is_some(),
        );
        let expected = "a UUID of version 4 in lower case";
        self.exact(
            &mut members,
            "uetr",
            intent.uetr.as_ref(),
            expected,
            is_uetr,
        );
        self.optional(&mut members, "purpose", CODE, intent.purpose.as_ref());
        self.optional(
            &mut members,
            "categoryPurpose",
            CODE,
            intent.category_purpose.as_ref(),
        );
        if let Some(remittance) = &intent.remittance {
            put_object(&mut members, "remittance", self.remittance(remittance));
        }
        if let Some(metadata) = &intent.metadata {
            put_object(&mut members, "metadata", self.metadata(metadata));
        }
        (members, rate_expires)
    }

    fn rails(&mut self, members: &mut Members, intent: &PayoutIntent) {
        self.optional(members, "rail", RAIL, intent.rail.as_ref());
        self.optional(members, "fallback", RAIL, intent.fallback.as_ref());
        match (&intent.rail, &intent.fallback) {
            (None, Some(_)) => self
                .issues
                .push(Issue::new(Code::Required, "rail").param("label", "The rail")),
            (Some(rail), Some(fallback)) if rail == fallback => {
                self.wrong("fallback", "another rail than the first");
            }
            _ => {}
        }
    }

    fn end_to_end_id(&mut self, members: &mut Members, text: &str) {
        if !self.text(members, "endToEndId", END_TO_END, text) {
            return;
        }
        let last = text.chars().count().saturating_sub(1);
        let space_or_slash = |c: char| c == '/' || c == ' ';
        let wrong = if text.starts_with(space_or_slash) {
            Some(0)
        } else if text.ends_with(space_or_slash) {
            Some(last)
        } else {
            // The charset is ASCII: bytes are characters.
            text.as_bytes()
                .windows(2)
                .position(|pair| pair == b"//")
                .map(|place| place.saturating_add(1))
        };
        self.issues
            .extend(wrong.map(|place| not_allowed("endToEndId", place)));
    }

    fn debtor(&mut self, debtor: &Debtor) -> Members {
        let mut members = Members::new();
        self.text(
            &mut members,
            "debtor.account",
            DEBTOR_ACCOUNT,
            &debtor.account,
        );
        self.optional(&mut members, "debtor.name", NAME, debtor.name.as_ref());
        let virtual_account = debtor.virtual_account.as_ref();
        self.optional(
            &mut members,
            "debtor.virtualAccount",
            DEBTOR_ACCOUNT,
            virtual_account,
        );
        members
    }

    fn creditor(&mut self, creditor: &Creditor, name: Rule) -> Members {
        let mut members = Members::new();
        self.text(&mut members, "creditor.name", name, &creditor.name);
        self.optional(
            &mut members,
            "creditor.address",
            ADDRESS,
            creditor.address.as_ref(),
        );
        if let Some(address) = &creditor.postal_address {
            let address = self.postal_address(address);
            put_object(&mut members, "postalAddress", address);
        }
        self.account(&mut members, &creditor.account);
        members
    }

    fn postal_address(&mut self, address: &PostalAddress) -> Members {
        let mut members = Members::new();
        for (field, rule, text) in [
            (
                "creditor.postalAddress.streetName",
                STREET,
                &address.street_name,
            ),
            (
                "creditor.postalAddress.buildingNumber",
                BUILDING,
                &address.building_number,
            ),
            (
                "creditor.postalAddress.postCode",
                POST_CODE,
                &address.post_code,
            ),
            (
                "creditor.postalAddress.countrySubDivision",
                SUBDIVISION,
                &address.country_sub_division,
            ),
        ] {
            self.optional(&mut members, field, rule, text.as_ref());
        }
        self.text(
            &mut members,
            "creditor.postalAddress.townName",
            TOWN,
            &address.town_name,
        );
        match Country::parse(&address.country) {
            Some(country) => put(&mut members, "country", &country.to_string()),
            None => self.wrong(
                "creditor.postalAddress.country",
                "two capital letters of ISO 3166-1",
            ),
        }
        members
    }

    /// The normalised account, and the masked number as it is shown.
    fn account(&mut self, members: &mut Members, input: &AccountInput) {
        let report = account::validate(input);
        let valid = report.status == Status::Valid;
        let explained = report.issues.iter().any(Issue::is_error);
        self.issues.extend(
            report
                .issues
                .into_iter()
                .map(|issue| issue.under("creditor.account")),
        );
        let account = report.account.filter(|_| valid);
        if account.is_none() && !explained {
            self.issues.push(
                Issue::new(Code::Required, "creditor.account").param("label", "A complete account"),
            );
        }
        let Some(account) = account else { return };

        let mut fields = Members::new();
        put(&mut fields, "country", &account.country.to_string());
        // The usual currency of a market is an assumption; only what was said is signed.
        let said = input
            .currency
            .as_deref()
            .is_some_and(|text| !text.trim().is_empty());
        if said && let Some(currency) = &account.currency {
            put(&mut fields, "currency", currency);
        }
        let mut proxy = Members::new();
        for (key, text) in account.fields() {
            match key {
                FieldKey::ProxyType => put(&mut proxy, "type", text),
                FieldKey::ProxyValue => put(&mut proxy, "value", text),
                _ => put(&mut fields, key.as_str(), text),
            }
        }
        if !proxy.is_empty() {
            put_object(&mut fields, "proxy", proxy);
        }
        put_object(members, "account", fields);
        put(members, "masked", &account.masked);
    }

    fn conversion(
        &mut self,
        conversion: &Conversion,
        amount: Option<Amount>,
    ) -> (Members, Option<Instant>) {
        let mut members = Members::new();
        self.optional(
            &mut members,
            "conversion.quoteId",
            QUOTE,
            conversion.quote_id.as_ref(),
        );
        let rate = decimal(&conversion.rate).filter(|rate| !rate.is_zero());
        match rate {
            Some(_) => put(&mut members, "rate", &conversion.rate),
            None => self
                .issues
                .push(Issue::new(Code::InvalidRate, "conversion.rate")),
        }
        let debit = self
            .currency("conversion.debitCurrency", &conversion.debit_currency)
            .and_then(|currency| {
                self.amount("conversion.debitAmount", &conversion.debit_amount, currency)
            });
        if let Some(debit) = debit {
            put(&mut members, "debitAmount", &debit.to_string());
            put(&mut members, "debitCurrency", debit.currency().as_str());
        }
        let credit = self
            .currency("conversion.creditCurrency", &conversion.credit_currency)
            .and_then(|currency| {
                self.amount(
                    "conversion.creditAmount",
                    &conversion.credit_amount,
                    currency,
                )
            });
        if let Some(credit) = credit {
            put(&mut members, "creditAmount", &credit.to_string());
            put(&mut members, "creditCurrency", credit.currency().as_str());
        }
        if let (Some(credit), Some(amount)) = (credit, amount) {
            let wrong = if credit.currency() != amount.currency() {
                Some("conversion.creditCurrency")
            } else if credit != amount {
                Some("conversion.creditAmount")
            } else {
                debit
                    .zip(rate)
                    .and_then(|(debit, rate)| contradiction(debit, rate, credit))
            };
            if let Some(field) = wrong {
                self.issues
                    .push(Issue::new(Code::ConversionMismatch, field));
            }
        }
        let expires = Instant::parse(&conversion.expires_at);
        if expires.is_some() {
            put(&mut members, "expiresAt", &conversion.expires_at);
        } else {
            self.issues
                .push(Issue::new(Code::InvalidInstant, "conversion.expiresAt"));
        }
        (members, expires)
    }

    fn remittance(&mut self, remittance: &Remittance) -> Members {
        let mut members = Members::new();
        match (&remittance.unstructured, &remittance.reference) {
            (Some(_), Some(_)) => self.issues.push(
                Issue::new(Code::ConflictingFields, "remittance")
                    .param("label", "The message")
                    .param("other", "the reference"),
            ),
            (None, None) => self.issues.push(
                Issue::new(Code::Required, "remittance").param("label", "A message or a reference"),
            ),
            (Some(text), None) => {
                self.text(&mut members, "remittance.unstructured", UNSTRUCTURED, text);
            }
            (None, Some(text)) if text.len() > 100 => {
                self.issues
                    .push(Issue::new(Code::TooLong, "remittance.reference").param("max", "25"));
            }
            (None, Some(text)) => match creditor_reference(text) {
                Some(reference) => put(&mut members, "reference", &reference),
                None => self
                    .issues
                    .push(Issue::new(Code::InvalidReference, "remittance.reference")),
            },
        }
        members
    }

    fn metadata(&mut self, entries: &BTreeMap<String, String>) -> Members {
        let mut members = Members::new();
        if entries.len() > MAX_METADATA {
            let most = MAX_METADATA.to_string();
            self.issues
                .push(Issue::new(Code::TooLong, "metadata").param("max", most));
            return members;
        }
        for (key, value) in entries {
            if let Err(issue) = METADATA_KEY.check("metadata", key) {
                self.issues.push(*issue);
                continue;
            }
            match METADATA_VALUE.check("metadata", value) {
                Err(issue) if !value.is_empty() => self.issues.push(*issue),
                _ => put(&mut members, key, value),
            }
        }
        members
    }

    /// An optional text that is right or wrong as a whole.
    fn exact(
        &mut self,
        members: &mut Members,
        field: &'static str,
        text: Option<&String>,
        expected: &'static str,
        is_right: impl Fn(&str) -> bool,
    ) {
        match text {
            Some(text) if is_right(text) => put(members, field, text),
            Some(_) => self.wrong(field, expected),
            None => {}
        }
    }

    /// A text that must be there; true if it is right. The member is the last word of the field.
    fn text(&mut self, members: &mut Members, field: &'static str, rule: Rule, text: &str) -> bool {
        match rule.check(field, text) {
            Ok(()) => {
                put(members, field.rsplit('.').next().unwrap_or(field), text);
                true
            }
            Err(issue) => {
                self.issues.push(*issue);
                false
            }
        }
    }

    fn optional(
        &mut self,
        members: &mut Members,
        field: &'static str,
        rule: Rule,
        text: Option<&String>,
    ) {
        if let Some(text) = text {
            self.text(members, field, rule, text);
        }
    }

    fn currency(&mut self, field: &'static str, text: &str) -> Option<CurrencyCode> {
        if text.trim().is_empty() {
            self.issues
                .push(Issue::new(Code::Required, field).param("label", "The currency"));
            return None;
        }
        CurrencyCode::parse(text, field)
            .map_err(|issue| self.issues.push(issue))
            .ok()
    }

    /// A positive amount.
    fn amount(
        &mut self,
        field: &'static str,
        text: &str,
        currency: CurrencyCode,
    ) -> Option<Amount> {
        let amount = Amount::parse(text, currency, field)
            .map_err(|issue| self.issues.push(issue))
            .ok()?;
        if amount.is_zero() {
            self.issues.push(Issue::new(Code::AmountNotPositive, field));
            return None;
        }
        Some(amount)
    }

    fn wrong(&mut self, field: &'static str, expected: &'static str) {
        self.issues
            .push(Issue::new(Code::InvalidValue, field).param("expected", expected));
    }
}

fn put(members: &mut Members, key: &str, text: &str) {
    members.push((key.to_owned(), Value::Text(text.to_owned())));
}

fn put_object(members: &mut Members, key: &str, object: Members) {
    members.push((key.to_owned(), Value::Object(object)));
}

/// The rails of the EPC schemes: `SCT`, `SCT_INST`, `sepa_…`.
fn is_sepa(rail: &str) -> bool {
    let rail = rail.to_ascii_lowercase();
    rail == "sct" || rail.starts_with("sct_") || rail.starts_with("sepa")
}

/// What cannot be true of a conversion, whatever fees were taken on the way: one currency, or a
/// payee who gets more than the debit is worth at the rate.
fn contradiction(debit: Amount, rate: Decimal, credit: Amount) -> Option<&'static str> {
    if debit.currency() == credit.currency() {
        return Some("conversion.creditCurrency");
    }
    let unit = Decimal::new(1, u32::from(credit.currency().digits()));
    let most = debit.value().checked_mul(rate)?.checked_add(unit)?;
    (credit.value() > most).then_some("conversion.rate")
}
