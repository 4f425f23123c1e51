//! The real program, ended in every way.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::support::{
    Api, Request, SECRET, Scratch, Session, device, intent, intent_to, pay, statuses,
};
use crate::webhooks::{Listener, Received, register, verify};

/// How many clients send while the program is killed.
const SENDERS: usize = 3;

/// How long the last message to an endpoint may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

struct Program {
    child: Child,
    api: Api,
    port: String,
    more: Vec<String>,
}

impl Program {
    fn start(database: &OsStr, port: &str) -> Self {
        Self::with(database, port, Vec::new())
    }

    fn with(database: &OsStr, port: &str, more: Vec<String>) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_payout-api"))
            .args([
                "--port",
                port,
                "--partner-secret",
                SECRET,
                "--quiet",
                "--database",
            ])
            .arg(database)
            .args(&more)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim_end()
            .strip_prefix("payout-api listening on ")
            .expect(&line)
            .to_owned();
        let port = url.rsplit_once(':').unwrap().1.to_owned();
        Self {
            child,
            api: Api::at(url),
            port,
            more,
        }
    }

    /// As `kill -9`; the same address afterwards, because it is what was signed.
    fn killed_and_back(mut self, database: &OsStr) -> Self {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let (port, more) = (self.port.clone(), self.more.clone());
        drop(self);
        Self::with(database, &port, more)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn everything_survives_a_kill() {
    let file = Scratch::new();
    let device = device(1);
    let program = Program::start(&file.database, "0");
    let session = program.api.session(&device);
    let instant = intent(&session);
    let request = Request::of(&session, &device, &instant);
    let answer = request.send(&program.api, &device);
    let id = answer.ok(202)["id"].as_str().unwrap().to_owned();
    let mut batch = intent_to(
        &session,
        json!({"country": "US", "routingNumber": "021000021", "accountNumber": "123450000", "accountType": "checking"}),
        "10.00",
        "USD",
    );
    batch["rail"] = json!("ACH");
    let later = pay(&program.api, &session, &device, &batch).ok(202)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let quote = program.api.get("/v1/rates", None).ok(200);
    assert!(quote["quoteId"].is_string());

    let program = program.killed_and_back(&file.database);
    // The nonce, the answer and the session.
    request
        .send(&program.api, &device)
        .refused(409, "nonce_replayed");
    let replayed = pay(&program.api, &session, &device, &instant);
    assert_eq!(
        (&replayed.text, replayed.header("idempotency-replayed")),
        (&answer.text, Some("true"))
    );
    // The plan goes on, and streams with old tokens too.
    let credited = program.api.until(&id, |events| {
        events.last().is_some_and(|event| event == "ACCC")
    });
    assert_eq!(
        statuses(&credited),
        ["RCVD", "ACCP", "ACSP", "ACSC", "ACCC"]
    );
    let payout = answer.json();
    assert_eq!(
        program
            .api
            .events(payout["eventsUrl"].as_str().unwrap(), None)
            .take(5)
            .count(),
        5
    );

    // The clock keeps what it was ahead.
    program
        .api
        .post("/v1/clock", None, &json!({"advanceSeconds": 86_400}))
        .ok(200);
    let program = program.killed_and_back(&file.database);
    let clock = program.api.get("/v1/clock", None).ok(200);
    assert_ne!(
        clock["now"].as_str().unwrap().get(..10),
        clock["serverTime"].as_str().unwrap().get(..10)
    );
    program
        .api
        .post("/v1/clock", None, &json!({"advanceSeconds": 14 * 86_400}))
        .ok(200);
    program.api.until(&later, |events| {
        events.last().is_some_and(|event| event == "ACCC")
    });
}

#[test]
fn killed_under_load_nothing_is_lost_or_doubled() {
    let file = Scratch::new();
    let device = device(1);
    // The endpoint does not take everything at once either.
    let answers: Vec<_> = (0..500)
        .map(|n| ["204 No Content", "503 Service Unavailable"][usize::from(n % 25 == 7)])
        .collect();
    let listener = Listener::start(&answers);
    let more = [
        "--webhook-host",
        &format!("127.0.0.1:{}", listener.port),
        "--webhook-retry-ms",
        "20",
    ];
    let mut program = Program::with(&file.database, "0", more.map(str::to_owned).to_vec());
    let (_, secret) = register(&program.api, &listener.url());
    let session = program.api.session(&device);
    let mut acknowledged: Vec<(serde_json::Value, String)> = Vec::new();
    let rounds: usize = std::env::var("PAYOUT_API_ROUNDS").map_or(30, |n| n.parse().unwrap());
    for _ in 0..rounds {
        let api = program.api.clone();
        // At a moment that nobody chose.
        let rest = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let rest = Duration::from_millis(u64::from(rest.subsec_micros() % 150));
        let child = &mut program.child;
        let count = AtomicUsize::new(0);
        let answers = std::thread::scope(|scope| {
            let senders: Vec<_> = (0..SENDERS)
                .map(|_| scope.spawn(|| send_until_dead(&api, &session, &device, &count)))
                .collect();
            // Not before the load has begun, however busy this machine is.
            while count.load(Ordering::Relaxed) == 0 {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(rest);
            child.kill().unwrap();
            senders
                .into_iter()
                .flat_map(|sender| sender.join().unwrap())
                .collect::<Vec<_>>()
        });
        acknowledged.extend(answers);
        program = program.killed_and_back(&file.database);
    }
    for (intent, answer) in &acknowledged {
        let again = pay(&program.api, &session, &device, intent);
        assert_eq!(
            (again.header("idempotency-replayed"), &again.text),
            (Some("true"), answer)
        );
    }
    let booked = booked(&program.api);
    let distinct: BTreeSet<_> = booked.iter().collect();
    assert_eq!(distinct.len(), booked.len(), "a payout was booked twice");
    // Each sender may have been killed between the commit and the answer, once a round.
    assert!(booked.len() <= acknowledged.len() + SENDERS * rounds);
    for (_, answer) in &acknowledged {
        let payout: serde_json::Value = serde_json::from_str(answer).unwrap();
        assert!(distinct.contains(&payout["id"].as_str().unwrap().to_owned()));
    }
    println!(
        "{rounds} kills: {} acknowledged, {} stored",
        acknowledged.len(),
        booked.len()
    );
    for (_, answer) in &acknowledged {
        let id = serde_json::from_str::<serde_json::Value>(answer).unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let credited = program.api.until(&id, |events| {
            events.last().is_some_and(|event| event == "ACCC")
        });
        assert_eq!(statuses(&credited), STATUSES);
    }
    everything_was_told(&listener, &secret, &acknowledged);
}

const STATUSES: [&str; 5] = ["RCVD", "ACCP", "ACSP", "ACSC", "ACCC"];

/// Every event of every payout that was acknowledged came at least once, and each time as the same
/// message.
fn everything_was_told(
    listener: &Listener,
    secret: &str,
    acknowledged: &[(serde_json::Value, String)],
) {
    let mut missing: BTreeSet<(String, String)> = BTreeSet::new();
    for (_, answer) in acknowledged {
        let payout: serde_json::Value = serde_json::from_str(answer).unwrap();
        let id = payout["id"].as_str().unwrap();
        missing.extend(STATUSES.map(|status| (id.to_owned(), status.to_owned())));
    }
    let events = missing.len();
    let (mut messages, mut repeats) = (BTreeMap::<String, Received>::new(), 0);
    let mut told = BTreeMap::new();
    while !missing.is_empty() {
        let message = listener
            .received
            .recv_timeout(PATIENCE)
            .unwrap_or_else(|_| {
                panic!(
                    "of {events} events {} were not told: {missing:?}",
                    missing.len()
                )
            });
        verify(&message, secret);
        let (id, data) = (message.header("webhook-id").to_owned(), message.json());
        let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let event = (
            text(&data["data"]["payoutId"]),
            text(&data["data"]["event"]["status"]),
        );
        let known = told.entry(event.clone()).or_insert_with(|| id.clone());
        assert_eq!(*known, id, "one event under two ids: {event:?}");
        missing.remove(&event);
        if let Some(before) = messages.insert(id, message) {
            let again = messages.get(known).unwrap();
            assert_eq!(before.body, again.body);
            repeats += 1;
        }
    }
    // An id is one event's.
    assert_eq!(messages.len(), told.len());
    println!("{} messages, {repeats} repeated", messages.len());
}

/// The payouts that the books know, in their order.
fn booked(api: &Api) -> Vec<String> {
    let mut payouts = Vec::new();
    let mut after = 0;
    loop {
        let path = format!("/v1/virtual-account/entries?after={after}");
        let page = api.get(&path, Some(SECRET)).ok(200);
        for entry in page["entries"].as_array().unwrap() {
            if entry["movement"] == "payout" {
                payouts.push(entry["reference"].as_str().unwrap().to_owned());
            }
        }
        let Some(next) = page["next"].as_i64() else {
            return payouts;
        };
        after = next;
    }
}

/// What was acknowledged: the intent and the answer.
fn send_until_dead(
    api: &Api,
    session: &Session,
    device: &payout_kit::signature::es256::Signer,
    count: &AtomicUsize,
) -> Vec<(serde_json::Value, String)> {
    let mut acknowledged = Vec::new();
    loop {
        let intent = intent(session);
        let request = Request::of(session, device, &intent);
        let mut post = api.agent.post(format!("{}/v1/payouts", api.url));
        for (name, value) in request.headers(device) {
            post = post.header(name, value);
        }
        let Ok(mut response) = post.send(&request.body[..]) else {
            return acknowledged;
        };
        let Ok(text) = response.body_mut().read_to_string() else {
            return acknowledged;
        };
        assert_eq!(response.status().as_u16(), 202, "{text}");
        acknowledged.push((intent, text));
        count.fetch_add(1, Ordering::Relaxed);
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_gently() {
    let file = Scratch::new();
    let mut program = Program::start(&file.database, "0");
    let pid = program.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(program.child.wait().unwrap().success());
}

#[test]
fn a_wrong_flag_is_told() {
    let output = Command::new(env!("CARGO_BIN_EXE_payout-api"))
        .arg("--frobnicate")
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--help"));
}
