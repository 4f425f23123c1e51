//! The body of J.P. Morgan's Global Payments API, version 2.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::payout::PostalAddress;
use crate::payout::json::Value;
use crate::rail::Kind;
use crate::report::{Code, Issue};

use super::agent::Agent;
use super::codes::code;
use super::debtor::{self, DebtorAccount};
use super::order::{Order, lines};
use super::wrong;

/// What is not in the payout itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GlobalPaymentRequest {
    /// `YYYY-MM-DD` for a payout that names no day.
    pub execution_date: Option<String>,
    /// The accounts that pay. The payout is paid by the first that fits it.
    pub debtors: Vec<DebtorAccount>,
    /// `RTP`, `ACH`, `WIRE`, …; by the rail of the payout if absent.
    pub payment_type: Option<String>,
}

/// What is posted to `/payments`.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GlobalPayment {
    /// JSON.
    pub body: String,
    /// The header `Idempotency-Key`; the API takes at most 36 characters.
    pub idempotency_key: String,
    /// What the format has no place for.
    pub issues: Vec<Issue>,
}

/// The body holds names and account numbers.
impl fmt::Debug for GlobalPayment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GlobalPayment").finish_non_exhaustive()
    }
}

/// Writes a payout of canonical bytes as the body of `POST /payments`.
///
/// # Errors
/// All that prevents it.
pub fn global_payment(
    request: &GlobalPaymentRequest,
    payout: &[u8],
) -> Result<GlobalPayment, Vec<Issue>> {
    let order = Order::read(payout).map_err(|issue| vec![issue])?;
    let agent = Agent::of(&order);
    let mut issues = issues(request, &order, &agent);
    let debtor = debtor::of(&request.debtors, &order).map(|(_, debtor)| debtor);
    if debtor.is_none() {
        issues.push(wrong("debtor.account", "an account of debtors"));
    }
    match debtor {
        Some(debtor) if !issues.iter().any(Issue::is_error) => Ok(GlobalPayment {
            body: body(request, &order, &agent, debtor).to_canonical(),
            idempotency_key: order.own(&["idempotencyKey"]).to_owned(),
            issues,
        }),
        _ => Err(issues),
    }
}

fn issues(request: &GlobalPaymentRequest, order: &Order, agent: &Agent) -> Vec<Issue> {
    let mut issues = Vec::new();
    for (place, debtor) in request.debtors.iter().enumerate() {
        issues.extend(debtor.issues(&format!("debtors.{place}")));
        if debtor.bic.is_none() && debtor.member_id.is_none() {
            issues.push(
                Issue::new(Code::Required, format!("debtors.{place}.bic"))
                    .param("label", "A BIC or the bank's id in its clearing system"),
            );
        }
    }
    if day(request, order).is_none() {
        issues.push(
            Issue::new(Code::Required, "requestedExecutionDate")
                .param("label", "The day of execution"),
        );
    }
    if order.own(&["idempotencyKey"]).len() > 36 {
        issues.push(Issue::new(Code::TooLong, "idempotencyKey").param("max", "36"));
    }
    if creditor_account(order, agent).is_none() {
        issues.push(wrong(
            "creditor.account",
            "an account number, or an alias that the API knows",
        ));
    }
    if order.address_lines().len() > 7 {
        issues.push(Issue::new(Code::TooLong, "creditor.address").param("max", "490"));
    }
    for (field, set, label) in [
        ("chargeBearer", "jpm_bearer", "This sharing of charges"),
        ("categoryPurpose", "jpm_category", "This kind of payment"),
    ] {
        if order
            .at(&[field])
            .is_some_and(|word| code(set, word).is_none())
        {
            issues.push(Issue::new(Code::UnexpectedField, field).param("label", label));
        }
    }
    issues
}

fn day<'a>(request: &'a GlobalPaymentRequest, order: &'a Order) -> Option<&'a str> {
    order
        .at(&["requestedExecutionDate"])
        .or(request.execution_date.as_deref())
}

fn body(
    request: &GlobalPaymentRequest,
    order: &Order,
    agent: &Agent,
    debtor: &DebtorAccount,
) -> Value {
    Object::of(|body| {
        body.text("requestedExecutionDate", day(request, order));
        body.object("paymentIdentifiers", |ids| {
            ids.text("endToEndId", order.at(&["endToEndId"]));
            ids.object("otherPaymentReferences", |other| {
                other.text("uetr", order.at(&["uetr"]));
            });
        });
        body.object("value", |value| {
            value.text("currency", order.at(&["currency"]));
            value.text("amount", order.at(&["amount"]));
        });
        body.text("transferType", Some("CREDIT"));
        payment_type(body, request, order);
        payer(body, debtor);
        payee(body, order, agent);
        purpose(body, order);
        remittance(body, order);
        body.object("fxInformation", |fx| {
            fx.text("rateId", order.at(&["conversion", "quoteId"]));
        });
        body.object("chargesInformation", |charges| {
            charges.text("chargeBearer", order.bearer("jpm_bearer"));
        });
    })
}

fn payment_type(body: &mut Object, request: &GlobalPaymentRequest, order: &Order) {
    let rail = order.rail();
    let by_rail = || {
        let word = match rail.as_ref()?.kind {
            Kind::Instant => "instant",
            Kind::Batch => "batch",
            Kind::Rtgs => "rtgs",
            Kind::Wire => "wire",
        };
        code("jpm_type", word)
    };
    let kind = request.payment_type.as_deref().or_else(by_rail);
    body.text("paymentType", Some(kind.unwrap_or("DEFAULT")));
    let Some(rail) = &rail else { return };
    body.object("paymentTypeInformation", |information| {
        let level = rail.codes.service_level;
        let level = level.and_then(|level| code("jpm_level", level));
        information.text("serviceLevelCode", level);
        // INST is said by the payment type; the API's list of instruments has it not.
        let instrument = rail.codes.local_instrument;
        information.object("localInstrumentCode", |local| {
            local.text(
                "code",
                instrument.filter(|instrument| *instrument != "INST"),
            );
        });
    });
}

fn payer(body: &mut Object, debtor: &DebtorAccount) {
    body.object("debtor", |party| {
        party.object("account", |account| debtor_account(account, debtor));
        party.text("name", Some(debtor.name.trim()));
        let address = debtor.address.as_deref().map(lines).unwrap_or_default();
        party.object("postalAddress", |postal| {
            let parts = debtor.postal_address.as_ref();
            postal_address(postal, parts, debtor.country.as_deref(), &address);
        });
    });
    let bank = institution(
        debtor.bic.as_deref(),
        debtor.clearing_system.as_deref(),
        debtor.member_id.as_deref(),
        None,
    );
    body.object("debtorAgent", |part| {
        part.put("financialInstitutionIds", bank);
    });
}

fn payee(body: &mut Object, order: &Order, agent: &Agent) {
    body.object("creditor", |party| {
        party.put("account", creditor_account(order, agent));
        party.text("name", order.at(&["creditor", "name"]));
        party.object("postalAddress", |postal| {
            let parts = order.postal_address();
            postal_address(postal, parts.as_ref(), None, &order.address_lines());
        });
    });
    let bank = institution(
        agent.bic.as_deref(),
        agent.system,
        agent.member.as_deref(),
        agent.branch.as_deref(),
    );
    body.object("creditorAgent", |part| {
        part.put("financialInstitutionIds", bank);
    });
}

fn purpose(body: &mut Object, order: &Order) {
    body.object("paymentPurpose", |purpose| {
        purpose.object("purpose", |own| own.text("code", order.at(&["purpose"])));
        let category = order.at(&["categoryPurpose"]);
        purpose.object("categoryPurpose", |own| {
            own.text("code", category.and_then(|word| code("jpm_category", word)));
        });
    });
}

fn remittance(body: &mut Object, order: &Order) {
    let list = |item: Value| Value::Array(vec![item]);
    let message = order.at(&["remittance", "unstructured"]);
    let message = message.map(|text| list(Object::of(|line| line.text("text", Some(text)))));
    let reference = order.at(&["remittance", "reference"]).map(|text| {
        list(Object::of(|part| {
            part.object("creditReference", |reference| {
                reference.text("reference", Some(text));
                reference.object("type", |kind| kind.text("code", Some("SCOR")));
            });
        }))
    });
    body.object("remittanceInformation", |remittance| {
        remittance.put("unstructuredInformation", message);
        remittance.put("structuredInformation", reference);
    });
}

/// An object that leaves out what is absent or empty.
#[derive(Default)]
struct Object {
    members: Vec<(String, Value)>,
}

impl Object {
    fn of(content: impl FnOnce(&mut Self)) -> Value {
        let mut object = Self::default();
        content(&mut object);
        Value::Object(object.members)
    }

    fn put(&mut self, key: &str, value: Option<Value>) {
        self.members
            .extend(value.map(|value| (key.to_owned(), value)));
    }

    fn text(&mut self, key: &str, text: Option<&str>) {
        self.put(key, text.map(|text| Value::Text(text.to_owned())));
    }

    fn object(&mut self, key: &str, content: impl FnOnce(&mut Self)) {
        if let Value::Object(members) = Self::of(content)
            && !members.is_empty()
        {
            self.put(key, Some(Value::Object(members)));
        }
    }
}

fn debtor_account(account: &mut Object, debtor: &DebtorAccount) {
    let iban = debtor.electronic();
    let kind = if debtor.is_virtual {
        "VAM"
    } else if iban.is_some() {
        "IBAN"
    } else {
        "DDA"
    };
    account.text(
        "accountNumber",
        iban.as_deref().or(debtor.number.as_deref()),
    );
    account.text("accountType", Some(kind));
    account.text("accountCurrency", debtor.currency.as_deref());
}

/// The payee's account, or the alias; `None` if the API has no place for it.
fn creditor_account(order: &Order, agent: &Agent) -> Option<Value> {
    if let Some((kind, value)) = order.alias() {
        let scheme = code("jpm_proxy", &format!("{}/{kind}", order.country()))?;
        let id = Object::of(|id| {
            id.text("identifier", Some(value));
            id.text("idType", Some("PROPRIETARY"));
            id.text("proprietarySchemeName", Some(scheme));
        });
        return Some(Object::of(|account| {
            account.put("alternateAccountIdentifiers", Some(Value::Array(vec![id])));
        }));
    }
    // Without its kind it would be taken for an account of a bank.
    if order.account("bankgiro").is_some() {
        return None;
    }
    let (number, kind) = match (&agent.iban, order.account("clabe")) {
        (Some(iban), _) => (iban.as_str(), Some("IBAN")),
        (None, Some(clabe)) => (clabe, Some("CLABE")),
        (None, None) => {
            let kind = order.account("accountType");
            (
                agent.number.as_deref()?,
                kind.and_then(|kind| code("jpm_account", kind)),
            )
        }
    };
    Some(Object::of(|account| {
        account.text("accountNumber", Some(number));
        account.text("accountType", kind);
        account.text("accountCurrency", order.account("currency"));
    }))
}

/// A bank by its BIC, by its id in the clearing system, or by both.
fn institution(
    bic: Option<&str>,
    system: Option<&str>,
    member: Option<&str>,
    branch: Option<&str>,
) -> Option<Value> {
    let mut ids = Vec::new();
    if let Some(bic) = bic {
        ids.push(Object::of(|id| {
            id.text("id", Some(bic));
            id.text("idType", Some("BIC"));
        }));
    }
    // The schema takes 11 characters; a longer id (CNAPS) has no place.
    if let Some(member) = member.filter(|member| member.len() <= 11) {
        ids.push(Object::of(|id| {
            id.text("id", Some(member));
            id.text(
                "idType",
                Some(if system == Some("USABA") {
                    "USABA"
                } else {
                    "CLEARING_SYSTEM_ID"
                }),
            );
            id.text("branchNumber", branch.filter(|branch| branch.len() <= 5));
        }));
    }
    (!ids.is_empty()).then_some(Value::Array(ids))
}

fn postal_address(
    postal: &mut Object,
    parts: Option<&PostalAddress>,
    country: Option<&str>,
    lines: &[String],
) {
    let lines: Vec<Value> = lines.iter().take(7).cloned().map(Value::Text).collect();
    postal.put(
        "addressLines",
        (!lines.is_empty()).then_some(Value::Array(lines)),
    );
    let Some(parts) = parts else {
        postal.text("country", country);
        return;
    };
    postal.text("buildingNumber", parts.building_number.as_deref());
    postal.text("streetName", parts.street_name.as_deref());
    postal.text("city", Some(&parts.town_name));
    postal.text("postalCode", parts.post_code.as_deref());
    // ISO 3166-2 without the country; a name has no place.
    let is_code = |text: &&str| {
        (2..=3).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
    };
    let state = parts.country_sub_division.as_deref().filter(is_code);
    postal.text("countrySubDivision", state);
    postal.text("country", Some(&parts.country));
}
