//! Whatever comes, the answer is a refusal, and the server goes on.

use payout_kit::signature::es256::Signer;
use serde_json::{Value, json};

use crate::protocol::raw;
use crate::support::{Api, Request, SECRET, Sandbox, Session, bytes_of, device, intent};

/// xorshift64*, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

fn strange(random: &mut Random) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => json!(-1),
        2 => json!(1.5e300),
        3 => json!(""),
        4 => json!("\u{0}\u{202e}\u{1f600}"),
        5 => json!("9".repeat(2_000)),
        6 => json!([]),
        7 => json!({}),
        8 => json!([[[[{}]]]]),
        9 => json!("DE00 0000"),
        10 => json!(true),
        _ => json!({"country": "XX", "iban": "''; DROP TABLE payouts; --"}),
    }
}

/// Replaces a random member, at any depth.
fn spoil(value: &mut Value, random: &mut Random) {
    let members: Vec<String> = value
        .as_object()
        .map(|object| object.keys().cloned().collect())
        .unwrap_or_default();
    if members.is_empty() {
        return;
    }
    let name = random.pick(&members).clone();
    if value[&name].is_object() && random.below(3) > 0 {
        spoil(&mut value[&name], random);
    } else if random.below(4) == 0 {
        value.as_object_mut().unwrap().remove(&name);
    } else {
        value[&name] = strange(random);
    }
}

#[test]
fn strange_members_are_no_accident() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..300 {
        let mut order = sandbox.session_order(&device);
        order["caps"] =
            json!({"maxPayouts": 3, "limits": [{"currency": "EUR", "maxAmount": "10.00"}]});
        order["debtor"] = json!({"account": "x", "virtualAccount": "y"});
        spoil(&mut order, &mut random);
        let answer = sandbox.post("/v1/sessions", Some(SECRET), &order);
        assert!(
            (201..500).contains(&answer.status),
            "{round}: {} for {order}",
            answer.text
        );
    }
}

#[test]
fn strange_intents_with_right_signatures_are_no_accident() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let session = sandbox.session(&device);
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    for round in 0..400 {
        let mut spoiled = intent(&session);
        spoiled["conversion"] = json!({
            "quoteId": "q_x", "rate": "1.1", "debitAmount": "30.00", "debitCurrency": "USD",
            "creditAmount": "25.00", "creditCurrency": "EUR", "expiresAt": "2026-11-21T10:00:00Z",
        });
        spoiled["metadata"] = json!({"a": "b"});
        for _ in 0..=random.below(3) {
            spoil(&mut spoiled, &mut random);
        }
        let mut request = Request::of(&session, &device, &intent(&session));
        if let Some(key) = spoiled["idempotencyKey"]
            .as_str()
            .filter(|key| key.is_ascii() && !key.contains('\0'))
        {
            request.key = key.to_owned();
        }
        request.body = bytes_of(&spoiled);
        let answer = request.send(&sandbox, &device);
        assert!(
            (202..500).contains(&answer.status),
            "{round}: {} for {spoiled}",
            answer.text
        );
    }
    still_works(&sandbox, &session, &device);
}

#[test]
fn broken_bytes_are_no_accident() {
    let sandbox = Sandbox::start();
    let device = device(1);
    let session = sandbox.session(&device);
    let request = Request::of(&session, &device, &intent(&session));
    let mut whole = format!(
        "POST /v1/payouts HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: {}\r\n",
        request.body.len()
    )
    .into_bytes();
    for (name, value) in request.headers(&device) {
        whole.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
    }
    whole.extend_from_slice(b"\r\n");
    whole.extend_from_slice(&request.body);
    let mut random = Random(0x0123_4567_89AB_CDEF);
    for round in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(4) {
            let place = random.below(bytes.len());
            match random.below(4) {
                0 => bytes[place] = u8::try_from(random.next() % 256).unwrap(),
                1 => drop(bytes.remove(place)),
                2 => bytes.insert(place, *random.pick(b"\0\"\\:;,()=\r\n\xff ")),
                _ => bytes[place] ^= 0x20,
            }
        }
        bytes.extend_from_slice(b"\r\n\r\n                    ");
        let answer = raw(&sandbox, &bytes);
        assert!(
            !answer.starts_with("HTTP/1.1 5") && !answer.starts_with("HTTP/1.0 5"),
            "{round}: {answer}"
        );
    }
    still_works(&sandbox, &session, &device);
}

fn still_works(api: &Api, session: &Session, device: &Signer) {
    Request::of(session, device, &intent(session))
        .send(api, device)
        .ok(202);
}
