//! A column of any bytes and any offsets: a verdict a row, what the report of the row says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payout_kit::account::{
    AccountInput, RowStatus, Status, is_valid_iban, validate, validate_column,
    validate_nullable_column,
};
use payout_kit::report::Code;

fuzz_target!(|input: (Vec<u32>, Vec<u8>, &[u8])| {
    let (mut offsets, validity, bytes) = input;
    // Mostly inside of the buffer, in any order.
    let most = u32::try_from(bytes.len())
        .unwrap_or(u32::MAX)
        .saturating_add(2);
    for (at, offset) in offsets.iter_mut().enumerate() {
        if at % 16 != 15 {
            *offset %= most;
        }
    }
    let verdict = validate_column(bytes, &offsets);
    assert_eq!(verdict.len(), offsets.len().saturating_sub(1));
    let nullable = validate_nullable_column(bytes, &offsets, &validity);
    for (row, pair) in offsets.windows(2).enumerate() {
        let has_value = validity
            .get(row / 8)
            .is_some_and(|byte| byte >> (row % 8) & 1 == 1);
        let null = RowStatus::Null.as_u8();
        let status = if has_value { verdict.status[row] } else { null };
        assert_eq!(nullable.status[row], status);

        let text = usize::try_from(pair[0])
            .ok()
            .zip(usize::try_from(pair[1]).ok())
            .and_then(|(from, to)| bytes.get(from..to))
            .and_then(|row| std::str::from_utf8(row).ok());
        let unreadable = verdict.status[row] == RowStatus::Unreadable.as_u8();
        assert_eq!(unreadable, text.is_none());
        if let Some(text) = text {
            let is_valid = verdict.status[row] == RowStatus::Valid.as_u8();
            let is_unofficial = verdict.code(row) == Some(Code::UnofficialIban);
            if is_valid && !is_unofficial {
                assert!(is_valid_iban(text));
            }
            // The country that a text names itself is what its letters begin with, after a label.
            let letters: String = text.chars().filter(char::is_ascii_alphabetic).collect();
            let letters = letters.to_ascii_uppercase();
            let country = letters.strip_prefix("IBAN").unwrap_or(&letters).get(..2);
            if text.is_ascii() && text.len() < 100 {
                let report = validate(&AccountInput {
                    country: country.unwrap_or_default().to_owned(),
                    iban: Some(text.to_owned()),
                    ..Default::default()
                });
                let is_iban = report
                    .account
                    .is_some_and(|account| account.scheme == "iban");
                assert_eq!(is_valid, is_iban && report.status == Status::Valid);
            }
            if verdict.end[row] > verdict.start[row] {
                assert!(usize::from(verdict.end[row]) <= text.chars().count());
            }
        }
    }
});
