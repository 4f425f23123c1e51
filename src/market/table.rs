use serde::Serialize;

use super::field::Field;
use super::tables::MARKETS;
use super::{Country, FieldKey};

/// A country whose accounts can be checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Market {
    /// ISO 3166-1 alpha-2.
    pub country: Country,
    /// The short English name.
    pub name: &'static str,
    /// ISO 4217, the usual one first.
    pub currencies: &'static [&'static str],
    /// How an account can be given here; each is a `method` of [`requirements`](super::requirements()).
    pub methods: Vec<&'static str>,
    /// In the geographical scope of the SEPA schemes.
    pub sepa: bool,
    /// A live instant rail is known.
    pub instant: bool,
}

/// Every market, in the order of the country codes.
///
/// ```
/// let markets = payout_kit::market::list();
/// let gb = markets.iter().find(|market| market.country.as_str() == "GB").unwrap();
/// assert_eq!(gb.methods, ["local", "iban"]);
/// assert!(gb.sepa && gb.instant);
/// ```
#[must_use]
pub fn list() -> Vec<Market> {
    MARKETS
        .iter()
        .filter_map(|row| {
            let country = Country::from_bytes(row.country)?;
            Some(Market {
                country,
                name: country.name(),
                currencies: row.currencies,
                methods: row.methods.iter().map(|method| method.name).collect(),
                sepa: row.sepa,
                instant: row.instant,
            })
        })
        .collect()
}

/// A market as the tables hold it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct MarketRow {
    pub(crate) country: [u8; 2],
    pub(crate) currencies: &'static [&'static str],
    /// The usual one first.
    pub(crate) methods: &'static [&'static Method],
    pub(crate) sepa: bool,
    pub(crate) instant: bool,
}

impl MarketRow {
    pub(crate) fn of(country: Country) -> Option<&'static Self> {
        let at = MARKETS
            .binary_search_by_key(&country.bytes(), |row| row.country)
            .ok()?;
        MARKETS.get(at)
    }
}

/// One way to give an account.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Method {
    pub(crate) name: &'static str,
    /// The word in a report's account.
    pub(crate) scheme: &'static str,
    pub(crate) label: &'static str,
    pub(crate) fields: &'static [Field],
}

impl Method {
    pub(crate) fn uses(&self, key: FieldKey) -> bool {
        self.fields.iter().any(|field| field.key == key)
    }
}
