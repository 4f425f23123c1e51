//! How the texts of a payout stand in a file: with which letters, and in which form an address.

use crate::payout::PostalAddress;
use crate::report::{Code, Issue, ordinal};

use super::codes::code;
use super::debtor::DebtorAccount;
use super::latin::basic_latin;
use super::order::{Order, lines};
use super::xml::Xml;

/// The service level of the SEPA schemes.
const SEPA: &str = "SEPA";

/// The longest name (EPC rulebooks), and a line of an address, in characters.
const NAME: usize = 70;
const LINE: usize = 70;

/// What the scheme of a block takes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Texts are written with basic Latin letters.
    latin: bool,
    /// An address may be nothing but lines.
    lines: bool,
}

impl Style {
    /// SEPA's rules for a SEPA payout of that day; none for others.
    pub(super) fn of(service_level: Option<&str>, date: &str, unicode: bool) -> Self {
        let is_sepa = service_level == Some(SEPA);
        // Days written YYYY-MM-DD are in the order of their texts.
        let over = code("rule", "sepa_address_lines_until").is_some_and(|until| date >= until);
        Self {
            latin: is_sepa && !unicode,
            lines: !(is_sepa && over),
        }
    }

    /// The text as it is written. What cannot be is told by [`Self::issue`] before.
    pub(super) fn written(self, text: &str) -> String {
        let latin = self.latin.then(|| basic_latin(text).ok()).flatten();
        latin.unwrap_or_else(|| text.to_owned())
    }

    /// Why a text cannot be written, or is too long once it is.
    fn issue(self, field: &str, max: usize, text: &str) -> Option<Issue> {
        if !self.latin {
            return None;
        }
        match basic_latin(text) {
            Ok(written) if written.chars().count() <= max => None,
            Ok(_) => {
                Some(Issue::new(Code::TooLong, field.to_owned()).param("max", max.to_string()))
            }
            Err(place) => {
                let next = place.saturating_add(1);
                let issue = Issue::new(Code::CharacterNotAllowed, field.to_owned());
                Some(issue.param("ordinal", ordinal(next)).at(place, next))
            }
        }
    }

    /// What of a payout cannot be written so.
    pub(super) fn issues(self, order: &Order) -> Vec<Issue> {
        let mut issues = self.address_issues(
            "creditor",
            order.postal_address().as_ref(),
            order.at(&["creditor", "address"]),
        );
        for (field, max, path) in [
            ("creditor.name", NAME, &["creditor", "name"]),
            (
                "remittance.unstructured",
                140,
                &["remittance", "unstructured"],
            ),
        ] {
            let text = order.at(path);
            issues.extend(text.and_then(|text| self.issue(field, max, text)));
        }
        issues
    }

    /// What of the payer's own texts cannot be written so; the fields begin with `path`.
    pub(super) fn debtor_issues(self, path: &str, debtor: &DebtorAccount) -> Vec<Issue> {
        let address = debtor.postal_address.as_ref();
        let mut issues = self.address_issues(path, address, debtor.address.as_deref());
        issues.extend(self.issue(&format!("{path}.name"), NAME, debtor.name.trim()));
        issues
    }

    pub(super) fn initiating_issue(self, name: &str) -> Option<Issue> {
        self.issue("initiatingParty", NAME, name)
    }

    fn address_issues(
        self,
        path: &str,
        address: Option<&PostalAddress>,
        text: Option<&str>,
    ) -> Vec<Issue> {
        let mut issues = Vec::new();
        for (member, _, max, text) in address.iter().flat_map(|address| parts(address)) {
            let field = format!("{path}.postalAddress.{member}");
            issues.extend(text.and_then(|text| self.issue(&field, max, text)));
        }
        let Some(text) = text else { return issues };
        let field = format!("{path}.address");
        if address.is_none() && !self.lines {
            let unused = Issue::new(Code::UnexpectedField, field);
            issues.push(unused.param("label", "An address without its parts"));
            return issues;
        }
        // Beside the parts two lines are enough (EPC: the hybrid form).
        let most = if address.is_some() { 2 } else { 7 };
        let max = LINE.saturating_mul(most);
        issues.extend(self.issue(&field, max, text));
        if issues.is_empty() && lines(&self.written(text)).len() > most {
            issues.push(Issue::new(Code::TooLong, field).param("max", max.to_string()));
        }
        issues
    }

    /// `PstlAdr`: structured, hybrid, or lines where those are taken.
    pub(super) fn postal_address(
        self,
        xml: &mut Xml,
        address: Option<&PostalAddress>,
        country: Option<&str>,
        text: Option<&str>,
    ) {
        xml.any("PstlAdr", |xml| {
            match address {
                Some(address) => {
                    for (_, element, _, text) in parts(address) {
                        let text = text.map(|text| self.written(text));
                        xml.optional(element, text.as_deref());
                    }
                }
                None if self.lines => xml.optional("Ctry", country),
                None => return,
            }
            for line in text
                .map(|text| lines(&self.written(text)))
                .unwrap_or_default()
            {
                xml.text("AdrLine", &line);
            }
        });
    }

    pub(super) fn is_latin(self) -> bool {
        self.latin
    }
}

/// Our name, the element, its most characters, and its text, in the order of the schema.
fn parts(address: &PostalAddress) -> [(&'static str, &'static str, usize, Option<&str>); 6] {
    let own = Option::as_deref;
    [
        ("streetName", "StrtNm", 70, own(&address.street_name)),
        (
            "buildingNumber",
            "BldgNb",
            16,
            own(&address.building_number),
        ),
        ("postCode", "PstCd", 16, own(&address.post_code)),
        ("townName", "TwnNm", 35, Some(&address.town_name)),
        (
            "countrySubDivision",
            "CtrySubDvsn",
            35,
            own(&address.country_sub_division),
        ),
        ("country", "Ctry", 2, Some(&address.country)),
    ]
}
