use serde_json::Value;

use crate::support::{SECRET, Sandbox, device, intent, intent_to, pay, statuses};

/// Every documented account, in every market, over the rail that the API chooses.
#[test]
fn test_accounts_end_as_documented() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let session = sandbox.session(&device);
    let listed = sandbox.get("/v1/test-accounts", None).ok(200);
    let accounts = listed["accounts"].as_array().unwrap();
    assert!(accounts.len() >= 80);
    let mut sent: Vec<(String, &Value)> = Vec::new();
    for test in accounts {
        let intent = intent_to(
            &session,
            test["account"].clone(),
            "1250.00",
            test["currency"].as_str().unwrap(),
        );
        let accepted = pay(&sandbox, &session, &device, &intent).ok(202);
        sent.push((accepted["id"].as_str().unwrap().to_owned(), test));
    }
    sandbox
        .post(
            "/v1/clock",
            None,
            &serde_json::json!({"advanceSeconds": 30 * 86_400}),
        )
        .ok(200);
    for (id, test) in sent {
        let expected: &[&str] = match test["ending"].as_str().unwrap() {
            "0000" => &["RCVD", "ACCP", "ACSP", "ACSC", "ACCC"],
            "0001" => &["RCVD", "RJCT AC01"],
            "0002" => &["RCVD", "ACCP", "RJCT AC04"],
            "0003" => &["RCVD", "ACCP", "ACSP", "RJCT AG01"],
            "0004" => &["RCVD", "ACCP", "ACSP", "ACSC", "ACCC", "RETURNED AC06"],
            "0005" => &["RCVD", "RVNM", "RJCT BE01"],
            "0006" => &["RCVD", "ACCP", "RJCT CNOR"],
            "0007" => &["RCVD", "PDNG", "ACCP", "ACSP", "ACSC", "ACCC"],
            other => panic!("{other}"),
        };
        let ended = sandbox.until(&id, |events| events.len() == expected.len());
        assert_eq!(statuses(&ended), expected, "{test}");
        assert_eq!(ended["final"], true);
        let state = match *expected.last().unwrap() {
            "ACCC" => "credited",
            "RETURNED AC06" => "returned",
            _ => "rejected",
        };
        assert_eq!(ended["state"], state, "{test}");
        if state != "credited" {
            assert!(
                ended["reason"]["advice"]
                    .as_str()
                    .is_some_and(|advice| !advice.is_empty()),
                "{ended}"
            );
        }
    }
}

#[test]
fn an_amount_that_is_too_large() {
    let sandbox = Sandbox::fast();
    let device = device(1);
    let session = sandbox.session(&device);
    let mut intent = intent(&session);
    intent["amount"] = "9902.00".into();
    let id = pay(&sandbox, &session, &device, &intent).ok(202)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let ended = sandbox.until(&id, |events| events.len() == 2);
    assert_eq!(statuses(&ended), ["RCVD", "RJCT AM02"]);
    assert_eq!(
        sandbox
            .get(&format!("/v1/payouts/{id}"), Some(SECRET))
            .ok(200)["reason"]["code"],
        "AM02"
    );
}
