//! Bank directories: each pack against the rows it was made of, and packs that are damaged.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic
)]

use std::collections::BTreeMap;
use std::fs;

use payout_kit::account::{
    AccountInput, CheckResult, Directory, Status, is_valid_iban, validate, validate_with,
};
use payout_kit::report::Code;
use proptest::prelude::{any, proptest};

fn pack(country: &str) -> Vec<u8> {
    fs::read(format!("data/directory/packs/{country}.pack")).expect("a pack")
}

fn rows(path: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

fn account(country: &str, fields: &[(&str, &str)]) -> AccountInput {
    let mut members = serde_json::Map::new();
    members.insert("country".into(), country.into());
    for (key, value) in fields {
        members.insert((*key).into(), (*value).into());
    }
    serde_json::from_value(members.into()).expect("an account")
}

/// The packs of some countries name banks by a field of the home form, which an IBAN holds too.
#[test]
fn an_iban_of_brazil_finds_its_bank() {
    let bytes = pack("BR");
    let directory = Directory::parse(&bytes).expect("BR");
    for (iban, result, name) in [
        (
            "BR9700360305000010009795493P1",
            CheckResult::Passed,
            Some("CAIXA ECONOMICA FEDERAL"),
        ),
        (
            "BR1800000000141455123924100C2",
            CheckResult::Passed,
            Some("Banco do Brasil S.A."),
        ),
    ] {
        let report = validate_with(&account("BR", &[("iban", iban)]), &[directory]);
        assert_eq!(report.checks.directory, result, "{iban}");
        let account = report.account.expect("valid");
        assert_eq!(account.bank_name.as_deref(), name, "{iban}");
    }
}

#[test]
fn every_row_is_found_in_its_pack_and_nothing_else() {
    let sources = rows("data/directory/sources.csv");
    assert!(sources.len() >= 32);
    for source in sources {
        let country = &source["country"];
        let bytes = pack(country);
        let directory = Directory::parse(&bytes).expect(country);
        assert_eq!(directory.country().as_str(), country);
        assert_eq!(directory.edition(), source["edition"]);
        let rows = rows(&format!("data/directory/{country}.csv"));
        assert!(rows.len() > 10, "{country}");
        let step = 1 + rows.len() / 100;
        for row in rows.iter().step_by(step).chain(rows.last()) {
            let bank = directory
                .bank(&row["code"])
                .unwrap_or_else(|| panic!("{country} {row:?}"));
            assert_eq!(bank.name, row["name"]);
            assert_eq!(bank.bic.unwrap_or_default(), row["bic"]);
        }
        for none in ["", "-", "\u{0}", "é"] {
            assert_eq!(directory.bank(none), None, "{country}");
        }
    }
}

/// Letters and digits alone, as one compares names.
fn folded(name: &str) -> String {
    const ACCENTS: [(&str, &str); 9] = [
        ("aáâåäãà", "a"),
        ("cčć", "c"),
        ("eéèêě", "e"),
        ("iíìî", "i"),
        ("oóöøőôòõ", "o"),
        ("uúüůû", "u"),
        ("sš", "s"),
        ("zž", "z"),
        ("nňñ", "n"),
    ];
    let plain = |letter: char| {
        let of = ACCENTS.iter().find(|(forms, _)| forms.contains(letter));
        of.map_or_else(|| letter.to_string(), |(_, to)| (*to).to_owned())
    };
    let letters = name.chars().flat_map(char::to_lowercase);
    let letters = letters.filter(|letter| letter.is_alphanumeric());
    letters.map(plain).collect()
}

#[test]
fn well_known_banks_have_their_own_names() {
    let mut countries = BTreeMap::<String, usize>::new();
    let mut wrong = Vec::new();
    for row in rows("tests/well_known_banks.csv") {
        let (country, code, name) = (&row["country"], &row["code"], &row["name"]);
        *countries.entry(country.clone()).or_default() += 1;
        let bytes = pack(country);
        let directory = Directory::parse(&bytes).expect(country);
        let found = directory.bank(code).map(|bank| bank.name);
        let is_right = found.as_ref().is_some_and(|found| {
            found.is_empty() == name.is_empty() && folded(found).contains(&folded(name))
        });
        if !is_right {
            wrong.push(format!("{country} {code}: {found:?} is not {name:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for source in rows("data/directory/sources.csv") {
        let banks = countries.get(&source["country"]).copied();
        assert!(banks >= Some(3), "{}", source["country"]);
    }
}

#[test]
fn a_code_whose_names_disagree_is_listed_and_not_named() {
    let bytes = pack("GB");
    let directory = Directory::parse(&bytes).expect("GB");
    let iban = (2..=98)
        .map(|pair| format!("GB{pair:02}HSBC40012031926819"))
        .find(|iban| is_valid_iban(iban))
        .expect("one pair is right");
    let report = validate_with(&account("GB", &[("iban", &iban)]), &[directory]);
    assert_eq!(report.checks.directory, CheckResult::Passed);
    assert_eq!(report.account.expect("an account").bank_name, None);
}

#[test]
fn a_directory_names_the_bank_and_its_bic() {
    let bytes = pack("DE");
    let directory = Directory::parse(&bytes).expect("DE");
    let input = account("DE", &[("iban", "DE89370400440532013000")]);
    let without = validate(&input);
    assert_eq!(without.checks.directory, CheckResult::NotVerifiable);
    let with = validate_with(&input, &[directory]);
    assert_eq!(with.checks.directory, CheckResult::Passed);
    assert_eq!(with.status, Status::Valid);
    let account = with.account.expect("valid");
    assert_eq!(account.bank_name.as_deref(), Some("Commerzbank"));
    let json = serde_json::to_value(&account).expect("plain data");
    assert_eq!(json["bic"], "COBADEFFXXX");
    assert_eq!(
        with.tables.get("directory").map(AsRef::as_ref),
        Some(directory.edition())
    );
    // The directory of another country says nothing.
    let report = validate_with(
        &self::account("FR", &[("iban", "FR1420041010050500013M02606")]),
        &[directory],
    );
    assert_eq!(report.checks.directory, CheckResult::NotVerifiable);
}

#[test]
fn what_a_directory_does_not_have_is_a_warning_if_it_is_complete() {
    let bytes = pack("DE");
    let directory = Directory::parse(&bytes).expect("DE");
    assert!(directory.is_complete());
    let report = validate_with(
        &account("DE", &[("iban", "DE23999999990000000000")]),
        &[directory],
    );
    assert_eq!(report.checks.directory, CheckResult::Failed);
    assert_eq!(report.status, Status::Valid);
    assert!(
        report
            .issues
            .iter()
            .any(|issue| issue.code == Code::BankNotFound && issue.field == "iban")
    );
    let report = validate_with(
        &account(
            "DE",
            &[("bankCode", "99999999"), ("accountNumber", "532013000")],
        ),
        &[directory],
    );
    assert_eq!(report.checks.directory, CheckResult::Failed);
    assert!(
        report
            .issues
            .iter()
            .any(|issue| issue.code == Code::BankNotFound && issue.field == "bankCode")
    );
    let bic = account(
        "DE",
        &[("iban", "DE89370400440532013000"), ("bic", "DEUTDEFF")],
    );
    let report = validate_with(&bic, &[directory]);
    assert!(
        report
            .issues
            .iter()
            .any(|issue| issue.code == Code::BicNotOfBank)
    );
    let branch = account(
        "DE",
        &[("iban", "DE89370400440532013000"), ("bic", "COBADEFF")],
    );
    let report = validate_with(&branch, &[directory]);
    assert!(
        report
            .issues
            .iter()
            .all(|issue| issue.code != Code::BicNotOfBank)
    );
}

#[test]
fn a_partial_directory_never_fails_an_account() {
    let bytes = pack("MX");
    let directory = Directory::parse(&bytes).expect("MX");
    assert!(!directory.is_complete());
    let unknown = validate_with(
        &account("MX", &[("clabe", "003010077777777770")]),
        &[directory],
    );
    assert_eq!(unknown.checks.directory, CheckResult::NotVerifiable);
    let known = validate_with(
        &account("MX", &[("clabe", "002010077777777771")]),
        &[directory],
    );
    assert_eq!(known.checks.directory, CheckResult::Passed);
    let name = known.account.and_then(|account| account.bank_name);
    assert_eq!(name.as_deref(), Some("Banco Nacional de México"));
}

proptest! {
    #[test]
    fn a_damaged_pack_is_refused_or_read_without_panic(at in any::<usize>(), byte in any::<u8>(), cut in any::<usize>()) {
        let mut bytes = pack("HU");
        let length = bytes.len();
        if let Some(slot) = bytes.get_mut(at % length) {
            *slot = byte;
        }
        if let Some(directory) = Directory::parse(&bytes) {
            let _ = directory.bank("117");
            let input = account("HU", &[("iban", "HU42117730161111101800000000")]);
            let _ = validate_with(&input, &[directory]);
        }
        bytes.truncate(cut % length);
        assert!(Directory::parse(&bytes).is_none());
    }
}

#[test]
fn a_code_that_fills_its_field_is_not_found_by_its_beginning() {
    let bytes = pack("BR");
    let directory = Directory::parse(&bytes).expect("BR");
    let bank_of = |code: &str| {
        let fields = [
            ("bankCode", code),
            ("branchCode", "1234"),
            ("accountNumber", "12345678"),
            ("accountDigit", "9"),
        ];
        let report = validate_with(&account("BR", &fields), &[directory]);
        (
            report.checks.directory,
            report.account.and_then(|account| account.bank_name),
        )
    };
    let bank = Some("Banco do Brasil S.A.".to_owned());
    assert_eq!(bank_of("001"), (CheckResult::Passed, bank.clone()));
    assert_eq!(bank_of("00000000"), (CheckResult::Passed, bank));
    assert_eq!(bank_of("00199999"), (CheckResult::NotVerifiable, None));
}

#[test]
fn a_bank_and_branch_in_the_account_number_and_numbers_without_names() {
    let bytes = pack("NZ");
    let directory = Directory::parse(&bytes).expect("NZ");
    let known = validate_with(
        &account("NZ", &[("accountNumber", "01-0242-0100194-00")]),
        &[directory],
    );
    assert_eq!(known.checks.directory, CheckResult::Passed);
    let name = known.account.and_then(|account| account.bank_name);
    assert_eq!(name.as_deref(), Some("ANZ Bank New Zealand"));
    let unknown = validate_with(
        &account("NZ", &[("accountNumber", "07-0242-0100194-00")]),
        &[directory],
    );
    assert_eq!(unknown.status, Status::Valid);
    assert!(
        unknown
            .issues
            .iter()
            .any(|issue| issue.code == Code::BankNotFound && issue.field == "accountNumber")
    );

    let bytes = pack("US");
    let directory = Directory::parse(&bytes).expect("US");
    let fields = [
        ("routingNumber", "021000021"),
        ("accountNumber", "123456789"),
        ("accountType", "checking"),
    ];
    let report = validate_with(&account("US", &fields), &[directory]);
    assert_eq!(report.checks.directory, CheckResult::Passed);
    let bank = report.account.and_then(|account| account.bank_name);
    assert_eq!(bank.as_deref(), Some("JPMORGAN CHASE BANK"));
}
