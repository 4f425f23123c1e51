//! Aliases: what is written in one piece stays so, numbers are taken as people dial them, and a kind
//! that a rail does not take is not expected.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use payout_kit::account::{AccountInput, AccountReport, CheckResult, Status, validate};
use payout_kit::report::{Code, Severity};
use serde_json::json;

fn report(account: serde_json::Value) -> AccountReport {
    let input: AccountInput = serde_json::from_value(account).expect("an account");
    validate(&input)
}

fn proxy(country: &str, kind: &str, value: &str) -> AccountReport {
    report(json!({ "country": country, "proxy": { "type": kind, "value": value } }))
}

fn pix(key: &str) -> AccountReport {
    report(json!({ "country": "BR", "pixKey": key }))
}

fn field(report: &AccountReport, key: &str) -> Option<String> {
    let account = serde_json::to_value(report.account.as_ref()?).expect("plain data");
    let value = match key.split_once('.') {
        Some((outer, inner)) => &account[outer][inner],
        None => &account[key],
    };
    value.as_str().map(str::to_owned)
}

#[test]
fn a_space_inside_is_a_wrong_character_at_its_place() {
    for (report, position) in [
        (proxy("AU", "email", "jo hn@x.com"), (2, 3)),
        (proxy("AU", "email", "  jo hn@x.com"), (4, 5)),
        (proxy("AU", "email", "john@x .com"), (6, 7)),
        (proxy("AU", "email", "jo\u{a0}hn@x.com"), (2, 3)),
        (
            report(json!({ "country": "IN", "upiId": "jo hn@okbank" })),
            (2, 3),
        ),
        (
            report(json!({ "country": "IN", "upiId": "john@ok bank" })),
            (7, 8),
        ),
        (proxy("AR", "alias", "palabra clave.uno"), (7, 8)),
        (pix("me@example.com 52998224725"), (14, 15)),
    ] {
        assert_eq!(report.status, Status::Invalid, "{report:?}");
        assert_eq!(report.issues[0].code, Code::InvalidCharacter, "{report:?}");
        assert_eq!(report.issues[0].position, Some(position), "{report:?}");
        assert!(report.issues[0].suggestions.is_empty());
    }
    // At the ends it is nothing, nor is what shows nothing.
    for text in [
        " john@x.com\n",
        "john@x.com\u{200b}",
        "\u{feff}jo\u{ad}hn@x.com",
    ] {
        let report = proxy("AU", "email", text);
        assert_eq!(field(&report, "proxy.value").as_deref(), Some("john@x.com"));
    }
    let report = report(json!({ "country": "IN", "upiId": " john@okbank " }));
    assert_eq!(field(&report, "upiId").as_deref(), Some("john@okbank"));
}

#[test]
fn a_top_level_domain_is_of_letters() {
    for (text, status) in [
        ("a@example.com", Status::Valid),
        ("a@123.example.museum", Status::Valid),
        ("a@example.xn--p1ai", Status::Valid),
        ("a@example.c0m", Status::Incomplete),
        ("a@1.2.3.44", Status::Incomplete),
        ("a@example.com52998224725", Status::Incomplete),
        ("a@example.c0m.br", Status::Valid),
    ] {
        assert_eq!(proxy("AU", "email", text).status, status, "{text}");
        assert_eq!(pix(text).status, status, "{text}");
    }
}

#[test]
fn two_zeros_are_the_plus_sign() {
    for (country, dialled, e164) in [
        ("SE", "0046701234567", "+46701234567"),
        ("SE", "00 46 70-123 45 67", "+46701234567"),
        ("PL", "0048601234567", "+48601234567"),
        ("HU", "0036201234567", "+36201234567"),
        ("SG", "006591234567", "+6591234567"),
        ("AU", "0061412345678", "+61412345678"),
    ] {
        let report = proxy(country, "phone", dialled);
        assert_eq!(report.status, Status::Valid, "{country} {report:?}");
        assert_eq!(field(&report, "proxy.value").as_deref(), Some(e164));
        // Right so far, from the first digit on; some numbers of Hungary are shorter.
        for end in 1..dialled.len() {
            let report = proxy(country, "phone", &dialled[..end]);
            assert_ne!(
                report.status,
                Status::Invalid,
                "{country} {}",
                &dialled[..end]
            );
        }
    }
    let other = proxy("SE", "phone", "0047401234567");
    assert_eq!(other.status, Status::Invalid);
    assert_eq!(other.issues[0].position, Some((3, 4)));
    let holder = report(
        json!({ "country": "DE", "iban": "DE89370400440532013000", "holderPhone": "004915112345678" }),
    );
    let holder = holder.account.expect("valid");
    let phone = holder
        .fields()
        .find(|(key, _)| key.as_str() == "holderPhone");
    assert_eq!(phone.map(|(_, phone)| phone), Some("+4915112345678"));
    let pix = pix("00 55 11 98765-4321");
    assert_eq!(field(&pix, "pixKey").as_deref(), Some("+5511987654321"));
}

#[test]
fn a_brazilian_number_has_an_area_that_exists() {
    for (key, status, position) in [
        ("+5511987654321", Status::Valid, None),
        ("+551133334444", Status::Valid, None),
        ("+5510987654321", Status::Invalid, Some((4, 5))),
        ("+5520987654321", Status::Invalid, Some((4, 5))),
        ("+5552987654321", Status::Invalid, Some((4, 5))),
        ("+5501987654321", Status::Invalid, Some((3, 4))),
        ("+5511087654321", Status::Invalid, Some((5, 6))),
        // Mobile numbers have nine digits, others eight.
        ("+551198765432", Status::Incomplete, None),
        ("+5511333344445", Status::Invalid, Some((13, 14))),
    ] {
        let report = pix(key);
        assert_eq!(report.status, status, "{key} {report:?}");
        if position.is_some() {
            assert_eq!(report.issues[0].position, position, "{key} {report:?}");
        }
    }
    // All 67.
    let is_area = |area: &u32| pix(&format!("+55{area}987654321")).status == Status::Valid;
    assert_eq!((10..=99).filter(is_area).count(), 67);
}

#[test]
fn a_phone_typed_as_at_home_is_no_cpf_with_a_slip() {
    for key in [
        "11987654321",
        "5511987654321",
        "(11) 98765-4321",
        "11 98765-4321",
        "+55 (11) 98765-432",
    ] {
        let report = pix(key);
        assert_ne!(report.status, Status::Valid, "{key}");
        if key.starts_with('+') {
            continue;
        }
        assert_eq!(report.issues.len(), 1, "{report:?}");
        assert_eq!(report.issues[0].suggestions, ["+5511987654321"], "{key}");
    }
    // A CPF whose third digit is 9 is right as it is; one that cannot be a phone keeps its suggestions.
    assert_eq!(pix("529.982.247-25").status, Status::Valid);
    let slip = pix("529.982.247-52");
    assert!(
        slip.issues[0]
            .suggestions
            .contains(&"52998224725".to_owned())
    );
    let brackets = pix("(11) 98");
    assert_eq!(brackets.status, Status::Invalid);
    assert!(brackets.issues[0].suggestions.is_empty());
}

#[test]
fn paynow_takes_three_characters_behind_a_uen() {
    for (value, status) in [
        ("201403121W", Status::Valid),
        ("201403121W0", Status::Incomplete),
        ("201403121W001", Status::Valid),
        ("201403121wA1b", Status::Valid),
        ("201403121W0012", Status::Invalid),
        ("201403122W001", Status::Invalid),
        ("T01FC6132D001", Status::Valid),
        ("00192200M", Status::Valid),
        ("00192200M9Z9", Status::Valid),
        ("201403121W0(1", Status::Invalid),
    ] {
        assert_eq!(proxy("SG", "businessId", value).status, status, "{value}");
    }
    let report = proxy("SG", "businessId", "201403121w-a1b");
    assert_eq!(
        field(&report, "proxy.value").as_deref(),
        Some("201403121WA1B")
    );
}

#[test]
fn without_a_kind_only_what_the_rail_takes_is_expected() {
    for (country, value) in [
        ("SG", "x"),
        ("SG", "201403121W"),
        ("SG", "91234567"),
        ("TH", "1101700230705"),
        ("ES", "someone"),
    ] {
        let report = report(json!({ "country": country, "proxy": { "value": value } }));
        assert_eq!(report.status, Status::Incomplete, "{country} {report:?}");
        let codes: Vec<_> = report
            .issues
            .iter()
            .map(|issue| (issue.code, issue.field.as_ref()))
            .collect();
        assert_eq!(codes, [(Code::Required, "proxy.type")], "{country}");
    }
    // What can be one kind only is looked at all the same.
    for (country, value, code) in [
        ("AU", "jo hn@x.com", Code::InvalidCharacter),
        ("ID", "jo hn@x.com", Code::InvalidCharacter),
        ("SG", "+4670", Code::InvalidCharacter),
    ] {
        let report = report(json!({ "country": country, "proxy": { "value": value } }));
        assert!(
            report.issues.iter().any(|issue| issue.code == code),
            "{report:?}"
        );
    }
}

#[test]
fn a_saudi_identity_number_has_an_advisory_digit() {
    for (value, fits) in [
        ("1000000008", true),
        ("1000000007", false),
        ("2000000006", true),
        ("2000000007", false),
        // No citizen's, no resident's.
        ("7000000001", true),
    ] {
        let report = proxy("SA", "nationalId", value);
        assert_eq!(report.status, Status::Valid);
        let doubt = report.issues.iter().any(|issue| {
            issue.code == Code::InvalidCheckDigits && issue.severity == Severity::Warning
        });
        assert_eq!(doubt, !fits, "{value}");
        assert_eq!(report.checks.structure, CheckResult::Passed);
    }
}
