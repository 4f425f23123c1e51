//! Any text as an official file, and any bytes as packs: refused, or a table by which accounts are
//! judged, the same from the table and from its bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payout_kit::account::{
    AccountInput, Directory, MethodTable, ModulusTable, OfficialTables, ReferenceData,
    validate_against,
};

/// As long as the Bundesbank's records, so that the fuzzer need not find their length.
fn records(text: &str) -> String {
    let record =
        |line: &str| -> String { line.chars().chain(" 0".chars().cycle()).take(168).collect() };
    text.lines().map(record).collect::<Vec<_>>().join("\n")
}

fuzz_target!(|input: (&str, &str, &[u8], u32, u32)| {
    let (text, substitutions, bytes, code, number) = input;
    let british = AccountInput {
        country: "GB".into(),
        sort_code: Some(format!("{:06}", code % 1_000_000)),
        account_number: Some(format!("{:08}", number % 100_000_000)),
        ..Default::default()
    };
    let german = AccountInput {
        country: "DE".into(),
        bank_code: Some(format!("{:08}", code % 100_000_000)),
        account_number: Some(number.to_string()),
        ..Default::default()
    };
    let fed = ReferenceData {
        directories: Vec::new(),
        tables: OfficialTables {
            gb_modulus: ModulusTable::from_files(text, substitutions, "fed").ok(),
            de_methods: MethodTable::from_file(&records(text), "fed").ok(),
        },
    };
    let mut packs = Vec::new();
    packs.extend(fed.tables.gb_modulus.iter().flat_map(ModulusTable::to_pack));
    packs.extend(fed.tables.de_methods.iter().flat_map(MethodTable::to_pack));
    let read = ReferenceData::read(&packs).expect("own packs");
    for account in [&british, &german] {
        assert_eq!(
            validate_against(account, &fed),
            validate_against(account, &read)
        );
    }

    if let Some(reference) = ReferenceData::read(bytes) {
        for account in [&british, &german] {
            let _ = validate_against(account, &reference);
        }
    }
    // The content of a pack, without the need to guess its magic and length.
    for magic in [b"PKD2", b"PKM1", b"PKB1"] {
        let length = u32::try_from(bytes.len()).unwrap_or(0).to_le_bytes();
        let pack = [&magic[..], &length, bytes].concat();
        if let Some(directory) = Directory::parse(&pack) {
            let _ = directory.bank(text);
        }
        if let Some(reference) = ReferenceData::read(&pack) {
            for account in [&british, &german] {
                let _ = validate_against(account, &reference);
            }
        }
    }
});
