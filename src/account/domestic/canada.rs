//! Canada: the routing number of electronic payments holds institution and transit.
//!
//! Source: Payments Canada, standard 005: a zero, institution (3), transit (5).

use super::printed::Printed;
use crate::account::clean::Cleaned;
use crate::account::scan::{Expected, Fault, Scan, scan};
use crate::market::{FieldKey, Format};

const ROUTING: Format = Format {
    min: 9,
    max: 9,
    digits: 0x1ff,
    letters: 0,
};

/// A routing number that is whole goes into the fields that it stands for.
pub(super) fn take_apart(printed: &mut Printed<'_>) {
    let given = Cleaned::read(printed.text(FieldKey::RoutingNumber), "");
    if !matches!(routing(&given), Scan::Right(())) {
        return;
    }
    let from = FieldKey::RoutingNumber;
    if let Some((institution, transit)) = given
        .text()
        .get(1..)
        .and_then(|rest| rest.split_at_checked(3))
    {
        printed.put(FieldKey::InstitutionNumber, institution, from);
        printed.put(FieldKey::TransitNumber, transit, from);
        printed.input.to_mut().routing_number = None;
    }
}

/// What a routing number is so far.
pub(in crate::account) fn routing(given: &Cleaned) -> Scan<()> {
    match given.bytes().first() {
        Some(first) if *first != b'0' => Scan::Wrong(Fault::Character {
            index: 0,
            expected: Expected::Words("a 0"),
        }),
        _ => scan(given, &ROUTING),
    }
}
