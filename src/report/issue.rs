use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use super::{Code, Severity};

/// The editions of the tables that an answer used: table name to edition.
pub type Tables = BTreeMap<&'static str, &'static str>;

/// One thing to say about one field of the input.
///
/// ```
/// use payout_kit::report::{Code, Issue};
///
/// let issue = Issue::new(Code::TooLong, "accountNumber").param("max", "8").at(8, 9);
/// assert_eq!(issue.message(), "This is too long: at most 8 characters.");
/// assert_eq!(issue.position, Some((8, 9)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "Wire")]
pub struct Issue {
    /// The stable word for what is wrong.
    pub code: Code,
    /// The path of the field, as the caller spelled it in the request; empty for the whole.
    pub field: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// The facts that a message in another language needs.
    pub params: BTreeMap<&'static str, Cow<'static, str>>,
    /// Half-open range of characters (Unicode scalar values) of what the user typed.
    pub position: Option<(usize, usize)>,
    /// Whole values that would be right, best first; never applied by themselves.
    pub suggestions: Vec<String>,
}

impl Issue {
    /// An issue with the code's usual severity.
    #[must_use]
    pub fn new(code: Code, field: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            field: field.into(),
            severity: code.severity(),
            params: BTreeMap::new(),
            position: None,
            suggestions: Vec::new(),
        }
    }

    /// Adds a fact for the message. Never an account number: at most one character of one.
    #[must_use]
    pub fn param(mut self, key: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.params.insert(key, value.into());
        self
    }

    /// Points at the characters `start..end` of what the user typed.
    #[must_use]
    pub fn at(mut self, start: usize, end: usize) -> Self {
        self.position = Some((start, end));
        self
    }

    /// Replaces the code's usual severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Offers whole values that would be right, best first.
    #[must_use]
    pub fn suggest(mut self, suggestions: Vec<String>) -> Self {
        self.suggestions = suggestions;
        self
    }

    /// The same issue about a field further down: `account` + `iban` is `account.iban`.
    #[must_use]
    pub fn under(mut self, parent: &str) -> Self {
        self.field = if self.field.is_empty() {
            Cow::Owned(parent.to_owned())
        } else {
            Cow::Owned(format!("{parent}.{}", self.field))
        };
        self
    }

    /// True when the input cannot be used as it is.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The English text, safe to show to a payee.
    #[must_use]
    pub fn message(&self) -> String {
        fill(self.code.template(), &self.params)
    }
}

/// Replaces `{key}` by the parameter; a key without a parameter is left out.
fn fill(template: &str, params: &BTreeMap<&'static str, Cow<'static, str>>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let (key, tail) = after.split_once('}').unwrap_or((after, ""));
        if let Some(value) = params.get(key) {
            text.push_str(value);
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// The shape on the wire; fields in the order of the contract.
#[derive(Serialize)]
struct Wire {
    code: Code,
    field: Cow<'static, str>,
    severity: Severity,
    message: String,
    params: BTreeMap<&'static str, Cow<'static, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<(usize, usize)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<String>,
}

impl From<Issue> for Wire {
    fn from(issue: Issue) -> Self {
        let message = issue.message();
        let Issue {
            code,
            field,
            severity,
            params,
            position,
            suggestions,
        } = issue;
        Self {
            code,
            field,
            severity,
            message,
            params,
            position,
            suggestions,
        }
    }
}
