//! Numbers of the holder, as far as their check digits can be known: of taxpayers, residents and
//! companies. One file a family.

mod america;
mod asia;
mod birth;
mod central;
mod europe;
mod generic;
pub(super) mod name;
mod rfc;

pub(super) use birth::birth_date;

use super::clean::Cleaned;
use super::scan::{Expected, Fault, Places, Scan, scan};
use crate::market::{Country, Format};

/// What a number of the holder is.
pub(super) struct Reading {
    pub(super) scan: Scan<String>,
    /// Its check digit does not fit, though not every such number has one that does.
    pub(super) doubtful: bool,
}

impl Reading {
    const fn of(scan: Scan<String>) -> Self {
        Self {
            scan,
            doubtful: false,
        }
    }
}

/// The tax number of a country. `None`: no rule of ours.
pub(super) fn tax_id(country: Country, text: &str) -> Option<(Box<dyn Places>, Reading)> {
    // A RUT may stand after its country.
    let label = if country.bytes() == *b"CL" { "CL" } else { "" };
    let cleaned = Cleaned::read(text, label);
    if cleaned.begins(label) {
        let reading = Reading::of(Scan::Partial(None));
        return Some((Box::new(cleaned), reading));
    }
    let reading = match &country.bytes() {
        b"AR" => Reading::of(america::cuit(&cleaned)),
        b"BR" => Reading::of(america::cpf_or_cnpj(&cleaned)),
        b"CL" => Reading::of(america::rut(&cleaned)),
        b"CO" => Reading::of(america::nit(&cleaned)),
        b"CR" => Reading::of(central::costa_rica(&cleaned)),
        b"DO" => central::dominican(&cleaned),
        b"EC" => america::ruc_of_ecuador(&cleaned),
        b"GT" => central::guatemala(&cleaned),
        b"IN" => Reading::of(asia::pan(&cleaned)),
        b"MX" => {
            let number = rfc::Rfc::read(text);
            let reading = rfc::rfc(&number);
            return Some((Box::new(number), reading));
        }
        b"PE" => Reading::of(america::dni_or_ruc(&cleaned)),
        b"PY" => Reading::of(central::paraguay(&cleaned)),
        b"SV" => Reading::of(central::salvador(&cleaned)),
        b"TR" => Reading::of(europe::turkey(&cleaned)),
        b"UA" => Reading::of(europe::ukraine(&cleaned)),
        b"UY" => Reading::of(central::uruguay(&cleaned)),
        _ => return None,
    };
    Some((Box::new(cleaned), reading))
}

/// Whom a tax number stands for that names nobody.
pub(super) fn generic(country: Country, number: &str) -> Option<&'static str> {
    let is_it =
        |(of, known, _): &&([u8; 2], &str, &str)| *of == country.bytes() && *known == number;
    generic::GENERIC
        .iter()
        .find(is_it)
        .map(|(.., meaning)| *meaning)
}

/// The number of a resident, as aliases use it.
pub(super) fn national_id(country: Country, cleaned: &Cleaned) -> Reading {
    Reading::of(match &country.bytes() {
        b"CO" => america::nit(cleaned),
        b"MY" => asia::mykad(cleaned),
        b"SA" => {
            return Reading {
                scan: any(cleaned),
                doubtful: asia::is_doubtful_in_saudi_arabia(cleaned),
            };
        }
        b"SG" => asia::nric(cleaned),
        b"TH" => asia::thai(cleaned),
        b"TR" => europe::turkey(cleaned),
        _ => any(cleaned),
    })
}

/// The number of a company, as aliases use it.
pub(super) fn business_id(country: Country, cleaned: &Cleaned) -> Scan<String> {
    match &country.bytes() {
        b"AU" => asia::abn(cleaned),
        b"SG" => asia::paynow(cleaned),
        _ => any(cleaned),
    }
}

/// CPF of a person, CNPJ of a company.
pub(super) fn cpf_or_cnpj(cleaned: &Cleaned) -> Scan<String> {
    america::cpf_or_cnpj(cleaned)
}

/// Letters and digits, nothing more is known.
fn any(cleaned: &Cleaned) -> Scan<String> {
    const ANY: Format = Format {
        min: 4,
        max: 20,
        digits: 0xf_ffff,
        letters: 0xf_ffff,
    };
    scan(cleaned, &ANY).and(|()| Scan::Right(cleaned.text().to_owned()))
}

/// So many digits, then the rule; `at` is where its check digits stand.
fn digits(
    cleaned: &Cleaned,
    min: u8,
    max: u8,
    rule: impl FnOnce(&[u8]) -> Option<(usize, usize)>,
) -> Scan<String> {
    let places = 1_u64
        .checked_shl(u32::from(max))
        .map_or(u64::MAX, |bit| bit.saturating_sub(1));
    let format = Format {
        min,
        max,
        digits: places,
        letters: 0,
    };
    checked(cleaned, &format, rule)
}

fn checked(
    cleaned: &Cleaned,
    format: &Format,
    rule: impl FnOnce(&[u8]) -> Option<(usize, usize)>,
) -> Scan<String> {
    scan(cleaned, format).and(|()| match rule(cleaned.bytes()) {
        Some((from, to)) => Scan::Wrong(Fault::CheckDigit { from, to }),
        None => Scan::Right(cleaned.text().to_owned()),
    })
}

/// A check digit that does not fit where a longer number may have been begun.
fn open(scan: Scan<String>) -> Scan<String> {
    match scan {
        Scan::Wrong(fault @ Fault::CheckDigit { .. }) => Scan::Partial(Some(fault)),
        other => other,
    }
}

fn wrong(index: usize, words: &'static str) -> Scan<String> {
    Scan::Wrong(Fault::Character {
        index,
        expected: Expected::Words(words),
    })
}
