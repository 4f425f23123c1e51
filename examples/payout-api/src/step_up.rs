//! Step-up: above a limit of the session, a passkey has to confirm the very payout.

use axum::http::{HeaderMap, StatusCode};
use base64ct::{Base64UrlUnpadded, Encoding};
use payout_kit::money::{Amount, CurrencyCode};
use payout_kit::signature::Jwk;
use payout_kit::signature::step_up::{Assertion, StepUpPolicy, StepUpRefusal, verify};
use payout_kit::signature::verify::VerificationKey;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::app::App;
use crate::clock::{Millis, iso, real_now};
use crate::problem::{Kind, Problem, Result};
use crate::secrets;

const HEADER: &str = "payout-step-up";
const LIFE: Millis = 5 * 60_000;
const MAX_LIST: usize = 20;
const MAX_HEADER: usize = 8 * 1024;

/// When a passkey is asked for, and which may answer. The partner's backend says so; it knows its
/// users and registered their passkeys.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct StepUp {
    /// What one payout may debit without. A currency that is not listed always needs one.
    above: Vec<Above>,
    rp_id: String,
    origins: Vec<String>,
    credentials: Vec<Credential>,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Above {
    currency: String,
    amount: String,
}

#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Credential {
    /// Base64url, as `WebAuthn` gives it.
    id: String,
    #[schema(value_type = crate::device_key::JwkInput)]
    public_jwk: Jwk,
}

/// The header: what the page's `stepUpPayout` gives.
#[derive(Deserialize)]
struct Answer {
    nonce: String,
    #[serde(flatten)]
    assertion: Assertion,
}

impl StepUp {
    /// Refuses what cannot be used later.
    pub(crate) fn check(&self) -> std::result::Result<(), String> {
        for (index, above) in self.above.iter().enumerate() {
            let known = CurrencyCode::parse(&above.currency, "currency")
                .and_then(|currency| Amount::parse(&above.amount, currency, "amount"));
            if let Err(issue) = known {
                let (field, message) = (&issue.field, issue.message());
                return Err(format!("stepUp.above[{index}].{field}: {message}"));
            }
        }
        let right = self.above.len() <= MAX_LIST
            && (1..=253).contains(&self.rp_id.len())
            && (1..=MAX_LIST).contains(&self.origins.len())
            && (1..=MAX_LIST).contains(&self.credentials.len());
        if !right {
            return Err(format!(
                "stepUp: 1 to {MAX_LIST} origins and credentials, an rpId"
            ));
        }
        for (index, credential) in self.credentials.iter().enumerate() {
            if credential.public_jwk.algorithm().is_none() || credential.id.len() > 1400 {
                return Err(format!(
                    "stepUp.credentials[{index}]: a P-256 or Ed25519 key"
                ));
            }
        }
        Ok(())
    }

    fn needed(&self, debit: Amount) -> bool {
        let currency = debit.currency();
        let limit = self
            .above
            .iter()
            .find(|above| above.currency.eq_ignore_ascii_case(currency.as_str()))
            .and_then(|above| Amount::parse(&above.amount, currency, "amount").ok());
        limit.is_none_or(|limit| debit.value() > limit.value())
    }

    /// Refuses a payout above the limit that no passkey has confirmed, with what the page needs to
    /// ask for it.
    pub(crate) fn demand(
        &self,
        app: &App,
        session: &str,
        digest: &str,
        debit: Amount,
        confirmed: bool,
    ) -> Result<()> {
        if confirmed || !self.needed(debit) {
            return Ok(());
        }
        let expires = real_now() + LIFE;
        let nonce = app.secrets.seal(
            "step-up",
            &subject(session, digest),
            expires,
            &secrets::random::<16>()?,
        );
        let credentials: Vec<&str> = self
            .credentials
            .iter()
            .map(|credential| credential.id.as_str())
            .collect();
        Err(Problem::from(Kind::StepUpRequired)
            .with(
                "stepUp",
                json!({"nonce": nonce, "rpId": self.rp_id, "credentialIds": credentials, "expiresAt": iso(expires)}),
            )
            .into())
    }
}

/// Whether a passkey confirmed this payout: no, if the request says nothing of one; a wrong answer
/// is refused, whether one was needed or not.
pub(crate) fn confirmed(
    app: &App,
    session: &str,
    rules: Option<&StepUp>,
    headers: &HeaderMap,
    digest: &str,
) -> Result<bool> {
    let mut values = headers.get_all(HEADER).iter();
    let Some(value) = values.next() else {
        return Ok(false);
    };
    let rules = rules.ok_or_else(|| refused(StepUpRefusal::UnknownCredential))?;
    let answer: Option<Answer> = value
        .to_str()
        .ok()
        .filter(|text| text.len() <= MAX_HEADER && values.next().is_none())
        .and_then(|text| Base64UrlUnpadded::decode_vec(text).ok())
        .and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let answer = answer.ok_or_else(|| refused(StepUpRefusal::Malformed))?;
    let opened = app
        .secrets
        .open("step-up", &subject(session, digest), &answer.nonce);
    let (expires, _) = opened.ok_or_else(|| refused(StepUpRefusal::WrongChallenge))?;
    if expires <= real_now() {
        return Err(Kind::StepUpExpired.into());
    }
    let id = &answer.assertion.credential_id;
    let credential = rules.credentials.iter().find(|known| known.id == *id);
    let key = credential.and_then(|known| {
        Some(VerificationKey {
            alg: known.public_jwk.algorithm()?,
            jwk: known.public_jwk.clone(),
        })
    });
    let policy = StepUpPolicy {
        digest: digest.to_owned(),
        nonce: answer.nonce,
        rp_id: rules.rp_id.clone(),
        origins: rules.origins.clone(),
        user_verification: true,
    };
    verify(&answer.assertion, &policy, key.as_ref()).map_err(refused)?;
    Ok(true)
}

/// A nonce is good for one payout of one session, so using it twice confirms nothing else.
fn subject(session: &str, digest: &str) -> Vec<u8> {
    format!("{session} {digest}").into_bytes()
}

fn refused(refusal: StepUpRefusal) -> Problem {
    Problem::named(
        StatusCode::FORBIDDEN,
        refusal.as_str(),
        "The passkey's answer was refused.",
    )
    .detail(refusal.message())
}
