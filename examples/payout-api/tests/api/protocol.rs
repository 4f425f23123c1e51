use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::json;

use crate::support::{Api, SECRET, Sandbox};

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn unknown_routes_and_methods() {
    let sandbox = Sandbox::start();
    for path in [
        "/",
        "/v1",
        "/v1/payouts/",
        "/v2/payouts",
        "/v1/rates/",
        "/%00",
        "/v1/payouts/a/b",
        "/..%2f..%2fetc/passwd",
    ] {
        sandbox
            .send("GET", path, &[], b"")
            .refused(404, "not_found");
    }
    for (method, path) in [
        ("PUT", "/v1/payouts"),
        ("PUT", "/v1/clock"),
        ("DELETE", "/healthz"),
        ("POST", "/v1/rates"),
        ("BREW", "/v1/rates"),
    ] {
        let answer = sandbox.send(method, path, &[], b"");
        answer.refused(405, "method_not_allowed");
        assert!(answer.header("allow").is_some());
    }
}

#[test]
fn bodies_that_are_not_taken() {
    let sandbox = Sandbox::start();
    let json = header("content-type", "application/json");
    let post = |headers: &[(String, String)], body: &[u8]| {
        sandbox.send("POST", "/v1/clock", headers, body)
    };
    post(&[], b"{}").refused(415, "unsupported_media_type");
    post(&[header("content-type", "text/plain")], b"{}").refused(415, "unsupported_media_type");
    post(&[json.clone(), header("content-encoding", "gzip")], b"{}")
        .refused(415, "unsupported_encoding");
    post(&[json.clone(), header("content-encoding", "br")], b"{}")
        .refused(415, "unsupported_encoding");
    post(std::slice::from_ref(&json), &vec![b' '; 65_537]).refused(413, "body_too_large");
    post(
        std::slice::from_ref(&json),
        &[vec![b' '; 65_534], b"{}".to_vec()].concat(),
    )
    .ok(200);
    post(
        &[json.clone(), header("x-padding", &"x".repeat(20_000))],
        b"{}",
    )
    .refused(431, "headers_too_large");
    sandbox
        .send("GET", &format!("/v1/rates?{}", "x".repeat(3_000)), &[], b"")
        .refused(431, "headers_too_large");
    for text in [
        "",
        "{",
        "[]",
        "null",
        "1",
        "\"x\"",
        "{\"speed\":}",
        "{\"speed\":1,\"speed\":2}",
        "{\"speed\":-1}",
        "{\"speed\":1.5}",
        "{\"speed\":\"1\"}",
        "{\"speeed\":1}",
        "{\"speed\":99999999999999999999}",
        "{\"advanceSeconds\":1e400}",
        "{} {}",
        "\u{feff}{}",
        &"[".repeat(60_000),
    ] {
        post(std::slice::from_ref(&json), text.as_bytes()).refused(400, "invalid_json");
    }
    post(std::slice::from_ref(&json), b"{\"speed\":\xff}").refused(400, "invalid_json");
}

#[test]
fn a_body_of_unknown_length_is_limited_too() {
    let sandbox = Sandbox::start();
    let mut request = b"POST /v1/clock HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n".to_vec();
    for _ in 0..70 {
        request.extend_from_slice(b"400\r\n");
        request.extend_from_slice(&[b' '; 1024]);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"0\r\n\r\n");
    let answer = raw(&sandbox, &request);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(answer.contains("body_too_large"));
}

pub(crate) fn raw(api: &Api, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(api.url.strip_prefix("http://").unwrap()).unwrap();
    stream
        .set_read_timeout(Some(std::time::Duration::from_secs(5)))
        .unwrap();
    // The server may answer, and close, before it has read everything.
    let _ = stream.write_all(request);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

#[test]
fn a_refusal_reaches_a_client_that_is_still_sending() {
    let sandbox = Sandbox::start();
    let json = header("content-type", "application/json");
    for _ in 0..10 {
        let large = vec![b' '; 2_000_000];
        sandbox
            .send("POST", "/v1/clock", std::slice::from_ref(&json), &large)
            .refused(413, "body_too_large");
        let rather = vec![b' '; 60_000];
        sandbox
            .send("POST", "/v1/payouts", &[], &rather)
            .refused(401, "unauthorized");
        sandbox
            .send("POST", "/v1/nothing", &[], &rather)
            .refused(404, "not_found");
        sandbox
            .send("PUT", "/v1/rates", &[], &rather)
            .refused(405, "method_not_allowed");
        sandbox
            .send("POST", "/v1/sessions", &[], &rather)
            .refused(401, "unauthorized");
    }
}

#[test]
fn browsers_may_call() {
    let sandbox = Sandbox::start();
    let preflight = [
        header("origin", "https://shop.example"),
        header("access-control-request-method", "POST"),
        header(
            "access-control-request-headers",
            "authorization,content-digest,content-type,idempotency-key,signature,signature-input",
        ),
    ];
    let answer = sandbox.send("OPTIONS", "/v1/payouts", &preflight, b"");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    let allowed = answer
        .header("access-control-allow-headers")
        .unwrap()
        .to_lowercase();
    for name in [
        "authorization",
        "content-digest",
        "content-type",
        "idempotency-key",
        "signature",
        "signature-input",
    ] {
        assert!(
            allowed.split(',').any(|each| each.trim() == name),
            "{allowed}"
        );
    }
    // Refusals are readable too, or a page could not say what is wrong.
    let refused = sandbox.send("POST", "/v1/payouts", &preflight[..1], b"");
    refused.refused(401, "unauthorized");
    assert_eq!(refused.header("access-control-allow-origin"), Some("*"));
    let exposed = refused
        .header("access-control-expose-headers")
        .unwrap()
        .to_lowercase();
    assert!(exposed.contains("idempotency-replayed") && exposed.contains("retry-after"));
}

#[test]
fn the_clock_goes_ahead_only() {
    let sandbox = Sandbox::start();
    let read = || sandbox.get("/v1/clock", None).ok(200);
    let before = read();
    assert_eq!(before["speed"], 1);
    assert_eq!(
        before["now"].as_str().unwrap().get(..18),
        before["serverTime"].as_str().unwrap().get(..18)
    );
    sandbox
        .post("/v1/clock", None, &json!({"advanceSeconds": 86_400}))
        .ok(200);
    assert!(read()["now"].as_str().unwrap() > before["now"].as_str().unwrap());
    sandbox
        .post("/v1/clock", None, &json!({"speed": 3_600}))
        .ok(200);
    let one = read()["now"].as_str().unwrap().to_owned();
    std::thread::sleep(std::time::Duration::from_millis(50));
    let two = read()["now"].as_str().unwrap().to_owned();
    assert!(two > one && read()["speed"] == 3_600);
    for body in [
        json!({"advanceSeconds": -1}),
        json!({"speed": 100_001}),
        json!({"advanceSeconds": 1_000_000_000}),
    ] {
        sandbox
            .post("/v1/clock", None, &body)
            .refused(422, "invalid_clock");
    }
}

#[test]
fn what_everybody_may_read() {
    let sandbox = Sandbox::start();
    assert_eq!(sandbox.get("/healthz", None).ok(200)["status"], "ok");
    let one = sandbox.get("/v1/rates", None).ok(200);
    assert!(one["expiresAt"].is_string() && one["quoteId"].is_string() && one["pairs"].is_array());
    assert!(sandbox.get("/v1/fees", None).ok(200)["rules"].is_array());
    // The secret opens nothing by being in the wrong place.
    sandbox
        .send("GET", &format!("/v1/payouts/x?token={SECRET}"), &[], b"")
        .refused(401, "unauthorized");
}
