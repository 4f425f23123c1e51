//! Which rail to try when the first cannot reach the payee's bank: the caller's choice.

use crate::rail::{self, Kind};
use crate::report::{Code, Issue};

use super::answer::{RailOption, Route};

const INSTANT: &[Kind] = &[Kind::Instant];
const ITP: &[Kind] = &[Kind::Instant, Kind::Batch];
const CTP: &[Kind] = &[Kind::Batch, Kind::Instant];

/// The eligible options in the order that the caller wants. Within a kind the options' order holds.
pub(super) fn follow(order: &[String], options: &[RailOption], issues: &mut Vec<Issue>) -> Route {
    let mut chosen: Vec<&RailOption> = Vec::new();
    for (place, word) in order.iter().enumerate() {
        let word = word.trim();
        let kinds = kinds(word);
        if kinds.is_empty() && !rail::is_known(word) {
            let mut field = String::from("fallback.");
            field.push_str(&place.to_string());
            issues.push(
                Issue::new(Code::InvalidValue, field)
                    .param("expected", "a rail, a kind of rail, INST, ITP or CTP"),
            );
            continue;
        }
        let eligible = || options.iter().filter(|option| option.eligible);
        let named = eligible().filter(|option| option.rail == word);
        let of_kind = kinds
            .iter()
            .flat_map(|kind| eligible().filter(move |option| option.kind == *kind));
        for option in named.chain(of_kind) {
            if !chosen.iter().any(|taken| taken.rail == option.rail) {
                chosen.push(option);
            }
        }
    }
    let arrivals = || chosen.iter().filter_map(|option| option.arrival.as_ref());
    Route {
        rails: chosen.iter().map(|option| option.rail).collect(),
        local_instrument: instrument(&chosen),
        earliest: arrivals().map(|arrival| arrival.earliest).min(),
        latest: arrivals().map(|arrival| arrival.latest).max(),
    }
}

fn kinds(word: &str) -> &'static [Kind] {
    match word {
        "instant" | "INST" => INSTANT,
        "batch" => &[Kind::Batch],
        "rtgs" => &[Kind::Rtgs],
        "wire" => &[Kind::Wire],
        "ITP" => ITP,
        "CTP" => CTP,
        _ => &[],
    }
}

/// `None` for an order that ISO 20022 has no word for.
fn instrument(chosen: &[&RailOption]) -> Option<&'static str> {
    let instant = |option: &&RailOption| option.kind == Kind::Instant;
    let (first, later) = chosen.split_first()?;
    if instant(first) {
        Some(if later.iter().all(instant) {
            "INST"
        } else {
            "ITP"
        })
    } else {
        later.iter().any(instant).then_some("CTP")
    }
}
