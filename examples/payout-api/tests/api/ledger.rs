use rust_decimal::Decimal;
use serde_json::{Value, json};

use crate::support::{OTHER_SECRET, SECRET, Sandbox, device, intent, intent_to, pay};

fn decimal(value: &Value) -> Decimal {
    Decimal::from_str_exact(value.as_str().unwrap()).unwrap()
}

fn euros(sandbox: &Sandbox) -> Decimal {
    let account = sandbox.get("/v1/virtual-account", Some(SECRET)).ok(200);
    let balances = account["balances"].as_array().unwrap();
    let euros = balances.iter().find(|balance| balance["currency"] == "EUR");
    euros.map_or(Decimal::ZERO, |balance| decimal(&balance["amount"]))
}

fn entries(sandbox: &Sandbox) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    let mut path = "/v1/virtual-account/entries?limit=2".to_owned();
    loop {
        let page = sandbox.get(&path, Some(SECRET)).ok(200);
        all.extend(page["entries"].as_array().unwrap().iter().cloned());
        match page["next"].as_i64() {
            Some(next) => path = format!("/v1/virtual-account/entries?limit=2&after={next}"),
            None => return all,
        }
    }
}

#[test]
fn money_is_needed_and_comes_back_when_a_payout_fails() {
    let sandbox = Sandbox::with(|config| {
        config.funded = false;
        config.speed = Some(200);
    });
    let device = device(1);
    let session = sandbox.session(&device);
    let first = intent(&session);
    pay(&sandbox, &session, &device, &first).refused(422, "insufficient_funds");
    assert_eq!(euros(&sandbox), Decimal::ZERO);

    let order = json!({"idempotencyKey": "top-1", "currency": "EUR", "amount": "40.00"});
    let path = "/v1/virtual-account/top-ups";
    let booked = sandbox.post(path, Some(SECRET), &order).ok(201);
    assert_eq!(booked["balance"], "40.00");
    assert_eq!(sandbox.post(path, Some(SECRET), &order).ok(201), booked);
    let mut other = order.clone();
    other["amount"] = json!("41.00");
    sandbox
        .post(path, Some(SECRET), &other)
        .refused(422, "idempotency_key_reused");
    // The same key is another partner's own.
    sandbox.post(path, Some(OTHER_SECRET), &other).ok(201);

    // A refusal stored nothing: the same intent goes through now.
    let accepted = pay(&sandbox, &session, &device, &first).ok(202);
    let debit = decimal(&accepted["debit"]["amount"]);
    assert_eq!(euros(&sandbox), Decimal::from(40) - debit);
    pay(&sandbox, &session, &device, &intent(&session)).refused(422, "insufficient_funds");

    let order = json!({"idempotencyKey": "top-2", "currency": "EUR", "amount": "60.00"});
    sandbox.post(path, Some(SECRET), &order).ok(201);
    let before = euros(&sandbox);
    let tests = sandbox.get("/v1/test-accounts", None).ok(200);
    let doomed = tests["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["country"] == "DE" && row["ending"] == "0004");
    let account = doomed.unwrap()["account"].clone();
    let returned = intent_to(&session, account, "25.00", "EUR");
    let id = pay(&sandbox, &session, &device, &returned).ok(202)["id"].clone();
    sandbox.until(id.as_str().unwrap(), |events| {
        events.last().is_some_and(|event| event == "RETURNED AC06")
    });
    assert_eq!(euros(&sandbox), before);

    let entries = entries(&sandbox);
    let movements: Vec<_> = entries
        .iter()
        .map(|entry| entry["movement"].as_str().unwrap())
        .collect();
    assert_eq!(
        movements,
        ["top_up", "payout", "top_up", "payout", "return"]
    );
    let mut sum = Decimal::ZERO;
    for entry in &entries {
        sum += decimal(&entry["amount"]);
        assert_eq!(sum, decimal(&entry["balance"]));
    }
    assert_eq!(sum, euros(&sandbox));
    assert_eq!(entries[4]["reference"], id);
}

#[test]
fn money_for_one_is_not_spent_twice_at_once() {
    let sandbox = Sandbox::with(|config| config.funded = false);
    let device = device(1);
    let session = sandbox.session(&device);
    let order = json!({"idempotencyKey": "top-1", "currency": "EUR", "amount": "40.00"});
    sandbox
        .post("/v1/virtual-account/top-ups", Some(SECRET), &order)
        .ok(201);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let send = || pay(&sandbox.api, &session, &device, &intent(&session)).status;
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(send)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(answers.iter().filter(|status| **status == 202).count(), 1);
    assert_eq!(answers.iter().filter(|status| **status == 422).count(), 5);
}

#[test]
fn what_the_ledger_refuses() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let session = sandbox.session(&device);
    for path in ["/v1/virtual-account", "/v1/virtual-account/entries"] {
        sandbox
            .send("GET", path, &[], b"")
            .refused(401, "unauthorized");
        // A session in a browser does not see the partner's books.
        let token = (
            "authorization".to_owned(),
            format!("Bearer {}", session.token),
        );
        sandbox
            .send("GET", path, &[token], b"")
            .refused(401, "unauthorized");
    }
    for (key, currency, amount) in [
        ("k", "EUR", "-1.00"),
        ("k", "EUR", "0.00"),
        ("k", "EUR", "1.001"),
        ("k", "EUR", "99999999999999999999999999999999"),
        ("k", "XXQ", "1.00"),
        ("", "EUR", "1.00"),
        ("a b", "EUR", "1.00"),
    ] {
        let order = json!({"idempotencyKey": key, "currency": currency, "amount": amount});
        sandbox
            .post("/v1/virtual-account/top-ups", Some(SECRET), &order)
            .refused(422, "invalid_amount");
    }
    let token = ("authorization".to_owned(), format!("Bearer {SECRET}"));
    sandbox
        .send("GET", "/v1/virtual-account/entries?after=x", &[token], b"")
        .refused(400, "invalid_query");
}

#[test]
fn a_lost_answer_is_found_by_its_key() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let session = sandbox.session(&device);
    let intent = intent(&session);
    let path = format!(
        "/v1/payouts?idempotencyKey={}",
        intent["idempotencyKey"].as_str().unwrap()
    );
    assert_eq!(sandbox.get(&path, Some(SECRET)).status, 404);
    let id = pay(&sandbox, &session, &device, &intent).ok(202)["id"].clone();
    assert_eq!(sandbox.get(&path, Some(SECRET)).ok(200)["id"], id);
    assert_eq!(sandbox.get(&path, Some(&session.token)).ok(200)["id"], id);
    assert_eq!(sandbox.get(&path, Some(OTHER_SECRET)).status, 404);
    assert_eq!(sandbox.get("/v1/payouts", Some(SECRET)).status, 400);
}

#[test]
fn too_many_requests_wait() {
    let sandbox = Sandbox::with(|config| config.requests_per_second = 5);
    let send = |secret: &str| {
        let token = ("authorization".to_owned(), format!("Bearer {secret}"));
        sandbox.send("GET", "/v1/virtual-account", &[token], b"")
    };
    let answers: Vec<_> = (0..14).map(|_| send(SECRET)).collect();
    let held = answers
        .iter()
        .find(|answer| answer.status != 200)
        .expect("a limit");
    held.refused(429, "rate_limited");
    let wait: u64 = held.header("retry-after").unwrap().parse().unwrap();
    // Others are not held; and who waits as long as was said gets through.
    assert_eq!(send(OTHER_SECRET).status, 200);
    std::thread::sleep(std::time::Duration::from_secs(wait));
    assert_eq!(send(SECRET).status, 200);
}
