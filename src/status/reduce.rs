use crate::order::sort_by;
use crate::report::{Code, Issue};

use super::event::{PastEvent, PayoutStatus, Reason, StatusEvent};
use super::instant;
use super::state::{PayoutState, reason_of, state_of, state_of_provider};

/// More events than this about one payout are not read.
const MAX_EVENTS: usize = 10_000;

/// Where the payout stands. The furthest state wins; between outcomes that exclude each other
/// (credited, rejected, cancelled, blocked) the latest wins and an issue says that they
/// contradict. Where a provider's word for "failed" also stands for money that came back, the payout
/// is returned if any event says that it had left. Equal sets of events give equal answers.
///
/// ```
/// use payout_kit::status::{PayoutState, StatusEvent, status_of};
///
/// let event = |status: &str, at: &str| StatusEvent {
///     status: status.to_owned(),
///     at: at.to_owned(),
///     ..Default::default()
/// };
/// let status = status_of(&[
///     event("ACCC", "2026-11-21T09:30:04Z"),
///     event("ACSP", "2026-11-21T09:30:02Z"),
/// ]);
/// assert_eq!(status.state, PayoutState::Credited);
/// assert_eq!(status.history[0].status, "ACSP");
/// ```
#[must_use]
pub fn status_of(events: &[StatusEvent]) -> PayoutStatus {
    if events.len() > MAX_EVENTS {
        return PayoutStatus {
            state: PayoutState::Unknown,
            is_final: false,
            message: PayoutState::Unknown.message(),
            reason: None,
            history: Vec::new(),
            issues: vec![Issue::new(Code::TooLong, "events").param("max", MAX_EVENTS.to_string())],
        };
    }

    let past = with_returns(each_once(events));
    let state = past
        .iter()
        .max_by_key(|event| event.weight())
        .map_or(PayoutState::Unknown, |event| event.state);
    PayoutStatus {
        state,
        is_final: state.is_final(),
        message: state.message(),
        reason: reason(&past, state),
        issues: issues(&past),
        history: past.into_iter().map(Timed::into_past).collect(),
    }
}

/// An event with its time and state. The order of the members is the order in history; it puts
/// reports of one happening side by side, those with an id before those without.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Timed {
    at: Option<(i64, u32)>,
    /// The text of a time that cannot be read; such events come first.
    unread_at: Option<String>,
    rank: u8,
    state: PayoutState,
    provider: Option<String>,
    status: String,
    reason: Option<String>,
    anonymous: bool,
    id: Option<String>,
    at_text: String,
    /// The word means a return, if the money had left.
    returned_if_sent: bool,
}

impl Timed {
    fn read(event: &StatusEvent) -> Self {
        let provider = given(event.provider.as_ref());
        let (state, returned_if_sent) = match &provider {
            Some(provider) => state_of_provider(provider, &event.status),
            None => (state_of(&event.status), false),
        };
        let at = instant::parse(&event.at);
        let at_text = short(&event.at);
        let id = given(event.id.as_ref());
        Self {
            at,
            unread_at: if at.is_none() {
                Some(at_text.clone())
            } else {
                None
            },
            rank: state.rank(),
            state,
            provider,
            status: short(&event.status),
            reason: given(event.reason.as_ref()),
            anonymous: id.is_none(),
            id,
            at_text,
            returned_if_sent,
        }
    }

    /// What decides the state: rank first, then time; at the same time the worse outcome.
    fn weight(&self) -> (u8, Option<(i64, u32)>, PayoutState) {
        (self.rank, self.at, self.state)
    }

    /// Two reports of one happening, whatever their ids and however the time is written.
    fn same_happening(&self, other: &Self) -> bool {
        (
            self.at,
            &self.unread_at,
            &self.provider,
            &self.status,
            &self.reason,
        ) == (
            other.at,
            &other.unread_at,
            &other.provider,
            &other.status,
            &other.reason,
        )
    }

    fn into_past(self) -> PastEvent {
        PastEvent {
            provider: self.provider,
            status: self.status,
            state: self.state,
            at: self.at_text,
            reason: self.reason,
            id: self.id,
        }
    }
}

/// A member that says something.
fn given(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).map(|text| short(text))
}

/// At most 64 characters.
fn short(text: &str) -> String {
    text.chars().take(64).collect()
}

/// Events in order, each once. Of two that share an id but differ, the one that weighs more
/// stays; an event without id that repeats one with id goes.
fn each_once(events: &[StatusEvent]) -> Vec<Timed> {
    let (mut past, without_id): (Vec<Timed>, Vec<Timed>) = events
        .iter()
        .map(Timed::read)
        .partition(|event| event.id.is_some());
    sort_by(&mut past, |one, other| {
        let heavier = other.weight().cmp(&one.weight());
        one.id
            .cmp(&other.id)
            .then(heavier)
            .then_with(|| other.cmp(one))
    });
    past.dedup_by(|lighter, heavier| lighter.id == heavier.id);
    past.extend(without_id);
    sort_by(&mut past, Timed::cmp);
    past.dedup_by(|later, earlier| later.anonymous && later.same_happening(earlier));
    past
}

/// A failure after the money had left is a return, where the provider has one word for both.
fn with_returns(mut past: Vec<Timed>) -> Vec<Timed> {
    let sent = past
        .iter()
        .any(|event| matches!(event.state, PayoutState::Settled | PayoutState::Credited));
    for event in past
        .iter_mut()
        .filter(|event| sent && event.returned_if_sent)
    {
        event.state = PayoutState::Returned;
        event.rank = event.state.rank();
    }
    past
}

/// The reason of the state: that of its latest event that has one.
fn reason(past: &[Timed], state: PayoutState) -> Option<Reason> {
    let code = past
        .iter()
        .rev()
        .filter(|event| event.state == state)
        .find_map(|event| event.reason.as_deref())?;
    Some(reason_of(code).unwrap_or_else(|| Reason {
        code: code.to_owned(),
        message: "The bank gave a reason that we do not know.",
        advice: "Ask the bank or support what the code means.",
    }))
}

fn issues(past: &[Timed]) -> Vec<Issue> {
    let mut issues = Vec::new();
    for (place, event) in past.iter().enumerate() {
        if event.state == PayoutState::Unknown {
            issues.push(Issue::new(
                Code::UnknownStatus,
                format!("history.{place}.status"),
            ));
        }
        if event.at.is_none() {
            issues.push(Issue::new(
                Code::InvalidInstant,
                format!("history.{place}.at"),
            ));
        }
    }
    let outcome = PayoutState::Credited.rank();
    let mut outcomes: Vec<&str> = past
        .iter()
        .filter(|event| event.rank == outcome)
        .map(|event| event.state.as_str())
        .collect();
    sort_by(&mut outcomes, Ord::cmp);
    outcomes.dedup();
    if outcomes.len() > 1 {
        issues.push(
            Issue::new(Code::ContradictingEvents, "history").param("states", outcomes.join(", ")),
        );
    }
    issues
}
