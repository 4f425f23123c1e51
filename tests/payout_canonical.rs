//! From an intent to the bytes that are signed: what is refused, what is written, what is shown.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use std::collections::BTreeMap;

use payout_kit::account::AccountInput;
use payout_kit::payout::json::Value;
use payout_kit::payout::{
    Conversion, Creditor, Debtor, PayoutIntent, PostalAddress, ReadError, Remittance, canonical,
    read, summary,
};
use payout_kit::report::{Code, Issue};
use proptest::prelude::*;

fn intent() -> PayoutIntent {
    PayoutIntent {
        idempotency_key: "7f0e-1".into(),
        end_to_end_id: "PO-2026-0007".into(),
        amount: "1012.5".into(),
        currency: "EUR".into(),
        rail: Some("SCT_INST".into()),
        fallback: Some("SCT".into()),
        debtor: Debtor {
            account: "wallet-00042".into(),
            name: Some("Example Marketplace".into()),
            virtual_account: Some("va-90210".into()),
        },
        creditor: Creditor {
            name: "Zoë Müller".into(),
            account: AccountInput {
                country: "DE".into(),
                iban: Some("de89 3704 0044 0532 0130 00".into()),
                ..Default::default()
            },
            address: Some("Hauptstraße 1, 10115 Berlin".into()),
            ..Default::default()
        },
        conversion: Some(Conversion {
            quote_id: Some("q-1".into()),
            rate: "0.9205".into(),
            debit_amount: "1100".into(),
            debit_currency: "USD".into(),
            credit_amount: "1012.50".into(),
            credit_currency: "EUR".into(),
            expires_at: "2026-11-21T10:05:00+01:00".into(),
        }),
        charge_bearer: Some("shared".into()),
        requested_execution_date: Some("2026-11-23".into()),
        purpose: Some("SUPP".into()),
        category_purpose: Some("SUPP".into()),
        remittance: Some(Remittance {
            reference: Some("RF18 5390 0754 7034".into()),
            ..Default::default()
        }),
        uetr: Some("eb6305c9-1f7f-49de-aed0-16487c27b42d".into()),
        metadata: Some(BTreeMap::from([("invoice".into(), "2026/11".into())])),
    }
}

/// The errors of an intent that one change made, and their fields.
fn refused(change: impl FnOnce(&mut PayoutIntent)) -> Vec<(Code, String)> {
    let mut changed = intent();
    change(&mut changed);
    let issues = canonical(&changed).map(|_| ()).unwrap_err();
    issues
        .into_iter()
        .filter(Issue::is_error)
        .map(|issue| (issue.code, issue.field.to_string()))
        .collect()
}

fn one(change: impl FnOnce(&mut PayoutIntent)) -> (Code, String) {
    let issues = refused(change);
    assert_eq!(issues.len(), 1, "{issues:?}");
    issues.into_iter().next().unwrap()
}

#[test]
fn the_bytes_of_a_full_intent() {
    let payout = canonical(&intent()).unwrap();
    assert_eq!(
        payout.text(),
        concat!(
            r#"{"amount":"1012.50","categoryPurpose":"SUPP","chargeBearer":"shared","#,
            r#""conversion":{"creditAmount":"1012.50","creditCurrency":"EUR","debitAmount":"1100.00","#,
            r#""debitCurrency":"USD","expiresAt":"2026-11-21T10:05:00+01:00","quoteId":"q-1","rate":"0.9205"},"#,
            r#""creditor":{"account":{"bankCode":"37040044","country":"DE","iban":"DE89370400440532013000"},"#,
            r#""address":"Hauptstraße 1, 10115 Berlin","masked":"•••• 3000","name":"Zoë Müller"},"#,
            r#""currency":"EUR","debtor":{"account":"wallet-00042","name":"Example Marketplace","virtualAccount":"va-90210"},"#,
            r#""endToEndId":"PO-2026-0007","fallback":"SCT","idempotencyKey":"7f0e-1","metadata":{"invoice":"2026/11"},"#,
            r#""purpose":"SUPP","rail":"SCT_INST","remittance":{"reference":"RF18539007547034"},"#,
            r#""requestedExecutionDate":"2026-11-23","uetr":"eb6305c9-1f7f-49de-aed0-16487c27b42d","#,
            r#""version":"payout-request/1"}"#
        )
    );
    assert!(Value::read_canonical(payout.bytes()).is_ok());
    // What is worth saying is said, although it prevents nothing.
    assert_eq!(payout.issues()[0].code, Code::TestNumber);
}

#[test]
fn the_summary_is_what_the_bytes_say() {
    let payout = canonical(&intent()).unwrap();
    let lines: Vec<(&str, String)> = payout
        .summary()
        .into_iter()
        .map(|line| (line.key, line.value.replace('\u{a0}', "_")))
        .collect();
    let expected = [
        ("payee", "Zoë Müller"),
        ("account", "•••• 3000"),
        ("country", "Germany"),
        ("address", "Hauptstraße 1, 10115 Berlin"),
        ("amount", "1_012.50_EUR"),
        ("debit", "1_100.00_USD"),
        ("rate", "1_USD = 0.9205_EUR"),
        ("rateExpiresAt", "2026-11-21 09:05:00 UTC"),
        ("debtor", "Example Marketplace"),
        ("debtorAccount", "••••_0042"),
        ("virtualAccount", "••••_0210"),
        ("rail", "SCT_INST"),
        ("fallback", "SCT"),
        ("charges", "shared"),
        ("date", "2026-11-23"),
        ("reference", "RF18 5390 0754 7034"),
        ("purpose", "SUPP"),
        ("categoryPurpose", "SUPP"),
        ("endToEndId", "PO-2026-0007"),
    ];
    assert_eq!(lines, expected.map(|(key, value)| (key, value.to_owned())));
    // It follows the bytes, not the intent.
    let changed = payout.text().replace("Zoë Müller", "Eve");
    assert_eq!(summary(changed.as_bytes()).unwrap()[0].value, "Eve");
    assert!(summary(b"{").is_err());
}

#[test]
fn an_address_in_its_parts() {
    let parts = || PostalAddress {
        street_name: Some("Hauptstraße".into()),
        building_number: Some("1".into()),
        post_code: Some("10115".into()),
        town_name: "Berlin".into(),
        country: "DE".into(),
        ..Default::default()
    };
    let with = |address: Option<&str>, parts: PostalAddress| {
        let mut changed = intent();
        changed.creditor.address = address.map(str::to_owned);
        changed.creditor.postal_address = Some(parts);
        changed
    };
    let payout = canonical(&with(None, parts())).unwrap();
    let bytes = r#""postalAddress":{"buildingNumber":"1","country":"DE","postCode":"10115","streetName":"Hauptstraße","townName":"Berlin"}}"#;
    assert!(payout.text().contains(bytes), "{}", payout.text());
    let shown = |intent: &PayoutIntent| {
        let lines = canonical(intent).unwrap().summary();
        lines
            .into_iter()
            .find(|line| line.key == "address")
            .unwrap()
            .value
    };
    let line = "Hauptstraße 1, 10115 Berlin, Germany";
    assert_eq!(shown(&with(None, parts())), line);
    let hybrid = with(Some("c/o Eve"), parts());
    assert_eq!(shown(&hybrid), format!("c/o Eve, {line}"));
    assert_eq!(
        read(canonical(&hybrid).unwrap().bytes())
            .unwrap()
            .creditor
            .postal_address,
        Some(parts())
    );
    let wrong = |change: fn(&mut PostalAddress)| {
        one(|intent| {
            let mut changed = parts();
            change(&mut changed);
            intent.creditor.postal_address = Some(changed);
        })
    };
    let at = |field: &str| format!("creditor.postalAddress.{field}");
    assert_eq!(
        wrong(|a| a.town_name.clear()),
        (Code::Required, at("townName"))
    );
    assert_eq!(
        wrong(|a| a.country.clear()),
        (Code::InvalidValue, at("country"))
    );
    assert_eq!(
        wrong(|a| a.country = "XX".into()),
        (Code::InvalidValue, at("country"))
    );
    assert_eq!(
        wrong(|a| a.post_code = Some("1".repeat(17))),
        (Code::TooLong, at("postCode"))
    );
}

#[test]
fn what_was_written_reads_back_to_the_same_bytes() {
    let payout = canonical(&intent()).unwrap();
    let again = read(payout.bytes()).unwrap();
    assert_eq!(canonical(&again).unwrap().text(), payout.text());

    for (from, to) in [
        ("payout-request/1", "payout-request/2"),
        (r#""rail":"SCT_INST""#, r#""rail":["SCT_INST"]"#),
        (r#""purpose":"SUPP","rail""#, r#""purposf":"SUPP","rail""#),
        (r#""masked":"•••• 3000","#, ""),
    ] {
        let changed = payout.text().replacen(from, to, 1);
        assert_ne!(changed, payout.text());
        assert_eq!(
            read(changed.as_bytes()).unwrap_err(),
            ReadError::Shape,
            "{to}"
        );
    }
    let spaced = payout.text().replacen(':', ": ", 1);
    assert!(matches!(read(spaced.as_bytes()), Err(ReadError::Json(_))));
}

#[test]
fn amounts_fit_their_currency() {
    assert_eq!(
        one(|intent| intent.amount = "0".into()),
        (Code::AmountNotPositive, "amount".into())
    );
    assert_eq!(
        one(|intent| intent.amount = "-1".into()).0,
        Code::InvalidAmount
    );
    assert_eq!(
        one(|intent| intent.amount = "1e3".into()).0,
        Code::InvalidAmount
    );
    assert_eq!(
        one(|intent| intent.amount = "1.005".into()).0,
        Code::TooManyDecimals
    );
    assert_eq!(
        one(|intent| intent.amount = String::new()).0,
        Code::Required
    );
    assert_eq!(
        one(|intent| intent.currency = "XAU".into()),
        (Code::UnknownCurrency, "currency".into())
    );
    assert_eq!(
        one(|intent| intent.currency = String::new()).0,
        Code::Required
    );

    let yen = |amount: &str| {
        canonical(&PayoutIntent {
            amount: amount.into(),
            currency: "JPY".into(),
            conversion: None,
            ..intent()
        })
    };
    assert!(
        yen("1000")
            .unwrap()
            .text()
            .starts_with(r#"{"amount":"1000","#)
    );
    assert!(yen("1000.5").is_err());
}

#[test]
fn identifiers_have_their_characters() {
    let key = |text: &str| one(|intent| intent.idempotency_key = text.into());
    assert_eq!(key(""), (Code::Required, "idempotencyKey".into()));
    assert_eq!(key("a b").0, Code::CharacterNotAllowed);
    assert_eq!(key("é").0, Code::CharacterNotAllowed);
    assert_eq!(key(&"a".repeat(256)).0, Code::TooLong);
    assert!(
        canonical(&PayoutIntent {
            idempotency_key: "~".repeat(255),
            ..intent()
        })
        .is_ok()
    );

    let id = |text: &str| one(|intent| intent.end_to_end_id = text.into());
    for text in ["/a", "a/", "a//b", " a", "a ", "a_b", "a&b", "ä", "a\nb"] {
        assert_eq!(
            id(text),
            (Code::CharacterNotAllowed, "endToEndId".into()),
            "{text}"
        );
    }
    assert_eq!(id(&"a".repeat(36)).0, Code::TooLong);
    assert!(
        canonical(&PayoutIntent {
            end_to_end_id: "A/-?:().,'+ b".into(),
            ..intent()
        })
        .is_ok()
    );

    assert_eq!(
        one(|intent| intent.uetr = Some("EB6305C9-1F7F-49DE-AED0-16487C27B42D".into())).1,
        "uetr"
    );
    assert_eq!(
        one(|intent| intent.purpose = Some("SUPPL".into())).0,
        Code::TooLong
    );
    assert_eq!(
        one(|intent| intent.purpose = Some("supp".into())).0,
        Code::CharacterNotAllowed
    );
    assert_eq!(
        one(|intent| intent.category_purpose = Some(String::new())).0,
        Code::Required
    );
    assert_eq!(
        one(|intent| intent.charge_bearer = Some("SHAR".into())).1,
        "chargeBearer"
    );
    assert_eq!(
        one(|intent| intent.requested_execution_date = Some("2026-02-29".into())).1,
        "requestedExecutionDate"
    );
    assert_eq!(one(|intent| intent.rail = Some("a b".into())).1, "rail");
    assert_eq!(one(|intent| intent.rail = None).1, "rail");
    assert_eq!(
        one(|intent| intent.fallback = Some("SCT_INST".into())).1,
        "fallback"
    );
}

#[test]
fn names_are_as_long_as_the_rail_takes_and_hide_nothing() {
    let name = |text: String| one(|intent| intent.creditor.name = text);
    assert_eq!(
        name("x".repeat(71)),
        (Code::TooLong, "creditor.name".into())
    );
    let long = |name: String| {
        let mut intent = intent();
        intent.rail = Some("FPS".into());
        intent.fallback = None;
        intent.creditor.name = name;
        canonical(&intent)
    };
    assert!(long("x".repeat(140)).is_ok());
    assert!(long("x".repeat(141)).is_err());
    assert!(long("x".repeat(2_000_000)).is_err());
    for hidden in [
        "\u{202e}",
        "\u{2066}",
        "\0",
        "\n",
        "\u{7f}",
        "\u{85}",
        "\u{2028}",
        "\u{200b}",
        "\u{feff}",
        "\u{fffd}",
        "\u{e0041}",
    ] {
        assert_eq!(
            name(format!("Zo{hidden}e")).0,
            Code::CharacterNotAllowed,
            "{hidden:?}"
        );
    }
    // Scripts and joiners that names need.
    for name in [
        "山田 太郎",
        "محمد",
        "नेहा क्\u{200d}ष",
        "O'Brien-Smith",
        "Zoe\u{308}",
    ] {
        assert!(long(name.into()).unwrap().text().contains(name));
    }
    assert_eq!(name("  ".into()).0, Code::Required);
    assert_eq!(
        one(|intent| intent.debtor.account = String::new()).1,
        "debtor.account"
    );
}

#[test]
fn the_account_must_be_valid() {
    let issues =
        refused(|intent| intent.creditor.account.iban = Some("DE89370400440532013001".into()));
    assert_eq!(
        issues[0],
        (Code::InvalidCheckDigits, "creditor.account.iban".into())
    );
    let incomplete = refused(|intent| intent.creditor.account.iban = Some("DE8937".into()));
    assert!(
        incomplete
            .iter()
            .all(|(_, field)| field.starts_with("creditor.account")),
        "{incomplete:?}"
    );
    let nothing = refused(|intent| intent.creditor.account = AccountInput::default());
    assert!(
        nothing
            .iter()
            .all(|(_, field)| field.starts_with("creditor.account")),
        "{nothing:?}"
    );
}

#[test]
fn an_account_of_fields_is_written_without_separators() {
    let mut intent = intent();
    intent.currency = "GBP".into();
    intent.conversion = None;
    intent.rail = Some("FPS".into());
    intent.fallback = None;
    intent.creditor.account = AccountInput {
        country: "gb".into(),
        currency: Some("GBP".into()),
        sort_code: Some("10-88-00".into()),
        account_number: Some("0001 2345".into()),
        ..Default::default()
    };
    let payout = canonical(&intent).unwrap();
    assert!(
        payout.text().contains(
            r#""account":{"accountNumber":"00012345","country":"GB","currency":"GBP","sortCode":"108800"}"#
        ),
        "{}",
        payout.text()
    );
    assert_eq!(
        canonical(&read(payout.bytes()).unwrap()).unwrap().text(),
        payout.text()
    );
}

#[test]
fn both_sides_of_a_conversion_agree() {
    let conversion =
        |change: fn(&mut Conversion)| one(|intent| change(intent.conversion.as_mut().unwrap()));
    assert_eq!(
        conversion(|c| c.credit_amount = "1012.51".into()),
        (Code::ConversionMismatch, "conversion.creditAmount".into())
    );
    assert_eq!(
        conversion(|c| c.credit_currency = "USD".into()),
        (Code::ConversionMismatch, "conversion.creditCurrency".into())
    );
    let mismatch = |field: &str| (Code::ConversionMismatch, field.to_owned());
    let one_currency = |c: &mut Conversion| c.debit_currency.clone_from(&c.credit_currency);
    assert_eq!(
        conversion(one_currency),
        mismatch("conversion.creditCurrency")
    );
    // More than the debit is worth, whatever fees there were.
    let tenth = |c: &mut Conversion| c.rate = "0.1".into();
    assert_eq!(conversion(tenth), mismatch("conversion.rate"));
    assert_eq!(
        conversion(|c| c.rate = "0".into()),
        (Code::InvalidRate, "conversion.rate".into())
    );
    assert_eq!(conversion(|c| c.rate = "-1".into()).0, Code::InvalidRate);
    assert_eq!(
        conversion(|c| c.debit_amount = "0.00".into()).0,
        Code::AmountNotPositive
    );
    assert_eq!(
        conversion(|c| c.expires_at = "2026-11-21".into()),
        (Code::InvalidInstant, "conversion.expiresAt".into())
    );
}

#[test]
fn a_payout_says_one_thing_about_itself() {
    let remittance = |unstructured: Option<&str>, reference: Option<&str>| {
        one(|intent| {
            intent.remittance = Some(Remittance {
                unstructured: unstructured.map(Into::into),
                reference: reference.map(Into::into),
            });
        })
        .0
    };
    assert_eq!(
        remittance(Some("a"), Some("RF18539007547034")),
        Code::ConflictingFields
    );
    assert_eq!(remittance(None, None), Code::Required);
    assert_eq!(
        remittance(None, Some("RF19539007547034")),
        Code::InvalidReference
    );
    assert_eq!(
        remittance(None, Some(&"R".repeat(1_000_000))),
        Code::TooLong
    );
    assert_eq!(remittance(Some(&"a".repeat(141)), None), Code::TooLong);
}

#[test]
fn metadata_and_the_whole_are_capped() {
    let metadata = |count: usize, key: usize, value: &str| {
        let entries = (0..count)
            .map(|number| (format!("{number:0key$}"), value.to_owned()))
            .collect();
        canonical(&PayoutIntent {
            metadata: Some(entries),
            ..intent()
        })
    };
    let error = |outcome: Result<_, Vec<Issue>>| {
        outcome
            .map(|_: payout_kit::payout::CanonicalPayout| ())
            .unwrap_err()
            .into_iter()
            .find(Issue::is_error)
            .unwrap()
    };
    assert!(metadata(20, 40, "v").is_ok());
    assert!(metadata(1, 1, "").is_ok());
    assert_eq!(error(metadata(21, 2, "v")).code, Code::TooLong);
    assert_eq!(error(metadata(1, 41, "v")).code, Code::TooLong);
    assert_eq!(error(metadata(1, 1, &"v".repeat(501))).code, Code::TooLong);
    // Each entry fits, together they are more than 16 KiB.
    assert_eq!(error(metadata(20, 40, &"あ".repeat(500))).field, "");
}

#[test]
fn missing_members_are_issues_and_unknown_ones_errors() {
    let empty: PayoutIntent = serde_json::from_str("{}").unwrap();
    let fields: Vec<String> = canonical(&empty)
        .unwrap_err()
        .into_iter()
        .map(|issue| issue.field.to_string())
        .collect();
    for field in [
        "idempotencyKey",
        "endToEndId",
        "currency",
        "debtor.account",
        "creditor.name",
    ] {
        assert!(fields.iter().any(|known| known == field), "{field}");
    }
    assert!(serde_json::from_str::<PayoutIntent>(r#"{"amont":"1"}"#).is_err());
    assert!(serde_json::from_str::<PayoutIntent>(r#"{"amount":1}"#).is_err());
}

#[test]
fn nothing_private_is_printed() {
    let intent = intent();
    let payout = canonical(&intent).unwrap();
    let printed = format!("{intent:?} {payout:?} {:?}", payout.summary());
    for secret in ["3000", "Müller", "1012", "wallet"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    // Nor is it said in an issue.
    let wrong = PayoutIntent {
        end_to_end_id: "DE89370400440532013000_".into(),
        ..intent
    };
    let said = serde_json::to_string(&canonical(&wrong).unwrap_err()).unwrap();
    assert!(!said.contains("3704"), "{said}");
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Za-z0-9./ -]{0,40}",
        Just("EUR".to_owned()),
        Just("12.50".to_owned())
    ]
}

prop_compose! {
    fn any_intent()(
        texts in prop::collection::vec(any_text(), 12),
        options in prop::collection::vec(prop::option::of(any_text()), 12),
        valid in any::<u32>(),
        metadata in prop::option::of(prop::collection::btree_map(any_text(), any_text(), 0..4)),
    ) -> PayoutIntent {
        let right = intent();
        // Each member is the right one or anything.
        let mut place = 0;
        let mut keep = || { place += 1; valid.rotate_right(place) & 1 == 1 };
        let conversion = right.conversion.clone().unwrap();
        PayoutIntent {
            idempotency_key: if keep() { right.idempotency_key } else { texts[0].clone() },
            end_to_end_id: if keep() { right.end_to_end_id } else { texts[1].clone() },
            amount: if keep() { right.amount } else { texts[2].clone() },
            currency: if keep() { right.currency } else { texts[3].clone() },
            rail: if keep() { right.rail } else { options[0].clone() },
            fallback: if keep() { right.fallback } else { options[1].clone() },
            debtor: Debtor {
                account: if keep() { right.debtor.account } else { texts[4].clone() },
                name: options[2].clone().filter(|_| !keep()),
                virtual_account: options[3].clone().filter(|_| !keep()),
            },
            creditor: Creditor {
                name: if keep() { right.creditor.name } else { texts[5].clone() },
                account: if keep() { right.creditor.account } else {
                    AccountInput { country: texts[6].clone(), iban: options[4].clone(), ..Default::default() }
                },
                address: options[5].clone().filter(|_| !keep()),
                postal_address: if keep() { None } else {
                    Some(PostalAddress {
                        street_name: options[1].clone(),
                        post_code: options[2].clone(),
                        town_name: if keep() { "Berlin".into() } else { texts[1].clone() },
                        country: if keep() { "DE".into() } else { texts[2].clone() },
                        ..Default::default()
                    })
                },
            },
            conversion: if keep() { None } else {
                Some(Conversion {
                    rate: if keep() { conversion.rate } else { texts[7].clone() },
                    debit_amount: if keep() { conversion.debit_amount } else { texts[8].clone() },
                    expires_at: if keep() { conversion.expires_at } else { texts[9].clone() },
                    ..right.conversion.unwrap()
                })
            },
            charge_bearer: options[6].clone().filter(|_| !keep()),
            requested_execution_date: options[7].clone().filter(|_| !keep()),
            purpose: options[8].clone().filter(|_| !keep()),
            category_purpose: None,
            remittance: options[9].clone().filter(|_| !keep()).map(|text| Remittance { unstructured: Some(text), reference: None }),
            uetr: options[10].clone().filter(|_| !keep()),
            metadata: metadata.filter(|_| !keep()),
        }
    }
}

proptest! {
    #[test]
    fn any_intent_is_refused_or_written_so_that_it_reads_back(intent in any_intent()) {
        match canonical(&intent) {
            Err(issues) => prop_assert!(issues.iter().any(payout_kit::report::Issue::is_error)),
            Ok(payout) => {
                let again = read(payout.bytes()).unwrap();
                let again = canonical(&again).unwrap();
                prop_assert_eq!(again.text(), payout.text());
                prop_assert!(payout.summary().iter().any(|line| line.key == "payee"));
            }
        }
    }
}
