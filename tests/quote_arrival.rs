//! When payments arrive, and how the reason reads.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    missing_docs
)]

use payout_kit::calendar::{Calendar, Instant};
use payout_kit::market;
use payout_kit::quote::{Preview, PreviewRequest, RailOption, preview};
use payout_kit::rail::{Holidays, Timing, arrival, rails};
use payout_kit::report::Code;
use serde_json::{Value, json};

fn ask(country: &str, currency: &str, at: &str, more: Value) -> Preview {
    let mut request = json!({
        "debit": {"currency": currency, "amount": "100"},
        "credit": {"country": country, "currency": currency},
        "at": at,
    });
    for (key, value) in more.as_object().unwrap() {
        request[key] = value.clone();
    }
    preview(&serde_json::from_value::<PreviewRequest>(request).unwrap())
}

fn over(country: &str, currency: &str, rail: &str, at: &str) -> RailOption {
    find(&ask(country, currency, at, json!({})), rail)
}

fn find(answer: &Preview, rail: &str) -> RailOption {
    answer
        .options
        .iter()
        .find(|option| option.rail == rail)
        .unwrap_or_else(|| panic!("no {rail}"))
        .clone()
}

fn times(option: &RailOption) -> (String, String, String) {
    let arrival = option.arrival.as_ref().unwrap();
    (
        arrival.earliest.to_string(),
        arrival.latest.to_string(),
        arrival.explanation.clone(),
    )
}

/// Wednesday 20 May 2026, New York is at UTC-4.
#[test]
fn same_day_ach_has_three_windows() {
    for (local, cut_off, settles) in [
        ("10:29", "10:30", "2026-05-20T17:00:00Z"),
        ("10:30", "14:45", "2026-05-20T21:00:00Z"),
        ("10:31", "14:45", "2026-05-20T21:00:00Z"),
        ("14:44", "14:45", "2026-05-20T21:00:00Z"),
        ("16:44", "16:45", "2026-05-20T22:00:00Z"),
        ("16:46", "10:30", "2026-05-21T17:00:00Z"),
    ] {
        let option = over(
            "US",
            "USD",
            "ACH_SD",
            &format!("2026-05-20T{local}:00-04:00"),
        );
        let arrival = option.arrival.unwrap();
        assert_eq!(arrival.latest.to_string(), settles, "{local}");
        assert_eq!(arrival.cut_off.unwrap().time, cut_off, "{local}");
        assert_eq!(arrival.business_days, Some(u32::from(local == "16:46")));
    }
}

#[test]
fn a_long_weekend_is_explained() {
    let option = over("US", "USD", "ACH_SD", "2026-05-22T17:00:00-04:00");
    let arrival = option.arrival.as_ref().unwrap();
    assert_eq!(arrival.latest.to_string(), "2026-05-26T17:00:00Z");
    assert_eq!(
        arrival.submit_before.unwrap().to_string(),
        "2026-05-26T14:30:00Z"
    );
    assert_eq!(arrival.business_days, Some(1));
    assert_eq!(
        arrival.explanation,
        "Sent after Friday's 16:45 cut-off; Monday 25 May is Memorial Day, a Fed holiday, so it is booked on Tuesday 26 May."
    );
    let (_, latest, words) = times(&over("US", "USD", "ACH_SD", "2026-05-25T12:00:00-04:00"));
    assert_eq!(latest, "2026-05-26T17:00:00Z");
    assert_eq!(
        words,
        "Sent on Monday 25 May, Memorial Day, a Fed holiday, so it is booked on Tuesday 26 May."
    );
    let saturday = over("US", "USD", "ACH_SD", "2026-05-30T12:00:00-04:00");
    assert_eq!(
        times(&saturday).2,
        "Sent on Saturday 30 May, when Same Day ACH is closed, so it is booked on Monday 1 June."
    );
    assert!(
        saturday
            .issues
            .iter()
            .any(|issue| issue.code == Code::OutsideHours && !issue.is_error())
    );
    assert!(saturday.eligible);
}

#[test]
fn fedwire_opens_on_the_evening_before() {
    // Sunday 21:30 in New York belongs to Monday.
    let (earliest, latest, words) = times(&over("US", "USD", "FEDWIRE", "2026-06-01T01:30:00Z"));
    assert_eq!(
        (earliest.as_str(), latest.as_str()),
        ("2026-06-01T01:30:00Z", "2026-06-01T02:30:00Z")
    );
    assert!(
        words.contains("already open for the next business day"),
        "{words}"
    );
    // Friday after the cut-off waits for Sunday evening.
    let (earliest, ..) = times(&over("US", "USD", "FEDWIRE", "2026-05-29T18:50:00-04:00"));
    assert_eq!(earliest, "2026-06-01T01:00:00Z");
    let (.., words) = times(&over("US", "USD", "FEDWIRE", "2026-05-30T12:00:00-04:00"));
    assert_eq!(
        words,
        "Sent on Saturday 30 May, when Fedwire Funds is closed, so it is booked on Monday 1 June. \
         That day begins on the evening before: it arrives on Sunday 31 May."
    );
    // The Fed stays open on 3 July 2026.
    let (earliest, ..) = times(&over("US", "USD", "FEDWIRE", "2026-07-03T12:00:00-04:00"));
    assert_eq!(earliest, "2026-07-03T16:00:00Z");
}

#[test]
fn europe_waits_for_easter() {
    let (earliest, latest, words) = times(&over("DE", "EUR", "SCT", "2026-04-02T12:00:00Z"));
    assert_eq!(
        (earliest.as_str(), latest.as_str()),
        ("2026-04-02T12:00:00Z", "2026-04-07T16:00:00Z")
    );
    assert_eq!(
        words,
        "Sent on Thursday 2 April, so it is booked on the same day. Friday 3 April is Good Friday, a TARGET \
         holiday, and Monday 6 April is Easter Monday, a TARGET holiday, so it arrives between Thursday 2 April and Tuesday 7 April. Your bank sets the cut-off."
    );
    let instant = over("DE", "EUR", "SCT_INST", "2026-04-05T03:00:00Z");
    assert_eq!(times(&instant).1, "2026-04-05T03:00:10Z");
    assert!(instant.arrival.unwrap().business_days.is_none());
}

#[test]
fn bacs_takes_three_days() {
    let (earliest, latest, words) = times(&over("GB", "GBP", "BACS", "2026-12-23T12:00:00Z"));
    assert_eq!(
        (earliest.as_str(), latest.as_str()),
        ("2026-12-29T07:00:00Z", "2026-12-29T17:00:00Z")
    );
    assert_eq!(
        words,
        "Sent before Wednesday's 22:30 cut-off, so it is booked on the same day. Friday 25 December is Christmas \
         Day, a bank holiday in England, and Monday 28 December is Boxing Day, a bank holiday in England, so it arrives on Tuesday 29 December."
    );
}

#[test]
fn indonesia_is_closed_for_eid_then_provisional_then_unknown() {
    let closed = over("ID", "IDR", "SKNBI", "2026-03-18T03:00:00Z");
    assert_eq!(times(&closed).1, "2026-03-25T11:00:00Z");
    let provisional = over("ID", "IDR", "SKNBI", "2027-03-09T03:00:00Z");
    assert!(
        provisional
            .issues
            .iter()
            .any(|issue| issue.code == Code::CalendarProvisional)
    );
    let unknown = over("ID", "IDR", "SKNBI", "2032-03-09T03:00:00Z");
    assert!(
        unknown
            .issues
            .iter()
            .any(|issue| issue.code == Code::CalendarUnknown)
    );
    let certainty = |option: &RailOption| option.arrival.as_ref().unwrap().holidays;
    assert_eq!(certainty(&closed), Holidays::Known);
    assert_eq!(certainty(&provisional), Holidays::Provisional);
    assert_eq!(certainty(&unknown), Holidays::NotVerifiable);
    let around_the_clock = over("ID", "IDR", "BIFAST", "2032-03-09T03:00:00Z");
    assert!(
        !around_the_clock
            .issues
            .iter()
            .any(|issue| issue.code == Code::CalendarUnknown)
    );
}

#[test]
fn the_time_left_until_the_cut_off_counts_down() {
    for (at, seconds, words) in [
        ("2026-05-20T14:00:00-04:00", 2700, "45 minutes"),
        ("2026-05-20T14:44:59-04:00", 1, "1 second"),
        ("2026-05-20T14:45:00-04:00", 7200, "2 hours"),
        ("2026-05-20T16:45:00-04:00", 63_900, "17 hours 45 minutes"),
        // A long weekend.
        ("2026-05-22T16:45:00-04:00", 323_100, "3 days 17 hours"),
        // The clocks go back in between: one hour more than they show.
        ("2026-10-31T10:30:00-04:00", 176_400, "2 days 1 hour"),
    ] {
        let cut_off = over("US", "USD", "ACH_SD", at)
            .arrival
            .unwrap()
            .cut_off
            .unwrap();
        assert_eq!(
            (cut_off.seconds_left, cut_off.left.as_str()),
            (seconds, words),
            "{at}"
        );
    }
}

#[test]
fn a_page_in_another_language_has_the_reasons() {
    let option = over("US", "USD", "ACH_SD", "2026-05-22T17:00:00-04:00");
    assert_eq!(
        serde_json::to_value(option.arrival.unwrap().reasons).unwrap(),
        json!([
            {"code": "sent_after_cut_off", "params": {"date": "2026-05-22", "time": "16:45"}},
            {"code": "holiday",
                "params": {"date": "2026-05-25", "holiday": "Memorial Day", "kind": "a Fed holiday"}},
            {"code": "booked", "params": {"date": "2026-05-26"}}
        ])
    );
}

/// The Fed keeps Memorial Day, TARGET does not; TARGET keeps 1 May, the Fed does not.
#[test]
fn a_conversion_needs_a_day_of_both_currencies() {
    let rates = json!({"source": "test", "asOf": "2026-05-01", "pairs": [{"from": "USD", "to": "EUR", "rate": "0.9"}]});
    let pay = |from: &str, country: &str, to: &str, at: &str| {
        let more = json!({"debit": {"currency": from, "amount": "100"}, "rates": rates});
        ask(country, to, at, more)
    };
    let converted = find(&pay("USD", "DE", "EUR", "2026-05-25T08:00:00Z"), "SCT");
    assert_eq!(times(&converted).0, "2026-05-26T07:00:00Z");
    assert_eq!(
        times(&converted).2,
        "Sent on Monday 25 May, Memorial Day, a Fed holiday, so it is booked on Tuesday 26 May. It arrives between \
         Tuesday 26 May and Wednesday 27 May. Your bank sets the cut-off."
    );
    let plain = find(&pay("EUR", "DE", "EUR", "2026-05-25T08:00:00Z"), "SCT");
    assert_eq!(times(&plain).0, "2026-05-25T08:00:00Z");
    let other_way = find(&pay("EUR", "US", "USD", "2026-05-01T12:00:00Z"), "ACH_SD");
    assert_eq!(times(&other_way).1, "2026-05-04T17:00:00Z");
    assert!(times(&other_way).2.contains("Labour Day, a TARGET holiday"));
    let plain = find(&pay("USD", "US", "USD", "2026-05-01T12:00:00Z"), "ACH_SD");
    assert_eq!(times(&plain).1, "2026-05-01T17:00:00Z");
    // Riyadh rests on Friday and Saturday, New York on Saturday and Sunday.
    let rates = json!({"source": "test", "asOf": "2026-05-01", "pairs": [{"from": "USD", "to": "SAR", "rate": "3.75"}]});
    let more = json!({"debit": {"currency": "USD", "amount": "100"}, "rates": rates});
    let riyadh = find(&ask("SA", "SAR", "2026-11-20T10:00:00Z", more), "SARIE");
    assert!(
        times(&riyadh).0.starts_with("2026-11-23"),
        "{:?}",
        times(&riyadh)
    );
    // What settles at any time is not held up.
    let instant = find(&pay("USD", "DE", "EUR", "2026-05-25T08:00:00Z"), "SCT_INST");
    assert_eq!(times(&instant).1, "2026-05-25T08:00:10Z");
}

#[test]
fn the_caller_knows_better() {
    let at = "2026-05-20T15:00:00-04:00";
    let closed = json!({"holidays": [{"calendar": "fed", "add": ["2026-05-21"]}]});
    let option = find(&ask("US", "USD", at, closed), "ACH");
    assert_eq!(times(&option).0, "2026-05-22T12:30:00Z");
    let early = json!({"rails": [{"rail": "ACH_SD", "country": "US", "cutOff": "14:00"}]});
    let option = find(&ask("US", "USD", at, early), "ACH_SD");
    assert!(
        times(&option)
            .2
            .starts_with("Sent after Wednesday's 14:00 cut-off"),
        "{}",
        times(&option).2
    );
    assert_eq!(times(&option).1, "2026-05-21T21:00:00Z");
    let wrong = json!({"rails": [{"rail": "NOPE"}, {"rail": "ACH", "cutOff": "25:00"}],
        "holidays": [{"calendar": "mars", "add": []}, {"calendar": "fed", "remove": ["2026-02-30"]}]});
    let answer = ask("US", "USD", at, wrong);
    let fields: Vec<&str> = answer
        .issues
        .iter()
        .map(|issue| issue.field.as_ref())
        .collect();
    assert_eq!(
        fields,
        [
            "rails.0.rail",
            "rails.1.cutOff",
            "holidays.0.calendar",
            "holidays.1.remove"
        ]
    );
    // All days of years closed: no arrival, no panic.
    let first = payout_kit::calendar::Date::parse("2026-05-01").unwrap();
    let days: Vec<String> = (0..900).map(|days| first.plus(days).to_string()).collect();
    let option = find(
        &ask(
            "US",
            "USD",
            at,
            json!({"holidays": [{"calendar": "fed", "add": days}]}),
        ),
        "ACH",
    );
    assert!(option.arrival.is_none() && !option.eligible);
}

#[test]
fn a_provider_has_hours_of_its_own() {
    let over = |rails: Value| {
        ask(
            "US",
            "USD",
            "2026-05-20T15:00:00-04:00",
            json!({"rails": rails}),
        )
    };
    let windows = json!([{"rail": "ACH", "windows": [
        {"cutOff": "14:00", "from": "0 17:00", "to": "0 18:00"},
        {"cutOff": "16:00", "from": "1 08:30", "to": "2 12:00"}]}]);
    let option = find(&over(windows), "ACH");
    assert_eq!(
        option
            .arrival
            .as_ref()
            .unwrap()
            .cut_off
            .as_ref()
            .unwrap()
            .time,
        "16:00"
    );
    assert_eq!(times(&option).1, "2026-05-22T16:00:00Z");
    // London's clock and calendar: 15:00 in New York is 20:00 there, after the cut-off; 25 May is closed in both.
    let session = json!([{"rail": "FEDWIRE", "zone": "Europe/London", "calendar": "uk",
        "session": {"open": "07:00", "cutOff": "17:00", "withinMinutes": 30}}]);
    let option = find(&over(session), "FEDWIRE");
    assert_eq!(
        option
            .arrival
            .as_ref()
            .unwrap()
            .cut_off
            .as_ref()
            .unwrap()
            .zone,
        "Europe/London"
    );
    assert_eq!(times(&option).0, "2026-05-21T06:00:00Z");
    assert_eq!(times(&option).1, "2026-05-21T06:30:00Z");
    let overnight = json!([{"rail": "RTP", "session": {"open": "21:00", "cutOff": "18:00", "withinMinutes": 5}}]);
    let option = find(&over(overnight), "RTP");
    assert_eq!(times(&option).1, "2026-05-20T19:05:00Z");
    let wrong = over(json!([
        {"rail": "ACH", "zone": "Mars/Olympus"},
        {"rail": "ACH", "calendar": "mars"},
        {"rail": "ACH", "windows": []},
        {"rail": "ACH", "windows": [{"cutOff": "14:00", "from": "1 09:00", "to": "0 09:00"}]},
        {"rail": "ACH", "session": {"open": "7", "cutOff": "17:00", "withinMinutes": 30}}]));
    let fields: Vec<&str> = wrong
        .issues
        .iter()
        .map(|issue| issue.field.as_ref())
        .collect();
    assert_eq!(
        fields,
        [
            "rails.0.zone",
            "rails.1.calendar",
            "rails.2.windows",
            "rails.3.windows",
            "rails.4.session"
        ]
    );
}

#[test]
fn the_caller_chooses_what_to_fall_back_to() {
    let route = |country: &str, currency: &str, order: &[&str]| {
        let answer = ask(
            country,
            currency,
            "2026-05-22T20:00:00Z",
            json!({"fallback": order}),
        );
        let route = answer.route.unwrap();
        (
            route.rails,
            route.local_instrument,
            route.latest.map(|latest| latest.to_string()),
        )
    };
    assert_eq!(
        route("DE", "EUR", &["ITP"]),
        (
            vec!["SCT_INST", "SCT"],
            Some("ITP"),
            Some("2026-05-25T16:00:00Z".to_owned())
        )
    );
    assert_eq!(
        route("DE", "EUR", &["INST"]),
        (
            vec!["SCT_INST"],
            Some("INST"),
            Some("2026-05-22T20:00:10Z".to_owned())
        )
    );
    assert_eq!(route("DE", "EUR", &["CTP"]).1, Some("CTP"));
    assert_eq!(
        route("US", "USD", &["FEDNOW", "batch"]).0,
        ["FEDNOW", "ACH_SD", "ACH"]
    );
    assert_eq!(
        route("US", "USD", &["ACH", "rtgs", "ACH"]),
        (
            vec!["ACH", "FEDWIRE"],
            None,
            Some("2026-05-26T16:00:00Z".to_owned())
        )
    );
    // Nothing that cannot carry the payout is tried, and an unknown word is told.
    assert_eq!(route("CA", "CAD", &["RTR"]), (vec![], None, None));
    let answer = ask(
        "US",
        "USD",
        "2026-05-22T20:00:00Z",
        json!({"fallback": ["RTP", "pigeon"]}),
    );
    assert_eq!(answer.issues.last().unwrap().field, "fallback.1");
    assert!(
        ask("US", "USD", "2026-05-22T20:00:00Z", json!({}))
            .route
            .is_none()
    );
}

#[test]
fn a_rail_is_live_from_its_first_day() {
    let not_live = |at: &str| {
        over("CO", "COP", "BREB", at)
            .issues
            .iter()
            .any(|issue| issue.code == Code::NotLive)
    };
    // Midnight in Bogota.
    assert!(not_live("2025-10-06T04:59:59Z") && !not_live("2025-10-06T05:00:00Z"));
}

#[test]
fn codes_name_every_choice() {
    let codes = |country: &str, currency: &str, rail: &str| {
        serde_json::to_value(over(country, currency, rail, "2026-05-20T14:00:00Z").codes).unwrap()
    };
    assert_eq!(
        codes("US", "USD", "ACH"),
        json!({"clearingSystem": "FDA", "clearingSystems": ["FDA", "EPN"], "serviceLevel": "NURG",
            "localInstruments": ["CCD", "PPD", "CTX", "WEB", "IAT"]})
    );
    assert_eq!(
        codes("GB", "GBP", "FPS")["clearingSystems"],
        json!(["FPS", "UKD"])
    );
    assert_eq!(
        codes("CH", "CHF", "SIC_IP")["memberIds"],
        json!(["CHBCC", "CHSIC"])
    );
    assert_eq!(
        codes("DE", "EUR", "SCT_INST"),
        json!({"serviceLevel": "SEPA", "localInstrument": "INST"})
    );
}

#[test]
fn rails_say_why_they_cannot() {
    let reasons = |country: &str, currency: &str, amount: &str, more: Value| {
        let mut more = more;
        more["debit"] = json!({"currency": currency, "amount": amount});
        ask(country, currency, "2026-05-20T14:00:00Z", more)
    };
    let has = |answer: &Preview, rail: &str, code: Code| {
        find(answer, rail)
            .issues
            .iter()
            .any(|issue| issue.code == code && issue.is_error())
    };
    let large = reasons("ID", "IDR", "250000000.01", json!({}));
    assert!(has(&large, "BIFAST", Code::OverLimit) && find(&large, "SKNBI").eligible);
    assert_eq!(large.best.unwrap().fastest, "BIRTGS");
    let small = reasons("ID", "IDR", "250000000", json!({}));
    assert!(find(&small, "BIFAST").eligible);
    assert!(has(
        &reasons("IN", "INR", "1000", json!({})),
        "RTGS_IN",
        Code::UnderMinimum
    ));
    let off = json!({"rails": [{"rail": "RTP", "live": false}, {"rail": "FEDNOW", "reachable": false},
        {"rail": "ACH", "limit": "50"}, {"rail": "ACH_SD", "min": "200"}]});
    let off = reasons("US", "USD", "100", off);
    assert!(has(&off, "RTP", Code::NotLive) && has(&off, "FEDNOW", Code::Unreachable));
    assert!(has(&off, "ACH", Code::OverLimit) && has(&off, "ACH_SD", Code::UnderMinimum));
    assert!(has(
        &reasons("GB", "GBP", "1", json!({})),
        "SCT",
        Code::CurrencyNotCarried
    ));
    assert!(has(
        &reasons("CA", "CAD", "1", json!({})),
        "RTR",
        Code::NotLive
    ));
    let bearer = json!({"chargeBearer": "debtor"});
    assert!(has(
        &reasons("DE", "EUR", "1", bearer),
        "SCT",
        Code::ChargeBearerNotAllowed
    ));
    let none = reasons("DE", "USD", "1", json!({}));
    assert_eq!(none.issues.first().unwrap().code, Code::NoRail);
}

#[test]
fn an_account_decides_which_rails_reach_it() {
    let with = |country: &str, currency: &str, account: Value| {
        let credit = json!({"country": country, "currency": currency, "account": account});
        ask(
            country,
            currency,
            "2026-05-20T14:00:00Z",
            json!({"credit": credit}),
        )
    };
    let code = |answer: &Preview, rail: &str| {
        find(answer, rail)
            .issues
            .iter()
            .filter(|issue| issue.is_error())
            .map(|issue| issue.code)
            .next()
    };
    let right = with(
        "DE",
        "EUR",
        json!({"country": "DE", "iban": "DE89370400440532013000"}),
    );
    assert_eq!(code(&right, "SCT_INST"), None);
    let wrong = with(
        "DE",
        "EUR",
        json!({"country": "DE", "iban": "DE88370400440532013000"}),
    );
    assert_eq!(code(&wrong, "SCT_INST"), Some(Code::AccountNotValid));
    assert!(find(&wrong, "SCT_INST").credit.is_some());
    // An account without its IBAN cannot be paid over SEPA; its own rails do not need one.
    let sort_code = json!({"country": "GB", "sortCode": "200000", "accountNumber": "55779911"});
    let no_iban = with("GB", "EUR", sort_code.clone());
    assert_eq!(code(&no_iban, "SCT"), Some(Code::IbanNeeded));
    assert_eq!(code(&with("GB", "GBP", sort_code), "FPS"), None);
    let alias = with(
        "IN",
        "INR",
        json!({"country": "IN", "upiId": "creator@okbank"}),
    );
    assert_eq!(code(&alias, "UPI"), None);
    assert_eq!(code(&alias, "NEFT"), Some(Code::AccountNotCarried));
    let account = with(
        "IN",
        "INR",
        json!({"country": "IN", "ifsc": "HDFC0000001", "accountNumber": "123456789012"}),
    );
    assert_eq!(code(&account, "UPI"), Some(Code::AliasOnly));
    assert_eq!(code(&account, "IMPS"), None);
    let abroad = with(
        "DE",
        "EUR",
        json!({"country": "FR", "iban": "FR1420041010050500013M02606"}),
    );
    assert!(
        abroad
            .issues
            .iter()
            .any(|issue| issue.code == Code::CountryMismatch)
    );
}

/// Every half hour of a week, in every market: only what clears one by one around the clock can be
/// there at once.
#[test]
fn nothing_that_is_closed_arrives_at_once() {
    let monday = Instant::parse("2026-11-16T00:00:00Z").unwrap();
    for market in market::list() {
        let country = market.country.as_str();
        for rail in rails(country) {
            let calendar = Calendar::named(rail.calendar);
            for half_hour in 0..7 * 48 {
                let at = monday.plus(i64::from(half_hour) * 1800);
                let (arrival, _) = arrival(&rail, at, &calendar).unwrap();
                let told = format!("{country} {} at {at}: {}", rail.id, arrival.explanation);
                assert!(arrival.earliest >= at && arrival.latest > at, "{told}");
                assert!(arrival.latest >= arrival.earliest, "{told}");
                let Timing::Windows(windows) = &rail.timing else {
                    continue;
                };
                let credited = rail.zone.local(arrival.earliest);
                let hours = windows.iter().map(|window| window.from.1..=window.to.1);
                assert!(calendar.is_open(credited.date), "{told}");
                assert!(
                    hours
                        .into_iter()
                        .any(|hours| hours.contains(&credited.minute)),
                    "{told}"
                );
            }
        }
    }
}

#[test]
fn after_the_hours_of_a_system_it_is_the_next_day() {
    let lynx = over("CA", "CAD", "LYNX", "2026-11-18T04:30:00Z");
    let (earliest, latest, why) = times(&lynx);
    assert_eq!(
        (earliest.as_str(), latest.as_str()),
        ("2026-11-18T14:00:00Z", "2026-11-18T23:00:00Z")
    );
    assert_eq!(
        why,
        "Sent on Tuesday 17 November after 18:00, when Lynx is closed, so it is booked on Wednesday 18 November. Your bank sets the cut-off."
    );
    let sct = over("DE", "EUR", "SCT", "2026-11-18T22:30:00Z");
    assert_eq!(times(&sct).0, "2026-11-19T08:00:00Z");
}

#[test]
fn more_time_waits_while_the_core_system_has_its_hours() {
    let at = |at: &str| times(&over("JP", "JPY", "ZENGIN_MT", at)).0;
    assert_eq!(at("2026-11-18T12:00:00+09:00"), "2026-11-18T06:30:00Z");
    assert_eq!(at("2026-11-18T15:30:00+09:00"), "2026-11-18T06:30:00Z");
    assert_eq!(at("2026-11-21T12:00:00+09:00"), "2026-11-21T03:00:00Z");
    assert_eq!(
        at("2026-11-23T12:00:00+09:00"),
        "2026-11-23T03:00:00Z",
        "a holiday"
    );
}

#[test]
fn what_belongs_to_a_country_has_its_rails() {
    for (country, currency, rail) in [
        ("GP", "EUR", "SCT_INST"),
        ("AX", "EUR", "SCT"),
        ("PM", "EUR", "SCT"),
        ("JE", "GBP", "FPS"),
    ] {
        assert!(
            over(country, currency, rail, "2026-11-18T12:00:00Z").eligible,
            "{country}"
        );
    }
}

#[test]
fn a_upi_id_goes_over_upi() {
    let credit = json!({"country": "IN", "currency": "INR", "account": {"country": "IN", "upiId": "bob@okhdfcbank"}});
    let answer = ask(
        "IN",
        "INR",
        "2026-11-18T12:00:00Z",
        json!({"credit": credit}),
    );
    assert!(find(&answer, "UPI").eligible);
    assert!(!find(&answer, "IMPS").eligible);
}

/// An option that cannot be had says why, also when the fault is the request's.
#[test]
fn every_option_that_is_refused_has_a_reason() {
    let refused = |more: Value| {
        let answer = ask("DE", "EUR", "2026-11-18T12:00:00Z", more);
        assert!(answer.options.iter().all(|option| !option.eligible));
        let blamed = |option: &RailOption| {
            option
                .issues
                .iter()
                .find(|issue| issue.is_error())
                .unwrap()
                .code
        };
        let codes: Vec<Code> = answer.options.iter().map(blamed).collect();
        codes[0]
    };
    assert_eq!(
        refused(json!({"debit": {"currency": "EUR", "amount": "x"}})),
        Code::InvalidAmount
    );
    assert_eq!(
        refused(json!({"debit": {"currency": "USD", "amount": "1"}})),
        Code::MissingRate
    );
    assert_eq!(
        refused(json!({"vat": {"percent": "abc"}})),
        Code::InvalidValue
    );
    let rule =
        json!({"code": "a", "flat": "1", "mode": "on_top", "when": {"from": "10", "to": "5"}});
    assert_eq!(
        refused(json!({"fees": {"rules": [rule]}})),
        Code::InvalidFeeRule
    );
}

#[test]
fn what_would_silently_do_nothing_is_told() {
    let rule = json!({"code": "a", "flat": "1", "mode": "on_top", "when": {"rails": ["SCTINST"]}});
    let more = json!({"fees": {"rules": [rule]}});
    let answer = ask("DE", "EUR", "2026-11-18T12:00:00Z", more);
    assert_eq!(answer.issues[0].code, Code::InvalidFeeRule);
    assert!(!answer.issues[0].is_error() && answer.options[0].eligible);
    let account = json!({"country": "DE", "currency": "USD", "iban": "DE89370400440532013000"});
    let credit = json!({"country": "DE", "currency": "EUR", "account": account});
    let answer = ask(
        "DE",
        "EUR",
        "2026-11-18T12:00:00Z",
        json!({"credit": credit}),
    );
    assert_eq!(answer.issues[0].code, Code::AccountCurrencyDiffers);
}
