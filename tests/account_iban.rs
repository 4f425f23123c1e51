//! IBANs of every country: the published examples, everything one slip away from them, and every
//! stage of typing them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice
)]

mod forms;

use forms::iban_examples;
use payout_kit::account::{
    AccountInput, AccountReport, CheckResult, Iban, Status, format, is_valid_iban, mask, validate,
};
use payout_kit::market::FieldKey;
use payout_kit::report::Code;

fn check(country: &str, iban: &str) -> AccountReport {
    validate(&input(country, iban))
}

fn input(country: &str, iban: &str) -> AccountInput {
    AccountInput {
        country: country.into(),
        iban: Some(iban.into()),
        ..Default::default()
    }
}

fn codes(report: &AccountReport) -> Vec<Code> {
    report.issues.iter().map(|issue| issue.code).collect()
}

#[test]
fn the_registry_has_89_countries_and_every_example_is_valid() {
    let examples = iban_examples();
    assert_eq!(examples.len(), 89);
    for (country, example) in examples {
        let report = check(&country, example);
        assert_eq!(report.status, Status::Valid, "{country}");
        assert!(is_valid_iban(example), "{country}");
        assert_eq!(report.checks.structure, CheckResult::Passed);
        assert_eq!(report.checks.check_digits, CheckResult::Passed);
        assert_ne!(report.checks.national, CheckResult::Failed, "{country}");
        assert_eq!(codes(&report), [Code::TestNumber], "{country}");
        let account = report.account.unwrap();
        assert_eq!(account.scheme, "iban");
        assert_eq!(account.field(FieldKey::Iban), Some(example));
        assert!(example.contains(account.field(FieldKey::BankCode).unwrap()));
    }
}

#[test]
fn every_prefix_is_incomplete() {
    for (country, example) in iban_examples() {
        let spaced = check(&country, example).account.unwrap().formatted;
        for whole in [
            example.to_owned(),
            example.to_lowercase(),
            spaced,
            format!("IBAN: {example}"),
        ] {
            for (end, _) in whole.char_indices() {
                let report = check(&country, &whole[..end]);
                assert_eq!(
                    report.status,
                    Status::Incomplete,
                    "{country}: {}",
                    &whole[..end]
                );
                assert!(!is_valid_iban(&whole[..end]));
            }
        }
    }
}

#[test]
fn every_single_change_and_every_swap_is_found() {
    for (country, example) in iban_examples() {
        let bytes = example.as_bytes();
        let mut slips = Vec::new();
        for place in 2..bytes.len() {
            // Modulo 97 finds every change of a digit into a digit and of a letter into a letter;
            // one into the other moves what stands before it, and most are found.
            let alike = if bytes[place].is_ascii_digit() {
                b'0'..=b'9'
            } else {
                b'A'..=b'Z'
            };
            for other in alike.filter(|&other| other != bytes[place]) {
                let mut slip = bytes.to_vec();
                slip[place] = other;
                slips.push(slip);
            }
        }
        for place in 1..bytes.len() {
            let alike = bytes[place].is_ascii_digit() == bytes[place - 1].is_ascii_digit();
            if alike && bytes[place] != bytes[place - 1] {
                let mut slip = bytes.to_vec();
                slip.swap(place, place - 1);
                slips.push(slip);
            }
        }
        for slip in slips {
            let slip = String::from_utf8(slip).unwrap();
            assert_eq!(check(&country, &slip).status, Status::Invalid, "{slip}");
            assert!(!is_valid_iban(&slip), "{slip}");
        }
    }
}

#[test]
fn a_character_too_much_or_too_few_is_no_iban() {
    for (country, example) in iban_examples() {
        let long = check(&country, &format!("{example}0"));
        assert_eq!(long.status, Status::Invalid);
        assert_eq!(codes(&long), [Code::TooLong]);
        let length = example.len();
        assert_eq!(long.issues[0].position, Some((length, length + 1)));
        let short = check(&country, &example[..length - 1]);
        assert_eq!(codes(&short), [Code::TooShort]);
        assert_eq!(short.checks.structure, CheckResult::Failed);
    }
}

#[test]
fn what_is_shown_reads_back_and_what_is_masked_does_not() {
    for (country, example) in iban_examples() {
        let shown = format(&input(&country, example));
        assert_eq!(Iban::parse(&shown).unwrap().as_str(), example);
        let masked = mask(&input(&country, example));
        // Zeros that only fill a Hungarian number tell nothing.
        let number = match country.as_str() {
            "HU" => example.strip_suffix("00000000").unwrap(),
            _ => example,
        };
        assert_eq!(masked, format!("•••• {}", &number[number.len() - 4..]));
        let report = check(&country, example);
        assert_eq!(report.account.as_ref().unwrap().masked, masked);
        let debug = format!(
            "{:?} {:?} {:?}",
            input(&country, example),
            report,
            Iban::parse(example)
        );
        assert!(!debug.contains(&example[4..example.len() - 4]), "{debug}");
    }
}

#[test]
fn input_is_taken_as_people_write_it() {
    for typed in [
        "de89 3704 0044 0532 0130 00",
        "DE89\u{a0}3704\u{202f}0044\u{2009}0532 0130\t00\n",
        "DE89-3704-0044-0532-0130-00",
        "DE89\u{2013}3704\u{2011}0044.0532/0130\u{2212}00",
        "IBAN DE89370400440532013000",
        "Iban: DE89370400440532013000",
        "\u{200e}\u{202a}DE89370400440532013000\u{202c}\u{feff}",
        "\u{ff24}\u{ff25}\u{ff18}\u{ff19}370400440532013000",
        "\u{ff44}\u{ff45}89\u{3000}370400440532013000",
        "DE\u{668}\u{669}\u{6f3}\u{96d}0400440532013000",
        "IBAN-Nr. DE89370400440532013000",
    ] {
        assert_eq!(check("DE", typed).status, Status::Valid, "{typed:?}");
        assert!(is_valid_iban(typed), "{typed:?}");
    }
    // Nothing significant is passed over in silence.
    for typed in [
        "DE89 3704_0044 0532 0130 00",
        "DE893704004405320130!00",
        "DE89\u{2462}70400440532013000",
        "=DE89",
    ] {
        let report = check("DE", typed);
        assert_eq!(codes(&report), [Code::InvalidCharacter], "{typed}");
        assert!(!is_valid_iban(typed));
    }
}

#[test]
fn the_position_is_the_one_that_was_typed() {
    let report = check("DE", "IBAN: \u{200e}DE89 37O4 0044");
    assert_eq!(report.status, Status::Invalid);
    let issue = &report.issues[0];
    assert_eq!(issue.position, Some((14, 15)));
    assert_eq!(issue.params.get("ordinal").unwrap(), "7th");
    assert_eq!(issue.params.get("character").unwrap(), "O");
    assert_eq!(issue.params.get("expected").unwrap(), "a digit");
    assert_eq!(issue.message(), "The 7th character, O, should be a digit.");

    let report = check("NL", "NL91 4BNA");
    assert_eq!(
        report.issues[0].message(),
        "The 5th character, 4, should be a letter."
    );

    let report = check("DE", "DE89 3704 0044 0532 0130 00 123");
    assert_eq!(report.issues[0].code, Code::TooLong);
    assert_eq!(report.issues[0].position, Some((28, 31)));
}

#[test]
fn another_countrys_iban_is_said_to_be_one() {
    let report = check("DE", " FR14 2004");
    assert_eq!(codes(&report), [Code::CountryMismatch]);
    assert_eq!(report.issues[0].position, Some((1, 3)));
    assert_eq!(
        report.issues[0].message(),
        "This account belongs to France, not to Germany."
    );
    // One letter is enough to see that it cannot become German.
    assert_eq!(
        check("DE", "F").issues[0].message(),
        "The 1st character, F, should be the letter D."
    );
    assert_eq!(codes(&check("DE", "DX")), [Code::UnknownCountry]);
    assert_eq!(check("DE", "D").status, Status::Incomplete);
    // Somebody begins with the word.
    for typed in ["I", "IB", "iba", "IBAN", "IBAN:", "IBAN: "] {
        assert_eq!(check("DE", typed).status, Status::Incomplete, "{typed}");
    }
}

#[test]
fn check_digits_are_02_to_98() {
    // 00, 01 and 99 leave the same remainder as 97, 98 and 02.
    for typed in [
        "AD0157974147I55TDC19DONK",
        "AD9921781257P2KVABEU1OQ5",
        "AD00782661796VW0GI9YMFMN",
    ] {
        let report = check("AD", typed);
        assert_eq!(codes(&report), [Code::InvalidCheckDigits], "{typed}");
        assert_eq!(report.issues[0].position, Some((2, 4)));
        assert_eq!(report.checks.check_digits, CheckResult::Failed);
        assert!(!is_valid_iban(typed));
        // No continuation repairs it.
        assert_eq!(check("AD", &typed[..4]).status, Status::Invalid);
        assert_eq!(check("AD", &typed[..3]).status, Status::Incomplete);
    }
}

#[test]
fn countries_whose_national_rule_fixes_the_pair() {
    // Right by modulo 97, but Portugal's own rule forces 50.
    let report = check("PT", "PT72000201231234567890054");
    assert_eq!(report.checks.check_digits, CheckResult::Failed);
    let wrong = with_check_digits("PT", "000201231234567890155");
    let report = check("PT", &wrong);
    assert_eq!(report.status, Status::Invalid);
    assert_eq!(codes(&report), [Code::InvalidNationalCheck]);
    assert_eq!(report.checks.check_digits, CheckResult::Passed);
    assert_eq!(report.checks.national, CheckResult::Failed);
    assert!(is_valid_iban(&wrong));
    // It shows as soon as the pair is there.
    assert_eq!(check("PT", "PT51").status, Status::Invalid);
    assert_eq!(check("PT", "PT5").status, Status::Incomplete);
    // Kosovo's is inferred: a warning, no more.
    let odd = with_check_digits("XK", "1212012345678907");
    let report = check("XK", &odd);
    assert_eq!(report.status, Status::Valid);
    assert_eq!(report.checks.national, CheckResult::Failed);
    assert!(report.issues.iter().all(|issue| !issue.is_error()));
}

#[test]
fn the_national_check_of_every_country_is_named_for_what_it_is() {
    for (country, example) in iban_examples() {
        let report = check(&country, example);
        let expected = match country.as_str() {
            "AL" | "BA" | "BE" | "BI" | "CZ" | "DE" | "DJ" | "EE" | "ES" | "FI" | "FR" | "GB"
            | "HR" | "HU" | "IS" | "IT" | "MC" | "ME" | "MK" | "MR" | "NL" | "NO" | "PL" | "PT"
            | "RS" | "SE" | "SI" | "SK" | "SM" | "TL" | "TN" | "XK" => CheckResult::Passed,
            // Each bank's own rule, or none that we have read.
            "BR" | "IL" | "ST" => CheckResult::NotVerifiable,
            _ => CheckResult::NotApplicable,
        };
        assert_eq!(report.checks.national, expected, "{country}");
    }
}

#[test]
fn a_bic_next_to_it_is_checked_too() {
    let with_bic = |bic: &str| {
        validate(&AccountInput {
            country: "DE".into(),
            iban: Some("DE02120300000000202051".into()),
            bic: Some(bic.into()),
            ..Default::default()
        })
    };
    assert_eq!(with_bic("BYLADEM1001").status, Status::Valid);
    assert_eq!(
        with_bic("byla de m1").account.unwrap().field(FieldKey::Bic),
        Some("BYLADEM1")
    );
    assert_eq!(with_bic("").status, Status::Valid);
    for partial in ["BYL", "BYLAD", "BYLADEM", "BYLADEM10", "BYLADEM100"] {
        assert_eq!(with_bic(partial).status, Status::Incomplete, "{partial}");
    }
    let unknown = with_bic("BYLAZZ");
    assert_eq!(codes(&unknown), [Code::UnknownCountry]);
    assert_eq!(unknown.issues[0].position, Some((4, 6)));
    assert_eq!(with_bic("BYLADEM1001X").status, Status::Invalid);
    let abroad = with_bic("BNPAFRPP");
    assert_eq!(
        (abroad.status, codes(&abroad)),
        (Status::Valid, vec![Code::CountryMismatch])
    );
}

/// An IBAN of this BBAN, by the rule of ISO 13616.
fn with_check_digits(country: &str, bban: &str) -> String {
    let rearranged = format!("{bban}{country}00");
    let remainder = rearranged.chars().fold(0, |sum: u32, character| {
        let value = character.to_digit(36).unwrap();
        if value < 10 {
            (sum * 10 + value) % 97
        } else {
            (sum * 100 + value) % 97
        }
    });
    format!("{country}{:02}{bban}", 98 - remainder)
}
