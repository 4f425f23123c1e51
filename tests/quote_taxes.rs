//! Value added tax on fees, taxes withheld, and who may bear the charges.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    missing_docs
)]

use payout_kit::quote::{PreviewRequest, RailOption, preview};
use payout_kit::report::{Code, Severity};
use serde_json::{Value, json};

fn option(request: Value, rail: &str) -> RailOption {
    let answer = preview(&serde_json::from_value::<PreviewRequest>(request).unwrap());
    assert!(answer.issues.is_empty(), "{:?}", answer.issues);
    let mut options = answer.options.into_iter();
    options.find(|option| option.rail == rail).unwrap()
}

fn payout(more: Value) -> Value {
    let mut request = json!({
        "debit": {"currency": "EUR", "amount": "1000.00"},
        "credit": {"country": "DE", "currency": "EUR"},
        "at": "2026-05-20T14:00:00Z",
    });
    for (key, value) in more.as_object().unwrap() {
        request[key] = value.clone();
    }
    request
}

#[test]
fn vat_is_a_line_of_its_own_beside_each_fee() {
    let option = option(
        payout(json!({
            "fees": {"rules": [
                {"code": "transfer", "flat": "0.33", "mode": "on_top"},
                {"code": "risk", "percent": "0.25", "mode": "deducted", "vatPercent": "0"},
                {"code": "stamp", "flat": "1", "mode": "deducted", "vatPercent": "7.5"},
            ]},
            "vat": {"percent": "19", "label": "USt"},
        })),
        "SCT_INST",
    );
    let lines: Vec<(&str, String, Option<&str>)> = option
        .fees
        .iter()
        .map(|fee| {
            let on = fee.vat_on.as_deref();
            (fee.code.as_str(), fee.amount.to_string(), on)
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("transfer", "0.33".into(), None),
            ("vat", "0.06".into(), Some("transfer")), // 0.0627
            ("risk", "2.50".into(), None),
            ("stamp", "1.00".into(), None),
            ("vat", "0.08".into(), Some("stamp")), // 0.075
        ]
    );
    assert_eq!(option.fees[1].label, "USt 19 % on transfer");
    assert_eq!(option.debit.unwrap().total.to_string(), "1000.39");
    assert_eq!(option.credit.unwrap().net.to_string(), "996.42");
    let step = option
        .steps
        .iter()
        .find(|step| step.code == "vat:transfer")
        .unwrap();
    assert_eq!(step.unrounded.as_deref(), Some("0.0627"));
}

#[test]
fn withholding_is_no_fee_and_is_grossed_up_for_a_wanted_credit() {
    let tax = json!([{"code": "pph22", "label": "PMK 37/2025", "percent": "0.5"}]);
    let forward = option(payout(json!({"withholding": tax})), "SCT_INST");
    assert!(forward.fees.is_empty());
    let line = &forward.withholding[0];
    assert_eq!(
        (line.base.to_string(), line.amount.to_string()),
        ("1000.00".into(), "5.00".into())
    );
    assert_eq!(forward.debit.unwrap().withheld.unwrap().to_string(), "5.00");
    assert_eq!(forward.debit.unwrap().total.to_string(), "1000.00");
    assert_eq!(forward.credit.unwrap().net.to_string(), "995.00");

    let backward = option(
        payout(json!({
            "debit": {"currency": "EUR"},
            "credit": {"country": "DE", "currency": "EUR", "amount": "995.00"},
            "withholding": tax,
        })),
        "SCT_INST",
    );
    assert_eq!(backward.debit.unwrap().amount.to_string(), "1000.00");

    // Of gross turnover, which is more than is paid out.
    let base = json!([{"code": "pph22", "percent": "0.5", "base": "1500"}]);
    let based = option(payout(json!({"withholding": base})), "SCT_INST");
    assert_eq!(based.credit.unwrap().net.to_string(), "992.50");
}

#[test]
fn a_withheld_tax_makes_no_rail_dearer() {
    let request = payout(json!({
        "withholding": [{"code": "tax", "percent": "90"}],
        "fees": {"rules": [
            {"code": "instant", "flat": "1", "mode": "on_top", "when": {"rails": ["SCT_INST"]}},
            {"code": "batch", "flat": "0.50", "mode": "deducted", "when": {"rails": ["SCT", "T2"]}},
        ]},
    }));
    let answer = preview(&serde_json::from_value::<PreviewRequest>(request).unwrap());
    // 1001.00 for 100.00 and 1000.00 for 99.50; less the tax of 900.00, 101.00 and 100.00.
    assert_eq!(answer.best.unwrap().cheapest, "T2");
}

#[test]
fn a_tax_that_cannot_be_read_gives_no_numbers() {
    for (tax, field) in [
        (json!({"code": "", "percent": "1"}), "withholding.0.code"),
        (
            json!({"code": "a", "percent": "101"}),
            "withholding.0.percent",
        ),
        (
            json!({"code": "a", "percent": "1", "base": "1.001"}),
            "withholding.0.base",
        ),
    ] {
        let request = payout(json!({"withholding": [tax]}));
        let answer = preview(&serde_json::from_value::<PreviewRequest>(request).unwrap());
        assert_eq!(answer.issues[0].field, field);
        assert!(answer.best.is_none());
    }
}

/// PSD2, Article 62(2), and the British rule that came of it.
#[test]
fn one_side_cannot_bear_all_charges_inside_the_eea_or_the_kingdom() {
    let codes = |payer: &str, country: &str, currency: &str, bearer: &str| {
        let request = payout(json!({
            "debit": {"currency": currency, "amount": "10", "country": payer},
            "credit": {"country": country, "currency": currency},
            "chargeBearer": bearer,
        }));
        let answer = preview(&serde_json::from_value::<PreviewRequest>(request).unwrap());
        let found = answer
            .options
            .iter()
            .flat_map(|option| &option.issues)
            .find(|issue| issue.code == Code::ChargeBearerForbidden);
        assert!(found.is_none() || answer.best.is_none());
        found.map(|issue| issue.params.get("source").unwrap().to_string())
    };
    let psd2 = Some("Directive (EU) 2015/2366, Article 62(2)".to_owned());
    assert_eq!(codes("PL", "SE", "SEK", "debtor"), psd2);
    assert_eq!(codes("de", "PL", "PLN", "creditor"), psd2);
    assert_eq!(codes("DE", "PL", "PLN", "shared"), None);
    assert_eq!(codes("US", "PL", "PLN", "debtor"), None);
    assert_eq!(codes("DE", "GB", "GBP", "debtor"), None);
    assert!(
        codes("GB", "GB", "GBP", "debtor")
            .unwrap()
            .contains("regulation 66(2)")
    );
}

/// The payment says SLEV; shared charges are what that means.
#[test]
fn sepa_takes_shared_charges_as_its_own() {
    let severities = |bearer: &str| {
        let option = option(payout(json!({"chargeBearer": bearer})), "SCT");
        let mut issues = option.issues.iter();
        issues
            .find(|issue| issue.code == Code::ChargeBearerNotAllowed)
            .map(|issue| issue.severity)
    };
    assert_eq!(severities("service_level"), None);
    assert_eq!(severities("shared"), Some(Severity::Info));
    assert_eq!(severities("debtor"), Some(Severity::Error));
}

#[test]
fn a_rate_is_measured_against_the_ecb() {
    // Stripe's documentation: 1.10167 is 2.0189 % below the ECB's 1.12437.
    let option = option(
        payout(json!({
            "debit": {"currency": "GBP", "amount": "1"},
            "credit": {"country": "CH", "currency": "CHF"},
            "rates": {"source": "stripe", "asOf": "2024-11-13",
                      "pairs": [{"from": "GBP", "to": "CHF", "rate": "1.10167", "mid": "1.12415"}]},
            "referenceRates": {"source": "ECB", "asOf": "2024-11-12",
                               "pairs": [{"from": "GBP", "to": "CHF", "rate": "1.12437"}]},
        })),
        "SIC_IP",
    );
    let rate = option.rate.unwrap();
    let reference = rate.reference.unwrap();
    assert_eq!(reference.markup_percent, "2.0189");
    assert_eq!(
        (reference.rate.as_str(), reference.source.as_str()),
        ("1.12437", "ECB")
    );
    assert_eq!(rate.markup_percent.as_deref(), Some("1.9997"));
}
