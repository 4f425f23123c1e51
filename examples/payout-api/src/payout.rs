//! Payouts in the database: accepted once, read as often as one likes.

use std::sync::Arc;

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use payout_kit::money::{Amount, CurrencyCode};
use payout_kit::status::{self, PayoutStatus};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::{IntoParams, ToSchema};

use crate::answer;
use crate::app::App;
use crate::clock::{Millis, iso, real_now};
use crate::events::{self, StatusEvent};
use crate::ledger;
use crate::partner;
use crate::plan::Transition;
use crate::problem::{Kind, Result};
use crate::secrets;
use crate::session::{self, Spent};
use crate::store::{Connection, Transaction, values};
use crate::webhook;

/// A request whose signature is right.
#[derive(Debug)]
pub(crate) struct Signed {
    pub(crate) partner: String,
    pub(crate) session: String,
    pub(crate) key_id: String,
    pub(crate) nonce: String,
    /// Real time until which the nonce must be remembered.
    pub(crate) nonce_until: Millis,
    pub(crate) idempotency_key: String,
    pub(crate) digest: String,
    pub(crate) body: Vec<u8>,
    pub(crate) signature: String,
    pub(crate) signature_input: String,
    /// A passkey confirmed it.
    pub(crate) stepped_up: bool,
}

/// What policy made of it.
#[derive(Debug)]
pub(crate) struct Approved {
    /// What the partner pays in all.
    pub(crate) debit: Amount,
    /// The payout as it is shown, without what changes.
    pub(crate) resource: Resource,
    pub(crate) received: Millis,
    pub(crate) plan: Vec<Transition>,
}

/// The part of a payout that never changes. No account number: only its mask.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Resource {
    pub(crate) end_to_end_id: String,
    pub(crate) amount: String,
    pub(crate) currency: String,
    pub(crate) rail: String,
    pub(crate) creditor: Creditor,
    pub(crate) debtor: Debtor,
    pub(crate) debit: Money,
    #[schema(value_type = Object)]
    pub(crate) arrival: Box<RawValue>,
    pub(crate) digest: String,
    pub(crate) created_at: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Money {
    pub(crate) amount: String,
    pub(crate) currency: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Creditor {
    pub(crate) name: String,
    pub(crate) account: String,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Debtor {
    pub(crate) account: String,
    pub(crate) virtual_account: String,
}

/// A payout as clients see it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Payout)]
pub(crate) struct Shown<'a> {
    id: &'a str,
    idempotency_key: &'a str,
    /// The newest event's ISO 20022 code.
    status: &'a str,
    #[serde(flatten)]
    standing: Standing,
    #[serde(flatten)]
    #[schema(value_type = Resource)]
    resource: &'a RawResource,
    events: &'a [StatusEvent],
    status_url: String,
    /// With a token for this payout's stream only.
    events_url: String,
}

/// The stored JSON object, member by member.
type RawResource = std::collections::BTreeMap<String, Box<RawValue>>;

/// What the core makes of the events.
#[derive(Serialize, ToSchema)]
struct Standing {
    #[schema(value_type = String)]
    state: status::PayoutState,
    #[serde(rename = "final")]
    is_final: bool,
    message: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    reason: Option<status::Reason>,
}

impl From<PayoutStatus> for Standing {
    fn from(status: PayoutStatus) -> Self {
        Self {
            state: status.state,
            is_final: status.is_final,
            message: status.message,
            reason: status.reason,
        }
    }
}

/// What `POST /v1/payouts` answers.
#[derive(Debug)]
pub(crate) struct Accepted {
    pub(crate) id: String,
    pub(crate) answer: String,
    pub(crate) replayed: bool,
}

impl IntoResponse for Accepted {
    fn into_response(self) -> Response {
        let mut response = answer::text_of_json(StatusCode::ACCEPTED, self.answer);
        let headers = response.headers_mut();
        if let Ok(location) = HeaderValue::try_from(format!("/v1/payouts/{}", self.id)) {
            headers.insert(header::LOCATION, location);
        }
        if self.replayed {
            headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
        }
        response
    }
}

/// Stores the payout once. Nonce, idempotency, caps and payout are one transaction: two equal
/// requests at the same time make one payout, whoever wins. `approval` is what policy said; it
/// counts for new payouts only. A refusal keeps the nonce, because the signature was used, and
/// nothing else.
pub(crate) fn accept(
    mut transaction: Transaction<'_>,
    app: &App,
    signed: &Signed,
    approval: Result<Approved>,
) -> Result<Accepted> {
    transaction.lock_partner(&signed.partner)?;
    let session = session::reread(&mut transaction, &signed.session)?.active(real_now())?;
    let fresh = transaction.execute(
        "INSERT INTO nonces (partner, key_id, nonce, expires) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        values![
            &signed.partner,
            &signed.key_id,
            &signed.nonce,
            signed.nonce_until
        ],
    )?;
    if fresh == 0 {
        return Err(Kind::NonceReplayed.into());
    }
    // Before any policy, which time may change: a retry is answered even when its quote is over.
    if let Some((id, digest, answer)) = stored(&mut transaction, signed)? {
        transaction.commit()?;
        if digest != signed.digest {
            return Err(Kind::IdempotencyKeyReused.into());
        }
        return Ok(Accepted {
            id,
            answer,
            replayed: true,
        });
    }
    let approved = approval.and_then(|approved| {
        let currency = approved.debit.currency();
        // Else a session would be slower with each of its payouts.
        let spent = if session.caps.look_back() {
            spent(&mut transaction, &session.id, currency)?
        } else {
            Spent::default()
        };
        session.caps.check(approved.debit, &spent)?;
        if let Some(rules) = &session.caps.step_up {
            let (debit, confirmed) = (approved.debit, signed.stepped_up);
            rules.demand(app, &session.id, &signed.digest, debit, confirmed)?;
        }
        let account = &session.partner.virtual_account;
        let funded = app.config.funded;
        ledger::check(
            &mut transaction,
            account,
            approved.debit,
            funded,
            approved.received,
        )?;
        Ok(approved)
    });
    let accepted = match approved {
        Ok(approved) => insert(&mut transaction, app, signed, &approved)?,
        Err(refusal) => {
            transaction.commit()?;
            return Err(refusal);
        }
    };
    transaction.commit()?;
    Ok(accepted)
}

fn stored(
    transaction: &mut Transaction<'_>,
    signed: &Signed,
) -> Result<Option<(String, String, String)>> {
    transaction.row(
        "SELECT id, digest, answer FROM payouts WHERE partner = ?1 AND idempotency_key = ?2",
        values![&signed.partner, &signed.idempotency_key],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

fn spent(
    transaction: &mut Transaction<'_>,
    session: &str,
    currency: CurrencyCode,
) -> Result<Spent> {
    let debits: Vec<(String, String)> = transaction.rows(
        "SELECT debit_currency, debit_amount FROM payouts WHERE session = ?1",
        values![session],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let mut spent = Spent::default();
    for (coin, amount) in debits {
        spent.payouts = spent.payouts.saturating_add(1);
        if coin == currency.as_str() {
            let amount = Decimal::from_str_exact(&amount).unwrap_or(Decimal::MAX);
            spent.total = spent.total.checked_add(amount).unwrap_or(Decimal::MAX);
        }
    }
    Ok(spent)
}

fn insert(
    transaction: &mut Transaction<'_>,
    app: &App,
    signed: &Signed,
    approved: &Approved,
) -> Result<Accepted> {
    let id = secrets::id("po")?;
    let resource = json(&approved.resource)?;
    let received = StatusEvent::received(&id, approved.received);
    let answer = show(app, &id, &signed.idempotency_key, &resource, &[received])?;
    transaction.execute(
        "INSERT INTO payouts (id, partner, session, key_id, idempotency_key, digest, body, signature,
                              signature_input, debit_currency, debit_amount, resource, answer)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        values![
            &id,
            &signed.partner,
            &signed.session,
            &signed.key_id,
            &signed.idempotency_key,
            &signed.digest,
            &signed.body,
            &signed.signature,
            &signed.signature_input,
            approved.debit.currency().as_str(),
            &approved.debit.to_string(),
            &resource,
            &answer,
        ],
    )?;
    transaction.execute(
        "INSERT INTO events (payout, seq, at, status) VALUES (?1, 1, ?2, 'RCVD')",
        values![&id, approved.received],
    )?;
    let account = &approved.resource.debtor.virtual_account;
    ledger::debit(transaction, account, &id, approved.debit, approved.received)?;
    webhook::enqueue(transaction, &id)?;
    for (seq, step) in (2_i64..).zip(&approved.plan) {
        transaction.execute(
            "INSERT INTO transitions (payout, seq, due, status, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
            values![&id, seq, step.due, step.status, step.reason],
        )?;
    }
    Ok(Accepted {
        id,
        answer,
        replayed: false,
    })
}

/// The JSON that clients see.
fn show(
    app: &App,
    id: &str,
    idempotency_key: &str,
    resource: &str,
    events: &[StatusEvent],
) -> Result<String> {
    let resource: RawResource = serde_json::from_str(resource)
        .map_err(|error| crate::problem::Failure::Broken(format!("resource: {error}")))?;
    let standing = status::status_of(&events.iter().map(StatusEvent::to_core).collect::<Vec<_>>());
    let status_url = format!("{}/v1/payouts/{id}", app.origin);
    json(&Shown {
        id,
        idempotency_key,
        status: events.last().map_or("", |event| &event.status),
        standing: standing.into(),
        resource: &resource,
        events,
        events_url: format!(
            "{status_url}/events?token={}",
            events::stream_token(app, id)
        ),
        status_url,
    })
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value)
        .map_err(|error| crate::problem::Failure::Broken(format!("json: {error}")))
}

/// Who may see what.
enum Reader {
    /// Everything of the partner.
    Partner(String),
    /// What was signed by the session's device key.
    Session { partner: String, key_id: String },
}

fn reader(connection: &mut Connection, token: &str) -> Result<Reader> {
    if let Some(partner) = partner::of_secret(connection, token)? {
        return Ok(Reader::Partner(partner.id));
    }
    let session = session::of_token(connection, token)?
        .ok_or(Kind::Unauthorized)?
        .active(real_now())?;
    Ok(Reader::Session {
        partner: session.partner.id,
        key_id: session.key_id,
    })
}

/// Idempotency key and resource of a payout that the reader may see. Others' payouts are as
/// absent as those that never were.
fn find(connection: &mut Connection, id: &str, reader: &Reader) -> Result<(String, String)> {
    let (partner, key_id) = match reader {
        Reader::Partner(partner) => (partner, None),
        Reader::Session { partner, key_id } => (partner, Some(key_id)),
    };
    let found = connection.row(
        "SELECT idempotency_key, resource FROM payouts
         WHERE id = ?1 AND partner = ?2 AND key_id = COALESCE(?3, key_id)",
        values![id, partner, key_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    found.ok_or_else(|| Kind::NotFound.into())
}

/// `GET /v1/payouts/{id}`.
#[utoipa::path(get, path = "/v1/payouts/{id}", tag = "payouts", security(("session" = []), ("partner" = [])), params(("id" = String, Path)), responses((status = 200, body = Shown<'_>)))]
pub(crate) async fn read(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let token = partner::bearer(&headers)?.to_owned();
    let showing = Arc::clone(&app);
    let shown = app
        .store
        .run(move |connection| {
            let reader = reader(connection, &token)?;
            let (key, resource) = find(connection, &id, &reader)?;
            show(
                &showing,
                &id,
                &key,
                &resource,
                &events::after(connection, &id, 0)?,
            )
        })
        .await?;
    Ok(answer::text_of_json(StatusCode::OK, shown))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct KeyQuery {
    idempotency_key: String,
}

/// `GET /v1/payouts?idempotencyKey=…`: what became of a request whose answer was lost.
#[utoipa::path(get, path = "/v1/payouts", tag = "payouts", security(("session" = []), ("partner" = [])), params(KeyQuery), responses((status = 200, body = Shown<'_>)))]
pub(crate) async fn read_by_key(
    State(app): State<Arc<App>>,
    query: std::result::Result<Query<KeyQuery>, axum::extract::rejection::QueryRejection>,
    headers: HeaderMap,
) -> Result<Response> {
    let Query(query) = query.map_err(|_| Kind::InvalidQuery)?;
    let token = partner::bearer(&headers)?.to_owned();
    let showing = Arc::clone(&app);
    let shown = app
        .store
        .run(move |connection| {
            let reader = reader(connection, &token)?;
            let (Reader::Partner(partner) | Reader::Session { partner, .. }) = &reader;
            let id: Option<String> = connection.row(
                "SELECT id FROM payouts WHERE partner = ?1 AND idempotency_key = ?2",
                values![partner, &query.idempotency_key],
                |row| row.get(0),
            )?;
            let id = id.ok_or(Kind::NotFound)?;
            let (key, resource) = find(connection, &id, &reader)?;
            let events = events::after(connection, &id, 0)?;
            show(&showing, &id, &key, &resource, &events)
        })
        .await?;
    Ok(answer::text_of_json(StatusCode::OK, shown))
}

#[derive(Deserialize)]
pub(crate) struct StreamQuery {
    token: Option<String>,
}

/// `GET /v1/payouts/{id}/events`, with a stream token in the query or a bearer token.
#[utoipa::path(get, path = "/v1/payouts/{id}/events", tag = "payouts", security(("session" = []), ("partner" = []), ("stream" = [])), params(("id" = String, Path), ("last-event-id" = Option<String>, Header)), responses((status = 200, description = "Server-sent events; the data of each is a StatusEvent", content_type = "text/event-stream", body = Object)))]
pub(crate) async fn events(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    query: std::result::Result<Query<StreamQuery>, axum::extract::rejection::QueryRejection>,
    request: Request,
) -> Result<Response> {
    let Query(query) = query.map_err(|_| Kind::InvalidQuery)?;
    let ends = if let Some(token) = query.token {
        events::open_stream_token(&app, &id, &token).ok_or(Kind::Unauthorized)?
    } else {
        let (token, id) = (partner::bearer(request.headers())?.to_owned(), id.clone());
        app.store
            .run(move |connection| {
                let reader = reader(connection, &token)?;
                find(connection, &id, &reader).map(drop)
            })
            .await?;
        real_now() + events::STREAM_LIFE
    };
    let seq = events::resume_from(request.headers(), &id);
    Ok(events::stream(app, id, seq, ends))
}

impl StatusEvent {
    /// The first event of every payout.
    fn received(payout: &str, at: Millis) -> Self {
        Self {
            id: format!("{payout}.1"),
            status: "RCVD".to_owned(),
            reason: None,
            at: iso(at),
            seq: 1,
        }
    }

    pub(crate) fn to_core(&self) -> status::StatusEvent {
        status::StatusEvent {
            provider: None,
            id: Some(self.id.clone()),
            status: self.status.clone(),
            reason: self.reason.clone(),
            at: self.at.clone(),
        }
    }
}
