//! Reads request bodies: bounded in size and time, JSON only, never compressed.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use crate::problem::{Kind, Problem, Result};

/// The largest body: 64 KiB.
pub(crate) const MAX_BODY: usize = 64 * 1024;

/// How much of a larger body is read, and forgotten, so that its sender can read the refusal.
const MAX_DRAINED: usize = 4 * 1024 * 1024;

/// The most that names and values of all headers may have together: 16 KiB.
const MAX_HEADERS: usize = 16 * 1024;

/// The longest address.
const MAX_TARGET: usize = 2 * 1024;

/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(10);

/// Refuses oversized headers before anything looks at them.
pub(crate) async fn limit_headers(request: Request, next: Next) -> Response {
    let headers: usize = request
        .headers()
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    let target = request
        .uri()
        .path_and_query()
        .map_or(0, |target| target.as_str().len());
    if headers > MAX_HEADERS || target > MAX_TARGET {
        return Problem::from(Kind::HeadersTooLarge).into_response();
    }
    next.run(request).await
}

/// Reads the whole body before anybody answers: a refusal that leaves the rest unread would close
/// the connection under a client that is still sending, and the client would see no refusal.
pub(crate) async fn take_whole(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(PATIENCE, whole(body)).await {
        Ok(Ok(bytes)) => {
            next.run(Request::from_parts(parts, Body::from(bytes)))
                .await
        }
        Ok(Err(kind)) => Problem::from(kind).into_response(),
        Err(_) => Problem::from(Kind::BodyTimeout).into_response(),
    }
}

async fn whole(body: Body) -> std::result::Result<Vec<u8>, Kind> {
    let mut stream = body.into_data_stream();
    let mut bytes = Vec::new();
    let mut size = 0;
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Kind::BodyUnreadable)?;
        size += chunk.len();
        if size > MAX_DRAINED {
            break;
        }
        if size <= MAX_BODY {
            bytes.extend_from_slice(&chunk);
        }
    }
    if size > MAX_BODY {
        Err(Kind::BodyTooLarge)
    } else {
        Ok(bytes)
    }
}

/// The raw body of a request that says it is JSON.
pub(crate) async fn raw(headers: &HeaderMap, body: Body) -> Result<Bytes> {
    if let Some(encoding) = headers.get(header::CONTENT_ENCODING)
        && !encoding.as_bytes().eq_ignore_ascii_case(b"identity")
    {
        return Err(Kind::UnsupportedEncoding.into());
    }
    if !is_json(headers) {
        return Err(Kind::UnsupportedMediaType.into());
    }
    // It is there already; the limit holds even if it were not.
    let bytes = axum::body::to_bytes(body, MAX_BODY).await;
    bytes.map_err(|_| Kind::BodyUnreadable.into())
}

/// The body as a typed value. Unknown, missing and repeated members are refused.
pub(crate) async fn json<T: DeserializeOwned>(request: Request) -> Result<T> {
    let (parts, body) = request.into_parts();
    let bytes = raw(&parts.headers, body).await?;
    // serde would take a list for a struct too, member by member.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::from(Kind::InvalidJson)
            .detail("expected an object")
            .into());
    }
    serde_json::from_slice(&bytes).map_err(|error| invalid_json(&error).into())
}

/// A whole number as JSON Schema knows it: 86 and 86.0 are the same.
pub(crate) fn integer<'de, D, T>(deserializer: D) -> std::result::Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<i64>,
{
    let Some(number) = Option::<serde_json::Number>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let text = number.to_string();
    let whole = text.strip_suffix(".0").unwrap_or(&text).parse().ok();
    let fits = whole.and_then(|whole: i64| T::try_from(whole).ok());
    fits.map(Some)
        .ok_or_else(|| D::Error::custom("wrong number, expected a whole number that fits"))
}

/// Says where and what, but never quotes a value: it may be an account number.
pub(crate) fn invalid_json(error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    let what = if error.is_data() {
        if text.starts_with("missing field")
            || text.starts_with("duplicate field")
            || text.starts_with("unknown field")
        {
            text
        } else {
            let expected = text
                .split_once(", expected ")
                .map_or("another value", |(_, expected)| expected);
            format!("expected {expected}")
        }
    } else if error.is_eof() {
        "the JSON ends too early".to_owned()
    } else {
        format!(
            "not JSON at line {} column {}",
            error.line(),
            error.column()
        )
    };
    Problem::from(Kind::InvalidJson).detail(what)
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let Ok(value) = value.to_str() else {
        return false;
    };
    let (essence, parameters) = value.split_once(';').unwrap_or((value, ""));
    let charset = parameters.trim().trim_matches('"').to_ascii_lowercase();
    essence.trim().eq_ignore_ascii_case("application/json")
        && (charset.is_empty() || charset == "charset=utf-8" || charset == "charset=\"utf-8")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::is_json;

    #[test]
    fn takes_json_only() {
        for (value, expected) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/json; charset=\"utf-8\"", true),
            ("application/json; charset=latin1", false),
            ("application/jsonp", false),
            ("text/plain", false),
            ("", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(value));
            assert_eq!(is_json(&headers), expected, "{value}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
