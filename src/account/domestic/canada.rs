//! Canada: the routing number of electronic payments holds institution and transit.
//!
//! Source: Payments Canada, standard 005: a zero, institution (3), transit (5).

use std::borrow::Cow;

use crate::account::clean::Cleaned;
use crate::account::input::AccountInput;

/// A Canadian account with a routing number, with the fields that it stands for in its place; every
/// other account as it is.
pub(in crate::account) fn with_routing(input: &AccountInput) -> Cow<'_, AccountInput> {
    let is_given =
        |field: &Option<String>| field.as_ref().is_some_and(|text| !text.trim().is_empty());
    let given = input.routing_number.as_deref().unwrap_or_default();
    let cleaned = Cleaned::read(given, "");
    let number = cleaned.text();
    let is_canadian = input.country.trim().eq_ignore_ascii_case("CA");
    if !is_canadian
        || is_given(&input.institution_number)
        || is_given(&input.transit_number)
        || cleaned.len() != 9
        || !number.bytes().all(|byte| byte.is_ascii_digit())
    {
        return Cow::Borrowed(input);
    }
    let (Some((institution, transit)), true) = (
        number.get(1..).and_then(|rest| rest.split_at_checked(3)),
        number.starts_with('0'),
    ) else {
        return Cow::Borrowed(input);
    };
    let mut other = input.clone();
    other.institution_number = Some(institution.to_owned());
    other.transit_number = Some(transit.to_owned());
    other.routing_number = None;
    Cow::Owned(other)
}
