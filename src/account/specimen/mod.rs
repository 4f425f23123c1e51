//! Numbers that specifications and providers print for tests: right, and nobody's.

mod table;

use crate::market::{Country, FieldKey};

/// Country, and the fields that make it a test number together.
type Specimen = ([u8; 2], &'static [(FieldKey, &'static str)]);

/// Whether an IBAN is printed somewhere as an example; the registry's own are in its table.
pub(super) fn is_iban(iban: &str) -> bool {
    table::IBANS.contains(&iban)
}

/// The last field of a test number, if these values hold one.
pub(super) fn field(country: Country, values: &[(FieldKey, String)]) -> Option<FieldKey> {
    let holds = |(key, text): &(FieldKey, &str)| {
        let same = |(name, value): &(FieldKey, String)| name == key && value == text;
        values.iter().any(same)
    };
    let rows = table::LOCAL.iter();
    rows.filter(|(of, _)| *of == country.bytes())
        .find(|(_, fields)| fields.iter().all(holds))
        .and_then(|(_, fields)| fields.last())
        .map(|(key, _)| *key)
}
