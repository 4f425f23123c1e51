//! What clearing will do with a payout. The last four digits of the payee's account choose the
//! scenario, in every market; one amount is refused everywhere.

use crate::clock::Millis;

/// Whole units of any currency that are refused with AM02.
pub(crate) const REFUSED_UNITS: &str = "9902";

/// An instant rail's course, in milliseconds after the payout was received.
const ACCEPTED: Millis = 300;
const SENT: Millis = 900;
const SETTLED: Millis = 1_600;
const CREDITED: Millis = 2_400;

/// How long after the credit the money comes back.
const RETURN_INSTANT: Millis = 4_000;
const RETURN_BATCH: Millis = 86_400_000;

/// How long a manual check takes.
const LONG_CHECK: Millis = 3_600_000;

/// One thing that will happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Transition {
    /// On the sandbox clock.
    pub(crate) due: Millis,
    /// ISO 20022 external payment transaction status, or `RETURNED`.
    pub(crate) status: &'static str,
    /// ISO 20022 external status or return reason.
    pub(crate) reason: Option<&'static str>,
}

/// When the steps of a payout happen, if nothing goes wrong, on the sandbox clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Course {
    pub(crate) accepted: Millis,
    pub(crate) sent: Millis,
    pub(crate) settled: Millis,
    pub(crate) credited: Millis,
    returned: Millis,
}

impl Course {
    /// Seconds.
    pub(crate) fn instant(received: Millis) -> Self {
        Self {
            accepted: received + ACCEPTED,
            sent: received + SENT,
            settled: received + SETTLED,
            credited: received + CREDITED,
            returned: received + CREDITED + RETURN_INSTANT,
        }
    }

    /// By the rail's calendar: leaves at the cut-off, settles at the earliest arrival and is
    /// credited at the latest.
    pub(crate) fn scheduled(
        received: Millis,
        leaves: Millis,
        earliest: Millis,
        latest: Millis,
    ) -> Self {
        let accepted = received + ACCEPTED;
        let sent = leaves.max(accepted + 1);
        let settled = earliest.max(sent + 1);
        let credited = latest.max(settled + 1);
        Self {
            accepted,
            sent,
            settled,
            credited,
            returned: credited + RETURN_BATCH,
        }
    }

    /// Everything but the return a given time later.
    fn delayed(self, by: Millis) -> Self {
        Self {
            accepted: self.accepted + by,
            sent: self.sent + by,
            settled: self.settled + by,
            credited: self.credited + by,
            returned: self.returned + by,
        }
    }
}

/// What is to go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scenario {
    Credited,
    IncorrectAccount,
    ClosedAccount,
    RefusedAfterAcceptance,
    ReturnedAfterCredit,
    NameMismatch,
    BankUnreachable,
    LongCheck,
    AmountTooLarge,
}

/// The documented endings: last four digits, scenario, label, what happens.
pub(crate) const ENDINGS: &[(&str, Scenario, &str, &str)] = &[
    (
        "0001",
        Scenario::IncorrectAccount,
        "Unknown account",
        "RJCT AC01 at once: the payee's bank does not know the account",
    ),
    (
        "0002",
        Scenario::ClosedAccount,
        "Closed account",
        "RJCT AC04 in clearing: the account is closed",
    ),
    (
        "0003",
        Scenario::RefusedAfterAcceptance,
        "Refused after acceptance",
        "ACCP, ACSP, then RJCT AG01 by the payee's bank",
    ),
    (
        "0004",
        Scenario::ReturnedAfterCredit,
        "Returned after credit",
        "ACCC, then RETURNED with reason AC06: the account is blocked",
    ),
    (
        "0005",
        Scenario::NameMismatch,
        "Another holder",
        "RVNM, then RJCT BE01: the name is not the account holder's",
    ),
    (
        "0006",
        Scenario::BankUnreachable,
        "Bank not reachable",
        "RJCT CNOR in clearing",
    ),
    (
        "0007",
        Scenario::LongCheck,
        "Checked by hand",
        "PDNG for an hour of the sandbox clock, then credited",
    ),
];

impl Scenario {
    /// By the payee's account number (or IBAN) and the amount of the payout.
    pub(crate) fn of(account: &str, amount: &str) -> Self {
        let digits: String = account.chars().filter(char::is_ascii_digit).collect();
        let whole = amount.split_once('.').map_or(amount, |(whole, _)| whole);
        if whole == REFUSED_UNITS {
            return Self::AmountTooLarge;
        }
        ENDINGS
            .iter()
            .find(|(ending, ..)| digits.ends_with(ending))
            .map_or(Self::Credited, |(_, scenario, ..)| *scenario)
    }

    /// Everything after RCVD, in order.
    pub(crate) fn plan(self, course: Course) -> Vec<Transition> {
        let checked = (course.accepted, "ACCP", None);
        let sent = (course.sent, "ACSP", None);
        let settled = (course.settled, "ACSC", None);
        let credited = (course.credited, "ACCC", None);
        let steps = match self {
            Self::Credited => vec![checked, sent, settled, credited],
            Self::IncorrectAccount => vec![(course.accepted, "RJCT", Some("AC01"))],
            Self::AmountTooLarge => vec![(course.accepted, "RJCT", Some("AM02"))],
            Self::ClosedAccount => vec![checked, (course.sent, "RJCT", Some("AC04"))],
            Self::BankUnreachable => vec![checked, (course.sent, "RJCT", Some("CNOR"))],
            Self::RefusedAfterAcceptance => {
                vec![checked, sent, (course.settled, "RJCT", Some("AG01"))]
            }
            Self::ReturnedAfterCredit => {
                vec![
                    checked,
                    sent,
                    settled,
                    credited,
                    (course.returned, "RETURNED", Some("AC06")),
                ]
            }
            Self::NameMismatch => vec![
                (course.accepted, "RVNM", None),
                (course.sent, "RJCT", Some("BE01")),
            ],
            Self::LongCheck => {
                let later = course.delayed(LONG_CHECK);
                vec![
                    (course.accepted, "PDNG", None),
                    (later.accepted, "ACCP", None),
                    (later.sent, "ACSP", None),
                    (later.settled, "ACSC", None),
                    (later.credited, "ACCC", None),
                ]
            }
        };
        steps
            .into_iter()
            .map(|(due, status, reason)| Transition {
                due,
                status,
                reason,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Course, ENDINGS, Scenario};

    #[test]
    fn endings_choose() {
        assert_eq!(
            Scenario::of("DE89370400440532013000", "10.00"),
            Scenario::Credited
        );
        assert_eq!(Scenario::of("00020002", "10.00"), Scenario::ClosedAccount);
        assert_eq!(Scenario::of("00020002", "9902"), Scenario::AmountTooLarge);
        assert_eq!(
            Scenario::of("12345678", "9902.50"),
            Scenario::AmountTooLarge
        );
        assert_eq!(Scenario::of("12345678", "19902"), Scenario::Credited);
    }

    #[test]
    fn plans_are_in_order_and_tell_what_they_say() {
        let courses = [
            Course::instant(1_000),
            Course::scheduled(1_000, 0, 0, 0),
            Course::scheduled(1, 10_000, 20_000, 20_000),
        ];
        for course in courses {
            for (_, scenario, _, text) in ENDINGS {
                let plan = scenario.plan(course);
                assert!(
                    plan.windows(2).all(|pair| pair[0].due < pair[1].due),
                    "{scenario:?}"
                );
                for reason in plan.iter().filter_map(|step| step.reason) {
                    assert!(text.contains(reason), "{scenario:?} {reason}");
                }
            }
        }
    }
}
