//! What becomes of a signed payout beyond the first send: signed again for a retry, relayed by a
//! partner who signs too, sent with others in a batch.
#![cfg(all(feature = "p256", feature = "ed25519"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects
)]

mod payouts;

use payout_kit::payout::json::Value;
use payout_kit::payout::{MAX_BATCH, PayoutIntent, canonical};
use payout_kit::report::Code;
use payout_kit::signature::cosign::{CosigningContext, VerifiedPartner, check_partner, cosign};
use payout_kit::signature::verify::{
    Incoming, Policy, Refusal, VerificationKey, check_batch, is_signed, verify,
};
use payout_kit::signature::{
    Algorithm, Digest, Prepared, PreparedPayout, SignedRequest, SigningContext, batch_matches,
    ed25519, es256, prepare, prepare_batch, resign,
};

const NOW: i64 = 1_795_247_591;
const URL: &str = "https://api.example/v1/payouts";

fn device() -> es256::Signer {
    es256::Signer::from_secret(&[7; 32]).unwrap()
}

fn partner() -> ed25519::Signer {
    ed25519::Signer::from_secret(&[8; 32]).unwrap()
}

fn intent(key: &str, amount: &str, currency: &str) -> PayoutIntent {
    PayoutIntent {
        idempotency_key: key.into(),
        amount: amount.into(),
        currency: currency.into(),
        ..payouts::intent()
    }
}

fn context() -> SigningContext {
    SigningContext {
        method: "POST".into(),
        url: URL.into(),
        created: NOW,
        expires: NOW + 120,
        nonce: "AAECAwQFBgcICQoLDA0ODw".into(),
        key_id: device().key_id().to_owned(),
        alg: Algorithm::EcdsaP256Sha256,
        authorization: Some("Bearer pks_1".into()),
    }
}

fn ready(prepared: Prepared) -> PreparedPayout {
    match prepared {
        Prepared::Ready(prepared) => *prepared,
        Prepared::Rejected { issues } => panic!("{issues:?}"),
    }
}

fn codes(prepared: Prepared) -> Vec<(Code, String)> {
    match prepared {
        Prepared::Ready(_) => panic!("this cannot be signed"),
        Prepared::Rejected { issues } => issues
            .iter()
            .map(|issue| (issue.code, issue.field.to_string()))
            .collect(),
    }
}

fn signed(prepared: &PreparedPayout) -> SignedRequest {
    let signature = device().sign(prepared.signature_base.as_bytes());
    prepared.assemble(&signature).unwrap()
}

fn with<T>(request: &SignedRequest, look: impl FnOnce(Incoming<'_>) -> T) -> T {
    let headers: Vec<(&str, &str)> = request
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    look(Incoming {
        method: &request.method,
        url: &request.url,
        headers: &headers,
        body: request.body.as_bytes(),
    })
}

fn device_record(id: &str) -> Option<VerificationKey> {
    let signer = device();
    (id == signer.key_id()).then(|| VerificationKey {
        alg: Algorithm::EcdsaP256Sha256,
        jwk: signer.public_jwk().clone(),
    })
}

#[test]
fn a_retry_has_the_same_bytes_and_another_signature() {
    let first = ready(prepare(&intent("k", "12.50", "EUR"), &context()));
    let again = SigningContext {
        created: NOW + 400,
        expires: NOW + 520,
        nonce: "another-nonce-of-22-ch".into(),
        authorization: Some("Bearer pks_2".into()),
        ..context()
    };
    let second = ready(resign(first.text.as_bytes(), &again));
    assert_eq!(second.text, first.text);
    assert_eq!(second.digest, first.digest);
    assert_eq!(second.summary, first.summary);
    assert_ne!(second.signature_base, first.signature_base);
    // What `prepare` would have made at that time.
    let anew = ready(prepare(&intent("k", "12.50", "EUR"), &again));
    assert_eq!(
        (&second.headers, &second.signature_base),
        (&anew.headers, &anew.signature_base)
    );
    let verified = with(&signed(&second), |request| {
        verify(request, &Policy::at(NOW + 401), device_record)
    });
    assert_eq!(verified.unwrap().digest, first.digest);
}

#[test]
fn only_a_payout_is_signed_again() {
    let body = (Code::InvalidValue, "body".to_owned());
    for text in [
        "",
        "{}",
        r#"{"idempotencyKey":"k","version":"payout-request/2"}"#,
        r#"{"version":"payout-request/1"}"#,
        r#"{"version":"payout-request/1","idempotencyKey":"k"}"#,
        "{\"idempotencyKey\":\"k\",\"version\":\"payout-request/1\"} ",
    ] {
        assert_eq!(
            codes(resign(text.as_bytes(), &context())),
            std::slice::from_ref(&body),
            "{text}"
        );
    }
    let first = ready(prepare(&intent("k", "12.50", "EUR"), &context()));
    let endless = SigningContext {
        expires: NOW + 301,
        ..context()
    };
    assert_eq!(
        codes(resign(first.text.as_bytes(), &endless)),
        [(Code::SigningWindow, "expires".to_owned())]
    );
}

fn cosigning() -> CosigningContext {
    CosigningContext {
        created: NOW + 1,
        expires: NOW + 61,
        nonce: "the-partners-own-nonce".into(),
        key_id: partner().key_id().to_owned(),
        alg: Algorithm::Ed25519,
    }
}

fn relayed(mut request: SignedRequest) -> SignedRequest {
    let prepared = with(&request, |request| cosign(request, &cosigning())).unwrap();
    let signature = partner().sign(prepared.signature_base.as_bytes());
    let signature = prepared.signature(&signature).unwrap();
    set(&mut request, "signature", signature);
    set(&mut request, "signature-input", prepared.signature_input);
    request
}

fn set(request: &mut SignedRequest, name: &str, value: String) {
    let found = request.headers.iter_mut().find(|(known, _)| *known == name);
    found.unwrap().1 = value;
}

fn header(request: &SignedRequest, name: &str) -> String {
    let found = request.headers.iter().find(|(known, _)| *known == name);
    found.unwrap().1.clone()
}

fn partner_verdict(request: &SignedRequest, now: i64) -> Result<VerifiedPartner, Refusal> {
    with(request, |request| {
        let unverified = check_partner(request, &Policy::at(now))?;
        let record = VerificationKey {
            alg: Algorithm::Ed25519,
            jwk: partner().public_jwk().clone(),
        };
        let known = unverified.key_id == partner().key_id();
        let valid = is_signed(
            &record,
            unverified.signature_base.as_bytes(),
            &unverified.signature,
        );
        unverified.accept(known.then_some(Algorithm::Ed25519), valid.unwrap())
    })
}

fn one_signed() -> SignedRequest {
    signed(&ready(prepare(&intent("k", "12.50", "EUR"), &context())))
}

#[test]
fn a_partner_signs_the_whole_request_again() {
    let request = relayed(one_signed());
    let verified = partner_verdict(&request, NOW + 2).unwrap();
    assert_eq!(verified.key_id, partner().key_id());
    assert_eq!(verified.nonce, "the-partners-own-nonce");
    // The device's signature is as right as before.
    with(&request, |request| {
        verify(request, &Policy::at(NOW + 2), device_record).unwrap()
    });
    let input = header(&request, "signature-input");
    assert!(input.contains(
        r#", partner=("@method" "@target-uri" "content-type" "content-digest" "idempotency-key" "authorization" "signature";key="payout" "signature-input";key="payout");created="#
    ), "{input}");
}

#[test]
fn a_partners_signature_stands_for_this_request_only() {
    let good = relayed(one_signed());
    let refusal = |change: &dyn Fn(&mut SignedRequest)| {
        let mut request = good.clone();
        change(&mut request);
        partner_verdict(&request, NOW + 2).unwrap_err()
    };
    assert_eq!(
        refusal(&|request| request.url.push_str("?x")),
        Refusal::InvalidSignature
    );
    assert_eq!(
        refusal(&|request| request.method = "PUT".into()),
        Refusal::InvalidSignature
    );
    // Another device signature under the same partner's.
    let other = signed(&ready(prepare(&intent("l", "99.00", "EUR"), &context())));
    assert_eq!(
        refusal(&|request| {
            let theirs = header(request, "signature");
            let (_, theirs) = theirs.split_once(", ").unwrap();
            let signature = format!("{}, {theirs}", header(&other, "signature"));
            set(request, "signature", signature);
        }),
        Refusal::InvalidSignature
    );
    assert_eq!(
        refusal(&|request| {
            let input = header(request, "signature-input");
            let lacking = input.replacen(r#" "signature";key="payout""#, "", 1);
            set(request, "signature-input", lacking);
        }),
        Refusal::MissingComponent("all that the payout's covers")
    );
    assert_eq!(
        refusal(&|request| {
            let input = header(request, "signature-input");
            let (_, partners) = input.split_once(", partner=").unwrap();
            let lacking = partners.replacen(r#" "idempotency-key""#, "", 1);
            let input = input.replace(partners, &lacking);
            set(request, "signature-input", input);
        }),
        Refusal::MissingComponent("all that the payout's covers")
    );
    assert_eq!(
        partner_verdict(&one_signed(), NOW),
        Err(Refusal::NoSignature)
    );
    assert_eq!(partner_verdict(&good, NOW + 122), Err(Refusal::Expired));
    // A relay does not sign twice, and signs nothing that no device signed.
    let twice = with(&good, |request| cosign(request, &cosigning()));
    assert_eq!(twice, Err(Refusal::SeveralSignatures));
    let bare = with(&one_signed(), |request| {
        let headers: Vec<_> = request
            .headers
            .iter()
            .copied()
            .filter(|(name, _)| !name.starts_with("signature"))
            .collect();
        cosign(
            Incoming {
                headers: &headers,
                ..request
            },
            &cosigning(),
        )
    });
    assert_eq!(bare, Err(Refusal::MissingHeader("signature-input")));
}

/// Three payouts in two currencies.
fn payouts() -> Vec<String> {
    [
        ("a", "12.50", "EUR"),
        ("b", "0.07", "EUR"),
        ("c", "3", "USD"),
    ]
    .map(|(key, amount, currency)| {
        let payout = canonical(&intent(key, amount, currency)).unwrap();
        payout.text().to_owned()
    })
    .to_vec()
}

fn bytes(payouts: &[String]) -> Vec<&[u8]> {
    payouts.iter().map(String::as_bytes).collect()
}

#[test]
fn a_batch_is_signed_by_its_totals_and_digests() {
    let payouts = payouts();
    let prepared = ready(prepare_batch("batch-1", &bytes(&payouts), &context()));
    let digests: Vec<String> = payouts
        .iter()
        .map(|text| format!("\"{}\"", Digest::of(text.as_bytes()).hex()))
        .collect();
    assert_eq!(
        prepared.text,
        format!(
            r#"{{"count":"3","idempotencyKey":"batch-1","items":[{}],"totals":{{"EUR":"12.57","USD":"3.00"}},"version":"payout-batch/1"}}"#,
            digests.join(",")
        )
    );
    let lines: Vec<(&str, &str)> = prepared
        .summary
        .iter()
        .map(|line| (line.key, line.value.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            ("count", "3"),
            ("total", "12.57\u{a0}EUR"),
            ("total", "3.00\u{a0}USD")
        ]
    );
    let request = signed(&prepared);
    let manifest = with(&request, |request| {
        let unverified = check_batch(request, &Policy::at(NOW)).unwrap();
        let record = device_record(&unverified.key_id).unwrap();
        let base = unverified.signature_base.clone();
        let valid = is_signed(&record, base.as_bytes(), &unverified.signature).unwrap();
        unverified
            .accept(Some(record.alg), valid, request.body)
            .unwrap()
    });
    assert_eq!(manifest.idempotency_key, "batch-1");
    assert_eq!(batch_matches(&manifest.intent, &bytes(&payouts)), Ok(()));
    // It is no payout, and a payout is no batch.
    let as_payout = with(&request, |request| {
        verify(request, &Policy::at(NOW), device_record)
    });
    assert_eq!(as_payout, Err(Refusal::WrongTag));
    let as_batch = with(&one_signed(), |request| {
        check_batch(request, &Policy::at(NOW))
    });
    assert_eq!(as_batch, Err(Refusal::WrongTag));
    // A partner may relay it too.
    partner_verdict(&relayed(request), NOW + 2).unwrap();
}

#[test]
fn other_payouts_are_not_the_batch() {
    let payouts = payouts();
    let manifest = Value::read_canonical(
        ready(prepare_batch("batch-1", &bytes(&payouts), &context()))
            .text
            .as_bytes(),
    )
    .unwrap();
    let mismatch = |changed: Vec<String>| {
        assert_eq!(
            batch_matches(&manifest, &bytes(&changed)),
            Err(Refusal::BatchMismatch)
        );
    };
    mismatch(vec![]);
    mismatch(payouts[..2].to_vec());
    mismatch(payouts.iter().rev().cloned().collect());
    mismatch([payouts.clone(), payouts[..1].to_vec()].concat());
    let dearer = payouts[0].replace("12.50", "13.50");
    mismatch(vec![dearer, payouts[1].clone(), payouts[2].clone()]);
    let lying = manifest.to_canonical().replace("12.57", "12.58");
    let lying = Value::read_canonical(lying.as_bytes()).unwrap();
    assert_eq!(
        batch_matches(&lying, &bytes(&payouts)),
        Err(Refusal::BatchMismatch)
    );
}

#[test]
fn what_is_no_batch() {
    let one = payouts()[0].clone();
    let codes =
        |key: &str, payouts: &[String]| codes(prepare_batch(key, &bytes(payouts), &context()));
    let size = (Code::BatchSize, "payouts".to_owned());
    assert_eq!(codes("b", &[]), std::slice::from_ref(&size));
    assert_eq!(codes("b", &vec![one.clone(); MAX_BATCH + 1]), [size]);
    assert_eq!(
        codes("b", &[one.clone(), one.clone()]),
        [(Code::RepeatedPayout, "payouts[1]".to_owned())]
    );
    assert_eq!(
        codes("", &["{}".to_owned(), one]),
        [
            (Code::InvalidValue, "idempotencyKey".to_owned()),
            (Code::InvalidValue, "payouts[0]".to_owned())
        ]
    );
}

#[test]
fn a_full_batch_can_be_signed_and_read() {
    let payouts: Vec<String> = (0..MAX_BATCH)
        .map(|number| {
            let payout = canonical(&intent(&number.to_string(), "999999999.99", "EUR")).unwrap();
            payout.text().to_owned()
        })
        .collect();
    let request = signed(&ready(prepare_batch("b", &bytes(&payouts), &context())));
    assert!(request.body.contains(r#""EUR":"199999999998.00""#));
    with(&request, |request| {
        let _ = check_batch(request, &Policy::at(NOW)).unwrap();
    });
}
