use std::borrow::Cow;

use super::AccountInput;
use super::alias::{self, Characters};
use super::check::{self, Failure, Force, Outcome};
use super::clean::{Cleaned, MAX_CHARACTERS, is_blank};
use super::codes::{Bic, Ifsc, RoutingNumber};
use super::display::{formatted, masked, number_field};
use super::iban::{self, Iban};
use super::method::{Chosen, choose};
use super::repair;
use super::report::{Account, AccountChecks, AccountReport, CheckResult, Status};
use super::scan::{Fault, Places, Scan, scan};
use super::specimen;
use crate::market::{
    Check, Country, Field, FieldKey, IBAN_EDITION, MARKETS_EDITION, National, check_currency,
};
use crate::order::sort_by;
use crate::report::{Code, Issue, Severity, Tables};

/// Checks an account as far as can be known without asking anybody: characters, lengths, check
/// digits. Every prefix of a valid account is `incomplete`, never `invalid`.
///
/// ```
/// use payout_kit::account::{AccountInput, Status, validate};
///
/// let typed = |iban: &str| AccountInput {
///     country: "DE".into(),
///     iban: Some(iban.into()),
///     ..Default::default()
/// };
/// assert_eq!(validate(&typed("DE89 3704")).status, Status::Incomplete);
///
/// let report = validate(&typed("DE89 37O4"));
/// assert_eq!(report.status, Status::Invalid);
/// assert_eq!(report.issues[0].message(), "The 7th character, O, should be a digit.");
/// assert_eq!(report.issues[0].position, Some((7, 8)));
///
/// let report = validate(&typed("DE89 3704 0044 0532 0130 00"));
/// assert_eq!(report.account.unwrap().formatted, "DE89 3704 0044 0532 0130 00");
/// ```
#[must_use]
pub fn validate(input: &AccountInput) -> AccountReport {
    let Some(chosen) = choose(input) else {
        return without_country(input);
    };
    let mut check = Checking::new(input, chosen.country);
    for field in chosen.method.fields {
        check.field(field);
    }
    if chosen.market.is_none() {
        check.issues.push(
            Issue::new(Code::UnsupportedMarket, "country").param("country", chosen.country.name()),
        );
    }
    check.across(&chosen);
    check.finish(&chosen)
}

/// Checks many accounts, each by itself, in order.
#[must_use]
pub fn validate_all(inputs: &[AccountInput]) -> Vec<AccountReport> {
    inputs.iter().map(validate).collect()
}

/// Nothing can be said before the country is known.
fn without_country(input: &AccountInput) -> AccountReport {
    let typed = input.country.trim();
    let (status, issue) = if typed.is_empty() {
        (
            Status::Incomplete,
            Issue::new(Code::Required, "country").param("label", "The country"),
        )
    } else {
        // Echo a code, never a longer text: it may have landed in the wrong field.
        let shown = if typed.chars().nth(3).is_none() {
            typed.to_owned()
        } else {
            "This".to_owned()
        };
        (
            Status::Invalid,
            Issue::new(Code::UnknownCountry, "country").param("country", shown),
        )
    };
    AccountReport {
        status,
        account: None,
        checks: AccountChecks {
            structure: CheckResult::NotVerifiable,
            check_digits: CheckResult::NotVerifiable,
            national: CheckResult::NotVerifiable,
            directory: CheckResult::NotVerifiable,
        },
        issues: vec![issue],
        tables: Tables::from([("markets", MARKETS_EDITION)]),
    }
}

/// An account on its way to a report.
struct Checking<'a> {
    input: &'a AccountInput,
    country: Country,
    values: Vec<(FieldKey, String)>,
    issues: Vec<Issue>,
    iban: Option<Iban>,
    bic: Option<Bic>,
    /// The worst of the fields so far.
    status: Status,
    /// Whether what was typed has its places and lengths; `None`: nothing was typed.
    structure: Option<bool>,
    /// Check digits of the kind that holds everywhere: found right, found wrong.
    check_digits: Option<bool>,
    national: Option<CheckResult>,
}

impl<'a> Checking<'a> {
    fn new(input: &'a AccountInput, country: Country) -> Self {
        Self {
            input,
            country,
            values: Vec::with_capacity(4),
            issues: Vec::new(),
            iban: None,
            bic: None,
            status: Status::Valid,
            structure: None,
            check_digits: None,
            national: None,
        }
    }

    fn field(&mut self, field: &'static Field) {
        let text = self.input.get(field.key).unwrap_or_default();
        if too_long(text) {
            self.status = Status::Invalid;
            self.structure = Some(false);
            let max = field.format.max.to_string();
            self.issues
                .push(Issue::new(Code::TooLong, field.key.as_str()).param("max", max));
            return;
        }
        match field.check {
            Check::Iban => self.iban(field, text),
            Check::Bic => {
                let cleaned = Cleaned::read(text, "");
                self.bic = self.code(field, text, &cleaned, Bic::scan(&cleaned), Bic::as_str);
            }
            Check::Aba => {
                let cleaned = Cleaned::read(text, "");
                let scan = RoutingNumber::scan(&cleaned);
                if self
                    .code(field, text, &cleaned, scan, RoutingNumber::as_str)
                    .is_some()
                {
                    self.check_digits = Some(true);
                }
            }
            Check::Ifsc => {
                let cleaned = Cleaned::read(text, "");
                self.code(field, text, &cleaned, Ifsc::scan(&cleaned), Ifsc::as_str);
            }
            Check::Digits => self.number(field, text),
            Check::GbAccount => self.gb_account(field, text),
            Check::Upi => {
                let characters = Characters::read(text);
                self.take(field, text, &characters, alias::upi(&characters));
            }
            Check::Proxy => self.proxy(field, text),
            Check::Option => self.option(field, text),
            Check::Text => self.text(field, text),
        }
    }

    /// Books the outcome of a field whose value is the scan's.
    fn take(&mut self, field: &Field, text: &str, places: &dyn Places, scan: Scan<String>) {
        match scan {
            Scan::Empty => self.empty(field),
            Scan::Partial(missing) => self.partial(field, text, places, missing.as_ref()),
            Scan::Wrong(fault) => self.fault(field, text, places, &fault),
            Scan::Right(value) => self.right(field, value),
        }
    }

    fn code<T>(
        &mut self,
        field: &Field,
        text: &str,
        cleaned: &Cleaned,
        scan: Scan<T>,
        show: impl Fn(&T) -> &str,
    ) -> Option<T> {
        match scan {
            Scan::Right(code) => {
                self.right(field, show(&code).to_owned());
                Some(code)
            }
            Scan::Empty => {
                self.empty(field);
                None
            }
            Scan::Partial(missing) => {
                self.partial(field, text, cleaned, missing.as_ref());
                None
            }
            Scan::Wrong(fault) => {
                self.fault(field, text, cleaned, &fault);
                None
            }
        }
    }

    /// Lowers the status, never raises it.
    fn at_best(&mut self, status: Status) {
        self.status = self.status.max(status);
    }

    fn empty(&mut self, field: &Field) {
        if !field.optional {
            self.at_best(Status::Incomplete);
            self.issues
                .push(Issue::new(Code::Required, field.key.as_str()).param("label", field.label));
        }
    }

    fn partial(&mut self, field: &Field, text: &str, places: &dyn Places, missing: Option<&Fault>) {
        self.at_best(Status::Incomplete);
        self.structure = Some(false);
        let fault = missing.unwrap_or(&Fault::Short { min: usize::MAX });
        let fault = match fault {
            Fault::Short { min: usize::MAX } => &Fault::Short {
                min: usize::from(field.format.min),
            },
            other => other,
        };
        self.issues
            .push(fault.explain(field.key, text, places, Some(self.country)));
    }

    fn fault(&mut self, field: &Field, text: &str, places: &dyn Places, fault: &Fault) {
        self.at_best(Status::Invalid);
        match fault {
            Fault::CheckDigits => {
                // They are looked at last: everything has its place.
                self.structure = self.structure.or(Some(true));
                self.check_digits = Some(false);
            }
            Fault::Pair { .. } => self.check_digits = Some(false),
            _ => self.structure = Some(false),
        }
        let issue = fault.explain(field.key, text, places, Some(self.country));
        self.issues
            .push(issue.suggest(repair::suggestions(field, self.country, text)));
    }

    fn right(&mut self, field: &Field, value: String) {
        self.structure = self.structure.or(Some(true));
        if field.test && value == field.example {
            self.issues
                .push(Issue::new(Code::TestNumber, field.key.as_str()));
        }
        self.values.push((field.key, value));
    }

    fn iban(&mut self, field: &Field, text: &str) {
        let cleaned = Cleaned::read(text, iban::LABEL);
        let scan = iban::scan(&cleaned, Some(self.country));
        let Some(iban) = self.code(field, text, &cleaned, scan, Iban::as_str) else {
            return;
        };
        self.check_digits = Some(true);
        if iban.is_example() {
            self.issues
                .push(Issue::new(Code::TestNumber, field.key.as_str()));
        }
        self.national_of_iban(field, &cleaned, &iban);
        self.iban = Some(iban);
    }

    fn national_of_iban(&mut self, field: &Field, cleaned: &Cleaned, iban: &Iban) {
        let outcome = check::national(iban.registry(), iban.bban());
        let position = |failure: Failure| {
            let (start, end) = failure.span;
            Some(cleaned.range(start.saturating_add(4), end.saturating_add(4)))
        };
        self.national_outcome(field.key, outcome, position);
    }

    /// Books what a national check found; `position` says where a failure stood.
    fn national_outcome(
        &mut self,
        key: FieldKey,
        outcome: Outcome,
        position: impl Fn(Failure) -> Option<(usize, usize)>,
    ) {
        self.national = Some(match outcome {
            Outcome::NotApplicable => CheckResult::NotApplicable,
            Outcome::NotVerifiable => CheckResult::NotVerifiable,
            Outcome::Passed => CheckResult::Passed,
            Outcome::Failed(failure) => {
                let (code, severity, result) = match failure.force {
                    Force::Universal => {
                        self.at_best(Status::Invalid);
                        (
                            Code::InvalidNationalCheck,
                            Severity::Error,
                            CheckResult::Failed,
                        )
                    }
                    Force::Advisory => (
                        Code::InvalidNationalCheck,
                        Severity::Warning,
                        CheckResult::Failed,
                    ),
                    // Nobody promises the rule any more, so there is no check to fail.
                    Force::Former => (
                        Code::FormerCheckRule,
                        Severity::Info,
                        CheckResult::NotApplicable,
                    ),
                };
                let mut issue = Issue::new(code, key.as_str())
                    .severity(severity)
                    .param("country", self.country.name());
                if let Some((start, end)) = position(failure) {
                    issue = issue.at(start, end);
                }
                self.issues.push(issue);
                result
            }
        });
    }

    /// The modulus check of a sort code and an account number, once both are there.
    fn national_of_gb(&mut self) {
        let value = |wanted| {
            let of = |(key, _): &&(FieldKey, String)| *key == wanted;
            self.values.iter().find(of).map(|(_, value)| value.as_str())
        };
        if let (Some(sort_code), Some(number)) =
            (value(FieldKey::SortCode), value(FieldKey::AccountNumber))
        {
            let outcome = check::gb::outcome(sort_code.as_bytes(), number.as_bytes());
            // Any digit of the two fields may be the wrong one.
            self.national_outcome(FieldKey::AccountNumber, outcome, |_| None);
        }
    }

    /// Digits and letters in their places.
    fn number(&mut self, field: &Field, text: &str) {
        let cleaned = Cleaned::read(text, "");
        let outcome =
            scan(&cleaned, &field.format).and(|()| Scan::Right(cleaned.text().to_owned()));
        self.take(field, text, &cleaned, outcome);
        let (least, most) = field.usual;
        let length = cleaned.len();
        let usual = usize::from(least)..=usize::from(most);
        if most > 0
            && length > 0
            && length <= usize::from(field.format.max)
            && !usual.contains(&length)
        {
            self.issues.push(
                Issue::new(Code::UnusualLength, field.key.as_str())
                    .param("expected", format!("{least} to {most}"))
                    .param("actual", length.to_string()),
            );
        }
    }

    /// Vocalink: 7 digits get one zero in front, 6 digits two. What 9 and 10 digits mean is each
    /// bank's own rule.
    fn gb_account(&mut self, field: &Field, text: &str) {
        const LENGTH: usize = 8;
        let cleaned = Cleaned::read(text, "");
        match scan(&cleaned, &field.format) {
            Scan::Right(()) => {
                let missing = LENGTH.saturating_sub(cleaned.len());
                let value = format!("{}{}", "0".repeat(missing), cleaned.text());
                self.right(field, value);
                if missing > 0 {
                    self.issues.push(
                        Issue::new(Code::ZerosAdded, field.key.as_str())
                            .param("length", LENGTH.to_string()),
                    );
                }
            }
            Scan::Wrong(Fault::Surplus { .. }) if (9..=10).contains(&cleaned.len()) => {
                let fault = Fault::Length {
                    expected: "8: banks that write 9 or 10 have an 8-digit form",
                };
                self.fault(field, text, &cleaned, &fault);
            }
            other => self.take(field, text, &cleaned, other.and(|()| Scan::Empty)),
        }
    }

    fn option(&mut self, field: &Field, text: &str) {
        let typed = text.trim().to_lowercase();
        if typed.is_empty() {
            return self.empty(field);
        }
        if let Some((value, _)) = field.options.iter().find(|(value, _)| *value == typed) {
            return self.right(field, (*value).to_owned());
        }
        let characters = Characters::read(text);
        if field
            .options
            .iter()
            .any(|(value, _)| value.starts_with(&typed))
        {
            return self.partial(field, text, &characters, None);
        }
        let values: Vec<&str> = field.options.iter().map(|(value, _)| *value).collect();
        let fault = Fault::Value {
            from: 0,
            to: usize::MAX,
            expected: Cow::Owned(values.join(" or ")),
        };
        self.fault(field, text, &characters, &fault);
    }

    fn proxy(&mut self, field: &Field, text: &str) {
        let kind = self
            .input
            .get(FieldKey::ProxyType)
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        // Without a kind, what is typed tells.
        let is_email = match kind.as_str() {
            "email" => true,
            "phone" => false,
            _ => {
                text.contains(|character: char| character.is_ascii_alphabetic() || character == '@')
            }
        };
        if is_email {
            let characters = Characters::read(text);
            self.take(field, text, &characters, alias::email(&characters));
        } else {
            let (characters, scan) = alias::phone(text, self.country);
            self.take(field, text, &characters, scan);
        }
    }

    /// Nothing is known but that it is one line of text.
    fn text(&mut self, field: &Field, text: &str) {
        let max = usize::from(field.format.max);
        let shown: String = text
            .chars()
            .filter(|&character| character == ' ' || !is_blank(character))
            .collect();
        let value = shown.trim();
        let characters = Characters::read(text);
        let control = characters
            .part(0, usize::MAX)
            .chars()
            .position(char::is_control);
        let scan = match (characters.count(), control) {
            (0, _) => Scan::Empty,
            (_, Some(index)) => Scan::Wrong(Fault::character(index, None)),
            (count, None) if count > max => Scan::Wrong(Fault::Surplus { max }),
            (_, None) => Scan::Right(value.to_owned()),
        };
        self.take(field, text, &characters, scan);
    }

    /// What one field says about another, and what is there without being asked for.
    fn across(&mut self, chosen: &Chosen) {
        self.specimen();
        if uses_sort_code(chosen) {
            self.national_of_gb();
        }
        if let (Some(iban), Some(bic)) = (self.iban, self.bic)
            && let (Some(of_iban), Some(of_bic)) = (iban.country(), bic.country())
            && of_iban != of_bic
        {
            // Some banks are reached through a bank abroad.
            self.issues.push(
                Issue::new(Code::CountryMismatch, FieldKey::Bic.as_str())
                    .severity(Severity::Warning)
                    .param("actual", of_bic.name())
                    .param("expected", of_iban.name()),
            );
        }
        for (key, text) in self.input.fields() {
            if matches!(
                key,
                FieldKey::HolderName | FieldKey::HolderAddress | FieldKey::HolderTaxId
            ) {
                self.holder(key, text);
            } else if !chosen.method.uses(key) && !self.agrees(key, text) {
                self.issues.push(
                    Issue::new(Code::UnexpectedField, key.as_str()).param("label", key.label()),
                );
            }
        }
    }

    /// Fields that together are a test number; one that is alone was seen before.
    fn specimen(&mut self) {
        let is_seen = |issue: &Issue| issue.code == Code::TestNumber;
        if let Some(key) = specimen::field(self.country, &self.values)
            && !self.issues.iter().any(is_seen)
        {
            self.issues.push(Issue::new(Code::TestNumber, key.as_str()));
        }
    }

    /// A local field next to a British IBAN, which holds the same: it may agree or contradict.
    fn agrees(&mut self, key: FieldKey, text: &str) -> bool {
        let Some(iban) = self.iban.filter(|iban| iban.as_str().starts_with("GB")) else {
            return false;
        };
        let part = match key {
            FieldKey::SortCode => iban.branch_code().unwrap_or_default(),
            FieldKey::AccountNumber => iban.account_number(),
            _ => return false,
        };
        if too_long(text) || Cleaned::read(text, "").text() != part {
            self.at_best(Status::Invalid);
            self.issues.push(
                Issue::new(Code::ConflictingFields, key.as_str())
                    .param("label", key.label())
                    .param("other", FieldKey::Iban.label()),
            );
        }
        true
    }

    fn holder(&mut self, key: FieldKey, text: &str) {
        if too_long(text) {
            self.at_best(Status::Invalid);
            self.issues.push(
                Issue::new(Code::TooLong, key.as_str()).param("max", MAX_CHARACTERS.to_string()),
            );
        } else {
            self.values.push((key, text.trim().to_owned()));
        }
    }

    fn finish(mut self, chosen: &Chosen) -> AccountReport {
        let currency = self.currency(chosen);
        let checks = self.checks(chosen);
        let status = self.status;
        let account = (status == Status::Valid).then(|| {
            let number = number_field(chosen.method.fields)
                .and_then(|field| self.values.iter().find(|(key, _)| *key == field.key));
            let masked = masked(number.map_or("", |(_, value)| value));
            let formatted = match &self.iban {
                Some(iban) => iban.to_string(),
                None => formatted(chosen.method.fields, &self.values),
            };
            if let Some(iban) = &self.iban {
                self.values
                    .push((FieldKey::BankCode, iban.bank_code().to_owned()));
                if let Some(branch) = iban.branch_code() {
                    self.values.push((FieldKey::BranchCode, branch.to_owned()));
                }
            }
            sort_by(&mut self.values, |one, other| one.0.cmp(&other.0));
            Account {
                country: self.country,
                currency,
                scheme: chosen.method.scheme,
                fields: std::mem::take(&mut self.values),
                iban: self.iban,
                formatted,
                masked,
            }
        });
        let mut tables = Tables::from([("markets", MARKETS_EDITION)]);
        if uses_iban(chosen) {
            tables.insert("iban", IBAN_EDITION);
        }
        if self.country.bytes() == *b"GB" {
            tables.insert("gb_modulus", check::gb::EDITION);
        }
        #[cfg(feature = "de-checks")]
        if self.country.bytes() == *b"DE" {
            tables.insert("de_methods", check::de::EDITION);
        }
        AccountReport {
            status,
            account,
            checks,
            issues: self.issues,
            tables,
        }
    }

    fn currency(&mut self, chosen: &Chosen) -> Option<Cow<'static, str>> {
        let currencies = chosen.market.map_or(&[][..], |market| market.currencies);
        let asked = self
            .input
            .currency
            .as_deref()
            .map(str::trim)
            .filter(|text| !text.is_empty());
        let Some(asked) = asked else {
            return currencies.first().map(|code| Cow::Borrowed(*code));
        };
        let asked = asked
            .get(..4)
            .map_or_else(|| asked.to_ascii_uppercase(), |_| String::new());
        if let Some(issue) = check_currency(&asked, self.country, currencies, "currency") {
            if issue.is_error() {
                self.at_best(Status::Invalid);
            }
            self.issues.push(issue);
        }
        Some(match currencies.iter().find(|code| **code == asked) {
            Some(code) => Cow::Borrowed(*code),
            None => Cow::Owned(asked),
        })
    }

    fn checks(&self, chosen: &Chosen) -> AccountChecks {
        use CheckResult::{Failed, NotApplicable, NotVerifiable, Passed};
        let has_check_digits = chosen
            .method
            .fields
            .iter()
            .any(|field| matches!(field.check, Check::Iban | Check::Aba));
        let structure = match self.structure {
            Some(false) => Failed,
            // Check digits that are wrong are found when everything is there.
            Some(true) if self.status != Status::Incomplete && chosen.market.is_some() => Passed,
            _ => NotVerifiable,
        };
        AccountChecks {
            structure,
            check_digits: match self.check_digits {
                Some(true) => Passed,
                Some(false) => Failed,
                None if has_check_digits || chosen.market.is_none() => NotVerifiable,
                None => NotApplicable,
            },
            national: self.national.unwrap_or_else(|| self.national(chosen)),
            // Which banks exist is for directories, which are loaded apart.
            directory: if chosen.method.scheme == "upi" || chosen.method.scheme == "proxy" {
                NotApplicable
            } else {
                NotVerifiable
            },
        }
    }

    /// Whether there is a national check that was not made.
    fn national(&self, chosen: &Chosen) -> CheckResult {
        if chosen.market.is_none() {
            return CheckResult::NotVerifiable;
        }
        let unchecked = if uses_iban(chosen) {
            match crate::market::IbanFormat::of(self.country) {
                Some(format) => format.national != National::None,
                None => false,
            }
        } else {
            uses_sort_code(chosen)
        };
        if unchecked {
            CheckResult::NotVerifiable
        } else {
            CheckResult::NotApplicable
        }
    }
}

fn uses_sort_code(chosen: &Chosen) -> bool {
    chosen.method.scheme == "gb"
}

fn uses_iban(chosen: &Chosen) -> bool {
    chosen.method.scheme == "iban"
}

/// Refused unread. A text has at least as many bytes as characters, and at most four times as many.
fn too_long(text: &str) -> bool {
    text.len() > MAX_CHARACTERS && text.chars().nth(MAX_CHARACTERS).is_some()
}
