use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// What happens to the part of an amount that its currency cannot show.
///
/// No scheme that we know dictates a mode for conversions; it is a matter of contract, so it is
/// always named. Amounts are never negative, so "away from zero" and "up" are the same direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest, halves away from zero: 2.345 → 2.35.
    #[default]
    HalfUp,
    /// To the nearest, halves to the even digit: 2.345 → 2.34.
    HalfEven,
    /// To the nearest, halves towards zero: 2.345 → 2.34.
    HalfDown,
    /// Away from zero: 2.341 → 2.35.
    Up,
    /// Towards zero: 2.349 → 2.34.
    Down,
}

impl Rounding {
    /// Whether the last digit goes up, from how the rest compares with a half.
    pub(super) fn goes_up(self, rest: Rest, odd: bool) -> bool {
        match self {
            Self::Down => false,
            Self::Up => rest != Rest::Nothing,
            Self::HalfUp => matches!(rest, Rest::Half(Ordering::Equal | Ordering::Greater)),
            Self::HalfDown => rest == Rest::Half(Ordering::Greater),
            Self::HalfEven => match rest {
                Rest::Half(Ordering::Equal) => odd,
                Rest::Half(Ordering::Greater) => true,
                _ => false,
            },
        }
    }
}

/// What is cut off.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    Nothing,
    /// Something, compared with a half.
    Half(Ordering),
}
