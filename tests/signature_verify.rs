//! A signed payout on its way to a server, and what is done to it on the way.
#![cfg(feature = "p256")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects
)]

mod payouts;

use payout_kit::payout::json::JsonError;
use payout_kit::payout::read;
use payout_kit::signature::es256::Signer;
use payout_kit::signature::verify::{
    Incoming, Policy, Refusal, VerificationKey, Verified, check, verify,
};
use payout_kit::signature::{
    Algorithm, Digest, Jwk, Prepared, SignedRequest, SigningContext, prepare, signature_header,
};
use payouts::intent;
use proptest::prelude::*;

const CREATED: i64 = 1_795_247_591;
const URL: &str = "https://api.example/v1/payouts?x=1%2F2";

/// A key that exists for tests only.
fn test_signer() -> Signer {
    Signer::from_secret(&[7; 32]).unwrap()
}

fn context() -> SigningContext {
    SigningContext {
        method: "POST".into(),
        url: URL.into(),
        created: CREATED,
        expires: CREATED + 120,
        nonce: "AAECAwQFBgcICQoLDA0ODw".into(),
        key_id: test_signer().key_id().to_owned(),
        alg: Algorithm::EcdsaP256Sha256,
        authorization: None,
    }
}

/// A request on the wire, to be changed as an attacker would.
#[derive(Clone)]
struct Wire {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl From<SignedRequest> for Wire {
    fn from(request: SignedRequest) -> Self {
        Self {
            method: request.method,
            url: request.url,
            headers: request
                .headers
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            body: request.body.into_bytes(),
        }
    }
}

impl Wire {
    fn header(&mut self, name: &str) -> &mut String {
        &mut self
            .headers
            .iter_mut()
            .find(|(known, _)| known == name)
            .unwrap()
            .1
    }

    fn replace(&mut self, name: &str, from: &str, to: &str) {
        let value = self.header(name);
        assert!(value.contains(from), "{value}");
        *value = value.replacen(from, to, 1);
    }

    fn remove(&mut self, name: &str) {
        self.headers.retain(|(known, _)| known != name);
    }

    /// Another body, with a digest that fits it.
    fn body(&mut self, text: &str) {
        self.body = text.as_bytes().to_vec();
        *self.header("content-digest") = Digest::of(text.as_bytes()).header();
    }

    /// Signs what is there now with the test key, as a client that is itself wrong would.
    fn sign_again(&mut self) {
        let unverified = self
            .with(|request| check(request, &Policy::at(CREATED)))
            .unwrap();
        let signature = test_signer().sign(unverified.signature_base.as_bytes());
        *self.header("signature") = signature_header(&signature).unwrap();
    }

    fn with<T>(&self, action: impl FnOnce(Incoming<'_>) -> T) -> T {
        let headers: Vec<(&str, &str)> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        action(Incoming {
            method: &self.method,
            url: &self.url,
            headers: &headers,
            body: &self.body,
        })
    }

    fn verify_at(&self, now: i64) -> Result<Verified, Refusal> {
        self.with(|request| verify(request, &Policy::at(now), known_key))
    }
}

fn known_key(key_id: &str) -> Option<VerificationKey> {
    let signer = test_signer();
    (key_id == signer.key_id()).then(|| VerificationKey {
        alg: Algorithm::EcdsaP256Sha256,
        jwk: signer.public_jwk().clone(),
    })
}

fn signed_with(context: &SigningContext) -> Wire {
    let Prepared::Ready(prepared) = prepare(&intent(), context) else {
        panic!("rejected")
    };
    let signature = test_signer().sign(prepared.signature_base.as_bytes());
    prepared.assemble(&signature).unwrap().into()
}

fn signed() -> Wire {
    signed_with(&context())
}

/// How a changed request is refused.
fn refusal(change: impl FnOnce(&mut Wire)) -> Refusal {
    let mut wire = signed();
    change(&mut wire);
    wire.verify_at(CREATED + 10).unwrap_err()
}

#[test]
fn what_was_signed_is_verified() {
    let wire = signed();
    let verified = wire.verify_at(CREATED + 10).unwrap();
    assert_eq!(verified.key_id, test_signer().key_id());
    assert_eq!(verified.idempotency_key, "7f0e-1");
    assert_eq!(verified.digest, Digest::of(&wire.body).hex());
    assert_eq!(
        (verified.created, verified.expires),
        (CREATED, CREATED + 120)
    );
    assert_eq!(read(&wire.body).unwrap().amount, "12.50");
    let json = serde_json::to_value(&verified).unwrap();
    assert_eq!(json["intent"]["creditor"]["name"], "Zoë Müller");
    assert!(!format!("{verified:?}").contains("M02606"));
}

#[test]
fn a_nonce_may_be_forgotten_only_when_the_time_refuses_it() {
    let wire = signed();
    let until = wire.verify_at(CREATED).unwrap().replay_until;
    assert!(wire.verify_at(until - 1).is_ok());
    assert_eq!(wire.verify_at(until).unwrap_err(), Refusal::Expired);
}

#[test]
fn a_changed_request_is_refused() {
    // The body, with and without its digest.
    let changed = |wire: &Wire| {
        String::from_utf8(wire.body.clone())
            .unwrap()
            .replace("12.50", "99.50")
    };
    assert_eq!(
        refusal(|wire| wire.body = changed(wire).into_bytes()),
        Refusal::DigestMismatch
    );
    assert_eq!(
        refusal(|wire| {
            let text = changed(wire);
            wire.body(&text);
        }),
        Refusal::InvalidSignature
    );
    assert_eq!(
        refusal(|wire| wire.body.push(b'\n')),
        Refusal::DigestMismatch
    );
    assert_eq!(refusal(|wire| wire.body.clear()), Refusal::DigestMismatch);
    // The method, the address.
    assert_eq!(
        refusal(|wire| wire.method = "PUT".into()),
        Refusal::InvalidSignature
    );
    for url in [
        "https://api.example/v1/payouts?x=1/2",
        "https://api.example/v1/payouts?x=1%2f2",
        "https://api.example/v1/payouts/?x=1%2F2",
        "https://api.example/v1/payouts",
        "https://api.example:8443/v1/payouts?x=1%2F2",
        "https://evil.example/v1/payouts?x=1%2F2",
    ] {
        assert_eq!(
            refusal(|wire| wire.url = url.into()),
            Refusal::InvalidSignature,
            "{url}"
        );
    }
    assert_eq!(
        refusal(|wire| wire.url = "http://api.example/v1/payouts".into()),
        Refusal::InvalidTarget
    );
    assert_eq!(
        refusal(|wire| wire.url = "/v1/payouts".into()),
        Refusal::InvalidTarget
    );
    // The headers that are covered.
    assert_eq!(
        refusal(|wire| wire.replace("idempotency-key", "7f0e-1", "7f0e-2")),
        Refusal::InvalidSignature
    );
    assert_eq!(
        refusal(|wire| wire.replace("content-type", "json", "json; charset=utf-8")),
        Refusal::InvalidSignature
    );
    // The parameters.
    for (from, to) in [
        ("expires=1795247711", "expires=1795247712"),
        ("nonce=\"A", "nonce=\"B"),
        ("created=1795247591", "created=1795247590"),
    ] {
        assert_eq!(
            refusal(|wire| wire.replace("signature-input", from, to)),
            Refusal::InvalidSignature,
            "{to}"
        );
    }
    // The signature itself.
    assert_eq!(
        refusal(|wire| *wire.header("signature") = signature_header(&[1; 64]).unwrap()),
        Refusal::InvalidSignature
    );
    assert_eq!(
        refusal(|wire| *wire.header("signature") = signature_header(&[0; 64]).unwrap()),
        Refusal::InvalidSignature
    );
}

#[test]
fn exactly_one_signature_is_ours() {
    let again = |wire: &mut Wire, label: &str, from: &str, to: &str| {
        let input = wire.header("signature-input").clone();
        let second = input.replacen("payout=", label, 1).replace(from, to);
        *wire.header("signature-input") = format!("{input}, {second}");
        let signature = wire.header("signature").clone();
        let second = signature.replacen("payout=", label, 1);
        *wire.header("signature") = format!("{signature}, {second}");
    };
    assert_eq!(
        refusal(|wire| again(wire, "payout2=", "", "")),
        Refusal::SeveralSignatures
    );
    assert_eq!(
        refusal(|wire| again(wire, "payout=", "", "")),
        Refusal::MalformedHeader("Signature-Input")
    );
    // A partner's own signature, with its own tag, is none of ours.
    let mut wire = signed();
    again(&mut wire, "partner=", "payout-request/1", "partner");
    assert!(wire.verify_at(CREATED).is_ok());
    // So is one in a line of its own.
    let mut wire = signed();
    wire.headers.push((
        "Signature-Input".into(),
        "partner=();tag=\"partner\"".into(),
    ));
    wire.headers
        .push(("Signature".into(), "partner=:AAAA:".into()));
    assert!(wire.verify_at(CREATED).is_ok());

    let label = |wire: &mut Wire, name: &str| wire.replace(name, "payout=", "sig1=");
    assert_eq!(
        refusal(|wire| {
            label(wire, "signature-input");
            label(wire, "signature");
        }),
        Refusal::WrongTag
    );
    assert_eq!(
        refusal(|wire| label(wire, "signature")),
        Refusal::NoSignature
    );
    assert_eq!(
        refusal(|wire| wire.replace("signature-input", "payout-request/1", "payout-request/2")),
        Refusal::WrongTag
    );
    assert_eq!(
        refusal(|wire| wire.replace("signature-input", ";tag=\"payout-request/1\"", "")),
        Refusal::WrongTag
    );
    assert_eq!(
        refusal(|wire| wire.remove("signature")),
        Refusal::MissingHeader("signature")
    );
    assert_eq!(
        refusal(|wire| wire.remove("signature-input")),
        Refusal::MissingHeader("signature-input")
    );
}

#[test]
fn the_algorithm_is_that_of_the_key() {
    assert_eq!(
        refusal(|wire| wire.replace("signature-input", "ecdsa-p256-sha256", "ed25519")),
        Refusal::AlgorithmMismatch
    );
    assert_eq!(
        refusal(|wire| wire.replace("signature-input", "ecdsa-p256-sha256", "hmac-sha256")),
        Refusal::UnknownAlgorithm
    );
    assert_eq!(
        refusal(|wire| wire.replace("signature-input", "ecdsa-p256-sha256", "none")),
        Refusal::UnknownAlgorithm
    );
    assert_eq!(
        refusal(|wire| wire.replace("signature-input", "keyid=\"", "keyid=\"x")),
        Refusal::UnknownKey
    );

    let other = Signer::from_secret(&[8; 32]).unwrap();
    let wire = signed();
    let key = |jwk: Jwk, alg| {
        wire.with(|request| {
            verify(request, &Policy::at(CREATED), |_| {
                Some(VerificationKey { alg, jwk })
            })
        })
    };
    let es256 = Algorithm::EcdsaP256Sha256;
    assert_eq!(
        key(other.public_jwk().clone(), es256).unwrap_err(),
        Refusal::InvalidSignature
    );
    let right = test_signer().public_jwk().clone();
    assert_eq!(
        key(right.clone(), Algorithm::Ed25519).unwrap_err(),
        Refusal::AlgorithmMismatch
    );
    // A record that is no point of the curve.
    let x = right.x.clone();
    assert_eq!(
        key(
            Jwk {
                y: Some(x),
                ..right.clone()
            },
            es256
        )
        .unwrap_err(),
        Refusal::InvalidSignature
    );
    assert_eq!(
        key(
            Jwk {
                kty: "OKP".into(),
                ..right
            },
            es256
        )
        .unwrap_err(),
        Refusal::InvalidSignature
    );
}

#[test]
fn the_window_is_short_and_now() {
    let wire = signed();
    for (now, outcome) in [
        (CREATED - 61, Some(Refusal::NotYetValid)),
        (CREATED - 60, None),
        (CREATED + 180, None),
        (CREATED + 181, Some(Refusal::Expired)),
        (i64::MAX, Some(Refusal::Expired)),
        (i64::MIN, Some(Refusal::NotYetValid)),
    ] {
        assert_eq!(wire.verify_at(now).err(), outcome, "{now}");
    }
    for expires in [
        "1795247892",
        "1795247591",
        "1795247590",
        "999999999999999",
        "-5",
    ] {
        let to = format!("expires={expires}");
        assert_eq!(
            refusal(|wire| wire.replace("signature-input", "expires=1795247711", &to)),
            Refusal::WindowTooLong,
            "{to}"
        );
    }
    let strict = Policy {
        max_window: 60,
        ..Policy::at(CREATED)
    };
    assert_eq!(
        wire.with(|request| verify(request, &strict, known_key))
            .unwrap_err(),
        Refusal::WindowTooLong
    );
}

#[test]
fn parameters_and_components_are_all_there() {
    for (name, text) in [
        ("created", ";created=1795247591"),
        ("expires", ";expires=1795247711"),
        ("nonce", ";nonce=\"AAECAwQFBgcICQoLDA0ODw\""),
        ("alg", ";alg=\"ecdsa-p256-sha256\""),
    ] {
        assert_eq!(
            refusal(|wire| wire.replace("signature-input", text, "")),
            Refusal::MissingParameter(name)
        );
        // The right name and the wrong type.
        let wrong = format!(";{name}=token");
        assert_eq!(
            refusal(|wire| wire.replace("signature-input", text, &wrong)),
            Refusal::MissingParameter(name)
        );
    }
    assert_eq!(
        refusal(|wire| wire.replace(
            "signature-input",
            ";nonce=\"AAECAwQFBgcICQoLDA0ODw\"",
            ";nonce=\"\""
        )),
        Refusal::MissingParameter("nonce")
    );
    for name in [
        "@method",
        "@target-uri",
        "content-type",
        "content-digest",
        "idempotency-key",
    ] {
        let text = format!("\"{name}\"");
        assert_eq!(
            refusal(|wire| {
                wire.replace("signature-input", &text, "");
            }),
            Refusal::MissingComponent(name)
        );
        // A component under a parameter is another component.
        let with = format!("\"{name}\";sf");
        assert_eq!(
            refusal(|wire| wire.replace("signature-input", &text, &with)),
            Refusal::MissingComponent(name)
        );
    }
    assert_eq!(
        refusal(|wire| wire.replace("signature-input", "\"@method\"", "\"@method\" \"@method\"")),
        Refusal::UnsupportedComponent
    );
    assert_eq!(
        refusal(|wire| wire.replace("signature-input", "\"@method\"", "\"@method\" \"@fancy\"")),
        Refusal::UnsupportedComponent
    );
    assert_eq!(
        refusal(|wire| wire.replace("signature-input", "\"@method\"", "\"@method\" \"date\""))
            .as_str(),
        "missing_header"
    );
}

#[test]
fn other_orders_and_more_components_are_as_good() {
    // `httpsig` and two Go libraries write or demand another order than ours.
    let key_id = test_signer().key_id().to_owned();
    let mut wire = signed();
    *wire.header("signature-input") = format!(
        "payout=(\"idempotency-key\" \"@target-uri\" \"content-digest\" \"@method\" \"content-type\" \"@authority\" \"user-agent\");tag=\"payout-request/1\";keyid=\"{key_id}\";alg=\"ecdsa-p256-sha256\";nonce=\"n\";expires=1795247711;created=1795247591"
    );
    wire.headers.push(("User-Agent".into(), "x".into()));
    wire.sign_again();
    assert!(wire.verify_at(CREATED).is_ok());
    // Names of headers in any case.
    for (name, _) in &mut wire.headers {
        *name = name.to_uppercase();
    }
    assert!(wire.verify_at(CREATED).is_ok());
}

#[test]
fn an_authorization_can_be_demanded() {
    let strict = Policy {
        authorization: true,
        ..Policy::at(CREATED)
    };
    let wire = signed();
    let outcome = |wire: &Wire| {
        wire.with(|request| verify(request, &strict, known_key))
            .map(|_| ())
    };
    assert_eq!(outcome(&wire), Err(Refusal::MissingHeader("authorization")));
    let mut added = wire;
    added
        .headers
        .push(("authorization".into(), "Bearer stolen".into()));
    assert_eq!(
        outcome(&added),
        Err(Refusal::MissingComponent("authorization"))
    );
    let mut covered = signed_with(&SigningContext {
        authorization: Some("Bearer mine".into()),
        ..context()
    });
    assert_eq!(outcome(&covered), Ok(()));
    let unverified = covered.with(|request| check(request, &strict)).unwrap();
    assert!(!unverified.redacted_base().contains("mine"));
    assert!(unverified.redacted_base().contains("\"@method\": POST"));
    covered.replace("authorization", "mine", "stolen");
    assert_eq!(outcome(&covered), Err(Refusal::InvalidSignature));
}

#[test]
fn headers_are_read_strictly() {
    assert_eq!(
        refusal(|wire| wire.remove("content-digest")),
        Refusal::MissingHeader("content-digest")
    );
    assert_eq!(
        refusal(|wire| wire.remove("idempotency-key")),
        Refusal::MissingHeader("idempotency-key")
    );
    assert_eq!(
        refusal(|wire| wire.remove("content-type")),
        Refusal::MissingHeader("content-type")
    );
    for name in [
        "content-digest",
        "idempotency-key",
        "content-type",
        "content-encoding",
    ] {
        let twice = |wire: &mut Wire| {
            wire.headers.push((name.to_uppercase(), "identity".into()));
            wire.headers.push((name.to_owned(), "identity".into()));
        };
        assert_eq!(refusal(twice), Refusal::DuplicatedHeader(name));
    }
    assert_eq!(
        refusal(|wire| wire
            .headers
            .push(("content-encoding".into(), "gzip".into()))),
        Refusal::ContentEncoded
    );
    assert_eq!(
        refusal(|wire| *wire.header("content-type") = "text/plain".into()),
        Refusal::UnsupportedMediaType
    );
    assert_eq!(
        refusal(|wire| *wire.header("content-type") = "application/json; charset=latin1".into()),
        Refusal::UnsupportedMediaType
    );
    for digest in [
        "",
        "sha-256=abc",
        "sha-512=:AAAA:",
        "sha-256=:AAAA:",
        "SHA-256=:AAAA:",
    ] {
        assert_eq!(
            refusal(|wire| *wire.header("content-digest") = digest.into()),
            Refusal::MalformedHeader("Content-Digest"),
            "{digest}"
        );
    }
    for key in ["", "7f0e-1", "\"7f0e-1\";a", "\"\"", "\"é\""] {
        assert_eq!(
            refusal(|wire| *wire.header("idempotency-key") = key.into()),
            Refusal::MalformedHeader("Idempotency-Key"),
            "{key}"
        );
    }
    for signature in ["payout=::", "payout=:AAAA:", "payout=\"AAAA\"", "payout"] {
        assert_eq!(
            refusal(|wire| *wire.header("signature") = signature.into()),
            Refusal::MalformedHeader("Signature"),
            "{signature}"
        );
    }
    assert_eq!(
        refusal(|wire| *wire.header("signature-input") = "payout=1;tag=\"payout-request/1\"".into()),
        Refusal::MalformedHeader("Signature-Input")
    );
    assert_eq!(
        refusal(|wire| wire.headers.extend(vec![("x".into(), String::new()); 200])),
        Refusal::HeadersTooLarge
    );
    assert_eq!(
        refusal(|wire| wire.headers.push(("x".into(), "x".repeat(40_000)))),
        Refusal::HeadersTooLarge
    );
    assert_eq!(
        refusal(|wire| wire.body = vec![b' '; 16 * 1024 + 1]),
        Refusal::BodyTooLarge
    );
}

#[test]
fn a_body_that_readers_could_take_differently_is_refused_even_when_signed() {
    let body = |from: &str, to: &str| {
        refusal(|wire| {
            let text = String::from_utf8(wire.body.clone()).unwrap();
            assert!(text.contains(from));
            wire.body(&text.replacen(from, to, 1));
            wire.sign_again();
        })
    };
    for (from, to, error) in [
        (
            "{\"amount\"",
            "{\"amount\":\"1.00\",\"amount\"",
            JsonError::DuplicateKey,
        ),
        ("\"12.50\"", "12.50", JsonError::Number),
        ("\"12.50\"", "null", JsonError::Null),
        (":\"12.50\"", ": \"12.50\"", JsonError::NotCanonical),
        ("12.50", "12\\u002e50", JsonError::NotCanonical),
        ("Zoë", "\\ud800", JsonError::LoneSurrogate),
        ("{\"amount\"", "[]{\"amount\"", JsonError::TrailingData),
    ] {
        assert_eq!(body(from, to), Refusal::Body(error), "{to}");
    }
    assert_eq!(
        body("payout-request/1", "payout-request/0"),
        Refusal::NotAPayout
    );
    assert_eq!(
        body("\"idempotencyKey\":\"7f0e-1\",", ""),
        Refusal::NotAPayout
    );
    assert_eq!(body("7f0e-1", "7f0e-2"), Refusal::IdempotencyMismatch);
    assert_eq!(
        refusal(|wire| {
            wire.body("\"payout-request/1\"");
            wire.sign_again();
        }),
        Refusal::NotAPayout
    );
}

#[test]
fn a_high_s_is_as_good_as_a_low_one() {
    use p256::ecdsa::Signature;

    let mut seen = [false; 2];
    for number in 0..20 {
        let wire = signed_with(&SigningContext {
            nonce: format!("nonce-{number}"),
            ..context()
        });
        let unverified = wire
            .with(|request| check(request, &Policy::at(CREATED)))
            .unwrap();
        let signature = Signature::from_slice(&unverified.signature).unwrap();
        let other = Signature::from_scalars(signature.r().to_bytes(), (-*signature.s()).to_bytes())
            .unwrap();
        for one in [signature, other] {
            let high = one.normalize_s() != one;
            seen[usize::from(high)] = true;
            let mut wire = wire.clone();
            *wire.header("signature") = signature_header(&one.to_bytes()).unwrap();
            assert!(wire.verify_at(CREATED).is_ok());
        }
    }
    assert_eq!(seen, [true; 2]);
}

#[test]
fn the_two_steps_cannot_be_mixed_up() {
    let wire = signed();
    let unverified = || {
        wire.with(|request| check(request, &Policy::at(CREATED)))
            .unwrap()
    };
    let es256 = Some(Algorithm::EcdsaP256Sha256);
    assert!(unverified().accept(es256, true, &wire.body).is_ok());
    assert_eq!(
        unverified().accept(es256, false, &wire.body).unwrap_err(),
        Refusal::InvalidSignature
    );
    assert_eq!(
        unverified().accept(None, true, &wire.body).unwrap_err(),
        Refusal::UnknownKey
    );
    assert_eq!(
        unverified()
            .accept(Some(Algorithm::Ed25519), true, &wire.body)
            .unwrap_err(),
        Refusal::AlgorithmMismatch
    );
    assert_eq!(
        unverified().accept(es256, true, b"{}").unwrap_err(),
        Refusal::DigestMismatch
    );
    let json = serde_json::to_value(unverified()).unwrap();
    assert_eq!(json["alg"], "ecdsa-p256-sha256");
    assert_eq!(json["signature"].as_str().unwrap().len(), 88);
}

#[test]
fn each_refusal_has_a_word_a_sentence_and_a_status() {
    for refusal in [
        Refusal::Expired,
        Refusal::Body(JsonError::Number),
        Refusal::MissingComponent("@method"),
        Refusal::NotAPayout,
        Refusal::BodyTooLarge,
    ] {
        assert!(
            refusal
                .as_str()
                .bytes()
                .all(|byte| byte == b'_' || byte.is_ascii_lowercase())
        );
        assert!(refusal.message().ends_with('.'));
        assert!((400..500).contains(&refusal.http_status()));
    }
    assert!(
        Refusal::MissingComponent("@method")
            .message()
            .contains("@method")
    );
}

#[test]
fn signers_come_from_numbers_of_the_curve_only() {
    assert!(Signer::from_secret(&[0; 32]).is_none());
    assert!(Signer::from_secret(&[0xff; 32]).is_none());
    assert!(!format!("{:?}", test_signer()).contains("0707"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_change_of_any_part_is_refused_or_changes_nothing_signed(
        part in 0_usize..7, place in any::<prop::sample::Index>(), character in "[ -~]",
    ) {
        let mut wire = signed();
        let text = match part {
            0 => &mut wire.method,
            1 => &mut wire.url,
            2 => wire.header("content-type"),
            3 => wire.header("content-digest"),
            4 => wire.header("idempotency-key"),
            5 => wire.header("signature-input"),
            _ => wire.header("signature"),
        };
        let place = place.index(text.len());
        let before = text.clone();
        text.replace_range(place..=place, &character);
        let unchanged = *text == before;
        prop_assert_eq!(wire.verify_at(CREATED).is_ok(), unchanged);
    }

    #[test]
    fn any_change_of_the_body_is_refused(place in any::<prop::sample::Index>(), bit in 0_u8..8) {
        let mut wire = signed();
        let place = place.index(wire.body.len());
        wire.body[place] ^= 1 << bit;
        prop_assert_eq!(wire.verify_at(CREATED).unwrap_err(), Refusal::DigestMismatch);
    }

    #[test]
    fn any_headers_and_bytes_are_answered(
        method in any::<String>(), url in any::<String>(), body in prop::collection::vec(any::<u8>(), 0..64),
        names in prop::collection::vec(prop::sample::select(vec![
            "signature", "signature-input", "content-digest", "content-type", "idempotency-key", "authorization", "x",
        ]), 0..10),
        values in prop::collection::vec(prop_oneof![any::<String>(), "[ -~]{0,60}", "payout=[\"@();:a-z0-9=]{0,40}"], 10),
        keep in any::<u16>(),
    ) {
        let mut wire = signed();
        if keep & 1 == 0 { wire.method = method; }
        if keep & 2 == 0 { wire.url = url; }
        if keep & 4 == 0 { wire.body = body; }
        for (place, (name, value)) in names.into_iter().zip(values).enumerate() {
            if keep & (8 << place) == 0 {
                wire.remove(name);
                wire.headers.push((name.to_owned(), value));
            }
        }
        let _ = wire.verify_at(CREATED);
    }
}
