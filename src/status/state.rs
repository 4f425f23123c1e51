use serde::Serialize;

use super::event::Reason;
use super::table;

/// Where a payout stands. Only `credited`, `rejected`, `cancelled`, `blocked` and `returned` are
/// final; `settled` (what some providers call executed) is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PayoutState {
    /// A bank has the order.
    Received,
    /// Checks are running, or a confirmation by the payer is outstanding.
    Checking,
    /// Verification of payee found another name, or a close one.
    PayeeMismatch,
    /// All checks passed.
    Accepted,
    /// On its way between banks.
    InClearing,
    /// The money has left; the credit is not confirmed.
    Settled,
    /// The money is in the account. A return may still follow.
    Credited,
    /// Refused.
    Rejected,
    /// Cancelled at the payer's request.
    Cancelled,
    /// Held: neither posted nor returned.
    Blocked,
    /// Sent back after settlement.
    Returned,
    /// A batch of which some went through and some did not.
    Partial,
    /// No event, or none that the table knows.
    Unknown,
}

impl PayoutState {
    /// Every state.
    pub const ALL: &[Self] = &[
        Self::Received,
        Self::Checking,
        Self::PayeeMismatch,
        Self::Accepted,
        Self::InClearing,
        Self::Settled,
        Self::Credited,
        Self::Rejected,
        Self::Cancelled,
        Self::Blocked,
        Self::Returned,
        Self::Partial,
        Self::Unknown,
    ];

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Checking => "checking",
            Self::PayeeMismatch => "payee_mismatch",
            Self::Accepted => "accepted",
            Self::InClearing => "in_clearing",
            Self::Settled => "settled",
            Self::Credited => "credited",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Blocked => "blocked",
            Self::Returned => "returned",
            Self::Partial => "partial",
            Self::Unknown => "unknown",
        }
    }

    /// True when no further event is expected.
    #[must_use]
    pub fn is_final(self) -> bool {
        self.row().1
    }

    /// The state in words that a payee understands.
    #[must_use]
    pub fn message(self) -> &'static str {
        self.row().2
    }

    /// How far the payout has come; outcomes that exclude each other share a rank.
    pub(super) fn rank(self) -> u8 {
        self.row().0
    }

    fn row(self) -> (u8, bool, &'static str) {
        Self::ALL
            .iter()
            .position(|state| *state == self)
            .and_then(|place| table::STATES.get(place))
            .copied()
            .unwrap_or_default()
    }
}

/// The state that a status code stands for: an ISO 20022 external payment transaction status,
/// `PART` of the group statuses, or the word `RETURNED`.
///
/// ```
/// use payout_kit::status::{PayoutState, state_of};
///
/// assert_eq!(state_of("ACSC"), PayoutState::Settled);
/// assert_eq!(state_of("WHAT"), PayoutState::Unknown);
/// ```
#[must_use]
pub fn state_of(code: &str) -> PayoutState {
    table::CODES
        .binary_search_by(|(known, _)| (*known).cmp(code))
        .ok()
        .and_then(|place| table::CODES.get(place))
        .map_or(PayoutState::Unknown, |(_, state)| *state)
}

/// The state that a provider's word stands for, in any case of its letters; and whether a payout
/// that had left before is thereby returned.
pub(super) fn state_of_provider(provider: &str, word: &str) -> (PayoutState, bool) {
    table::PROVIDERS
        .iter()
        .find(|(of, known, ..)| *of == provider && known.eq_ignore_ascii_case(word))
        .map_or((PayoutState::Unknown, false), |(_, _, state, returned)| {
            (*state, *returned)
        })
}

/// What an ISO 20022 status or return reason code (`AC04`) means to a payee, and what helps.
/// `None` for a code that the table lacks.
#[must_use]
pub fn reason_of(code: &str) -> Option<Reason> {
    let key = <[u8; 4]>::try_from(code.as_bytes()).ok()?;
    let place = table::REASONS.binary_search(&key).ok()?;
    let text = table::REASON_TEXTS.get(place)?;
    let (message, advice) = table::TEXTS.get(usize::from(*text))?;
    Some(Reason {
        code: code.to_owned(),
        message,
        advice,
    })
}
