//! The crate `httpsig`, by other people: it verifies what we sign, and we verify what it signs.
#![cfg(all(feature = "p256", feature = "ed25519"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::arithmetic_side_effects)]

mod payouts;

use std::time::{SystemTime, UNIX_EPOCH};

use data_encoding::BASE64URL_NOPAD;
use httpsig::prelude::message_component::HttpMessageComponent;
use httpsig::prelude::{
    AlgorithmName, HttpSignatureBase, HttpSignatureHeaders, HttpSignatureParams, PublicKey,
    SecretKey,
};
use payout_kit::signature::verify::{Incoming, Policy, Refusal, VerificationKey, Verified, verify};
use payout_kit::signature::{
    Algorithm, Jwk, Prepared, PreparedPayout, SigningContext, ed25519, es256, prepare,
};

const SECRET: [u8; 32] = [7; 32];
const COVERED: [&str; 5] = [
    "@method",
    "@target-uri",
    "content-type",
    "content-digest",
    "idempotency-key",
];

/// Its clock is today's.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

fn prepared(alg: Algorithm, key_id: &str) -> PreparedPayout {
    let context = SigningContext {
        method: "POST".into(),
        url: "https://api.example/v1/payouts?x=1%2F2".into(),
        created: now(),
        expires: now() + 120,
        nonce: "AAECAwQFBgcICQoLDA0ODw".into(),
        key_id: key_id.into(),
        alg,
        authorization: None,
    };
    match prepare(&payouts::intent(), &context) {
        Prepared::Ready(prepared) => *prepared,
        Prepared::Rejected { issues } => panic!("{issues:?}"),
    }
}

/// The components as `httpsig` takes them: a line each.
fn components(payout: &PreparedPayout, method: &str) -> Vec<HttpMessageComponent> {
    let value = |name: &str| match name {
        "@method" => method.to_owned(),
        "@target-uri" => payout.url.clone(),
        _ => {
            let header = payout.headers.iter().find(|(known, _)| *known == name);
            header.unwrap().1.clone()
        }
    };
    COVERED
        .iter()
        .map(|name| format!("\"{name}\": {}", value(name)))
        .map(|line| HttpMessageComponent::try_from(line.as_str()).unwrap())
        .collect()
}

type Sign = Box<dyn Fn(&[u8]) -> [u8; 64]>;

/// Our signer, its public key as we and as they hold it, and their name of the algorithm.
struct Keys {
    alg: Algorithm,
    theirs: AlgorithmName,
    jwk: Jwk,
    key_id: String,
    public: Vec<u8>,
    sign: Sign,
}

fn keys() -> [Keys; 2] {
    let bytes = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
    let p256 = es256::Signer::from_secret(&SECRET).unwrap();
    let jwk = p256.public_jwk().clone();
    let mut point = vec![4];
    point.extend(bytes(&jwk.x));
    point.extend(bytes(jwk.y.as_deref().unwrap()));
    let first = Keys {
        alg: Algorithm::EcdsaP256Sha256,
        theirs: AlgorithmName::EcdsaP256Sha256,
        jwk,
        key_id: p256.key_id().to_owned(),
        public: point,
        sign: Box::new(move |message| p256.sign(message)),
    };
    let edwards = ed25519::Signer::from_secret(&SECRET).unwrap();
    let jwk = edwards.public_jwk().clone();
    let second = Keys {
        alg: Algorithm::Ed25519,
        theirs: AlgorithmName::Ed25519,
        public: bytes(&jwk.x),
        jwk,
        key_id: edwards.key_id().to_owned(),
        sign: Box::new(move |message| edwards.sign(message)),
    };
    [first, second]
}

#[test]
fn httpsig_verifies_what_we_sign() {
    for keys in keys() {
        let payout = prepared(keys.alg, &keys.key_id);
        let signature = (keys.sign)(payout.signature_base.as_bytes());
        let request = payout.assemble(&signature).unwrap();
        let header = |name: &str| {
            let found = request.headers.iter().find(|(known, _)| *known == name);
            found.unwrap().1.as_str()
        };
        let parsed =
            HttpSignatureHeaders::try_parse(header("signature"), header("signature-input"))
                .unwrap();
        let ours = parsed.get("payout").unwrap();
        let public = PublicKey::from_bytes(&keys.theirs, &keys.public).unwrap();
        let verdict = |method: &str| {
            let lines = components(&payout, method);
            HttpSignatureBase::try_new(&lines, ours.signature_params())
                .unwrap()
                .verify_signature_headers(&public, ours)
        };
        verdict("POST").unwrap();
        assert!(verdict("PUT").is_err());
    }
}

#[test]
fn we_verify_what_httpsig_signs() {
    for keys in keys() {
        let payout = prepared(keys.alg, &keys.key_id);
        let lines = components(&payout, "POST");
        let covered: Vec<String> = COVERED.iter().map(|name| format!("\"{name}\"")).collect();
        let params = format!(
            "({});created={};expires={};nonce=\"AAECAwQFBgcICQoLDA0ODw\";alg=\"{}\";keyid=\"{}\";tag=\"payout-request/1\"",
            covered.join(" "),
            now(),
            now() + 60,
            keys.theirs.as_str(),
            keys.key_id,
        );
        let params = HttpSignatureParams::try_from(params.as_str()).unwrap();
        let secret = SecretKey::from_bytes(&keys.theirs, &SECRET).unwrap();
        let signed = HttpSignatureBase::try_new(&lines, &params)
            .unwrap()
            .build_signature_headers(&secret, Some("payout"))
            .unwrap();
        let (input, signature) = (
            signed.signature_input_header_value(),
            signed.signature_header_value(),
        );
        let mut headers: Vec<(&str, &str)> = payout
            .headers
            .iter()
            .filter(|(name, _)| *name != "signature-input")
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        headers.push(("signature-input", &input));
        headers.push(("signature", &signature));
        let verdict = |url: &str| -> Result<Verified, Refusal> {
            let request = Incoming {
                method: "POST",
                url,
                headers: &headers,
                body: payout.text.as_bytes(),
            };
            verify(request, &Policy::at(now()), |id| {
                (id == keys.key_id).then(|| VerificationKey {
                    alg: keys.alg,
                    jwk: keys.jwk.clone(),
                })
            })
        };
        assert_eq!(verdict(&payout.url).unwrap().digest, payout.digest);
        let elsewhere = verdict("https://api.example/v2/payouts");
        assert_eq!(elsewhere, Err(Refusal::InvalidSignature));
    }
}
