//! What must hold for every request.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs
)]

use payout_kit::money::{Amount, CurrencyCode, Exact, Rounding, allocate, decimal};
use payout_kit::quote::{
    CreditRequest, DebitRequest, FeeRule, Fees, Mode, PreviewRequest, RatePair, RateSheet, Side,
    SplitPart, SplitRequest, When, preview, split,
};
use payout_kit::report::Code;
use proptest::prelude::*;

const MARKETS: &[(&str, &str)] = &[
    ("US", "USD"),
    ("DE", "EUR"),
    ("GB", "GBP"),
    ("ID", "IDR"),
    ("JP", "JPY"),
    ("KW", "KWD"),
    ("IN", "INR"),
];

fn market() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(MARKETS)
}

fn rounding() -> impl Strategy<Value = Rounding> {
    use Rounding::{Down, HalfDown, HalfEven, HalfUp, Up};
    prop::sample::select(vec![HalfUp, HalfEven, HalfDown, Up, Down])
}

fn text(minor: u64, currency: &str) -> String {
    let currency = CurrencyCode::parse(currency, "").unwrap();
    Amount::from_minor(minor, currency).unwrap().to_string()
}

#[derive(Clone, Debug)]
struct Rule {
    on_credit: bool,
    deducted: bool,
    flat: Option<u64>,
    percent: Option<u32>,
    markup: Option<u32>,
    min: Option<u64>,
    from: Option<u64>,
}

fn rule() -> impl Strategy<Value = Rule> {
    (
        any::<(bool, bool)>(),
        prop::option::of(0..5000_u64),
        prop::option::of(0..200_000_u32),
        prop::option::weighted(0.2, 0..50_000_u32),
        prop::option::of(0..2000_u64),
        prop::option::weighted(0.2, 0..1_000_000_u64),
    )
        .prop_map(
            |((on_credit, deducted), flat, percent, markup, min, from)| Rule {
                on_credit,
                deducted: deducted || on_credit,
                flat,
                percent,
                markup,
                min,
                from,
            },
        )
}

fn fee(rule: &Rule, debit: &str, credit: &str) -> FeeRule {
    let currency = if rule.on_credit { credit } else { debit };
    let charges = rule.flat.is_some() || rule.percent.is_some();
    let percent = |units: u32| format!("{}.{:04}", units / 10_000, units % 10_000);
    FeeRule {
        code: "fee".into(),
        flat: if charges || rule.markup.is_some() {
            rule.flat.map(|flat| text(flat, currency))
        } else {
            Some("0".into())
        },
        percent: rule.percent.map(percent),
        fx_markup_percent: rule.markup.map(percent),
        min: rule.min.filter(|_| charges).map(|min| text(min, currency)),
        when: rule
            .from
            .filter(|_| !(rule.on_credit && rule.markup.is_some()))
            .map(|from| When {
                from: Some(text(from, currency)),
                ..When::default()
            }),
        mode: if rule.deducted {
            Mode::Deducted
        } else {
            Mode::OnTop
        },
        side: Some(if rule.on_credit {
            Side::Credit
        } else {
            Side::Debit
        }),
        ..FeeRule::default()
    }
}

fn request(
    debit: &str,
    (country, credit): (&str, &str),
    rules: &[Rule],
    rate: (u32, u32),
    rounding: Rounding,
) -> PreviewRequest {
    let digits = format!("{:07}", rate.0);
    let (whole, rest) = digits.split_at(usize::try_from(rate.1).unwrap());
    PreviewRequest {
        debit: DebitRequest {
            currency: debit.into(),
            ..DebitRequest::default()
        },
        credit: CreditRequest {
            country: country.into(),
            currency: credit.into(),
            ..CreditRequest::default()
        },
        at: "2026-05-20T14:00:00Z".into(),
        rates: Some(RateSheet {
            source: "test".into(),
            as_of: "2026-05-20".into(),
            pairs: vec![RatePair {
                from: debit.into(),
                to: credit.into(),
                rate: format!("{whole}.{rest}"),
                mid: None,
            }],
            ..RateSheet::default()
        }),
        fees: Some(Fees {
            rules: rules.iter().map(|rule| fee(rule, debit, credit)).collect(),
        }),
        rounding: Some(rounding),
        ..PreviewRequest::default()
    }
}

fn rate() -> impl Strategy<Value = (u32, u32)> {
    (1..10_000_000_u32, 1..6_u32)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The debit that was found, asked for, gives the same option; nothing is lost on the way.
    #[test]
    fn a_fixed_credit_fed_back_gives_the_same(
        debit in market(), credit in market(), rules in prop::collection::vec(rule(), 0..4), rate in rate(),
        rounding in rounding(), wanted in 1..1_000_000_000_u64,
    ) {
        let mut asked = request(debit.1, credit, &rules, rate, rounding);
        asked.credit.amount = Some(text(wanted, credit.1));
        let backward = preview(&asked);
        prop_assert!(backward.issues.iter().all(|issue| !issue.is_error()), "{:?}", backward.issues);
        for option in &backward.options {
            let (Some(sent), Some(got)) = (option.debit, option.credit) else {
                prop_assert!(!option.eligible);
                continue;
            };
            prop_assert!(got.net.minor() >= wanted);
            let mut again = asked.clone();
            again.credit.amount = None;
            again.debit.amount = Some(sent.amount.to_string());
            let forward = preview(&again);
            let same = forward.options.iter().find(|other| other.rail == option.rail).unwrap();
            prop_assert_eq!((same.debit, same.credit, &same.fees, &same.rate), (Some(sent), Some(got), &option.fees, &option.rate));
            prop_assert_eq!(same.eligible, option.eligible);
            prop_assert_eq!(&same.steps[..], &option.steps[1..]);

            let sum = |side: Side, mode: Mode| -> u64 {
                option.fees.iter().filter(|fee| fee.side == side && fee.mode == mode).map(|fee| fee.amount.minor()).sum()
            };
            prop_assert_eq!(sum(Side::Debit, Mode::OnTop), sent.fees.minor());
            prop_assert_eq!(sent.amount.minor() + sent.fees.minor(), sent.total.minor());
            prop_assert_eq!(sum(Side::Credit, Mode::Deducted), got.deductions.minor());
            prop_assert_eq!(got.net.minor() + got.deductions.minor(), got.amount.minor());
            if debit.1 == credit.1 {
                let deducted = sum(Side::Debit, Mode::Deducted);
                prop_assert_eq!(sent.total.minor(), got.amount.minor() + deducted + sent.fees.minor());
            }
        }
    }

    /// More in never gives less out, as long as no fee is stepped. Two fees whose roundings fall
    /// on the same unit may take one unit more than it brought, so there is one percentage.
    #[test]
    fn more_in_gives_no_less_out(
        debit in market(), credit in market(), mut rules in prop::collection::vec(rule(), 0..3), rate in rate(),
        rounding in rounding(), amount in 1..100_000_000_u64, more in 0..1000_u64,
    ) {
        for (place, rule) in rules.iter_mut().enumerate() {
            rule.from = None;
            rule.percent = rule.percent.filter(|_| place == 0);
        }
        let asked = request(debit.1, credit, &rules, rate, rounding);
        let net = |minor: u64| {
            let mut asked = asked.clone();
            asked.debit.amount = Some(text(minor, debit.1));
            let answer = preview(&asked);
            answer.options.iter().find_map(|option| option.credit).map_or(0, |credit| credit.net.minor())
        };
        prop_assert!(net(amount + more) >= net(amount));
    }

    #[test]
    fn splits_sum_and_do_not_depend_on_the_order(
        total in 0..10_000_000_000_u64, currency in market(), ratios in prop::collection::vec(0..100_000_u32, 1..8),
        fixed in prop::collection::vec(0..1000_u64, 0..3), percents in prop::collection::vec(0..2000_u32, 0..3), turn in 0..8_usize,
    ) {
        let decimals = |number: &u32| format!("{}.{:02}", number / 100, number % 100);
        let mut parts: Vec<SplitPart> = Vec::new();
        parts.extend(ratios.iter().map(|ratio| SplitPart { ratio: Some(decimals(ratio)), ..SplitPart::default() }));
        parts.extend(fixed.iter().map(|amount| SplitPart { amount: Some(text(*amount, currency.1)), ..SplitPart::default() }));
        parts.extend(percents.iter().map(|percent| SplitPart { percent: Some(decimals(percent)), ..SplitPart::default() }));
        for (place, part) in parts.iter_mut().enumerate() {
            part.id = format!("part{}", (place * 5) % 17);
        }
        let asked = SplitRequest { amount: text(total, currency.1), currency: currency.1.into(), parts, method: None };
        let answer = split(&asked);
        if !answer.issues.is_empty() {
            prop_assert_eq!(answer.issues[0].code, Code::PartsDoNotSum);
            prop_assert!(answer.parts.is_empty());
            return Ok(());
        }
        prop_assert_eq!(answer.parts.iter().map(|part| part.amount.minor()).sum::<u64>(), total);
        let mut turned = asked.clone();
        let count = turned.parts.len();
        turned.parts.rotate_left(turn % count);
        turned.parts.reverse();
        for part in split(&turned).parts {
            prop_assert_eq!(&part, answer.parts.iter().find(|other| other.id == part.id).unwrap());
        }
    }

    #[test]
    fn allocation_is_within_one_unit_of_the_exact_share(total in -1_000_000_000_i64..1_000_000_000, weights in prop::collection::vec(0..u64::MAX, 1..9)) {
        let wide: Vec<u128> = weights.iter().map(|weight| u128::from(*weight)).collect();
        let Some(parts) = allocate(total, &wide) else { return Ok(()) };
        prop_assert_eq!(parts.iter().sum::<i64>(), total);
        let sum: u128 = wide.iter().sum();
        for (part, weight) in parts.iter().zip(wide) {
            let floor = u128::from(total.unsigned_abs()) * weight / sum;
            let part = u128::from(part.unsigned_abs());
            prop_assert!(part == floor || part == floor + 1);
        }
    }

    /// A product is rounded as whole numbers say.
    #[test]
    fn products_are_exact(a in 0..1_000_000_000_000_000_u64, b in 0..1_000_000_000_000_000_u64) {
        let number = |digits: u64| Exact::from(decimal(&format!("{}.{:06}", digits / 1_000_000, digits % 1_000_000)).unwrap());
        let product = number(a).times(&number(b)).unwrap();
        let exact = u128::from(a) * u128::from(b);
        let down = product.round(6, Rounding::Down).unwrap().mantissa().unsigned_abs();
        let nearest = product.round(6, Rounding::HalfUp).unwrap().mantissa().unsigned_abs();
        prop_assert_eq!(down, exact / 1_000_000);
        prop_assert_eq!(nearest, (exact + 500_000) / 1_000_000);
        if b != 0 {
            prop_assert_eq!(product.over(&number(b)).unwrap().round(6, Rounding::Down), number(a).round(6, Rounding::Down));
        }
    }

    /// Any text anywhere: an answer, never a panic.
    #[test]
    fn any_text_gets_an_answer(words in prop::collection::vec(word(), 20), mode in any::<(bool, bool)>()) {
        let word = |place: usize| words[place].clone();
        let some = |place: usize| Some(words[place].clone());
        let asked = PreviewRequest {
            debit: DebitRequest { currency: word(0), amount: some(1).filter(|_| mode.0), country: some(2) },
            credit: CreditRequest { country: word(2), currency: word(3), amount: some(4).filter(|_| mode.1), account: None },
            at: word(5),
            rates: Some(RateSheet { source: word(6), as_of: word(7), expires_at: some(8), indicative: None,
                pairs: vec![RatePair { from: word(0), to: word(3), rate: word(9), mid: some(10) }] }),
            fees: Some(Fees { rules: vec![FeeRule { code: word(11), flat: some(12), percent: some(13), min: some(14), currency: some(15),
                fx_markup_percent: some(16), when: Some(When { from: some(17), ..When::default() }), ..FeeRule::default() }] }),
            rails: Some(vec![payout_kit::rail::RailOverride { rail: word(18), limit: some(19), cut_off: some(5), ..Default::default() }]),
            ..PreviewRequest::default()
        };
        let answer = preview(&asked);
        prop_assert!(serde_json::to_string(&answer).is_ok());
        let _ = split(&SplitRequest { amount: word(1), currency: word(0), method: None,
            parts: vec![SplitPart { id: word(2), ratio: some(9), ..SplitPart::default() }, SplitPart { id: word(3), percent: some(13), ..SplitPart::default() }] });
    }
}

/// Half the time something that is nearly right.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "USD",
            "EUR",
            "US",
            "DE",
            "1",
            "12.50",
            "999999999999999999",
            "9999999999999999.99",
            "0",
            "100",
            "99.999999",
            "2026-05-20T14:00:00Z",
            "9999-12-31T23:59:59Z",
            "1970-01-01T00:00:00Z",
            "2026-05-20",
            "0.000000000000001",
            "999999999999999",
            "RTP",
            "ACH",
            "none",
            "23:59",
            "",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,40}",
        "[0-9.]{0,70}",
    ]
}
