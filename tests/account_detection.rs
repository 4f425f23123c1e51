//! What each check digit guarantees, proven on random accounts: every single wrong digit, and every
//! swap of neighbours, wherever the rule sees it. What it cannot see is written down next to it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic
)]

mod forms;

use forms::{Random, Typed};
use payout_kit::account::{AccountReport, CheckResult, validate};
use payout_kit::report::{Code, Severity};

/// Which swaps of two different neighbours a rule sees.
#[derive(Clone, Copy)]
enum Swaps {
    /// Every one: modulo 11, with weights that differ from place to place.
    All,
    /// Not of digits that differ by five: modulo 10, with odd weights.
    NotByFive,
    /// Not 09 and 90: Luhn.
    NotNineZero,
    /// None is promised: some neighbours weigh the same.
    None,
}

struct Scheme {
    country: &'static str,
    key: &'static str,
    /// The form of a number; random digits come after the first `kept`.
    number: &'static str,
    kept: usize,
    /// The places (of the number as it stands) that a check digit covers.
    covered: &'static [(usize, usize)],
    swaps: Swaps,
    others: &'static [(&'static str, &'static str)],
}

const fn scheme(
    country: &'static str,
    key: &'static str,
    number: &'static str,
    kept: usize,
    covered: &'static [(usize, usize)],
    swaps: Swaps,
) -> Scheme {
    Scheme {
        country,
        key,
        number,
        kept,
        covered,
        swaps,
        others: &[],
    }
}

const SCHEMES: &[Scheme] = &[
    scheme(
        "US",
        "routingNumber",
        "021000021",
        2,
        &[(2, 9)],
        Swaps::NotByFive,
    ),
    scheme(
        "MX",
        "clabe",
        "032180000118359719",
        3,
        &[(0, 18)],
        Swaps::NotByFive,
    ),
    scheme(
        "AR",
        "cbu",
        "2850590940090418135201",
        3,
        &[(0, 8), (8, 22)],
        Swaps::NotByFive,
    ),
    scheme(
        "PE",
        "cci",
        "00219300123456789013",
        3,
        &[(0, 6), (6, 18)],
        Swaps::NotNineZero,
    ),
    scheme(
        "NO",
        "accountNumber",
        "86011117947",
        4,
        &[(0, 11)],
        Swaps::All,
    ),
    scheme(
        "CZ",
        "accountNumber",
        "192014/0800",
        0,
        &[(0, 6)],
        Swaps::All,
    ),
    scheme(
        "SK",
        "accountNumber",
        "19-8742637541/1200",
        3,
        &[(3, 13)],
        Swaps::All,
    ),
    scheme(
        "HU",
        "accountNumber",
        "117730161111101800000000",
        0,
        &[(0, 8), (8, 24)],
        Swaps::NotByFive,
    ),
    // Modulo 97, as the IBAN's; the two digits in front are its pair.
    scheme(
        "PL",
        "accountNumber",
        "61109010140000071219812874",
        10,
        &[(2, 26)],
        Swaps::All,
    ),
    scheme(
        "SE",
        "accountNumber",
        "50011234563",
        4,
        &[(4, 11)],
        Swaps::All,
    ),
    scheme(
        "SE",
        "accountNumber",
        "33009001011234",
        4,
        &[(4, 14)],
        Swaps::NotNineZero,
    ),
    scheme(
        "SE",
        "accountNumber",
        "6789123456789",
        4,
        &[(4, 13)],
        Swaps::All,
    ),
    // Bank and suffix do not count.
    scheme(
        "NZ",
        "accountNumber",
        "0102420100194000",
        6,
        &[(7, 13)],
        Swaps::All,
    ),
    scheme(
        "NZ",
        "accountNumber",
        "0865231954512001",
        6,
        &[(6, 13)],
        Swaps::All,
    ),
    // The first digits tell a card from another account.
    scheme(
        "CN",
        "accountNumber",
        "6222021234567890128",
        6,
        &[(2, 19)],
        Swaps::NotNineZero,
    ),
    Scheme {
        others: &[("bankCode", "044")],
        ..scheme(
            "NG",
            "accountNumber",
            "0123456784",
            0,
            &[(0, 10)],
            Swaps::None,
        )
    },
    scheme("CL", "holderTaxId", "125319092", 0, &[(0, 9)], Swaps::All),
    scheme(
        "UY",
        "holderTaxId",
        "211003420017",
        2,
        &[(2, 8)],
        Swaps::All,
    ),
];

fn report(scheme: &Scheme, number: &str) -> AccountReport {
    let mut typed = Typed::new(scheme.country);
    for (key, value) in scheme.others {
        typed.put(key, value);
    }
    if scheme.country == "US" {
        typed.put("accountNumber", "12345678");
        typed.put("accountType", "checking");
    }
    validate(&typed.with(scheme.key, number).account())
}

/// Whether something speaks against the number.
fn is_seen(scheme: &Scheme, report: &AccountReport) -> bool {
    let of_holder = scheme.key == "holderTaxId";
    let fault = report.issues.iter().any(|issue| {
        issue.field == scheme.key
            && issue.severity != Severity::Info
            && !matches!(
                issue.code,
                Code::TestNumber | Code::Required | Code::UnusualLength
            )
    });
    let checks = &report.checks;
    let failed =
        [checks.structure, checks.check_digits, checks.national].contains(&CheckResult::Failed);
    fault || (failed && !of_holder)
}

/// The number with random digits, drawn until nothing speaks against it.
fn random(scheme: &Scheme, random: &mut Random) -> String {
    for _ in 0..200_000 {
        let text: String = scheme
            .number
            .char_indices()
            .map(|(place, character)| {
                let covered = scheme
                    .covered
                    .iter()
                    .any(|(from, to)| (*from..*to).contains(&place));
                if place < scheme.kept || !covered || random.below(2) == 0 {
                    character
                } else {
                    char::from(random.digit())
                }
            })
            .collect();
        if !is_seen(scheme, &report(scheme, &text)) {
            return text;
        }
    }
    panic!("no number of {}", scheme.country);
}

#[test]
fn a_wrong_digit_and_a_swap_are_seen() {
    let mut draw = Random(3);
    for scheme in SCHEMES {
        let name = format!("{} {}", scheme.country, scheme.key);
        let number = random(scheme, &mut draw);
        let bytes = number.as_bytes();
        let mut tried = 0;
        for place in scheme.covered.iter().flat_map(|(from, to)| *from..*to) {
            let mut check = |slip: &[u8]| {
                let slip = String::from_utf8(slip.to_vec()).unwrap();
                tried += 1;
                let seen = is_seen(scheme, &report(scheme, &slip));
                assert!(seen, "{name}: {number} became {slip}");
            };
            for digit in (b'0'..=b'9').filter(|digit| *digit != bytes[place]) {
                let mut slip = bytes.to_vec();
                slip[place] = digit;
                check(&slip);
            }
            let within = |end| {
                let mut parts = scheme.covered.iter().map(|(from, to)| *from..*to);
                parts.any(|part| part.contains(&place) && part.contains(&end))
            };
            if !within(place + 1) || bytes[place] == bytes[place + 1] {
                continue;
            }
            let (one, other) = (bytes[place], bytes[place + 1]);
            let blind = match scheme.swaps {
                Swaps::All => false,
                Swaps::NotByFive => one.abs_diff(other) == 5,
                Swaps::NotNineZero => one.abs_diff(other) == 9,
                Swaps::None => true,
            };
            if !blind {
                let mut slip = bytes.to_vec();
                slip.swap(place, place + 1);
                check(&slip);
            }
        }
        assert!(tried > 50, "{name}");
    }
}
