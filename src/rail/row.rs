//! A line of the table becomes a [`Rail`].

use crate::calendar::{Date, Zone};
use crate::money::{Amount, CurrencyCode};

use super::table::ROWS;
use super::{Alias, Basis, Codes, Kind, Limit, Live, Rail, Timing, Window};

/// The rails of a country, whatever their currency, in the order of the table. The country is
/// two upper-case letters of ISO 3166-1.
///
/// ```
/// let names: Vec<&str> = payout_kit::rail::rails("US").iter().map(|rail| rail.id).collect();
/// assert_eq!(names, ["RTP", "FEDNOW", "ACH_SD", "ACH", "FEDWIRE"]);
/// ```
#[must_use]
pub fn rails(country: &str) -> Vec<Rail> {
    if country.len() != 2 {
        return Vec::new();
    }
    ROWS.iter()
        .filter(|row| carries(row, country))
        .filter_map(|row| parse(row, country))
        .collect()
}

/// Whether any country has a rail of this name.
pub(crate) fn is_known(id: &str) -> bool {
    ROWS.iter().any(|row| row.split('|').nth(2) == Some(id))
}

/// The calendar of this name, if any rail settles by it.
pub(crate) fn calendar_named(name: &str) -> Option<&'static str> {
    ROWS.iter()
        .filter_map(|row| row.split('|').nth(8))
        .find(|calendar| *calendar == name)
}

/// The calendar by which the currency settles at home.
pub(crate) fn calendar_of_currency(currency: CurrencyCode) -> Option<&'static str> {
    ROWS.iter()
        .filter_map(|row| row.split_once('|'))
        .find(|(_, rest)| rest.starts_with(currency.as_str()))
        .and_then(|(_, rest)| rest.split('|').nth(7))
}

/// The row begins with countries of two letters and a space between, a `|` after the last.
fn carries(row: &str, country: &str) -> bool {
    let mut rest = row.as_bytes();
    while let Some((listed, [sign, more @ ..])) = rest.split_at_checked(2) {
        if listed == country.as_bytes() {
            return true;
        }
        rest = if *sign == b' ' { more } else { &[] };
    }
    false
}

/// `None` only when the generator wrote something else than this reads.
fn parse(row: &'static str, country: &str) -> Option<Rail> {
    let mut fields = row.split('|').skip(1);
    let mut field = || fields.next();
    let currency = CurrencyCode::known(field()?)?;
    let (id, name) = (field()?, field()?);
    let kind = match field()? {
        "instant" => Kind::Instant,
        "batch" => Kind::Batch,
        "rtgs" => Kind::Rtgs,
        _ => Kind::Wire,
    };
    let limit = match field()? {
        "?" => Limit::Unknown,
        "none" => Limit::None,
        text => Limit::At(Amount::parse(text, currency, "limit").ok()?),
    };
    let min = match field()? {
        "" => None,
        text => Some(Amount::parse(text, currency, "min").ok()?),
    };
    let zone = match field()? {
        "" => Zone::of_country(country)?,
        name => Zone::named(name)?,
    };
    let calendar = field()?;
    let timing = timing(field()?)?;
    let basis = match field()? {
        "bank" => Basis::Bank,
        "scheme" | "operator" => Basis::Scheme,
        _ => Basis::Typical,
    };
    let alias = match field()? {
        "no" => Alias::No,
        "also" => Alias::Also,
        _ => Alias::Only,
    };
    let reaches_all = field()? == "all";
    let live = match field()? {
        "live" => Live::Yes,
        "not live" => Live::No,
        day => Live::From(Date::parse(day)?),
    };
    let iban_only = field()? == "iban";
    let codes = Codes::of(field()?, field()?, field()?, field()?);
    let (as_of, confidence) = (field()?, field()?);
    Some(Rail {
        id,
        name,
        kind,
        currency,
        limit,
        min,
        zone,
        calendar,
        timing,
        basis,
        alias,
        reaches_all,
        reachable: true,
        live,
        iban_only,
        codes,
        as_of,
        confidence,
    })
}

/// `c SECONDS [FROM TO]`, `w CUT FROM_DAY FROM TO_DAY TO;…` or `s OPEN CUT WITHIN CLOSES`.
fn timing(text: &str) -> Option<Timing> {
    let (kind, rest) = text.split_once(' ')?;
    match kind {
        "c" => {
            let mut numbers = numbers(rest);
            Some(Timing::AroundTheClock {
                seconds: u32::try_from(numbers.next()?).ok()?,
                pause: numbers.next().zip(numbers.next()),
            })
        }
        "w" => {
            let windows = rest.split(';').map(|window| {
                let mut numbers = numbers(window);
                let mut next = || numbers.next();
                let cut_off = next()?;
                let from = (next()?, next()?);
                Some(Window {
                    cut_off,
                    from,
                    to: (next()?, next()?),
                })
            });
            Some(Timing::Windows(windows.collect::<Option<_>>()?))
        }
        _ => {
            let mut numbers = numbers(rest);
            let (open, cut_off) = (numbers.next()?, numbers.next()?);
            let within = u32::try_from(numbers.next()?).ok()?;
            let closes = numbers.next().filter(|closes| *closes != 0);
            Some(Timing::Session {
                open,
                cut_off,
                within,
                closes,
                every_day: kind == "d",
            })
        }
    }
}

fn numbers(text: &str) -> impl Iterator<Item = i32> {
    text.split(' ').map_while(|number| number.parse().ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    #[test]
    fn every_row_reads_for_every_country() {
        for row in ROWS {
            for country in row.split('|').next().unwrap().split(' ') {
                assert!(parse(row, country).is_some(), "{row} in {country}");
            }
        }
    }

    #[test]
    fn the_euro_area_has_three_rails() {
        let found: Vec<_> = rails("DE")
            .iter()
            .map(|rail| (rail.id, rail.zone.name()))
            .collect();
        assert_eq!(
            found,
            [
                ("SCT_INST", "Europe/Berlin"),
                ("SCT", "Europe/Berlin"),
                ("T2", "Europe/Berlin")
            ]
        );
        assert_eq!(rails("FI").first().unwrap().zone.name(), "Europe/Helsinki");
        assert!(rails("XX").is_empty() && rails("de").is_empty() && rails("").is_empty());
    }
}
