//! Partners: the platforms whose backends mint sessions and whose money is paid out.

use std::sync::Arc;

use axum::http::{HeaderMap, header};

use crate::app::App;
use crate::problem::{Kind, Result};
use crate::secrets;
use crate::store::{Connection, values};

#[derive(Clone, Debug)]
pub(crate) struct Partner {
    pub(crate) id: String,
    /// The account that is debited.
    pub(crate) account: String,
    /// Where the partner's money is booked.
    pub(crate) virtual_account: String,
}

/// Adds a partner, or changes its secret.
pub(crate) fn register(connection: &mut Connection, id: &str, secret: &str) -> Result<()> {
    let digits: String = secrets::random::<10>()?
        .iter()
        .map(|byte| char::from(b'0' + byte % 10))
        .collect();
    connection.execute(
        "INSERT INTO partners (id, secret_hash, account, virtual_account) VALUES (?1, ?2, 'sandbox-settlement', ?3)
         ON CONFLICT (id) DO UPDATE SET secret_hash = ?2",
        values![id, &secrets::token_hash(secret), &format!("VA{digits}")],
    )?;
    Ok(())
}

/// The token of `Authorization: Bearer …`, if there is exactly one such header.
pub(crate) fn bearer(headers: &HeaderMap) -> Result<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Kind::Unauthorized.into());
    };
    let value = value.to_str().map_err(|_| Kind::Unauthorized)?;
    let (scheme, token) = value.split_once(' ').ok_or(Kind::Unauthorized)?;
    if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() || token.len() > 256 {
        return Err(Kind::Unauthorized.into());
    }
    Ok(token)
}

/// The partner whose secret a request bears.
pub(crate) async fn of_request(app: &Arc<App>, headers: &HeaderMap) -> Result<Partner> {
    let secret = bearer(headers)?.to_owned();
    let known = app
        .store
        .run(move |connection| of_secret(connection, &secret))
        .await?;
    known.ok_or_else(|| Kind::Unauthorized.into())
}

/// The partner with this secret.
pub(crate) fn of_secret(connection: &mut Connection, secret: &str) -> Result<Option<Partner>> {
    connection.row(
        "SELECT id, account, virtual_account FROM partners WHERE secret_hash = ?1",
        values![&secrets::token_hash(secret)],
        |row| {
            Ok(Partner {
                id: row.get(0)?,
                account: row.get(1)?,
                virtual_account: row.get(2)?,
            })
        },
    )
}
