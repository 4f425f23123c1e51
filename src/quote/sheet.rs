//! A rate sheet is looked up once: direct, else inverse, else over a common currency.

use rust_decimal::Decimal;

use crate::money::{CurrencyCode, Exact, decimal};
use crate::report::{Code, Issue};

use super::answer::Method;
use super::request::{RatePair, RateSheet};

/// How one currency becomes another by the sheet, exactly.
#[derive(Clone, Debug)]
pub(super) struct Conversion {
    pub(super) legs: Vec<Leg>,
    pub(super) method: Method,
    /// The product of the legs.
    pub(super) rate: Exact,
    /// The same with mid-market rates, if the sheet has one for every leg.
    pub(super) mid: Option<Exact>,
}

impl Conversion {
    /// The common currency of a cross.
    pub(super) fn via(&self) -> Option<CurrencyCode> {
        match self.legs.as_slice() {
            [first, _] => Some(first.to),
            _ => None,
        }
    }
}

/// One use of a pair.
#[derive(Clone, Debug)]
pub(super) struct Leg {
    pub(super) rate: Decimal,
    /// Divide by the rate instead of multiplying.
    pub(super) inverse: bool,
    pub(super) to: CurrencyCode,
    mid: Option<Decimal>,
}

impl Leg {
    fn exact(&self, rate: Decimal) -> Option<Exact> {
        let rate = Exact::from(rate);
        if self.inverse {
            Exact::from(1).over(&rate)
        } else {
            Some(rate)
        }
    }
}

/// `None` when no pairs of the sheet connect the two currencies.
pub(super) fn find(
    sheet: &RateSheet,
    from: CurrencyCode,
    to: CurrencyCode,
) -> Option<Result<Conversion, Box<Issue>>> {
    if let Some((place, pair, inverse)) = between(sheet, from.as_str(), to.as_str()) {
        let method = if inverse {
            Method::Inverse
        } else {
            Method::Direct
        };
        return Some(leg(place, pair, inverse, to).and_then(|leg| conversion(vec![leg], method)));
    }
    // Over a common currency: the first that the sheet connects with both.
    for pair in &sheet.pairs {
        let common = if is(&pair.from, from) {
            &pair.to
        } else if is(&pair.to, from) {
            &pair.from
        } else {
            continue;
        };
        let Some(common) = known(common).filter(|common| *common != from && *common != to) else {
            continue;
        };
        let first = between(sheet, from.as_str(), common.as_str());
        let second = between(sheet, common.as_str(), to.as_str());
        let (Some(first), Some(second)) = (first, second) else {
            continue;
        };
        let legs = leg(first.0, first.1, first.2, common)
            .and_then(|first| Ok(vec![first, leg(second.0, second.1, second.2, to)?]));
        return Some(legs.and_then(|legs| conversion(legs, Method::Cross)));
    }
    None
}

/// The first direct pair, else the first inverse one.
fn between<'a>(sheet: &'a RateSheet, from: &str, to: &str) -> Option<(usize, &'a RatePair, bool)> {
    let find = |from: &str, to: &str| {
        let fits = |pair: &RatePair| is_text(&pair.from, from) && is_text(&pair.to, to);
        sheet.pairs.iter().position(fits)
    };
    let (place, inverse) = match find(from, to) {
        Some(place) => (place, false),
        None => (find(to, from)?, true),
    };
    Some((place, sheet.pairs.get(place)?, inverse))
}

fn leg(place: usize, pair: &RatePair, inverse: bool, to: CurrencyCode) -> Result<Leg, Box<Issue>> {
    let read = |text: &str, member: &str| {
        decimal(text.trim())
            .filter(|rate| !rate.is_zero())
            .ok_or_else(|| {
                let mut field = String::from("rates.pairs.");
                field.push_str(&place.to_string());
                field.push_str(member);
                Box::new(Issue::new(Code::InvalidRate, field))
            })
    };
    let rate = read(&pair.rate, ".rate")?;
    let mid = pair
        .mid
        .as_deref()
        .map(|mid| read(mid, ".mid"))
        .transpose()?;
    Ok(Leg {
        rate,
        inverse,
        to,
        mid,
    })
}

fn conversion(legs: Vec<Leg>, method: Method) -> Result<Conversion, Box<Issue>> {
    let product = |rate: &dyn Fn(&Leg) -> Option<Decimal>| {
        legs.iter().try_fold(Exact::from(1), |product, leg| {
            product.times(&leg.exact(rate(leg)?)?)
        })
    };
    let rate = product(&|leg| Some(leg.rate))
        .ok_or_else(|| Box::new(Issue::new(Code::InvalidRate, "rates")))?;
    let mid = product(&|leg| leg.mid);
    Ok(Conversion {
        legs,
        method,
        rate,
        mid,
    })
}

fn known(text: &str) -> Option<CurrencyCode> {
    CurrencyCode::parse(text, "").ok()
}

fn is(text: &str, currency: CurrencyCode) -> bool {
    is_text(text, currency.as_str())
}

fn is_text(text: &str, code: &str) -> bool {
    text.trim().eq_ignore_ascii_case(code)
}
