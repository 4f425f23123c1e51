//! The fast path of `validateAccount`: one text in, one text out. Writing objects across the
//! boundary member by member would cost more than the whole validation. Its counterpart is
//! `pkg/src/flat.ts`; both forms give equal reports, which the shared vectors hold.

use crate::account::{Account, AccountInput, AccountReport, CheckResult, HIDDEN, Status, validate};
use crate::market::FieldKey;
use crate::report::{Issue, Severity, Tables};

/// ASCII's unit separator: no account holds it.
const SEPARATOR: char = '\u{1f}';

/// Between names of tables and their editions, which stand together in one text.
const TABLE_SEPARATOR: char = '\u{1e}';

/// The letter of the first key; the others follow in their order, as in `pkg/src/flat.ts`.
const FIRST_LETTER: u8 = b'a';

/// Validates the account `country␟currency␟`, then a letter and a text for each key, `…␟`. The answer
/// is the flat form of its report; it is empty when the account or its report has none, and the
/// caller takes the long way.
#[must_use]
pub fn validate_flat(account: &str) -> String {
    read(account)
        .and_then(|account| write(&validate(&account)))
        .unwrap_or_default()
}

fn read(text: &str) -> Option<AccountInput> {
    let mut parts = text.split_terminator(SEPARATOR);
    let mut account = AccountInput {
        country: parts.next()?.to_owned(),
        currency: Some(parts.next()?.to_owned()),
        ..AccountInput::default()
    };
    for part in parts {
        let (letter, value) = part.split_at_checked(1)?;
        let place = letter.bytes().next()?.checked_sub(FIRST_LETTER)?;
        account.replace(*FieldKey::ALL.get(usize::from(place))?, value.to_owned());
    }
    Some(account)
}

fn write(report: &AccountReport) -> Option<String> {
    let mut flat = Flat(String::with_capacity(512));
    flat.push(match report.status {
        Status::Valid => "valid",
        Status::Incomplete => "incomplete",
        Status::Invalid => "invalid",
    });
    let checks = &report.checks;
    for check in [
        checks.structure,
        checks.check_digits,
        checks.national,
        checks.directory,
    ] {
        flat.0.push(match check {
            CheckResult::Passed => '0',
            CheckResult::Failed => '1',
            CheckResult::NotApplicable => '2',
            CheckResult::NotVerifiable => '3',
        });
    }
    flat.tables(&report.tables);
    match &report.account {
        Some(account) => flat.account(account)?,
        None => flat.push(""),
    }
    for issue in &report.issues {
        flat.issue(issue);
    }
    Some(flat.0)
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
        self.digits(count);
        self.push("");
    }

    fn digits(&mut self, number: usize) {
        if number > 9 {
            self.digits(number / 10);
        }
        let last = u32::try_from(number % 10).ok();
        self.0
            .extend(last.and_then(|digit| char::from_digit(digit, 10)));
    }

    /// The letters of its keys, then its texts. `None`: it has an alias, which is no text.
    fn account(&mut self, account: &Account) -> Option<()> {
        let fields = account.shown();
        for (key, _) in &fields {
            if matches!(key, FieldKey::ProxyType | FieldKey::ProxyValue) {
                return None;
            }
            let letters = (FIRST_LETTER..).zip(FieldKey::ALL);
            let (letter, _) = letters.into_iter().find(|(_, other)| *other == key)?;
            self.0.push(char::from(letter));
        }
        self.push("");
        self.push(account.country.as_str());
        self.push(account.currency.as_deref().unwrap_or_default());
        self.push(account.scheme);
        for (_, value) in fields {
            self.push(value);
        }
        if let Some(bic) = account.bic() {
            let parts = bic.parts();
            let branch = parts.branch.unwrap_or_default();
            let in_order = [
                parts.business_party,
                parts.prefix,
                parts.country,
                parts.suffix,
            ];
            for part in in_order.into_iter().chain([branch]) {
                self.push(part);
            }
        }
        self.push(&account.formatted);
        // A text of ASCII only crosses several times faster.
        self.push(account.masked.strip_prefix(HIDDEN)?);
        Some(())
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
        for (table, edition) in tables {
            self.0.push_str(table);
            self.0.push(TABLE_SEPARATOR);
            self.0.push_str(edition);
            self.0.push(TABLE_SEPARATOR);
        }
        self.push("");
    }
}
