//! The reducer: any events, in any order and any number of times, give one answer.
#![no_main]

use arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;
use payout_kit::status::{StatusEvent, status_of};

const CODES: [&str; 17] = [
    "RCVD",
    "ACCP",
    "ACTC",
    "ACSP",
    "ACSC",
    "ACCC",
    "RJCT",
    "PDNG",
    "CANC",
    "RETURNED",
    "ACWP",
    "zz",
    "booked",
    "PAID",
    "charged_back",
    "SENT_TO_CLEARING",
    "funds_refunded",
];
const PROVIDERS: [&str; 6] = [
    "adyen",
    "airwallex",
    "jpmorgan",
    "stripe",
    "truelayer",
    "wise",
];

fn events(bytes: &mut Unstructured<'_>) -> Result<Vec<StatusEvent>> {
    (0..bytes.int_in_range(0..=6u8)?)
        .map(|_| {
            let text = |bytes: &mut Unstructured<'_>| bytes.arbitrary::<String>();
            Ok(StatusEvent {
                id: match bytes.int_in_range(0..=3u8)? {
                    0 => None,
                    1 => Some(text(bytes)?),
                    id => Some(format!("evt{id}")),
                },
                provider: match bytes.int_in_range(0..=7u8)? {
                    0 => Some(text(bytes)?),
                    1..=4 => Some((*bytes.choose(&PROVIDERS)?).to_owned()),
                    _ => None,
                },
                status: if bytes.ratio(1, 8)? {
                    text(bytes)?
                } else {
                    (*bytes.choose(&CODES)?).to_owned()
                },
                reason: match bytes.int_in_range(0..=3u8)? {
                    0 => Some(text(bytes)?),
                    1 => Some("AC04".to_owned()),
                    _ => None,
                },
                at: if bytes.ratio(1, 8)? {
                    text(bytes)?
                } else {
                    format!("2026-11-21T10:{:02}:00Z", bytes.int_in_range(0..=3u8)?)
                },
            })
        })
        .collect()
}

fuzz_target!(|bytes: &[u8]| {
    let mut bytes = Unstructured::new(bytes);
    let Ok(events) = events(&mut bytes) else {
        return;
    };
    let once = status_of(&events);
    let backwards: Vec<StatusEvent> = events.iter().rev().cloned().collect();
    assert_eq!(once, status_of(&backwards));
    let twice: Vec<StatusEvent> = events.iter().chain(&backwards).cloned().collect();
    assert_eq!(once.state, status_of(&twice).state);
});
