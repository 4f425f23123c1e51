use std::borrow::Cow;
use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::Serialize;

use super::{Code, Pairs, Severity};

/// The editions of the tables that an answer used: table name to edition.
pub type Tables = Pairs<Cow<'static, str>>;

/// One thing to say about one field of the input. Its `Debug` shows no suggestion: each is a
/// whole account number.
///
/// ```
/// use payout_kit::report::{Code, Issue};
///
/// let issue = Issue::new(Code::TooLong, "accountNumber").param("max", "8").at(8, 9);
/// assert_eq!(issue.message(), "This is too long: at most 8 characters.");
/// assert_eq!(issue.position, Some((8, 9)));
/// ```
// Boxed, because issues are handed on by value at hundreds of places: moving a pointer instead of
// fifteen words takes a tenth off the wasm.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(into = "Wire")]
pub struct Issue(Box<Details>);

/// The members of an [`Issue`].
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Details {
    /// The stable word for what is wrong.
    pub code: Code,
    /// The path of the field, as the caller spelled it in the request; empty for the whole.
    pub field: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// The facts that a message in another language needs.
    pub params: Pairs<Cow<'static, str>>,
    /// Half-open range of characters (Unicode scalar values) of what the user typed.
    pub position: Option<(usize, usize)>,
    /// Whole values that would be right, best first; never applied by themselves.
    pub suggestions: Vec<String>,
}

impl Deref for Issue {
    type Target = Details;

    fn deref(&self) -> &Details {
        &self.0
    }
}

impl DerefMut for Issue {
    fn deref_mut(&mut self) -> &mut Details {
        &mut self.0
    }
}

impl fmt::Debug for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Details {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issue")
            .field("code", &self.code)
            .field("field", &self.field)
            .field("severity", &self.severity)
            .field("params", &self.params)
            .field("position", &self.position)
            .field("suggestions", &self.suggestions.len())
            .finish()
    }
}

impl Issue {
    /// An issue with the code's usual severity.
    #[must_use]
    pub fn new(code: Code, field: impl Into<Cow<'static, str>>) -> Self {
        Self::build(code, field.into())
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

    #[inline(never)]
    fn build(code: Code, field: Cow<'static, str>) -> Self {
        Self(Box::new(Details {
            code,
            field,
            severity: code.severity(),
            params: Pairs::new(),
            position: None,
            suggestions: Vec::new(),
        }))
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
fn fill(template: &str, params: &Pairs<Cow<'static, str>>) -> String {
    let mut text = String::with_capacity(template.len().saturating_add(32));
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
    params: Pairs<Cow<'static, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<(usize, usize)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<String>,
}

impl From<Issue> for Wire {
    fn from(issue: Issue) -> Self {
        let message = issue.message();
        let Details {
            code,
            field,
            severity,
            params,
            position,
            suggestions,
        } = *issue.0;
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
