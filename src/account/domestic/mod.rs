//! Account numbers as a country writes them at home: one rule a file.
//!
//! A number that its country also writes as an IBAN becomes a BBAN, so that one check serves both.

mod bangladesh;
mod bankgiro;
mod bban;
mod brazil;
mod british;
mod canada;
mod card;
mod cbu;
mod cci;
mod clabe;
mod czech;
mod hong_kong;
mod hyphen;
mod iceland;
mod in_front;
mod israel;
mod new_zealand;
mod nuban;
mod printed;
pub(super) mod sum;
mod sweden;

pub(super) use bban::{fields_of, from_fields};
pub(super) use british::{Longer, longer};
pub(super) use canada::routing as canadian_routing;
pub(super) use czech::read as read_czech;
pub(super) use printed::Printed;
pub(super) use sweden::ACCOUNT as SWEDBANK_ACCOUNT;

use super::check::{self, Failure, Force, Outcome};
use super::clean::Cleaned;
use super::official::OfficialTables;
use super::scan::{Fault, Scan, scan, scan_any};
use crate::market::{Check, Field, FieldKey, Format};

/// A national number is an IBAN without its country, which many leave there.
pub(super) const POLAND: &str = "PL";

/// The characters that count, as the field's country writes them.
pub(super) fn read(check: Check, text: &str) -> Cleaned {
    match check {
        // Swedes write `8327-9, 123 456 789-0`.
        Check::Swedish => {
            let cleaned = Cleaned::read(&text.replace(',', " "), "");
            sweden::filled(&cleaned).unwrap_or(cleaned)
        }
        Check::Polish => Cleaned::read(text, POLAND),
        Check::Serbian | Check::Macedonian => {
            let number = if check == Check::Serbian { 13 } else { 10 };
            hyphen::yugoslav(text, number).unwrap_or_else(|| Cleaned::read(text, ""))
        }
        Check::Finnish => hyphen::finnish(text).unwrap_or_else(|| Cleaned::read(text, "")),
        Check::NewZealand => {
            let cleaned = Cleaned::read(text, "");
            new_zealand::in_groups(&cleaned).unwrap_or(cleaned)
        }
        _ => Cleaned::read(text, ""),
    }
}

/// What a number of one field is, by digits that hold everywhere.
pub(super) fn number(field: &Field, cleaned: &Cleaned) -> Scan<String> {
    let (check, bytes) = (field.check, cleaned.bytes());
    if matches!(check, Check::Polish) && cleaned.begins(POLAND) {
        return Scan::Partial(None);
    }
    let layout = match field.one_of {
        [] => scan(cleaned, &field.format),
        formats => scan_any(cleaned, formats),
    };
    if let Scan::Wrong(_) | Scan::Empty = layout {
        return layout.and(|()| Scan::Empty);
    }
    let fault = match check {
        Check::Clabe => clabe::fault(bytes),
        Check::Cbu => cbu::fault(bytes),
        _ => None,
    };
    if let Some((from, to)) = fault {
        return Scan::Wrong(Fault::CheckDigit { from, to });
    }
    let length = cleaned.len();
    let (min, max) = match check {
        Check::Swedish => sweden::length(bytes).unwrap_or((0, usize::MAX)),
        _ => (0, usize::MAX),
    };
    layout.and(|()| {
        if length < min {
            Scan::Partial(Some(Fault::Short { min }))
        } else if length > max {
            Scan::Wrong(Fault::Surplus { max })
        } else {
            Scan::Right(cleaned.text().to_owned())
        }
    })
}

/// The longest number of which this one may be the beginning.
pub(super) fn longest(check: Check, number: &[u8], format: &Format) -> usize {
    let by_clearing = match check {
        Check::Swedish => sweden::length(number).map(|(_, max)| max),
        _ => None,
    };
    by_clearing.unwrap_or(usize::from(format.max))
}

/// The national check of a number that stands in one field and becomes no IBAN. Places count from
/// the start of the number.
pub(super) fn of_field(check: Check, number: &[u8]) -> Outcome {
    match check {
        Check::Cci => cci::outcome(number),
        Check::NewZealand => new_zealand::outcome(number),
        Check::Swedish => sweden::outcome(number),
        Check::Bankgiro => bankgiro::outcome(number),
        Check::Bangladeshi => bangladesh::outcome(number),
        Check::Card => card::outcome(number),
        Check::Hungarian => match std::str::from_utf8(number) {
            Ok(number) => {
                let number = format!("{number:0<24}");
                check::national(*b"HU", &number, &OfficialTables::default())
            }
            Err(_) => Outcome::NotApplicable,
        },
        _ => Outcome::NotApplicable,
    }
}

/// The check of a bank's own rule on a BBAN, as on the local fields that it is made of.
pub(super) fn of_bban(country: [u8; 2], bban: &[u8]) -> Outcome {
    match &country {
        b"BR" => brazil::of_bban(bban),
        b"IL" => israel::of_bban(bban),
        b"SE" => sweden::of_bban(bban),
        _ => Outcome::NotVerifiable,
    }
}

/// Whether a field is that of a BBAN, where the two are written so differently that only the country's
/// rule tells. `None`: it does not.
pub(super) fn agrees(country: [u8; 2], key: FieldKey, text: &str, bban: &str) -> Option<bool> {
    let check = match (&country, key) {
        // An IBAN has no room for it.
        (b"BR", FieldKey::BranchDigit) => return Some(true),
        (b"BR", FieldKey::BankCode) => return brazil::agrees(text.trim(), bban),
        (b"SE", FieldKey::AccountNumber) => {
            return sweden::agrees(read(Check::Swedish, text).text(), bban);
        }
        (b"RS" | b"ME", FieldKey::AccountNumber) => Check::Serbian,
        (b"MK", FieldKey::AccountNumber) => Check::Macedonian,
        (b"FI", FieldKey::AccountNumber) => Check::Finnish,
        _ => return None,
    };
    (read(check, text).text() == bban).then_some(true)
}

/// The national check over several fields; the field that a failure is reported at.
pub(super) fn of_fields<'a>(
    scheme: &str,
    value: impl Fn(FieldKey) -> &'a str,
) -> Option<(FieldKey, Outcome)> {
    let bytes = |key| value(key).as_bytes();
    let number = bytes(FieldKey::AccountNumber);
    if number.is_empty() {
        return None;
    }
    match scheme {
        "ng" => Some((
            FieldKey::AccountNumber,
            nuban::outcome(bytes(FieldKey::BankCode), number),
        )),
        "il" => Some((
            FieldKey::AccountNumber,
            israel::outcome(
                bytes(FieldKey::BankCode),
                bytes(FieldKey::BranchCode),
                number,
            ),
        )),
        "br" => Some(brazil::outcome(
            bytes(FieldKey::BankCode),
            [bytes(FieldKey::BranchCode), bytes(FieldKey::BranchDigit)],
            [number, bytes(FieldKey::AccountDigit)],
        )),
        // Each bank has its own check digit (CDV); no table of them is published that we know.
        "za" => Some((FieldKey::AccountNumber, Outcome::NotVerifiable)),
        _ => None,
    }
}

/// Whether the bank's code, though it has a bank's length, may be the beginning of another one.
pub(super) fn may_be_longer<'a>(scheme: &str, value: impl Fn(FieldKey) -> &'a str) -> bool {
    scheme == "ng" && nuban::begins_longer(value(FieldKey::BankCode).as_bytes())
}

/// Schemes whose fields have a check of their own.
pub(super) fn has_check(check: Check) -> bool {
    matches!(
        check,
        Check::Cci
            | Check::NewZealand
            | Check::Swedish
            | Check::Bankgiro
            | Check::Bangladeshi
            | Check::Card
            | Check::Hungarian
    )
}

/// An outcome on a number that stands at this place of a BBAN.
fn moved(outcome: Outcome, places: usize) -> Outcome {
    match outcome {
        Outcome::Failed(Failure {
            span: (from, to),
            force,
        }) => Outcome::Failed(Failure {
            span: (from.saturating_add(places), to.saturating_add(places)),
            force,
        }),
        other => other,
    }
}

fn verdict(fits: bool, span: (usize, usize), force: Force) -> Outcome {
    if fits {
        Outcome::Passed
    } else {
        Outcome::Failed(Failure { span, force })
    }
}
