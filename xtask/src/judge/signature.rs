//! Requests that we signed, and the same as the judge's own library signs them; and what can be done
//! to them on the way.

use std::io::Write as _;
use std::process::{Command, Stdio};

use payout_kit::account::AccountInput;
use payout_kit::payout::{Creditor, Debtor, PayoutIntent};
use payout_kit::signature::verify::{Incoming, Policy, VerificationKey, verify};
use payout_kit::signature::{
    Algorithm, Digest, Jwk, Prepared, SignedRequest, SigningContext, ed25519, es256, prepare,
    signature_header,
};
use serde_json::{Map, Value, json};

use crate::{Result, shell, tools};

const CREATED: i64 = 1_795_247_591;

/// A key for this judge only. It signs nothing else, so it may stand in the code.
const TEST_KEY: [u8; 32] = *b"payout-kit judge: not a secret!!";

/// Amounts, names, addresses and idempotency keys that make every kind of byte.
const PAYOUTS: &[(&str, &str, &str, &str)] = &[
    (
        "12.50",
        "Zoë Müller",
        "https://api.example/v1/payouts",
        "7f0e-1",
    ),
    (
        "1",
        "山田 太郎",
        "https://api.example/v1/payouts?x=1%2F2",
        "a\"b\\c",
    ),
    (
        "99999.99",
        "O'Brien & Söhne <\"\\>",
        "http://localhost:8080/payouts/",
        "~!@#$%^&*()",
    ),
    ("0.01", "محمد", "https://api.example:8443/?a=b&c=d%20e", "k"),
    (
        "1000",
        "\u{1f602} \u{fb33}",
        "https://xn--bcher-kva.example/%C3%BC/",
        "0000-0000",
    ),
];

/// Each payout as we signed it and as they do, then with one change after the other; with what our
/// verifier says.
pub(super) fn cases() -> Result<Vec<String>> {
    let wrong = "the test key is no key";
    let es256 = es256::Signer::from_secret(&TEST_KEY).ok_or(wrong)?;
    let ed25519 = ed25519::Signer::from_secret(&TEST_KEY).ok_or(wrong)?;
    let mut lines = Vec::new();
    for signer in [Signer::Es256(es256), Signer::Ed25519(ed25519)] {
        let alg = signer.alg().as_str();
        let mut requests = Vec::new();
        for (number, payout) in PAYOUTS.iter().enumerate() {
            for authorization in [None, Some("Bearer test".to_owned())] {
                let request = signed(&signer, payout, authorization)?;
                lines.push(line(
                    &signer,
                    &format!("{alg} {number} as signed"),
                    &request,
                ));
                for (change, changed) in changes(&request) {
                    lines.push(line(&signer, &format!("{alg} {number} {change}"), &changed));
                }
                requests.push(request);
            }
        }
        let theirs = signed_by_theirs(&signer, &requests)?;
        for (number, request) in theirs.iter().enumerate() {
            let as_signed = line(&signer, &format!("{alg} {number} as they sign"), request);
            if !as_signed.contains(VALID) {
                return Err(format!("we refuse what they sign: {as_signed}"));
            }
            lines.push(as_signed);
            for (change, changed) in changes(request) {
                lines.push(line(
                    &signer,
                    &format!("{alg} {number} as they sign, {change}"),
                    &changed,
                ));
            }
        }
    }
    Ok(lines)
}

/// Ends a line whose request we accept.
const VALID: &str = "\"valid\":true}";

/// The same requests, signed by `signing.py`: its parameters and components stand in other orders.
fn signed_by_theirs(signer: &Signer, requests: &[SignedRequest]) -> Result<Vec<SignedRequest>> {
    let lost = |error: std::io::Error| format!("signing.py: {error}");
    let mut child = Command::new(tools::python()?)
        .arg(shell::root().join("tests/judges/signing.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(lost)?;
    let mut input = child.stdin.take().ok_or("signing.py has no input")?;
    for (number, request) in requests.iter().enumerate() {
        writeln!(input, "{}", order(signer, number, request)).map_err(lost)?;
    }
    drop(input);
    let output = child.wait_with_output().map_err(lost)?;
    let told = String::from_utf8_lossy(&output.stdout);
    let theirs: Vec<SignedRequest> = told
        .lines()
        .zip(requests)
        .filter_map(|(line, request)| {
            let values: [String; 3] = serde_json::from_str(line).ok()?;
            let names = ["signature-input", "signature", "content-digest"];
            let own = names.into_iter().zip(&values);
            Some(own.fold(request.clone(), |made, (name, value)| {
                set(&made, name, value)
            }))
        })
        .collect();
    if output.status.success() && theirs.len() == requests.len() {
        Ok(theirs)
    } else {
        Err("signing.py did not sign every request".to_owned())
    }
}

/// What one of their signatures is to be over, and with what.
fn order(signer: &Signer, number: usize, request: &SignedRequest) -> Value {
    let plain: Map<String, Value> = request
        .headers
        .iter()
        .filter(|(name, _)| !name.starts_with("signature") && *name != "content-digest")
        .map(|(name, value)| ((*name).to_owned(), Value::from(value.as_str())))
        .collect();
    let mut components = vec!["@method", "@target-uri", "content-digest"];
    components.extend(plain.keys().map(String::as_str));
    if number.is_multiple_of(3) {
        components.push("@authority");
    }
    let half = number % components.len();
    components.rotate_left(half);
    json!({
        "method": request.method,
        "url": request.url,
        "components": components,
        "headers": plain,
        "body": data_encoding::BASE64.encode(request.body.as_bytes()),
        "alg": signer.alg().as_str(),
        "secret": data_encoding::BASE64.encode(&TEST_KEY),
        "keyid": signer.key_id(),
        "created": CREATED,
        "expires": CREATED + 120,
        "nonce": "AAECAwQFBgcICQoLDA0ODw",
    })
}

enum Signer {
    Es256(es256::Signer),
    Ed25519(ed25519::Signer),
}

impl Signer {
    fn alg(&self) -> Algorithm {
        match self {
            Self::Es256(_) => Algorithm::EcdsaP256Sha256,
            Self::Ed25519(_) => Algorithm::Ed25519,
        }
    }

    fn key_id(&self) -> &str {
        match self {
            Self::Es256(signer) => signer.key_id(),
            Self::Ed25519(signer) => signer.key_id(),
        }
    }

    fn public_jwk(&self) -> &Jwk {
        match self {
            Self::Es256(signer) => signer.public_jwk(),
            Self::Ed25519(signer) => signer.public_jwk(),
        }
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        match self {
            Self::Es256(signer) => signer.sign(message),
            Self::Ed25519(signer) => signer.sign(message),
        }
    }
}

fn signed(
    signer: &Signer,
    (amount, name, url, key): &(&str, &str, &str, &str),
    authorization: Option<String>,
) -> Result<SignedRequest> {
    let intent = PayoutIntent {
        idempotency_key: (*key).to_owned(),
        end_to_end_id: "JUDGE-1".to_owned(),
        amount: (*amount).to_owned(),
        currency: "EUR".to_owned(),
        debtor: Debtor {
            account: "wallet-1".to_owned(),
            ..Debtor::default()
        },
        creditor: Creditor {
            name: (*name).to_owned(),
            account: AccountInput {
                country: "FR".to_owned(),
                iban: Some("FR1420041010050500013M02606".to_owned()),
                ..AccountInput::default()
            },
            ..Creditor::default()
        },
        ..PayoutIntent::default()
    };
    let context = SigningContext {
        method: "POST".to_owned(),
        url: (*url).to_owned(),
        created: CREATED,
        expires: CREATED + 120,
        nonce: "AAECAwQFBgcICQoLDA0ODw".to_owned(),
        key_id: signer.key_id().to_owned(),
        alg: signer.alg(),
        authorization,
    };
    match prepare(&intent, &context) {
        Prepared::Ready(prepared) => prepared
            .assemble(&signer.sign(prepared.signature_base.as_bytes()))
            .map_err(|issue| issue.message()),
        Prepared::Rejected { issues } => {
            Err(format!("the judge's payout was rejected: {issues:?}"))
        }
    }
}

fn changes(as_signed: &SignedRequest) -> Vec<(&'static str, SignedRequest)> {
    let body = as_signed.body.replace("FR142004", "FR762004");
    let digest = Digest::of(body.as_bytes()).header();
    let made_up = signature_header(&[1; 64]).unwrap_or_default();
    let host = as_signed.url.replacen("://", "://x", 1);
    let target = |method: &str, url: &str| SignedRequest {
        method: method.to_owned(),
        url: url.to_owned(),
        ..as_signed.clone()
    };
    let input = |from: &str, to: &str| {
        let mut request = as_signed.clone();
        for (name, value) in &mut request.headers {
            if *name == "signature-input" {
                *value = value.replacen(from, to, 1);
            }
        }
        request
    };
    let with_body = SignedRequest {
        body,
        ..as_signed.clone()
    };
    vec![
        ("with another method", target("PUT", &as_signed.url)),
        (
            "with another address",
            target("POST", &format!("{}x", as_signed.url)),
        ),
        ("with another host", target("POST", &host)),
        (
            "with another body and digest",
            set(&with_body, "content-digest", &digest),
        ),
        ("with another body", with_body),
        (
            "with another idempotency key",
            set(as_signed, "idempotency-key", "\"x\""),
        ),
        (
            "with a later end",
            input("expires=1795247711", "expires=1795247712"),
        ),
        ("with another nonce", input("nonce=\"A", "nonce=\"B")),
        (
            "with another tag",
            input("payout-request/1", "payout-request/2"),
        ),
        ("without the address", input("\"@target-uri\"", "\"@path\"")),
        (
            "with a made-up signature",
            set(as_signed, "signature", &made_up),
        ),
    ]
}

fn set(request: &SignedRequest, header: &str, to: &str) -> SignedRequest {
    let mut request = request.clone();
    for (name, value) in &mut request.headers {
        if *name == header {
            to.clone_into(value);
        }
    }
    request
}

fn line(signer: &Signer, case: &str, request: &SignedRequest) -> String {
    let headers: Vec<(&str, &str)> = request
        .headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let incoming = Incoming {
        method: &request.method,
        url: &request.url,
        headers: &headers,
        body: request.body.as_bytes(),
    };
    let verified = verify(incoming, &Policy::at(CREATED), |_| {
        Some(VerificationKey {
            alg: signer.alg(),
            jwk: signer.public_jwk().clone(),
        })
    });
    let headers: Map<String, Value> = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
        .collect();
    json!({
        "case": case,
        "method": request.method,
        "url": request.url,
        "headers": headers,
        "body": data_encoding::BASE64.encode(request.body.as_bytes()),
        "jwk": signer.public_jwk(),
        "valid": verified.is_ok(),
    })
    .to_string()
}
