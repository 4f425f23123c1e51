//! What the log of the real program holds after payouts, refusals and nonsense.

use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::protocol::raw;
use crate::support::{Api, SECRET, Scratch, device, intent, pay};

#[test]
fn the_log_has_no_account_data_and_no_secrets() {
    let scratch = Scratch::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_payout-api"))
        .args(["--port", "0", "--partner-secret", SECRET, "--database"])
        .arg(&scratch.database)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let api = Api::at(line.split_whitespace().last().unwrap().to_owned());
    let device = device(1);
    let session = api.session(&device);
    let accepted = pay(&api, &session, &device, &intent(&session)).ok(202);
    let mut wrong = intent(&session);
    wrong["creditor"]["account"]["iban"] = json!("DE89370400440532013001");
    pay(&api, &session, &device, &wrong);
    let url = accepted["eventsUrl"].as_str().unwrap();
    api.events(url, None).next().unwrap();
    api.get(
        "/v1/nothing?iban=DE89370400440532013000",
        Some(&session.token),
    );
    api.post(
        "/v1/sessions",
        Some(SECRET),
        &json!({"publicJwk": "DE89370400440532013000"}),
    );
    raw(
        &api,
        b"POST /DE89370400440532013000 HTTP/1.1\r\nhost: DE89370400440532013000\r\n\r\n",
    );
    child.kill().unwrap();
    let mut log = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut log)
        .unwrap();
    child.wait().unwrap();

    let records: Vec<Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(records.len() >= 7, "{log}");
    assert!(
        records
            .iter()
            .any(|record| record["route"] == "/v1/payouts/{id}/events" && record["status"] == 200)
    );
    let stream_token = url.split_once("token=").unwrap().1;
    for secret in [
        "3704004405320130",
        "Ada",
        SECRET,
        &session.token,
        stream_token,
        device.key_id(),
    ] {
        assert!(!log.contains(secret), "{log}");
    }
}
