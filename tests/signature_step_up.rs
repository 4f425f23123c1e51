//! A passkey's assertion, made as an authenticator makes it, held against the payout.
#![cfg(all(feature = "p256", feature = "ed25519"))]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use data_encoding::BASE64URL_NOPAD;
use payout_kit::signature::step_up::{
    Assertion, Check, StepUpPolicy, StepUpRefusal, challenge, verify,
};
use payout_kit::signature::verify::VerificationKey;
use payout_kit::signature::{Algorithm, Digest, ed25519, es256};
use proptest::prelude::*;

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;

fn policy() -> StepUpPolicy {
    StepUpPolicy {
        digest: Digest::of(b"a payout").hex(),
        nonce: "server-nonce".into(),
        rp_id: "pay.example".into(),
        origins: vec![
            "https://pay.example".into(),
            "https://www.pay.example".into(),
        ],
        user_verification: true,
    }
}

/// What the browser and the authenticator would write.
#[derive(Clone)]
struct Parts {
    client_data: String,
    rp_id: &'static str,
    flags: u8,
}

fn parts() -> Parts {
    let challenge = BASE64URL_NOPAD.encode(&challenge(&policy().digest, &policy().nonce));
    Parts {
        client_data: format!(
            r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"https://pay.example","crossOrigin":false}}"#
        ),
        rp_id: "pay.example",
        flags: PRESENT | VERIFIED,
    }
}

/// The DER of an ES256 signature, as authenticators give it.
fn der(signature: &[u8]) -> Vec<u8> {
    let integer = |bytes: &[u8]| {
        let start = bytes.iter().position(|byte| *byte != 0).unwrap();
        let mut digits = bytes.split_at(start).1.to_vec();
        if digits.first().unwrap() & 128 != 0 {
            digits.insert(0, 0);
        }
        let mut element = vec![2, u8::try_from(digits.len()).unwrap()];
        element.extend(digits);
        element
    };
    let (r, s) = signature.split_at(32);
    let inner = [integer(r), integer(s)].concat();
    let mut whole = vec![0x30, u8::try_from(inner.len()).unwrap()];
    whole.extend(inner);
    whole
}

fn assertion(parts: &Parts, sign: impl Fn(&[u8]) -> Vec<u8>) -> Assertion {
    let mut data = Digest::of(parts.rp_id.as_bytes()).as_bytes().to_vec();
    data.extend([parts.flags, 0, 0, 0, 9]);
    let hash = Digest::of(parts.client_data.as_bytes());
    let signature = sign(&[data.as_slice(), hash.as_bytes()].concat());
    Assertion {
        credential_id: "Y3JlZA".into(),
        client_data_json: BASE64URL_NOPAD.encode(parts.client_data.as_bytes()),
        authenticator_data: BASE64URL_NOPAD.encode(&data),
        signature: BASE64URL_NOPAD.encode(&signature),
    }
}

fn es256_key(number: u8) -> (es256::Signer, VerificationKey) {
    let signer = es256::Signer::from_secret(&[number; 32]).unwrap();
    let jwk = signer.public_jwk().clone();
    let alg = Algorithm::EcdsaP256Sha256;
    (signer, VerificationKey { alg, jwk })
}

fn outcome(parts: &Parts) -> Result<Check, StepUpRefusal> {
    let (signer, key) = es256_key(3);
    let assertion = assertion(parts, |message| der(&signer.sign(message)));
    verify(&assertion, &policy(), Some(&key))
}

#[test]
fn an_assertion_over_the_payout_is_accepted() {
    assert!(outcome(&parts()).unwrap().user_verified);
    // Browsers add members behind those that the standard fixes.
    let mut more = parts();
    more.client_data = more
        .client_data
        .replace('}', r#","other_keys_can_be_added_here":"x"}"#);
    outcome(&more).unwrap();
    let signer = ed25519::Signer::from_secret(&[4; 32]).unwrap();
    let key = VerificationKey {
        alg: Algorithm::Ed25519,
        jwk: signer.public_jwk().clone(),
    };
    let assertion = assertion(&parts(), |message| signer.sign(message).to_vec());
    verify(&assertion, &policy(), Some(&key)).unwrap();
}

#[test]
fn every_other_assertion_is_refused_with_its_word() {
    let refusal = |change: &dyn Fn(&mut Parts)| {
        let mut changed = parts();
        change(&mut changed);
        outcome(&changed).unwrap_err().as_str()
    };
    let client = |from: &'static str, to: &'static str| {
        refusal(&|parts| {
            assert!(parts.client_data.contains(from));
            parts.client_data = parts.client_data.replacen(from, to, 1);
        })
    };
    assert_eq!(
        client("webauthn.get", "webauthn.create"),
        "step_up_wrong_type"
    );
    assert_eq!(client("webauthn.get", "payment.get"), "step_up_wrong_type");
    assert_eq!(client("{\"type\"", "{ \"type\""), "step_up_wrong_type");
    assert_eq!(
        client("challenge\":\"", "challenge\":\"A"),
        "step_up_wrong_challenge"
    );
    assert_eq!(
        client("https://pay.example", "https://pay.example.evil"),
        "step_up_wrong_origin"
    );
    assert_eq!(client("https://pay", "http://pay"), "step_up_wrong_origin");
    assert_eq!(client(":false", ":true"), "step_up_cross_origin");
    assert_eq!(client(",\"crossOrigin\":false", ""), "step_up_cross_origin");
    assert_eq!(
        refusal(&|parts| parts.rp_id = "evil.example"),
        "step_up_wrong_relying_party"
    );
    assert_eq!(
        refusal(&|parts| parts.flags = VERIFIED),
        "step_up_user_absent"
    );
    assert_eq!(
        refusal(&|parts| parts.flags = PRESENT),
        "step_up_user_not_verified"
    );
}

#[test]
fn a_touch_is_enough_only_where_the_server_says_so() {
    let (signer, key) = es256_key(3);
    let touched = Parts {
        flags: PRESENT,
        ..parts()
    };
    let assertion = assertion(&touched, |message| der(&signer.sign(message)));
    let lenient = StepUpPolicy {
        user_verification: false,
        ..policy()
    };
    assert!(
        !verify(&assertion, &lenient, Some(&key))
            .unwrap()
            .user_verified
    );
}

#[test]
fn another_payout_nonce_or_key_is_refused() {
    let (signer, key) = es256_key(3);
    let good = assertion(&parts(), |message| der(&signer.sign(message)));
    let word = |policy: &StepUpPolicy, key: Option<&VerificationKey>| {
        verify(&good, policy, key).unwrap_err().as_str()
    };
    let payout = StepUpPolicy {
        digest: Digest::of(b"another payout").hex(),
        ..policy()
    };
    assert_eq!(word(&payout, Some(&key)), "step_up_wrong_challenge");
    let nonce = StepUpPolicy {
        nonce: "another".into(),
        ..policy()
    };
    assert_eq!(word(&nonce, Some(&key)), "step_up_wrong_challenge");
    assert_eq!(word(&policy(), None), "step_up_unknown_credential");
    assert_eq!(
        word(&policy(), Some(&es256_key(5).1)),
        "step_up_invalid_signature"
    );
}

#[test]
fn signatures_are_read_strictly() {
    let (signer, key) = es256_key(3);
    let changes: [fn(&mut Vec<u8>); 6] = [
        |signature| signature.push(0),
        |signature| signature.truncate(20),
        |signature| signature.clear(),
        |signature| signature[0] = 0x31,
        |signature| signature[2] = 3,
        // A number in more bytes than it needs.
        |signature| {
            signature[1] += 1;
            signature[3] += 1;
            signature.insert(4, 0);
        },
    ];
    for change in changes {
        let broken = assertion(&parts(), |message| {
            let mut signature = der(&signer.sign(message));
            change(&mut signature);
            signature
        });
        let word = verify(&broken, &policy(), Some(&key)).unwrap_err().as_str();
        assert_eq!(word, "step_up_malformed");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_answered(client in any::<Vec<u8>>(), data in any::<Vec<u8>>(), signature in any::<Vec<u8>>()) {
        let assertion = Assertion {
            credential_id: String::new(),
            client_data_json: BASE64URL_NOPAD.encode(&client),
            authenticator_data: BASE64URL_NOPAD.encode(&data),
            signature: BASE64URL_NOPAD.encode(&signature),
        };
        prop_assert!(verify(&assertion, &policy(), Some(&es256_key(3).1)).is_err());
    }

    #[test]
    fn every_signature_survives_der(message in any::<[u8; 8]>()) {
        let (signer, key) = es256_key(3);
        let mut parts = parts();
        parts.client_data = parts.client_data.replace('}', &format!(r#","x":"{}"}}"#, BASE64URL_NOPAD.encode(&message)));
        let assertion = assertion(&parts, |message| der(&signer.sign(message)));
        prop_assert!(verify(&assertion, &policy(), Some(&key)).is_ok());
    }
}
