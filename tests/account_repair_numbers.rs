//! What was probably meant by a domestic number, a tax number or a Pix key: the truth is among the
//! suggestions after every slip that a check sees, and every suggestion is right.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic
)]

mod forms;

use std::cmp::Ordering;

use forms::Random;
use payout_kit::account::{AccountInput, AccountReport, CheckResult, Status, validate};
use payout_kit::report::{Code, Issue, Severity};

/// Country, the number's key, how many characters in front stay, the account.
type Case = (
    &'static str,
    &'static str,
    usize,
    &'static [(&'static str, &'static str)],
);

/// Slips in numbers whose own format has no check digit, or that have no fixed length.
#[test]
fn a_check_of_the_country_filters_what_was_meant() {
    for (country, key, typed, meant) in [
        ("NO", "accountNumber", "860111117947", "8601 11 17947"),
        ("NO", "accountNumber", "8601111794", "8601 11 17947"),
        ("NO", "accountNumber", "860111179", ""),
        ("NO", "accountNumber", "8601111794X", "8601 11 17947"),
        ("ES", "ccc", "210004184502000513322", "21000418450200051332"),
        (
            "CZ",
            "accountNumber",
            "19-2000145399/08000",
            "19-2000145399/0800",
        ),
        ("CZ", "accountNumber", "119-20001453991/0800", ""),
        ("BR", "pixKey", "529.982.247-2S", "52998224725"),
        ("BR", "pixKey", "11.222.333/OOO1-81", ""),
        ("BR", "pixKey", "11.222.333/O001-81", "11222333000181"),
    ] {
        let mut input = AccountInput {
            country: country.into(),
            ..AccountInput::default()
        };
        let field = match key {
            "ccc" => &mut input.ccc,
            "pixKey" => &mut input.pix_key,
            _ => &mut input.account_number,
        };
        *field = Some(typed.into());
        let report = validate(&input);
        let found = &report.issues[0].suggestions;
        let plain = |text: &str| text.replace([' ', '.'], "");
        let has = found.iter().any(|one| plain(one) == plain(meant));
        assert_eq!(has, !meant.is_empty(), "{typed} {found:?}");
        assert!(found.len() <= 12, "{typed} {found:?}");
    }
}

const CASES: [Case; 36] = [
    ("MX", "clabe", 3, &[("clabe", "032180000118359719")]),
    ("AR", "cbu", 3, &[("cbu", "2850590940090418135201")]),
    ("PE", "cci", 3, &[("cci", "00219300123456789013")]),
    (
        "NG",
        "accountNumber",
        0,
        &[("bankCode", "044"), ("accountNumber", "0123456784")],
    ),
    (
        "NZ",
        "accountNumber",
        6,
        &[("accountNumber", "0102420100194000")],
    ),
    (
        "SE",
        "accountNumber",
        4,
        &[("accountNumber", "50011234563")],
    ),
    (
        "CZ",
        "accountNumber",
        0,
        &[("accountNumber", "19-2000145399/0800")],
    ),
    (
        "SK",
        "accountNumber",
        0,
        &[("accountNumber", "19-8742637541/1200")],
    ),
    (
        "HU",
        "accountNumber",
        0,
        &[("accountNumber", "117730161111101800000000")],
    ),
    (
        "PL",
        "accountNumber",
        0,
        &[("accountNumber", "61109010140000071219812874")],
    ),
    (
        "NO",
        "accountNumber",
        0,
        &[("accountNumber", "86011117947")],
    ),
    (
        "GB",
        "accountNumber",
        0,
        &[("sortCode", "200000"), ("accountNumber", "55779911")],
    ),
    (
        "CN",
        "accountNumber",
        6,
        &[("accountNumber", "6222021234567890128")],
    ),
    ("BR", "pixKey", 0, &[("pixKey", "52998224725")]),
    ("BR", "pixKey", 0, &[("pixKey", "11222333000181")]),
    ("AR", "holderTaxId", 2, &[("holderTaxId", "20267565393")]),
    ("BR", "holderTaxId", 0, &[("holderTaxId", "11222333000181")]),
    ("CL", "holderTaxId", 0, &[("holderTaxId", "760864285")]),
    ("PE", "holderTaxId", 2, &[("holderTaxId", "20512333797")]),
    ("EC", "holderTaxId", 3, &[("holderTaxId", "1710034065")]),
    ("ES", "ccc", 0, &[("ccc", "21000418450200051332")]),
    (
        "AO",
        "accountNumber",
        4,
        &[("accountNumber", "000600000100037131174")],
    ),
    (
        "CM",
        "accountNumber",
        4,
        &[("accountNumber", "10003001000500000605306")],
    ),
    (
        "CV",
        "accountNumber",
        4,
        &[("accountNumber", "000300004547069110176")],
    ),
    (
        "DZ",
        "accountNumber",
        4,
        &[("accountNumber", "02100001113000000570")],
    ),
    (
        "FR",
        "accountNumber",
        4,
        &[("accountNumber", "20041010050500013M02606")],
    ),
    (
        "IT",
        "accountNumber",
        4,
        &[("accountNumber", "X0542811101000000123456")],
    ),
    (
        "MA",
        "accountNumber",
        4,
        &[("accountNumber", "011519000001205000534921")],
    ),
    (
        "MC",
        "accountNumber",
        4,
        &[("accountNumber", "11222000010123456789030")],
    ),
    (
        "MZ",
        "accountNumber",
        4,
        &[("accountNumber", "000100000011834194157")],
    ),
    (
        "PT",
        "accountNumber",
        4,
        &[("accountNumber", "000201231234567890154")],
    ),
    (
        "SM",
        "accountNumber",
        4,
        &[("accountNumber", "U0322509800000000270100")],
    ),
    (
        "TN",
        "accountNumber",
        4,
        &[("accountNumber", "10006035183598478831")],
    ),
    (
        "CN",
        "accountNumber",
        6,
        &[("accountNumber", "6222021234567890128")],
    ),
    (
        "DE",
        "accountNumber",
        0,
        &[("bankCode", "37040044"), ("accountNumber", "0532013000")],
    ),
    (
        "IL",
        "accountNumber",
        0,
        &[
            ("bankCode", "12"),
            ("branchCode", "600"),
            ("accountNumber", "123456"),
        ],
    ),
];

fn account(country: &str, fields: &[(&str, &str)], key: &str, value: &str) -> AccountReport {
    let mut object = serde_json::json!({ "country": country });
    for (name, text) in fields {
        object[name] = (*text).into();
    }
    object[key] = value.into();
    let input: AccountInput = serde_json::from_value(object).unwrap();
    validate(&input)
}

/// The issue that a slip in the field makes; `None`: nothing sees it.
fn fault(report: &AccountReport, key: &str) -> Option<Vec<String>> {
    let issue = issue(report, key)?;
    Some(issue.suggestions.iter().map(|text| plain(text)).collect())
}

fn issue<'a>(report: &'a AccountReport, key: &str) -> Option<&'a Issue> {
    report.issues.iter().find(|issue| {
        issue.field == key
            && matches!(
                issue.code,
                Code::InvalidCheckDigits
                    | Code::InvalidNationalCheck
                    | Code::InvalidCharacter
                    | Code::TooLong
                    | Code::TooShort
                    | Code::InvalidLength
            )
    })
}

fn plain(text: &str) -> String {
    text.replace([' ', '-'], "")
}

/// The example with random digits after the first `kept`, drawn until nothing speaks against it.
fn numbers(case: &Case, count: usize, random: &mut Random) -> Vec<String> {
    let (country, key, kept, fields) = case;
    let example = fields.iter().find(|(name, _)| name == key).unwrap().1;
    let mut found = vec![example.to_owned()];
    for _ in 0..200_000 {
        if found.len() > count {
            return found;
        }
        let text: String = example
            .chars()
            .enumerate()
            .map(|(place, character)| {
                let stays = place < *kept || !character.is_ascii_digit() || random.below(3) > 0;
                if stays {
                    character
                } else {
                    char::from(random.digit())
                }
            })
            .collect();
        let report = account(country, fields, key, &text);
        let is_right = (*key == "holderTaxId" || report.status == Status::Valid)
            && fault(&report, key).is_none()
            && report
                .issues
                .iter()
                .all(|issue| issue.field != *key || issue.severity == Severity::Info);
        if is_right && !found.contains(&text) {
            found.push(text);
        }
    }
    panic!("{country} {key}: too few numbers");
}

/// Every swap, one wrong digit a place, one look-alike a place; and one character typed twice, each
/// left out.
fn slips(text: &str, random: &mut Random) -> Vec<String> {
    let bytes = text.as_bytes();
    let mut slips = Vec::new();
    for place in 0..bytes.len() {
        let with = |byte: u8| {
            let mut other = bytes.to_vec();
            other[place] = byte;
            String::from_utf8(other).unwrap()
        };
        if !bytes[place].is_ascii_digit() {
            continue;
        }
        slips.push(with(random.digit()));
        let twins = [(b'0', b'O'), (b'1', b'I'), (b'8', b'B'), (b'5', b'S')];
        if let Some((_, twin)) = twins.iter().find(|(digit, _)| *digit == bytes[place]) {
            slips.push(with(*twin));
        }
        if place + 1 < bytes.len() && bytes[place + 1].is_ascii_digit() {
            let mut other = bytes.to_vec();
            other.swap(place, place + 1);
            slips.push(String::from_utf8(other).unwrap());
        }
    }
    let twice = random.below(bytes.len());
    let mut other = bytes.to_vec();
    other.insert(twice, bytes[twice]);
    slips.push(String::from_utf8(other).unwrap());
    for place in 0..bytes.len() {
        let mut other = bytes.to_vec();
        other.remove(place);
        slips.push(String::from_utf8(other).unwrap());
    }
    slips.retain(|slip| slip != text);
    slips
}

/// Whether every number of the field has one length: only then is a missing or doubled character
/// told from a wrong one.
fn has_one_length(country: &str, key: &str) -> bool {
    let forms = forms::forms();
    let of_country = forms.iter().filter(|form| form.country == country);
    let mut fields = of_country.flat_map(|form| &form.fields);
    let field = fields.find(|field| field.key == key).unwrap();
    field.min_length == field.max_length
}

#[test]
fn the_truth_is_among_the_suggestions() {
    let mut random = Random(7);
    for case in &CASES {
        let (country, key, _, fields) = case;
        // A Swede's clearing number tells the length.
        let one_length = has_one_length(country, key) || *country == "SE";
        let (mut seen, mut unseen, mut unhelped, mut longest) = (0, 0, Vec::new(), 0);
        for truth in numbers(case, 1, &mut random) {
            let whole = account(country, fields, key, &truth);
            assert!(fault(&whole, key).is_none(), "{country} {truth}");
            for slip in slips(&truth, &mut random) {
                let report = account(country, fields, key, &slip);
                let Some(suggestions) = fault(&report, key) else {
                    unseen += 1;
                    continue;
                };
                seen += 1;
                longest = longest.max(suggestions.len());
                // Another clearing number can ask for another length.
                let is_short = issue(&report, key).unwrap().code == Code::TooShort;
                let is_told = match slip.len().cmp(&truth.len()) {
                    Ordering::Less => one_length && is_short,
                    Ordering::Equal => !is_short,
                    Ordering::Greater => one_length,
                };
                // What looks like a mobile number without its country is offered as that alone.
                let is_phone = suggestions.iter().any(|text| text.starts_with("+55"));
                if is_told && !is_phone && !suggestions.contains(&plain(&truth)) {
                    unhelped.push(slip.clone());
                }
                for text in &suggestions {
                    let text = if slip.contains('-') { continue } else { text };
                    let report = account(country, fields, key, text);
                    assert!(
                        fault(&report, key).is_none(),
                        "{country}: {slip} became {text}"
                    );
                }
            }
        }
        println!(
            "{country} {key}: {seen} seen, {unseen} not; longest list {longest}; {unhelped:?}"
        );
        assert!(unhelped.is_empty(), "{country} {key}: {unhelped:?}");
        assert!(seen >= unseen / 2, "{country} {key}");
        assert!(longest < 48, "{country} {key}");
    }
}

#[test]
fn a_field_without_check_digits_gets_look_alikes_that_the_other_fields_allow() {
    let fields = [("sortCode", "200000"), ("accountNumber", "55779911")];
    let report = account("GB", &fields, "accountNumber", "5577991I");
    assert_eq!(fault(&report, "accountNumber").unwrap(), ["55779911"]);
    // The other reading of the character does not pass the modulus check; one digit does.
    let report = account("GB", &fields, "accountNumber", "557799911");
    assert!(
        fault(&report, "accountNumber")
            .unwrap()
            .contains(&"55779911".to_owned())
    );
    let report = account("GB", &fields, "accountNumber", "5577992I");
    assert_eq!(fault(&report, "accountNumber").unwrap(), ["55779922"]);
}

/// The weights differ by an even number, so digits that differ by five can change places unseen.
#[test]
fn a_swap_comes_before_another_digit() {
    let report = account("MX", &[], "clabe", "032180000181359719");
    let suggestions = fault(&report, "clabe").unwrap();
    // Other neighbours may fit as well when they change places; then the first place leads.
    let place = |wanted: &str| suggestions.iter().position(|text| text == wanted);
    let truth = place("032180000118359719").unwrap();
    let sorted = |text: &str| {
        let mut digits: Vec<char> = text.chars().collect();
        digits.sort_unstable();
        digits
    };
    let is_swap = |text: &String| sorted(text) == sorted("032180000181359719");
    assert!(suggestions[..=truth].iter().all(is_swap));
    assert!(!suggestions.iter().all(is_swap));
    assert_eq!(report.checks.check_digits, CheckResult::Failed);
}
