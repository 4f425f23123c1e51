use std::time::Duration;

use serde_json::Value;

use crate::support::{Sandbox, device, intent, pay};

fn accepted(sandbox: &Sandbox) -> Value {
    let device = device(1);
    let session = sandbox.session(&device);
    pay(sandbox, &session, &device, &intent(&session)).ok(202)
}

#[test]
fn events_arrive_live_and_in_order() {
    let sandbox = Sandbox::start();
    let payout = accepted(&sandbox);
    let id = payout["id"].as_str().unwrap();
    let stream = sandbox.events(payout["eventsUrl"].as_str().unwrap(), None);
    let events: Vec<_> = stream.take(5).collect();
    let statuses: Vec<&str> = events
        .iter()
        .map(|(_, event)| event["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["RCVD", "ACCP", "ACSP", "ACSC", "ACCC"]);
    for (place, (event_id, event)) in events.iter().enumerate() {
        assert_eq!(*event_id, format!("{id}.{}", place + 1));
        assert_eq!(event["id"], *event_id);
        assert!(event.get("reason").is_none());
    }
}

#[test]
fn a_stream_resumes_after_the_last_event() {
    let sandbox = Sandbox::fast();
    let payout = accepted(&sandbox);
    let id = payout["id"].as_str().unwrap().to_owned();
    let url = payout["eventsUrl"].as_str().unwrap();
    sandbox.until(&id, |events| events.len() == 5);
    let resumed: Vec<_> = sandbox
        .events(url, Some(&format!("{id}.3")))
        .take(2)
        .collect();
    assert_eq!(resumed[0].1["status"], "ACSC");
    assert_eq!(resumed[1].1["status"], "ACCC");
    // What is no event of this payout begins at the beginning.
    for strange in ["po_other.3", "3", "", "x.y.z"] {
        let first = sandbox.events(url, Some(strange)).next().unwrap();
        assert_eq!(first.1["status"], "RCVD", "{strange}");
    }
}

#[test]
fn a_stream_token_opens_one_stream_only() {
    let sandbox = Sandbox::fast();
    let (one, two) = (accepted(&sandbox), accepted(&sandbox));
    let token = one["eventsUrl"]
        .as_str()
        .unwrap()
        .split_once("token=")
        .unwrap()
        .1;
    let path = |payout: &Value, rest: &str| {
        format!("/v1/payouts/{}{rest}", payout["id"].as_str().unwrap())
    };
    for (path, status) in [
        (path(&two, &format!("/events?token={token}")), 401),
        (path(&one, "/events?token=AAAA"), 401),
        (path(&one, "/events?token="), 401),
        (path(&one, &format!("?token={token}")), 401),
    ] {
        assert_eq!(sandbox.get(&path, None).status, status, "{path}");
    }
    // A token is no session either.
    assert_eq!(sandbox.get(&path(&one, ""), Some(token)).status, 401);
    // A fresh one comes with every reading.
    let read = sandbox.payout(one["id"].as_str().unwrap());
    assert!(
        sandbox
            .events(read["eventsUrl"].as_str().unwrap(), None)
            .next()
            .is_some()
    );
}

#[test]
fn stopping_ends_the_streams() {
    let sandbox = Sandbox::start();
    let payout = accepted(&sandbox);
    let mut stream = sandbox.events(payout["eventsUrl"].as_str().unwrap(), None);
    stream.next().unwrap();
    let reader = std::thread::spawn(move || stream.count());
    std::thread::sleep(Duration::from_millis(100));
    let begun = std::time::Instant::now();
    sandbox.stop();
    assert!(begun.elapsed() < Duration::from_secs(3));
    assert!(reader.join().unwrap() <= 4);
}
