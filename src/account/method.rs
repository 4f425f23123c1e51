//! Which of a market's methods an input uses.

use super::AccountInput;
use crate::market::{Country, Field, FieldKey, GENERIC, MarketRow, Method};

/// A market's method, or the generic one where there is no table of the country.
pub(super) struct Chosen {
    pub(super) country: Country,
    pub(super) market: Option<&'static MarketRow>,
    pub(super) method: &'static Method,
}

impl Chosen {
    /// A field that another method of the same scheme has: it names the bank in another way, and may
    /// stand beside the method's own fields.
    pub(super) fn beside(&self, key: FieldKey) -> Option<&'static Field> {
        let methods = self.market.map_or(&[][..], |market| market.methods);
        let of_scheme = methods
            .iter()
            .filter(|method| method.scheme == self.method.scheme);
        of_scheme
            .flat_map(|method| method.fields)
            .find(|field| field.key == key)
            .filter(|_| !self.method.uses(key))
    }
}

/// The method most of whose keys are there; the usual one in doubt. A key with a text counts more
/// than an empty one: a form sends the empty fields of the method that it shows. An optional one
/// counts less: a BIC may stand next to any number. A method that has all it needs counts more than
/// one with empty fields. What is said of the holder counts nothing.
pub(super) fn choose(input: &AccountInput) -> Option<Chosen> {
    let country = Country::parse(&input.country)?;
    let Some(market) = MarketRow::of(country) else {
        return Some(Chosen {
            country,
            market: None,
            method: &GENERIC,
        });
    };
    let mut best: (usize, &'static Method) =
        (0, market.methods.first().copied().unwrap_or(&GENERIC));
    if market.methods.len() > 1 {
        for &method in market.methods {
            let score = score(input, method);
            if score > best.0 {
                best = (score, method);
            }
        }
    }
    Some(Chosen {
        country,
        market: Some(market),
        method: best.1,
    })
}

fn score(input: &AccountInput, method: &Method) -> usize {
    // An IBAN holds everything; what stands next to it can only agree.
    let has_iban = method.uses(FieldKey::Iban)
        && input
            .get(FieldKey::Iban)
            .is_some_and(|text| !text.trim().is_empty());
    let whole: usize = if has_iban { 1_000 } else { 0 };
    let of_account = || method.fields.iter().filter(|field| !field.key.is_holder());
    let is_given = |field: &Field| {
        let text = input.get(field.key);
        text.is_some_and(|text| !text.trim().is_empty())
    };
    let has_all = of_account().all(|field| field.optional || is_given(field));
    let whole = if has_all && of_account().any(is_given) {
        whole.saturating_add(4)
    } else {
        whole
    };
    of_account()
        .map(|field| match input.get(field.key) {
            Some(text) if !text.trim().is_empty() => {
                if field.optional {
                    7
                } else {
                    8
                }
            }
            Some(_) => 1,
            None => 0,
        })
        .fold(whole, usize::saturating_add)
}
