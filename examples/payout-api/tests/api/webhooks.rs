//! Messages to partners: an endpoint in this process listens, and answers what the test wants.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use payout_api::Config;
use serde_json::{Value, json};
use tokio_rustls::rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::certificates::{Authority, Certified};
use crate::support::{Api, OTHER_SECRET, SECRET, Sandbox, device, intent, now, pay};

/// How long a message may take to come.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Received {
    /// When it came, in seconds since 1970.
    at: i64,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        &found.unwrap().1
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// A partner's endpoint. It answers what it is told to, then 204.
pub(crate) struct Listener {
    pub(crate) port: u16,
    pub(crate) received: Receiver<Received>,
}

impl Listener {
    pub(crate) fn start(answers: &[&'static str]) -> Self {
        Self::with(answers, None)
    }

    /// With TLS, by this certificate.
    pub(crate) fn with_tls(own: &Certified) -> Self {
        Self::with(&[], Some(own.server()))
    }

    fn with(answers: &[&'static str], tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut script = VecDeque::from(answers.to_vec());
        let (send, received) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let mut answer = || script.pop_front().unwrap_or("204 No Content");
                let taken = match &tls {
                    None => taken(stream, &mut answer),
                    Some(tls) => {
                        let connection = ServerConnection::new(Arc::clone(tls)).unwrap();
                        taken(StreamOwned::new(connection, stream), &mut answer)
                    }
                };
                // A sender may die at any moment. A test that has ended does not listen.
                if let Ok(message) = taken {
                    let _ = send.send(message);
                }
            }
        });
        Self { port, received }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/hooks?a=b", self.port)
    }

    #[track_caller]
    fn next(&self) -> Received {
        self.received.recv_timeout(PATIENCE).unwrap()
    }
}

/// Reads one message and answers it.
fn taken(
    stream: impl Read + Write,
    answer: &mut impl FnMut() -> &'static str,
) -> std::io::Result<Received> {
    let mut reader = BufReader::new(stream);
    let mut headers = Vec::new();
    let mut line = String::new();
    reader.read_line(&mut line)?;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let (_, length) = length.ok_or(ErrorKind::UnexpectedEof)?;
    let mut body = vec![0; length.parse().unwrap()];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8(body).unwrap();
    let at = now();
    let _ = write!(
        reader.get_mut(),
        "HTTP/1.1 {}\r\ncontent-length: 0\r\n\r\n",
        answer()
    );
    let _ = reader.get_mut().flush();
    Ok(Received { at, headers, body })
}

/// A sandbox that may send to this machine's listener, and tries again at once.
fn sandbox(listener: &Listener) -> Sandbox {
    let host = format!("127.0.0.1:{}", listener.port);
    Sandbox::with(|config: &mut Config| {
        config.speed = Some(200);
        config.webhook_hosts = vec![host];
        config.webhook_schedule.first = 20;
        config.webhook_schedule.attempts = 4;
    })
}

pub(crate) fn register(api: &Api, url: &str) -> (String, String) {
    let answer = api
        .post("/v1/webhook-endpoints", Some(SECRET), &json!({"url": url}))
        .ok(201);
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    (text("id"), text("secret"))
}

fn deliveries(api: &Api, endpoint: &str) -> Vec<Value> {
    let path = format!("/v1/webhook-endpoints/{endpoint}/deliveries");
    let page = api.get(&path, Some(SECRET)).ok(200);
    page["deliveries"].as_array().unwrap().clone()
}

/// Waits until the endpoint's messages satisfy the test.
#[track_caller]
fn until(api: &Api, endpoint: &str, done: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    for _ in 0..1_000 {
        let all = deliveries(api, endpoint);
        if done(&all) {
            return all;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("{:?}", deliveries(api, endpoint));
}

pub(crate) fn verify(message: &Received, secret: &str) {
    use base64ct::{Base64, Encoding};
    let key = Base64::decode_vec(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
    let (id, at) = (
        message.header("webhook-id"),
        message.header("webhook-timestamp"),
    );
    mac.update(format!("{id}.{at}.{}", message.body).as_bytes());
    let signature = message
        .header("webhook-signature")
        .strip_prefix("v1,")
        .unwrap();
    mac.verify_slice(&Base64::decode_vec(signature).unwrap())
        .unwrap();
    assert!((at.parse::<i64>().unwrap() - message.at).abs() < 60);
}

#[test]
fn every_event_is_told_once_and_signed() {
    let listener = Listener::start(&[]);
    let sandbox = sandbox(&listener);
    let (endpoint, secret) = register(&sandbox, &listener.url());
    let device = device(1);
    let session = sandbox.session(&device);
    let sent = intent(&session);
    let payout = pay(&sandbox, &session, &device, &sent).ok(202);
    let messages: Vec<Received> = (0..5).map(|_| listener.next()).collect();
    let mut statuses = Vec::new();
    for message in &messages {
        verify(message, &secret);
        assert_eq!(message.header("content-type"), "application/json");
        assert!(!message.body.contains("3704004405320130"));
        let told = message.json();
        assert_eq!(told["type"], "payout.status_changed");
        assert_eq!(told["data"]["payoutId"], payout["id"]);
        assert_eq!(told["data"]["idempotencyKey"], sent["idempotencyKey"]);
        let event = &told["data"]["event"];
        statuses.push((
            event["id"].clone(),
            event["status"].as_str().unwrap().to_owned(),
        ));
    }
    statuses.sort_by_key(|(id, _)| id.as_str().unwrap().to_owned());
    let statuses: Vec<&str> = statuses.iter().map(|(_, status)| status.as_str()).collect();
    assert_eq!(statuses, ["RCVD", "ACCP", "ACSP", "ACSC", "ACCC"]);
    let told = until(&sandbox, &endpoint, |all| {
        all.iter().all(|message| message["state"] == "delivered")
    });
    assert_eq!(told.len(), 5);
    assert!(
        told.iter()
            .all(|message| message["attempts"] == 1 && message["lastAnswer"] == "204")
    );
    // Nothing about other partners' payouts.
    let theirs = sandbox.session_with(&device, json!({}), OTHER_SECRET);
    pay(&sandbox, &theirs, &device, &intent(&theirs)).ok(202);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(deliveries(&sandbox, &endpoint).len(), 5);
}

#[test]
fn https_reaches_those_whom_an_authority_vouches_for() {
    let mut authority = Authority::new();
    for (name, trusted, delivered) in [
        ("127.0.0.1", true, true),
        // Nobody vouches for it.
        ("127.0.0.1", false, false),
        // Another host's certificate.
        ("hooks.example", true, false),
    ] {
        let listener = Listener::with_tls(&authority.certify(name));
        let host = format!("127.0.0.1:{}", listener.port);
        let file = trusted.then(|| authority.file.path.clone());
        let sandbox = Sandbox::with(|config: &mut Config| {
            config.webhook_hosts = vec![host.clone()];
            config.webhook_ca = file;
            config.webhook_schedule.first = 20;
            config.webhook_schedule.attempts = 2;
        });
        sandbox
            .post("/v1/clock", None, &json!({"speed": 0}))
            .ok(200);
        let (endpoint, secret) = register(&sandbox, &format!("https://{host}/hooks"));
        let device = device(1);
        let session = sandbox.session(&device);
        pay(&sandbox, &session, &device, &intent(&session)).ok(202);
        let state = if delivered { "delivered" } else { "dead" };
        let told = until(&sandbox, &endpoint, |all| all[0]["state"] == state);
        let answer = if delivered { "204" } else { "tls_failed" };
        assert_eq!(told[0]["lastAnswer"], answer, "{name}");
        if delivered {
            verify(&listener.next(), &secret);
        } else {
            assert!(listener.received.try_recv().is_err());
        }
    }
    let unreadable = Config {
        port: 0,
        database: std::ffi::OsString::from(":memory:").into(),
        webhook_ca: Some("/nowhere/ca.pem".into()),
        ..Config::default()
    };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let refused = runtime.block_on(payout_api::Server::start(unreadable));
    assert!(refused.unwrap_err().contains("/nowhere/ca.pem"));
}

#[test]
fn what_is_not_taken_is_sent_again_with_the_same_id() {
    let listener = Listener::start(&[
        "500 Internal Server Error",
        "302 Found\r\nlocation: http://127.0.0.1:1/",
        "429 Too Many Requests\r\nretry-after: 1",
    ]);
    let sandbox = sandbox(&listener);
    // The clock stands, so there is one event only.
    sandbox
        .post("/v1/clock", None, &json!({"speed": 0}))
        .ok(200);
    let (endpoint, secret) = register(&sandbox, &listener.url());
    let device = device(1);
    let session = sandbox.session(&device);
    pay(&sandbox, &session, &device, &intent(&session)).ok(202);
    let first = listener.next();
    let (second, third) = (listener.next(), listener.next());
    let asked = std::time::Instant::now();
    let fourth = listener.next();
    assert!(
        asked.elapsed() > Duration::from_millis(900),
        "Retry-After was not kept"
    );
    for again in [&second, &third, &fourth] {
        verify(again, &secret);
        assert_eq!(again.header("webhook-id"), first.header("webhook-id"));
        assert_eq!(again.body, first.body);
    }
    let told = until(&sandbox, &endpoint, |all| all[0]["state"] == "delivered");
    assert_eq!((told.len(), &told[0]["attempts"]), (1, &json!(4)));
}

#[test]
fn a_message_dies_and_is_revived() {
    let listener = Listener::start(&["503 Service Unavailable"; 4]);
    let sandbox = sandbox(&listener);
    sandbox
        .post("/v1/clock", None, &json!({"speed": 0}))
        .ok(200);
    let (endpoint, _) = register(&sandbox, &listener.url());
    let device = device(1);
    let session = sandbox.session(&device);
    pay(&sandbox, &session, &device, &intent(&session)).ok(202);
    let dead = until(&sandbox, &endpoint, |all| all[0]["state"] == "dead");
    assert_eq!(dead[0]["attempts"], 4);
    assert_eq!(dead[0]["lastAnswer"], "503");
    assert!(dead[0].get("nextAttemptAt").is_none());
    let id = dead[0]["id"].as_str().unwrap();
    let path = format!("/v1/webhook-endpoints/{endpoint}/deliveries/{id}/retry");
    // Another partner does not see it.
    sandbox
        .send(
            "POST",
            &path,
            &[("authorization".to_owned(), format!("Bearer {OTHER_SECRET}"))],
            b"",
        )
        .refused(404, "not_found");
    let authorization = [("authorization".to_owned(), format!("Bearer {SECRET}"))];
    assert_eq!(sandbox.send("POST", &path, &authorization, b"").status, 202);
    until(&sandbox, &endpoint, |all| all[0]["state"] == "delivered");
    sandbox
        .send("POST", &path, &authorization, b"")
        .refused(404, "not_found");
}

#[test]
fn an_endpoint_that_is_gone_is_left_alone() {
    let listener = Listener::start(&["410 Gone"; 5]);
    let sandbox = sandbox(&listener);
    let (endpoint, _) = register(&sandbox, &listener.url());
    let device = device(1);
    let session = sandbox.session(&device);
    let payout = pay(&sandbox, &session, &device, &intent(&session)).ok(202);
    let dead = until(&sandbox, &endpoint, |all| {
        !all.is_empty() && all.iter().all(|message| message["state"] == "dead")
    });
    sandbox.until(payout["id"].as_str().unwrap(), |events| events.len() == 5);
    let after = deliveries(&sandbox, &endpoint);
    assert!(after.iter().all(|message| message["state"] == "dead"));
    let path = format!(
        "/v1/webhook-endpoints/{endpoint}/deliveries/{}/retry",
        dead[0]["id"].as_str().unwrap()
    );
    let authorization = [("authorization".to_owned(), format!("Bearer {SECRET}"))];
    sandbox
        .send("POST", &path, &authorization, b"")
        .refused(409, "webhook_endpoint_disabled");
    let listed = sandbox.get("/v1/webhook-endpoints", Some(SECRET)).ok(200);
    assert_eq!(listed["endpoints"][0]["enabled"], false);
    assert!(listed["endpoints"][0].get("secret").is_none());
}

#[test]
fn webhooks_go_only_where_the_operator_allows() {
    let listener = Listener::start(&[]);
    let sandbox = sandbox(&listener);
    let post =
        |url: &str| sandbox.post("/v1/webhook-endpoints", Some(SECRET), &json!({"url": url}));
    for url in [
        "http://127.0.0.1:1/",
        "https://169.254.169.254/latest/meta-data",
        "https://hooks.example/",
        "https://2130706433/",
        "http://localhost:5432/",
        "https://[::1]/",
    ] {
        post(url).refused(403, "webhook_host_not_allowed");
    }
    let with_user = listener.url().replace("://", "://user@");
    for url in [
        "http://hooks.example/",
        "file:///etc/passwd",
        &with_user,
        "gopher://x/",
        "",
    ] {
        post(url).refused(422, "invalid_webhook_url");
    }
    for _ in 0..10 {
        post(&listener.url()).ok(201);
    }
    post(&listener.url()).refused(409, "too_many_endpoints");
    sandbox
        .post(
            "/v1/webhook-endpoints",
            None,
            &json!({"url": listener.url()}),
        )
        .refused(401, "unauthorized");
    // By default nowhere.
    let closed = Sandbox::start();
    closed
        .post(
            "/v1/webhook-endpoints",
            Some(SECRET),
            &json!({"url": listener.url()}),
        )
        .refused(403, "webhook_host_not_allowed");
}

#[test]
fn an_endpoint_is_removed_with_its_messages() {
    let listener = Listener::start(&[]);
    let sandbox = sandbox(&listener);
    let (endpoint, _) = register(&sandbox, &listener.url());
    let device = device(1);
    let session = sandbox.session(&device);
    pay(&sandbox, &session, &device, &intent(&session)).ok(202);
    listener.next();
    let path = format!("/v1/webhook-endpoints/{endpoint}");
    let as_partner = |secret: &str| [("authorization".to_owned(), format!("Bearer {secret}"))];
    sandbox
        .send("DELETE", &path, &as_partner(OTHER_SECRET), b"")
        .refused(404, "not_found");
    assert_eq!(
        sandbox
            .send("DELETE", &path, &as_partner(SECRET), b"")
            .status,
        204
    );
    let gone = sandbox.get(&format!("{path}/deliveries"), Some(SECRET));
    assert_eq!(gone.status, 404);
    // Payouts go on without it.
    let payout = pay(&sandbox, &session, &device, &intent(&session)).ok(202);
    sandbox.until(payout["id"].as_str().unwrap(), |events| events.len() == 5);
}
