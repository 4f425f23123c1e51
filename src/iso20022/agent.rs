//! The payee's bank and account number, as a country's clearing system wants them.

use super::order::Order;
use super::table::MEMBERS;
use crate::account::Iban;

/// Where the payee's account is held.
#[derive(Default)]
pub(super) struct Agent {
    /// ISO 9362.
    pub(super) bic: Option<String>,
    /// The code of the clearing system, if the code set has one.
    pub(super) system: Option<&'static str>,
    /// The bank's id in it.
    pub(super) member: Option<String>,
    /// The branch, where the member's id does not name it.
    pub(super) branch: Option<String>,
    /// ISO 13616.
    pub(super) iban: Option<String>,
    /// The account number; also where there is an IBAN, if the market has one of its own.
    pub(super) number: Option<String>,
}

impl Agent {
    pub(super) fn of(order: &Order) -> Self {
        let mut agent = Self {
            bic: order.account("bic").map(str::to_owned),
            iban: order.account("iban").map(str::to_owned),
            ..Self::default()
        };
        // A country may have several kinds of number.
        let mut rows = MEMBERS
            .iter()
            .filter(|(country, ..)| *country == order.country());
        let row = rows
            .clone()
            .find(|(.., account)| made(order, account).is_some())
            .or_else(|| rows.next());
        if let Some((_, system, member, branch, account)) = row {
            agent.member = made(order, member);
            agent.system =
                Some(*system).filter(|system| !system.is_empty() && agent.member.is_some());
            agent.branch = made(order, branch);
            agent.number = made(order, account);
        }
        if agent.number.is_none() {
            agent.number = order.account("accountNumber").map(str::to_owned);
        }
        // An IBAN that the registry does not have was made from the number: the number is surer.
        if agent.number.is_some()
            && agent
                .iban
                .as_deref()
                .is_some_and(|iban| Iban::parse(iban).is_none())
        {
            agent.iban = None;
        }
        agent
    }
}

/// The text that a row of `data/clearing_members.csv` describes: keys of the account, digits as
/// they are, `key:FROM-TO` for a part, joined by `+`. `None` if a field is absent.
fn made(order: &Order, expression: &str) -> Option<String> {
    if expression.is_empty() {
        return None;
    }
    let mut text = String::new();
    for part in expression.split('+') {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            text.push_str(part);
            continue;
        }
        let (key, range) = part.split_once(':').unwrap_or((part, "0-"));
        let value = order.account(key)?;
        let (from, to) = range.split_once('-')?;
        let to = to.parse().unwrap_or(value.len());
        text.push_str(value.get(from.parse().ok()?..to)?);
    }
    Some(text)
}
