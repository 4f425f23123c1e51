//! Keys: Ed25519 devices, partners' own keys with their times, and relayed requests.

use payout_kit::signature::ed25519::Signer as Ed25519;
use payout_kit::signature::es256::Signer;
use serde_json::{Value, json};

use crate::support::{
    Answer, Api, OTHER_SECRET, Request, SECRET, Sandbox, Session, base64, base64url, device,
    intent, now, unique,
};

fn partner(seed: u8) -> Ed25519 {
    Ed25519::from_secret(&[seed; 32]).unwrap()
}

fn order(api: &Api, key: &Ed25519, more: Value) -> Value {
    let challenge = api.post("/v1/challenges", None, &json!({})).ok(201)["challenge"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut order = json!({
        "publicJwk": key.public_jwk(),
        "challenge": challenge,
        "proof": base64url(&key.sign(challenge.as_bytes())),
    });
    for (name, value) in more.as_object().unwrap() {
        order[name] = value.clone();
    }
    order
}

fn register(api: &Api, key: &Ed25519, more: Value) -> Answer {
    api.post("/v1/keys", Some(SECRET), &order(api, key, more))
}

fn at(seconds: i64) -> String {
    jiff::Timestamp::from_second(now() + seconds)
        .unwrap()
        .to_string()
}

/// A device's request without a token, relayed: the partner's signature is written here by hand.
struct Relayed<'a> {
    request: Request,
    partner: &'a Ed25519,
    nonce: String,
}

impl<'a> Relayed<'a> {
    fn of(session: &Session, device: &Signer, intent: &Value, partner: &'a Ed25519) -> Self {
        let mut request = Request::of(session, device, intent);
        request.authorization = None;
        request.components.retain(|name| *name != "authorization");
        let nonce = format!("relay-{}", unique());
        Self {
            request,
            partner,
            nonce,
        }
    }

    fn headers(&self, device: &Signer) -> Vec<(String, String)> {
        let mut headers = self.request.headers(device);
        let value = |name: &str| {
            let found = headers.iter().find(|(known, _)| known == name);
            found.unwrap().1.clone()
        };
        let (input, signature) = (value("signature-input"), value("signature"));
        let parameters = format!(
            "(\"@method\" \"@target-uri\" \"content-type\" \"content-digest\" \"idempotency-key\" \"signature\";key=\"payout\" \"signature-input\";key=\"payout\");created={};expires={};nonce=\"{}\";alg=\"ed25519\";keyid=\"{}\";tag=\"payout-partner/1\"",
            now(),
            now() + 60,
            self.nonce,
            self.partner.key_id()
        );
        let base = format!(
            "\"@method\": {}\n\"@target-uri\": {}\n\"content-type\": {}\n\"content-digest\": {}\n\"idempotency-key\": {}\n\"signature\";key=\"payout\": {}\n\"signature-input\";key=\"payout\": {}\n\"@signature-params\": {parameters}",
            self.request.method,
            self.request.url,
            value("content-type"),
            value("content-digest"),
            value("idempotency-key"),
            signature.strip_prefix("payout=").unwrap(),
            input.strip_prefix("payout=").unwrap(),
        );
        let mine = base64(&self.partner.sign(base.as_bytes()));
        for (name, header) in &mut headers {
            match name.as_str() {
                "signature-input" => *header = format!("{header}, partner={parameters}"),
                "signature" => *header = format!("{header}, partner=:{mine}:"),
                _ => {}
            }
        }
        headers
    }

    fn send(&self, api: &Api, device: &Signer) -> Answer {
        let Request { path, body, .. } = &self.request;
        api.send("POST", path, &self.headers(device), body)
    }
}

#[test]
fn a_device_may_sign_with_ed25519() {
    let sandbox = Sandbox::start();
    let key = partner(1);
    let challenge = order(&sandbox, &key, json!({}));
    let answer = sandbox
        .post("/v1/sessions", Some(SECRET), &challenge)
        .ok(201);
    assert_eq!(answer["keyId"], key.key_id());
    let text = |name: &str| answer[name].as_str().unwrap().to_owned();
    let session = Session {
        token: text("token"),
        virtual_account: text("virtualAccount"),
        url: text("payoutsUrl"),
    };
    // The helper signs with P-256: its signature is replaced.
    let mut request = Request::of(&session, &device(1), &intent(&session));
    key.key_id().clone_into(&mut request.key_id);
    "ed25519".clone_into(&mut request.alg);
    let mut headers = request.headers(&device(1));
    let lines: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let base = payout_kit::signature::verify::check(
        payout_kit::signature::verify::Incoming {
            method: "POST",
            url: &request.url,
            headers: &lines,
            body: &request.body,
        },
        &payout_kit::signature::verify::Policy::at(now()),
    )
    .unwrap()
    .signature_base;
    let signature = format!("payout=:{}:", base64(&key.sign(base.as_bytes())));
    let place = headers.iter_mut().find(|(name, _)| name == "signature");
    let of_another = std::mem::replace(&mut place.unwrap().1, signature);
    let send =
        |headers: &[(String, String)]| sandbox.send("POST", "/v1/payouts", headers, &request.body);
    let accepted = send(&headers).ok(202);
    assert_eq!(accepted["status"], "RCVD");
    let place = headers.iter_mut().find(|(name, _)| name == "signature");
    place.unwrap().1 = of_another;
    send(&headers).refused(401, "invalid_signature");
}

#[test]
fn a_partners_key_is_registered_listed_and_revoked() {
    let sandbox = Sandbox::start();
    let key = partner(2);
    let shown = register(&sandbox, &key, json!({})).ok(201);
    assert_eq!(shown["keyId"], key.key_id());
    assert_eq!(shown["active"], true);
    let list = |secret| sandbox.get("/v1/keys", Some(secret)).ok(200)["keys"].clone();
    assert_eq!(list(SECRET).as_array().unwrap().len(), 1);
    assert_eq!(list(OTHER_SECRET), json!([]));
    // Not without proof, not by another partner, not for nobody.
    let mut unproven = order(&sandbox, &partner(3), json!({}));
    unproven["publicJwk"] = json!(partner(4).public_jwk());
    let post = |secret, body: &Value| sandbox.post("/v1/keys", secret, body);
    post(Some(SECRET), &unproven).refused(422, "proof_invalid");
    let used = order(&sandbox, &partner(5), json!({}));
    post(Some(SECRET), &used).ok(201);
    post(Some(SECRET), &used).refused(409, "challenge_used");
    post(Some(OTHER_SECRET), &order(&sandbox, &key, json!({}))).refused(409, "key_taken");
    post(None, &order(&sandbox, &key, json!({}))).refused(401, "unauthorized");
    for times in [
        json!({"notAfter": at(-1)}),
        json!({"notBefore": at(20), "notAfter": at(10)}),
        json!({"notBefore": "soon"}),
    ] {
        register(&sandbox, &partner(6), times).refused(422, "invalid_key_time");
    }
    let path = format!("/v1/keys/{}", key.key_id());
    let revoke = |secret: &str| {
        let headers = [("authorization".to_owned(), format!("Bearer {secret}"))];
        sandbox.send("DELETE", &path, &headers, b"")
    };
    revoke(OTHER_SECRET).refused(404, "not_found");
    assert_eq!(revoke(SECRET).status, 204);
    revoke(SECRET).refused(404, "not_found");
    register(&sandbox, &key, json!({})).refused(409, "key_taken");
    for seed in 20..29 {
        register(&sandbox, &partner(seed), json!({})).ok(201);
    }
    register(&sandbox, &partner(29), json!({})).refused(409, "too_many_keys");
}

#[test]
fn a_relayed_request_needs_a_key_that_is_good_now() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let session = sandbox.session(&device);
    let (old, new) = (partner(2), partner(3));
    let send = |key: &Ed25519| {
        Relayed::of(&session, &device, &intent(&session), key).send(&sandbox, &device)
    };
    send(&old).refused(401, "unknown_key");
    register(&sandbox, &old, json!({"notAfter": at(3600)})).ok(201);
    register(&sandbox, &new, json!({"notBefore": at(3600)})).ok(201);
    send(&old).ok(202);
    send(&new).refused(401, "unknown_key");
    // They overlap while one replaces the other.
    register(&sandbox, &new, json!({"notBefore": at(-60)})).ok(201);
    send(&old).ok(202);
    send(&new).ok(202);
    register(
        &sandbox,
        &old,
        json!({"notBefore": at(-60), "notAfter": at(1)}),
    )
    .ok(201);
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    send(&old).refused(401, "unknown_key");
    send(&new).ok(202);
}

#[test]
fn a_relay_that_is_not_whole_is_refused() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let session = sandbox.session(&device);
    let key = partner(2);
    register(&sandbox, &key, json!({})).ok(201);
    let relayed = Relayed::of(&session, &device, &intent(&session), &key);
    let with = |change: &dyn Fn(&str, &str) -> String| {
        let headers: Vec<(String, String)> = relayed
            .headers(&device)
            .into_iter()
            .map(|(name, value)| {
                let value = change(&name, &value);
                (name, value)
            })
            .collect();
        sandbox.send("POST", "/v1/payouts", &headers, &relayed.request.body)
    };
    let signature = |name: &str, value: &str, from: &str, to: &str| {
        if name == "signature-input" {
            assert!(value.contains(from), "{value}");
            value.replacen(from, to, 1)
        } else {
            value.to_owned()
        }
    };
    with(&|name, value| signature(name, value, "relay-", "other-"))
        .refused(401, "invalid_signature");
    with(&|name, value| signature(name, value, " \"signature\";key=\"payout\"", ""))
        .refused(401, "missing_component");
    with(&|name, value| signature(name, value, "payout-partner/1", "payout-partner/2"))
        .refused(401, "wrong_tag");
    // The partner's own signature cannot stand without a session of the device.
    let stranger = crate::support::device(9);
    let mut foreign = Relayed::of(&session, &stranger, &intent(&session), &key);
    stranger.key_id().clone_into(&mut foreign.request.key_id);
    foreign
        .send(&sandbox, &stranger)
        .refused(401, "unknown_key");
    // Another partner's key under this session's token.
    let other = partner(7);
    sandbox
        .post(
            "/v1/keys",
            Some(OTHER_SECRET),
            &order(&sandbox, &other, json!({})),
        )
        .ok(201);
    let answer = Relayed::of(&session, &device, &intent(&session), &other).send(&sandbox, &device);
    answer.refused(401, "unknown_key");
    relayed.send(&sandbox, &device).ok(202);
    // The same device signature under a new one of the partner's.
    relayed
        .send(&sandbox, &device)
        .refused(409, "nonce_replayed");
}
