//! Payout sessions: a partner's backend mints one for a device key that has proved that it is
//! there. A session is short, capped, and worthless without the key.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use payout_kit::money::{Amount, CurrencyCode};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer;
use crate::app::App;
use crate::body;
use crate::challenge::{self, Proven};
use crate::clock::{Millis, iso, real_now};
use crate::device_key::{DeviceKey, JwkInput};
use crate::partner::{self, Partner};
use crate::payout;
use crate::problem::{Failure, Kind, Problem, Result};
use crate::secrets;
use crate::step_up::StepUp;
use crate::store::{Connection, Row, Transaction, values};

/// Whole units that one payout may debit when the partner sets no limits of its own.
const STANDING_LIMIT: u64 = 1_000_000;

/// Currencies whose units are small, and how many of them stand for one of the others.
const SMALL_UNITS: &[(&str, u64)] = &[
    ("CLP", 1_000),
    ("COP", 5_000),
    ("HUF", 500),
    ("IDR", 20_000),
    ("INR", 100),
    ("JPY", 150),
    ("KES", 150),
    ("KRW", 1_500),
    ("NGN", 2_000),
    ("PHP", 100),
    ("PKR", 300),
    ("THB", 50),
    ("VND", 30_000),
];

const LONGEST: i64 = 600;
const SHORTEST: i64 = 10;
const MAX_LIMITS: usize = 20;

/// What a session may do.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Caps {
    /// The most payouts that the session may make.
    #[serde(
        default,
        deserialize_with = "body::integer",
        skip_serializing_if = "Option::is_none"
    )]
    #[schema(minimum = 1)]
    max_payouts: Option<u32>,
    /// What it may pay, by currency; the partner's standing limits if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    limits: Option<Vec<Limit>>,
    /// Above what a passkey has to confirm; never if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) step_up: Option<StepUp>,
}

/// What the session may pay in one currency. The debit side counts: that is the partner's money.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Limit {
    currency: String,
    /// The most that one payout may debit.
    max_amount: String,
    /// The most that all payouts of the session may debit.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_total: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = SessionOrder)]
pub(crate) struct Order {
    public_jwk: JwkInput,
    challenge: String,
    proof: String,
    #[serde(default)]
    caps: Caps,
    debtor: Option<Debtor>,
    #[serde(default, deserialize_with = "body::integer")]
    #[schema(minimum = 10, maximum = 600)]
    expires_in_seconds: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = SessionDebtor)]
struct Debtor {
    account: Option<String>,
    virtual_account: Option<String>,
}

/// A new session. The token is told once.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Minted {
    token: String,
    /// The RFC 7638 thumbprint of the device key.
    key_id: String,
    expires_at: String,
    server_time: String,
    /// What is signed as `@target-uri`.
    payouts_url: String,
    virtual_account: String,
    debtor: payout::Debtor,
    caps: Caps,
}

/// A session as it stands in the database.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) partner: Partner,
    pub(crate) key_id: String,
    pub(crate) jwk: String,
    pub(crate) caps: Caps,
    pub(crate) account: String,
    pub(crate) expires: Millis,
    revoked: bool,
}

impl Session {
    /// Refuses a session that is over.
    pub(crate) fn active(self, now: Millis) -> Result<Self> {
        if self.revoked {
            return Err(Kind::SessionRevoked.into());
        }
        if self.expires <= now {
            return Err(Kind::SessionExpired.into());
        }
        Ok(self)
    }
}

const SELECT: &str = "
SELECT s.id, s.key_id, s.jwk, s.caps, s.account, s.expires, s.revoked, p.id, p.account, p.virtual_account
FROM sessions s JOIN partners p ON p.id = s.partner";

fn read(row: &Row<'_>) -> Result<Session> {
    let caps: String = row.get(3)?;
    Ok(Session {
        id: row.get(0)?,
        key_id: row.get(1)?,
        jwk: row.get(2)?,
        caps: serde_json::from_str(&caps)
            .map_err(|error| Failure::Broken(format!("caps: {error}")))?,
        account: row.get(4)?,
        expires: row.get(5)?,
        revoked: row.get::<i64>(6)? != 0,
        partner: Partner {
            id: row.get(7)?,
            account: row.get(8)?,
            virtual_account: row.get(9)?,
        },
    })
}

/// The session with this token, over or not.
pub(crate) fn of_token(connection: &mut Connection, token: &str) -> Result<Option<Session>> {
    let hash = secrets::token_hash(token);
    connection.row(
        &format!("{SELECT} WHERE s.token_hash = ?1"),
        values![&hash],
        read,
    )
}

/// The same session again, inside a transaction: it may have been ended meanwhile.
pub(crate) fn reread(transaction: &mut Transaction<'_>, id: &str) -> Result<Session> {
    let session = transaction.row(&format!("{SELECT} WHERE s.id = ?1"), values![id], read)?;
    session.ok_or_else(|| Kind::SessionExpired.into())
}

/// The newest session of the partner's for this device that is not over: when the partner relays.
pub(crate) fn of_device(
    connection: &mut Connection,
    partner: &str,
    key_id: &str,
) -> Result<Option<Session>> {
    connection.row(
        &format!(
            "{SELECT} WHERE s.partner = ?1 AND s.key_id = ?2 AND s.revoked = 0
             ORDER BY s.expires DESC LIMIT 1"
        ),
        values![partner, key_id],
        read,
    )
}

/// `POST /v1/sessions`, for partners.
#[utoipa::path(post, path = "/v1/sessions", tag = "sessions", security(("partner" = [])), request_body = Order, responses((status = 201, body = Minted)))]
pub(crate) async fn mint(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let partner = partner::of_request(&app, request.headers()).await?;
    let order: Order = body::json(request).await?;
    let now = real_now();

    check_caps(&order.caps)?;
    let account = check_debtor(order.debtor, &partner)?;
    let seconds = order.expires_in_seconds.unwrap_or(LONGEST);
    if !(SHORTEST..=LONGEST).contains(&seconds) {
        return Err(Kind::InvalidLifetime.into());
    }
    let key = DeviceKey::of(order.public_jwk)?;
    let proven = challenge::proven(&app, order.challenge, &order.proof, &key)?;

    let token = secrets::token("pks")?;
    let session = Session {
        id: secrets::id("ps")?,
        key_id: key.id().to_owned(),
        jwk: key.to_json(),
        caps: order.caps,
        account,
        expires: now + seconds * 1_000,
        revoked: false,
        partner,
    };
    let answer = Minted {
        token: token.clone(),
        key_id: session.key_id.clone(),
        expires_at: iso(session.expires),
        server_time: iso(now),
        payouts_url: format!("{}/v1/payouts", app.origin),
        virtual_account: session.partner.virtual_account.clone(),
        debtor: payout::Debtor {
            account: session.account.clone(),
            virtual_account: session.partner.virtual_account.clone(),
        },
        caps: session.caps.clone(),
    };
    app.store
        .run(move |connection| insert(connection, &session, &token, &proven))
        .await?;
    Ok(answer::json(StatusCode::CREATED, &answer))
}

/// `DELETE /v1/sessions/current`: the device or its partner's backend logs out.
#[utoipa::path(delete, path = "/v1/sessions/current", tag = "sessions", security(("session" = [])), responses((status = 204, description = "Ended")))]
pub(crate) async fn end(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let token = partner::bearer(request.headers())?.to_owned();
    app.store
        .run(move |connection| {
            let session = of_token(connection, &token)?.ok_or(Kind::Unauthorized)?;
            let mut transaction = connection.transaction()?;
            // After a payout that is being accepted, so that none is accepted after this.
            transaction.lock_partner(&session.partner.id)?;
            transaction.execute(
                "UPDATE sessions SET revoked = 1 WHERE id = ?1",
                values![&session.id],
            )?;
            transaction.commit()
        })
        .await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn insert(
    connection: &mut Connection,
    session: &Session,
    token: &str,
    proven: &Proven,
) -> Result<()> {
    let mut transaction = connection.transaction()?;
    proven.use_up(&mut transaction)?;
    let caps = serde_json::to_string(&session.caps).unwrap_or_default();
    transaction.execute(
        "INSERT INTO sessions (id, token_hash, partner, key_id, jwk, caps, account, expires)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        values![
            &session.id,
            &secrets::token_hash(token),
            &session.partner.id,
            &session.key_id,
            &session.jwk,
            &caps,
            &session.account,
            session.expires
        ],
    )?;
    transaction.commit()
}

fn check_caps(caps: &Caps) -> Result<()> {
    let refuse = |detail: String| Err(Problem::from(Kind::InvalidCaps).detail(detail).into());
    if caps.max_payouts == Some(0) {
        return refuse("maxPayouts: at least 1".to_owned());
    }
    if let Some(Err(detail)) = caps.step_up.as_ref().map(StepUp::check) {
        return refuse(detail);
    }
    let Some(limits) = &caps.limits else {
        return Ok(());
    };
    if limits.is_empty() || limits.len() > MAX_LIMITS {
        return refuse(format!("limits: 1 to {MAX_LIMITS}"));
    }
    for (index, limit) in limits.iter().enumerate() {
        if limits
            .iter()
            .take(index)
            .any(|other| other.currency == limit.currency)
        {
            return refuse(format!("limits[{index}]: a currency stands twice"));
        }
        let known = CurrencyCode::parse(&limit.currency, "currency").and_then(|currency| {
            Amount::parse(&limit.max_amount, currency, "maxAmount")?;
            limit
                .max_total
                .as_deref()
                .map(|total| Amount::parse(total, currency, "maxTotal"))
                .transpose()
        });
        if let Err(issue) = known {
            return refuse(format!(
                "limits[{index}].{}: {}",
                issue.field,
                issue.message()
            ));
        }
    }
    Ok(())
}

fn check_debtor(debtor: Option<Debtor>, partner: &Partner) -> Result<String> {
    let Some(debtor) = debtor else {
        return Ok(partner.account.clone());
    };
    if debtor
        .virtual_account
        .is_some_and(|account| account != partner.virtual_account)
    {
        return Err(Kind::VirtualAccountForeign.into());
    }
    let account = debtor.account.unwrap_or_else(|| partner.account.clone());
    if account.is_empty()
        || account.len() > 64
        || !account.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Err(Problem::from(Kind::InvalidDebtor)
            .detail("account: 1 to 64 visible ASCII characters")
            .into());
    }
    Ok(account)
}

/// What a session has paid before.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    /// All its payouts.
    pub(crate) payouts: u32,
    /// The sum of those in the currency that is asked about.
    pub(crate) total: Decimal,
}

impl Caps {
    /// Whether they depend on what the session has paid before.
    pub(crate) fn look_back(&self) -> bool {
        let mut limits = self.limits.iter().flatten();
        self.max_payouts.is_some() || limits.any(|limit| limit.max_total.is_some())
    }

    /// Refuses a payout that the session may not make.
    pub(crate) fn check(&self, debit: Amount, spent: &Spent) -> Result<()> {
        let currency = debit.currency();
        let over = |limit: &str, which: &str| {
            Err(Problem::from(Kind::OverCap)
                .with("currency", currency.as_str())
                .with(which, limit)
                .into())
        };
        if self.max_payouts.is_some_and(|most| spent.payouts >= most) {
            return Err(Problem::from(Kind::OverCap)
                .with("maxPayouts", self.max_payouts)
                .into());
        }
        let Some(limits) = &self.limits else {
            let standing = standing_limit(currency);
            return if debit.value() > standing {
                over(&standing.to_string(), "maxAmount")
            } else {
                Ok(())
            };
        };
        let limit = limits
            .iter()
            .find(|limit| limit.currency.eq_ignore_ascii_case(currency.as_str()));
        let limit = limit.ok_or(Kind::CurrencyNotAllowed)?;
        // Both were read before they were stored; one that cannot be read again allows nothing.
        let read = |text: &str| {
            Amount::parse(text, currency, "limit").map_or(Decimal::ZERO, Amount::value)
        };
        if debit.value() > read(&limit.max_amount) {
            return over(&limit.max_amount, "maxAmount");
        }
        let sum = spent
            .total
            .checked_add(debit.value())
            .unwrap_or(Decimal::MAX);
        match &limit.max_total {
            Some(total) if sum > read(total) => over(total, "maxTotal"),
            _ => Ok(()),
        }
    }
}

/// The most of a currency that one payout may debit when the partner sets no limit.
pub(crate) fn standing_limit(currency: CurrencyCode) -> Decimal {
    let small = SMALL_UNITS
        .iter()
        .find(|(code, _)| *code == currency.as_str());
    Decimal::from(STANDING_LIMIT.saturating_mul(small.map_or(1, |(_, factor)| *factor)))
}
