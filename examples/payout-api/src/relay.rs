//! A device's request that its partner's backend relays under a signature of its own. That
//! signature stands in the place of the session token; the device still needs a session.

use axum::http::HeaderMap;
use payout_kit::signature::cosign::{PARTNER_LABEL, check_partner};
use payout_kit::signature::verify::{Incoming, Refusal, check, is_signed};

use crate::app::App;
use crate::clock::real_now;
use crate::partner_key;
use crate::problem::{self, Problem, Result};
use crate::session::{self, Session};
use crate::submission::{Received, demands};

/// Whether a request without a token says that a partner signed it.
pub(crate) fn is_relayed(headers: &HeaderMap) -> bool {
    headers
        .get_all("signature-input")
        .iter()
        .any(|line| line.to_str().is_ok_and(names_the_partner))
        && !headers.contains_key(axum::http::header::AUTHORIZATION)
}

/// Whether there is something that says to be a partner's signature.
pub(crate) fn is_signed_by_partner(request: Incoming<'_>) -> bool {
    request
        .headers
        .iter()
        .any(|(name, line)| name.eq_ignore_ascii_case("signature-input") && names_the_partner(line))
}

fn names_the_partner(line: &str) -> bool {
    line.split(',')
        .any(|member| member.trim().starts_with(&format!("{PARTNER_LABEL}=")))
}

/// The id of the partner whose signature this is.
pub(crate) fn partner(app: &App, received: &Received<'_>) -> Result<String> {
    let unverified = check_partner(received.incoming(), &demands(false)).map_err(of_partner)?;
    let found = app
        .store
        .now(|connection| partner_key::active(connection, &unverified.key_id, real_now()))?;
    let (partner, key) = found.ok_or_else(|| of_partner(Refusal::UnknownKey))?;
    let base = unverified.signature_base.as_bytes();
    let valid = is_signed(&key, base, &unverified.signature) == Some(true);
    unverified
        .accept(Some(key.alg), valid)
        .map_err(of_partner)?;
    Ok(partner)
}

/// The session that the device of a relayed request has with the partner.
pub(crate) fn session(app: &App, received: &Received<'_>) -> Result<Session> {
    let partner = partner(app, received)?;
    let device = check(received.incoming(), &demands(false))
        .map_err(|refusal| problem::of_refusal(&refusal))?;
    let found = app
        .store
        .now(|connection| session::of_device(connection, &partner, &device.key_id))?;
    // A key without a session is as unknown as one that nobody ever registered.
    let session = found.ok_or_else(|| problem::of_refusal(&Refusal::UnknownKey))?;
    session.active(real_now())
}

fn of_partner(refusal: Refusal) -> Problem {
    problem::of_refusal(&refusal).with("signature", PARTNER_LABEL)
}
