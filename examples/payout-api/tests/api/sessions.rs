use serde_json::{Value, json};

use crate::support::{OTHER_SECRET, SECRET, Sandbox, base64url, device, intent, pay};

#[test]
fn a_session_says_what_it_is() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let mut order = sandbox.session_order(&device);
    order["expiresInSeconds"] = json!(60);
    let answer = sandbox.post("/v1/sessions", Some(SECRET), &order).ok(201);
    assert_eq!(answer["keyId"], device.key_id());
    assert_eq!(answer["payoutsUrl"], format!("{}/v1/payouts", sandbox.url));
    let time = |name: &str| answer[name].as_str().unwrap().to_owned();
    assert!(time("serverTime") < time("expiresAt"));
    let again = sandbox.session(&device);
    assert_eq!(answer["virtualAccount"], again.virtual_account);
    assert_ne!(answer["token"], again.token);
}

#[test]
fn only_partners_mint() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let order = sandbox.session_order(&device);
    sandbox
        .post("/v1/sessions", None, &order)
        .refused(401, "unauthorized");
    sandbox
        .post("/v1/sessions", Some("guessed-partner-secret"), &order)
        .refused(401, "unauthorized");
    let session = sandbox.session(&device);
    sandbox
        .post("/v1/sessions", Some(&session.token), &order)
        .refused(401, "unauthorized");
}

#[test]
fn the_key_must_prove_that_it_is_there() {
    let sandbox = Sandbox::start();
    let (mine, thief) = (device(1), device(2));
    let refuse = |status: u16, code: &str, change: &dyn Fn(&mut Value)| {
        let mut order = sandbox.session_order(&mine);
        change(&mut order);
        sandbox
            .post("/v1/sessions", Some(SECRET), &order)
            .refused(status, code);
    };
    refuse(422, "proof_invalid", &|order| {
        order["publicJwk"] = json!(thief.public_jwk())
    });
    refuse(422, "proof_invalid", &|order| {
        order["proof"] = json!(base64url(&mine.sign(b"another text")))
    });
    refuse(422, "proof_invalid", &|order| order["proof"] = json!(""));
    refuse(422, "proof_invalid", &|order| {
        order["proof"] = json!("A".repeat(10_000))
    });
    refuse(422, "challenge_invalid", &|order| {
        order["challenge"] = json!("payout-session/1.AAAA")
    });
    refuse(422, "challenge_invalid", &|order| {
        order["challenge"] = json!("")
    });
    refuse(422, "private_key_sent", &|order| {
        order["publicJwk"]["d"] = json!("AAAA")
    });
    refuse(422, "invalid_key", &|order| {
        order["publicJwk"]["crv"] = json!("P-384")
    });
    refuse(422, "invalid_key", &|order| {
        order["publicJwk"]["x"] = json!("AA")
    });
    // 32 bytes, but no point of the curve.
    refuse(422, "proof_invalid", &|order| {
        order["publicJwk"]["x"] = json!("A".repeat(43))
    });
    let used = sandbox.session_order(&mine);
    sandbox.post("/v1/sessions", Some(SECRET), &used).ok(201);
    sandbox
        .post("/v1/sessions", Some(SECRET), &used)
        .refused(409, "challenge_used");
}

#[test]
fn what_cannot_be_asked_for() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let other = sandbox
        .session_with(&device, json!({}), OTHER_SECRET)
        .virtual_account;
    let refuse = |status: u16, code: &str, name: &str, value: Value| {
        let mut order = sandbox.session_order(&device);
        order[name] = value;
        sandbox
            .post("/v1/sessions", Some(SECRET), &order)
            .refused(status, code);
    };
    refuse(422, "invalid_lifetime", "expiresInSeconds", json!(601));
    refuse(422, "invalid_lifetime", "expiresInSeconds", json!(0));
    refuse(
        403,
        "virtual_account_foreign",
        "debtor",
        json!({"virtualAccount": other}),
    );
    refuse(
        422,
        "invalid_debtor",
        "debtor",
        json!({"account": "with space"}),
    );
    refuse(422, "invalid_caps", "caps", json!({"limits": []}));
    refuse(422, "invalid_caps", "caps", json!({"maxPayouts": 0}));
    refuse(
        422,
        "invalid_caps",
        "caps",
        json!({"limits": [{"currency": "EUR", "maxAmount": "1.001"}]}),
    );
    refuse(
        422,
        "invalid_caps",
        "caps",
        json!({"limits": [{"currency": "EUR", "maxAmount": "1e9"}]}),
    );
    refuse(
        422,
        "invalid_caps",
        "caps",
        json!({"limits": [{"currency": "ZZZ", "maxAmount": "1"}]}),
    );
    let euro = json!({"currency": "EUR", "maxAmount": "1"});
    refuse(422, "invalid_caps", "caps", json!({"limits": [euro, euro]}));
    // A cap that is misspelled must not be a cap that is missing.
    refuse(400, "invalid_json", "caps", json!({"limit": [euro]}));
    refuse(400, "invalid_json", "cap", json!({}));
}

#[test]
fn caps_hold() {
    let sandbox = Sandbox::fast();
    let device = device(1);
    let caps =
        json!({"caps": {"maxPayouts": 2, "limits": [{"currency": "EUR", "maxAmount": "100.00"}]}});
    let session = sandbox.session_with(&device, caps, SECRET);
    let with = |amount: &str, currency: &str| {
        let mut intent = intent(&session);
        intent["amount"] = json!(amount);
        intent["currency"] = json!(currency);
        pay(&sandbox, &session, &device, &intent)
    };
    let over = with("100.01", "EUR");
    over.refused(403, "over_cap");
    assert_eq!(over.json()["maxAmount"], "100.00");
    with("50.00", "EUR").ok(202);
    with("1.00", "EUR").ok(202);
    with("1.00", "EUR").refused(403, "over_cap");
}

#[test]
fn a_currency_without_a_limit_is_not_allowed() {
    let sandbox = Sandbox::fast();
    let device = device(1);
    let caps = json!({"caps": {"limits": [{"currency": "USD", "maxAmount": "100.00"}]}});
    let session = sandbox.session_with(&device, caps, SECRET);
    pay(&sandbox, &session, &device, &intent(&session)).refused(403, "currency_not_allowed");
}
