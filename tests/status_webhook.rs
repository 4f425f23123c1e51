//! Standard Webhooks: the published example, and what must be refused.
#![cfg(feature = "ed25519")]
#![allow(clippy::unwrap_used)]

use data_encoding::BASE64;
use payout_kit::signature::ed25519::Signer;
use payout_kit::status::{WebhookRefusal, WebhookSecret, verify_webhook};

/// The example of the specification's libraries.
const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const ID: &str = "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk";
const NOW: i64 = 1_649_367_553;
const PAYLOAD: &str = r#"{"email":"test@example.com","username":"test_user"}"#;
const SIGNATURE: &str = "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";

fn outcome(signature: &str, secrets: &[&str], now: i64) -> Result<String, WebhookRefusal> {
    let time = NOW.to_string();
    let headers = [
        ("Webhook-Id", ID),
        ("Webhook-Timestamp", &*time),
        ("Webhook-Signature", signature),
    ];
    let secrets: Vec<WebhookSecret> = secrets
        .iter()
        .map(|text| WebhookSecret::parse(text).unwrap())
        .collect();
    verify_webhook(&headers, PAYLOAD.as_bytes(), &secrets, now).map(|webhook| webhook.id)
}

#[test]
fn the_published_vectors() {
    assert_eq!(outcome(SIGNATURE, &[SECRET], NOW).as_deref(), Ok(ID));
    for signature in [
        "v1,R3PTzyfHASBKHH98a7yexTwaJ4yNIcGhFQc1yuN+BPU=",
        "v1,",
        "v1,tFtC",
    ] {
        let refused = outcome(signature, &[SECRET], NOW);
        assert_eq!(
            refused,
            Err(WebhookRefusal::InvalidSignature),
            "{signature}"
        );
    }
}

#[test]
fn secrets_overlap_and_times_are_near() {
    let other = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    assert!(outcome(SIGNATURE, &[other, SECRET], NOW).is_ok());
    assert!(outcome(&format!("v1,AAAA {SIGNATURE}"), &[SECRET], NOW).is_ok());
    let wrong = outcome(SIGNATURE, &[other], NOW);
    assert_eq!(wrong, Err(WebhookRefusal::InvalidSignature));
    assert!(outcome(SIGNATURE, &[SECRET], NOW + 300).is_ok());
    let late = outcome(SIGNATURE, &[SECRET], NOW + 301);
    assert_eq!(late, Err(WebhookRefusal::TimestampTooOld));
    let early = outcome(SIGNATURE, &[SECRET], NOW - 301);
    assert_eq!(early, Err(WebhookRefusal::TimestampTooNew));
    let version = outcome(&SIGNATURE.replace("v1", "v2"), &[SECRET], NOW);
    assert_eq!(version, Err(WebhookRefusal::NoSignature));
}

#[test]
fn a_public_key_verifies_version_v1a() {
    let signer = Signer::from_secret(&[9; 32]).unwrap();
    let x = data_encoding::BASE64URL_NOPAD
        .decode(signer.public_jwk().x.as_bytes())
        .unwrap();
    let secret = format!("whpk_{}", BASE64.encode(&x));
    let signature = signer.sign(format!("{ID}.{NOW}.{PAYLOAD}").as_bytes());
    let header = format!("v1a,{}", BASE64.encode(&signature));
    assert!(outcome(&header, &[&secret], NOW).is_ok());
    let shared = outcome(&header, &[SECRET], NOW);
    assert_eq!(shared, Err(WebhookRefusal::NoSignature));
    let other = format!("whpk_{}", BASE64.encode(&[1; 32]));
    assert!(outcome(&header, &[&other], NOW).is_err());
}

#[test]
fn what_is_no_secret() {
    for text in [
        "",
        "whsec_",
        "whsec_AAAA",
        "whpk_AAAA",
        "C2FVsBQIhrscChlQIMV+b5sSYspob7oD",
    ] {
        assert!(WebhookSecret::parse(text).is_none(), "{text}");
    }
    assert!(!format!("{:?}", WebhookSecret::parse(SECRET)).contains("C2FV"));
}
