use std::cmp::Ordering;
use std::mem;

use crate::account::{self, Status};
use crate::calendar::{self, Calendar, Date, Instant};
use crate::market::Country;
use crate::money::{self, Amount, CurrencyCode, Exact, Rounding};
use crate::order::sort_by;
use crate::rail::{self, Arrival, Limit, Payee, Rail};
use crate::report::{Code, Issue, Severity, Tables};

use super::answer::{
    Best, Cap, Condensed, Credit, Debit, Fee, Method, Operand, Operation, Preview, RailOption,
    Rate, Reference, Step, Withheld,
};
use super::compute::{Case, Outcome};
use super::fees::{Context, Rule, refused, wrong_vat};
use super::request::{self, Prefer, PreviewRequest, RateSheet};
use super::route;
use super::sheet::{self, Conversion};
use super::withholding::{self, Tax};
use super::{bearer, overrides};

/// Rules, pairs, overrides and days that a request may hold.
const MAX_ENTRIES: usize = 1000;
/// Significant digits of a rate that is not a pair of the sheet.
const SHOWN_DIGITS: u32 = 12;

/// Every rail of the payee's country: whether it can carry the payout, when it arrives, what it
/// costs and what the payee gets, to the last minor unit.
///
/// When the request itself is at fault (no amount, no rate, an expired rate, a fee rule that
/// cannot be computed) the options come without numbers, none of them eligible, and `issues`
/// says why.
///
/// ```
/// use payout_kit::quote::{CreditRequest, DebitRequest, PreviewRequest, preview};
///
/// let answer = preview(&PreviewRequest {
///     debit: DebitRequest { currency: "USD".into(), amount: Some("250.00".into()), ..Default::default() },
///     credit: CreditRequest { country: "US".into(), currency: "USD".into(), ..Default::default() },
///     at: "2026-05-22T21:00:00Z".into(),
///     ..Default::default()
/// });
/// let same_day = answer.options.iter().find(|option| option.rail == "ACH_SD").unwrap();
/// assert_eq!(
///     same_day.arrival.as_ref().unwrap().explanation,
///     "Sent after Friday's 16:45 cut-off; Monday 25 May is Memorial Day, a Fed holiday, so it is \
///      booked on Tuesday 26 May."
/// );
/// ```
#[must_use]
pub fn preview(request: &PreviewRequest) -> Preview {
    answer(request, true).expand()
}

/// The same, with what several rails share said once.
#[must_use]
pub fn preview_condensed(request: &PreviewRequest) -> Condensed {
    answer(request, true)
}

/// The same without the lines: no fees, steps and rates, only what they come to.
pub(super) fn amounts(request: &PreviewRequest) -> Preview {
    answer(request, false).amounts()
}

fn answer(request: &PreviewRequest, told: bool) -> Condensed {
    let mut issues = Vec::new();
    let mut tables = Tables::new();
    tables.insert("calendars", calendar::HOLIDAYS_EDITION);
    tables.insert("currencies", money::EDITION);
    tables.insert("rails", rail::EDITION);
    tables.insert("zones", calendar::ZONES_EDITION);

    let known = parties(request, &mut issues);
    let at = Instant::parse(request.at.trim());
    if at.is_none() {
        issues.push(Issue::new(Code::InvalidInstant, "at"));
    }
    let (Some((country, debit, credit)), Some(at)) = (known, at) else {
        let preview = Preview {
            options: Vec::new(),
            best: None,
            route: None,
            issues,
            tables,
        };
        return preview.into();
    };
    let country = country.as_str();
    let mut rails = rail::rails(country);
    if !rails.iter().any(|rail| rail.currency == credit) {
        issues.push(
            Issue::new(Code::NoRail, "credit.country")
                .param("currency", credit.as_str())
                .param("country", country.to_owned()),
        );
    }
    too_many(request, &mut issues);
    let fixed = fixed_amount(request, debit, credit, &mut issues);
    let account = payee(request, country, credit, &mut issues, &mut tables);
    overrides::rails(request.rails.as_deref(), country, &mut rails, &mut issues);
    let holidays = overrides::holidays(request.holidays.as_deref(), &mut issues);

    let rounding = request.rounding.unwrap_or_default();
    let sheet = sheet_in_force(request, at, debit != credit, &mut issues);
    let conversion = if debit == credit {
        None
    } else {
        rate(sheet, request, debit, credit, &mut issues)
    };
    let carrying: Vec<&'static str> = rails
        .iter()
        .filter(|rail| rail.currency == credit)
        .map(|rail| rail.id)
        .collect();
    let context = Context {
        debit,
        credit,
        country,
        rails: &carrying,
        sheet,
        rounding,
        vat: request.vat.as_ref(),
    };
    let rules = rules(request, context, &mut issues);
    issues.extend(wrong_vat(request.vat.as_ref()));
    let withholding = withholding::read(request.withholding.as_deref(), debit, &mut issues);
    let reference = reference(request, debit, credit, &mut issues);
    let bearer = bearer::law(request, country, &mut issues);

    let question = Question {
        request,
        at,
        debit,
        credit,
        fixed,
        account,
        rounding,
        conversion,
        reference,
        rules,
        withholding,
        bearer,
        blocking: errors(&issues),
        told,
    };
    let mut known = Vec::new();
    let mut found: Vec<Answer> = rails
        .iter()
        .map(|rail| {
            let calendar = calendar_of(rail, (debit != credit).then_some(debit), &holidays);
            question.answer(rail, &calendar, &mut known)
        })
        .collect();
    let prefer = request.prefer.unwrap_or_default();
    let best = best(&found);
    sort_by(&mut found, |a, b| order(a, b, prefer));
    let (options, same) = tell(found, &mut known);
    let preview = Preview {
        best,
        route: request
            .fallback
            .as_deref()
            .map(|order| route::follow(order, &options, &mut issues)),
        options,
        issues,
        tables,
    };
    Condensed { preview, same }
}

/// The options with their lines, and for each the place of an earlier one that has its lines.
fn tell(found: Vec<Answer>, known: &mut [Numbers]) -> (Vec<RailOption>, Vec<Option<usize>>) {
    let mut options = Vec::with_capacity(found.len());
    let mut same = Vec::with_capacity(found.len());
    for answer in found {
        let mut option = answer.option;
        let numbers = answer.numbers.and_then(|place| known.get_mut(place));
        same.push(numbers.and_then(|numbers| numbers.tell(&mut option, options.len())));
        options.push(option);
    }
    (options, same)
}

fn parties(
    request: &PreviewRequest,
    issues: &mut Vec<Issue>,
) -> Option<(Country, CurrencyCode, CurrencyCode)> {
    let country = Country::parse(&request.credit.country);
    if country.is_none() {
        issues.push(request::no_country(
            &request.credit.country,
            "credit.country",
        ));
    }
    let mut currency = |text: &str, field| match CurrencyCode::parse(text, field) {
        Ok(currency) => Some(currency),
        Err(issue) => {
            issues.push(issue);
            None
        }
    };
    let debit = currency(&request.debit.currency, "debit.currency");
    let credit = currency(&request.credit.currency, "credit.currency");
    Some((country?, debit?, credit?))
}

fn too_many(request: &PreviewRequest, issues: &mut Vec<Issue>) {
    let days = request
        .holidays
        .as_deref()
        .unwrap_or_default()
        .iter()
        .map(|entry| {
            let count = |list: Option<&Vec<String>>| list.map_or(0, Vec::len);
            count(entry.add.as_ref())
                .saturating_add(count(entry.remove.as_ref()))
                .saturating_add(1)
        });
    for (field, count) in [
        (
            "withholding",
            request.withholding.as_ref().map_or(0, Vec::len),
        ),
        (
            "referenceRates.pairs",
            (request.reference_rates.as_ref()).map_or(0, |rates| rates.pairs.len()),
        ),
        (
            "fees.rules",
            request.fees.as_ref().map_or(0, |fees| fees.rules.len()),
        ),
        (
            "rates.pairs",
            request.rates.as_ref().map_or(0, |rates| rates.pairs.len()),
        ),
        ("rails", request.rails.as_ref().map_or(0, Vec::len)),
        ("holidays", days.fold(0, usize::saturating_add)),
    ] {
        if count > MAX_ENTRIES {
            issues.push(
                Issue::new(Code::InvalidValue, field).param("expected", "at most 1000 entries"),
            );
        }
    }
}

/// The amount that is given, and on which side.
#[derive(Clone, Copy)]
enum Fixed {
    Debit(Amount),
    Credit(Amount),
}

fn fixed_amount(
    request: &PreviewRequest,
    debit: CurrencyCode,
    credit: CurrencyCode,
    issues: &mut Vec<Issue>,
) -> Option<Fixed> {
    let parsed = match (
        request.debit.amount.as_deref(),
        request.credit.amount.as_deref(),
    ) {
        (Some(text), None) => positive(text, debit, "debit.amount").map(Fixed::Debit),
        (None, Some(text)) => positive(text, credit, "credit.amount").map(Fixed::Credit),
        _ => Err(Issue::new(Code::OneAmountNeeded, "debit.amount")),
    };
    parsed.map_err(|issue| issues.push(issue)).ok()
}

fn positive(text: &str, currency: CurrencyCode, field: &'static str) -> Result<Amount, Issue> {
    let amount = Amount::parse(text, currency, field)?;
    if amount.is_zero() {
        Err(Issue::new(Code::AmountNotPositive, field))
    } else {
        Ok(amount)
    }
}

/// What the account says about the rails.
#[derive(Clone, Copy)]
struct Account {
    valid: bool,
    payee: Payee,
}

fn errors(issues: &[Issue]) -> Vec<Issue> {
    let errors = issues.iter().filter(|issue| issue.is_error());
    errors.cloned().collect()
}

fn payee(
    request: &PreviewRequest,
    country: &str,
    currency: CurrencyCode,
    issues: &mut Vec<Issue>,
    tables: &mut Tables,
) -> Option<Account> {
    let input = request.credit.account.as_ref()?;
    let report = account::validate(input);
    tables.extend(report.tables);
    if let Some(held) = Country::parse(&input.country).filter(|held| held.as_str() != country) {
        issues.push(
            Issue::new(Code::CountryMismatch, "credit.account.country")
                .param("label", "This account")
                .param("actual", held.as_str().to_owned())
                .param("expected", country.to_owned()),
        );
    }
    let held = input.currency.as_deref().and_then(CurrencyCode::known);
    if let Some(held) = held.filter(|held| *held != currency) {
        issues.push(
            Issue::new(Code::AccountCurrencyDiffers, "credit.account.currency")
                .param("held", held.as_str())
                .param("currency", currency.as_str()),
        );
    }
    let payee = match &report.account {
        Some(account) if matches!(account.scheme, "upi" | "proxy" | "pix") => Payee::Alias,
        Some(account) if account.iban().is_some() => Payee::Iban,
        _ => Payee::Account,
    };
    Some(Account {
        valid: report.status == Status::Valid,
        payee,
    })
}

/// The sheet, if it has not expired. `needed`: for the conversion itself.
fn sheet_in_force<'a>(
    request: &'a PreviewRequest,
    at: Instant,
    needed: bool,
    issues: &mut Vec<Issue>,
) -> Option<&'a RateSheet> {
    let sheet = request.rates.as_ref()?;
    let as_of = sheet.as_of.trim();
    if sheet.source.len() > 200 {
        issues.push(Issue::new(Code::TooLong, "rates.source").param("max", "200"));
    }
    if Instant::parse(as_of).is_none() && Date::parse(as_of).is_none() {
        issues.push(Issue::new(Code::InvalidInstant, "rates.asOf"));
        return None;
    }
    let Some(text) = sheet.expires_at.as_deref() else {
        return Some(sheet);
    };
    let Some(expires) = Instant::parse(text.trim()) else {
        issues.push(Issue::new(Code::InvalidInstant, "rates.expiresAt"));
        return None;
    };
    if at < expires {
        return Some(sheet);
    }
    if needed {
        issues.push(
            Issue::new(Code::RateExpired, "rates.expiresAt")
                .param("expiresAt", expires.to_string()),
        );
    }
    None
}

fn rate(
    sheet: Option<&RateSheet>,
    request: &PreviewRequest,
    debit: CurrencyCode,
    credit: CurrencyCode,
    issues: &mut Vec<Issue>,
) -> Option<Conversion> {
    let missing = || {
        Issue::new(Code::MissingRate, "rates")
            .param("from", debit.as_str())
            .param("to", credit.as_str())
    };
    let Some(sheet) = sheet else {
        if request.rates.is_none() {
            issues.push(missing());
        }
        return None;
    };
    match sheet::find(sheet, debit, credit) {
        Some(Ok(conversion)) => {
            if sheet.indicative == Some(true) {
                issues.push(
                    Issue::new(Code::RateIndicative, "rates")
                        .param("asOf", sheet.as_of.trim().to_owned()),
                );
            }
            Some(conversion)
        }
        Some(Err(issue)) => {
            issues.push(*issue);
            None
        }
        None => {
            issues.push(missing());
            None
        }
    }
}

/// The conversion by the reference sheet. One that lacks it measures nothing and stops nothing.
fn reference(
    request: &PreviewRequest,
    debit: CurrencyCode,
    credit: CurrencyCode,
    issues: &mut Vec<Issue>,
) -> Option<Conversion> {
    let sheet = request.reference_rates.as_ref()?;
    match sheet::find(sheet, debit, credit)? {
        Ok(conversion) => Some(conversion),
        Err(mut issue) => {
            issue.field = issue.field.replacen("rates", "referenceRates", 1).into();
            issues.push(*issue);
            None
        }
    }
}

fn rules<'a>(
    request: &'a PreviewRequest,
    context: Context<'a>,
    issues: &mut Vec<Issue>,
) -> Vec<Rule<'a>> {
    let all = request
        .fees
        .as_ref()
        .map(|fees| fees.rules.as_slice())
        .unwrap_or_default();
    let mut rules = Vec::new();
    for (place, rule) in all.iter().enumerate().take(MAX_ENTRIES) {
        let named = rule.when.as_ref().and_then(|when| when.rails.as_deref());
        if named.is_some_and(|named| named.iter().any(|id| !rail::is_known(id.trim()))) {
            let reason = "when.rails names a rail that we do not know";
            issues.push(refused(place, rule, reason).severity(Severity::Warning));
        }
        match Rule::read(rule, context) {
            Ok(read) => rules.extend(read),
            Err(reason) => issues.push(refused(place, rule, reason)),
        }
    }
    rules
}

/// The rail's calendar; with a conversion a day counts only when both currencies settle.
fn calendar_of(
    rail: &Rail,
    converted_from: Option<CurrencyCode>,
    holidays: &[overrides::Holidays<'_>],
) -> Calendar<'static> {
    let calendar = with_overrides(rail.calendar, holidays);
    match converted_from.and_then(rail::calendar_of_currency) {
        Some(other) => calendar.and(with_overrides(other, holidays)),
        None => calendar,
    }
}

fn with_overrides(name: &'static str, holidays: &[overrides::Holidays<'_>]) -> Calendar<'static> {
    let mut calendar = Calendar::named(name);
    for entry in holidays.iter().filter(|entry| entry.calendar == name) {
        for day in &entry.closed {
            calendar.close(*day);
        }
        for day in &entry.opened {
            calendar.open(*day);
        }
    }
    calendar
}

/// The request, read.
struct Question<'a> {
    request: &'a PreviewRequest,
    at: Instant,
    debit: CurrencyCode,
    credit: CurrencyCode,
    fixed: Option<Fixed>,
    account: Option<Account>,
    rounding: Rounding,
    conversion: Option<Conversion>,
    /// By the reference sheet.
    reference: Option<Conversion>,
    rules: Vec<Rule<'a>>,
    withholding: Vec<Tax<'a>>,
    /// Why no rail can carry the payout with these charges.
    bearer: Option<Issue>,
    /// The errors of the request as a whole.
    blocking: Vec<Issue>,
    /// Line by line.
    told: bool,
}

struct Answer {
    option: RailOption,
    outcome: Option<Outcome>,
    /// Their place among those that are known.
    numbers: Option<usize>,
}

/// What the payout comes to. Rails with the same fees have the same numbers.
struct Numbers {
    /// Which of the rules are for the rail.
    rules: Vec<bool>,
    outcome: Result<Outcome, Code>,
    lines: Lines,
    /// The option that tells them.
    told_at: Option<usize>,
}

#[derive(Default)]
struct Lines {
    fees: Vec<Fee>,
    withholding: Vec<Withheld>,
    rate: Option<Rate>,
    debit: Option<Debit>,
    credit: Option<Credit>,
    steps: Vec<Step>,
}

impl Numbers {
    /// Gives the lines to the option, which stands at this place. The place of the option that has
    /// them already, if one has.
    fn tell(&mut self, option: &mut RailOption, place: usize) -> Option<usize> {
        if self.told_at.is_some() {
            return self.told_at;
        }
        self.told_at = Some(place);
        let lines = mem::take(&mut self.lines);
        option.fees = lines.fees;
        option.withholding = lines.withholding;
        option.rate = lines.rate;
        option.debit = lines.debit;
        option.credit = lines.credit;
        option.steps = lines.steps;
        None
    }
}

impl Question<'_> {
    fn answer(&self, rail: &Rail, calendar: &Calendar<'_>, known: &mut Vec<Numbers>) -> Answer {
        let mut option = RailOption {
            rail: rail.id,
            name: rail.name,
            kind: rail.kind,
            eligible: false,
            issues: Vec::new(),
            arrival: None,
            fees: Vec::new(),
            withholding: Vec::new(),
            rate: None,
            debit: None,
            credit: None,
            steps: Vec::new(),
            limit: cap(rail),
            codes: rail.codes,
        };
        let fits = rail.currency == self.credit;
        let mut outcome = None;
        let mut numbers = None;
        if fits && self.blocking.is_empty() {
            let place = self.place_of_numbers(rail, known);
            match known.get(place).map(|numbers| numbers.outcome) {
                Some(Err(code)) => option.issues.push(Issue::new(code, self.fixed_field())),
                found => {
                    outcome = found.and_then(Result::ok);
                    numbers = Some(place);
                }
            }
        }
        let payee = self
            .account
            .filter(|account| account.valid)
            .map(|account| account.payee);
        let carried = outcome.map(|outcome| outcome.credit);
        option.issues.extend(rail::eligibility(
            rail,
            self.credit,
            carried,
            payee,
            rail.zone.local(self.at).date,
        ));
        if fits {
            self.more_issues(rail, &mut option.issues);
            match rail::arrival(rail, self.at, calendar) {
                Some((arrival, issues)) => {
                    option.arrival = Some(arrival);
                    option.issues.extend(issues);
                }
                None => option
                    .issues
                    .push(Issue::new(Code::OutsideHours, "at").param("rail", rail.name)),
            }
        }
        let is_refused = option.issues.iter().any(Issue::is_error);
        option.eligible = outcome.is_some() && !is_refused;
        if !is_refused {
            // Else an option that cannot be had would not say why.
            option.issues.extend(self.blocking.iter().cloned());
        }
        Answer {
            option,
            outcome,
            numbers,
        }
    }

    fn place_of_numbers(&self, rail: &Rail, known: &mut Vec<Numbers>) -> usize {
        let rules: Vec<bool> = self.rules.iter().map(|rule| rule.is_for(rail.id)).collect();
        let found = known.iter().position(|numbers| numbers.rules == rules);
        found.unwrap_or_else(|| {
            let mut lines = Lines::default();
            let outcome = self.compute(&rules, &mut lines);
            known.push(Numbers {
                rules,
                outcome,
                lines,
                told_at: None,
            });
            known.len().saturating_sub(1)
        })
    }

    fn fixed_field(&self) -> &'static str {
        if matches!(self.fixed, Some(Fixed::Credit(_))) {
            "credit.amount"
        } else {
            "debit.amount"
        }
    }

    fn more_issues(&self, rail: &Rail, issues: &mut Vec<Issue>) {
        if self.account.is_some_and(|account| !account.valid) {
            issues
                .push(Issue::new(Code::AccountNotValid, "credit.account").param("rail", rail.name));
        }
        issues.extend(self.bearer.clone());
        issues.extend(bearer::scheme(self.request.charge_bearer, rail));
    }

    fn compute(&self, rules: &[bool], lines: &mut Lines) -> Result<Outcome, Code> {
        let case = Case {
            debit: self.debit,
            credit: self.credit,
            conversion: self.conversion.as_ref(),
            rules: (self.rules.iter().zip(rules))
                .filter_map(|(rule, is_for)| is_for.then_some(rule))
                .collect(),
            withholding: &self.withholding,
            rounding: self.rounding,
        };
        let mut steps = Vec::new();
        let debit = match self.fixed.ok_or(Code::OneAmountNeeded)? {
            Fixed::Debit(amount) => amount,
            Fixed::Credit(target) => {
                let debit = case.least_debit(target)?;
                let wanted = Operand::from(target).labelled("what the payee shall get at least");
                let less = (debit.minor().checked_sub(1))
                    .and_then(|minor| Amount::from_minor(minor, self.debit))
                    .and_then(|less| case.forward(less).ok())
                    .map(|less| Operand::from(less.net).labelled("what one unit less would give"));
                let label = "The smallest amount sent that is enough";
                let operands = [wanted].into_iter().chain(less).collect();
                steps.push(Step::new(
                    "search",
                    label,
                    Operation::Search,
                    operands,
                    debit,
                ));
                debit
            }
        };
        let outcome = case.forward(debit)?;
        if self.told {
            (lines.fees, lines.withholding) = case
                .tell(&outcome, &mut steps)
                .ok_or(Code::AmountTooLarge)?;
            lines.steps = steps;
            lines.rate = self.rate(&case, &outcome);
        }
        lines.debit = Some(Debit {
            currency: self.debit,
            amount: outcome.debit,
            fees: outcome.on_top,
            total: outcome.total,
            withheld: (!self.withholding.is_empty()).then_some(outcome.withheld),
        });
        lines.credit = Some(Credit {
            currency: self.credit,
            amount: outcome.credit,
            deductions: outcome.deductions,
            net: outcome.net,
        });
        Ok(outcome)
    }

    fn rate(&self, case: &Case<'_>, outcome: &Outcome) -> Option<Rate> {
        let markup = outcome.markup;
        let conversion = self.conversion.as_ref()?;
        let sheet = self.request.rates.as_ref()?;
        let customer = case.customer_rate(markup)?;
        let show = |rate: &Exact| shown(rate, conversion.method);
        let markup_percent = match &conversion.mid {
            Some(mid) => worse_by(&customer, mid),
            None if markup.is_zero() => None,
            None => Some(markup.normalize().to_string()),
        };
        Some(Rate {
            customer: show(&customer)?,
            mid: conversion.mid.as_ref().and_then(show),
            markup_percent,
            markup_cost: self.markup_cost(&customer, outcome.gross),
            source: sheet.source.clone(),
            as_of: sheet.as_of.trim().to_owned(),
            expires_at: sheet.expires_at.as_ref().map(|text| text.trim().to_owned()),
            indicative: sheet.indicative == Some(true),
            method: conversion.method,
            via: conversion.via(),
            reference: self.measured(&customer),
        })
    }

    fn markup_cost(&self, customer: &Exact, gross: Amount) -> Option<Amount> {
        let mid = self.conversion.as_ref().and_then(|found| found.mid);
        let fair = mid.or(self.reference.as_ref().map(|found| found.rate))?;
        match Exact::from(1).minus(&customer.over(&fair)?) {
            Some(lost) => (lost.times(&gross.into())?).round_to(self.debit, self.rounding),
            None => Some(Amount::zero(self.debit)),
        }
    }

    fn measured(&self, customer: &Exact) -> Option<Reference> {
        let conversion = self.reference.as_ref()?;
        let sheet = self.request.reference_rates.as_ref()?;
        Some(Reference {
            rate: shown(&conversion.rate, conversion.method)?,
            markup_percent: worse_by(customer, &conversion.rate)?,
            source: sheet.source.clone(),
            as_of: sheet.as_of.trim().to_owned(),
            method: conversion.method,
        })
    }
}

/// All digits of a rate that stands in the sheet, otherwise the significant ones.
fn shown(rate: &Exact, method: Method) -> Option<String> {
    if method == Method::Direct {
        rate.digits()
    } else {
        rate.significant(SHOWN_DIGITS)
    }
}

/// Percent of mid, to 4 decimals; negative when the customer's rate is better.
fn worse_by(customer: &Exact, mid: &Exact) -> Option<String> {
    let ratio = customer.over(mid)?;
    let one = Exact::from(1);
    let (difference, better) = match one.minus(&ratio) {
        Some(difference) => (difference, false),
        None => (ratio.minus(&one)?, true),
    };
    let percent = difference
        .times(&Exact::from(100))?
        .round(4, Rounding::HalfUp)?
        .normalize();
    let mut text = String::new();
    if better && !percent.is_zero() {
        text.push('-');
    }
    text.push_str(&percent.to_string());
    Some(text)
}

fn cap(rail: &Rail) -> Option<Cap> {
    let amount = match rail.limit {
        Limit::Unknown => return None,
        Limit::None => None,
        Limit::At(amount) => Some(amount),
    };
    Some(Cap {
        amount,
        currency: rail.currency,
        as_of: (rail.confidence != overrides::CALLER).then_some(rail.as_of),
        confidence: rail.confidence,
    })
}

fn best(found: &[Answer]) -> Option<Best> {
    let first = |prefer| {
        found
            .iter()
            .filter(|answer| answer.option.eligible)
            .min_by(|a, b| order(a, b, prefer))
            .map(|answer| answer.option.rail)
    };
    Some(Best {
        fastest: first(Prefer::Fastest)?,
        cheapest: first(Prefer::Cheapest)?,
    })
}

/// Those that can carry the payout first; equals stay in the order of the table.
fn order(a: &Answer, b: &Answer, prefer: Prefer) -> Ordering {
    let eligible = b.option.eligible.cmp(&a.option.eligible);
    if eligible != Ordering::Equal || !a.option.eligible {
        return eligible;
    }
    let sooner = arrives(a).cmp(&arrives(b));
    let cheaper = cost(a, b);
    match prefer {
        Prefer::Fastest => sooner.then(cheaper),
        Prefer::Cheapest => cheaper.then(sooner),
    }
}

fn arrives(answer: &Answer) -> Option<(Instant, Instant)> {
    answer.option.arrival.as_ref().map(
        |Arrival {
             earliest, latest, ..
         }| (*latest, *earliest),
    )
}

/// Which of two costs less for each unit that arrives: total less withheld taxes ÷ net, compared
/// exactly.
fn cost(a: &Answer, b: &Answer) -> Ordering {
    let (Some(a), Some(b)) = (a.outcome, b.outcome) else {
        return Ordering::Equal;
    };
    let product = |cost: &Outcome, net: Amount| {
        let cost = cost.total.minor().saturating_sub(cost.withheld.minor());
        u128::from(cost).saturating_mul(u128::from(net.minor()))
    };
    product(&a, b.net).cmp(&product(&b, a.net))
}
