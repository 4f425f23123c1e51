//! Canada: the routing number of electronic payments holds institution and transit.
//!
//! Source: Payments Canada, standard 005: a zero, institution (3), transit (5); standard 006: on a
//! cheque, and on paper, transit, a hyphen and institution.

use super::printed::Printed;
use crate::account::clean::{Cleaned, MAX_CHARACTERS, is_separating_dash};
use crate::account::scan::{Expected, Fault, Scan, scan};
use crate::market::{FieldKey, Format};

const INSTITUTION: usize = 3;
const TRANSIT: usize = 5;

const ROUTING: Format = Format {
    min: 9,
    max: 9,
    digits: 0x1ff,
    letters: 0,
};

/// What holds transit and institution goes into the fields that it stands for.
pub(super) fn take_apart(printed: &mut Printed<'_>) {
    for key in [FieldKey::TransitNumber, FieldKey::RoutingNumber] {
        if let Some((transit, institution)) = of_cheque(printed.text(key)) {
            printed.input.to_mut().replace(key, String::new());
            printed.put(FieldKey::TransitNumber, &transit, key);
            printed.put_begun(FieldKey::InstitutionNumber, &institution, key);
            if key == FieldKey::RoutingNumber {
                printed.input.to_mut().routing_number = None;
            }
        }
    }
    let given = Cleaned::read(printed.text(FieldKey::RoutingNumber), "");
    if !matches!(routing(&given), Scan::Right(())) {
        return;
    }
    let from = FieldKey::RoutingNumber;
    if let Some((institution, transit)) = given
        .text()
        .get(1..)
        .and_then(|rest| rest.split_at_checked(INSTITUTION))
    {
        printed.put(FieldKey::InstitutionNumber, institution, from);
        printed.put(FieldKey::TransitNumber, transit, from);
        printed.input.to_mut().routing_number = None;
    }
}

/// Transit and institution as a cheque has them, `12345-003`; the last digits may be typed yet.
fn of_cheque(text: &str) -> Option<(String, String)> {
    if text.len() > MAX_CHARACTERS {
        return None;
    }
    let (transit, institution) = text.split_once(is_separating_dash)?;
    let digits = |text: &str| {
        let cleaned = Cleaned::read(text, "");
        let is_number = cleaned.bytes().iter().all(u8::is_ascii_digit);
        is_number.then(|| cleaned.text().to_owned())
    };
    let (transit, institution) = (digits(transit)?, digits(institution)?);
    let is_cheque = transit.len() == TRANSIT && (1..=INSTITUTION).contains(&institution.len());
    is_cheque.then_some((transit, institution))
}

/// What a routing number is so far. Five digits may be a transit number, which a hyphen follows.
pub(in crate::account) fn routing(given: &Cleaned) -> Scan<()> {
    match given.bytes().first() {
        Some(first) if *first != b'0' && !is_transit(given) => Scan::Wrong(Fault::Character {
            index: 0,
            expected: Expected::Words("a 0"),
        }),
        _ => scan(given, &ROUTING),
    }
}

fn is_transit(given: &Cleaned) -> bool {
    given.len() <= TRANSIT && given.bytes().iter().all(u8::is_ascii_digit)
}
