//! Taxes that are kept back: paid ahead on the payee's account, and so no fees.

use rust_decimal::Decimal;

use crate::money::{Amount, CurrencyCode, Rounding};
use crate::report::{Code, Issue};

use super::answer::{Operand, Operation, Step, Withheld};
use super::fees::{percent_of, share};
use super::request::Withholding;

const MAX_TEXT: usize = 200;

/// A tax that can be computed.
#[derive(Debug)]
pub(super) struct Tax<'a> {
    code: &'a str,
    label: &'a str,
    percent: Decimal,
    base: Option<Amount>,
}

/// Reads the taxes of a request.
pub(super) fn read<'a>(
    given: Option<&'a [Withholding]>,
    debit: CurrencyCode,
    issues: &mut Vec<Issue>,
) -> Vec<Tax<'a>> {
    let mut taxes = Vec::new();
    for (place, entry) in given.unwrap_or_default().iter().enumerate() {
        match Tax::read(entry, debit) {
            Ok(tax) => taxes.push(tax),
            Err((member, expected)) => {
                let field = ["withholding.", &place.to_string(), member].concat();
                issues.push(Issue::new(Code::InvalidValue, field).param("expected", expected));
            }
        }
    }
    taxes
}

impl<'a> Tax<'a> {
    fn read(
        entry: &'a Withholding,
        debit: CurrencyCode,
    ) -> Result<Self, (&'static str, &'static str)> {
        let label = entry.label.as_deref().unwrap_or(&entry.code);
        if entry.code.is_empty() || entry.code.len() > MAX_TEXT || label.len() > MAX_TEXT {
            return Err((".code", "a word of at most 200 bytes"));
        }
        let percent = percent_of(Some(&entry.percent))
            .map_err(|_| (".percent", "a number from 0 to 100 with at most 6 decimals"))?;
        let base = entry
            .base
            .as_deref()
            .map(|base| Amount::parse(base, debit, ""))
            .transpose()
            .map_err(|_| (".base", "an amount in the debit currency"))?;
        Ok(Self {
            code: &entry.code,
            label,
            percent: percent.unwrap_or_default(),
            base,
        })
    }

    /// What is kept back of a debit. It grows with the debit, or stays.
    pub(super) fn on(&self, debit: Amount, rounding: Rounding) -> Option<Amount> {
        let base = self.base.unwrap_or(debit);
        share(self.percent, base)?.round_to(debit.currency(), rounding)
    }

    /// The same, told.
    pub(super) fn tell(
        &self,
        debit: Amount,
        rounding: Rounding,
        steps: &mut Vec<Step>,
    ) -> Option<Withheld> {
        let base = self.base.unwrap_or(debit);
        let currency = debit.currency();
        let share = share(self.percent, base)?;
        let amount = share.round_to(currency, rounding)?;
        let percent = self.percent.normalize().to_string();
        let operands = vec![
            Operand::from(base),
            Operand::number(percent.clone(), "percent"),
        ];
        let code = ["withholding:", self.code].concat();
        let label = self.label.to_owned();
        let step = Step::new(code, label.clone(), Operation::Percent, operands, amount);
        steps.push(step.rounded(share.digits(), rounding, currency));
        Some(Withheld {
            code: self.code.to_owned(),
            label,
            percent,
            base,
            amount,
            currency,
        })
    }
}
