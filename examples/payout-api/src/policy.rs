//! What a verified payout must satisfy before it is accepted.

use payout_kit::account::Account;
use payout_kit::calendar::{Date, Instant, Zone};
use payout_kit::market::FieldKey;
use payout_kit::payout::{Debtor, PayoutIntent};
use payout_kit::quote::{CreditRequest, DebitRequest, PreviewRequest, RailOption, preview};
use payout_kit::rail::Arrival;
use payout_kit::report::Issue;

use crate::app::App;
use crate::clock::{Millis, iso};
use crate::conversion;
use crate::intent::Intent;
use crate::payout::{self, Approved, Resource};
use crate::plan::{Course, Scenario};
use crate::problem::{Failure, Kind, Problem, Result};
use crate::session::Session;

/// Fields that can hold the number of an account; the first that is there counts.
const NUMBERS: &[FieldKey] = &[
    FieldKey::Iban,
    FieldKey::AccountNumber,
    FieldKey::Clabe,
    FieldKey::Cbu,
    FieldKey::Cci,
    FieldKey::Ccc,
    FieldKey::Bankgiro,
    FieldKey::UpiId,
    FieldKey::PixKey,
    FieldKey::ProxyValue,
];

/// How long a sheet is good that nobody was promised: it only computes fees.
const UNPROMISED: Millis = 60_000;

/// How far ahead a payout may be asked for: a year.
const LATEST_START: Millis = 366 * 86_400_000;

/// Approves the payout, or says why not. Caps are checked by the caller, who knows what was spent.
pub(crate) fn approve(
    app: &App,
    session: &Session,
    intent: &Intent,
    digest: &str,
    now: Millis,
) -> Result<Approved> {
    let Intent { payout, account } = intent;
    debtor(session, &payout.debtor)?;
    let start = start(payout, account, now)?;
    let expires = match &payout.conversion {
        Some(conversion) => conversion::expiry(app, conversion, start)?,
        None => start + UNPROMISED,
    };
    let request = request(app, payout, account, start, expires)?;
    let option = route(payout, &request)?;
    let (Some(debit), Some(arrival)) = (option.debit, &option.arrival) else {
        return Err(Failure::Broken(
            "an eligible rail without amounts or arrival".to_owned(),
        ));
    };
    let debit = match &payout.conversion {
        Some(conversion) => conversion::debit(conversion, &option, &request)?,
        None => debit.total,
    };
    let plan = Scenario::of(number(account), &payout.amount).plan(course(arrival, start));
    let resource = Resource {
        end_to_end_id: payout.end_to_end_id.clone(),
        amount: payout.amount.clone(),
        currency: payout.currency.clone(),
        rail: option.rail.to_owned(),
        creditor: payout::Creditor {
            name: payout.creditor.name.clone(),
            account: account.masked.clone(),
        },
        debtor: payout::Debtor {
            account: session.account.clone(),
            virtual_account: session.partner.virtual_account.clone(),
        },
        debit: payout::Money {
            amount: debit.to_string(),
            currency: debit.currency().as_str().to_owned(),
        },
        arrival: serde_json::value::to_raw_value(arrival)
            .map_err(|error| Failure::Broken(format!("json: {error}")))?,
        digest: digest.to_owned(),
        created_at: iso(now),
    };
    Ok(Approved {
        debit,
        resource,
        received: now,
        plan,
    })
}

/// The number whose last digits choose the scenario.
pub(crate) fn number(account: &Account) -> &str {
    NUMBERS
        .iter()
        .find_map(|key| account.field(*key))
        .unwrap_or_default()
}

fn debtor(session: &Session, debtor: &Debtor) -> Result<()> {
    let booked = &session.partner.virtual_account;
    let account = debtor.account == session.account || debtor.account == *booked;
    let virtual_account = debtor
        .virtual_account
        .as_ref()
        .is_none_or(|given| given == booked);
    if account && virtual_account {
        Ok(())
    } else {
        Err(Kind::DebtorMismatch.into())
    }
}

/// When the payout sets out: now, or when the requested day begins where the payee's bank is.
fn start(payout: &PayoutIntent, account: &Account, now: Millis) -> Result<Millis> {
    let Some(text) = &payout.requested_execution_date else {
        return Ok(now);
    };
    let zone = Zone::of_country(account.country.as_str());
    let (Some(day), Some(zone)) = (Date::parse(text), zone) else {
        return Err(Kind::InvalidIntent.into());
    };
    let begins = |day: Date| millis(zone.instant(day, 0));
    if begins(day.plus(1)) <= now || begins(day) > now + LATEST_START {
        let detail =
            "requestedExecutionDate: from today to a year ahead, where the payee's bank is";
        return Err(Problem::from(Kind::InvalidIntent).detail(detail).into());
    }
    Ok(begins(day).max(now))
}

/// The same question that the client's preview answered.
fn request(
    app: &App,
    payout: &PayoutIntent,
    account: &Account,
    start: Millis,
    expires: Millis,
) -> Result<PreviewRequest> {
    let debit = payout
        .conversion
        .as_ref()
        .map_or(&payout.currency, |conversion| &conversion.debit_currency);
    let bearer = payout
        .charge_bearer
        .as_deref()
        .map(|word| serde_json::from_value(word.into()));
    Ok(PreviewRequest {
        debit: DebitRequest {
            currency: debit.clone(),
            ..DebitRequest::default()
        },
        credit: CreditRequest {
            country: account.country.as_str().to_owned(),
            currency: payout.currency.clone(),
            amount: Some(payout.amount.clone()),
            account: Some(payout.creditor.account.clone()),
        },
        at: iso(start),
        rates: Some(app.rates.sheet(expires)),
        fees: Some(app.rates.fees()),
        charge_bearer: bearer.transpose().map_err(|_| Kind::InvalidIntent)?,
        ..PreviewRequest::default()
    })
}

/// The rail that was asked for, else its fallback; the one that arrives first if none was.
fn route(payout: &PayoutIntent, request: &PreviewRequest) -> Result<RailOption> {
    let answer = preview(request);
    let mut options = answer.options;
    let asked: Vec<&str> = [&payout.rail, &payout.fallback]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    if payout.rail.is_some() {
        options.retain(|option| asked.contains(&option.rail));
        options.sort_by_key(|option| asked.iter().position(|rail| *rail == option.rail));
    }
    if let Some(place) = options.iter().position(|option| option.eligible) {
        return Ok(options.swap_remove(place));
    }
    let against = options.into_iter().flat_map(|option| option.issues);
    let issues: Vec<Issue> = answer
        .issues
        .into_iter()
        .chain(against)
        .filter(Issue::is_error)
        .collect();
    Err(Problem::from(Kind::RailNotAvailable).issues(&issues).into())
}

/// A rail that runs around the clock credits within seconds here; others keep their calendar.
fn course(arrival: &Arrival, start: Millis) -> Course {
    match arrival.submit_before {
        None if arrival.business_days.is_none() => Course::instant(start),
        leaves => Course::scheduled(
            start,
            leaves.map_or(start, millis),
            millis(arrival.earliest),
            millis(arrival.latest),
        ),
    }
}

fn millis(instant: Instant) -> Millis {
    instant.seconds().saturating_mul(1_000)
}
