//! Cases of accounts: IBANs of every country, right and wrong, and routing numbers.

use payout_kit::account::{AccountInput, CheckResult, Status, is_valid_iban, validate};
use payout_kit::market::{self, RequirementsRequest};
use serde_json::json;

use super::Draw;
use crate::Result;

pub(super) fn cases(draw: Draw) -> Result<Vec<String>> {
    let mut numbers = Numbers(draw.seed);
    let mut cases = Vec::new();
    for market in market::list() {
        if market.methods.contains(&"iban") {
            let form = market::requirements(&RequirementsRequest {
                country: market.country.to_string(),
                method: Some("iban".into()),
                ..Default::default()
            });
            let pattern = form.fields.first().map(|field| field.pattern.as_ref());
            // Territories have their parent's; formats outside of the registry have no judge.
            let own = format!("^{}", market.country.as_str());
            if !form.issues.is_empty() || !pattern.is_some_and(|text| text.starts_with(&own)) {
                continue;
            }
            let places = places(pattern.unwrap_or_default())?;
            for _ in 0..draw.cases {
                let right = seal(market.country.as_str(), &places, &mut numbers);
                cases.push(iban_case(market.country.as_str(), &right)?);
                let wrong = spoil(&right, &mut numbers);
                cases.push(iban_case(market.country.as_str(), &wrong)?);
            }
        }
    }
    for _ in 0..draw.cases.saturating_mul(20) {
        cases.push(routing_case(&routing(&mut numbers)));
    }
    Ok(cases)
}

/// Both of our answers must be one before anybody else is asked.
fn iban_case(country: &str, iban: &str) -> Result<String> {
    let input = AccountInput {
        country: country.to_owned(),
        iban: Some(iban.to_owned()),
        ..Default::default()
    };
    let checks = validate(&input).checks;
    let national = match checks.national {
        CheckResult::Passed => Some(true),
        CheckResult::Failed => Some(false),
        CheckResult::NotApplicable | CheckResult::NotVerifiable => None,
    };
    let report =
        (checks.structure, checks.check_digits) == (CheckResult::Passed, CheckResult::Passed);
    let fast = is_valid_iban(iban);
    if report != fast {
        return Err(format!(
            "the report says {report} and the fast path {fast} of an IBAN of {country}"
        ));
    }
    let case = json!({"kind": "iban", "country": country, "input": iban, "verdict": fast, "national": national});
    Ok(case.to_string())
}

fn routing_case(routing: &str) -> String {
    let input = AccountInput {
        country: "US".into(),
        routing_number: Some(routing.into()),
        account_number: Some("12345678".into()),
        account_type: Some("checking".into()),
        ..Default::default()
    };
    let verdict = validate(&input).status == Status::Valid;
    json!({"kind": "aba", "country": "US", "input": routing, "verdict": verdict}).to_string()
}

/// The symbols of each place after the country, from an expression such as
/// `^GB[0-9]{2}[A-Z]{4}[0-9]{14}$`.
fn places(pattern: &str) -> Result<Vec<&'static str>> {
    let mut places = Vec::new();
    for run in pattern.split('[').skip(1) {
        let bad = || format!("`{pattern}` is not the expression of an IBAN");
        let (class, count) = run.split_once(']').ok_or_else(bad)?;
        let count = count.trim_end_matches('$').trim_matches(['{', '}']);
        let count: usize = if count.is_empty() {
            1
        } else {
            count.parse().map_err(|_| bad())?
        };
        let symbols = match class {
            "0-9" => "0123456789",
            "A-Z" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "A-Z0-9" => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            _ => return Err(bad()),
        };
        places.extend(std::iter::repeat_n(symbols, count));
    }
    Ok(places)
}

/// A random BBAN with its check digits, by the rule of ISO 13616.
fn seal(country: &str, places: &[&str], numbers: &mut Numbers) -> String {
    let bban: String = places
        .iter()
        .skip(2)
        .map(|symbols| numbers.pick(symbols))
        .collect();
    let remainder = format!("{bban}{country}00")
        .chars()
        .fold(0, |sum: u32, character| {
            let value = character.to_digit(36).unwrap_or_default();
            if value < 10 {
                (sum * 10 + value) % 97
            } else {
                (sum * 100 + value) % 97
            }
        });
    format!("{country}{:02}{bban}", 98 - remainder)
}

/// One slip: a character changed, two swapped, one lost, one too many, or check digits that alias.
fn spoil(iban: &str, numbers: &mut Numbers) -> String {
    let mut characters: Vec<char> = iban.chars().collect();
    let place = 2 + numbers.below(characters.len() - 3);
    match numbers.below(5) {
        0 => characters[place] = numbers.pick("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        1 => characters.swap(place, place + 1),
        2 => drop(characters.remove(place)),
        3 => characters.insert(place, numbers.pick("0123456789")),
        _ => {
            let pair: String = characters[2..4].iter().collect();
            let alias = match pair.as_str() {
                "97" => "00",
                "98" => "01",
                _ => "99",
            };
            characters.splice(2..4, alias.chars());
        }
    }
    characters.into_iter().collect()
}

/// Nine digits; half of them with the right check digit.
fn routing(numbers: &mut Numbers) -> String {
    let digits: Vec<usize> = (0..8).map(|_| numbers.below(10)).collect();
    let sum: usize = digits
        .iter()
        .zip([3, 7, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    let last = if numbers.below(2) == 0 {
        (10 - sum % 10) % 10
    } else {
        numbers.below(10)
    };
    digits
        .iter()
        .chain([&last])
        .map(ToString::to_string)
        .collect()
}

/// A small generator: the same cases on every machine for the same seed.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 40).unwrap_or_default() % limit
    }

    pub(super) fn pick(&mut self, symbols: &str) -> char {
        let at = self.below(symbols.len());
        symbols.chars().nth(at).unwrap_or('0')
    }
}
