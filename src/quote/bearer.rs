//! Who may bear the charges: what the law says, and what a scheme says.

use crate::market::Country;
use crate::rail::Rail;
use crate::report::{Code, Issue, Severity};

use super::charge_areas::AREAS;
use super::request::{self, ChargeBearer, PreviewRequest};

/// The rule of the SEPA schemes: a credit transfer says SLEV, and nothing else.
const SEPA_RULE: &str = "EPC132-08, charge bearer: only SLEV";

/// Why no rail can carry the payout: both banks are in an area whose law shares the charges.
pub(super) fn law(
    request: &PreviewRequest,
    country: &str,
    issues: &mut Vec<Issue>,
) -> Option<Issue> {
    let text = request.debit.country.as_deref()?;
    let Some(payer) = Country::parse(text) else {
        issues.push(request::no_country(text, "debit.country"));
        return None;
    };
    if !one_sided(request.charge_bearer) {
        return None;
    }
    let holds = |list: &str, country: &str| list.split(' ').any(|listed| listed == country);
    let (area, _, source) = AREAS
        .iter()
        .find(|(_, list, _)| holds(list, payer.as_str()) && holds(list, country))?;
    Some(
        Issue::new(Code::ChargeBearerForbidden, "chargeBearer")
            .param("area", *area)
            .param("source", *source),
    )
}

/// What a SEPA rail makes of the wish: one side alone is refused, `shared` is what it does anyway.
pub(super) fn scheme(wanted: Option<ChargeBearer>, rail: &Rail) -> Option<Issue> {
    if rail.codes.service_level != Some("SEPA") {
        return None;
    }
    let issue = Issue::new(Code::ChargeBearerNotAllowed, "chargeBearer")
        .param("rail", rail.name)
        .param("source", SEPA_RULE);
    match wanted {
        None | Some(ChargeBearer::ServiceLevel) => None,
        Some(ChargeBearer::Shared) => Some(issue.severity(Severity::Info)),
        Some(_) => Some(issue),
    }
}

fn one_sided(wanted: Option<ChargeBearer>) -> bool {
    matches!(wanted, Some(ChargeBearer::Debtor | ChargeBearer::Creditor))
}
