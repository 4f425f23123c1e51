//! A payout as its canonical bytes say.

use crate::money::CurrencyCode;
use crate::payout::json::Value;
use crate::payout::{PostalAddress, VERSION};
use crate::rail::{Rail, rails};
use crate::report::{Code, Issue};

use super::codes::code;

/// The payout of canonical bytes.
pub(super) struct Order {
    payout: Value,
}

impl Order {
    /// Reads bytes that [`canonical`](crate::payout::canonical()) wrote.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Issue> {
        let refused = || {
            Issue::new(Code::InvalidValue, "").param("expected", "the bytes of a prepared payout")
        };
        let payout = Value::read_canonical(bytes).map_err(|_| refused())?;
        let order = Self { payout };
        let needed: [&[&str]; 6] = [
            &["endToEndId"],
            &["amount"],
            &["currency"],
            &["creditor", "name"],
            &["creditor", "account", "country"],
            &["debtor", "account"],
        ];
        let complete = needed.iter().all(|path| order.at(path).is_some());
        if order.at(&["version"]) == Some(VERSION) && complete {
            Ok(order)
        } else {
            Err(refused())
        }
    }

    /// The text at a path.
    pub(super) fn at(&self, path: &[&str]) -> Option<&str> {
        path.iter()
            .try_fold(&self.payout, |value, key| value.member(key))
            .and_then(Value::as_text)
    }

    /// As [`Self::at`]; empty for what is absent. For members that reading found to be there.
    pub(super) fn own(&self, path: &[&str]) -> &str {
        self.at(path).unwrap_or_default()
    }

    /// A field of the payee's account.
    pub(super) fn account(&self, key: &str) -> Option<&str> {
        self.at(&["creditor", "account", key])
    }

    pub(super) fn country(&self) -> &str {
        self.own(&["creditor", "account", "country"])
    }

    /// The rail that the payer chose, if the table has it.
    pub(super) fn rail(&self) -> Option<Rail> {
        self.rail_of("rail")
    }

    /// The rail after that.
    pub(super) fn fallback(&self) -> Option<Rail> {
        self.rail_of("fallback")
    }

    fn rail_of(&self, member: &str) -> Option<Rail> {
        let id = self.at(&[member])?;
        let currency = CurrencyCode::known(self.own(&["currency"]))?;
        rails(self.country())
            .into_iter()
            .find(|rail| rail.id == id && rail.currency == currency)
    }

    /// The alias that is paid to: the word for its kind, and the alias itself.
    pub(super) fn alias(&self) -> Option<(&str, &str)> {
        if let Some(value) = self.at(&["creditor", "account", "proxy", "value"]) {
            return Some((self.own(&["creditor", "account", "proxy", "type"]), value));
        }
        if let Some(id) = self.account("upiId") {
            return Some(("upi", id));
        }
        let key = self.account("pixKey")?;
        Some((pix_kind(key), key))
    }

    /// The lines of the payee's address, at most 70 characters each; more than seven do not fit
    /// any format.
    pub(super) fn address_lines(&self) -> Vec<String> {
        self.at(&["creditor", "address"])
            .map(lines)
            .unwrap_or_default()
    }

    /// The payee's address in its parts.
    pub(super) fn postal_address(&self) -> Option<PostalAddress> {
        let part = |name: &str| self.at(&["creditor", "postalAddress", name]);
        let own = |name: &str| part(name).map(str::to_owned);
        Some(PostalAddress {
            street_name: own("streetName"),
            building_number: own("buildingNumber"),
            post_code: own("postCode"),
            town_name: own("townName")?,
            country_sub_division: own("countrySubDivision"),
            country: own("country")?,
        })
    }

    /// Who bears the charges, in the words of a set of codes.
    pub(super) fn bearer(&self, set: &str) -> Option<&'static str> {
        code(set, self.at(&["chargeBearer"])?)
    }
}

/// A Pix key in its normal form tells its kind by its shape (BCB, DICT).
fn pix_kind(key: &str) -> &'static str {
    if key.contains('@') {
        "email"
    } else if key.starts_with('+') {
        "phone"
    } else if key.len() == 36 {
        "evp"
    } else if key.len() == 14 {
        "cnpj"
    } else {
        "cpf"
    }
}

/// Splits at spaces where it can.
pub(super) fn lines(text: &str) -> Vec<String> {
    const WIDTH: usize = 70;
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut width: usize = 0;
    for word in text.split_whitespace() {
        let mut rest: Vec<char> = word.chars().collect();
        while !rest.is_empty() {
            let space = usize::from(width > 0);
            let free = WIDTH.saturating_sub(width.saturating_add(space));
            // A word longer than a line is cut; any other goes to the next line whole.
            if rest.len() > free && width > 0 {
                lines.push(std::mem::take(&mut line));
                width = 0;
                continue;
            }
            let taken: Vec<char> = rest.drain(..rest.len().min(free)).collect();
            if space == 1 {
                line.push(' ');
            }
            width = width.saturating_add(space).saturating_add(taken.len());
            line.extend(taken);
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{lines, pix_kind};

    #[test]
    fn addresses_break_between_words() {
        assert!(lines("").is_empty());
        assert_eq!(
            lines("Hauptstraße 1, 10115 Berlin"),
            ["Hauptstraße 1, 10115 Berlin"]
        );
        let long = "word ".repeat(40);
        let broken = lines(&long);
        assert!(broken.iter().all(|line| line.chars().count() <= 70));
        assert_eq!(broken.join(" "), long.trim());
        assert_eq!(lines(&"x".repeat(141)).len(), 3);
    }

    #[test]
    fn pix_keys_by_shape() {
        for (key, kind) in [
            ("+5511987654321", "phone"),
            ("a@example.com", "email"),
            ("52998224725", "cpf"),
            ("11222333000181", "cnpj"),
            ("123e4567-e89b-12d3-a456-426655440000", "evp"),
        ] {
            assert_eq!(pix_kind(key), kind);
        }
    }
}
