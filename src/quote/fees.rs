//! Fee rules, read once a request.

use rust_decimal::Decimal;

use crate::money::{Amount, CurrencyCode, Exact, Rounding, decimal};
use crate::report::{Code, Issue};

use super::answer::{Operand, Operation, Step};
use super::request::{BandMode, FeeBand, FeeRule, Mode, RateSheet, Side, Vat, When};
use super::sheet;

const MAX_PERCENT_DECIMALS: u32 = 6;
const MAX_TEXT: usize = 200;
const MAX_BANDS: usize = 100;

/// A range of amounts and what it is charged. A rule without bands is one that never ends.
#[derive(Debug)]
struct Band {
    /// The last amount of it, in minor units.
    to: Option<u64>,
    flat: Option<Amount>,
    percent: Option<Decimal>,
    /// How flat came into the currency of the side.
    conversion: Vec<Step>,
}

/// A fee rule that can be computed, in the currency of its side.
#[derive(Debug)]
pub(super) struct Rule<'a> {
    pub(super) code: &'a str,
    pub(super) label: &'a str,
    pub(super) mode: Mode,
    pub(super) side: Side,
    pub(super) markup: Option<Decimal>,
    /// Ascending, the last one open; none for a bare mark-up.
    bands: Vec<Band>,
    marginal: bool,
    min: Option<Amount>,
    max: Option<Amount>,
    /// Inclusive bounds in minor units.
    from: Option<u64>,
    to: Option<u64>,
    rails: Option<&'a [String]>,
    /// How min and max came into the currency of the side.
    conversions: Vec<Step>,
    /// Percent of the fee; never zero.
    vat: Option<Decimal>,
    vat_label: &'a str,
}

/// What a rule is read against.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) debit: CurrencyCode,
    pub(super) credit: CurrencyCode,
    pub(super) country: &'a str,
    /// The rails that carry the credit currency there.
    pub(super) rails: &'a [&'static str],
    /// `None` when there is no sheet that may be used.
    pub(super) sheet: Option<&'a RateSheet>,
    pub(super) rounding: Rounding,
    pub(super) vat: Option<&'a Vat>,
}

impl<'a> Rule<'a> {
    /// `None`: the rule is for other payouts.
    pub(super) fn read(
        rule: &'a FeeRule,
        context: Context<'a>,
    ) -> Result<Option<Self>, &'static str> {
        if rule.code.is_empty() || rule.code.len() > MAX_TEXT {
            return Err("its code is empty or too long");
        }
        let label = rule.label.as_deref().unwrap_or(&rule.code);
        if label.len() > MAX_TEXT {
            return Err("its label is too long");
        }
        let side = rule.side.unwrap_or_default();
        let currency = if side == Side::Debit {
            context.debit
        } else {
            context.credit
        };
        let percent = percent_of(rule.percent.as_deref())?;
        let markup = percent_below_100(rule.fx_markup_percent.as_deref())?;
        let vat = rule.vat_percent.as_deref();
        let vat = percent_of(vat.or(context.vat.map(|vat| vat.percent.as_str())))?;
        agrees(rule)?;
        let plain = rule.flat.is_some() || percent.is_some();
        let charges = plain || rule.bands.is_some();
        let bound = |text: Option<&str>| match text {
            Some(text) => Amount::parse(text, currency, "").map(|bound| Some(bound.minor())),
            None => Ok(None),
        };
        let empty = When::default();
        let when = rule.when.as_ref().unwrap_or(&empty);
        let for_others = !among(when.countries.as_deref(), context.country)
            || !same(when.debit_currency.as_deref(), context.debit)
            || !same(when.credit_currency.as_deref(), context.credit)
            || !context
                .rails
                .iter()
                .any(|rail| among(when.rails.as_deref(), rail));
        if for_others {
            return Ok(None);
        }
        let bounds = "from and to must be amounts in the currency of its side";
        let from = bound(when.from.as_deref()).map_err(|_| bounds)?;
        let to = bound(when.to.as_deref()).map_err(|_| bounds)?;
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err("from is more than to");
        }
        if markup.is_some() && side == Side::Credit && (from.is_some() || to.is_some()) {
            return Err("a mark-up cannot depend on the amount that it changes");
        }
        let amount = |text: Option<&str>, steps: &mut Vec<Step>| match text {
            Some(text) => side_amount(text, rule, label, currency, context, steps).map(Some),
            None => Ok(None),
        };
        let bands = match &rule.bands {
            None if !plain => Vec::new(),
            None => {
                let mut conversion = Vec::new();
                vec![Band {
                    to: None,
                    flat: amount(rule.flat.as_deref(), &mut conversion)?,
                    percent,
                    conversion,
                }]
            }
            Some(listed) => read_bands(listed, currency, &amount)?,
        };
        let mut conversions = Vec::new();
        let min = amount(rule.min.as_deref(), &mut conversions)?;
        let max = amount(rule.max.as_deref(), &mut conversions)?;
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            return Err("min is more than max");
        }
        Ok(Some(Self {
            code: &rule.code,
            label,
            mode: rule.mode,
            side,
            markup,
            bands,
            marginal: rule.band_mode == Some(BandMode::Marginal),
            min,
            max,
            from,
            to,
            rails: rule.when.as_ref().and_then(|when| when.rails.as_deref()),
            conversions,
            vat: vat.filter(|percent| charges && !percent.is_zero()),
            vat_label: context
                .vat
                .and_then(|vat| vat.label.as_deref())
                .unwrap_or("VAT"),
        }))
    }

    /// Whether it is charged over this rail.
    pub(super) fn is_for(&self, rail: &str) -> bool {
        among(self.rails, rail)
    }

    /// Whether the amount of its side lies within its bounds.
    pub(super) fn holds_at(&self, minor: u64) -> bool {
        self.from.is_none_or(|from| from <= minor) && self.to.is_none_or(|to| minor <= to)
    }

    /// The amounts from which on another computation holds.
    pub(super) fn starts(&self, starts: &mut Vec<u64>) {
        starts.extend(self.from);
        let ends = self.bands.iter().map(|band| band.to).chain([self.to]);
        starts.extend(ends.flatten().map(|to| to.saturating_add(1)));
    }

    /// Whether it is a fee, and not only a mark-up.
    pub(super) fn charges(&self) -> bool {
        !self.bands.is_empty()
    }

    /// The bands that an amount is charged by, each with the part of the amount that it charges.
    fn bands_at(&self, base: Amount) -> impl Iterator<Item = (&Band, Option<Amount>)> {
        let (whole, currency) = (base.minor(), base.currency());
        let mut before = 0;
        self.bands.iter().filter_map(move |band| {
            let (above, first) = (before, before == 0);
            before = band.to.unwrap_or(u64::MAX);
            if !first && whole <= above {
                return None;
            }
            if self.marginal {
                let part = whole.min(before).saturating_sub(above);
                return Some((band, Amount::from_minor(part, currency)));
            }
            (whole <= before).then_some((band, Some(base)))
        })
    }

    /// The fee and its tax. Between two of its `starts` it grows with the base, or stays.
    pub(super) fn charge(&self, base: Amount, rounding: Rounding) -> Option<Amount> {
        let fee = self.amount(base, rounding)?;
        fee.checked_add(self.vat_on(fee, rounding)?)
    }

    fn vat_on(&self, fee: Amount, rounding: Rounding) -> Option<Amount> {
        let Some(percent) = self.vat else {
            return Some(Amount::zero(fee.currency()));
        };
        share(percent, fee)?.round_to(fee.currency(), rounding)
    }

    fn amount(&self, base: Amount, rounding: Rounding) -> Option<Amount> {
        let currency = base.currency();
        let mut fee = Amount::zero(currency);
        let mut percents = Decimal::ZERO;
        for (band, part) in self.bands_at(base) {
            if let Some(flat) = band.flat {
                fee = fee.checked_add(flat)?;
            }
            if let Some(percent) = band.percent {
                percents = percents.checked_add(times(percent, part?)?)?;
            }
        }
        let shares = Exact::from(percents).percent()?;
        fee = fee.checked_add(shares.round_to(currency, rounding)?)?;
        if let Some(min) = self.min.filter(|min| fee < *min) {
            fee = min;
        }
        if let Some(max) = self.max.filter(|max| fee > *max) {
            fee = max;
        }
        Some(fee)
    }

    /// The same, told line by line.
    pub(super) fn tell(
        &self,
        base: Amount,
        rounding: Rounding,
        steps: &mut Vec<Step>,
    ) -> Option<Amount> {
        let mut code = String::from("fee:");
        code.push_str(self.code);
        let step = |operation, operands, result| {
            let label = self.label.to_owned();
            Step::new(code.clone(), label, operation, operands, result)
        };
        for (band, _) in self.bands_at(base) {
            steps.extend(band.conversion.iter().cloned());
        }
        steps.extend(self.conversions.iter().cloned());
        let mut fee = self.amount_before_bounds(base, rounding, steps, &step)?;
        if let Some(min) = self.min.filter(|min| fee < *min) {
            let operands = vec![Operand::from(fee), Operand::from(min).labelled("at least")];
            steps.push(step(Operation::Max, operands, min));
            fee = min;
        }
        if let Some(max) = self.max.filter(|max| fee > *max) {
            let operands = vec![Operand::from(fee), Operand::from(max).labelled("at most")];
            steps.push(step(Operation::Min, operands, max));
            fee = max;
        }
        Some(fee)
    }

    /// The tax on the fee, told; `None` when there is none.
    pub(super) fn tell_vat(
        &self,
        fee: Amount,
        rounding: Rounding,
        steps: &mut Vec<Step>,
    ) -> Option<(String, Amount)> {
        let percent = self.vat?;
        let share = share(percent, fee)?;
        let vat = share.round_to(fee.currency(), rounding)?;
        let percent = percent.normalize().to_string();
        let label = [self.vat_label, " ", &percent, " % on ", self.label].concat();
        let operands = vec![fee.into(), Operand::number(percent, "percent")];
        let code = ["vat:", self.code].concat();
        let step = Step::new(code, label.clone(), Operation::Percent, operands, vat);
        steps.push(step.rounded(share.digits(), rounding, fee.currency()));
        Some((label, vat))
    }

    fn amount_before_bounds(
        &self,
        base: Amount,
        rounding: Rounding,
        steps: &mut Vec<Step>,
        step: &dyn Fn(Operation, Vec<Operand>, Amount) -> Step,
    ) -> Option<Amount> {
        let currency = base.currency();
        let zero = Amount::zero(currency);
        let operands_of = |part: Amount, percent: Decimal| {
            let percent = Operand::number(percent.normalize().to_string(), "percent");
            vec![part.into(), percent]
        };
        if !self.marginal {
            let (band, _) = self.bands_at(base).next()?;
            let told = |amount: Amount| match band.to {
                Some(to) => {
                    let mut label = String::from("band to ");
                    let to = Amount::from_minor(to, currency).unwrap_or(zero);
                    label.push_str(&to.to_string());
                    Operand::from(amount).labelled(label)
                }
                None => amount.into(),
            };
            let Some(percent) = band.percent else {
                let flat = band.flat.unwrap_or(zero);
                steps.push(step(Operation::Given, vec![told(flat)], flat));
                return Some(flat);
            };
            let share = share(percent, base)?;
            let rounded = share.round_to(currency, rounding)?;
            let mut operands = operands_of(base, percent);
            if let Some(first) = operands.first_mut() {
                *first = told(base);
            }
            steps.push(step(Operation::Percent, operands, rounded).rounded(
                share.digits(),
                rounding,
                currency,
            ));
            let Some(flat) = band.flat else {
                return Some(rounded);
            };
            let sum = flat.checked_add(rounded)?;
            steps.push(step(Operation::Add, vec![flat.into(), rounded.into()], sum));
            return Some(sum);
        }
        let mut percents = Decimal::ZERO;
        let (mut parts, mut flats) = (Vec::new(), Vec::new());
        let mut fee = zero;
        for (band, part) in self.bands_at(base) {
            if let Some(flat) = band.flat {
                fee = fee.checked_add(flat)?;
                flats.push(flat.into());
            }
            if let Some(percent) = band.percent {
                let exact = share(percent, part?)?;
                percents = percents.checked_add(times(percent, part?)?)?;
                let mut line = step(Operation::Percent, operands_of(part?, percent), zero);
                line.result = exact.digits()?;
                parts.push(Operand {
                    value: line.result.clone(),
                    currency: Some(currency),
                    label: None,
                });
                steps.push(line);
            }
        }
        if !parts.is_empty() {
            let exact = Exact::from(percents).percent()?;
            let shares = exact.round_to(currency, rounding)?;
            let sum = step(Operation::Add, parts, shares);
            steps.push(sum.rounded(exact.digits(), rounding, currency));
            if flats.is_empty() {
                return Some(shares);
            }
            fee = fee.checked_add(shares)?;
            flats.push(shares.into());
        }
        steps.push(step(Operation::Add, flats, fee));
        Some(fee)
    }
}

/// Whether the members of a rule go together.
fn agrees(rule: &FeeRule) -> Result<(), &'static str> {
    let plain = rule.flat.is_some() || rule.percent.is_some();
    if plain && rule.bands.is_some() {
        return Err("bands take the place of flat and percent");
    }
    if rule.band_mode.is_some() && rule.bands.is_none() {
        return Err("bandMode needs bands");
    }
    let charges = plain || rule.bands.is_some();
    if !charges && rule.fx_markup_percent.is_none() {
        return Err("it has neither flat, percent, bands nor fxMarkupPercent");
    }
    if !charges && (rule.min.is_some() || rule.max.is_some()) {
        return Err("min and max need flat, percent or bands");
    }
    if !charges && rule.vat_percent.is_some() {
        return Err("vatPercent needs flat, percent or bands");
    }
    if charges && rule.side == Some(Side::Credit) && rule.mode == Mode::OnTop {
        return Err("a fee on the credit side can only be deducted");
    }
    Ok(())
}

/// Reads an amount of a rule, and tells how it came into the currency of the side.
type ReadAmount<'a> =
    &'a dyn Fn(Option<&str>, &mut Vec<Step>) -> Result<Option<Amount>, &'static str>;

fn read_bands(
    listed: &[FeeBand],
    side: CurrencyCode,
    amount: ReadAmount<'_>,
) -> Result<Vec<Band>, &'static str> {
    if listed.is_empty() || listed.len() > MAX_BANDS {
        return Err("it has no bands or too many");
    }
    let last = listed.len().saturating_sub(1);
    let mut before = 0;
    let mut bands = Vec::new();
    for (place, band) in listed.iter().enumerate() {
        if (place == last) != band.to.is_none() {
            return Err("every band but the last ends at its to, and the last has none");
        }
        let mut to = None;
        if let Some(text) = &band.to {
            let end = Amount::parse(text, side, "")
                .map_err(|_| "a band must end at an amount in the currency of its side")?
                .minor();
            if end <= before {
                return Err("the bands do not ascend");
            }
            before = end;
            to = Some(end);
        }
        let mut conversion = Vec::new();
        bands.push(Band {
            to,
            flat: amount(band.flat.as_deref(), &mut conversion)?,
            percent: percent_of(band.percent.as_deref())?,
            conversion,
        });
    }
    Ok(bands)
}

/// Percent of an amount, exactly.
pub(super) fn share(percent: Decimal, base: Amount) -> Option<Exact> {
    Exact::from(base).times(&Exact::from(percent))?.percent()
}

/// Exact: 18 digits of an amount and 9 of a percentage are less than the 28 of a decimal, and so
/// is the sum over all parts of one amount.
fn times(percent: Decimal, part: Amount) -> Option<Decimal> {
    part.value().checked_mul(percent)
}

/// An amount of the rule, in the currency of its side.
fn side_amount(
    text: &str,
    rule: &FeeRule,
    label: &str,
    side: CurrencyCode,
    context: Context<'_>,
    steps: &mut Vec<Step>,
) -> Result<Amount, &'static str> {
    let own = match rule.currency.as_deref() {
        None => side,
        Some(code) => CurrencyCode::parse(code, "").map_err(|_| "its currency is not known")?,
    };
    let amount = Amount::parse(text, own, "").map_err(|_| "flat, min and max must be amounts")?;
    if own == side {
        return Ok(amount);
    }
    let sheet = context
        .sheet
        .ok_or("it is in another currency and there is no rate sheet in force")?;
    let conversion = sheet::find(sheet, own, side)
        .ok_or("there is no rate from its currency")?
        .map_err(|_| "the rate from its currency is not a positive number")?;
    let too_large = "its amount is too large";
    let exact = Exact::from(amount)
        .times(&conversion.rate)
        .ok_or(too_large)?;
    let converted = exact.round_to(side, context.rounding).ok_or(too_large)?;
    let mut code = String::from("fee:");
    code.push_str(&rule.code);
    let mut title = label.to_owned();
    title.push_str(", converted");
    let mut chain = chain(&code, &title, amount, &conversion.legs).ok_or(too_large)?;
    if let Some(last) = chain.last_mut() {
        last.result = converted.to_string();
        *last = last.clone().rounded(exact.digits(), context.rounding, side);
    }
    steps.append(&mut chain);
    Ok(converted)
}

/// A step for each leg of a conversion, none of them rounded.
pub(super) fn chain(
    code: &str,
    label: &str,
    from: Amount,
    legs: &[sheet::Leg],
) -> Option<Vec<Step>> {
    let mut exact = Exact::from(from);
    let mut operand = Operand::from(from);
    let mut steps = Vec::new();
    for leg in legs {
        let rate = Exact::from(leg.rate);
        exact = if leg.inverse {
            exact.over(&rate)?
        } else {
            exact.times(&rate)?
        };
        let result = exact.digits().unwrap_or_default();
        let next = Operand {
            value: result.clone(),
            currency: Some(leg.to),
            label: None,
        };
        steps.push(Step {
            code: code.to_owned().into(),
            label: label.to_owned().into(),
            operation: if leg.inverse {
                Operation::Divide
            } else {
                Operation::Multiply
            },
            operands: vec![operand, Operand::number(leg.rate.to_string(), "rate")],
            unrounded: None,
            rounding: None,
            result,
            currency: Some(leg.to),
        });
        operand = next;
    }
    Some(steps)
}

/// A percentage of the request.
pub(super) fn percent_of(text: Option<&str>) -> Result<Option<Decimal>, &'static str> {
    let Some(text) = text else { return Ok(None) };
    decimal(text.trim())
        .filter(|percent| {
            percent.scale() <= MAX_PERCENT_DECIMALS && *percent <= Decimal::ONE_HUNDRED
        })
        .map(Some)
        .ok_or("a percentage is a number from 0 to 100 with at most 6 decimals")
}

fn percent_below_100(text: Option<&str>) -> Result<Option<Decimal>, &'static str> {
    match percent_of(text)? {
        Some(percent) if percent == Decimal::ONE_HUNDRED => Err("a mark-up must be less than 100"),
        other => Ok(other),
    }
}

fn among(list: Option<&[String]>, wanted: &str) -> bool {
    list.is_none_or(|list| {
        list.iter()
            .any(|listed| listed.trim().eq_ignore_ascii_case(wanted))
    })
}

fn same(listed: Option<&str>, wanted: CurrencyCode) -> bool {
    listed.is_none_or(|listed| listed.trim().eq_ignore_ascii_case(wanted.as_str()))
}

/// What is wrong with the tax on fees, whether there is a fee or not.
pub(super) fn wrong_vat(vat: Option<&Vat>) -> Option<Issue> {
    percent_of(vat.map(|vat| vat.percent.as_str())).err()?;
    let expected = "a number from 0 to 100 with at most 6 decimals";
    Some(Issue::new(Code::InvalidValue, "vat.percent").param("expected", expected))
}

/// The issue for a rule that cannot be used.
pub(super) fn refused(place: usize, rule: &FeeRule, reason: &'static str) -> Issue {
    let mut field = String::from("fees.rules.");
    field.push_str(&place.to_string());
    let name: String = rule.code.chars().take(MAX_TEXT).collect();
    Issue::new(Code::InvalidFeeRule, field)
        .param("rule", name)
        .param("reason", reason)
}
