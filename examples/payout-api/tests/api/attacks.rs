//! One request, bent in every way. Each is refused with its own code and leaves nothing behind.

use payout_kit::signature::es256::Signer;
use serde_json::json;

use crate::support::{
    Answer, OTHER_SECRET, Request, SECRET, Sandbox, Session, device, intent, now, pay,
};

struct Stage {
    sandbox: Sandbox,
    device: Signer,
    session: Session,
}

impl Stage {
    fn new() -> Self {
        let sandbox = Sandbox::fast();
        let device = device(1);
        let session = sandbox.session(&device);
        Self {
            sandbox,
            device,
            session,
        }
    }

    fn request(&self) -> Request {
        Request::of(&self.session, &self.device, &intent(&self.session))
    }

    /// How many payouts the partner's books know.
    fn stored(&self) -> usize {
        let path = "/v1/virtual-account/entries";
        let page = self.sandbox.get(path, Some(SECRET)).ok(200);
        let entries = page["entries"].as_array().unwrap();
        entries
            .iter()
            .filter(|entry| entry["movement"] == "payout")
            .count()
    }

    /// Spoils a request before it is signed.
    #[track_caller]
    fn refused(&self, status: u16, code: &str, spoil: impl FnOnce(&mut Request)) -> Answer {
        let mut request = self.request();
        spoil(&mut request);
        let before = self.stored();
        let answer = request.send(&self.sandbox, &self.device);
        answer.refused(status, code);
        assert_eq!(self.stored(), before, "a refused payout was stored");
        answer
    }

    /// Spoils a request after it is signed.
    #[track_caller]
    fn bent(
        &self,
        status: u16,
        code: &str,
        bend: impl FnOnce(&mut Request, &mut Vec<(String, String)>),
    ) {
        let mut request = self.request();
        let mut headers = request.headers(&self.device);
        bend(&mut request, &mut headers);
        let before = self.stored();
        self.sandbox
            .send(&request.method, &request.path, &headers, &request.body)
            .refused(status, code);
        assert_eq!(self.stored(), before, "a refused payout was stored");
    }
}

fn set(headers: &mut Vec<(String, String)>, name: &str, value: Option<String>) {
    headers.retain(|(key, _)| key != name);
    headers.extend(value.map(|value| (name.to_owned(), value)));
}

fn get(headers: &[(String, String)], name: &str) -> String {
    headers
        .iter()
        .find(|(key, _)| key == name)
        .unwrap()
        .1
        .clone()
}

/// The same members, the first of them last.
fn reordered(body: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(body).unwrap();
    let first = "\"amount\":\"25.00\",";
    let rest = text
        .strip_prefix('{')
        .and_then(|text| text.strip_prefix(first));
    let rest = rest.unwrap().strip_suffix('}').unwrap();
    format!("{{{rest},{}}}", first.trim_end_matches(',')).into_bytes()
}

#[test]
fn oversized_everything() {
    let stage = Stage::new();
    // Signed rightly: a payout beyond 16 KiB, and one beyond what any body may be.
    for size in [17 * 1024, 70 * 1024] {
        stage.refused(413, "body_too_large", |request| {
            request.body = format!("{{\"amount\":\"{}\"}}", "9".repeat(size)).into_bytes();
        });
    }
    stage.bent(431, "headers_too_large", |_, headers| {
        headers.push(("x-padding".to_owned(), "x".repeat(20_000)))
    });
    stage.bent(431, "headers_too_large", |request, _| {
        request.path = format!("/v1/payouts?{}", "x".repeat(3_000))
    });
}

#[test]
fn a_changed_body() {
    let stage = Stage::new();
    stage.bent(401, "digest_mismatch", |request, _| {
        let text = String::from_utf8(request.body.clone()).unwrap();
        request.body = text.replace("25.00", "95.00").into_bytes();
    });
    stage.bent(401, "digest_mismatch", |request, _| {
        let text = String::from_utf8(request.body.clone()).unwrap();
        assert!(text.contains("Ada Payee"));
        request.body = text.replace("Ada Payee", "Eve Payee").into_bytes();
    });
    stage.bent(401, "digest_mismatch", |request, _| {
        request.body = reordered(&request.body);
    });
    // With a digest that fits, the signature does not.
    stage.bent(401, "invalid_signature", |request, headers| {
        let text = String::from_utf8(request.body.clone()).unwrap();
        request.body = text.replace("25.00", "95.00").into_bytes();
        set(
            headers,
            "content-digest",
            Some(get(&request.headers(&device(9)), "content-digest")),
        );
    });
}

#[test]
fn a_changed_address() {
    let stage = Stage::new();
    stage.bent(401, "invalid_signature", |request, _| {
        request.path.push_str("?again=1")
    });
    stage.bent(404, "not_found", |request, _| request.path.push('/'));
    stage.refused(401, "invalid_signature", |request| {
        request.url = request.url.replace("/v1/", "/v2/")
    });
    stage.refused(401, "invalid_signature", |request| {
        request.url = request.url.replace("127.0.0.1", "localhost")
    });
    stage.bent(405, "method_not_allowed", |request, _| {
        request.method = "PUT".to_owned()
    });
    // Signed for another method.
    stage.bent(401, "invalid_signature", |request, headers| {
        request.method = "PUT".to_owned();
        *headers = request.headers(&stage.device);
        request.method = "POST".to_owned();
    });
}

#[test]
fn the_host_header_changes_nothing() {
    let stage = Stage::new();
    let request = stage.request();
    let mut headers = request.headers(&stage.device);
    headers.push(("host".to_owned(), "evil.example".to_owned()));
    stage
        .sandbox
        .send("POST", &request.path, &headers, &request.body)
        .ok(202);
    // And it cannot make another address right.
    let mut elsewhere = stage.request();
    elsewhere.url = "https://evil.example/v1/payouts".to_owned();
    let mut headers = elsewhere.headers(&stage.device);
    headers.push(("host".to_owned(), "evil.example".to_owned()));
    stage
        .sandbox
        .send("POST", &elsewhere.path, &headers, &elsewhere.body)
        .refused(401, "invalid_signature");
}

#[test]
fn changed_headers() {
    let stage = Stage::new();
    stage.bent(401, "invalid_signature", |_, headers| {
        set(
            headers,
            "content-type",
            Some("application/json;charset=utf-8".to_owned()),
        )
    });
    stage.bent(401, "invalid_signature", |_, headers| {
        set(headers, "idempotency-key", Some("\"another\"".to_owned()))
    });
    stage.bent(401, "missing_header", |_, headers| {
        set(headers, "content-digest", None)
    });
    stage.bent(401, "missing_header", |_, headers| {
        set(headers, "idempotency-key", None)
    });
    stage.bent(401, "missing_header", |_, headers| {
        set(headers, "signature", None)
    });
    stage.bent(401, "missing_header", |_, headers| {
        set(headers, "signature-input", None)
    });
    stage.bent(400, "malformed_header", |_, headers| {
        set(headers, "signature", Some("payout=:AAAA:".to_owned()))
    });
    stage.bent(400, "malformed_header", |_, headers| {
        set(headers, "signature-input", Some("payout=(((".to_owned()))
    });
    stage.bent(400, "duplicated_header", |_, headers| {
        let twice = get(headers, "content-digest");
        headers.push(("content-digest".to_owned(), twice));
    });
    stage.bent(415, "unsupported_media_type", |_, headers| {
        set(headers, "content-type", Some("text/plain".to_owned()))
    });
    stage.bent(415, "unsupported_encoding", |_, headers| {
        headers.push(("content-encoding".to_owned(), "gzip".to_owned()))
    });
}

#[test]
fn a_signature_that_says_too_little_or_something_else() {
    let stage = Stage::new();
    for name in [
        "@method",
        "@target-uri",
        "content-type",
        "content-digest",
        "idempotency-key",
        "authorization",
    ] {
        let answer = stage.refused(401, "missing_component", |request| {
            request.components.retain(|kept| *kept != name)
        });
        assert!(answer.json()["detail"].as_str().unwrap().contains(name));
    }
    stage.refused(401, "wrong_tag", |request| {
        request.tag = "payment/1".to_owned()
    });
    stage.refused(401, "wrong_tag", |request| {
        request.label = "sig1".to_owned()
    });
    stage.refused(401, "unknown_algorithm", |request| {
        request.alg = "hmac-sha256".to_owned()
    });
    stage.refused(401, "unknown_algorithm", |request| {
        request.alg = "none".to_owned()
    });
    stage.refused(401, "algorithm_mismatch", |request| {
        request.alg = "ed25519".to_owned()
    });
    stage.refused(401, "unknown_key", |request| {
        request.key_id = device(7).key_id().to_owned()
    });
    stage.bent(401, "several_signatures", |_, headers| {
        let input = get(headers, "signature-input");
        set(
            headers,
            "signature-input",
            Some(format!(
                "{input}, {}",
                input.replacen("payout=", "other=", 1)
            )),
        );
    });
}

#[test]
fn the_wrong_time() {
    let stage = Stage::new();
    for (code, created, expires) in [
        ("signature_expired", now() - 300, now() - 90),
        ("signature_not_yet_valid", now() + 120, now() + 240),
        ("window_too_long", now(), now() + 3_600),
        ("window_too_long", now(), now() - 1),
    ] {
        let answer = stage.refused(401, code, |request| {
            (request.created, request.expires) = (created, expires)
        });
        let server = answer.json()["serverTime"].as_str().unwrap().to_owned();
        assert!(
            server.starts_with("20") && server.ends_with('Z'),
            "{server}"
        );
    }
}

#[test]
fn somebody_elses_session() {
    let stage = Stage::new();
    let thief = device(2);
    // The token without the key.
    let mut request = stage.request();
    request.key_id = thief.key_id().to_owned();
    request
        .send(&stage.sandbox, &thief)
        .refused(401, "unknown_key");
    let mut request = stage.request();
    request.key_id = stage.device.key_id().to_owned();
    request
        .send(&stage.sandbox, &thief)
        .refused(401, "invalid_signature");
    // The thief's own session with the victim's signed request.
    let own = stage.sandbox.session(&thief);
    stage.bent(401, "unknown_key", |_, headers| {
        set(
            headers,
            "authorization",
            Some(format!("Bearer {}", own.token)),
        )
    });
    // The same device at another partner: the token is covered.
    let other = stage
        .sandbox
        .session_with(&stage.device, json!({}), OTHER_SECRET);
    stage.bent(401, "invalid_signature", |_, headers| {
        set(
            headers,
            "authorization",
            Some(format!("Bearer {}", other.token)),
        )
    });
    // The partner's secret is not a session, and no session is no session.
    stage.refused(401, "unauthorized", |request| {
        request.authorization = Some(format!("Bearer {OTHER_SECRET}"))
    });
    stage.bent(401, "unauthorized", |_, headers| {
        set(headers, "authorization", None)
    });
    stage.bent(401, "unauthorized", |_, headers| {
        set(headers, "authorization", Some("Basic eDp5".to_owned()))
    });
}

#[test]
fn a_session_that_is_over() {
    let stage = Stage::new();
    let authorization = vec![(
        "authorization".to_owned(),
        format!("Bearer {}", stage.session.token),
    )];
    assert_eq!(
        stage
            .sandbox
            .send("DELETE", "/v1/sessions/current", &authorization, b"")
            .status,
        204
    );
    stage.refused(401, "session_revoked", |_| {});
}

#[test]
fn a_body_that_is_signed_but_not_a_payout() {
    let stage = Stage::new();
    let body = |stage: &Stage| String::from_utf8(stage.request().body).unwrap();
    for (status, code, text) in [
        (400, "malformed_body", "{".to_owned()),
        (400, "malformed_body", String::new()),
        (
            400,
            "malformed_body",
            body(&stage).replacen("{\"amount\"", "{ \"amount\"", 1),
        ),
        (
            400,
            "malformed_body",
            body(&stage).replacen(
                "{\"amount\":\"25.00\"",
                "{\"amount\":\"25.00\",\"amount\":\"95.00\"",
                1,
            ),
        ),
        (
            400,
            "malformed_body",
            body(&stage).replacen("\"25.00\"", "25.00", 1),
        ),
        (
            400,
            "malformed_body",
            body(&stage).replacen("\"25.00\"", "null", 1),
        ),
        (
            400,
            "malformed_body",
            String::from_utf8(reordered(&stage.request().body)).unwrap(),
        ),
        (422, "not_a_payout", "{}".to_owned()),
        (
            422,
            "not_a_payout",
            body(&stage).replacen("payout-request/1", "payout-request/2", 1),
        ),
        (400, "idempotency_mismatch", body(&stage)),
    ] {
        let answer = stage.refused(status, code, |request| request.body = text.into_bytes());
        assert!(!answer.text.contains("370400440532013000"));
    }
}

#[test]
fn a_payout_that_the_core_would_not_sign() {
    let stage = Stage::new();
    let edited = |from: &str, to: &str| {
        let mut request = stage.request();
        let text = String::from_utf8(request.body).unwrap();
        assert!(text.contains(from), "{text}");
        request.body = text.replace(from, to).into_bytes();
        request.send(&stage.sandbox, &stage.device)
    };
    edited("370400440532013000", "370400440532013001").refused(422, "account_invalid");
    edited("\"25.00\"", "\"25.001\"").refused(422, "invalid_intent");
    edited("\"25.00\"", "\"-25.00\"").refused(422, "invalid_intent");
    edited("Ada Payee", "Ada \u{202e}eeyaP").refused(422, "invalid_intent");
    // What the payer was shown is another account than what is paid.
    edited("•••• 3000", "•••• 4000").refused(422, "invalid_intent");
    edited("\"masked\"", "\"mask\"").refused(422, "not_a_payout");
    // A client of its own making may leave out what follows from the rest.
    edited("\"bankCode\":\"37040044\",", "").ok(202);
}

#[test]
fn what_policy_refuses() {
    let stage = Stage::new();
    let refuse = |status: u16, code: &str, change: &dyn Fn(&mut serde_json::Value)| {
        let mut intent = intent(&stage.session);
        change(&mut intent);
        let answer = pay(&stage.sandbox, &stage.session, &stage.device, &intent);
        answer.refused(status, code);
        answer
    };
    refuse(403, "debtor_mismatch", &|intent| {
        intent["debtor"]["account"] = json!("another")
    });
    refuse(403, "debtor_mismatch", &|intent| {
        intent["debtor"]["virtualAccount"] = json!("VA0000000000")
    });
    refuse(422, "rail_not_available", &|intent| {
        intent["rail"] = json!("FEDNOW")
    });
    refuse(403, "over_cap", &|intent| {
        intent["amount"] = json!("1000000.01")
    });
}

#[test]
fn nothing_of_it_was_stored() {
    let stage = Stage::new();
    let intent = intent(&stage.session);
    let mut spoiled = Request::of(&stage.session, &stage.device, &intent);
    spoiled.expires = now() + 3_600;
    spoiled
        .send(&stage.sandbox, &stage.device)
        .refused(401, "window_too_long");
    // The same key is still free, and so is the nonce.
    let mut right = Request::of(&stage.session, &stage.device, &intent);
    right.nonce = spoiled.nonce;
    let answer = right.send(&stage.sandbox, &stage.device);
    answer.ok(202);
    assert_eq!(answer.header("idempotency-replayed"), None);
}
