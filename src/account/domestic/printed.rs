//! Fields that people fill with more than their own: an account as it is printed, taken apart.

use std::borrow::Cow;

use super::in_front::{self, Place};
use super::{brazil, canada, hong_kong, iceland};
use crate::account::clean::Cleaned;
use crate::account::codes::Bic;
use crate::account::input::AccountInput;
use crate::market::{Check, Country, Field, FieldKey, MarketRow};

/// An account with each part in the field that is its own.
pub(in crate::account) struct Printed<'a> {
    pub(in crate::account) input: Cow<'a, AccountInput>,
    /// A field, and another one that held something else for it.
    pub(in crate::account) conflicts: Vec<(FieldKey, FieldKey)>,
    /// The BIC was typed in the field of the bank's code: so what is said of it stands there.
    pub(in crate::account) has_bic_as_bank_code: bool,
    /// So many characters of the account number were typed in the field of the bank's code.
    pub(in crate::account) in_front: usize,
}

impl<'a> Printed<'a> {
    pub(in crate::account) fn read(input: &'a AccountInput) -> Self {
        let mut printed = Self {
            input: Cow::Borrowed(input),
            conflicts: Vec::new(),
            has_bic_as_bank_code: false,
            in_front: 0,
        };
        let Some(country) = Country::parse(&input.country) else {
            return printed;
        };
        let has_iban = !printed.text(FieldKey::Iban).is_empty();
        match &country.bytes() {
            b"BR" => brazil::take_apart(&mut printed),
            b"CA" => canada::take_apart(&mut printed),
            b"HK" => hong_kong::take_apart(&mut printed),
            // An IBAN is held against both by itself.
            b"DK" | b"SE" if !has_iban => in_front::put_together(&mut printed, &Place::Front(10)),
            b"NO" if !has_iban => in_front::put_together(&mut printed, &Place::Front(7)),
            b"CZ" | b"SK" if !has_iban => in_front::put_together(&mut printed, &Place::Behind),
            b"IS" => iceland::take_apart(&mut printed),
            _ if input.bank_code.is_some() => printed.bic_of_bank_code(country),
            _ => {}
        }
        printed
    }

    /// A BIC in place of the digits that name the bank goes where BICs do.
    fn bic_of_bank_code(&mut self, country: Country) {
        let takes_bic =
            |field: &Field| field.key == FieldKey::BankCode && field.check == Check::BankOrBic;
        let given = self.text(FieldKey::BankCode);
        let is_taken = || {
            let market = MarketRow::of(country);
            let methods = market.map_or(&[][..], |market| market.methods);
            methods
                .iter()
                .any(|method| method.fields.iter().any(takes_bic))
        };
        let Some(bic) = Bic::parse(given).filter(|_| is_taken()) else {
            return;
        };
        let is_alone = self.text(FieldKey::Bic).is_empty();
        if self.put(FieldKey::Bic, bic.as_str(), FieldKey::BankCode) {
            self.input.to_mut().bank_code = None;
            self.has_bic_as_bank_code = is_alone;
        }
    }

    pub(super) fn text(&self, key: FieldKey) -> &str {
        self.input.get(key).unwrap_or_default().trim()
    }

    /// The text goes where nothing stands yet; what stands there should be the same, or its beginning.
    /// `from` is where it was.
    pub(super) fn put(&mut self, key: FieldKey, text: &str, from: FieldKey) -> bool {
        let there = Cleaned::read(self.text(key), "");
        if there.len() == 0 {
            self.input.to_mut().replace(key, text.to_owned());
        } else if !text.starts_with(there.text()) {
            self.conflicts.push((key, from));
            return false;
        }
        true
    }

    /// The same of a text that somebody may be typing: until it is as long as what stands there, it
    /// is what the field holds.
    pub(super) fn put_begun(&mut self, key: FieldKey, text: &str, from: FieldKey) {
        let there = Cleaned::read(self.text(key), "");
        if there.len() > text.len() && there.text().starts_with(text) {
            self.input.to_mut().replace(key, text.to_owned());
        } else {
            self.put(key, text, from);
        }
    }
}
