//! A quick no: what a number's own check digits rule out, before a whole account is asked. Of the
//! values that are one slip away from a number, nine in ten end here.

use std::borrow::Cow;

use super::AccountInput;
use super::check::{self, Failure, Force, Outcome};
use super::clean::Cleaned;
use super::codes::RoutingNumber;
use super::domestic;
use super::holder;
use super::iban;
use super::method::Chosen;
use super::official::OfficialTables;
use super::scan::Scan;
use crate::market::{Check, Field, FieldKey, IbanFormat};

/// One field of an account, the others as they were typed.
pub(super) struct Sieve<'a> {
    field: &'a Field,
    chosen: &'a Chosen,
    tables: &'a OfficialTables<'a>,
    format: Option<&'static IbanFormat>,
    others: Vec<(FieldKey, String)>,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(
        field: &'a Field,
        chosen: &'a Chosen,
        input: &AccountInput,
        tables: &'a OfficialTables<'a>,
    ) -> Self {
        let others = chosen.method.fields.iter().filter_map(|other| {
            let text = Cleaned::read(input.get(other.key)?, "").text().to_owned();
            (other.key != field.key).then_some((other.key, text))
        });
        Self {
            field,
            chosen,
            tables,
            format: IbanFormat::of(chosen.country),
            others: others.collect(),
        }
    }

    /// False: this number cannot be right. True: it is for the account to say.
    pub(super) fn may_hold(&self, number: &str) -> bool {
        let bytes = number.as_bytes();
        match self.field.check {
            Check::Aba => RoutingNumber::parse(number).is_some(),
            Check::Clabe | Check::Cbu => {
                let cleaned = Cleaned::read(number, "");
                let scan = domestic::number(self.field, &cleaned);
                matches!(scan, Scan::Right(_))
            }
            Check::Polish => IbanFormat::of_bytes(*b"PL").is_none_or(|format| {
                let iban = [format.country.as_slice(), bytes].concat();
                iban::is_electronic(&iban, format)
            }),
            Check::TaxId => match holder::tax_id(self.chosen.country, number) {
                Some((_, reading)) => matches!(reading.scan, Scan::Right(_)) && !reading.doubtful,
                None => true,
            },
            Check::Digits | Check::GbAccount | Check::Czech => !is_against(self.across(number)),
            check => !is_against(domestic::of_field(check, bytes)),
        }
    }

    /// The check over several fields, or of the IBAN that they make.
    fn across(&self, number: &str) -> Outcome {
        let value = |wanted| {
            if wanted == self.field.key {
                return number;
            }
            let of = |(key, _): &&(FieldKey, String)| *key == wanted;
            self.others
                .iter()
                .find(of)
                .map_or("", |(_, text)| text.as_str())
        };
        let scheme = self.chosen.method.scheme;
        if let Some((_, outcome)) = domestic::of_fields(scheme, value) {
            return outcome;
        }
        if scheme == "gb" {
            let (sort_code, number) = (value(FieldKey::SortCode), value(FieldKey::AccountNumber));
            let table = self.tables.gb_modulus.as_ref();
            return check::gb::outcome(sort_code.as_bytes(), number.as_bytes(), table);
        }
        let bban = match scheme {
            "bban" => Some(Cow::Borrowed(number)),
            _ => domestic::from_fields(scheme, value).map(Cow::Owned),
        };
        match self.format.zip(bban) {
            Some((format, bban)) if format.has_bban(&bban) => {
                check::national(format.country, &bban, self.tables)
            }
            _ => Outcome::NotVerifiable,
        }
    }
}

/// Whether something speaks against the number: advice counts here.
fn is_against(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Failed(Failure {
            force: Force::Universal | Force::Advisory,
            ..
        })
    )
}
