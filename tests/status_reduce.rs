//! The reducer over status events: order, repetition, lateness, unknown codes.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use payout_kit::report::Code;
use payout_kit::status::{PayoutState, PayoutStatus, StatusEvent, reason_of, state_of, status_of};
use proptest::prelude::*;

fn event(status: &str, reason: Option<&str>, second: u32) -> StatusEvent {
    StatusEvent {
        status: status.to_owned(),
        reason: reason.map(str::to_owned),
        at: format!("2026-11-21T09:30:{second:02}Z"),
        ..Default::default()
    }
}

fn states(status: &PayoutStatus) -> Vec<&str> {
    status
        .history
        .iter()
        .map(|event| event.status.as_str())
        .collect()
}

#[test]
fn an_instant_payout_arrives() {
    let status = status_of(&[
        event("ACCC", None, 4),
        event("RCVD", None, 0),
        event("ACSP", None, 2),
    ]);
    assert_eq!(status.state, PayoutState::Credited);
    assert!(status.is_final);
    assert_eq!(states(&status), ["RCVD", "ACSP", "ACCC"]);
    assert!(status.issues.is_empty());
}

#[test]
fn settled_is_not_final_and_may_be_refused_after_all() {
    let settled = status_of(&[event("ACSC", None, 1)]);
    assert_eq!(
        (settled.state, settled.is_final),
        (PayoutState::Settled, false)
    );
    let refused = status_of(&[event("RJCT", Some("AC04"), 9), event("ACSC", None, 1)]);
    assert_eq!(refused.state, PayoutState::Rejected);
    let reason = refused.reason.unwrap();
    assert_eq!(reason.code, "AC04");
    assert!(reason.message.contains("closed"));
    // Even if the refusal carries the earlier time.
    let late = status_of(&[event("RJCT", Some("AC04"), 1), event("ACSC", None, 9)]);
    assert_eq!(late.state, PayoutState::Rejected);
}

fn from(provider: &str, status: &str, second: u32) -> StatusEvent {
    StatusEvent {
        provider: Some(provider.to_owned()),
        ..event(status, None, second)
    }
}

#[test]
fn providers_have_words_of_their_own() {
    for (provider, word, state) in [
        ("truelayer", "executed", PayoutState::Settled),
        ("jpmorgan", "DELIVERED_TO_RECIPIENT", PayoutState::Credited),
        ("airwallex", "paid", PayoutState::Credited),
        ("stripe", "paid", PayoutState::Settled),
        ("wise", "bounced_back", PayoutState::Returned),
        ("adyen", "booked", PayoutState::Settled),
        ("adyen", "ACSC", PayoutState::Unknown),
        ("nobody", "paid", PayoutState::Unknown),
    ] {
        let status = status_of(&[from(provider, word, 0)]);
        assert_eq!(status.state, state, "{provider} {word}");
        assert_eq!(status.history[0].provider.as_deref(), Some(provider));
    }
}

#[test]
fn failed_after_executed_is_a_return() {
    let failed = from("truelayer", "failed", 9);
    let executed = from("truelayer", "executed", 1);
    assert_eq!(
        status_of(std::slice::from_ref(&failed)).state,
        PayoutState::Rejected
    );
    for events in [
        [failed.clone(), executed.clone()],
        [
            executed,
            StatusEvent {
                at: "2026-11-21T09:29:00Z".into(),
                ..failed
            },
        ],
    ] {
        let status = status_of(&events);
        assert_eq!(status.state, PayoutState::Returned);
        assert!(status.issues.is_empty());
    }
}

#[test]
fn a_return_follows_a_credit() {
    let status = status_of(&[event("RETURNED", Some("AC04"), 3), event("ACCC", None, 9)]);
    assert_eq!(status.state, PayoutState::Returned);
    assert!(status.is_final);
}

#[test]
fn a_late_event_moves_nothing_back() {
    let status = status_of(&[event("ACCC", None, 1), event("ACSP", None, 9)]);
    assert_eq!(status.state, PayoutState::Credited);
}

#[test]
fn an_unknown_code_is_no_failure() {
    let only = status_of(&[event("WHAT", None, 1)]);
    assert_eq!((only.state, only.is_final), (PayoutState::Unknown, false));
    assert_eq!(only.issues[0].code, Code::UnknownStatus);
    assert_eq!(only.issues[0].field, "history.0.status");
    let after = status_of(&[event("ACSP", None, 1), event("WHAT", None, 2)]);
    assert_eq!(after.state, PayoutState::InClearing);
    assert_eq!(after.issues[0].field, "history.1.status");
    assert_eq!(status_of(&[]).state, PayoutState::Unknown);
    // Codes are exact.
    assert_eq!(state_of("acsp"), PayoutState::Unknown);
}

#[test]
fn results_that_exclude_each_other_are_reported() {
    let status = status_of(&[event("ACCC", None, 1), event("RJCT", None, 2)]);
    assert_eq!(status.state, PayoutState::Rejected);
    assert_eq!(status.issues[0].code, Code::ContradictingEvents);
    let other = status_of(&[event("ACCC", None, 2), event("RJCT", None, 1)]);
    assert_eq!(other.state, PayoutState::Credited);
    assert!(!other.issues.is_empty());
}

#[test]
fn one_event_told_twice_is_one() {
    let with_id = |id: &str, at: &str| StatusEvent {
        id: Some(id.to_owned()),
        status: "ACSP".to_owned(),
        at: at.to_owned(),
        ..Default::default()
    };
    // The same id; the same happening without id; the same instant written differently.
    let status = status_of(&[
        with_id("e1", "2026-11-21T09:30:02Z"),
        with_id("e1", "2026-11-21T09:30:02Z"),
        event("ACSP", None, 2),
        StatusEvent {
            at: "2026-11-21T10:30:02.000+01:00".to_owned(),
            ..event("ACSP", None, 2)
        },
    ]);
    assert_eq!(status.history.len(), 1);
    assert_eq!(status.history[0].id.as_deref(), Some("e1"));
    assert_eq!(
        status_of(&[
            with_id("e1", "2026-11-21T09:30:02Z"),
            with_id("e2", "2026-11-21T09:30:03Z")
        ])
        .history
        .len(),
        2
    );
}

#[test]
fn the_reason_is_that_of_the_state() {
    let status = status_of(&[
        event("ACSP", Some("G002"), 1),
        event("RJCT", None, 3),
        event("RJCT", Some("AM04"), 2),
    ]);
    assert_eq!(status.reason.unwrap().code, "AM04");
    assert!(
        status_of(&[event("ACSP", Some("G002"), 1), event("ACCC", None, 3)])
            .reason
            .is_none()
    );
    let unknown = status_of(&[event("RJCT", Some("ZZ99"), 1)]).reason.unwrap();
    assert_eq!(unknown.code, "ZZ99");
    assert!(!unknown.advice.is_empty());
}

#[test]
fn the_reasons_that_come_first_all_have_words() {
    for code in [
        "AC01", "AC03", "AC04", "AC06", "AC07", "AG01", "AG03", "AM02", "AM04", "AM05", "BE01",
        "BE04", "BE22", "CNOR", "CURR", "DT01", "DUPL", "FF01", "RC01", "RR03", "RR04", "TM01",
        "AB05", "MS03", "NARR",
    ] {
        let reason = reason_of(code).unwrap();
        assert!(
            reason.message.ends_with('.') && reason.advice.ends_with('.'),
            "{code}"
        );
    }
}

#[test]
fn too_many_events_are_refused_and_unreadable_times_come_first() {
    let many = vec![event("ACSP", None, 1); 10_001];
    assert_eq!(status_of(&many).issues[0].code, Code::TooLong);
    let odd = StatusEvent {
        at: "yesterday".to_owned(),
        ..event("RCVD", None, 0)
    };
    let status = status_of(&[event("ACSP", None, 1), odd]);
    assert_eq!(status.issues[0].field, "history.0.at");
    assert_eq!(status.state, PayoutState::InClearing);
}

#[test]
fn the_shape_on_the_wire() {
    let json = serde_json::to_string(&status_of(&[event("RJCT", Some("AC04"), 1)])).unwrap();
    assert!(
        json.starts_with(r#"{"state":"rejected","final":true,"message":"#),
        "{json}"
    );
    assert!(json.contains(r#""history":[{"status":"RJCT","state":"rejected","at":"2026-11-21T09:30:01Z","reason":"AC04"}],"issues":[]"#), "{json}");
}

fn any_event() -> impl Strategy<Value = StatusEvent> {
    let status = prop_oneof![
        prop::sample::select(vec![
            "RCVD", "PDNG", "RVNM", "ACTC", "ACSP", "PART", "ACSC", "ACCC", "RJCT", "CANC", "BLCK",
            "RETURNED", "WHAT", "", "executed", "failed"
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    let at = prop_oneof![
        (0_u32..3).prop_map(|second| format!("2026-11-21T09:30:{second:02}Z")),
        (0_u32..3).prop_map(|second| format!("2026-11-21T10:30:{second:02}.0+01:00")),
        prop::sample::select(vec!["", "soon", "2026-11-21"]).prop_map(str::to_owned),
        any::<String>(),
    ];
    let reason = prop::option::of(
        prop::sample::select(vec!["AC04", "AM04", "ZZ99", ""]).prop_map(str::to_owned),
    );
    let id =
        prop::option::of(prop::sample::select(vec!["a", "b", "c", ""]).prop_map(str::to_owned));
    let provider = prop::option::of(
        prop::sample::select(vec!["truelayer", "nobody", ""]).prop_map(str::to_owned),
    );
    (id, provider, status, reason, at).prop_map(|(id, provider, status, reason, at)| StatusEvent {
        id,
        provider,
        status,
        reason,
        at,
    })
}

proptest! {
    #[test]
    fn order_and_repetition_change_nothing(
        (events, shuffled) in prop::collection::vec(any_event(), 0..8).prop_flat_map(|events| {
            let twice: Vec<StatusEvent> = events.iter().chain(&events).cloned().collect();
            (Just(events), Just(twice).prop_shuffle())
        })
    ) {
        prop_assert_eq!(status_of(&events), status_of(&shuffled));
    }

    #[test]
    fn further_events_never_move_a_payout_back(events in prop::collection::vec(any_event(), 1..8)) {
        let furthest = |status: &PayoutStatus| status.history.iter().any(|event| event.state == status.state);
        prop_assert!(furthest(&status_of(&events)));
        let fewer = status_of(&events[1..]);
        let more = status_of(&events);
        // A final state stays final unless two events share an id.
        if fewer.is_final && events[0].id.is_none() {
            prop_assert!(more.is_final);
        }
    }
}
