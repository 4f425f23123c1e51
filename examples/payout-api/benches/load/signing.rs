//! Sessions of device keys, and requests that they signed.

use std::time::{SystemTime, UNIX_EPOCH};

use base64ct::{Base64UrlUnpadded, Encoding};
use payout_kit::account::AccountInput;
use payout_kit::payout::{Creditor, Debtor, PayoutIntent};
use payout_kit::signature::es256::Signer;
use payout_kit::signature::{Algorithm, Prepared, SigningContext, prepare};
use serde_json::{Value, json};

use crate::server::{PARTNER_SECRET, Server};

/// How many people pay.
const DEVICES: u8 = 16;

pub(crate) struct Devices {
    sessions: Vec<Session>,
    signed: usize,
}

struct Session {
    device: Signer,
    token: String,
    url: String,
    virtual_account: String,
}

impl Devices {
    pub(crate) fn register(server: &Server) -> Self {
        let session = |seed| {
            let device = Signer::from_secret(&[seed; 32]).unwrap();
            let challenge = post(server, "/v1/challenges", &json!({}));
            let challenge = challenge["challenge"].as_str().unwrap();
            let proof = Base64UrlUnpadded::encode_string(&device.sign(challenge.as_bytes()));
            let order =
                json!({"publicJwk": device.public_jwk(), "challenge": challenge, "proof": proof});
            let minted = post(server, "/v1/sessions", &order);
            let text = |name: &str| minted[name].as_str().unwrap().to_owned();
            Session {
                token: text("token"),
                url: text("payoutsUrl"),
                virtual_account: text("virtualAccount"),
                device,
            }
        };
        Self {
            sessions: (1..=DEVICES).map(session).collect(),
            signed: 0,
        }
    }

    /// So many further payouts, each as the bytes that are sent.
    pub(crate) fn sign(&mut self, count: usize) -> Vec<Vec<u8>> {
        let numbers = self.signed..self.signed + count;
        self.signed = numbers.end;
        let sessions = self.sessions.iter().cycle();
        numbers
            .zip(sessions)
            .map(|(number, session)| session.sign(number))
            .collect()
    }

    /// How many were signed.
    pub(crate) fn signed(&self) -> usize {
        self.signed
    }
}

impl Session {
    fn sign(&self, number: usize) -> Vec<u8> {
        let intent = PayoutIntent {
            idempotency_key: format!("load-{number}"),
            end_to_end_id: format!("LOAD-{number}"),
            amount: "1.25".into(),
            currency: "EUR".into(),
            debtor: Debtor {
                account: self.virtual_account.clone(),
                virtual_account: Some(self.virtual_account.clone()),
                ..Debtor::default()
            },
            creditor: Creditor {
                name: "Ada Payee".into(),
                account: AccountInput {
                    country: "DE".into(),
                    iban: Some("DE89370400440532013000".into()),
                    ..AccountInput::default()
                },
                ..Creditor::default()
            },
            ..PayoutIntent::default()
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let created = i64::try_from(now.as_secs()).unwrap();
        let context = SigningContext {
            method: "POST".into(),
            url: self.url.clone(),
            created,
            expires: created + 300,
            nonce: format!("load-nonce-{number:011}"),
            key_id: self.device.key_id().into(),
            alg: Algorithm::EcdsaP256Sha256,
            authorization: Some(format!("Bearer {}", self.token)),
        };
        let Prepared::Ready(prepared) = prepare(&intent, &context) else {
            panic!("a payout that cannot be signed");
        };
        let signature = self.device.sign(prepared.signature_base.as_bytes());
        let request = prepared.assemble(&signature).unwrap();
        let mut text = "POST /v1/payouts HTTP/1.1\r\nhost: localhost\r\n".to_owned();
        for (name, value) in &request.headers {
            text.extend([name, ": ", value, "\r\n"]);
        }
        text.extend([
            "content-length: ",
            &request.body.len().to_string(),
            "\r\n\r\n",
        ]);
        text.push_str(&request.body);
        text.into_bytes()
    }
}

fn post(server: &Server, path: &str, body: &Value) -> Value {
    let mut answer = ureq::post(format!("http://{}{path}", server.address))
        .header("authorization", format!("Bearer {PARTNER_SECRET}"))
        .header("content-type", "application/json")
        .send(body.to_string())
        .unwrap();
    serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap()
}
