//! From an intent to the signature base and the headers.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects
)]

mod payouts;

use payout_kit::payout::{Conversion, PayoutIntent};
use payout_kit::report::{Code, Issue, Severity};
use payout_kit::signature::{
    Algorithm, Digest, Jwk, Prepared, PreparedPayout, SigningContext, prepare, signature_header,
    thumbprint,
};
use proptest::prelude::*;

/// With a key whose characters need escapes.
fn intent() -> PayoutIntent {
    PayoutIntent {
        idempotency_key: "7f0e-\"1\\".into(),
        ..payouts::intent()
    }
}

fn context() -> SigningContext {
    SigningContext {
        method: "POST".into(),
        url: "https://api.example/v1/payouts?x=1%2F2".into(),
        created: 1_795_247_591,
        expires: 1_795_247_711,
        nonce: "AAECAwQFBgcICQoLDA0ODw".into(),
        key_id: "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k".into(),
        alg: Algorithm::EcdsaP256Sha256,
        authorization: None,
    }
}

fn ready(intent: &PayoutIntent, context: &SigningContext) -> PreparedPayout {
    match prepare(intent, context) {
        Prepared::Ready(prepared) => *prepared,
        Prepared::Rejected { issues } => panic!("{issues:?}"),
    }
}

fn rejected(intent: &PayoutIntent, context: &SigningContext) -> Vec<Issue> {
    match prepare(intent, context) {
        Prepared::Ready(_) => panic!("should not be ready"),
        Prepared::Rejected { issues } => issues.into_iter().filter(Issue::is_error).collect(),
    }
}

#[test]
fn the_base_has_its_lines_in_the_agreed_order() {
    let prepared = ready(&intent(), &context());
    let digest = Digest::of(prepared.text.as_bytes());
    assert_eq!(prepared.digest, digest.hex());
    let parameters = concat!(
        r#"("@method" "@target-uri" "content-type" "content-digest" "idempotency-key")"#,
        r#";created=1795247591;expires=1795247711;nonce="AAECAwQFBgcICQoLDA0ODw";alg="ecdsa-p256-sha256""#,
        r#";keyid="kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";tag="payout-request/1""#
    );
    let expected = format!(
        "\"@method\": POST\n\"@target-uri\": https://api.example/v1/payouts?x=1%2F2\n\"content-type\": application/json\n\"content-digest\": {}\n\"idempotency-key\": \"7f0e-\\\"1\\\\\"\n\"@signature-params\": {parameters}",
        digest.header()
    );
    assert_eq!(prepared.signature_base, expected);
    assert_eq!(
        prepared.headers,
        [
            ("content-type", "application/json".to_owned()),
            ("content-digest", digest.header()),
            ("idempotency-key", "\"7f0e-\\\"1\\\\\"".to_owned()),
            ("signature-input", format!("payout={parameters}")),
        ]
    );
}

#[test]
fn an_authorization_is_covered_and_not_printed() {
    let context = SigningContext {
        authorization: Some("Bearer s3cr3t".into()),
        ..context()
    };
    let prepared = ready(&intent(), &context);
    assert!(
        prepared
            .signature_base
            .contains("\n\"authorization\": Bearer s3cr3t\n\"@signature-params\"")
    );
    assert!(
        prepared
            .signature_base
            .contains("\"idempotency-key\" \"authorization\");created")
    );
    assert!(
        !format!(
            "{context:?} {prepared:?} {:?}",
            prepare(&intent(), &context)
        )
        .contains("s3cr3t")
    );
}

#[test]
fn equal_inputs_give_equal_bytes() {
    assert_eq!(
        prepare(&intent(), &context()),
        prepare(&intent(), &context())
    );
}

#[test]
fn the_context_is_checked() {
    let issue = |change: fn(&mut SigningContext)| {
        let mut context = context();
        change(&mut context);
        let issues = rejected(&intent(), &context);
        assert_eq!(issues.len(), 1);
        (issues[0].code, issues[0].field.clone().into_owned())
    };
    assert_eq!(
        issue(|c| c.url = "http://api.example/".into()),
        (Code::InvalidUrl, "url".into())
    );
    assert_eq!(
        issue(|c| c.url = "https://u:p@api.example/".into()).0,
        Code::InvalidUrl
    );
    assert_eq!(
        issue(|c| c.url = "https://api.example/#x".into()).0,
        Code::InvalidUrl
    );
    assert_eq!(
        issue(|c| c.url = "https://API.example/".into()).0,
        Code::InvalidUrl
    );
    assert_eq!(
        issue(|c| c.expires = c.created + 301),
        (Code::SigningWindow, "expires".into())
    );
    assert_eq!(issue(|c| c.expires = c.created).0, Code::SigningWindow);
    assert_eq!(issue(|c| c.expires = i64::MAX).0, Code::SigningWindow);
    assert_eq!(issue(|c| (c.created, c.expires) = (-10, 10)).1, "created");
    assert_eq!(issue(|c| c.method = "post".into()).1, "method");
    assert_eq!(issue(|c| c.method = "POST\n".into()).1, "method");
    assert_eq!(issue(|c| c.nonce = String::new()).1, "nonce");
    assert_eq!(issue(|c| c.nonce = "a\u{e9}".repeat(20)).1, "nonce");
    assert_eq!(issue(|c| c.key_id = "a b".into()).1, "keyId");
    assert_eq!(
        issue(|c| c.authorization = Some("Bearer a\r\nx: y".into())).1,
        "authorization"
    );
    assert_eq!(
        issue(|c| c.authorization = Some(String::new())).1,
        "authorization"
    );

    let short = ready(
        &intent(),
        &SigningContext {
            nonce: "n-1".into(),
            ..context()
        },
    );
    let warning = short
        .issues
        .iter()
        .find(|issue| issue.field == "nonce")
        .unwrap();
    assert_eq!(
        (warning.code, warning.severity),
        (Code::TooShort, Severity::Warning)
    );
    let local = SigningContext {
        url: "http://localhost:8080/payouts".into(),
        ..context()
    };
    assert_eq!(ready(&intent(), &local).url, local.url);
}

#[test]
fn an_expired_rate_is_not_signed() {
    let with = |expires_at: &str| PayoutIntent {
        conversion: Some(Conversion {
            quote_id: None,
            rate: "0.9".into(),
            debit_amount: "13.89".into(),
            debit_currency: "USD".into(),
            credit_amount: "12.50".into(),
            credit_currency: "EUR".into(),
            expires_at: expires_at.into(),
        }),
        ..intent()
    };
    // `created` is 2026-11-21T07:53:11Z.
    let issues = rejected(&with("2026-11-21T07:53:11Z"), &context());
    assert_eq!(
        (issues[0].code, issues[0].field.as_ref()),
        (Code::RateExpired, "conversion.expiresAt")
    );
    assert!(issues[0].message().contains("2026-11-21T07:53:11Z"));
    ready(&with("2026-11-21T07:53:12Z"), &context());
}

#[test]
fn the_shapes_on_the_wire() {
    let ready = serde_json::to_value(prepare(&intent(), &context())).unwrap();
    let keys: Vec<&str> = ready
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "status",
            "issues",
            "text",
            "digest",
            "signatureBase",
            "summary",
            "method",
            "url",
            "headers",
            "keyId",
            "alg"
        ]
    );
    assert_eq!(ready["status"], "ready");
    assert_eq!(ready["alg"], "ecdsa-p256-sha256");
    assert!(ready["headers"]["content-digest"].is_string());

    let rejected = serde_json::to_value(prepare(&PayoutIntent::default(), &context())).unwrap();
    assert_eq!(rejected["status"], "rejected");
    assert!(rejected["issues"].as_array().unwrap().len() > 3);

    let read: SigningContext = serde_json::from_str(
        r#"{"method":"POST","url":"https://a/","created":1,"expires":2,"nonce":"n","keyId":"k","alg":"ed25519"}"#,
    )
    .unwrap();
    assert_eq!(read.alg, Algorithm::Ed25519);
}

#[test]
fn a_signature_is_64_bytes() {
    let prepared = ready(&intent(), &context());
    let request = prepared.assemble(&[7; 64]).unwrap();
    assert_eq!(
        request.headers.last().unwrap().1,
        signature_header(&[7; 64]).unwrap()
    );
    assert!(
        request
            .headers
            .last()
            .unwrap()
            .1
            .starts_with("payout=:BwcH")
    );
    assert_eq!(request.body, prepared.text);
    // DER, and nothing.
    for length in [0, 63, 65, 71] {
        assert_eq!(
            prepared.assemble(&vec![0x30; length]).unwrap_err().code,
            Code::InvalidLength
        );
    }
}

#[test]
fn thumbprints_and_what_has_none() {
    let key = |kty: &str, crv: &str, x: &str, y: Option<&str>| Jwk {
        kty: kty.into(),
        crv: crv.into(),
        x: x.into(),
        y: y.map(Into::into),
    };
    // RFC 8037 appendix A.3.
    let okp = key(
        "OKP",
        "Ed25519",
        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        None,
    );
    assert_eq!(
        thumbprint(&okp).unwrap(),
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
    // RFC 9421 appendix B.1.3; the thumbprint was computed with Python's hashlib.
    let x = "qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA";
    let y = "Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0";
    assert_eq!(
        thumbprint(&key("EC", "P-256", x, Some(y))).unwrap(),
        "ydQXMtvbsOsZyFir-Y7A8t7fKEM1gbKPvyFkdpu4fvI"
    );
    for wrong in [
        key("EC", "P-256", x, None),
        key("EC", "P-384", x, Some(y)),
        key("OKP", "Ed25519", x, Some(y)),
        key("RSA", "", x, None),
        key("EC", "P-256", "AQAB", Some(y)),
        key("EC", "P-256", x, Some("")),
        key("EC", "P-256", &format!("{x}="), Some(y)),
        key("EC", "P-256", &x.replace('_', "/"), Some(y)),
    ] {
        assert!(thumbprint(&wrong).is_err());
    }
}

proptest! {
    #[test]
    fn any_context_is_answered_and_no_line_is_smuggled_in(
        method in any::<String>(), url in any::<String>(), nonce in "[ -~\n]{0,30}", key_id in "[ -~]{0,50}",
        created in any::<i64>(), window in -10_i64..400, authorization in prop::option::of("[ -~\r\n]{0,30}"),
        keep in any::<u8>(),
    ) {
        let right = context();
        let created = if keep & 1 == 0 { right.created } else { created };
        let context = SigningContext {
            method: if keep & 2 == 0 { right.method } else { method },
            url: if keep & 4 == 0 { right.url } else { url },
            created,
            expires: created.saturating_add(window),
            nonce: if keep & 8 == 0 { right.nonce } else { nonce },
            key_id: if keep & 16 == 0 { right.key_id } else { key_id },
            alg: right.alg,
            authorization: authorization.filter(|_| keep & 32 != 0),
        };
        if let Prepared::Ready(prepared) = prepare(&intent(), &context) {
            let lines = 6 + usize::from(context.authorization.is_some());
            prop_assert_eq!(prepared.signature_base.lines().count(), lines);
        }
    }
}
