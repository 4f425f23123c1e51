//! The official files of the day instead of this version's tables: the same verdicts from the same
//! facts, and files that are not as published.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::unwrap_used,
    clippy::string_slice
)]

use std::fmt::Write as _;
use std::fs;

use payout_kit::account::{
    AccountInput, AccountReport, CheckResult, MethodTable, ModulusTable, OfficialTables,
    ReferenceData, Status, validate, validate_against,
};
use proptest::collection::vec;
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

/// The rows of a table of `data/`, without its head.
fn rows(file: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(format!("data/{file}.csv")).expect("a table");
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.map(|row| row.split(',').map(str::to_owned).collect())
        .collect()
}

/// As Pay.UK writes `valacdos.txt`.
fn weights() -> String {
    let mut text = String::new();
    for row in rows("gb_modulus") {
        let _ = write!(text, "{} {} {}", row[0], row[1], row[2].to_uppercase());
        for weight in row[3].split(' ') {
            let _ = write!(text, " {weight:>4}");
        }
        let _ = write!(text, " {:>3}\r\n", row[4]);
    }
    text
}

/// As Pay.UK writes `scsubtab.txt`.
fn substitutions() -> String {
    let mut text = String::new();
    for row in rows("gb_modulus_substitutions") {
        let _ = write!(text, "{} {}\r\n", row[0], row[1]);
    }
    text
}

/// As the Bundesbank writes its file: 168 characters a record.
fn record(bank_code: &str, kind: char, method: &str, change: char) -> String {
    let name = "Sparkasse Gütersloh-Rietberg-Versmold";
    format!(
        "{bank_code}{kind}{name:<58}33330Gütersloh{:<69}{method}000001{change}000000000\r\n",
        ""
    )
}

fn bank_codes() -> String {
    rows("de_methods")
        .iter()
        .map(|row| record(&row[0], '1', &row[1], 'U') + &record(&row[0], '2', "00", 'U'))
        .collect()
}

fn british(sort_code: &str, number: &str) -> AccountInput {
    AccountInput {
        country: "GB".into(),
        sort_code: Some(sort_code.into()),
        account_number: Some(number.into()),
        ..AccountInput::default()
    }
}

fn german(bank_code: &str, number: &str) -> AccountInput {
    AccountInput {
        country: "DE".into(),
        bank_code: Some(bank_code.into()),
        account_number: Some(number.into()),
        ..AccountInput::default()
    }
}

fn edition(report: &AccountReport, table: &str) -> String {
    let edition = report.tables.get(table).expect("an edition");
    edition.clone().into_owned()
}

/// The extended file tells which bank codes stand in an IBAN as they are.
#[test]
fn the_extended_file_brings_its_iban_rules() {
    let file = |rule: &str, successor: &str| {
        let line = record("66051220", '1', "00", 'U');
        format!(
            "{}{successor}{rule}",
            &line.trim_end()[..line.trim_end().len() - 8]
        )
    };
    for (rule, successor, is_plain) in [
        ("000000", "00000000", true),
        ("000503", "00000000", true),
        ("000100", "00000000", false),
        ("000000", "66050101", false),
    ] {
        let mut reference = ReferenceData::default();
        let text = file(rule, successor);
        let table = MethodTable::from_file(&text, "fed").unwrap();
        reference.tables.de_methods = Some(table);
        let report = validate_against(&german("66051220", "9290701"), &reference);
        assert_eq!(
            report.account.unwrap().iban().is_some(),
            is_plain,
            "{rule} {successor}"
        );
    }
    // This version's own table knows the successor.
    let report = validate(&german("66051220", "9290701"));
    assert!(report.account.unwrap().iban().is_none());
}

/// The reports say the same but for the edition, which is the fed one.
fn agree(
    account: &AccountInput,
    reference: &ReferenceData<'_>,
    table: &'static str,
) -> CheckResult {
    let (own, mut fed) = (validate(account), validate_against(account, reference));
    assert_eq!(edition(&fed, table), "fed");
    fed.tables.insert(table, edition(&own, table));
    assert_eq!(own, fed);
    own.checks.national
}

#[test]
fn the_same_facts_as_a_file_give_the_same_verdicts() {
    let (weights, substitutions, bank_codes) = (weights(), substitutions(), bank_codes());
    let tables = OfficialTables {
        gb_modulus: Some(ModulusTable::from_files(&weights, &substitutions, "fed").unwrap()),
        de_methods: Some(MethodTable::from_file(&bank_codes, "fed").unwrap()),
    };
    let fed = ReferenceData {
        tables,
        ..ReferenceData::default()
    };
    // Once more as JavaScript has them: as bytes.
    let packs = [
        fed.tables.gb_modulus.as_ref().unwrap().to_pack(),
        fs::read("data/directory/packs/FR.pack").unwrap(),
        fed.tables.de_methods.as_ref().unwrap().to_pack(),
    ]
    .concat();
    let read = ReferenceData::read(&packs).expect("packs");
    assert_eq!(read.directories.len(), 1);

    let mut seen = [0; 3];
    let mut count = |result| match result {
        CheckResult::Passed => seen[0] += 1,
        CheckResult::Failed => seen[1] += 1,
        _ => seen[2] += 1,
    };
    let mut number = 12_345_678_u64;
    let mut next = |below: u64| {
        number = number
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (number >> 33) % below
    };
    // Doubts are slow: what was meant is searched for.
    for row in rows("gb_modulus").iter().step_by(11) {
        // Both bounds, and what stands just behind them.
        let last: u32 = row[1].parse().unwrap();
        let [first, last, behind] = [row[0].clone(), row[1].clone(), format!("{:06}", last + 1)];
        for (code, reference) in [(first, &fed), (last, &read), (behind, &fed)] {
            let account = british(&code, &format!("{:08}", next(100_000_000)));
            count(agree(&account, reference, "gb_modulus"));
        }
    }
    for row in rows("gb_modulus_substitutions") {
        for reference in [&fed, &read] {
            let account = british(&row[0], &format!("{:08}", next(100_000_000)));
            count(agree(&account, reference, "gb_modulus"));
        }
    }
    for (at, row) in rows("de_methods").iter().enumerate().step_by(19) {
        let account = german(&row[0], &next(10_000_000_000).to_string());
        let reference = if at % 2 == 0 { &fed } else { &read };
        count(agree(&account, reference, "de_methods"));
    }
    assert!(seen.iter().all(|times| *times > 20), "{seen:?}");
}

#[test]
fn another_edition_gives_another_verdict() {
    let account = british("010004", "12345678");
    let verdict = |weights: &str, substitutions: &str| {
        let table = ModulusTable::from_files(weights, substitutions, " 9.00 ").unwrap();
        let mut reference = ReferenceData::default();
        reference.tables.gb_modulus = Some(table);
        let report = validate_against(&account, &reference);
        assert_eq!(edition(&report, "gb_modulus"), "9.00");
        assert_eq!(report.status, Status::Valid);
        report.checks.national
    };
    let unused = "938173 938017";
    let sum = |modulus: &str| format!("010000 010009 {modulus} 0 0 0 0 0 0 1 1 1 1 1 1 1 1");
    // 1 + 2 + … + 8 = 36.
    assert_eq!(verdict(&sum("MOD10"), unused), CheckResult::Failed);
    assert_eq!(
        verdict(&format!("{} 1", sum("MOD11")), unused),
        CheckResult::Failed
    );
    let nine = "010000 010009 MOD11 0 0 0 0 0 0 1 1 1 1 1 1 1 2";
    assert_eq!(verdict(nine, unused), CheckResult::Passed);
    let other = "010005 010009 MOD11 0 0 0 0 0 0 1 1 1 1 1 1 1 2";
    assert_eq!(verdict(other, unused), CheckResult::NotVerifiable);
    // Both lines of a range must fit.
    let both = format!("{nine}\n{}", sum("MOD10"));
    assert_eq!(verdict(&both, unused), CheckResult::Failed);

    let fed = |record: &str| {
        let mut reference = ReferenceData::default();
        reference.tables.de_methods = Some(MethodTable::from_file(record, "x").unwrap());
        validate_against(&german("37040044", "532013000"), &reference)
            .checks
            .national
    };
    let other = record("10000000", '1', "09", 'U');
    assert_eq!(
        fed(&record("37040044", '1', "13", 'M')),
        CheckResult::Passed
    );
    assert_eq!(
        fed(&record("37040044", '1', "01", 'A')),
        CheckResult::Failed
    );
    assert_eq!(
        fed(&record("37040044", '1', "09", 'U')),
        CheckResult::NotApplicable
    );
    // A record of the Bundesbank's file, and as in its extended one.
    let published = format!(
        "100000001Bundesbank{:48}10591Berlin{:29}BBk Berlin{:17}20100MARKDEF110009011380U000000000",
        "", "", ""
    );
    for published in [published.clone(), published + "000000"] {
        let mut reference = ReferenceData::default();
        reference.tables.de_methods = Some(MethodTable::from_file(&published, "x").unwrap());
        let report = validate_against(&german("10000000", "532013000"), &reference);
        assert_eq!(report.checks.national, CheckResult::NotApplicable);
    }
    let deleted = other + &record("37040044", '1', "13", 'D');
    assert_eq!(fed(&deleted), CheckResult::NotVerifiable);
}

#[test]
fn what_is_not_as_published_is_refused_with_its_line() {
    let (weights, substitutions, bank_codes) = (weights(), substitutions(), bank_codes());
    let modulus = |text: &str, substitutions: &str, edition: &str| {
        let error = ModulusTable::from_files(text, substitutions, edition).unwrap_err();
        (error.argument, error.line)
    };
    let spoilt = |from: &str, to: &str| weights.replacen(from, to, 1);
    for (text, line) in [
        (spoilt("MOD11", "MOD12"), 1),
        (spoilt("MOD11    0", "MOD11"), 1),
        (spoilt("016715", "000001"), 1),
        (spoilt("016715", "16715"), 1),
        (spoilt("010004", "01000४"), 1),
        (spoilt("DBLAL    2", "DBLAL   16"), 2),
        (spoilt("040003 040003", "016715 040003"), 2),
        (spoilt("MOD11    0", "MOD11    0.5"), 1),
        (format!("{weights}\u{1a}"), weights.lines().count() + 1),
        (String::new(), 0),
        ("\r\n \n".into(), 0),
    ] {
        assert_eq!(modulus(&text, &substitutions, "1"), ("text", line));
    }
    let third = format!("{0}{0}{0}", weights.split_inclusive('\n').next().unwrap());
    assert_eq!(modulus(&third, &substitutions, "1"), ("text", 3));
    assert_eq!(modulus(&weights, "938173", "1"), ("substitutions", 1));
    assert_eq!(modulus(&weights, "", "1"), ("substitutions", 0));
    let twice = "938173 938017\n938173 938018";
    assert_eq!(modulus(&weights, twice, "1"), ("substitutions", 0));
    for wrong in ["", " ", "8\n9", &"9".repeat(101)] {
        assert_eq!(modulus(&weights, &substitutions, wrong), ("edition", 0));
    }

    let methods = |text: &str| {
        let error = MethodTable::from_file(text, "1").unwrap_err();
        (error.argument, error.line)
    };
    assert_eq!(
        methods(&bank_codes.replacen("09000001", "0G000001", 1)),
        ("text", 1)
    );
    assert_eq!(methods(&bank_codes[1..]), ("text", 1));
    assert_eq!(
        methods(&bank_codes.replacen("2Sparkasse", "3Sparkasse", 1)),
        ("text", 2)
    );
    assert_eq!(methods(&bank_codes.replacen("U00", "X00", 1)), ("text", 1));
    assert_eq!(
        methods(&bank_codes.replacen("Rietberg", "Rietberg ", 1)),
        ("text", 1)
    );
    assert_eq!(methods(&bank_codes.repeat(2)), ("text", 0));
    assert_eq!(methods("blz;name"), ("text", 1));
    // Read as UTF-8 though it is ISO 8859-1: no digit moves.
    let mangled = bank_codes.replace('ü', "\u{fffd}");
    assert!(MethodTable::from_file(&mangled, "1").is_ok());
    assert!(MethodTable::from_file(&format!("\u{feff}{bank_codes}"), "1").is_ok());
}

proptest! {
    #[test]
    fn no_text_and_no_bytes_panic(text in ".{0,300}", bytes in vec(any::<u8>(), 0..200)) {
        let _ = ModulusTable::from_files(&text, &text, &text);
        let _ = MethodTable::from_file(&text, &text);
        let _ = ReferenceData::read(&bytes);
    }

    #[test]
    fn a_damaged_pack_is_refused_or_read_without_panic(at in any::<usize>(), byte in any::<u8>(), cut in any::<usize>()) {
        let weights = "010004 016715 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1 5\n938600 938699 DBLAL 0 0 0 0 0 0 8 7 6 5 4 3 2 1 5";
        let table = ModulusTable::from_files(weights, "938600 938611", "fed").unwrap();
        let methods = MethodTable::from_file(&record("37040044", '1', "13", 'U'), "fed").unwrap().to_pack();
        let mut packs = [table.to_pack(), methods].concat();
        let length = packs.len();
        packs[at % length] = byte;
        if let Some(reference) = ReferenceData::read(&packs) {
            for account in [british("010004", "12345678"), british("938600", "42368003"), german("37040044", "532013000")] {
                prop_assert!(validate_against(&account, &reference).account.is_some());
            }
        }
        packs.truncate(1 + cut % (length - 1));
        if let Some(reference) = ReferenceData::read(&packs) {
            // Cut between the two.
            prop_assert!(reference.tables.de_methods.is_none());
            prop_assert_eq!(packs.len(), table.to_pack().len());
        }
    }
}
