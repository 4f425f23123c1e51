//! The rate sheet and the fee schedule that the sandbox serves. A quote id is the sheet's
//! expiry and digest under the server's seal, so serving one stores nothing.

use std::path::Path;
use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use payout_kit::quote::{Fees, RateSheet};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::answer;
use crate::app::App;
use crate::clock::{Millis, iso};
use crate::problem::Result;

const RATES: &str = include_str!("../../demo-data/rates.json");
const FEES: &str = include_str!("../../demo-data/fees.json");

/// What is served as it stands in the files, and what the core makes of it.
#[derive(Debug)]
pub(crate) struct Rates {
    served: Map<String, Value>,
    sheet: RateSheet,
    /// Tells one sheet from another after a restart with other rates or fees.
    digest: Vec<u8>,
    fees_served: Value,
    fees: Fees,
}

impl Rates {
    pub(crate) fn load(file: Option<&Path>) -> std::result::Result<Self, String> {
        let text = match file {
            Some(file) => std::fs::read_to_string(file)
                .map_err(|error| format!("{}: {error}", file.display()))?,
            None => RATES.to_owned(),
        };
        let rates = |error| format!("the rate sheet: {error}");
        let fees = |error| format!("the fee schedule: {error}");
        Ok(Self {
            served: serde_json::from_str(&text).map_err(rates)?,
            sheet: serde_json::from_str(&text).map_err(rates)?,
            digest: Sha256::digest(format!("{text}\n{FEES}"))
                .iter()
                .take(8)
                .copied()
                .collect(),
            fees_served: serde_json::from_str(FEES).map_err(fees)?,
            fees: serde_json::from_str(FEES).map_err(fees)?,
        })
    }

    /// The sheet as it was served with this expiry.
    pub(crate) fn sheet(&self, expires: Millis) -> RateSheet {
        RateSheet {
            expires_at: Some(iso(expires)),
            ..self.sheet.clone()
        }
    }

    pub(crate) fn fees(&self) -> Fees {
        self.fees.clone()
    }
}

/// When the sheet of this quote id expires, on the sandbox clock.
pub(crate) fn expiry_of(app: &App, quote_id: &str) -> Option<Millis> {
    let (expires, digest) = app
        .secrets
        .open("quote", &[], quote_id.strip_prefix("q_")?)?;
    (digest == app.rates.digest).then_some(expires)
}

/// `GET /v1/rates`.
#[utoipa::path(get, path = "/v1/rates", tag = "rates", security(()), responses((status = 200, description = "A `RateSheet` of the core, with `quoteId`", body = Object)))]
pub(crate) async fn rates(State(app): State<Arc<App>>) -> Result<Response> {
    let speed = Millis::from(app.clock.speed().max(1));
    // On a fast clock a quote still lives as long for the person who looks at it.
    let expires = app.clock.now() + Millis::from(app.config.quote_seconds) * 1_000 * speed;
    let quote_id = format!(
        "q_{}",
        app.secrets.seal("quote", &[], expires, &app.rates.digest)
    );
    let mut sheet = app.rates.served.clone();
    sheet.insert("expiresAt".to_owned(), iso(expires).into());
    sheet.insert("quoteId".to_owned(), quote_id.into());
    Ok(answer::json(StatusCode::OK, &sheet))
}

/// `GET /v1/fees`.
#[utoipa::path(get, path = "/v1/fees", tag = "rates", security(()), responses((status = 200, description = "`{rules: FeeRule[]}` of the core", body = Object)))]
pub(crate) async fn fees(State(app): State<Arc<App>>) -> Result<Response> {
    Ok(answer::json(StatusCode::OK, &app.rates.fees_served))
}
