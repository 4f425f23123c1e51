//! One rail's numbers: forward from a debit, and backward to the smallest debit.

use rust_decimal::Decimal;

use crate::money::{Amount, CurrencyCode, Exact, Rounding};
use crate::order::sort_by;
use crate::report::Code;

use super::answer::{Fee, Operand, Operation, Step, Withheld};
use super::fees::{Rule, chain};
use super::request::{Mode, Side};
use super::sheet::Conversion;
use super::withholding::Tax;

/// What is computed with.
pub(super) struct Case<'a> {
    pub(super) debit: CurrencyCode,
    pub(super) credit: CurrencyCode,
    /// `None`: both sides have one currency.
    pub(super) conversion: Option<&'a Conversion>,
    /// Those of the rail.
    pub(super) rules: Vec<&'a Rule<'a>>,
    pub(super) withholding: &'a [Tax<'a>],
    pub(super) rounding: Rounding,
}

/// The amounts of a payout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) debit: Amount,
    pub(super) on_top: Amount,
    pub(super) total: Amount,
    pub(super) withheld: Amount,
    /// What is left of the debit to be converted.
    pub(super) gross: Amount,
    pub(super) credit: Amount,
    pub(super) deductions: Amount,
    pub(super) net: Amount,
    /// Of the rate.
    pub(super) markup: Decimal,
}

/// Why there is none, in the code of the issue.
type Failure = Code;

/// How many fees a search may compute before it gives up: fees that eat nearly everything need
/// that many.
const BUDGET: u32 = 20_000;
const LARGEST: u64 = 999_999_999_999_999_999;

impl Case<'_> {
    /// Deducted debit-side fees, one conversion with one rounding, credit-side deductions.
    pub(super) fn forward(&self, debit: Amount) -> Result<Outcome, Failure> {
        let large = Code::AmountTooLarge;
        let on_top = self.sum(Side::Debit, Mode::OnTop, debit).ok_or(large)?;
        let total = debit.checked_add(on_top).ok_or(large)?;
        let deducted = self.sum(Side::Debit, Mode::Deducted, debit).ok_or(large)?;
        let withheld = self.withheld(debit).ok_or(large)?;
        let gross = debit
            .checked_sub(deducted)
            .and_then(|left| left.checked_sub(withheld))
            .ok_or(Code::NothingLeft)?;
        let markup = self.markup(debit.minor());
        let rate = self.unit_rate(markup).ok_or(Code::NothingLeft)?;
        let credit = convert(gross.minor(), &rate, self.rounding)
            .and_then(|minor| Amount::from_minor(minor, self.credit))
            .ok_or(large)?;
        let deductions = self
            .sum(Side::Credit, Mode::Deducted, credit)
            .ok_or(large)?;
        let net = credit
            .checked_sub(deductions)
            .filter(|net| !net.is_zero())
            .ok_or(Code::NothingLeft)?;
        Ok(Outcome {
            debit,
            on_top,
            total,
            withheld,
            gross,
            credit,
            deductions,
            net,
            markup,
        })
    }

    fn active(&self, side: Side, minor: u64) -> impl Iterator<Item = &Rule<'_>> {
        self.rules
            .iter()
            .copied()
            .filter(move |rule| rule.side == side && rule.holds_at(minor))
    }

    fn sum(&self, side: Side, mode: Mode, base: Amount) -> Option<Amount> {
        self.active(side, base.minor())
            .filter(|rule| rule.charges() && rule.mode == mode)
            .try_fold(Amount::zero(base.currency()), |sum, rule| {
                sum.checked_add(rule.charge(base, self.rounding)?)
            })
    }

    fn withheld(&self, debit: Amount) -> Option<Amount> {
        self.withholding
            .iter()
            .try_fold(Amount::zero(self.debit), |sum, tax| {
                sum.checked_add(tax.on(debit, self.rounding)?)
            })
    }

    /// Percent of the rate, when so much is sent.
    fn markup(&self, debit: u64) -> Decimal {
        if self.conversion.is_none() {
            return Decimal::ZERO;
        }
        let credit_side = self.rules.iter().filter(|rule| rule.side == Side::Credit);
        self.active(Side::Debit, debit)
            .chain(credit_side.copied())
            .filter_map(|rule| rule.markup)
            .fold(Decimal::ZERO, |sum, markup| {
                sum.checked_add(markup).unwrap_or(Decimal::ONE_HUNDRED)
            })
    }

    /// The rate less its mark-up; `None` when the mark-up eats it all.
    pub(super) fn customer_rate(&self, markup: Decimal) -> Option<Exact> {
        match self.conversion {
            None => Some(Exact::from(1)),
            Some(conversion) => conversion.rate.times(&factor(markup)?),
        }
    }

    /// Credit minor units for one debit minor unit.
    fn unit_rate(&self, markup: Decimal) -> Option<Exact> {
        let units = |currency: CurrencyCode| {
            Exact::from(10_u64.saturating_pow(u32::from(currency.digits())))
        };
        let rate = self.customer_rate(markup)?;
        if self.debit.digits() == self.credit.digits() {
            return Some(rate);
        }
        rate.times(&units(self.credit))?.over(&units(self.debit))
    }

    /// The smallest debit that leaves the payee at least `target`. It stays exact when fees are
    /// stepped or their roundings coincide, where more in can mean less out.
    pub(super) fn least_debit(&self, target: Amount) -> Result<Amount, Failure> {
        let mut budget = BUDGET;
        for (start, end) in self.stretches(Side::Debit) {
            let start = start.max(1);
            let Some(rate) = self.unit_rate(self.markup(start)) else {
                continue;
            };
            let search = Search {
                case: self,
                rate,
                debit: start,
                target: target.minor(),
            };
            if let Some(minor) = search.least(start, end, &mut budget)? {
                return Amount::from_minor(minor, self.debit).ok_or(Code::AmountTooLarge);
            }
        }
        Err(Code::NothingLeft)
    }

    /// The amounts of a side, cut where a rule starts or ends to hold, or its band ends.
    fn stretches(&self, side: Side) -> Vec<(u64, u64)> {
        let mut starts = vec![0];
        for rule in self.rules.iter().filter(|rule| rule.side == side) {
            rule.starts(&mut starts);
        }
        sort_by(&mut starts, u64::cmp);
        starts.dedup();
        let ends = starts
            .iter()
            .skip(1)
            .map(|next| next.saturating_sub(1))
            .chain([LARGEST]);
        starts.iter().copied().zip(ends).collect()
    }

    /// The same numbers, told line by line.
    pub(super) fn tell(
        &self,
        outcome: &Outcome,
        steps: &mut Vec<Step>,
    ) -> Option<(Vec<Fee>, Vec<Withheld>)> {
        let mut fees = Vec::new();
        let mut charge = |side: Side, mode: Mode, base: Amount, steps: &mut Vec<Step>| {
            let mut operands = vec![Operand::from(base)];
            for rule in self.active(side, base.minor()) {
                if !rule.charges() || rule.mode != mode {
                    continue;
                }
                let amount = rule.tell(base, self.rounding, steps)?;
                let mut line = |code: &str, label: String, amount: Amount, vat_on| {
                    operands.push(Operand::from(amount).labelled(label.clone()));
                    fees.push(Fee {
                        code: code.to_owned(),
                        label,
                        amount,
                        currency: amount.currency(),
                        mode,
                        side,
                        vat_on,
                    });
                };
                line(rule.code, rule.label.to_owned(), amount, None);
                if let Some((label, vat)) = rule.tell_vat(amount, self.rounding, steps) {
                    line("vat", label, vat, Some(rule.code.to_owned()));
                }
            }
            Some(operands)
        };
        let debit = outcome.debit;
        steps.push(Step::new(
            "debit",
            "Amount sent",
            Operation::Given,
            vec![debit.into()],
            debit,
        ));
        let on_top = charge(Side::Debit, Mode::OnTop, debit, steps)?;
        let mut deducted = charge(Side::Debit, Mode::Deducted, debit, steps)?;
        let mut withheld = Vec::new();
        for tax in self.withholding {
            let line = tax.tell(debit, self.rounding, steps)?;
            deducted.push(Operand::from(line.amount).labelled(line.label.clone()));
            withheld.push(line);
        }
        if deducted.len() > 1 {
            let label = if self.conversion.is_some() {
                "Left to convert"
            } else {
                "Left to send"
            };
            steps.push(Step::new(
                "deduct",
                label,
                Operation::Subtract,
                deducted,
                outcome.gross,
            ));
        }
        self.tell_conversion(outcome, steps)?;
        let deductions = charge(Side::Credit, Mode::Deducted, outcome.credit, steps)?;
        steps.push(Step::new(
            "net",
            "Payee gets",
            Operation::Subtract,
            deductions,
            outcome.net,
        ));
        steps.push(Step::new(
            "total",
            "You pay in all",
            Operation::Add,
            on_top,
            outcome.total,
        ));
        Some((fees, withheld))
    }

    fn tell_conversion(&self, outcome: &Outcome, steps: &mut Vec<Step>) -> Option<()> {
        let Some(conversion) = self.conversion else {
            return Some(());
        };
        let mut lines = chain("convert", "Converted", outcome.gross, &conversion.legs)?;
        let mut exact = Exact::from(outcome.gross).times(&conversion.rate)?;
        if !outcome.markup.is_zero() {
            let before = lines.last()?.result.clone();
            let factor = factor(outcome.markup)?;
            exact = exact.times(&factor)?;
            let mut label = String::from("1 less the mark-up of ");
            label.push_str(&outcome.markup.normalize().to_string());
            label.push_str(" %");
            let sent = Operand {
                value: before,
                currency: Some(self.credit),
                label: None,
            };
            let operands = vec![sent, Operand::number(factor.digits()?, label)];
            let step = Step::new(
                "markup",
                "Less the mark-up",
                Operation::Multiply,
                operands,
                outcome.credit,
            );
            lines.push(step);
        }
        if let Some(last) = lines.pop() {
            let mut last = last.rounded(exact.digits(), self.rounding, self.credit);
            last.result = outcome.credit.to_string();
            lines.push(last);
        }
        steps.append(&mut lines);
        Some(())
    }
}

/// What is left of 1.
fn factor(markup: Decimal) -> Option<Exact> {
    let left = Decimal::ONE_HUNDRED
        .checked_sub(markup)
        .filter(|left| *left > Decimal::ZERO)?;
    Exact::from(left).percent()
}

fn convert(minor: u64, rate: &Exact, rounding: Rounding) -> Option<u64> {
    Exact::from(minor).times(rate)?.whole(rounding)
}

/// A stretch of debits over which the same rules hold. All numbers are minor units.
struct Search<'a> {
    case: &'a Case<'a>,
    rate: Exact,
    /// Any debit of the stretch.
    debit: u64,
    target: u64,
}

impl Search<'_> {
    /// The smallest debit of the stretch that is enough.
    ///
    /// What is left of a debit never grows by more than the debit does, since no fee shrinks. So
    /// the smallest debit that leaves `gross` is the least fixed point of `gross + fees(debit)`,
    /// and it leaves exactly that.
    fn least(&self, start: u64, end: u64, budget: &mut u32) -> Result<Option<u64>, Failure> {
        let mut debit = start;
        loop {
            let left = debit.saturating_sub(self.taken(debit, budget)?);
            let Some(gross) = self.next_gross(left.max(1), budget)? else {
                return Ok(None);
            };
            if gross == left {
                return Ok(Some(debit));
            }
            loop {
                let taken = self.taken(debit, budget)?;
                let next = gross.saturating_add(taken).max(debit);
                if next > end {
                    return Ok(None);
                }
                if next == debit {
                    break;
                }
                debit = next;
            }
        }
    }

    /// The first amount from `gross` on whose conversion is enough.
    fn next_gross(&self, mut gross: u64, budget: &mut u32) -> Result<Option<u64>, Failure> {
        loop {
            spend(budget)?;
            let credit =
                convert(gross, &self.rate, self.case.rounding).ok_or(Code::AmountTooLarge)?;
            let Some(enough) = self.next_credit(credit, budget)? else {
                return Ok(None);
            };
            if enough == credit {
                return Ok(Some(gross));
            }
            gross = self
                .least_gross(enough)
                .ok_or(Code::AmountTooLarge)?
                .max(gross.saturating_add(1));
        }
    }

    /// The first credit from `credit` on that is enough after its deductions.
    fn next_credit(&self, credit: u64, budget: &mut u32) -> Result<Option<u64>, Failure> {
        for (start, end) in self.case.stretches(Side::Credit) {
            let mut enough = credit.max(start).max(self.target);
            while enough <= end {
                let fees = self.fees(Side::Credit, start, enough, budget)?;
                let next = self.target.saturating_add(fees).max(enough);
                if next == enough {
                    return Ok(Some(enough));
                }
                enough = next;
            }
        }
        Ok(None)
    }

    /// The smallest amount whose conversion rounds to at least `credit`.
    fn least_gross(&self, credit: u64) -> Option<u64> {
        // The bound in halves of a minor unit, and whether an amount on it is enough.
        let twice = credit.checked_mul(2)?;
        let (bound, reached) = match self.case.rounding {
            Rounding::HalfUp => (twice.checked_sub(1)?, true),
            Rounding::HalfDown => (twice.checked_sub(1)?, false),
            Rounding::HalfEven => (twice.checked_sub(1)?, credit.is_multiple_of(2)),
            Rounding::Up => (twice.checked_sub(2)?, false),
            Rounding::Down => (twice, true),
        };
        let exact = Exact::from(bound).over(&Exact::from(2))?.over(&self.rate)?;
        let below = exact.whole(Rounding::Down)?;
        let above = exact.whole(Rounding::Up)?;
        if below == above && !reached {
            above.checked_add(1)
        } else {
            Some(above)
        }
    }

    /// What is taken out of a debit before the conversion.
    fn taken(&self, debit: u64, budget: &mut u32) -> Result<u64, Failure> {
        let fees = self.fees(Side::Debit, self.debit, debit, budget)?;
        let withheld = Amount::from_minor(debit, self.case.debit)
            .and_then(|amount| self.case.withheld(amount))
            .ok_or(Code::AmountTooLarge)?;
        Ok(fees.saturating_add(withheld.minor()))
    }

    /// Deducted fees on `amount`, of the rules that hold at `at`.
    fn fees(&self, side: Side, at: u64, amount: u64, budget: &mut u32) -> Result<u64, Failure> {
        let currency = if side == Side::Debit {
            self.case.debit
        } else {
            self.case.credit
        };
        let base = Amount::from_minor(amount, currency).ok_or(Code::AmountTooLarge)?;
        let mut sum = 0_u64;
        for rule in self.case.active(side, at) {
            if rule.charges() && rule.mode == Mode::Deducted {
                spend(budget)?;
                let fee = rule
                    .charge(base, self.case.rounding)
                    .ok_or(Code::AmountTooLarge)?;
                sum = sum.saturating_add(fee.minor());
            }
        }
        spend(budget)?;
        Ok(sum)
    }
}

fn spend(budget: &mut u32) -> Result<(), Failure> {
    *budget = budget.checked_sub(1).ok_or(Code::NothingLeft)?;
    Ok(())
}
