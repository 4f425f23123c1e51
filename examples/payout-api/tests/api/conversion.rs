//! Payouts in another currency, as a client makes them: preview by the served sheet, sign what was
//! shown.

use payout_kit::quote::{PreviewRequest, preview};
use payout_kit::signature::es256::Signer;
use serde_json::{Value, json};

use crate::support::{Sandbox, Session, device, intent_to, pay};

fn india() -> Value {
    json!({"country": "IN", "ifsc": "HDFC0000001", "accountNumber": "50100012340000"})
}

/// What the page does: every served value goes into the preview, its answer into the intent.
fn quoted(sandbox: &Sandbox, session: &Session, debit: Value, credit: Value) -> Value {
    let mut sheet = sandbox.get("/v1/rates", None).ok(200);
    let quote_id = sheet.as_object_mut().unwrap().remove("quoteId").unwrap();
    let request = json!({
        "debit": debit,
        "credit": credit,
        "at": sandbox.get("/v1/clock", None).ok(200)["now"],
        "rates": sheet,
        "fees": sandbox.get("/v1/fees", None).ok(200),
    });
    let request: PreviewRequest = serde_json::from_value(request).unwrap();
    let answer = preview(&request);
    let option = answer
        .options
        .iter()
        .find(|option| option.eligible)
        .unwrap_or_else(|| panic!("{:?}", answer.issues));
    let (debit, credit, rate) = (
        option.debit.unwrap(),
        option.credit.unwrap(),
        option.rate.clone().unwrap(),
    );
    let mut intent = intent_to(
        session,
        india(),
        &credit.net.to_string(),
        credit.currency.as_str(),
    );
    intent["rail"] = json!(option.rail);
    intent["conversion"] = json!({
        "quoteId": quote_id,
        "rate": rate.customer,
        "debitAmount": debit.total.to_string(),
        "debitCurrency": debit.currency.as_str(),
        "creditAmount": credit.net.to_string(),
        "creditCurrency": credit.currency.as_str(),
        "expiresAt": rate.expires_at.unwrap(),
    });
    intent
}

struct Stage {
    sandbox: Sandbox,
    device: Signer,
    session: Session,
}

impl Stage {
    fn new() -> Self {
        let sandbox = Sandbox::start();
        let device = device(1);
        let session = sandbox.session(&device);
        Self {
            sandbox,
            device,
            session,
        }
    }

    fn fixed_debit(&self, amount: &str) -> Value {
        let credit = json!({"country": "IN", "currency": "INR", "account": india()});
        quoted(
            &self.sandbox,
            &self.session,
            json!({"currency": "USD", "amount": amount}),
            credit,
        )
    }

    fn send(&self, intent: &Value) -> crate::support::Answer {
        pay(&self.sandbox, &self.session, &self.device, intent)
    }
}

#[test]
fn what_was_shown_is_accepted() {
    let stage = Stage::new();
    for amount in ["100.00", "0.99", "17.35", "1234.56", "99999.99"] {
        let intent = stage.fixed_debit(amount);
        let accepted = stage.send(&intent).ok(202);
        assert_eq!(
            accepted["debit"]["amount"],
            intent["conversion"]["debitAmount"]
        );
        assert_eq!(accepted["debit"]["currency"], "USD");
        assert_eq!(accepted["currency"], "INR");
    }
    for amount in ["5000.00", "833.33", "100000.01"] {
        let credit =
            json!({"country": "IN", "currency": "INR", "amount": amount, "account": india()});
        let intent = quoted(
            &stage.sandbox,
            &stage.session,
            json!({"currency": "EUR"}),
            credit,
        );
        stage.send(&intent).ok(202);
    }
}

#[test]
fn what_was_not_quoted_is_refused() {
    let stage = Stage::new();
    let refuse = |code: &str, member: &str, value: &str| {
        let mut intent = stage.fixed_debit("100.00");
        intent["conversion"][member] = json!(value);
        stage.send(&intent).refused(422, code);
    };
    refuse("quote_mismatch", "rate", "999.9");
    refuse("quote_mismatch", "debitAmount", "99.99");
    refuse("quote_mismatch", "debitAmount", "200.00");
    refuse("quote_mismatch", "debitCurrency", "EUR");
    refuse("quote_mismatch", "expiresAt", "2099-01-01T00:00:00Z");
    refuse("quote_unknown", "quoteId", "q_AAAA");
    refuse("quote_unknown", "quoteId", "AAAA");
    let mut intent = stage.fixed_debit("100.00");
    intent["conversion"]
        .as_object_mut()
        .unwrap()
        .remove("quoteId");
    stage.send(&intent).refused(422, "quote_unknown");
    // A sheet of another sandbox.
    let other = Stage::new().fixed_debit("100.00");
    let mut intent = stage.fixed_debit("100.00");
    intent["conversion"]["quoteId"] = other["conversion"]["quoteId"].clone();
    stage.send(&intent).refused(422, "quote_unknown");
}

#[test]
fn an_expired_rate_is_refused_but_a_retry_is_answered() {
    let stage = Stage::new();
    let (sent, unsent) = (stage.fixed_debit("100.00"), stage.fixed_debit("100.00"));
    let first = stage.send(&sent);
    first.ok(202);
    stage
        .sandbox
        .post("/v1/clock", None, &json!({"advanceSeconds": 121}))
        .ok(200);
    let refused = stage.send(&unsent);
    refused.refused(422, "quote_expired");
    assert!(refused.json()["serverTime"].is_string());
    // The answer may have been lost: a second payout would be worse than an old rate.
    assert_eq!(stage.send(&sent).text, first.text);
    stage.send(&stage.fixed_debit("100.00")).ok(202);
}
