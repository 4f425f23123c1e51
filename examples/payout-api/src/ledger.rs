//! The debtor's side: each partner's money stands on its own virtual account, one balance a
//! currency. Every movement is an entry, booked once, so a partner can reconcile by adding up.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use payout_kit::money::{Amount, CurrencyCode};
use payout_kit::report::Issue;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::answer;
use crate::app::App;
use crate::body;
use crate::clock::{Millis, iso};
use crate::partner;
use crate::payout::Money;
use crate::problem::{Failure, Kind, Problem, Result};
use crate::session::standing_limit;
use crate::store::{Connection, values};

/// How many of the largest payouts a new virtual account can pay.
const OPENING: u64 = 100;

/// Entries of one answer, unless fewer are asked for.
const PAGE: u32 = 100;

/// The longest idempotency key of a top-up.
const MAX_KEY: usize = 64;

/// What a movement is.
#[derive(Clone, Copy, Debug)]
enum Movement {
    /// What the sandbox gives every virtual account to begin with.
    Opening,
    TopUp,
    /// A payout and its fees.
    Payout,
    /// The debit of a payout that was rejected or returned.
    Return,
}

impl Movement {
    fn word(self) -> &'static str {
        match self {
            Self::Opening => "opening",
            Self::TopUp => "top_up",
            Self::Payout => "payout",
            Self::Return => "return",
        }
    }
}

/// Refuses a debit that the virtual account cannot pay.
pub(crate) fn check(
    connection: &mut Connection,
    account: &str,
    debit: Amount,
    funded: bool,
    now: Millis,
) -> Result<()> {
    let currency = debit.currency();
    if balance(connection, account, currency, funded, now)? < debit.value() {
        return Err(Problem::from(Kind::InsufficientFunds)
            .with("currency", currency.as_str())
            .into());
    }
    Ok(())
}

/// Books a payout's debit. Its funds were checked in the same transaction.
pub(crate) fn debit(
    connection: &mut Connection,
    account: &str,
    payout: &str,
    debit: Amount,
    now: Millis,
) -> Result<()> {
    let currency = debit.currency();
    let amount = -exact(&debit.to_string())?;
    book(
        connection,
        account,
        currency.as_str(),
        Movement::Payout,
        payout,
        amount,
        now,
    )?;
    Ok(())
}

/// Gives back what a payout debited, once.
pub(crate) fn give_back(connection: &mut Connection, payout: &str, now: Millis) -> Result<()> {
    let debited: Option<(String, String, String)> = connection.row(
        "SELECT virtual_account, currency, amount FROM entries WHERE movement = 'payout' AND reference = ?1",
        values![payout],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    if let Some((account, currency, amount)) = debited {
        let amount = -exact(&amount)?;
        book(
            connection,
            &account,
            &currency,
            Movement::Return,
            payout,
            amount,
            now,
        )?;
    }
    Ok(())
}

/// What the account has in a currency. The first question opens it.
fn balance(
    connection: &mut Connection,
    account: &str,
    currency: CurrencyCode,
    funded: bool,
    now: Millis,
) -> Result<Decimal> {
    if let Some(balance) = stored(connection, account, currency.as_str())? {
        return Ok(balance);
    }
    if !funded {
        return Ok(Decimal::ZERO);
    }
    let units = standing_limit(currency)
        .checked_mul(Decimal::from(OPENING))
        .unwrap_or(Decimal::MAX);
    let amount = Amount::parse(&units.to_string(), currency, "amount").map_err(|_| wrong())?;
    book(
        connection,
        account,
        currency.as_str(),
        Movement::Opening,
        &format!("{account}/{}", currency.as_str()),
        exact(&amount.to_string())?,
        now,
    )
}

fn stored(connection: &mut Connection, account: &str, currency: &str) -> Result<Option<Decimal>> {
    let text: Option<String> = connection.row(
        "SELECT amount FROM balances WHERE virtual_account = ?1 AND currency = ?2",
        values![account, currency],
        |row| row.get(0),
    )?;
    text.as_deref().map(exact).transpose()
}

/// Writes the entry and the new balance, which it returns. An entry of the same movement and
/// reference breaks a constraint: nothing is booked twice.
fn book(
    connection: &mut Connection,
    account: &str,
    currency: &str,
    movement: Movement,
    reference: &str,
    amount: Decimal,
    now: Millis,
) -> Result<Decimal> {
    let before = stored(connection, account, currency)?.unwrap_or(Decimal::ZERO);
    let after = before.checked_add(amount).ok_or_else(wrong)?;
    connection.execute(
        "INSERT INTO balances (virtual_account, currency, amount) VALUES (?1, ?2, ?3)
         ON CONFLICT (virtual_account, currency) DO UPDATE SET amount = ?3",
        values![account, currency, &after.to_string()],
    )?;
    connection.execute(
        "INSERT INTO entries (virtual_account, currency, movement, reference, amount, balance, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        values![
            account,
            currency,
            movement.word(),
            reference,
            &amount.to_string(),
            &after.to_string(),
            now
        ],
    )?;
    Ok(after)
}

fn exact(text: &str) -> Result<Decimal> {
    Decimal::from_str_exact(text).map_err(|_| wrong())
}

fn wrong() -> Failure {
    Failure::Broken("the ledger holds an amount that cannot be computed with".to_owned())
}

/// `GET /v1/virtual-account`, for partners.
#[utoipa::path(get, path = "/v1/virtual-account", tag = "virtual account", security(("partner" = [])), responses((status = 200, body = Balances)))]
pub(crate) async fn balances(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let partner = partner::of_request(&app, request.headers()).await?;
    let account = partner.virtual_account.clone();
    let balances = app
        .store
        .run(move |connection| {
            connection.rows(
                "SELECT currency, amount FROM balances WHERE virtual_account = ?1 ORDER BY currency",
                values![&account],
                |row| {
                    Ok(Money {
                        currency: row.get(0)?,
                        amount: row.get(1)?,
                    })
                },
            )
        })
        .await?;
    let answer = Balances {
        virtual_account: partner.virtual_account,
        balances,
    };
    Ok(answer::json(StatusCode::OK, &answer))
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Balances {
    virtual_account: String,
    balances: Vec<Money>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Page {
    /// The `next` of the page before.
    after: Option<i64>,
    /// At most 100 are given.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Entries {
    entries: Vec<Shown>,
    /// The `after` of the next page.
    next: Option<i64>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Entry)]
struct Shown {
    id: i64,
    at: String,
    movement: String,
    /// The payout, or the idempotency key of a top-up.
    reference: String,
    currency: String,
    amount: String,
    /// The balance after this entry.
    balance: String,
}

/// `GET /v1/virtual-account/entries`, for partners: the movements in order, for reconciliation.
#[utoipa::path(get, path = "/v1/virtual-account/entries", tag = "virtual account", security(("partner" = [])), params(Page), responses((status = 200, body = Entries)))]
pub(crate) async fn entries(
    State(app): State<Arc<App>>,
    page: std::result::Result<Query<Page>, QueryRejection>,
    request: Request,
) -> Result<Response> {
    let Query(page) = page.map_err(|_| Kind::InvalidQuery)?;
    let account = partner::of_request(&app, request.headers())
        .await?
        .virtual_account;
    let limit = page.limit.unwrap_or(PAGE);
    if !(1..=PAGE).contains(&limit) {
        return Err(Kind::InvalidQuery.into());
    }
    let after = page.after.unwrap_or(0);
    let entries = app
        .store
        .run(move |connection| {
            connection.rows(
                "SELECT id, at, movement, reference, currency, amount, balance FROM entries
                 WHERE virtual_account = ?1 AND id > ?2 ORDER BY id LIMIT ?3",
                values![&account, after, i64::from(limit)],
                |row| {
                    Ok(Shown {
                        id: row.get(0)?,
                        at: iso(row.get(1)?),
                        movement: row.get(2)?,
                        reference: row.get(3)?,
                        currency: row.get(4)?,
                        amount: row.get(5)?,
                        balance: row.get(6)?,
                    })
                },
            )
        })
        .await?;
    // A full page may have a next one.
    let next = entries
        .last()
        .filter(|_| usize::try_from(limit).is_ok_and(|limit| entries.len() == limit))
        .map(|entry| entry.id);
    Ok(answer::json(StatusCode::OK, &Entries { entries, next }))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ToppedUp {
    currency: String,
    amount: String,
    /// What stands there now.
    balance: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TopUp {
    idempotency_key: String,
    currency: String,
    amount: String,
}

/// `POST /v1/virtual-account/top-ups`, for partners: play money.
#[utoipa::path(post, path = "/v1/virtual-account/top-ups", tag = "virtual account", security(("partner" = [])), request_body = TopUp, responses((status = 201, body = ToppedUp)))]
pub(crate) async fn top_up(State(app): State<Arc<App>>, request: Request) -> Result<Response> {
    let partner = partner::of_request(&app, request.headers()).await?;
    let account = partner.virtual_account;
    let order: TopUp = body::json(request).await?;
    let refuse = |issue: &Issue| {
        let detail = format!("{}: {}", issue.field, issue.message());
        Failure::from(Problem::from(Kind::InvalidAmount).detail(detail))
    };
    let currency = CurrencyCode::parse(&order.currency, "currency").map_err(|i| refuse(&i))?;
    let amount = Amount::parse(&order.amount, currency, "amount").map_err(|i| refuse(&i))?;
    let key = order.idempotency_key;
    if amount.value() <= Decimal::ZERO {
        return Err(Kind::InvalidAmount.into());
    }
    if key.is_empty() || key.len() > MAX_KEY || !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        let detail = format!("idempotencyKey: 1 to {MAX_KEY} visible ASCII characters");
        return Err(Problem::from(Kind::InvalidAmount).detail(detail).into());
    }
    let (funded, now) = (app.config.funded, app.clock.now());
    let balance = app
        .store
        .run(move |connection| {
            let mut transaction = connection.transaction()?;
            transaction.lock_partner(&partner.id)?;
            let value = exact(&amount.to_string())?;
            if let Some((as_before, balance)) =
                booked(&mut transaction, &account, &key, currency, value)?
            {
                return if as_before {
                    Ok(balance)
                } else {
                    Err(Kind::IdempotencyKeyReused.into())
                };
            }
            let before = self::balance(&mut transaction, &account, currency, funded, now)?;
            if before.checked_add(value).is_none() {
                return Err(Kind::InvalidAmount.into());
            }
            let after = book(
                &mut transaction,
                &account,
                currency.as_str(),
                Movement::TopUp,
                &format!("{account}/{key}"),
                value,
                now,
            )?;
            transaction.commit()?;
            Ok(after.to_string())
        })
        .await?;
    Ok(answer::json(
        StatusCode::CREATED,
        &ToppedUp {
            currency: currency.as_str().to_owned(),
            amount: amount.to_string(),
            balance,
        },
    ))
}

/// An earlier top-up with this key: is it the same, and the balance after it.
fn booked(
    connection: &mut Connection,
    account: &str,
    key: &str,
    currency: CurrencyCode,
    value: Decimal,
) -> Result<Option<(bool, String)>> {
    let earlier: Option<(String, String, String)> = connection.row(
        "SELECT currency, amount, balance FROM entries WHERE movement = 'top_up' AND reference = ?1",
        values![&format!("{account}/{key}")],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    earlier
        .map(|(coin, amount, balance)| {
            Ok((
                coin == currency.as_str() && exact(&amount)? == value,
                balance,
            ))
        })
        .transpose()
}
