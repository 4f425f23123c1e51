//! A column of any bytes and any offsets: a verdict a row, what the report of the row says.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payout_kit::account::{RowStatus, is_valid_iban, validate_column};

fuzz_target!(|input: (Vec<u32>, &[u8])| {
    let (mut offsets, bytes) = input;
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
    for (row, pair) in offsets.windows(2).enumerate() {
        let text = usize::try_from(pair[0])
            .ok()
            .zip(usize::try_from(pair[1]).ok())
            .and_then(|(from, to)| bytes.get(from..to))
            .and_then(|row| std::str::from_utf8(row).ok());
        let unreadable = verdict.status[row] == RowStatus::Unreadable.as_u8();
        assert_eq!(unreadable, text.is_none());
        if let Some(text) = text {
            if verdict.status[row] == RowStatus::Valid.as_u8() {
                assert!(is_valid_iban(text));
            }
            if verdict.end[row] > verdict.start[row] {
                assert!(usize::from(verdict.end[row]) <= text.chars().count());
            }
        }
    }
});
