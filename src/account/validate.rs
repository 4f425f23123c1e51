use std::borrow::Cow;

use super::AccountInput;
use super::alias::{self, Characters};
use super::check::{self, Failure, Force, Outcome};
use super::clean::{Cleaned, MAX_CHARACTERS, ascii, is_blank};
use super::codes::{Bic, Ifsc, RoutingNumber};
use super::directory::Directory;
use super::display::{formatted, masked_account};
use super::domestic::{self, Printed};
use super::holder::{self, name};
use super::iban::{self, Iban};
use super::label;
use super::method::{Chosen, choose};
use super::pix;
use super::reference::ReferenceData;
use super::repair::{self, Faulty, Verdict};
use super::report::{Account, AccountChecks, AccountReport, CheckResult, Status};
use super::scan::{Expected, Fault, Places, Scan, scan, scan_any};
use super::sieve::Sieve;
use super::specimen;
use super::unusual;
use crate::market::{
    Check, Country, Field, FieldKey, Format, IBAN_EDITION, IbanFormat, MARKETS_EDITION, National,
    check_currency,
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
    validate_against(input, &ReferenceData::default())
}

/// [`validate_against`] bank directories alone.
#[must_use]
pub fn validate_with(input: &AccountInput, directories: &[Directory<'_>]) -> AccountReport {
    let reference = ReferenceData {
        directories: directories.to_vec(),
        ..ReferenceData::default()
    };
    validate_against(input, &reference)
}

/// [`validate`], with what the core does not carry. Of the directories the first of the account's country gives `bankName` and `bic`
/// and decides `checks.directory`. A bank code that a complete directory does not have, and a BIC other
/// than the directory's, are warnings: directories age. Without a directory of the country, and for a
/// code that a partial one does not have, `checks.directory` is `not_verifiable`.
#[must_use]
pub fn validate_against(input: &AccountInput, reference: &ReferenceData<'_>) -> AccountReport {
    let printed = Printed::read(input);
    let input = &*printed.input;
    let Some(chosen) = choose(input) else {
        return without_country(input);
    };
    let input = &*label::taken_off(input, &chosen);
    let mut check = Checking::new(input, chosen.country, reference);
    check.fields(&chosen);
    check.conflicts(&printed.conflicts);
    if chosen.market.is_none() {
        check.issues.push(
            Issue::new(Code::UnsupportedMarket, "country").param("country", chosen.country.name()),
        );
    }
    check.across(&chosen);
    check.repair(&chosen);
    let mut report = check.finish(&chosen);
    if printed.has_bic_as_bank_code {
        let of_bic = |issue: &&mut Issue| issue.field == FieldKey::Bic.as_str();
        for issue in report.issues.iter_mut().filter(of_bic) {
            issue.field = FieldKey::BankCode.as_str().into();
        }
    }
    if printed.in_front > 0 {
        for issue in &mut report.issues {
            of_parts(issue, printed.in_front);
        }
    }
    report
}

/// What is said of an account number whose first characters were typed as the bank's code.
fn of_parts(issue: &mut Issue, in_front: usize) {
    if issue.field != FieldKey::AccountNumber.as_str() {
        return;
    }
    if let Some((from, to)) = issue.position {
        if to < in_front {
            issue.field = FieldKey::BankCode.as_str().into();
            issue.suggestions.clear();
        } else {
            let place = |at: usize| at.saturating_sub(in_front);
            issue.position = Some((place(from), place(to)));
        }
    }
}

/// The account, if nothing speaks against it; no suggestions are looked for.
pub(super) fn normalised(input: &AccountInput) -> Option<Account> {
    let printed = Printed::read(input);
    let input = &*printed.input;
    let chosen = choose(input)?;
    let input = &*label::taken_off(input, &chosen);
    let reference = ReferenceData::default();
    let mut check = Checking::new(input, chosen.country, &reference);
    check.fields(&chosen);
    check.conflicts(&printed.conflicts);
    check.across(&chosen);
    check.finish(&chosen).account
}

/// What the account as a whole says of the value of one field.
fn verdict(
    input: &AccountInput,
    chosen: &Chosen,
    key: FieldKey,
    reference: &ReferenceData<'_>,
) -> Verdict {
    let mut check = Checking::new(input, chosen.country, reference);
    check.fields(chosen);
    check.across(chosen);
    let is_fault = |issue: &Issue| {
        issue.field == key.as_str()
            && (issue.is_error()
                || matches!(
                    issue.code,
                    Code::InvalidCheckDigits | Code::InvalidNationalCheck
                ))
    };
    if check.issues.iter().any(is_fault) {
        Verdict::Wrong
    } else if check.national == Some(CheckResult::Passed) || check.check_digits == Some(true) {
        Verdict::Proven
    } else {
        Verdict::Stands
    }
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
        tables: Tables::from([("markets", MARKETS_EDITION.into())]),
    }
}

/// A tax number that no form of the market asks for.
pub(super) const TAX_ID: Field = Field {
    key: FieldKey::HolderTaxId,
    label: FieldKey::HolderTaxId.label(),
    format: Format {
        min: 6,
        max: 20,
        digits: 0,
        letters: 0,
    },
    one_of: &[],
    mask: "",
    check: Check::TaxId,
    example: "",
    test: false,
    optional: true,
    options: &[],
    usual: (0, 0),
    why: "",
};

/// A phone number that no form of the market asks for.
const PHONE: Field = Field {
    key: FieldKey::HolderPhone,
    label: FieldKey::HolderPhone.label(),
    format: Format {
        min: 7,
        max: 16,
        digits: 0,
        letters: 0,
    },
    check: Check::Phone,
    ..TAX_ID
};

/// A date of birth that no form of the market asks for.
const BIRTH_DATE: Field = Field {
    key: FieldKey::HolderBirthDate,
    label: FieldKey::HolderBirthDate.label(),
    format: Format {
        min: 8,
        max: 8,
        digits: 0,
        letters: 0,
    },
    check: Check::BirthDate,
    ..TAX_ID
};

/// A Canadian routing number, which no form asks for.
const ROUTING: Field = Field {
    key: FieldKey::RoutingNumber,
    label: FieldKey::RoutingNumber.label(),
    format: Format {
        min: 9,
        max: 9,
        digits: 0,
        letters: 0,
    },
    ..TAX_ID
};

/// The identifier of HKICL: seven or nine digits, by its kind.
const FPS_ID: [Format; 2] = [
    Format {
        min: 7,
        max: 7,
        digits: 0x7f,
        letters: 0,
    },
    Format {
        min: 9,
        max: 9,
        digits: 0x1ff,
        letters: 0,
    },
];

/// An account on its way to a report.
struct Checking<'a> {
    input: &'a AccountInput,
    reference: &'a ReferenceData<'a>,
    country: Country,
    values: Vec<(FieldKey, String)>,
    issues: Vec<Issue>,
    iban: Option<Iban>,
    bic: Option<Bic>,
    /// The IBAN that local fields make.
    derived: Option<Iban>,
    /// The worst of the fields so far.
    status: Status,
    /// Whether what was typed has its places and lengths; `None`: nothing was typed.
    structure: Option<bool>,
    /// Check digits of the kind that holds everywhere: found right, found wrong.
    check_digits: Option<bool>,
    national: Option<CheckResult>,
    /// Where a check digit stands that cannot be checked.
    unverifiable: Option<FieldKey>,
    /// The kinds of alias that the rail takes.
    kinds_of_alias: &'static [(&'static str, &'static str)],
}

impl<'a> Checking<'a> {
    fn new(input: &'a AccountInput, country: Country, reference: &'a ReferenceData<'a>) -> Self {
        Self {
            input,
            reference,
            country,
            values: Vec::with_capacity(4),
            issues: Vec::new(),
            iban: None,
            bic: None,
            derived: None,
            status: Status::Valid,
            structure: None,
            check_digits: None,
            national: None,
            unverifiable: None,
            kinds_of_alias: &[],
        }
    }

    fn fields(&mut self, chosen: &Chosen) {
        let mut fields = chosen.method.fields.iter();
        let kinds = fields.find(|field| field.key == FieldKey::ProxyType);
        self.kinds_of_alias = kinds.map_or(&[], |field| field.options);
        for field in chosen.method.fields {
            self.field(field);
        }
        for (key, text) in self.input.fields() {
            if !text.trim().is_empty()
                && let Some(field) = chosen.beside(key)
            {
                self.field(field);
            }
        }
    }

    /// Tells of fields that hold another's part, and not what that one says.
    fn conflicts(&mut self, conflicts: &[(FieldKey, FieldKey)]) {
        for (key, other) in conflicts {
            self.conflict(*key, *other);
        }
    }

    fn conflict(&mut self, key: FieldKey, other: FieldKey) {
        self.at_best(Status::Invalid);
        self.issues.push(
            Issue::new(Code::ConflictingFields, key.as_str())
                .param("label", key.label())
                .param("other", other.label()),
        );
    }

    /// Offers what was probably meant, where the whole account tells what is right.
    fn repair(&mut self, chosen: &Chosen) {
        let (input, reference) = (self.input, self.reference);
        let is_covered = self.is_covered(chosen);
        for issue in &mut self.issues {
            let Some(key) = FieldKey::ALL.iter().find(|key| key.as_str() == issue.field) else {
                continue;
            };
            let of_form = chosen.method.fields.iter().find(|field| field.key == *key);
            let field = match of_form.or_else(|| chosen.beside(*key)) {
                Some(field) => field,
                None if *key == FieldKey::HolderTaxId => &TAX_ID,
                None => continue,
            };
            let text = input.get(*key).unwrap_or_default();
            if !too_long(text) {
                let sieve = Sieve::new(field, chosen, input, &reference.tables);
                let passes = |text| {
                    let mut other = input.clone();
                    other.replace(*key, text);
                    verdict(&other, chosen, *key, reference)
                };
                let faulty = Faulty {
                    field,
                    country: self.country,
                    issue,
                    text,
                    is_covered,
                    tables: &reference.tables,
                };
                let may_hold = |number: &str| sieve.may_hold(number);
                issue.suggestions = repair::suggestions(&faulty, may_hold, passes);
            }
        }
    }

    fn field(&mut self, field: &'static Field) {
        let text = self.input.get(field.key).unwrap_or_default();
        if field.key.is_holder() {
            self.of_holder(field, text);
        } else {
            self.read(field, text);
        }
    }

    /// The checks of a report are the account's: those of the holder's data do not count there.
    fn of_holder(&mut self, field: &Field, text: &str) {
        let (check_digits, structure) = (self.check_digits, self.structure);
        self.read(field, text);
        (self.check_digits, self.structure) = (check_digits, structure);
    }

    fn read(&mut self, field: &Field, text: &str) {
        if too_long(text) {
            self.status = Status::Invalid;
            self.structure = Some(false);
            let max = field.format.max.to_string();
            self.issues
                .push(Issue::new(Code::TooLong, field.key.as_str()).param("max", max));
            return;
        }
        if label::is_begun(field, self.country, self.input, text) {
            let characters = Characters::read(text);
            return self.partial(field, text, &characters, None);
        }
        match field.check {
            Check::Iban => self.iban(field, text),
            Check::Bic => {
                let cleaned = Cleaned::read(text, "");
                self.bic = self.code(field, text, &cleaned, Bic::scan(&cleaned), Bic::as_str);
                if let Some(bic) = self.bic {
                    for (code, (from, to)) in bic.notes() {
                        let (start, end) = cleaned.range(from, to);
                        let issue = Issue::new(code, field.key.as_str()).at(start, end);
                        self.issues.push(issue);
                    }
                }
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
            Check::Digits
            | Check::Clabe
            | Check::Cbu
            | Check::Cci
            | Check::NewZealand
            | Check::Swedish
            | Check::Bankgiro
            | Check::Bangladeshi
            | Check::Hungarian
            | Check::Polish
            | Check::Serbian
            | Check::Macedonian
            | Check::Finnish
            | Check::Card => self.number(field, text),
            Check::BankOrBic => {
                let cleaned = Cleaned::read(text, "");
                if cleaned.bytes().first().is_some_and(u8::is_ascii_alphabetic) {
                    self.code(field, text, &cleaned, Bic::scan(&cleaned), Bic::as_str);
                } else {
                    self.number(field, text);
                }
            }
            Check::Czech => self.czech(field, text),
            Check::Pix => self.pix(field, text),
            Check::TaxId => self.tax_id(field, text),
            Check::Phone => self.phone(field, text),
            Check::BirthDate => {
                let cleaned = Cleaned::read(text, "");
                self.take(field, text, &cleaned, holder::birth_date(&cleaned));
            }
            Check::Katakana => self.name(field, text, name::katakana),
            Check::Cyrillic => self.name(field, text, name::cyrillic),
            Check::GbAccount => self.gb_account(field, text),
            Check::Upi => {
                let characters = Characters::in_one_piece(text);
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
        if matches!(missing, Some(Fault::CheckDigit { .. })) {
            // As it stands it is wrong; more characters can make it something else.
            self.check_digits = Some(false);
        } else {
            self.structure = Some(false);
        }
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
            Fault::CheckDigits | Fault::CheckDigit { .. } => {
                // They are looked at last: everything has its place.
                self.structure = self.structure.or(Some(true));
                self.check_digits = Some(false);
            }
            Fault::Pair { .. } => self.check_digits = Some(false),
            _ => self.structure = Some(false),
        }
        self.issues
            .push(fault.explain(field.key, text, places, Some(self.country)));
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
        if iban.is_qr() {
            self.issues
                .push(Issue::new(Code::QrIban, field.key.as_str()));
        }
        self.official(field.key, &iban);
        self.national_of_iban(field, &cleaned, &iban);
        self.iban = Some(iban);
    }

    /// Tells of an IBAN that the registry does not have.
    fn official(&mut self, key: FieldKey, iban: &Iban) {
        if iban.format().is_unofficial() {
            self.issues.push(
                Issue::new(Code::UnofficialIban, key.as_str())
                    .param("country", self.country.name()),
            );
        }
    }

    fn national_of_iban(&mut self, field: &Field, cleaned: &Cleaned, iban: &Iban) {
        let outcome = check::national(iban.registry(), iban.bban(), &self.reference.tables);
        // No bank has issued an example: its digits say nothing, and nobody needs to look again.
        let is_certain = match outcome {
            Outcome::Failed(failure) => failure.force != Force::Advisory,
            Outcome::NotVerifiable => false,
            Outcome::Passed | Outcome::NotApplicable => true,
        };
        if !is_certain && iban.is_example() {
            self.national = Some(CheckResult::NotVerifiable);
            return;
        }
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
            Outcome::NotVerifiable => {
                self.unverifiable = Some(key);
                CheckResult::NotVerifiable
            }
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
        if let (Some(sort_code), Some(number)) = (
            self.value(FieldKey::SortCode),
            self.value(FieldKey::AccountNumber),
        ) {
            let outcome = check::gb::outcome(
                sort_code.as_bytes(),
                number.as_bytes(),
                self.reference.tables.gb_modulus.as_ref(),
            );
            // Any digit of the two fields may be the wrong one.
            self.national_outcome(FieldKey::AccountNumber, outcome, |_| None);
        }
    }

    /// Digits and letters in their places.
    fn number(&mut self, field: &Field, text: &str) {
        let mut cleaned = domestic::read(field.check, text);
        if field.key == FieldKey::BankCode
            && let Some(format) = IbanFormat::of(self.country)
        {
            // As the IBAN writes it, with zeros in front.
            cleaned.drop_zeros(format.bank_length(), usize::from(field.format.max));
        }
        match domestic::number(field, &cleaned) {
            Scan::Right(value) => self.domestic(field, &cleaned, value),
            other => self.take(field, text, &cleaned, other),
        }
        if field.check == Check::Swedish && cleaned.is_filled() {
            self.issues.push(
                Issue::new(Code::ZerosAdded, field.key.as_str())
                    .param("length", domestic::SWEDBANK_ACCOUNT.to_string()),
            );
        }
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

    /// A number of the right characters and length, with its country's check.
    fn domestic(&mut self, field: &Field, cleaned: &Cleaned, value: String) {
        let outcome = domestic::of_field(field.check, cleaned.bytes());
        let longest = domestic::longest(field.check, cleaned.bytes(), &field.format);
        let repairable = |failure: Failure| {
            failure.force == Force::Universal
                && cleaned.len() < longest
                && failure.span.1 >= cleaned.len()
        };
        if let Outcome::Failed(failure) = outcome
            && repairable(failure)
        {
            // A whole number that does not fit, until more digits make it another one.
            let status = self.status.max(Status::Incomplete);
            self.structure = self.structure.or(Some(true));
            self.national_outcome(field.key, outcome, |failure| {
                Some(cleaned.range(failure.span.0, failure.span.1))
            });
            self.status = status;
            return;
        }
        if matches!(field.check, Check::Clabe | Check::Cbu) {
            self.check_digits = Some(true);
        }
        self.right(field, value);
        if domestic::has_check(field.check) {
            self.national_outcome(field.key, outcome, |failure| {
                Some(cleaned.range(failure.span.0, failure.span.1))
            });
        }
    }

    fn czech(&mut self, field: &Field, text: &str) {
        let characters = Characters::read(text);
        let scan = match domestic::read_czech(text) {
            None if characters.count() == 0 => Scan::Empty,
            Some(Ok(Ok(number))) => Scan::Right(number.text()),
            Some(Ok(Err(min))) => Scan::Partial(Some(Fault::Short { min })),
            Some(Err(wrong)) => {
                // Count the characters that count before the place.
                let before =
                    Characters::read(&text.chars().take(wrong.place()).collect::<String>());
                Scan::Wrong(wrong.fault(before.count()))
            }
            None => Scan::Wrong(Fault::Character {
                index: 0,
                expected: Expected::Words("a digit"),
            }),
        };
        self.take(field, text, &characters, scan);
    }

    fn pix(&mut self, field: &Field, text: &str) {
        let key = pix::scan(text, self.country);
        if key.has_check_digits && matches!(key.scan, Scan::Right(_)) {
            self.check_digits = Some(true);
        }
        self.take(field, text, &*key.places, key.scan);
    }

    fn phone(&mut self, field: &Field, text: &str) {
        let (characters, scan) = alias::any_phone(text, self.country);
        self.take(field, text, &characters, scan);
    }

    /// A name in the script that `rule` knows.
    /// A name in another script is unusual; the account is right all the same.
    fn name(&mut self, field: &Field, text: &str, rule: fn(&Characters) -> Scan<()>) {
        let characters = Characters::read(text);
        let max = usize::from(field.format.max);
        let fault = match rule(&characters) {
            Scan::Empty => return self.empty(field),
            Scan::Wrong(fault) | Scan::Partial(Some(fault)) => Some(fault),
            Scan::Right(()) | Scan::Partial(None) => None,
        };
        if let Some(fault) = fault {
            let issue = fault.explain(field.key, text, &characters, Some(self.country));
            self.issues.push(issue.severity(Severity::Warning));
        }
        let scan = if characters.count() > max {
            Scan::Wrong(Fault::Surplus { max })
        } else {
            Scan::Right(line(text).chars().map(ascii).collect())
        };
        self.take(field, text, &characters, scan);
    }

    fn tax_id(&mut self, field: &Field, text: &str) {
        match holder::tax_id(self.country, text) {
            Some((places, mut reading)) => {
                let generic = match &reading.scan {
                    Scan::Right(number) => holder::generic(self.country, number),
                    _ => None,
                };
                reading.doubtful &= generic.is_none();
                self.of_holder_number(field, text, &*places, reading);
                if let Some(meaning) = generic {
                    self.issues.push(
                        Issue::new(Code::GenericTaxId, field.key.as_str())
                            .param("meaning", meaning),
                    );
                }
            }
            None => self.text(field, text),
        }
    }

    fn of_holder_number(
        &mut self,
        field: &Field,
        text: &str,
        places: &dyn Places,
        reading: holder::Reading,
    ) {
        let doubtful = reading.doubtful && matches!(reading.scan, Scan::Right(_));
        self.take(field, text, places, reading.scan);
        if doubtful {
            self.issues.push(
                Issue::new(Code::InvalidCheckDigits, field.key.as_str())
                    .severity(Severity::Warning),
            );
        }
    }

    /// Vocalink: 7 digits get one zero in front, 6 digits two; 9 and 10 digits are rewritten by the
    /// bank's own rule.
    fn gb_account(&mut self, field: &Field, text: &str) {
        const LENGTH: usize = 8;
        let cleaned = Cleaned::read(text, "");
        match scan(&cleaned, &field.format) {
            Scan::Right(()) if cleaned.len() > LENGTH => {
                self.longer_gb_account(field, text, &cleaned);
            }
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
            other => self.take(field, text, &cleaned, other.and(|()| Scan::Empty)),
        }
    }

    /// Nine or ten digits, as few banks still write them: the bank is known by its sort code.
    fn longer_gb_account(&mut self, field: &Field, text: &str, cleaned: &Cleaned) {
        let of = |(key, _): &&mut (FieldKey, String)| *key == FieldKey::SortCode;
        let Some((_, sort_code)) = self.values.iter_mut().find(of) else {
            return self.at_best(Status::Incomplete);
        };
        match domestic::longer(sort_code, cleaned.text()) {
            Some(domestic::Longer::Beginning(min)) => {
                self.partial(field, text, cleaned, Some(&Fault::Short { min }));
            }
            Some(domestic::Longer::Whole([bank, number])) => {
                *sort_code = bank;
                let length = number.len().to_string();
                self.right(field, number);
                self.issues.push(
                    Issue::new(Code::NumberRewritten, field.key.as_str()).param("length", length),
                );
            }
            None => {
                let fault = Fault::Length {
                    expected: "8: banks that write 9 or 10 have an 8-digit form",
                };
                self.fault(field, text, cleaned, &fault);
            }
        }
    }

    fn option(&mut self, field: &Field, text: &str) {
        let typed = text.trim();
        if typed.is_empty() {
            return self.empty(field);
        }
        let typed = match field.key {
            FieldKey::ProxyType => kind_of_alias(typed),
            _ => typed,
        };
        let begins = |value: &str| {
            value
                .get(..typed.len())
                .is_some_and(|front| front.eq_ignore_ascii_case(typed))
        };
        let mut matching = field.options.iter().filter(|(value, _)| begins(value));
        if let Some((value, _)) = matching
            .clone()
            .find(|(value, _)| value.len() == typed.len())
        {
            return self.right(field, (*value).to_owned());
        }
        let characters = Characters::read(text);
        if matching.next().is_some() {
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
        let typed = self.input.get(FieldKey::ProxyType).unwrap_or_default();
        let kind = kind_of_alias(typed.trim()).to_ascii_lowercase();
        if !kind.is_empty() && chosen_kind(&self.values).is_none() && !text.trim().is_empty() {
            // What it should look like is known with its kind.
            return;
        }
        let cleaned = Cleaned::read(text, "");
        match kind.as_str() {
            "nationalid" => {
                let reading = holder::national_id(self.country, &cleaned);
                return self.of_holder_number(field, text, &cleaned, reading);
            }
            "businessid" => {
                let scan = holder::business_id(self.country, &cleaned);
                return self.take(field, text, &cleaned, scan);
            }
            "fpsid" => {
                let layout = scan_any(&cleaned, &FPS_ID);
                let scan = layout.and(|()| Scan::Right(cleaned.text().to_owned()));
                return self.take(field, text, &cleaned, scan);
            }
            "alias" => {
                let characters = Characters::in_one_piece(text);
                let scan = alias::name(&characters);
                return self.take(field, text, &characters, scan);
            }
            _ => {}
        }
        // Without a kind, what is typed tells, if only one that the rail takes can look like it.
        let takes = |kinds: &[&str]| {
            let mut of_rail = self.kinds_of_alias.iter();
            of_rail.any(|(kind, _)| kinds.contains(kind))
        };
        let is_email = match kind.as_str() {
            "email" => true,
            "phone" => false,
            _ if text.contains('@') => takes(&["email"]),
            _ if text.contains(|character: char| character.is_ascii_alphabetic()) => {
                takes(&["email"]) && !takes(&["nationalId", "businessId", "alias"])
            }
            _ => false,
        };
        let is_phone = match kind.as_str() {
            "phone" => true,
            "" if is_email || !takes(&["phone"]) => false,
            _ => {
                let characters = Characters::phone(text);
                characters.part(0, 1) == "+"
                    || characters
                        .iter()
                        .all(|character| character.is_ascii_digit())
                        && !takes(&["nationalId", "businessId", "fpsId"])
            }
        };
        if text.trim().is_empty() {
            self.empty(field);
        } else if is_email {
            let characters = Characters::in_one_piece(text);
            self.take(field, text, &characters, alias::email(&characters));
        } else if is_phone {
            let (characters, scan) = alias::phone(text, self.country);
            self.take(field, text, &characters, scan);
        }
    }

    /// Nothing is known but that it is one line of text.
    fn text(&mut self, field: &Field, text: &str) {
        let max = usize::from(field.format.max);
        let characters = Characters::read(text);
        let control = characters
            .part(0, usize::MAX)
            .chars()
            .position(char::is_control);
        let scan = match (characters.count(), control) {
            (0, _) => Scan::Empty,
            (_, Some(index)) => Scan::Wrong(Fault::character(index, None)),
            (count, None) if count > max => Scan::Wrong(Fault::Surplus { max }),
            (_, None) => Scan::Right(line(text)),
        };
        self.take(field, text, &characters, scan);
    }

    /// What one field says about another, and what is there without being asked for.
    fn across(&mut self, chosen: &Chosen) {
        self.specimen();
        if uses_sort_code(chosen) {
            self.national_of_gb();
        }
        self.across_local(chosen);
        self.country_of_bic();
        for (key, text) in self.input.fields() {
            // The IBAN has a bank code of its own, in letters where the country's is of digits.
            let is_of_iban = self.iban.is_some()
                && key == FieldKey::BankCode
                && text.trim().starts_with(char::is_alphabetic);
            if (chosen.method.uses(key) || chosen.beside(key).is_some()) && !is_of_iban {
                continue;
            }
            if key.is_holder() {
                self.holder(key, text);
            } else if key == FieldKey::RoutingNumber && chosen.method.uses(FieldKey::TransitNumber)
            {
                self.canadian_routing(text);
            } else if !self.agrees(key, text) {
                self.issues.push(
                    Issue::new(Code::UnexpectedField, key.as_str()).param("label", key.label()),
                );
            }
        }
    }

    /// A BIC is of the account's country, or of one whose banks serve it.
    fn country_of_bic(&mut self) {
        if let Some(of_bic) = self.bic.and_then(|bic| bic.country())
            && !of_bic.shares_banks_with(self.country)
        {
            // Some banks are reached through a bank abroad.
            self.issues.push(
                Issue::new(Code::CountryMismatch, FieldKey::Bic.as_str())
                    .severity(Severity::Warning)
                    .param("label", "The BIC")
                    .param("actual", of_bic.name())
                    .param("expected", self.country.name()),
            );
        }
    }

    /// What a field holds, once it was read and is right.
    fn value(&self, wanted: FieldKey) -> Option<&str> {
        let of = |(key, _): &&(FieldKey, String)| *key == wanted;
        self.values.iter().find(of).map(|(_, value)| value.as_str())
    }

    /// A routing number that is not whole: what it stands for is not asked for next to it.
    fn canadian_routing(&mut self, text: &str) {
        self.issues
            .retain(|issue| issue.code != Code::Required || !is_in_routing(&issue.field));
        if too_long(text) {
            self.fault(
                &ROUTING,
                text,
                &Cleaned::read("", ""),
                &Fault::Surplus { max: 9 },
            );
            return;
        }
        let cleaned = Cleaned::read(text, "");
        let scan = domestic::canadian_routing(&cleaned);
        self.take(&ROUTING, text, &cleaned, scan.and(|()| Scan::Empty));
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

    /// The checks over several fields, and the IBAN that they make.
    fn across_local(&mut self, chosen: &Chosen) {
        let scheme = chosen.method.scheme;
        let values = std::mem::take(&mut self.values);
        let value = |wanted| {
            let of = |(key, _): &&(FieldKey, String)| *key == wanted;
            values
                .iter()
                .find(of)
                .map_or("", |(_, value)| value.as_str())
        };
        let outcome = domestic::of_fields(scheme, value);
        let is_open = domestic::may_be_longer(scheme, value);
        let bban = (self.status == Status::Valid)
            .then(|| domestic::from_fields(scheme, value))
            .flatten();
        let typed_pair = value(FieldKey::AccountNumber)
            .get(..2)
            .unwrap_or_default()
            .to_owned();
        self.values = values;
        if let Some((key, outcome)) = outcome {
            let before = self.status;
            self.national_outcome(key, outcome, |_| None);
            if is_open && self.status > before {
                self.status = before.max(Status::Incomplete);
            }
        }
        let Some(iban) = bban.and_then(|bban| Iban::from_bban(self.country, &bban)) else {
            return;
        };
        let (key, shift) = match scheme {
            "es" => (FieldKey::Ccc, 0),
            "is" => (FieldKey::HolderTaxId, -12),
            "pl" => (FieldKey::AccountNumber, 2),
            // Two zeros that nobody types.
            "dz" => (FieldKey::AccountNumber, -2),
            _ => (FieldKey::AccountNumber, 0_isize),
        };
        let text = self.input.get(key).unwrap_or_default();
        let of_key = chosen.method.fields.iter().find(|field| field.key == key);
        let cleaned = domestic::read(of_key.map_or(Check::Digits, |field| field.check), text);
        if scheme == "pl" {
            self.check_digits = Some(iban.as_str().get(2..4) == Some(typed_pair.as_str()));
            if self.check_digits == Some(false) {
                self.at_best(Status::Invalid);
                let fault = Fault::CheckDigit { from: 0, to: 2 };
                self.issues
                    .push(fault.explain(key, text, &cleaned, Some(self.country)));
                return;
            }
        }
        if self.national.is_none() {
            let outcome = check::national(iban.registry(), iban.bban(), &self.reference.tables);
            let whole = matches!(scheme, "bban" | "dz" | "es" | "is" | "no" | "pl");
            self.national_outcome(key, outcome, |failure| {
                let (from, to) = failure.span;
                let typed = |place: usize| place.saturating_add_signed(shift);
                whole.then(|| cleaned.range(typed(from), typed(to)))
            });
        }
        self.official(key, &iban);
        self.derived = match scheme {
            "de" => check::de::bban_of_iban(iban.bban(), self.reference.tables.de_methods.as_ref())
                .and_then(|bban| Iban::from_bban(self.country, &bban)),
            _ => Some(iban),
        };
    }

    /// A local field next to an IBAN, which holds the same: it may agree or contradict.
    fn agrees(&mut self, key: FieldKey, text: &str) -> bool {
        let Some(iban) = self.iban else {
            return false;
        };
        let by_rule = (!too_long(text))
            .then(|| domestic::agrees(iban.registry(), key, text, iban.bban()))
            .flatten();
        match by_rule.or_else(|| Self::is_part(&iban, key, text)) {
            Some(true) => true,
            Some(false) => {
                self.conflict(key, FieldKey::Iban);
                true
            }
            None => false,
        }
    }

    /// Whether a text is what an IBAN has in a field; `None`: it has no such field.
    fn is_part(iban: &Iban, key: FieldKey, text: &str) -> Option<bool> {
        let local = domestic::fields_of(iban.format(), iban.as_str());
        let of = |(local, _): &&(FieldKey, String)| *local == key;
        let part = match (local.iter().find(of), key) {
            (Some((_, part)), _) => part.clone(),
            (None, FieldKey::BankCode) => iban.bank_code().to_owned(),
            (None, FieldKey::BranchCode) => iban.branch_code().unwrap_or_default().to_owned(),
            _ => return None,
        };
        let typed = match domestic::read_czech(text) {
            Some(Ok(Ok(number))) if part.contains('/') => number.text(),
            _ if iban.registry() == *b"PL" => {
                Cleaned::read(text, domestic::POLAND).text().to_owned()
            }
            _ => Cleaned::read(text, "").text().to_owned(),
        };
        // A Hungarian number of 16 digits is one of 24 that ends in zeros.
        let hungarian = iban.registry() == *b"HU";
        let plain = |text: &str| match text.trim_start_matches('0') {
            text if hungarian => text.trim_end_matches('0').to_owned(),
            text => text.to_owned(),
        };
        let is_part = |part: &str| plain(&typed).eq_ignore_ascii_case(&plain(part));
        // Where the whole BBAN is the account number, many give its last part alone.
        let is_account = key == FieldKey::AccountNumber && is_part(iban.account_number());
        Some(!too_long(text) && (is_part(&part) || is_account))
    }

    fn holder(&mut self, key: FieldKey, text: &str) {
        if too_long(text) {
            self.at_best(Status::Invalid);
            self.issues.push(
                Issue::new(Code::TooLong, key.as_str()).param("max", MAX_CHARACTERS.to_string()),
            );
        } else if key == FieldKey::HolderTaxId && holder::tax_id(self.country, text).is_some() {
            self.of_holder(&TAX_ID, text);
        } else if key == FieldKey::HolderPhone {
            self.of_holder(&PHONE, text);
        } else if key == FieldKey::HolderBirthDate {
            self.of_holder(&BIRTH_DATE, text);
        } else {
            self.values.push((key, line(text)));
        }
    }

    /// What there is to say of an account that has all its digits.
    fn unusual(&mut self, chosen: &Chosen) {
        if let Some(key) = self.unverifiable {
            let reason = unusual::unverifiable(self.country);
            self.issues
                .push(Issue::new(Code::NotVerifiable, key.as_str()).param("reason", reason));
        }
        let zeros = unusual::zeros(chosen.method, &self.values).or_else(|| {
            let iban = self.iban.as_ref().or(self.derived.as_ref())?;
            unusual::is_of_zeros(iban).then_some(match (&self.iban, chosen.method.scheme) {
                (Some(_), _) => FieldKey::Iban,
                (None, "es") => FieldKey::Ccc,
                (None, _) => FieldKey::AccountNumber,
            })
        });
        if let Some(key) = zeros {
            self.issues.push(Issue::new(Code::AllZeros, key.as_str()));
        }
    }

    fn finish(mut self, chosen: &Chosen) -> AccountReport {
        if self.status == Status::Valid || self.national == Some(CheckResult::Failed) {
            self.unusual(chosen);
        }
        let currency = self.currency(chosen);
        let mut checks = self.checks(chosen);
        let status = self.status;
        let (mut bank_name, mut edition) = (None, None);
        if let Some(directory) = self
            .reference
            .directories
            .iter()
            .find(|directory| directory.country() == self.country)
            && status == Status::Valid
        {
            bank_name = self.bank(directory, &mut checks.directory);
            edition = Some(directory.edition().to_owned());
        }
        let account = (status == Status::Valid).then(|| {
            let masked = masked_account(chosen.method.fields, |field| {
                let of = |(key, _): &&(FieldKey, String)| *key == field.key;
                self.values.iter().find(of).map(|(_, value)| value.clone())
            });
            let formatted = match &self.iban {
                Some(iban) => iban.to_string(),
                None => formatted(chosen.method.fields, &self.values),
            };
            // Payments at home carry the local fields: their IBAN is shown beside them.
            let shown = self.derived.filter(|_| is_shown_alone(chosen));
            let iban = self.iban.or(self.derived.filter(|_| shown.is_none()));
            let local = match (&shown, &iban) {
                (Some(iban), _) => vec![(FieldKey::Iban, iban.as_str().to_owned())],
                (None, Some(iban)) => self.follow_from(iban),
                (None, None) => Vec::new(),
            };
            sort_by(&mut self.values, |one, other| one.0.cmp(&other.0));
            Account {
                country: self.country,
                currency,
                scheme: chosen.method.scheme,
                fields: std::mem::take(&mut self.values),
                local,
                iban,
                bank_name,
                formatted,
                masked,
            }
        });
        let mut tables = Tables::from([("markets", MARKETS_EDITION.into())]);
        if uses_iban(chosen) {
            tables.insert("iban", IBAN_EDITION);
        }
        if IbanFormat::of(self.country).is_some_and(|format| format.country == *b"GB") {
            match &self.reference.tables.gb_modulus {
                Some(table) => tables.insert("gb_modulus", table.edition().to_owned()),
                None => tables.insert("gb_modulus", check::gb::EDITION),
            }
        }
        if self.country.bytes() == *b"DE" {
            match &self.reference.tables.de_methods {
                Some(table) => tables.insert("de_methods", table.edition().to_owned()),
                None => tables.insert("de_methods", check::de::EDITION),
            }
        }
        if let Some(edition) = edition {
            tables.insert("directory", edition);
        }
        AccountReport {
            status,
            account,
            checks,
            issues: self.issues,
            tables,
        }
    }

    /// Asks the directory for the account's bank: takes its BIC where none was given, and returns its
    /// name.
    fn bank(&mut self, directory: &Directory<'_>, result: &mut CheckResult) -> Option<String> {
        let key = directory.field();
        let value = |wanted| self.value(wanted);
        let iban = self.iban.as_ref().or(self.derived.as_ref());
        let code = match (iban, key) {
            (Some(iban), FieldKey::Iban) => directory.code_in(iban.as_str()),
            // No IBAN could be made of the local fields.
            (None, FieldKey::Iban) => value(FieldKey::BankCode),
            (Some(iban), FieldKey::BankCode) => {
                directory.code_in(value(key).unwrap_or_else(|| iban.bank_code()))
            }
            _ => directory.code_in(value(key)?),
        };
        let Some(bank) = directory.bank(code?) else {
            if directory.is_complete() {
                *result = CheckResult::Failed;
                // Local fields have no IBAN that an issue could point at.
                let key = match key {
                    FieldKey::Iban if self.iban.is_none() => FieldKey::BankCode,
                    FieldKey::BankCode if self.iban.is_some() => FieldKey::Iban,
                    key => key,
                };
                self.issues.push(
                    Issue::new(Code::BankNotFound, key.as_str())
                        .param("edition", directory.edition().to_owned()),
                );
            }
            return None;
        };
        *result = CheckResult::Passed;
        if let Some(bic) = bank.bic {
            match &self.bic {
                None => self.values.push((FieldKey::Bic, bic)),
                // The first eight characters name the bank, the rest one of its branches.
                Some(given) if given.as_str().get(..8) != bic.get(..8) => {
                    self.issues.push(
                        Issue::new(Code::BicNotOfBank, FieldKey::Bic.as_str())
                            .param("edition", directory.edition().to_owned()),
                    );
                }
                Some(_) => {}
            }
        }
        (!bank.name.is_empty()).then_some(bank.name)
    }

    /// What an IBAN says, where no field says it already. Returns what only the country's own form
    /// has.
    fn follow_from(&mut self, iban: &Iban) -> Vec<(FieldKey, String)> {
        let unknown =
            |values: &[(FieldKey, String)], key| values.iter().all(|(known, _)| *known != key);
        let mut local = domestic::fields_of(iban.format(), iban.as_str());
        let bank = [
            (FieldKey::Iban, Some(iban.as_str())),
            (FieldKey::BankCode, Some(iban.bank_code())),
            (FieldKey::BranchCode, iban.branch_code()),
        ];
        for (key, value) in bank {
            // At home the bank may be written otherwise than in the IBAN.
            let at_home = local.iter().find(|(other, _)| *other == key);
            let value = at_home.map_or(value, |(_, value)| Some(value));
            if let Some(value) = value
                && unknown(&self.values, key)
            {
                self.values.push((key, value.to_owned()));
            }
        }
        local.retain(|(key, _)| unknown(&self.values, *key));
        local
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
        let has_check_digits = chosen.method.fields.iter().any(|field| {
            matches!(
                field.check,
                Check::Iban | Check::Aba | Check::Clabe | Check::Cbu | Check::Polish
            )
        });
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
            directory: if matches!(chosen.method.scheme, "upi" | "proxy" | "pix") {
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
        let mut fields = chosen.method.fields.iter();
        if self.is_covered(chosen)
            || fields.any(|field| domestic::has_check(field.check))
            // Per bank, by rules that no source of ours has.
            || chosen.method.scheme == "za"
        {
            CheckResult::NotVerifiable
        } else {
            CheckResult::NotApplicable
        }
    }

    /// Whether the country's check covers the account's number without being the number's own.
    fn is_covered(&self, chosen: &Chosen) -> bool {
        match chosen.method.scheme {
            "iban" | "bban" | "dz" => {
                IbanFormat::of(self.country).is_some_and(|format| format.national != National::None)
            }
            scheme => {
                uses_sort_code(chosen)
                    || matches!(
                        scheme,
                        "br" | "cz" | "de" | "es" | "il" | "is" | "ng" | "no" | "pl" | "sk"
                    )
            }
        }
    }
}

fn uses_sort_code(chosen: &Chosen) -> bool {
    chosen.method.scheme == "gb"
}

/// Whether rails take the local fields and not the IBAN that they make.
fn is_shown_alone(chosen: &Chosen) -> bool {
    matches!(chosen.method.scheme, "br" | "gb")
}

fn uses_iban(chosen: &Chosen) -> bool {
    chosen.method.scheme == "iban"
}

/// Rails call a kind of alias by names of their own: a UEN, an ABN.
pub(super) fn kind_of_alias(typed: &str) -> &str {
    const NAMES: [(&str, &str); 5] = [
        ("uen", "businessId"),
        ("abn", "businessId"),
        ("nric", "nationalId"),
        ("fin", "nationalId"),
        ("mobile", "phone"),
    ];
    NAMES
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(typed))
        .map_or(typed, |(_, kind)| kind)
}

fn chosen_kind(values: &[(FieldKey, String)]) -> Option<&str> {
    let of_type = values.iter().find(|(key, _)| *key == FieldKey::ProxyType);
    of_type.map(|(_, kind)| kind.as_str())
}

/// The fields that a Canadian routing number stands for.
fn is_in_routing(field: &str) -> bool {
    field == FieldKey::InstitutionNumber.as_str() || field == FieldKey::TransitNumber.as_str()
}

/// One line without what shows nothing: white space of any kind is one space.
fn line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.trim().chars() {
        if character.is_whitespace() {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !is_blank(character) {
            line.push(character);
        }
    }
    line
}

/// Refused unread. A text has at least as many bytes as characters, and at most four times as many.
fn too_long(text: &str) -> bool {
    text.len() > MAX_CHARACTERS && text.chars().nth(MAX_CHARACTERS).is_some()
}
