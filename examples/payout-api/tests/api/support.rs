use std::ffi::OsString;
use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use payout_api::{Config, Server};
use payout_kit::payout::json::Value as Canonical;
use payout_kit::payout::{PayoutIntent, canonical};
use payout_kit::signature::Digest;
use payout_kit::signature::es256::Signer;
use serde_json::{Value, json};
use ureq::Agent;

pub(crate) const SECRET: &str = "a-partner-secret-of-the-tests";
pub(crate) const OTHER_SECRET: &str = "another-partner-of-the-tests";

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// A word that no other test uses.
pub(crate) fn unique() -> String {
    let pid = std::process::id();
    format!("{pid}x{}", COUNTER.fetch_add(1, Ordering::Relaxed))
}

pub(crate) fn now() -> i64 {
    i64::try_from(
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_secs(),
    )
    .unwrap()
}

/// A database that is deleted at the end: a `SQLite` file, or a schema of the `PostgreSQL` server
/// that this variable names.
pub(crate) const POSTGRES: &str = "PAYOUT_API_TEST_POSTGRES";

pub(crate) struct Scratch {
    /// As `--database` takes it.
    pub(crate) database: OsString,
    place: Place,
}

enum Place {
    File(PathBuf),
    Schema { server: String, name: String },
}

impl Scratch {
    pub(crate) fn new() -> Self {
        if let Ok(server) = std::env::var(POSTGRES) {
            return Self::schema(server);
        }
        let file = std::env::temp_dir().join(format!("payout-api-test-{}.sqlite3", unique()));
        Self {
            database: file.clone().into(),
            place: Place::File(file),
        }
    }

    /// Nothing of it outlives the program: quicker than a file.
    fn passing() -> Self {
        if let Ok(server) = std::env::var(POSTGRES) {
            return Self::schema(server);
        }
        Self {
            database: ":memory:".into(),
            place: Place::File(PathBuf::new()),
        }
    }

    fn schema(server: String) -> Self {
        let name = format!("test_{}", unique());
        on_server(&server, &format!("CREATE SCHEMA {name}"));
        let joint = if server.contains('?') { '&' } else { '?' };
        Self {
            database: format!("{server}{joint}options=-csearch_path%3D{name}").into(),
            place: Place::Schema { server, name },
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        match &self.place {
            Place::File(file) => {
                for suffix in ["", "-wal", "-shm"] {
                    let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
                }
            }
            Place::Schema { server, name } => {
                on_server(server, &format!("DROP SCHEMA {name} CASCADE"));
            }
        }
    }
}

pub(crate) fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Runtime::new().unwrap()
}

pub(crate) fn on_server(address: &str, sql: &str) {
    runtime().block_on(async {
        let (client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls)
            .await
            .unwrap();
        tokio::spawn(connection);
        client.batch_execute(sql).await.unwrap();
    });
}

/// The API at an address, and how to speak to it.
#[derive(Clone)]
pub(crate) struct Api {
    pub(crate) url: String,
    pub(crate) agent: Agent,
}

/// An API in this process.
pub(crate) struct Sandbox {
    pub(crate) api: Api,
    server: Option<Server>,
    runtime: tokio::runtime::Runtime,
    /// Dropped last.
    _scratch: Scratch,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Status and code of a problem document, which must be whole.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) {
        assert_eq!(
            (self.status, self.header("content-type")),
            (status, Some("application/problem+json")),
            "{}",
            self.text
        );
        let problem = self.json();
        assert_eq!(problem["code"], code, "{}", self.text);
        assert_eq!(problem["status"], status);
        assert_eq!(problem["type"], format!("urn:payout-kit:problem:{code}"));
        assert!(
            problem["title"]
                .as_str()
                .is_some_and(|title| !title.is_empty())
        );
    }

    #[track_caller]
    pub(crate) fn ok(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text);
        self.json()
    }
}

impl Sandbox {
    /// Nothing is kept; the clock is fast enough that instant payouts are credited at once.
    pub(crate) fn fast() -> Self {
        Self::with(|config| config.speed = Some(200))
    }

    pub(crate) fn start() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(change: impl FnOnce(&mut Config)) -> Self {
        let scratch = Scratch::passing();
        let mut config = Config {
            port: 0,
            database: scratch.database.clone().into(),
            partner_secret: SECRET.to_owned(),
            partners: vec![("other".to_owned(), OTHER_SECRET.to_owned())],
            log: false,
            requests_per_second: 0,
            ..Config::default()
        };
        change(&mut config);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let server = runtime.block_on(Server::start(config)).unwrap();
        Self {
            api: Api::at(server.address()),
            server: Some(server),
            runtime,
            _scratch: scratch,
        }
    }

    /// As SIGTERM does.
    pub(crate) fn stop(mut self) {
        let server = self.server.take().unwrap();
        self.runtime.block_on(server.stop()).unwrap();
    }
}

impl std::ops::Deref for Sandbox {
    type Target = Api;

    fn deref(&self) -> &Api {
        &self.api
    }
}

impl Api {
    pub(crate) fn at(url: String) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(30)))
            // A connection that the server has closed meanwhile would fail a test for nothing.
            .max_idle_connections(0)
            .build();
        Self {
            url,
            agent: config.into(),
        }
    }

    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Answer {
        let mut request = ureq::http::Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let request = request.body(body.to_vec()).unwrap();
        let agent = &self.agent;
        let mut response = agent
            .run(
                agent
                    .configure_request(request)
                    .allow_non_standard_methods(true)
                    .build(),
            )
            .unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: response
                .headers()
                .iter()
                .map(|(name, value)| (name.to_string(), value.to_str().unwrap_or("").to_owned()))
                .collect(),
            text: response.body_mut().read_to_string().unwrap_or_default(),
        }
    }

    pub(crate) fn get(&self, path: &str, token: Option<&str>) -> Answer {
        let headers: Vec<_> = token
            .map(|token| ("authorization".to_owned(), format!("Bearer {token}")))
            .into_iter()
            .collect();
        let mut request = self.agent.get(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut response = request.call().unwrap();
        Answer {
            status: response.status().as_u16(),
            headers: Vec::new(),
            text: response.body_mut().read_to_string().unwrap(),
        }
    }

    pub(crate) fn post(&self, path: &str, token: Option<&str>, body: &Value) -> Answer {
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        headers.extend(token.map(|token| ("authorization".to_owned(), format!("Bearer {token}"))));
        self.send("POST", path, &headers, body.to_string().as_bytes())
    }

    /// What a partner's backend sends for this device, before the test changes it.
    pub(crate) fn session_order(&self, device: &Signer) -> Value {
        let challenge = self.post("/v1/challenges", None, &json!({})).ok(201)["challenge"]
            .as_str()
            .unwrap()
            .to_owned();
        json!({
            "publicJwk": device.public_jwk(),
            "challenge": challenge,
            "proof": base64url(&device.sign(challenge.as_bytes())),
        })
    }

    pub(crate) fn session(&self, device: &Signer) -> Session {
        self.session_with(device, json!({}), SECRET)
    }

    pub(crate) fn session_with(&self, device: &Signer, more: Value, secret: &str) -> Session {
        let mut order = self.session_order(device);
        for (name, value) in more.as_object().unwrap() {
            order[name] = value.clone();
        }
        let answer = self.post("/v1/sessions", Some(secret), &order).ok(201);
        let text = |name: &str| answer[name].as_str().unwrap().to_owned();
        assert_eq!(text("keyId"), device.key_id());
        Session {
            token: text("token"),
            virtual_account: text("virtualAccount"),
            url: text("payoutsUrl"),
        }
    }

    pub(crate) fn payout(&self, id: &str) -> Value {
        self.get(&format!("/v1/payouts/{id}"), Some(SECRET)).ok(200)
    }

    /// Waits until the payout's events satisfy the test.
    #[track_caller]
    pub(crate) fn until(&self, id: &str, done: impl Fn(&[String]) -> bool) -> Value {
        for _ in 0..750 {
            let payout = self.payout(id);
            if done(&statuses(&payout)) {
                return payout;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{:?}", statuses(&self.payout(id)));
    }

    /// Opens an event stream.
    pub(crate) fn events(&self, url: &str, last: Option<&str>) -> Stream {
        let mut request = self.agent.get(url);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.call().unwrap();
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Stream {
            lines: BufReader::new(Box::new(response.into_body().into_reader())),
        }
    }
}

pub(crate) fn statuses(payout: &Value) -> Vec<String> {
    let text = |event: &Value| match event["reason"].as_str() {
        Some(reason) => format!("{} {reason}", event["status"].as_str().unwrap()),
        None => event["status"].as_str().unwrap().to_owned(),
    };
    payout["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(text)
        .collect()
}

pub(crate) struct Stream {
    lines: BufReader<Box<dyn std::io::Read + Send>>,
}

/// Id and data of an event.
pub(crate) type Event = (String, Value);

impl Iterator for Stream {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        let mut id = String::new();
        loop {
            let mut line = String::new();
            if self.lines.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end();
            if let Some(value) = line.strip_prefix("id: ") {
                value.clone_into(&mut id);
            } else if let Some(data) = line.strip_prefix("data: ") {
                return Some((id, serde_json::from_str(data).unwrap()));
            }
        }
    }
}

#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) token: String,
    pub(crate) virtual_account: String,
    pub(crate) url: String,
}

pub(crate) fn device(seed: u8) -> Signer {
    Signer::from_secret(&[seed; 32]).unwrap()
}

/// A payout in euro to a German account that is credited.
pub(crate) fn intent(session: &Session) -> Value {
    intent_to(
        session,
        json!({"country": "DE", "iban": "DE89370400440532013000"}),
        "25.00",
        "EUR",
    )
}

pub(crate) fn intent_to(session: &Session, account: Value, amount: &str, currency: &str) -> Value {
    let id = unique();
    json!({
        "version": "payout-request/1",
        "idempotencyKey": format!("key-{id}"),
        "endToEndId": format!("E2E{id}"),
        "amount": amount,
        "currency": currency,
        "debtor": {"account": session.virtual_account, "virtualAccount": session.virtual_account},
        "creditor": {"name": "Ada Payee", "account": account},
    })
}

/// As `preparePayout` writes it; what the core would not sign, in canonical form all the same.
pub(crate) fn bytes_of(intent: &Value) -> Vec<u8> {
    let mut members = intent.clone();
    if let Some(members) = members.as_object_mut() {
        members.remove("version");
    }
    let typed = serde_json::from_value::<PayoutIntent>(members).ok();
    if let Some(payout) = typed.and_then(|typed| canonical(&typed).ok()) {
        return payout.bytes().to_vec();
    }
    let text = intent.to_string();
    match Canonical::read(text.as_bytes()) {
        Ok(value) => value.to_canonical().into_bytes(),
        Err(_) => text.into_bytes(),
    }
}

/// A signed request that a test may spoil before or after it is signed.
pub(crate) struct Request {
    pub(crate) method: String,
    /// What is signed.
    pub(crate) url: String,
    /// What is sent to.
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
    pub(crate) key: String,
    pub(crate) authorization: Option<String>,
    pub(crate) created: i64,
    pub(crate) expires: i64,
    pub(crate) nonce: String,
    pub(crate) alg: String,
    pub(crate) key_id: String,
    pub(crate) tag: String,
    pub(crate) label: String,
    pub(crate) components: Vec<&'static str>,
    pub(crate) content_type: String,
}

impl Request {
    pub(crate) fn of(session: &Session, device: &Signer, intent: &Value) -> Self {
        let body = bytes_of(intent);
        Self {
            method: "POST".to_owned(),
            url: session.url.clone(),
            path: "/v1/payouts".to_owned(),
            body,
            key: intent["idempotencyKey"].as_str().unwrap().to_owned(),
            authorization: Some(format!("Bearer {}", session.token)),
            created: now(),
            expires: now() + 120,
            nonce: format!("nonce-{}", unique()),
            alg: "ecdsa-p256-sha256".to_owned(),
            key_id: device.key_id().to_owned(),
            tag: "payout-request/1".to_owned(),
            label: "payout".to_owned(),
            components: vec![
                "@method",
                "@target-uri",
                "content-type",
                "content-digest",
                "idempotency-key",
                "authorization",
            ],
            content_type: "application/json".to_owned(),
        }
    }

    pub(crate) fn headers(&self, device: &Signer) -> Vec<(String, String)> {
        let digest = Digest::of(&self.body);
        let digest = format!("sha-256=:{}:", base64(digest.as_bytes()));
        let key = format!("\"{}\"", self.key);
        let list: Vec<String> = self
            .components
            .iter()
            .map(|name| format!("\"{name}\""))
            .collect();
        let parameters = format!(
            "({});created={};expires={};nonce=\"{}\";alg=\"{}\";keyid=\"{}\";tag=\"{}\"",
            list.join(" "),
            self.created,
            self.expires,
            self.nonce,
            self.alg,
            self.key_id,
            self.tag
        );
        let mut base = String::new();
        for name in &self.components {
            let value = match *name {
                "@method" => &self.method,
                "@target-uri" => &self.url,
                "content-type" => &self.content_type,
                "content-digest" => &digest,
                "idempotency-key" => &key,
                "authorization" => self.authorization.as_ref().unwrap(),
                other => panic!("{other}"),
            };
            writeln!(base, "\"{name}\": {value}").unwrap();
        }
        write!(base, "\"@signature-params\": {parameters}").unwrap();
        let signature = base64(&device.sign(base.as_bytes()));
        let mut headers = vec![
            ("content-type", self.content_type.clone()),
            ("content-digest", digest),
            ("idempotency-key", key),
            ("signature-input", format!("{}={parameters}", self.label)),
            ("signature", format!("{}=:{signature}:", self.label)),
        ];
        headers.extend(
            self.authorization
                .clone()
                .map(|value| ("authorization", value)),
        );
        headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }

    pub(crate) fn send(&self, api: &Api, device: &Signer) -> Answer {
        api.send(&self.method, &self.path, &self.headers(device), &self.body)
    }
}

pub(crate) fn pay(api: &Api, session: &Session, device: &Signer, intent: &Value) -> Answer {
    Request::of(session, device, intent).send(api, device)
}

pub(crate) fn base64url(bytes: &[u8]) -> String {
    use base64ct::{Base64UrlUnpadded, Encoding};
    Base64UrlUnpadded::encode_string(bytes)
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    use base64ct::{Base64, Encoding};
    Base64::encode_string(bytes)
}
