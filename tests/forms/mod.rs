//! Every market's forms and the examples in them, for all tests that go through them.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::borrow::Cow;

use payout_kit::account::{AccountInput, is_valid_iban};
use payout_kit::market::{self, FieldRequirement, RequirementsRequest, requirements};
use serde_json::{Map, Value, json};

/// The form of one method of one market.
pub(crate) struct Form {
    pub(crate) country: String,
    pub(crate) method: &'static str,
    pub(crate) fields: Vec<FieldRequirement>,
}

impl Form {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.country, self.method)
    }

    /// The account of its examples.
    pub(crate) fn filled(&self) -> Typed {
        let mut typed = Typed::new(&self.country);
        for field in &self.fields {
            typed.put(field.key, &field.example);
        }
        typed
    }
}

/// Every form there is.
pub(crate) fn forms() -> Vec<Form> {
    let mut forms = Vec::new();
    for market in market::list() {
        for method in market.methods {
            let form = requirements(&RequirementsRequest {
                country: market.country.to_string(),
                method: Some(method.into()),
                ..Default::default()
            });
            assert_eq!(form.method, method);
            assert_eq!(form.currency, market.currencies[0]);
            forms.push(Form {
                country: form.country,
                method,
                fields: form.fields,
            });
        }
    }
    forms
}

/// Country and example of every country of the registry: no territories, which have their parent's,
/// and no formats that the registry does not have.
pub(crate) fn iban_examples() -> Vec<(String, &'static str)> {
    iban_forms()
        .into_iter()
        .map(|mut form| (form.country, fixed(form.fields.swap_remove(0).example)))
        .filter(|(_, example)| is_valid_iban(example))
        .collect()
}

/// An IBAN's example stands in a table.
pub(crate) fn fixed(example: Cow<'static, str>) -> &'static str {
    match example {
        Cow::Borrowed(example) => example,
        Cow::Owned(example) => panic!("{example}"),
    }
}

/// The forms of countries that have an IBAN of their own, in the registry or not.
pub(crate) fn iban_forms() -> Vec<Form> {
    let mut forms = forms();
    forms.retain(|form| {
        form.fields[0].key == "iban" && form.fields[0].example.starts_with(&form.country)
    });
    forms
}

/// What somebody typed, field by field.
#[derive(Clone)]
pub(crate) struct Typed(Map<String, Value>);

impl Typed {
    pub(crate) fn new(country: &str) -> Self {
        Self(Map::from_iter([("country".to_owned(), json!(country))]))
    }

    /// Puts a value under a key such as `proxy.value`.
    pub(crate) fn put(&mut self, key: &str, text: &str) {
        match key.split_once('.') {
            Some((parent, child)) => {
                let object = self
                    .0
                    .entry(parent)
                    .or_insert_with(|| json!({"type": "", "value": ""}));
                object[child] = json!(text);
            }
            None => drop(self.0.insert(key.into(), json!(text))),
        }
    }

    #[must_use]
    pub(crate) fn with(&self, key: &str, text: &str) -> Self {
        let mut other = self.clone();
        other.put(key, text);
        other
    }

    pub(crate) fn account(&self) -> AccountInput {
        serde_json::from_value(Value::Object(self.0.clone())).unwrap()
    }
}

/// A small generator: equal on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    pub(crate) fn digit(&mut self) -> u8 {
        b'0' + u8::try_from(self.below(10)).unwrap()
    }
}
