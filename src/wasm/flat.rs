//! The fast path of `validateAccount`: one text in, one text out. Writing objects across the
//! boundary member by member would cost more than the validation. Its counterpart is
//! `pkg/src/flat.ts`; both forms give equal reports, which the shared vectors hold.

use crate::account::{Account, AccountInput, AccountReport, CheckResult, Status, validate};
use crate::market::FieldKey;
use crate::report::{Issue, Severity, Tables};

/// ASCII's unit separator: no account holds it.
const SEPARATOR: char = '\u{1f}';

/// What masks a number, and what stands for it on the way.
const BULLET: char = '•';
const BULLET_SENT: &str = "\u{1e}";

/// Validates the account `key␟text␟key␟text␟…`. The answer is the flat form of its report; it is
/// empty when the account or its report has none, and the caller takes the long way.
#[must_use]
pub fn validate_flat(account: &str) -> String {
    read(account).map_or_else(String::new, |account| write(&validate(&account)))
}

fn read(text: &str) -> Option<AccountInput> {
    let mut account = AccountInput::default();
    let mut parts = text.split(SEPARATOR);
    while let (Some(key), Some(value)) = (parts.next(), parts.next()) {
        set(&mut account, key, value.to_owned())?;
    }
    Some(account)
}

fn set(account: &mut AccountInput, key: &str, value: String) -> Option<()> {
    let field = match key {
        "country" => {
            account.country = value;
            return Some(());
        }
        "currency" => &mut account.currency,
        "iban" => &mut account.iban,
        "bic" => &mut account.bic,
        "routingNumber" => &mut account.routing_number,
        "accountNumber" => &mut account.account_number,
        "accountType" => &mut account.account_type,
        "institutionNumber" => &mut account.institution_number,
        "transitNumber" => &mut account.transit_number,
        "sortCode" => &mut account.sort_code,
        "bsb" => &mut account.bsb,
        "ifsc" => &mut account.ifsc,
        "upiId" => &mut account.upi_id,
        "clabe" => &mut account.clabe,
        "cbu" => &mut account.cbu,
        "cci" => &mut account.cci,
        "pixKey" => &mut account.pix_key,
        "bankCode" => &mut account.bank_code,
        "branchCode" => &mut account.branch_code,
        "branchDigit" => &mut account.branch_digit,
        "accountDigit" => &mut account.account_digit,
        "ccc" => &mut account.ccc,
        "bankgiro" => &mut account.bankgiro,
        "holderName" => &mut account.holder_name,
        "holderAddress" => &mut account.holder_address,
        "holderTaxId" => &mut account.holder_tax_id,
        _ => return None,
    };
    *field = Some(value);
    Some(())
}

fn write(report: &AccountReport) -> String {
    let mut flat = Flat(String::with_capacity(512));
    flat.push(match report.status {
        Status::Valid => "valid",
        Status::Incomplete => "incomplete",
        Status::Invalid => "invalid",
    });
    if let Some(account) = &report.account {
        if account.field(FieldKey::ProxyValue).is_some() {
            return String::new();
        }
        flat.account(account);
    } else {
        flat.count(0);
    }
    let checks = &report.checks;
    for check in [
        checks.structure,
        checks.check_digits,
        checks.national,
        checks.directory,
    ] {
        flat.push(match check {
            CheckResult::Passed => "passed",
            CheckResult::Failed => "failed",
            CheckResult::NotApplicable => "not_applicable",
            CheckResult::NotVerifiable => "not_verifiable",
        });
    }
    flat.count(report.issues.len());
    for issue in &report.issues {
        flat.issue(issue);
    }
    flat.tables(&report.tables);
    flat.0
}

/// Texts with a separator after each. None of them holds one: the request's did not, and what the
/// core adds does not.
struct Flat(String);

impl Flat {
    fn push(&mut self, part: &str) {
        self.0.push_str(part);
        self.0.push(SEPARATOR);
    }

    fn count(&mut self, count: usize) {
        match u32::try_from(count)
            .ok()
            .and_then(|count| char::from_digit(count, 10))
        {
            Some(digit) => {
                self.0.push(digit);
                self.0.push(SEPARATOR);
            }
            None => self.push(&count.to_string()),
        }
    }

    fn account(&mut self, account: &Account) {
        let fields = account.shown();
        let members = fields.len().saturating_add(4);
        self.count(members.saturating_add(usize::from(account.currency.is_some())));
        self.push("country");
        self.push(account.country.as_str());
        if let Some(currency) = &account.currency {
            self.push("currency");
            self.push(currency);
        }
        self.push("scheme");
        self.push(account.scheme);
        for (key, value) in fields {
            self.push(key.as_str());
            self.push(value);
        }
        self.push("formatted");
        self.push(&account.formatted);
        self.push("masked");
        // A text of ASCII only crosses several times faster.
        self.push(&account.masked.replace(BULLET, BULLET_SENT));
    }

    fn issue(&mut self, issue: &Issue) {
        self.push(issue.code.as_str());
        self.push(&issue.field);
        self.push(match issue.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        });
        self.push(&issue.message());
        self.count(issue.params.len());
        for (key, value) in &issue.params {
            self.push(key);
            self.push(value);
        }
        match issue.position {
            Some((start, end)) => {
                self.count(start);
                self.count(end);
            }
            None => self.push(""),
        }
        self.count(issue.suggestions.len());
        for suggestion in &issue.suggestions {
            self.push(suggestion);
        }
    }

    fn tables(&mut self, tables: &Tables) {
        self.count(tables.len());
        for (table, edition) in tables {
            self.push(table);
            self.push(edition);
        }
    }
}
