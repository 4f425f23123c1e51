use serde_json::json;

use crate::support::{OTHER_SECRET, SECRET, Sandbox, device, intent, intent_to, pay, statuses};

#[test]
fn an_instant_payout_is_credited_within_seconds() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let session = sandbox.session(&device);
    let intent = intent(&session);
    let answer = pay(&sandbox, &session, &device, &intent);
    let accepted = answer.ok(202);
    assert_eq!(accepted["status"], "RCVD");
    assert_eq!(accepted["state"], "received");
    assert_eq!(accepted["final"], false);
    assert_eq!(accepted["rail"], "SCT_INST");
    assert_eq!(accepted["endToEndId"], intent["endToEndId"]);
    assert_eq!(
        accepted["debtor"]["virtualAccount"],
        session.virtual_account
    );
    assert!(
        !answer.text.contains("370400440532013000"),
        "{}",
        answer.text
    );
    let id = accepted["id"].as_str().unwrap();
    assert_eq!(
        answer.header("location"),
        Some(format!("/v1/payouts/{id}").as_str())
    );

    let begun = std::time::Instant::now();
    let credited = sandbox.until(id, |events| {
        events.last().is_some_and(|event| event == "ACCC")
    });
    assert!(begun.elapsed().as_secs() < 10);
    assert_eq!(
        statuses(&credited),
        ["RCVD", "ACCP", "ACSP", "ACSC", "ACCC"]
    );
    assert_eq!(
        (&credited["state"], &credited["final"]),
        (&json!("credited"), &json!(true))
    );
    let times: Vec<&str> = credited["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["at"].as_str().unwrap())
        .collect();
    assert!(times.is_sorted());
}

#[test]
fn who_may_read_a_payout() {
    let sandbox = Sandbox::fast();
    let (one, two) = (device(1), device(2));
    let (mine, foreign) = (sandbox.session(&one), sandbox.session(&two));
    let again = sandbox.session(&one);
    let id = pay(&sandbox, &mine, &one, &intent(&mine)).ok(202)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let path = format!("/v1/payouts/{id}");
    for token in [SECRET, &mine.token, &again.token] {
        sandbox.get(&path, Some(token)).ok(200);
    }
    for token in [OTHER_SECRET, &foreign.token] {
        assert_eq!(sandbox.get(&path, Some(token)).status, 404);
        assert_eq!(
            sandbox.get(&format!("{path}/events"), Some(token)).status,
            404
        );
    }
    for token in [None, Some("pks_guessed")] {
        assert_eq!(sandbox.get(&path, token).status, 401);
        assert_eq!(sandbox.get(&format!("{path}/events"), token).status, 401);
    }
}

#[test]
fn a_batch_payout_follows_its_calendar() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let session = sandbox.session(&device);
    let account = json!({"country": "DE", "iban": "DE89370400440532013000"});
    let mut intent = intent_to(&session, account, "25.00", "EUR");
    intent["rail"] = json!("SCT");
    let accepted = pay(&sandbox, &session, &device, &intent).ok(202);
    let id = accepted["id"].as_str().unwrap();
    let latest = accepted["arrival"]["latest"].as_str().unwrap().to_owned();
    std::thread::sleep(std::time::Duration::from_millis(600));
    // Accepted at once; whether it has left depends on the hour, but it cannot have arrived.
    let early = statuses(&sandbox.payout(id));
    assert!(
        early.contains(&"ACCP".to_owned()) && !early.contains(&"ACCC".to_owned()),
        "{early:?}"
    );
    sandbox
        .post("/v1/clock", None, &json!({"advanceSeconds": 12 * 86_400}))
        .ok(200);
    let credited = sandbox.until(id, |events| {
        events.last().is_some_and(|event| event == "ACCC")
    });
    let at = credited["events"].as_array().unwrap().last().unwrap()["at"]
        .as_str()
        .unwrap()
        .to_owned();
    // The event is dated by the plan, not by when somebody moved the clock.
    assert_eq!(at.get(..19), latest.get(..19));
}

#[test]
fn a_payout_may_be_asked_for_a_later_day() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let session = sandbox.session(&device);
    let today = sandbox.get("/v1/clock", None).ok(200)["now"]
        .as_str()
        .unwrap()
        .to_owned();
    let year: i32 = today.get(..4).unwrap().parse().unwrap();
    let mut later = intent(&session);
    sandbox
        .post("/v1/clock", None, &json!({"advanceSeconds": 400 * 86_400}))
        .ok(200);
    later["requestedExecutionDate"] = json!(format!("{year}-01-01"));
    pay(&sandbox, &session, &device, &later).refused(422, "invalid_intent");
    let now = sandbox.get("/v1/clock", None).ok(200)["now"]
        .as_str()
        .unwrap()
        .to_owned();
    let (day, year) = (
        now.get(4..10).unwrap(),
        now.get(..4).unwrap().parse::<i32>().unwrap(),
    );
    // In a year less a day or so; 29 February has no such day.
    let day = if day == "-02-29" { "-02-28" } else { day };
    let mut later = intent(&session);
    later["requestedExecutionDate"] = json!(format!("{}{day}", year + 1));
    let accepted = pay(&sandbox, &session, &device, &later).ok(202);
    assert!(accepted["arrival"]["earliest"].as_str().unwrap() > now.as_str());
    let id = accepted["id"].as_str().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    assert_eq!(statuses(&sandbox.payout(id)), ["RCVD"]);
    sandbox
        .post("/v1/clock", None, &json!({"advanceSeconds": 370 * 86_400}))
        .ok(200);
    sandbox.until(id, |events| events.len() == 5);
}
