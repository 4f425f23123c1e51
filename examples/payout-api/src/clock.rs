//! Two clocks. Signatures, sessions and tokens live on real time. Clearing, quotes and the times
//! of events live on the sandbox clock, which can be sped up and moved ahead, never back.

use std::sync::{PoisonError, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::Timestamp;

use crate::problem::Result;
use crate::store::{Connection, values};

/// The fastest the sandbox clock runs.
pub(crate) const MAX_SPEED: u32 = 100_000;

/// The furthest that one call may move the clock ahead: 400 days.
pub(crate) const MAX_ADVANCE_SECONDS: i64 = 400 * 86_400;

/// 9000-01-01, so that no speed leaves the range of a timestamp.
const LATEST: Millis = 221_845_392_000_000;

/// Milliseconds since 1970.
pub(crate) type Millis = i64;

/// Real time.
pub(crate) fn real_now() -> Millis {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_millis())
        .unwrap_or(LATEST)
        .min(LATEST)
}

/// An ISO 8601 instant in UTC with milliseconds.
pub(crate) fn iso(at: Millis) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or(Timestamp::MAX);
    format!("{at:.3}")
}

/// An ISO 8601 instant as milliseconds.
pub(crate) fn parse_iso(text: &str) -> Option<Millis> {
    if text.len() > 40 {
        return None;
    }
    text.parse::<Timestamp>()
        .ok()
        .map(Timestamp::as_millisecond)
}

/// Where the sandbox clock stood at some real moment, and how fast it runs since.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Anchor {
    sandbox: Millis,
    real: Millis,
    speed: u32,
}

impl Anchor {
    fn at(self, real: Millis) -> Millis {
        // Real time may be set back; the sandbox clock then waits.
        let passed = real.saturating_sub(self.real).max(0);
        passed
            .saturating_mul(i64::from(self.speed))
            .saturating_add(self.sandbox)
            .min(LATEST)
    }
}

/// The sandbox clock. Its anchor is stored, so it goes on through a restart.
#[derive(Debug)]
pub(crate) struct Clock {
    anchor: RwLock<Anchor>,
}

impl Clock {
    /// The stored clock, or a new one at real time; at another speed if one is given.
    pub(crate) fn load(connection: &mut Connection, speed: Option<u32>) -> Result<Self> {
        let real = real_now();
        let stored = connection
            .row(
                "SELECT sandbox, real, speed FROM clock WHERE id = 1",
                values![],
                |row| {
                    Ok(Anchor {
                        sandbox: row.get(0)?,
                        real: row.get(1)?,
                        speed: u32::try_from(row.get::<i64>(2)?).unwrap_or(MAX_SPEED),
                    })
                },
            )?
            .unwrap_or(Anchor {
                sandbox: real,
                real,
                speed: 1,
            });
        let clock = Self {
            anchor: RwLock::new(stored),
        };
        clock.set(connection, speed, 0)?;
        Ok(clock)
    }

    /// The sandbox time.
    pub(crate) fn now(&self) -> Millis {
        self.anchor().at(real_now())
    }

    /// Seconds of sandbox time a real second.
    pub(crate) fn speed(&self) -> u32 {
        self.anchor().speed
    }

    /// Changes the speed and moves the clock ahead.
    pub(crate) fn set(
        &self,
        connection: &mut Connection,
        speed: Option<u32>,
        ahead: Millis,
    ) -> Result<()> {
        let mut anchor = self.anchor.write().unwrap_or_else(PoisonError::into_inner);
        let real = real_now();
        let next = Anchor {
            sandbox: anchor.at(real).saturating_add(ahead.max(0)).min(LATEST),
            real,
            speed: speed.unwrap_or(anchor.speed).min(MAX_SPEED),
        };
        connection.execute(
            "INSERT INTO clock (id, sandbox, real, speed) VALUES (1, ?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET sandbox = ?1, real = ?2, speed = ?3",
            values![next.sandbox, next.real, i64::from(next.speed)],
        )?;
        *anchor = next;
        Ok(())
    }

    /// How long to wait in real time until the sandbox clock shows `due`; `None` if it stands.
    pub(crate) fn until(&self, due: Millis) -> Option<Duration> {
        let anchor = self.anchor();
        let left = due.saturating_sub(anchor.at(real_now())).max(0);
        if left == 0 {
            return Some(Duration::ZERO);
        }
        let speed = u64::from(anchor.speed);
        let left = u64::try_from(left).unwrap_or(0);
        (speed > 0).then(|| Duration::from_millis(left.div_ceil(speed)))
    }

    fn anchor(&self) -> Anchor {
        *self.anchor.read().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::{Anchor, LATEST, iso, parse_iso};

    #[test]
    fn runs_faster_and_never_back() {
        let anchor = Anchor {
            sandbox: 1_000,
            real: 500,
            speed: 60,
        };
        assert_eq!(anchor.at(500), 1_000);
        assert_eq!(anchor.at(600), 7_000);
        assert_eq!(anchor.at(100), 1_000);
        assert_eq!(anchor.at(i64::MAX), LATEST);
    }

    #[test]
    fn writes_and_reads_instants() {
        assert_eq!(iso(1_795_255_200_000), "2026-11-21T10:00:00.000Z");
        assert_eq!(parse_iso("2026-11-21T10:00:00Z"), Some(1_795_255_200_000));
        assert_eq!(
            parse_iso("2026-11-21T11:00:00.000+01:00"),
            Some(1_795_255_200_000)
        );
        assert_eq!(parse_iso("yesterday"), None);
        assert!(iso(LATEST).starts_with("9000-01-01"));
    }
}
