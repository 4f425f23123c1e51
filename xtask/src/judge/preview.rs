//! Random previews, splits, settlements and batches with our answers.

use payout_kit::quote::{preview, preview_batch, settle_order, split};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Draw, Lines};
use crate::Result;

/// One JSON object a line: `{"request", "answer"}`, `{"split", "answer"}`, `{"settlement", "answer"}` or
/// `{"batch", "previews", "answer"}` with the preview of each row.
pub(super) fn cases(draw: Draw) -> Lines {
    let mut dice = Dice(draw.seed);
    let others = draw.previews / 3;
    let batches = draw.previews / 10;
    Box::new((0..draw.previews + 2 * others + batches).map(move |place| {
        if place < draw.previews {
            line("request", &preview_request(&mut dice), preview)
        } else if place < draw.previews + others {
            line("split", &split_request(&mut dice), split)
        } else if place < draw.previews + 2 * others {
            line("settlement", &settlement(&mut dice), settle_order)
        } else {
            batch(&mut dice)
        }
    }))
}

fn line<T: DeserializeOwned, R: Serialize>(
    name: &str,
    request: &Value,
    answer: fn(&T) -> R,
) -> Result<String> {
    Ok(json!({name: request, "answer": answer(&read(name, request)?)}).to_string())
}

fn read<T: DeserializeOwned>(name: &str, request: &Value) -> Result<T> {
    T::deserialize(request).map_err(|error| format!("a generated {name} is wrong: {error}"))
}

/// Country, its currency, a usual EUR rate.
const MARKETS: &[(&str, &str)] = &[
    ("US", "USD"),
    ("US", "USD"),
    ("DE", "EUR"),
    ("DE", "EUR"),
    ("FI", "EUR"),
    ("IE", "EUR"),
    ("PL", "EUR"),
    ("GB", "GBP"),
    ("GB", "GBP"),
    ("ID", "IDR"),
    ("ID", "IDR"),
    ("AU", "AUD"),
    ("IN", "INR"),
    ("JP", "JPY"),
    ("KW", "KWD"),
    ("SA", "SAR"),
    ("BR", "BRL"),
    ("PL", "PLN"),
    ("KR", "KRW"),
    ("CL", "CLP"),
    ("GH", "GHS"),
];
const ROUNDINGS: &[&str] = &["half_up", "half_even", "half_down", "up", "down"];

fn preview_request(dice: &mut Dice) -> Value {
    let market = *dice.pick(MARKETS);
    payout(dice, market)
}

fn payout(dice: &mut Dice, (country, credit): (&str, &str)) -> Value {
    let debit = if dice.one_in(3) {
        credit
    } else {
        dice.pick(MARKETS).1
    };
    let mut request = Map::new();
    let fixed_credit = dice.one_in(2);
    let mut sides = [
        json!({"currency": debit}),
        json!({"country": country, "currency": credit}),
    ];
    let currency = if fixed_credit { credit } else { debit };
    sides[usize::from(fixed_credit)]["amount"] = json!(amount(dice, currency, 9));
    let [debit_side, credit_side] = sides;
    request.insert("debit".into(), debit_side);
    request.insert("credit".into(), credit_side);
    request.insert("at".into(), json!(instant(dice)));
    request.insert("rates".into(), rates(dice, debit, credit));
    if !dice.one_in(4) {
        let count = dice.below(5);
        let rules: Vec<Value> = (0..count)
            .map(|place| rule(dice, place, debit, credit))
            .collect();
        request.insert("fees".into(), json!({"rules": rules}));
    }
    if dice.one_in(3) {
        request.insert("vat".into(), json!({"percent": decimal(dice, 30, 3)}));
    }
    if dice.one_in(4) {
        let mut tax = json!({"code": "tax", "percent": decimal(dice, 30, 3)});
        if dice.one_in(3) {
            tax["base"] = json!(amount(dice, debit, 4));
        }
        request.insert("withholding".into(), json!([tax]));
    }
    if dice.one_in(4) {
        request.insert("referenceRates".into(), rates(dice, debit, credit));
    }
    if !dice.one_in(3) {
        request.insert("rounding".into(), json!(dice.pick(ROUNDINGS)));
    }
    if dice.one_in(3) {
        request.insert("prefer".into(), json!(dice.pick(&["fastest", "cheapest"])));
    }
    if dice.one_in(6) {
        request.insert(
            "holidays".into(),
            json!([{"calendar": dice.pick(&["fed", "target", "uk", "id"]),
            "add": [date(dice), date(dice)], "remove": [date(dice)]}]),
        );
    }
    Value::Object(request)
}

fn rates(dice: &mut Dice, debit: &str, credit: &str) -> Value {
    let common = if debit != "EUR" && credit != "EUR" {
        "EUR"
    } else {
        "CHF"
    };
    let direct = json!({"from": debit, "to": credit, "rate": rate(dice), "mid": rate(dice)});
    let inverse = json!({"from": credit, "to": debit, "rate": rate(dice)});
    let leg = |dice: &mut Dice, other: &str| {
        let (from, to) = if dice.one_in(2) {
            (common, other)
        } else {
            (other, common)
        };
        json!({"from": from, "to": to, "rate": rate(dice)})
    };
    let pairs = match dice.below(3) {
        0 => vec![direct],
        1 => vec![inverse],
        _ => vec![leg(dice, debit), leg(dice, credit)],
    };
    json!({"source": "dice", "asOf": "2026-01-01", "pairs": pairs})
}

fn rule(dice: &mut Dice, place: u64, debit: &str, credit: &str) -> Value {
    let on_credit = dice.one_in(3);
    let currency = if on_credit { credit } else { debit };
    let mut rule = Map::new();
    rule.insert("code".into(), json!(format!("fee{place}")));
    let mode = if on_credit || dice.one_in(2) {
        "deducted"
    } else {
        "on_top"
    };
    rule.insert("mode".into(), json!(mode));
    if on_credit {
        rule.insert("side".into(), json!("credit"));
    }
    if dice.one_in(4) {
        rule.insert("fxMarkupPercent".into(), json!(decimal(dice, 3, 4)));
    } else {
        let banded = dice.one_in(3);
        if banded {
            rule.insert("bands".into(), bands(dice, currency));
            if dice.one_in(2) {
                rule.insert("bandMode".into(), json!("marginal"));
            }
        } else if dice.one_in(2) {
            rule.insert("flat".into(), json!(amount(dice, currency, 3)));
        }
        if banded {
            // No rule has both.
        } else if rule.get("flat").is_none() || dice.one_in(2) {
            rule.insert("percent".into(), json!(decimal(dice, 10, 4)));
        }
        if dice.one_in(3) {
            rule.insert("min".into(), json!(amount(dice, currency, 2)));
        }
        if dice.one_in(3) {
            rule.insert(
                "max".into(),
                json!(format!("9{}", amount(dice, currency, 3))),
            );
        }
    }
    if rule.get("flat").is_some() && dice.one_in(4) {
        // As written for the side it may have too many decimals for the other.
        let other = if on_credit { debit } else { credit };
        for member in ["flat", "min", "max"] {
            if rule.get(member).is_some() {
                rule.insert(member.into(), json!(dice.below(500).to_string()));
            }
        }
        rule.insert("currency".into(), json!(other));
    }
    if dice.one_in(5) && !rule.contains_key("fxMarkupPercent") {
        rule.insert("vatPercent".into(), json!(decimal(dice, 30, 2)));
    }
    if dice.one_in(4) && !(on_credit && rule.contains_key("fxMarkupPercent")) {
        let bound = amount(dice, currency, 7);
        let member = *dice.pick(&["from", "to"]);
        rule.insert("when".into(), json!({member: bound}));
    }
    Value::Object(rule)
}

/// Ascending, the last one open.
fn bands(dice: &mut Dice, currency: &str) -> Value {
    let mut end = 0;
    let count = 1 + dice.below(4);
    let bands: Vec<Value> = (1..=count)
        .map(|place| {
            let mut band = Map::new();
            if place < count {
                end += 1 + dice.below(10_u64.pow(1 + u32::try_from(place).unwrap_or(1)));
                band.insert("to".into(), json!(end.to_string()));
            }
            if dice.one_in(2) {
                band.insert("flat".into(), json!(amount(dice, currency, 3)));
            }
            if dice.one_in(2) {
                band.insert("percent".into(), json!(decimal(dice, 10, 4)));
            }
            Value::Object(band)
        })
        .collect();
    json!(bands)
}

/// Rows that share a sheet, a schedule and a time; some are wrong, some are there twice.
fn batch(dice: &mut Dice) -> Result<String> {
    let market = if dice.one_in(2) {
        *dice.pick(&[("DE", "EUR"), ("GB", "GBP")])
    } else {
        *dice.pick(MARKETS)
    };
    let mut shared = payout(dice, market);
    let debit = shared["debit"]["currency"].clone();
    if let Some(members) = shared.as_object_mut() {
        for member in ["debit", "credit", "referenceRates"] {
            members.remove(member);
        }
    }
    let mut rows: Vec<Value> = Vec::new();
    for place in 0..=dice.below(12) {
        let row = if place > 0 && dice.one_in(4) {
            again(dice, &rows)
        } else {
            row(dice, place, market, &debit)
        };
        rows.push(row);
    }
    let mut previews = Vec::new();
    for row in &rows {
        let mut request = shared.clone();
        request["debit"] = row["debit"].clone();
        request["credit"] = row["credit"].clone();
        previews.push(preview(&read("row", &request)?));
    }
    shared["rows"] = json!(rows);
    if dice.one_in(2) {
        let currency = if dice.one_in(2) { market.1 } else { "EUR" };
        let mut minimum = json!({"currency": currency, "amount": amount(dice, currency, 5)});
        if dice.one_in(2) {
            minimum["side"] = json!(dice.pick(&["debit", "credit"]));
        }
        shared["minimums"] = json!([minimum]);
    }
    let answer = preview_batch(&read("batch", &shared)?, |_, _| true);
    Ok(json!({"batch": shared, "previews": previews, "answer": answer}).to_string())
}

fn row(dice: &mut Dice, place: u64, (country, credit): (&str, &str), debit: &Value) -> Value {
    let mut row =
        json!({"debit": {"currency": debit}, "credit": {"country": country, "currency": credit}});
    if dice.one_in(8) {
        row["credit"] = json!({"country": "MX", "currency": "MXN"});
    }
    let side = *dice.pick(&["debit", "credit"]);
    let currency = row[side]["currency"].as_str().unwrap_or_default();
    let text = match dice.below(12) {
        0 => "0".into(),
        1 => "-5".into(),
        2 => "1.23456".into(),
        _ => amount(dice, currency, 7),
    };
    row[side]["amount"] = json!(text);
    if dice.one_in(2) {
        row["id"] = json!(format!("id{}", dice.below(2 * place + 2)));
    }
    if dice.one_in(4) {
        row["rail"] = json!(dice.pick(&["SCT", "FPS", "ACH", "SCT_INST", "BIFAST"]));
    }
    let ibans: &[&str] = match country {
        "DE" => &[
            "DE89370400440532013000",
            "de89 3704 0044 0532 0130 00",
            "DE88370400440532013000",
        ],
        "GB" => &["GB82WEST12345698765432", "GB82 WEST 1234 5698 7654 32"],
        _ => &[],
    };
    if !ibans.is_empty() && !dice.one_in(3) {
        row["credit"]["account"] = json!({"country": country, "iban": dice.pick(ibans)});
    }
    row
}

/// An earlier row, or one that pays the same, written another way.
fn again(dice: &mut Dice, rows: &[Value]) -> Value {
    let mut row = dice.pick(rows).clone();
    if dice.one_in(2) {
        row["id"] = json!("again");
    }
    for side in ["debit", "credit"] {
        if let Some(text) = row[side]["amount"]
            .as_str()
            .filter(|text| text.contains('.'))
        {
            row[side]["amount"] = json!(format!("0{text}0"));
        }
    }
    row
}

fn split_request(dice: &mut Dice) -> Value {
    let currency = dice.pick(MARKETS).1;
    let count = 1 + dice.below(6);
    let remainder = dice.one_in(2);
    let parts: Vec<Value> = (0..count)
        .map(|place| {
            let id = format!("p{}", (place * 7) % 11);
            match (dice.below(3), remainder && place == 0) {
                (_, true) => json!({"id": id, "remainder": true}),
                (0, _) => json!({"id": id, "amount": amount(dice, currency, 3)}),
                (1, _) => json!({"id": id, "percent": decimal(dice, 20, 3)}),
                _ if remainder => json!({"id": id, "percent": decimal(dice, 20, 3)}),
                _ => json!({"id": id, "ratio": decimal(dice, 100, 2)}),
            }
        })
        .collect();
    json!({"amount": amount(dice, currency, 8), "currency": currency, "parts": parts})
}

fn settlement(dice: &mut Dice) -> Value {
    let currency = dice.pick(MARKETS).1;
    let sellers = 1 + dice.below(4);
    let seller = |dice: &mut Dice| format!("s{}", (dice.below(sellers) * 7) % 11);
    let sales: Vec<Value> = (0..=dice.below(6))
        .map(|_| json!({"seller": seller(dice), "amount": amount(dice, currency, 6)}))
        .collect();
    let mut order = json!({"currency": currency, "sales": sales});
    if dice.one_in(2) {
        let mut refund = json!({"amount": amount(dice, currency, 4)});
        if dice.one_in(2) {
            refund["seller"] = json!(seller(dice));
        }
        order["refunds"] = json!([refund]);
    }
    let rate = |dice: &mut Dice| {
        let mut rate = json!({"percent": decimal(dice, 40, 3)});
        if dice.one_in(2) {
            rate["base"] = json!(dice.pick(&["gross", "net"]));
        }
        rate
    };
    if dice.one_in(2) {
        order["commission"] = rate(dice);
        if dice.one_in(2) {
            order["commission"]["sellers"] =
                json!([{"seller": seller(dice), "percent": decimal(dice, 40, 3)}]);
        }
    }
    if dice.one_in(3) {
        order["withholding"] = rate(dice);
    }
    if dice.one_in(2) {
        order["cardFee"] = json!({"amount": amount(dice, currency, 3)});
        if dice.one_in(3) {
            order["cardFee"]["bearer"] = json!(dice.pick(&["sellers", "platform"]));
        }
    }
    if dice.one_in(2) {
        order["rounding"] = json!(dice.pick(ROUNDINGS));
    }
    order
}

/// Of any length up to so many digits, never zero.
fn amount(dice: &mut Dice, currency: &str, digits: u32) -> String {
    let decimals = match currency {
        "JPY" | "KRW" | "CLP" => 0,
        "KWD" => 3,
        _ => 2,
    };
    let digits = 1 + dice.below(u64::from(digits));
    let whole = dice.below(10_u64.pow(u32::try_from(digits).unwrap_or(1)));
    if decimals == 0 || dice.one_in(4) {
        return (whole + 1).to_string();
    }
    format!(
        "{whole}.{:0>1$}",
        1 + dice.below(10_u64.pow(decimals) - 1),
        usize::try_from(decimals).unwrap_or(2)
    )
}

/// Below `limit`, with up to so many decimals.
fn decimal(dice: &mut Dice, limit: u64, decimals: u32) -> String {
    let decimals = dice.below(u64::from(decimals) + 1);
    let scale = 10_u64.pow(u32::try_from(decimals).unwrap_or(0));
    let number = 1 + dice.below(limit * scale - 1);
    if decimals == 0 {
        return number.to_string();
    }
    let width = usize::try_from(decimals).unwrap_or(0);
    format!("{}.{:0>width$}", number / scale, number % scale)
}

/// Between 0.0001 and 100000; seven significant digits as sheets have them, or as many as fit.
fn rate(dice: &mut Dice) -> String {
    let mut digits = (1_000_000 + dice.below(9_000_000)).to_string();
    if dice.one_in(5) {
        digits
            .push_str(&(100_000_000_000_000_000 + dice.below(900_000_000_000_000_000)).to_string());
    }
    let point = dice.below(10);
    match usize::try_from(point).unwrap_or(0) {
        0..=3 => format!(
            "0.{}{digits}",
            "0".repeat(3 - usize::try_from(point).unwrap_or(0))
        ),
        point => format!("{}.{}", &digits[..point - 3], &digits[point - 3..]),
    }
}

fn date(dice: &mut Dice) -> String {
    format!("2026-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28))
}

/// From 2024 to 2031; often near a holiday or a cut-off.
fn instant(dice: &mut Dice) -> String {
    let year = if dice.one_in(2) {
        2026
    } else {
        2024 + dice.below(8)
    };
    let (month, day) = if dice.one_in(3) {
        *dice.pick(&[
            (1, 1),
            (3, 20),
            (4, 3),
            (5, 1),
            (5, 23),
            (7, 3),
            (7, 4),
            (11, 11),
            (12, 24),
            (12, 25),
            (12, 31),
        ])
    } else {
        (1 + dice.below(12), 1 + dice.below(28))
    };
    let second = if dice.one_in(2) { 0 } else { dice.below(60) };
    let minute = if dice.one_in(2) {
        *dice.pick(&[0, 29, 30, 31, 44, 45, 46, 59])
    } else {
        dice.below(60)
    };
    format!(
        "{year}-{month:02}-{day:02}T{:02}:{minute:02}:{second:02}Z",
        dice.below(24)
    )
}

/// `SplitMix64`: the same cases on every machine.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let place = self.below(list.len() as u64);
        &list[usize::try_from(place).unwrap_or(0)]
    }
}
