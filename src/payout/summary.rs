use std::fmt;

use serde::Serialize;

use crate::calendar::Instant;
use crate::market::Country;

use super::json::{JsonError, Value};

/// A line of the confirmation screen, read back from the bytes to be signed.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct SummaryLine {
    /// What the line is about: `payee`, `account`, `amount`, …
    pub key: &'static str,
    /// The English label.
    pub label: &'static str,
    /// For people.
    pub value: String,
}

impl fmt::Debug for SummaryLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SummaryLine")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// The lines of a confirmation screen: what the bytes say, never what an application believes
/// that they say.
///
/// Keys, in this order, each only if the bytes have it: `payee`, `holderName` (if it differs),
/// `account`, `country`, `address`, `amount`, `debit`, `rate`, `rateExpiresAt`, `debtor`,
/// `debtorAccount`, `virtualAccount`, `rail`, `fallback`, `charges`, `date`, `reference`,
/// `message`, `purpose`, `categoryPurpose`, `endToEndId`.
///
/// # Errors
/// The bytes are not canonical JSON.
pub fn summary(bytes: &[u8]) -> Result<Vec<SummaryLine>, JsonError> {
    let payout = Value::read_canonical(bytes)?;
    let at = |path: &[&str]| -> Option<&str> {
        path.iter()
            .try_fold(&payout, |value, key| value.member(key))
            .and_then(Value::as_text)
    };
    let mut lines = Vec::new();
    let mut line = |key, label, value: Option<String>| {
        lines.extend(value.map(|value| SummaryLine { key, label, value }));
    };
    let own = |path: &[&str]| at(path).map(str::to_owned);
    let money = |amount: &[&str], currency: &[&str]| {
        Some(format!("{}\u{a0}{}", grouped(at(amount)?), at(currency)?))
    };

    let payee = at(&["creditor", "name"]);
    line("payee", "Payee", own(&["creditor", "name"]));
    let holder = own(&["creditor", "account", "holderName"]);
    line(
        "holderName",
        "Account holder",
        holder.filter(|holder| Some(holder.as_str()) != payee),
    );
    line("account", "Account", own(&["creditor", "masked"]));
    line(
        "country",
        "Country",
        at(&["creditor", "account", "country"]).map(country),
    );
    line("address", "Address", address(&at));
    line("amount", "Amount", money(&["amount"], &["currency"]));
    line(
        "debit",
        "Debited",
        money(
            &["conversion", "debitAmount"],
            &["conversion", "debitCurrency"],
        ),
    );
    line(
        "rate",
        "Exchange rate",
        at(&["conversion", "rate"]).and_then(|rate| {
            let from = at(&["conversion", "debitCurrency"])?;
            Some(format!(
                "1\u{a0}{from} = {rate}\u{a0}{}",
                at(&["conversion", "creditCurrency"])?
            ))
        }),
    );
    line(
        "rateExpiresAt",
        "Rate valid until",
        at(&["conversion", "expiresAt"]).map(instant),
    );
    line("debtor", "Paid by", own(&["debtor", "name"]));
    line(
        "debtorAccount",
        "Paid from",
        at(&["debtor", "account"]).map(masked),
    );
    line(
        "virtualAccount",
        "Booked on",
        at(&["debtor", "virtualAccount"]).map(masked),
    );
    line("rail", "Sent over", own(&["rail"]));
    line("fallback", "Or else over", own(&["fallback"]));
    line(
        "charges",
        "Bank charges",
        at(&["chargeBearer"]).map(|bearer| {
            let text = match bearer {
                "debtor" => "paid by the payer",
                "creditor" => "paid by the payee",
                "shared" => "shared",
                "service_level" => "by the rules of the rail",
                other => other,
            };
            text.to_owned()
        }),
    );
    line("date", "Not before", own(&["requestedExecutionDate"]));
    line(
        "reference",
        "Reference",
        at(&["remittance", "reference"]).map(in_fours),
    );
    line("message", "Message", own(&["remittance", "unstructured"]));
    line("purpose", "Purpose", own(&["purpose"]));
    line(
        "categoryPurpose",
        "Kind of payment",
        own(&["categoryPurpose"]),
    );
    line("endToEndId", "End-to-end reference", own(&["endToEndId"]));
    Ok(lines)
}

/// Thousands apart by a no-break space, as ISO 80000 writes numbers: nobody reads that as a
/// decimal sign.
pub(super) fn grouped(amount: &str) -> String {
    let (whole, fraction) = match amount.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (amount, None),
    };
    let mut text = String::new();
    let digits = whole.chars().count();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && digits.saturating_sub(place).is_multiple_of(3) {
            text.push('\u{a0}');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// The last four characters of five or more.
fn masked(number: &str) -> String {
    let length = number.chars().count();
    if length < 5 {
        return "••••".to_owned();
    }
    let tail: String = number.chars().skip(length.saturating_sub(4)).collect();
    format!("••••\u{a0}{tail}")
}

fn in_fours(reference: &str) -> String {
    let mut text = String::new();
    for (place, c) in reference.chars().enumerate() {
        if place > 0 && place.is_multiple_of(4) {
            text.push(' ');
        }
        text.push(c);
    }
    text
}

/// The English name.
/// The address in one line, in whichever form it is.
fn address<'a>(at: &impl Fn(&[&str]) -> Option<&'a str>) -> Option<String> {
    let part = |name: &str| at(&["creditor", "postalAddress", name]);
    let pair = |one: &str, other: &str| {
        let words: Vec<&str> = [part(one), part(other)].into_iter().flatten().collect();
        (!words.is_empty()).then(|| words.join(" "))
    };
    let parts = [
        at(&["creditor", "address"]).map(str::to_owned),
        pair("streetName", "buildingNumber"),
        pair("postCode", "townName"),
        part("countrySubDivision").map(str::to_owned),
        part("country").map(country),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn country(code: &str) -> String {
    Country::parse(code).map_or_else(|| code.to_owned(), |country| country.name().to_owned())
}

/// In UTC, for eyes.
fn instant(text: &str) -> String {
    Instant::parse(text).map_or_else(
        || text.to_owned(),
        |at| at.to_string().replace('T', " ").replace('Z', " UTC"),
    )
}

#[cfg(test)]
mod tests {
    use super::{grouped, in_fours, masked};

    #[test]
    fn figures_for_eyes() {
        for (amount, shown) in [
            ("0.05", "0.05"),
            ("999", "999"),
            ("1000", "1\u{a0}000"),
            ("12345678.90", "12\u{a0}345\u{a0}678.90"),
            ("250000000", "250\u{a0}000\u{a0}000"),
        ] {
            assert_eq!(grouped(amount), shown);
        }
        assert_eq!(in_fours("RF18539007547034"), "RF18 5390 0754 7034");
        assert_eq!(masked("wallet-1"), "••••\u{a0}et-1");
        assert_eq!(masked("1234"), "••••");
    }
}
