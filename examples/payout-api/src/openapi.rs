//! The API's own description, generated from its handlers and types, and a page to try it.

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde::Serialize;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, OpenApi, Ref, ResponseBuilder, info};
use utoipa::{OpenApi as _, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use crate::answer;

const PAGE: &str = include_str!("openapi.html");

/// The page's own script and style, this server, and nothing else.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The signed intent, as far as it is told apart here: the core reads the rest. All values are
/// strings, booleans, lists and objects; there are no numbers.
#[derive(ToSchema)]
#[schema(as = PayoutIntent)]
#[expect(dead_code, reason = "describes what the core reads from the raw bytes")]
#[schema(rename_all = "camelCase")]
pub(crate) struct Intent {
    /// `payout-request/1`
    version: String,
    /// The same as in the header.
    idempotency_key: String,
    end_to_end_id: String,
    /// An exact decimal with the currency's digits.
    amount: String,
    /// ISO 4217.
    currency: String,
    rail: Option<String>,
    fallback: Option<String>,
    #[schema(value_type = Object)]
    debtor: (),
    /// The payee: name, account, and the mask that was shown.
    #[schema(value_type = Object)]
    creditor: (),
    #[schema(value_type = Option<Object>)]
    conversion: (),
}

/// RFC 9457, with a stable code.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
struct ProblemDocument {
    r#type: String,
    title: String,
    status: u16,
    /// A stable word for what is wrong; the README lists them.
    code: String,
    /// What exactly.
    #[schema(required = false)]
    detail: String,
}

#[derive(utoipa::OpenApi)]
#[openapi(components(schemas(ProblemDocument, crate::events::StatusEvent)))]
struct Base;

/// A router that writes down what it routes.
pub(crate) fn document<S: Clone + Send + Sync + 'static>() -> OpenApiRouter<S> {
    let mut base = Base::openapi();
    base.info = info::InfoBuilder::new()
        .title("The sandbox payout API")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "Sessions for device keys, signed payouts, their status, webhooks. It moves no money.",
        ))
        .build();
    let components = base.components.get_or_insert_default();
    let bearer = |what: &str| {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
        SecurityScheme::Http(scheme.description(Some(what)).build())
    };
    let stream = ApiKeyValue::with_description("token", "for one stream, as in `eventsUrl`");
    components.add_security_scheme("session", bearer("a payout session's token"));
    components.add_security_scheme("partner", bearer("a partner's secret"));
    components.add_security_scheme("stream", SecurityScheme::ApiKey(ApiKey::Query(stream)));
    OpenApiRouter::with_openapi(base)
}

/// `GET /openapi.json` and `GET /docs`.
pub(crate) fn pages<S: Clone + Send + Sync + 'static>(mut document: OpenApi) -> Router<S> {
    for item in document.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.delete];
        operations.into_iter().flatten().for_each(can_be_refused);
    }
    let text = document.to_json().unwrap_or_default();
    Router::new()
        .route(
            "/openapi.json",
            get(move || async move { answer::text_of_json(axum::http::StatusCode::OK, text) }),
        )
        .route("/docs", get(page))
}

/// Every operation may be refused, in one form.
fn can_be_refused(operation: &mut Operation) {
    let schema = Ref::from_schema_name("Problem");
    let refusal = ResponseBuilder::new()
        .description("Refused, with a stable code")
        .content("application/problem+json", Content::new(Some(schema)));
    operation
        .responses
        .responses
        .insert("default".to_owned(), refusal.build().into());
}

async fn page() -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, PAGE).into_response()
}
