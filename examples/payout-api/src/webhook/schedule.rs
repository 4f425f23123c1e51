//! When a message that was not taken is sent again.

use crate::clock::Millis;
use crate::problem::Result;
use crate::secrets;

/// Each wait is this many times the one before.
const FACTOR: i64 = 4;

/// The longest wait: half a day.
const LONGEST: Millis = 12 * 3_600_000;

/// How often and how soon.
#[derive(Clone, Copy, Debug)]
pub struct Schedule {
    /// The wait after the first attempt, in milliseconds.
    pub first: i64,
    /// Attempts in all; then the message is dead.
    pub attempts: i64,
}

impl Default for Schedule {
    /// Twelve attempts in about three days.
    fn default() -> Self {
        Self {
            first: 5_000,
            attempts: 12,
        }
    }
}

impl Schedule {
    /// How long to wait after so many attempts; `None` when there is no further one. Between half
    /// of the nominal wait and all of it, so that what failed together does not come back
    /// together; never sooner than the endpoint asked for.
    pub(super) fn wait(self, attempts: i64, retry_after: Option<Millis>) -> Result<Option<Millis>> {
        if attempts >= self.attempts {
            return Ok(None);
        }
        let times = u32::try_from(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        let nominal = FACTOR
            .saturating_pow(times)
            .saturating_mul(self.first)
            .min(LONGEST);
        let chance = i64::from(u32::from_be_bytes(secrets::random()?));
        let half = nominal / 2;
        let wait = half + half * chance / i64::from(u32::MAX);
        Ok(Some(wait.max(retry_after.unwrap_or(0).min(LONGEST))))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{LONGEST, Schedule};

    #[test]
    fn waits_longer_and_then_no_more() {
        let schedule = Schedule::default();
        for (attempts, nominal) in [(1, 5_000), (2, 20_000), (5, 1_280_000), (11, LONGEST)] {
            let waits: Vec<i64> = (0..50)
                .map(|_| schedule.wait(attempts, None).unwrap().unwrap())
                .collect();
            assert!(
                waits
                    .iter()
                    .all(|wait| (nominal / 2..=nominal).contains(wait))
            );
            assert!(waits.iter().any(|wait| wait != &waits[0]), "no jitter");
        }
        assert_eq!(schedule.wait(12, None).unwrap(), None);
        assert_eq!(schedule.wait(1, Some(60_000)).unwrap(), Some(60_000));
        assert_eq!(schedule.wait(1, Some(i64::MAX)).unwrap(), Some(LONGEST));
    }

    #[test]
    fn goes_on_for_about_three_days() {
        let schedule = Schedule::default();
        let most: i64 = (1..12)
            .map(|attempts| schedule.wait(attempts, None).unwrap().unwrap())
            .sum();
        let hours = most / 3_600_000;
        assert!((24..=72).contains(&hours), "{hours}");
    }
}
