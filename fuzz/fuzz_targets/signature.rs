//! A server's verification of any request: a refusal or not, never a panic; the key's step is
//! said to have gone well, so that the body is read too.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payout_kit::signature::{Algorithm, Digest};
use payout_kit::wasm::json::read;
use payout_kit::wasm::verification::{Outcome, RequestHead, accept_request, check_request};
use serde_json::json;

/// Where the fields differ from those of a request that passes.
#[derive(Debug, arbitrary::Arbitrary)]
struct Changes<'a> {
    method: Option<&'a str>,
    url: Option<&'a str>,
    input: Option<&'a str>,
    signature: Option<&'a str>,
    digest: Option<&'a str>,
    content_type: Option<&'a str>,
    key: Option<&'a str>,
    more: Vec<(&'a str, &'a str)>,
    body: Option<&'a [u8]>,
    now: i8,
}

const NOW: i64 = 1_795_255_800;

fuzz_target!(|changes: Changes<'_>| {
    let body = changes.body.unwrap_or(
        br#"{"idempotencyKey":"4f3c2a10-6f1e-4e55-9c0f-0d6a7b1c2d3e","version":"payout-request/1"}"#,
    );
    let digest = Digest::of(body).header();
    let input = format!(
        "payout=(\"@method\" \"@target-uri\" \"content-type\" \"content-digest\" \"idempotency-key\");created={NOW};expires={};nonce=\"AAECAwQFBgcICQoLDA0ODw\";alg=\"ecdsa-p256-sha256\";keyid=\"cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s\";tag=\"payout-request/1\"",
        NOW + 120
    );
    let signature = format!("payout=:{}==:", "A".repeat(86));
    let mut headers = vec![
        (
            "content-type",
            changes.content_type.unwrap_or("application/json"),
        ),
        ("content-digest", changes.digest.unwrap_or(&digest)),
        (
            "idempotency-key",
            changes
                .key
                .unwrap_or("\"4f3c2a10-6f1e-4e55-9c0f-0d6a7b1c2d3e\""),
        ),
        ("signature-input", changes.input.unwrap_or(&input)),
        ("signature", changes.signature.unwrap_or(&signature)),
    ];
    headers.extend(changes.more.iter().take(4));
    let head = json!({
        "method": changes.method.unwrap_or("POST"),
        "url": changes.url.unwrap_or("https://api.example/v1/payouts"),
        "headers": headers,
        "now": NOW + i64::from(changes.now),
    });
    let head: RequestHead = read(&head.to_string()).expect("the shape of a request's head");
    let checked = check_request(&head, body);
    let accepted = accept_request(&head, body, Some(Algorithm::EcdsaP256Sha256), true);
    if matches!(checked, Outcome::Refused { .. }) {
        assert!(matches!(accepted, Outcome::Refused { .. }));
    }
    // A signature that the key did not make is never accepted.
    let forged = accept_request(&head, body, Some(Algorithm::EcdsaP256Sha256), false);
    assert!(matches!(forged, Outcome::Refused { .. }));
});
