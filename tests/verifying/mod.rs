//! What a server calls, on plain data: the steps of the core put together as `pkg/src/verify.ts`,
//! `key.ts` and their neighbours do it.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use payout_kit::signature::cosign::CosigningContext;
use payout_kit::signature::verify::{VerificationKey, is_signed};
use payout_kit::signature::{Algorithm, Jwk, step_up, thumbprint};
use payout_kit::wasm::plain;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The result of the call; `None` if servers know no such function.
pub(crate) fn answer(call: &str, args: &[Value]) -> Option<Value> {
    Some(match (call, args) {
        ("verifyPayoutRequest", [request, policy]) => told(verified(request, policy)),
        ("acceptPayoutRequest", [request, policy, store, carried, ..]) => {
            told(accepted(request, policy, store, carried))
        }
        ("cosignRequest", [request, signer, context]) => told(cosigned(request, signer, context)),
        ("prepareBatch", [payouts, batch, context]) => prepared_batch(payouts, batch, context),
        ("verifyBatch", [manifest, payouts]) => {
            let payouts: Vec<String> = payouts.as_array().unwrap().iter().map(text).collect();
            let checked = plain::check_batch_payouts(text(manifest).as_bytes(), &payouts);
            told(value_of(&checked).map(|_| json!({})))
        }
        ("verifySignature", [key, message, signature]) => {
            Value::from(is_signed(&record(key), &bytes(message), &bytes(signature)) == Some(true))
        }
        ("verifyKeyProof", [proof]) => told(proven(proof)),
        ("verifyStepUp", [assertion, policy]) => told(stepped_up(assertion, policy)),
        _ => return None,
    })
}

/// As the facade gives it: `ok` first.
fn told(result: Result<Value, Value>) -> Value {
    let (ok, value) = match result {
        Ok(value) => (true, value),
        Err(refusal) => (false, refusal),
    };
    let mut members = Map::from_iter([("ok".to_owned(), Value::from(ok))]);
    members.extend(value.as_object().unwrap().clone());
    Value::Object(members)
}

fn verified(request: &Value, policy: &Value) -> Result<Value, Value> {
    let body = bytes(&request["body"]);
    let head = serde_json::from_value(head(request, policy)).unwrap();
    let mut value = decided(
        &plain::check_request(&head, &body),
        &policy["key"],
        |record, is_valid| plain::accept_request(&head, &body, record, is_valid),
    )?;
    if let Some(keys) = policy.get("partnerKey") {
        let partner = decided(
            &plain::check_cosignature(&head),
            keys,
            |record, is_valid| plain::accept_cosignature(&head, record, is_valid),
        );
        value["partner"] = partner.map_err(|mut refusal| {
            refusal["code"] = format!("partner_{}", refusal["code"].as_str().unwrap()).into();
            refusal
        })?;
    }
    Ok(value)
}

/// The key's step between the two of the core.
fn decided<U: Serialize, V: Serialize>(
    checked: &U,
    keys: &Value,
    accept: impl FnOnce(Option<Algorithm>, bool) -> V,
) -> Result<Value, Value> {
    let unverified = value_of(checked)?;
    let member = |name: &str| unverified[name].as_str().unwrap();
    let Some(key) = keys["$keys"].get(member("keyId")) else {
        return value_of(&accept(None, false));
    };
    let (key, base) = (record(key), member("signatureBase"));
    let signature = BASE64.decode(member("signature").as_bytes()).unwrap();
    let is_valid = !base.is_empty() && is_signed(&key, base.as_bytes(), &signature) == Some(true);
    value_of(&accept(Some(key.alg), is_valid))
}

fn value_of<T: Serialize>(outcome: &T) -> Result<Value, Value> {
    let mut outcome = serde_json::to_value(outcome).unwrap();
    match outcome.get_mut("value") {
        Some(value) => Ok(value.take()),
        None => Err(outcome["refusal"].take()),
    }
}

/// The store's answer and the result of carrying out stand in the case.
fn accepted(
    request: &Value,
    policy: &Value,
    store: &Value,
    carried: &Value,
) -> Result<Value, Value> {
    verified(request, policy)?;
    let admitted = &store["$admits"];
    let replayed = match admitted["status"].as_str() {
        Some("new") => false,
        Some("done") => true,
        other => panic!("{other:?} is tested in Node alone"),
    };
    let result = if replayed {
        &admitted["result"]
    } else {
        &carried["$carries"]
    };
    Ok(json!({"result": result, "replayed": replayed}))
}

fn cosigned(request: &Value, signer: &Value, context: &Value) -> Result<Value, Value> {
    let head = serde_json::from_value(head(request, &json!({"now": context["created"]}))).unwrap();
    let context = CosigningContext {
        created: context["created"].as_i64().unwrap(),
        expires: context["expires"].as_i64().unwrap(),
        nonce: text(&context["nonce"]),
        key_id: text(&signer["keyId"]),
        alg: serde_json::from_value(signer["alg"].clone()).unwrap(),
    };
    let prepared = value_of(&plain::cosign_request(&head, &context))?;
    let mut request = request.clone();
    let signature = signer["sign"]["$signs"].as_str().unwrap();
    let headers = &mut request["headers"];
    headers["signature-input"] = prepared["signatureInput"].clone();
    headers["signature"] = format!("{}, partner=:{signature}:", text(&headers["signature"])).into();
    request["body"] = text(&request["body"]).into();
    Ok(json!({ "request": request }))
}

fn prepared_batch(payouts: &Value, batch: &Value, context: &Value) -> Value {
    let payouts: Vec<String> = payouts
        .as_array()
        .unwrap()
        .iter()
        .map(|payout| text(&payout["bytes"]))
        .collect();
    let context = serde_json::from_value(context.clone()).unwrap();
    let key = text(&batch["idempotencyKey"]);
    serde_json::to_value(plain::prepare_batch(&key, &payouts, &context)).unwrap()
}

fn proven(proof: &Value) -> Result<Value, Value> {
    let refused = || {
        json!({
            "code": "proof_invalid",
            "message": "The proof is not the signature of this key over this challenge.",
            "httpStatus": 401,
        })
    };
    let challenge = text(&proof["challenge"]);
    let jwk: Jwk = serde_json::from_value(proof["publicJwk"].clone()).unwrap();
    let alg = jwk.algorithm().unwrap();
    let key_id = thumbprint(&jwk).map_err(|_| refused())?;
    let signature = BASE64URL_NOPAD.decode(text(&proof["proof"]).as_bytes());
    let key = VerificationKey { alg, jwk };
    let is_valid = challenge.starts_with("payout-session/1.")
        && signature
            .is_ok_and(|signature| is_signed(&key, challenge.as_bytes(), &signature) == Some(true));
    if is_valid {
        Ok(json!({"keyId": key_id, "alg": alg}))
    } else {
        Err(refused())
    }
}

fn stepped_up(assertion: &Value, policy: &Value) -> Result<Value, Value> {
    let id = text(&assertion["credentialId"]);
    let key = policy["key"]["$keys"].get(&id).map(record);
    let assertion = serde_json::from_value(assertion.clone()).unwrap();
    let demands = serde_json::from_value(policy.clone()).unwrap();
    match step_up::verify(&assertion, &demands, key.as_ref()) {
        Ok(check) => Ok(json!({"credentialId": id, "userVerified": check.user_verified})),
        Err(refusal) => Err(json!({
            "code": refusal.as_str(), "message": refusal.message(), "httpStatus": 403,
        })),
    }
}

/// What the core reads of a request and of a policy, as the facade writes it.
fn head(request: &Value, policy: &Value) -> Value {
    let mut pairs = Vec::new();
    for (name, lines) in request["headers"].as_object().unwrap() {
        match lines {
            Value::Array(lines) => pairs.extend(lines.iter().map(|line| json!([name, line]))),
            line => pairs.push(json!([name, line])),
        }
    }
    let mut head = policy.clone();
    head["method"] = request["method"].clone();
    head["url"] = request["url"].clone();
    head["headers"] = pairs.into();
    head
}

fn record(key: &Value) -> VerificationKey {
    VerificationKey {
        alg: serde_json::from_value(key["alg"].clone()).unwrap(),
        jwk: serde_json::from_value(key["jwk"].clone()).unwrap(),
    }
}

/// Bytes, which JSON does not hold.
pub(crate) fn bytes(value: &Value) -> Vec<u8> {
    match (value["$utf8"].as_str(), value["$base64"].as_str()) {
        (Some(text), _) => text.as_bytes().to_vec(),
        (None, Some(text)) => BASE64.decode(text.as_bytes()).unwrap(),
        (None, None) => panic!("neither $utf8 nor $base64"),
    }
}

/// A text, or bytes that are one.
fn text(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => String::from_utf8(bytes(value)).unwrap(),
    }
}
