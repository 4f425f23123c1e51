//! The files of third parties as they published them, if `PAYOUT_KIT_VECTORS` names a folder with
//! them: `rfc9421` and `standard-webhooks`. Their cases stand in other tests too; this one takes
//! whatever an edition has.
#![cfg(all(feature = "p256", feature = "ed25519"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::fs;
use std::path::PathBuf;

use data_encoding::BASE64;
use payout_kit::signature::{Jwk, ed25519, es256};
use payout_kit::status::{WebhookSecret, verify_webhook};
use serde_json::Value;

/// `None` where the variable is not set.
fn folder(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("PAYOUT_KIT_VECTORS").map(|all| PathBuf::from(all).join(name));
    if folder.is_none() {
        println!("PAYOUT_KIT_VECTORS is not set: nothing to read");
    }
    folder
}

fn json(file: PathBuf) -> Value {
    serde_json::from_slice(&fs::read(file).unwrap()).unwrap()
}

#[test]
fn rfc_9421_appendix_b() {
    let Some(folder) = folder("rfc9421") else {
        return;
    };
    let published = json(folder.join("rfc9421-appendix-b.json"));
    let mut decided = 0;
    for case in published["cases"].as_array().unwrap() {
        let text = |name: &str| case[name].as_str().unwrap();
        let (input, base) = (text("signature_input"), text("signature_base").as_bytes());
        let signature = text("signature").split_once("=:").unwrap().1;
        let signature = BASE64.decode(signature.trim_end_matches(':').as_bytes());
        let signature = signature.unwrap();
        let is_valid = if input.contains("test-key-ecc-p256") {
            let key = key("EC", "P-256", TEST_KEY_ECC_P256, Some(TEST_KEY_ECC_P256_Y));
            es256::is_valid(&key, base, &signature)
        } else if input.contains("test-key-ed25519") {
            let key = key("OKP", "Ed25519", TEST_KEY_ED25519, None);
            ed25519::is_valid(&key, base, &signature)
        } else {
            continue;
        };
        assert!(is_valid, "{input}");
        decided += 1;
    }
    assert!(decided >= 2, "{decided} decided");
    // A browser's request.
    let request = json(folder.join("es256-post-request.json"));
    let input = request["headers"]["signature-input"].as_str().unwrap();
    let header = |name: &str| request["headers"][name].as_str().unwrap();
    let base = format!(
        "\"@method\": POST\n\"@target-uri\": {}{}\n\"content-type\": {}\n\"content-digest\": {}\n\"idempotency-key\": {}\n\"@signature-params\": {}",
        request["origin"].as_str().unwrap(),
        request["url"].as_str().unwrap(),
        header("content-type"),
        header("content-digest"),
        header("idempotency-key"),
        input.strip_prefix("payout=").unwrap(),
    );
    let jwk: Jwk = serde_json::from_value(request["jwk"].clone()).unwrap();
    let signature = header("signature").strip_prefix("payout=:").unwrap();
    let signature = BASE64.decode(signature.trim_end_matches(':').as_bytes());
    assert!(es256::is_valid(&jwk, base.as_bytes(), &signature.unwrap()));
}

/// The public keys of appendices B.1.3 and B.1.4.
const TEST_KEY_ECC_P256: &str = "qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA";
const TEST_KEY_ECC_P256_Y: &str = "Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0";
const TEST_KEY_ED25519: &str = "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs";

fn key(kty: &str, crv: &str, x: &str, y: Option<&str>) -> Jwk {
    Jwk {
        kty: kty.to_owned(),
        crv: crv.to_owned(),
        x: x.to_owned(),
        y: y.map(str::to_owned),
    }
}

#[test]
fn standard_webhooks() {
    let Some(folder) = folder("standard-webhooks") else {
        return;
    };
    let published = json(folder.join("vectors.json"));
    let given = &published["hmac"];
    let text = |name: &str| given[name].as_str().unwrap();
    let now = given["timestamp"].as_i64().unwrap();
    let time = now.to_string();
    let secret = WebhookSecret::parse(text("secret")).unwrap();
    let is_valid = |signature: &str| {
        let headers = [
            ("webhook-id", text("msg_id")),
            ("webhook-timestamp", &*time),
            ("webhook-signature", signature),
        ];
        let body = text("payload").as_bytes();
        verify_webhook(&headers, body, std::slice::from_ref(&secret), now).is_ok()
    };
    assert!(is_valid(text("signature")));
    for wrong in published["invalid"].as_array().unwrap() {
        assert!(!is_valid(wrong["signature"].as_str().unwrap()));
    }
}
