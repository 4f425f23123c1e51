//! Computations that third parties have published, and rules of the contract, to the last digit.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::needless_pass_by_value,
    missing_docs
)]

use payout_kit::money::{Exact, Rounding, decimal};
use payout_kit::quote::{Preview, PreviewRequest, RailOption, preview};
use payout_kit::report::Code;
use serde_json::{Value, json};

fn ask(request: Value) -> Preview {
    preview(&serde_json::from_value::<PreviewRequest>(request).unwrap())
}

fn rail<'a>(answer: &'a Preview, id: &str) -> &'a RailOption {
    answer
        .options
        .iter()
        .find(|option| option.rail == id)
        .unwrap_or_else(|| panic!("no {id} in {answer:?}"))
}

fn codes(answer: &Preview) -> Vec<Code> {
    answer.issues.iter().map(|issue| issue.code).collect()
}

fn sheet(pairs: Value) -> Value {
    json!({"source": "test", "asOf": "2026-05-20", "pairs": pairs})
}

const AT: &str = "2026-05-20T14:00:00Z";

#[test]
fn revolut_sends_a_fixed_credit() {
    let answer = ask(json!({
        "debit": {"currency": "GBP"},
        "credit": {"country": "DE", "currency": "EUR", "amount": "100.50"},
        "at": AT,
        "rates": sheet(json!([{"from": "GBP", "to": "EUR", "rate": "1.16458"}])),
        "fees": {"rules": [
            {"code": "transfer", "flat": "3", "mode": "on_top"},
            {"code": "exchange", "flat": "2.75", "mode": "on_top"},
        ]},
    }));
    let option = rail(&answer, "SCT_INST");
    assert!(option.eligible, "{option:?}");
    let (debit, credit) = (option.debit.unwrap(), option.credit.unwrap());
    assert_eq!(debit.amount.to_string(), "86.30");
    assert_eq!(debit.fees.to_string(), "5.75");
    assert_eq!(debit.total.to_string(), "92.05");
    assert_eq!(credit.net.to_string(), "100.50");
    assert_eq!(option.rate.as_ref().unwrap().customer, "1.16458");
}

#[test]
fn grid_divides_by_the_rate() {
    let answer = ask(json!({
        "debit": {"currency": "USD", "amount": "1000"},
        "credit": {"country": "MX", "currency": "MXN"},
        "at": AT,
        "rates": sheet(json!([{"from": "MXN", "to": "USD", "rate": "0.05797101"}])),
        "fees": {"rules": [{"code": "fee", "flat": "5", "mode": "deducted"}]},
    }));
    let option = rail(&answer, "SPEI");
    assert_eq!(option.credit.unwrap().net.to_string(), "17163.75");
    let rate = option.rate.as_ref().unwrap();
    assert_eq!(serde_json::to_value(rate).unwrap()["method"], "inverse");
    assert_eq!(rate.customer, "17.2500013369");
}

#[test]
fn nium_marks_up_without_rounding_the_rate() {
    let answer = ask(json!({
        "debit": {"currency": "AUD", "amount": "1000000.00"},
        "credit": {"country": "US", "currency": "USD"},
        "at": AT,
        "rates": sheet(json!([{"from": "AUD", "to": "USD", "rate": "1.4695", "mid": "1.4695"}])),
        "fees": {"rules": [{"code": "fx", "fxMarkupPercent": "1.5", "mode": "deducted"}]},
    }));
    let option = rail(&answer, "RTP");
    let rate = option.rate.as_ref().unwrap();
    assert_eq!(rate.customer, "1.4474575");
    assert_eq!(rate.markup_percent.as_deref(), Some("1.5"));
    assert_eq!(option.credit.unwrap().net.to_string(), "1447457.50");
    assert!(option.fees.is_empty());
}

#[test]
fn stripe_measures_the_markup_against_mid() {
    let ask_for = |rate: &str| {
        let answer = ask(json!({
            "debit": {"currency": "GBP", "amount": "1"},
            "credit": {"country": "CH", "currency": "CHF"},
            "at": AT,
            "rates": sheet(json!([{"from": "GBP", "to": "CHF", "rate": rate, "mid": "1.12437"}])),
        }));
        rail(&answer, "SIC_IP")
            .rate
            .as_ref()
            .unwrap()
            .markup_percent
            .clone()
            .unwrap()
    };
    assert_eq!(ask_for("1.10167"), "2.0189");
    assert_eq!(ask_for("1.12415"), "0.0196");
    assert_eq!(ask_for("1.12459"), "-0.0196");
}

#[test]
fn reg_e_amounts_use_all_digits_of_the_rate() {
    let answer = ask(json!({
        "debit": {"currency": "USD", "amount": "100000000.00"},
        "credit": {"country": "MX", "currency": "MXN"},
        "at": AT,
        "rates": sheet(json!([{"from": "USD", "to": "MXN", "rate": "11.9483779"}])),
    }));
    assert_eq!(
        rail(&answer, "SPEI").credit.unwrap().net.to_string(),
        "1194837790.00"
    );
}

#[test]
fn a_cross_rate_is_rounded_once() {
    // EUR 1 = USD 1.1572 = IDR 20275.17; USD 1000 = 1000 / 1.1572 × 20275.17 IDR.
    let answer = ask(json!({
        "debit": {"currency": "USD", "amount": "1000"},
        "credit": {"country": "ID", "currency": "IDR"},
        "at": AT,
        "rates": sheet(json!([
            {"from": "EUR", "to": "USD", "rate": "1.1572"},
            {"from": "EUR", "to": "IDR", "rate": "20275.17"},
        ])),
    }));
    let option = rail(&answer, "BIFAST");
    // 20275170 / 1.1572 = 17520886.6228828…
    assert_eq!(option.credit.unwrap().net.to_string(), "17520886.62");
    assert_eq!(option.rate.as_ref().unwrap().customer, "17520.8866229");
    let operations: Vec<Value> = option
        .steps
        .iter()
        .map(|step| serde_json::to_value(step).unwrap()["operation"].clone())
        .collect();
    assert_eq!(
        operations,
        ["given", "divide", "multiply", "subtract", "add"]
    );
}

#[test]
fn an_expired_sheet_gives_no_number() {
    let answer = ask(json!({
        "debit": {"currency": "USD", "amount": "1000"},
        "credit": {"country": "DE", "currency": "EUR"},
        "at": AT,
        "rates": {"source": "test", "asOf": "2026-05-20", "expiresAt": AT, "indicative": true,
                  "pairs": [{"from": "USD", "to": "EUR", "rate": "0.86"}]},
    }));
    assert_eq!(codes(&answer), [Code::RateExpired]);
    assert!(answer.best.is_none());
    for option in &answer.options {
        assert!(
            !option.eligible
                && option.rate.is_none()
                && option.debit.is_none()
                && option.credit.is_none()
        );
        assert!(option.fees.is_empty() && option.steps.is_empty());
    }
}

#[test]
fn what_is_not_understood_is_refused_and_not_passed_over() {
    let base = json!({
        "debit": {"currency": "EUR", "amount": "1"},
        "credit": {"country": "DE", "currency": "EUR"},
        "at": AT,
    });
    let with = |path: &str, value: Value| {
        let mut request = base.clone();
        request[path] = value;
        serde_json::from_value::<PreviewRequest>(request)
    };
    assert!(with("prefer", json!("cheapest")).is_ok());
    assert!(with("vat", Value::Null).is_ok());
    assert!(with("vat", json!({"percent": 20})).is_err());
    assert!(with("vat", json!({"percent": "20", "country": "DE"})).is_err());
    assert!(with("withholding", json!([{"code": "tax"}])).is_err());
    assert!(with("surprise", json!(1)).is_err());
    assert!(with("at", json!(5)).is_err());
    assert!(with("debit", json!({"currency": "EUR", "amount": 12.5})).is_err());
    assert!(with("rounding", json!("banker")).is_err());
}

fn fee_of(rule: Value, currency: &str, country: &str, id: &str, amount: &str) -> String {
    let answer = ask(json!({
        "debit": {"currency": currency, "amount": amount},
        "credit": {"country": country, "currency": currency},
        "at": AT,
        "fees": {"rules": [rule]},
    }));
    assert!(answer.issues.is_empty(), "{:?}", answer.issues);
    rail(&answer, id).fees[0].amount.to_string()
}

/// Its documentation: 1.12415 × 0.98 = 1.101667, shown with six significant digits.
#[test]
fn stripe_takes_its_fee_from_the_rate() {
    for (from, base, customer, shown) in [
        ("GBP", "1.12415", "1.101667", (5, "1.10167")),
        ("KRW", "0.000629871", "0.00061727358", (9, "0.000617274")),
    ] {
        let answer = ask(json!({
            "debit": {"currency": from, "amount": "1000000"},
            "credit": {"country": "CH", "currency": "CHF"},
            "at": AT,
            "rates": sheet(json!([{"from": from, "to": "CHF", "rate": base}])),
            "fees": {"rules": [{"code": "fx", "fxMarkupPercent": "2", "mode": "deducted"}]},
        }));
        let rate = rail(&answer, "SIC_IP").rate.clone().unwrap();
        assert_eq!(rate.customer, customer);
        let exact = Exact::from(decimal(customer).unwrap());
        let rounded = exact.round(shown.0, Rounding::HalfUp).unwrap();
        assert_eq!(rounded.to_string(), shown.1);
    }
}

#[test]
fn paypal_adds_two_percent() {
    let answer = ask(json!({
        "debit": {"currency": "EUR", "amount": "10.00"},
        "credit": {"country": "DE", "currency": "EUR"},
        "at": AT,
        "fees": {"rules": [{"code": "payout", "percent": "2", "mode": "on_top"}]},
    }));
    let debit = rail(&answer, "SCT_INST").debit.unwrap();
    assert_eq!(
        (debit.fees.to_string(), debit.total.to_string()),
        ("0.20".into(), "10.20".into())
    );
}

/// The trap: the example of Wise's specification shows a fee of 0.77 beside a target of 129.24,
/// which is what 0.92 % leaves. With the fee that it shows the payee gets 129.44.
#[test]
fn the_example_of_wise_does_not_agree_with_itself() {
    let net = |fee: Value| {
        let answer = ask(json!({
            "debit": {"currency": "GBP", "amount": "100.00"},
            "credit": {"country": "US", "currency": "USD"},
            "at": AT,
            "rates": sheet(json!([{"from": "GBP", "to": "USD", "rate": "1.30445"}])),
            "fees": {"rules": [fee]},
        }));
        rail(&answer, "RTP").credit.unwrap().net.to_string()
    };
    assert_eq!(
        net(json!({"code": "fee", "percent": "0.92", "mode": "deducted"})),
        "129.24"
    );
    assert_eq!(
        net(json!({"code": "fee", "flat": "0.77", "mode": "deducted"})),
        "129.44"
    );
}

/// Council Regulation 1103/97: divide by the rate of six figures, never multiply by its inverse.
#[test]
fn legacy_rates_are_divided_by_and_not_inverted() {
    let exact = |text: &str| Exact::from(decimal(text).unwrap());
    let euros = |sum: &str, rate: &str| {
        let exact = exact(sum).over(&exact(rate)).unwrap();
        exact.round(2, Rounding::HalfUp).unwrap().to_string()
    };
    assert_eq!(euros("500", "239.640"), "2.09");
    assert_eq!(euros("1000", "239.640"), "4.17");
    assert_eq!(euros("1000000", "6.55957"), "152449.02");
    let inverted = exact("1000000").times(&exact("0.152449")).unwrap();
    assert_eq!(
        inverted.round(2, Rounding::HalfUp).unwrap().to_string(),
        "152449.00"
    );
}

/// Comment 31(b)(1)(iv) on Regulation E: shown with two to four decimals, computed with all.
#[test]
fn reg_e_shows_fewer_digits_than_it_computes_with() {
    let rate = Exact::from(decimal("11.9483779").unwrap());
    let shown = [2, 3, 4].map(|digits| rate.round(digits, Rounding::HalfUp).unwrap().to_string());
    assert_eq!(shown, ["11.95", "11.948", "11.9484"]);
}

/// Meem's tariff for sarie, quoted before the Saudi value added tax of 15 %.
#[test]
fn sarie_is_taxed_on_top() {
    let rule = json!({"code": "sarie", "mode": "on_top", "bands": [
        {"to": "500", "flat": "0.50"}, {"to": "20000", "flat": "1.00"}, {"flat": "5"},
    ]});
    for (amount, fee, total) in [
        ("500.00", "0.50", "500.58"), // 0.075
        ("500.01", "1.00", "501.16"),
        ("20000", "1.00", "20001.15"),
    ] {
        let answer = ask(json!({
            "debit": {"currency": "SAR", "amount": amount},
            "credit": {"country": "SA", "currency": "SAR"},
            "at": AT,
            "fees": {"rules": [rule]},
            "vat": {"percent": "15"},
        }));
        let option = rail(&answer, "SARIE_IPS");
        assert_eq!(option.fees[0].amount.to_string(), fee);
        assert_eq!(option.debit.unwrap().total.to_string(), total);
    }
}

/// `RoPay` between banks: 0.12 %, at least 0.01, at most 0.33 lei.
#[test]
fn ropay_has_a_floor_and_a_ceiling() {
    let rule =
        json!({"code": "ropay", "percent": "0.12", "min": "0.01", "max": "0.33", "mode": "on_top"});
    for (amount, fee) in [
        ("0.10", "0.01"),
        ("12.50", "0.02"), // 0.015
        ("270.83", "0.32"),
        ("270.84", "0.33"), // 0.325008
        ("49999.99", "0.33"),
    ] {
        assert_eq!(
            fee_of(rule.clone(), "RON", "RO", "PI", amount),
            fee,
            "{amount}"
        );
    }
}

/// Published by DIB Bank Kenya and for NIBSS, whose wording leaves 500.50 and 5,000 without a
/// band; here a band begins where the one before it ends.
#[test]
fn bands_of_pesalink_and_nip_have_exact_edges() {
    let pesalink = json!({"code": "pesalink", "mode": "on_top", "bands": [
        {"to": "500", "flat": "30"}, {"to": "10000", "flat": "50"}, {"to": "50000", "flat": "80"},
        {"to": "100000", "flat": "100"}, {"to": "200000", "flat": "150"}, {"flat": "200"},
    ]});
    for (amount, fee) in [
        ("0.01", "30.00"),
        ("500.00", "30.00"),
        ("500.01", "50.00"),
        ("500.50", "50.00"),
        ("10000", "50.00"),
        ("10000.01", "80.00"),
        ("100000.00", "100.00"),
        ("200000.00", "150.00"),
        ("200000.01", "200.00"),
    ] {
        assert_eq!(
            fee_of(pesalink.clone(), "EUR", "DE", "SCT_INST", amount),
            fee,
            "{amount}"
        );
    }
    let nip = json!({"code": "nip", "mode": "on_top", "bands": [
        {"to": "5000", "flat": "10"}, {"to": "50000", "flat": "25"}, {"flat": "50"},
    ]});
    for (amount, fee) in [
        ("5000", "10.00"),
        ("5000.01", "25.00"),
        ("50000.01", "50.00"),
    ] {
        assert_eq!(
            fee_of(nip.clone(), "EUR", "DE", "SCT_INST", amount),
            fee,
            "{amount}"
        );
    }
}

#[test]
fn marginal_bands_charge_each_part_and_round_once() {
    let rule = json!({"code": "tiers", "mode": "on_top", "bandMode": "marginal", "bands": [
        {"to": "100", "percent": "1.005"}, {"to": "1000", "percent": "0.555"},
        {"flat": "2", "percent": "0.1"},
    ]});
    for (amount, fee) in [
        ("100", "1.01"),     // 1.005
        ("100.01", "1.01"),  // 1.005 + 0.0000555
        ("101", "1.01"),     // 1.005 + 0.00555
        ("1000", "6.00"),    // 1.005 + 4.995
        ("1000.01", "8.00"), // and 2 + 0.00001
        ("5000", "12.00"),   // 1.005 + 4.995 + 2 + 4
    ] {
        assert_eq!(
            fee_of(rule.clone(), "EUR", "DE", "SCT_INST", amount),
            fee,
            "{amount}"
        );
    }
}

/// Half even tells whether the flat fee was added before or after the rounding.
#[test]
fn a_marginal_fee_is_told_as_it_is_computed() {
    let answer = ask(json!({
        "debit": {"currency": "EUR", "amount": "0.20"},
        "credit": {"country": "DE", "currency": "EUR"},
        "at": AT,
        "rounding": "half_even",
        "fees": {"rules": [{"code": "tiers", "mode": "on_top", "bandMode": "marginal", "bands": [
            {"to": "100", "flat": "0.01", "percent": "2.5"}, {"percent": "1"},
        ]}]},
    }));
    let option = rail(&answer, "SCT_INST");
    assert_eq!(option.fees[0].amount.to_string(), "0.01");
    let lines = option.steps.iter().filter(|step| step.code == "fee:tiers");
    let told: Vec<_> = lines
        .map(|step| (step.unrounded.as_deref(), step.result.as_str()))
        .collect();
    assert_eq!(
        told,
        [(None, "0.005"), (Some("0.005"), "0.00"), (None, "0.01")]
    );
}

#[test]
fn a_wanted_credit_meets_the_least_debit_across_a_band_edge() {
    // 1,000.00 and 10 % of it leaves 900.00; 1,000.01 less 1 % is 990.01. So 900.01 wants 1,000.01.
    let rule = json!({"code": "step", "mode": "deducted", "bands": [
        {"to": "1000", "percent": "10"}, {"percent": "1"},
    ]});
    for (wanted, debit) in [
        ("900.00", "1000.00"),
        ("900.01", "1000.01"),
        ("990.01", "1000.01"),
    ] {
        let answer = ask(json!({
            "debit": {"currency": "EUR"},
            "credit": {"country": "DE", "currency": "EUR", "amount": wanted},
            "at": AT,
            "fees": {"rules": [rule]},
        }));
        let option = rail(&answer, "SCT_INST");
        assert_eq!(option.debit.unwrap().amount.to_string(), debit, "{wanted}");
    }
}

#[test]
fn bands_that_leave_a_doubt_are_refused() {
    for bands in [
        json!([]),
        json!([{"to": "5", "flat": "1"}]),
        json!([{"flat": "1"}, {"flat": "2"}]),
        json!([{"to": "5"}, {"to": "5"}, {"flat": "1"}]),
        json!([{"to": "5"}, {"to": "4"}, {"flat": "1"}]),
        json!([{"to": "5.001"}, {"flat": "1"}]),
        json!([{"percent": "101"}]),
    ] {
        let answer = ask(json!({
            "debit": {"currency": "EUR", "amount": "10"},
            "credit": {"country": "DE", "currency": "EUR"},
            "at": AT,
            "fees": {"rules": [{"code": "a", "mode": "on_top", "bands": bands}]},
        }));
        assert_eq!(codes(&answer), [Code::InvalidFeeRule], "{bands}");
    }
}
