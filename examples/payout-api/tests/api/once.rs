use rust_decimal::Decimal;
use serde_json::json;

use crate::support::{OTHER_SECRET, Request, SECRET, Sandbox, device, intent, pay};

#[test]
fn the_same_bytes_again_get_the_same_answer() {
    let sandbox = Sandbox::fast();
    let device = device(1);
    let session = sandbox.session(&device);
    let intent = intent(&session);
    let first = pay(&sandbox, &session, &device, &intent);
    first.ok(202);
    assert_eq!(first.header("idempotency-replayed"), None);
    std::thread::sleep(std::time::Duration::from_millis(100));
    // Also from a later session: a retry may come after the first has ended.
    for session in [session.clone(), sandbox.session(&device)] {
        let again = pay(&sandbox, &session, &device, &intent);
        assert_eq!((again.status, &again.text), (202, &first.text));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.header("location"), first.header("location"));
    }
}

#[test]
fn the_same_key_with_other_bytes_is_refused() {
    let sandbox = Sandbox::fast();
    let device = device(1);
    let session = sandbox.session(&device);
    let mut intent = intent(&session);
    pay(&sandbox, &session, &device, &intent).ok(202);
    intent["amount"] = json!("26.00");
    pay(&sandbox, &session, &device, &intent).refused(422, "idempotency_key_reused");
}

#[test]
fn partners_do_not_share_keys() {
    let sandbox = Sandbox::fast();
    let device = device(1);
    let mine = sandbox.session(&device);
    let theirs = sandbox.session_with(&device, json!({}), OTHER_SECRET);
    assert_ne!(mine.virtual_account, theirs.virtual_account);
    let first = intent(&mine);
    let mut second = intent(&theirs);
    second["idempotencyKey"] = first["idempotencyKey"].clone();
    let one = pay(&sandbox, &mine, &device, &first).ok(202);
    let two = pay(&sandbox, &theirs, &device, &second).ok(202);
    assert_ne!(one["id"], two["id"]);
}

#[test]
fn a_signature_is_used_once() {
    let sandbox = Sandbox::fast();
    let device = device(1);
    let session = sandbox.session(&device);
    let request = Request::of(&session, &device, &intent(&session));
    request.send(&sandbox, &device).ok(202);
    request
        .send(&sandbox, &device)
        .refused(409, "nonce_replayed");
    // Also for another payout, and also after a refusal by policy.
    let mut other = Request::of(&session, &device, &intent(&session));
    other.nonce.clone_from(&request.nonce);
    other.send(&sandbox, &device).refused(409, "nonce_replayed");
    let mut wrong = intent(&session);
    wrong["debtor"]["account"] = json!("somebody-else");
    let refused = Request::of(&session, &device, &wrong);
    refused
        .send(&sandbox, &device)
        .refused(403, "debtor_mismatch");
    refused
        .send(&sandbox, &device)
        .refused(409, "nonce_replayed");
}

#[test]
fn ten_at_once_make_one_payout() {
    let sandbox = Sandbox::fast();
    let device = device(1);
    let session = sandbox.session(&device);
    for _ in 0..5 {
        let intent = intent(&session);
        let answers: Vec<_> = std::thread::scope(|scope| {
            let send = || pay(&sandbox.api, &session, &device, &intent);
            let threads: Vec<_> = (0..10).map(|_| scope.spawn(send)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        let accepted: Vec<_> = answers
            .iter()
            .filter(|answer| answer.status == 202)
            .collect();
        let made: Vec<_> = accepted
            .iter()
            .filter(|answer| answer.header("idempotency-replayed").is_none())
            .collect();
        assert_eq!(made.len(), 1);
        assert!(accepted.iter().all(|answer| answer.text == made[0].text));
        for answer in answers.iter().filter(|answer| answer.status != 202) {
            answer.refused(409, "in_flight");
            assert_eq!(answer.header("retry-after"), Some("1"));
        }
        // Whoever was told to ask again gets the one payout.
        assert_eq!(pay(&sandbox, &session, &device, &intent).text, made[0].text);
    }
}

#[test]
fn caps_hold_when_payouts_come_at_once() {
    let sandbox = Sandbox::fast();
    let device = device(1);
    let probe = sandbox.session(&device);
    let debit = pay(&sandbox, &probe, &device, &intent(&probe)).ok(202)["debit"]["amount"].clone();
    let four = Decimal::from_str_exact(debit.as_str().unwrap()).unwrap() * Decimal::from(4);
    let limit = json!({"currency": "EUR", "maxAmount": debit, "maxTotal": four.to_string()});
    let caps = json!({"caps": {"limits": [limit]}});
    let session = sandbox.session_with(&device, caps, SECRET);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let send = || pay(&sandbox.api, &session, &device, &intent(&session));
        let threads: Vec<_> = (0..10).map(|_| scope.spawn(send)).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    assert_eq!(
        answers.iter().filter(|answer| answer.status == 202).count(),
        4
    );
    for answer in answers.iter().filter(|answer| answer.status != 202) {
        answer.refused(403, "over_cap");
    }
}
