//! The strict reader of what is signed: canonical bytes are read back to the same bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use payout_kit::payout::{json::Value, read, summary};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(value) = Value::read(bytes) {
        let text = value.to_canonical();
        // Members come back in canonical order, whichever they had.
        let again = Value::read_canonical(text.as_bytes()).map(|value| value.to_canonical());
        assert_eq!(again.as_ref(), Ok(&text));
        // A lenient reader of somebody else's sees the same.
        let theirs: serde_json::Value = serde_json::from_slice(bytes).expect("JSON");
        assert_eq!(
            theirs,
            serde_json::from_str::<serde_json::Value>(&text).expect("JSON")
        );
    }
    let _ = summary(bytes);
    let _ = read(bytes);
});
