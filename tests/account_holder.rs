//! What is asked of the holder, currencies that accounts are held in, and masks.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic_in_result_fn
)]

use payout_kit::account::{AccountInput, AccountReport, CheckResult, Status, mask, validate};
use payout_kit::market::{RequirementsRequest, requirements};
use payout_kit::report::Severity;
use serde_json::{Value, json};

fn input(account: Value) -> AccountInput {
    serde_json::from_value(account).unwrap()
}

fn check(account: Value) -> AccountReport {
    validate(&input(account))
}

/// A Japanese account of this holder.
fn japanese(name: &str) -> AccountReport {
    check(json!({
        "country": "JP", "bankCode": "0001", "branchCode": "001", "accountNumber": "1234567",
        "holderName": name,
    }))
}

fn of_phone(country: &str, phone: &str) -> Result<String, (String, Option<(usize, usize)>)> {
    let mut account = match country {
        "CL" => json!({
            "country": "CL", "bankCode": "012", "accountType": "checking",
            "accountNumber": "123456789", "holderTaxId": "760864285",
        }),
        "ID" => json!({ "country": "ID", "bankCode": "014", "accountNumber": "1234567890" }),
        _ => json!({ "country": country, "iban": "DE89370400440532013000" }),
    };
    account["holderPhone"] = json!(phone);
    let report = check(account);
    let Some(account) = report.account else {
        let issue = report.issues.iter().find(|issue| issue.is_error()).unwrap();
        assert_eq!(issue.field, "holderPhone");
        return Err((issue.code.as_str().to_owned(), issue.position));
    };
    let mut fields = account.fields();
    let (_, phone) = fields
        .find(|(key, _)| key.as_str() == "holderPhone")
        .unwrap();
    Ok(phone.to_owned())
}

#[test]
fn forms_ask_for_the_holder_where_providers_do() {
    for (country, key) in [
        ("US", "holderAddress"),
        ("PH", "holderAddress"),
        ("TH", "holderAddress"),
        ("TR", "holderAddress"),
        ("CL", "holderPhone"),
        ("PE", "holderPhone"),
        ("ID", "holderPhone"),
        ("JP", "holderName"),
        ("RU", "holderName"),
    ] {
        let form = requirements(&RequirementsRequest {
            country: country.into(),
            ..Default::default()
        });
        let field = form.fields.iter().find(|field| field.key == key).unwrap();
        assert!(field.optional, "{country} {key}");
    }
}

#[test]
fn japanese_names_are_katakana() {
    for name in [
        "ヤマダ タロウ",
        "ﾔﾏﾀﾞ ﾀﾛｳ",
        "カ)ABCショウジ",
        "ヤマダ\u{3000}タロウ",
        "ｶ)ABC(ﾄﾞｳ)1-2",
    ] {
        let report = japanese(name);
        assert_eq!(report.status, Status::Valid, "{name}: {:?}", report.issues);
    }
    for (name, position) in [
        // The first letter that does not belong, not the first small one.
        ("Yamada Taro", (0, 1)),
        ("1 yamada", (2, 3)),
        ("YAMADA TARO", (0, 1)),
        ("YAMADA 太郎", (0, 1)),
        ("ヤマダ Taro", (4, 5)),
        ("ヤマダ ABC太", (7, 8)),
        ("山田 太郎", (0, 1)),
        ("ヤマダ 太郎", (4, 5)),
        ("やまだ", (0, 1)),
    ] {
        // The account is right all the same.
        let report = japanese(name);
        assert_eq!(report.status, Status::Valid, "{name}");
        let issue = &report.issues[0];
        assert_eq!(issue.severity, Severity::Warning);
        assert_eq!(
            (issue.code.as_str(), issue.field.as_ref()),
            ("invalid_character", "holderName")
        );
        assert_eq!(issue.position, Some(position), "{name}");
        // It says nothing of the account itself.
        assert_ne!(report.checks.structure, CheckResult::Failed);
    }
}

#[test]
fn russian_names_are_cyrillic() {
    let of = |name: &str| {
        check(
            json!({ "country": "RU", "iban": "RU0304452522540817810538091310419", "holderName": name }),
        )
    };
    assert_eq!(of("Иван Петров-Водкин").status, Status::Valid);
    let report = of("Ivan Петров");
    assert_eq!(report.status, Status::Valid);
    let mut issues = report.issues.iter();
    let issue = issues.find(|issue| issue.field == "holderName").unwrap();
    assert_eq!(issue.severity, Severity::Warning);
    assert_eq!(
        issue.message(),
        "The 1st character, I, should be a Cyrillic letter."
    );
}

#[test]
fn a_holders_phone_is_read_as_people_dial() {
    for (country, phone, normal) in [
        ("CL", "+56 9 1234 5678", "+56912345678"),
        ("CL", "9 1234 5678", "+56912345678"),
        ("CL", "22 123 4567", "+56221234567"),
        ("ID", "0812-3456-7890", "+6281234567890"),
        ("ID", "021 5551 234", "+62215551234"),
        ("ID", "+1 (212) 555-0100", "+12125550100"),
        // A market that asks for none.
        ("DE", "+49 30 123456", "+4930123456"),
    ] {
        assert_eq!(of_phone(country, phone), Ok(normal.to_owned()), "{phone}");
    }
    for (country, phone, code, position) in [
        ("CL", "+56 9 12a4", "invalid_character", Some((8, 9))),
        ("CL", "+569123456789", "too_long", Some((12, 13))),
        ("ID", "0812", "too_short", None),
        ("DE", "030 123456", "invalid_character", Some((0, 1))),
    ] {
        assert_eq!(
            of_phone(country, phone),
            Err((code.to_owned(), position)),
            "{phone}"
        );
    }
}

#[test]
fn an_account_is_held_in_a_currency_that_exists() {
    for (currency, code) in [
        ("QQQ", "unknown_currency"),
        ("XXX", "unknown_currency"),
        ("XAU", "unknown_currency"),
        ("HRK", "withdrawn_currency"),
        ("BGN", "withdrawn_currency"),
        ("ZWL", "withdrawn_currency"),
    ] {
        let report = check(json!({
            "country": "DE", "currency": currency, "iban": "DE89370400440532013000",
        }));
        assert_eq!(report.status, Status::Invalid, "{currency}");
        let form = requirements(&RequirementsRequest {
            country: "DE".into(),
            currency: Some(currency.into()),
            ..Default::default()
        });
        assert_eq!(form.currency, "EUR");
        for issues in [report.issues, form.issues] {
            let issue = issues
                .iter()
                .find(|issue| issue.field == "currency")
                .unwrap();
            assert_eq!(
                (issue.code.as_str(), issue.severity),
                (code, Severity::Error)
            );
        }
    }
}

#[test]
fn a_mask_is_of_the_account_and_shows_at_most_a_third() {
    for (account, masked) in [
        (
            json!({ "country": "CZ", "accountNumber": "19-2000145399/0800" }),
            "•••• 5399/0800",
        ),
        (
            json!({ "country": "SK", "accountNumber": "19-8742637541/1200" }),
            "•••• 7541/1200",
        ),
        (
            json!({ "country": "HU", "accountNumber": "117730161111101800000000" }),
            "•••• 1018",
        ),
        (
            json!({ "country": "HU", "accountNumber": "1177301611111018" }),
            "•••• 1018",
        ),
        (
            json!({ "country": "HU", "iban": "HU42117730161111101800000000" }),
            "•••• 1018",
        ),
        (
            json!({ "country": "DE", "iban": "DE89370400440532013000" }),
            "•••• 3000",
        ),
        (
            json!({ "country": "IN", "upiId": "name@okbank" }),
            "n•••@okbank",
        ),
        (
            json!({ "country": "BR", "pixKey": "beatriz@example.com" }),
            "b•••@example.com",
        ),
        (
            json!({ "country": "BR", "pixKey": "52998224725" }),
            "•••• 725",
        ),
        (
            json!({ "country": "CA", "proxy": { "type": "email", "value": "me@example.ca" } }),
            "•••@example.ca",
        ),
        (
            json!({ "country": "ID", "proxy": { "type": "phone", "value": "+6281234567890" } }),
            "•••• 890",
        ),
        // Typed at home, shown as it is understood; the country code is no secret and does not count.
        (
            json!({ "country": "CO", "proxy": { "type": "phone", "value": "300 123 4567" } }),
            "•••• 567",
        ),
        (
            json!({ "country": "MX", "proxy": { "type": "phone", "value": "55 1234 5678" } }),
            "•••• 678",
        ),
        (
            json!({ "country": "PL", "proxy": { "type": "phone", "value": "+48601234567" } }),
            "•••• 567",
        ),
        (
            json!({ "country": "HK", "proxy": { "type": "phone", "value": "+85291234567" } }),
            "•••• 67",
        ),
        (
            json!({ "country": "BR", "pixKey": "+5511987654321" }),
            "•••• 321",
        ),
        // The digit behind the hyphen is the number's last.
        (
            json!({ "country": "BR", "bankCode": "260", "branchCode": "0001", "accountNumber": "12345678", "accountDigit": "9" }),
            "•••• 789",
        ),
        (
            json!({ "country": "GB", "sortCode": "089999", "accountNumber": "66374958" }),
            "•••• 58",
        ),
        (
            json!({ "country": "AU", "bsb": "062000", "accountNumber": "1234" }),
            "•••• 4",
        ),
    ] {
        let report = check(account.clone());
        assert_eq!(mask(&input(account.clone())), masked, "{account}");
        assert_eq!(report.account.unwrap().masked, masked, "{account}");
    }
    // What may be an account number typed after an at sign stays hidden.
    let odd = json!({ "country": "CA", "proxy": { "type": "email", "value": "a@123456789012" } });
    assert_eq!(mask(&input(odd)), "•••• 9012");
    // A number whose digit is not there yet.
    let begun = json!({ "country": "BR", "bankCode": "260", "accountNumber": "123456" });
    assert_eq!(mask(&input(begun)), "•••• 56");
}

#[test]
fn rails_own_names_of_aliases_are_known_and_an_unknown_one_is_one_issue() {
    let of = |country: &str, kind: &str, value: &str| {
        check(json!({ "country": country, "proxy": { "type": kind, "value": value } }))
    };
    assert_eq!(
        of("SG", "uen", "53333444D").status,
        of("SG", "businessId", "53333444D").status
    );
    assert_eq!(of("AU", "ABN", "51824753556").status, Status::Valid);
    let report = of("AU", "nric", "51824753556");
    let fields: Vec<_> = report
        .issues
        .iter()
        .map(|issue| issue.field.as_ref())
        .collect();
    assert_eq!(fields, ["proxy.type"]);
}

#[test]
fn a_number_in_the_wrong_place_is_not_shown() {
    for (account, shown) in [
        (
            json!({"country": "CZ", "accountNumber": "0800/2000145399"}),
            "0800",
        ),
        (
            json!({"country": "IN", "upiId": "bob@DE89370400440532013000"}),
            "0532",
        ),
        (
            json!({"country": "BR", "pixKey": "bob@52998224725"}),
            "2998",
        ),
    ] {
        let masked = mask(&input(account));
        assert!(
            !masked.contains(shown) && !masked.contains("2000145"),
            "{masked}"
        );
    }
}
