//! Above the partner's limit a passkey has to confirm this very payout.

use payout_kit::signature::es256::Signer;
use payout_kit::signature::{Digest, step_up_challenge};
use serde_json::{Value, json};

use crate::support::{Answer, Request, SECRET, Sandbox, Session, base64url, device, intent_to};

const ORIGIN: &str = "https://pay.example";

fn passkey() -> Signer {
    device(77)
}

fn session(sandbox: &Sandbox, device: &Signer, above: Value) -> Session {
    let caps = json!({"stepUp": {
        "above": above,
        "rpId": "pay.example",
        "origins": [ORIGIN],
        "credentials": [{"id": "Y3JlZA", "publicJwk": passkey().public_jwk()}],
    }});
    sandbox.session_with(device, json!({"caps": caps}), SECRET)
}

fn euro(session: &Session, amount: &str) -> Value {
    let account = json!({"country": "DE", "iban": "DE89370400440532013000"});
    intent_to(session, account, amount, "EUR")
}

/// What a browser and an authenticator would make of the challenge.
fn answer(nonce: &str, digest: &str, flags: u8) -> Value {
    let challenge = base64url(&step_up_challenge(digest, nonce));
    let client = format!(
        r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"{ORIGIN}","crossOrigin":false}}"#
    );
    let mut data = Digest::of(b"pay.example").as_bytes().to_vec();
    data.extend([flags, 0, 0, 0, 0]);
    let message = [data.as_slice(), Digest::of(client.as_bytes()).as_bytes()].concat();
    json!({
        "nonce": nonce,
        "credentialId": "Y3JlZA",
        "clientDataJSON": base64url(client.as_bytes()),
        "authenticatorData": base64url(&data),
        "signature": base64url(&der(&passkey().sign(&message))),
    })
}

fn der(signature: &[u8]) -> Vec<u8> {
    let mut inner = Vec::new();
    for number in [&signature[..32], &signature[32..]] {
        let start = number.iter().position(|byte| *byte != 0).unwrap();
        let mut digits = number[start..].to_vec();
        if digits[0] & 128 != 0 {
            digits.insert(0, 0);
        }
        inner.extend([2, u8::try_from(digits.len()).unwrap()]);
        inner.extend(digits);
    }
    let mut whole = vec![0x30, u8::try_from(inner.len()).unwrap()];
    whole.extend(inner);
    whole
}

fn send(sandbox: &Sandbox, session: &Session, payout: &Value, answer: Option<&Value>) -> Answer {
    let device = device(1);
    let request = Request::of(session, &device, payout);
    let mut headers = request.headers(&device);
    headers.extend(answer.map(|answer| {
        let value = base64url(answer.to_string().as_bytes());
        ("payout-step-up".to_owned(), value)
    }));
    sandbox.send("POST", "/v1/payouts", &headers, &request.body)
}

fn digest(payout: &Value) -> String {
    Digest::of(&crate::support::bytes_of(payout)).hex()
}

fn demanded(refusal: &Answer) -> String {
    refusal.refused(403, "step_up_required");
    let step_up = refusal.json()["stepUp"].clone();
    assert_eq!(step_up["rpId"], "pay.example");
    assert_eq!(step_up["credentialIds"], json!(["Y3JlZA"]));
    step_up["nonce"].as_str().unwrap().to_owned()
}

#[test]
fn above_the_limit_a_passkey_confirms() {
    let sandbox = Sandbox::start();
    let session = session(
        &sandbox,
        &device(1),
        json!([{"currency": "EUR", "amount": "100.00"}]),
    );
    send(&sandbox, &session, &euro(&session, "50.00"), None).ok(202);
    let payout = euro(&session, "500.00");
    let nonce = demanded(&send(&sandbox, &session, &payout, None));
    let confirmed = answer(&nonce, &digest(&payout), 5);
    let accepted = send(&sandbox, &session, &payout, Some(&confirmed)).ok(202);
    assert_eq!(accepted["amount"], "500.00");
    // A repetition is answered, whoever asks again.
    let again = send(&sandbox, &session, &payout, None).ok(202);
    assert_eq!(again["id"], accepted["id"]);
}

#[test]
fn an_answer_confirms_one_payout_only() {
    let sandbox = Sandbox::start();
    let session = session(
        &sandbox,
        &device(1),
        json!([{"currency": "EUR", "amount": "100.00"}]),
    );
    let (payout, other) = (euro(&session, "500.00"), euro(&session, "500.00"));
    let nonce = demanded(&send(&sandbox, &session, &payout, None));
    let good = answer(&nonce, &digest(&payout), 5);
    let refused = |payout: &Value, answer: &Value, code: &str| {
        send(&sandbox, &session, payout, Some(answer)).refused(403, code);
    };
    refused(&other, &good, "step_up_wrong_challenge");
    refused(
        &payout,
        &answer(&nonce, &digest(&other), 5),
        "step_up_wrong_challenge",
    );
    refused(
        &payout,
        &answer("made-up", &digest(&payout), 5),
        "step_up_wrong_challenge",
    );
    refused(
        &payout,
        &answer(&nonce, &digest(&payout), 1),
        "step_up_user_not_verified",
    );
    refused(
        &payout,
        &answer(&nonce, &digest(&payout), 4),
        "step_up_user_absent",
    );
    let mut changed = good.clone();
    changed["credentialId"] = json!("b3RoZXI");
    refused(&payout, &changed, "step_up_unknown_credential");
    let mut forged = good.clone();
    forged["signature"] = json!(base64url(&der(&device(1).sign(b"another text"))));
    refused(&payout, &forged, "step_up_invalid_signature");
    refused(&payout, &json!("nothing"), "step_up_malformed");
    // Nothing of all this was stored.
    let path = format!(
        "/v1/payouts?idempotencyKey={}",
        payout["idempotencyKey"].as_str().unwrap()
    );
    assert_eq!(sandbox.get(&path, Some(SECRET)).json()["code"], "not_found");
    send(&sandbox, &session, &payout, Some(&good)).ok(202);
}

#[test]
fn a_currency_without_a_limit_always_needs_one() {
    let sandbox = Sandbox::start();
    let session = session(&sandbox, &device(1), json!([]));
    demanded(&send(&sandbox, &session, &euro(&session, "0.01"), None));
}

#[test]
fn rules_that_cannot_be_used_are_refused() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let good = json!({
        "above": [{"currency": "EUR", "amount": "1.00"}],
        "rpId": "pay.example",
        "origins": [ORIGIN],
        "credentials": [{"id": "Y3JlZA", "publicJwk": passkey().public_jwk()}],
    });
    for (member, value) in [
        ("above", json!([{"currency": "XXX", "amount": "1"}])),
        ("above", json!([{"currency": "EUR", "amount": "1.001"}])),
        ("rpId", json!("")),
        ("origins", json!([])),
        ("credentials", json!([])),
    ] {
        let mut rules = good.clone();
        rules[member] = value;
        let mut order = sandbox.session_order(&device);
        order["caps"] = json!({"stepUp": rules});
        sandbox
            .post("/v1/sessions", Some(SECRET), &order)
            .refused(422, "invalid_caps");
    }
}
