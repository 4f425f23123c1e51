//! camt.054: the bank to customer debit credit notification. The entries of statements (camt.053)
//! and reports (camt.052) have the same form and are read too.

use std::fmt;

use serde::Serialize;

use crate::report::Issue;
use crate::status::StatusEvent;

use super::document::{DocumentError, Element};
use super::status_report::{given, instant};

/// The message, and what of it holds the entries of one account.
const MESSAGES: [(&str, &str); 3] = [
    ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    ("BkToCstmrStmt", "Stmt"),
    ("BkToCstmrAcctRpt", "Rpt"),
];

/// What a bank booked, or is about to.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The account that was booked on, a virtual one perhaps: its IBAN or other number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// `debit` or `credit`, as the bank booked it.
    pub direction: &'static str,
    /// True when the booking takes an earlier one back.
    pub is_reversal: bool,
    /// `BOOK`, `PDNG`, `INFO` or `FUTR`.
    pub booking_status: String,
    /// A decimal string as the bank wrote it.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// `YYYY-MM-DD`, or an instant if the bank told one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub booking_date: Option<String>,
    /// As `booking_date`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value_date: Option<String>,
    /// The bank's reference: equal in notification and statement, so one booking is counted once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bank_reference: Option<String>,
    /// `MsgId` of the file that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// `PmtInfId` of the block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment_information_id: Option<String>,
    /// The payout's `EndToEndId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_to_end_id: Option<String>,
    /// The payout's UETR.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uetr: Option<String>,
    /// A structured creditor reference (ISO 11649).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The message of the payer, lines joined by a space.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unstructured: Option<String>,
    /// What the booking means for a payout, for [`status_of`](crate::status::status_of): a debit
    /// has left (`ACSC`), a pending one is on its way (`ACSP`), a credit with return information
    /// came back (`RETURNED`). Absent for money that comes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<StatusEvent>,
}

/// Accounts, amounts and references stay out of logs.
impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("direction", &self.direction)
            .field("event", &self.event)
            .finish_non_exhaustive()
    }
}

/// What a bank booked on one account or several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// `MsgId`.
    pub id: String,
    /// When the bank wrote it.
    pub created_at: String,
    /// In the order of the message; a collective booking has one for each transaction in it.
    pub entries: Vec<Entry>,
    /// What could not be read; nothing is left out without saying so.
    pub issues: Vec<Issue>,
}

/// Reads a camt.054, camt.053 or camt.052 of any version.
///
/// # Errors
/// The text is none of them.
pub fn notification(xml: &str) -> Result<Notification, DocumentError> {
    let message = Element::message(xml, &MESSAGES.map(|(name, _)| name))?;
    let part = MESSAGES
        .iter()
        .find(|(name, _)| *name == message.name())
        .map_or("", |(_, part)| part);
    Ok(read(&message, part))
}

fn read(message: &Element, part: &str) -> Notification {
    let text = |path: &[&str]| message.text(path).unwrap_or_default().to_owned();
    let mut issues = Vec::new();
    let created_at = instant(&text(&["GrpHdr", "CreDtTm"]), "createdAt", &mut issues);
    let id = text(&["GrpHdr", "MsgId"]);
    let mut entries = Vec::new();
    for account in message.all(part) {
        let number = account
            .text(&["Acct", "Id", "IBAN"])
            .or_else(|| account.text(&["Acct", "Id", "Othr", "Id"]));
        for entry in account.all("Ntry") {
            let details: Vec<&Element> = entry
                .all("NtryDtls")
                .flat_map(|details| details.all("TxDtls"))
                .collect();
            let booking = Booking {
                message: &id,
                created_at: &created_at,
                account: number,
                entry,
            };
            if details.is_empty() {
                entries.push(booking.read(None, entries.len(), &mut issues));
            }
            for transaction in details {
                entries.push(booking.read(Some(transaction), entries.len(), &mut issues));
            }
        }
    }
    Notification {
        id,
        created_at,
        entries,
        issues,
    }
}

/// An entry and where it stands.
struct Booking<'a> {
    message: &'a str,
    created_at: &'a str,
    account: Option<&'a str>,
    entry: &'a Element,
}

impl Booking<'_> {
    /// The whole entry, or one transaction of it.
    fn read(&self, transaction: Option<&Element>, place: usize, issues: &mut Vec<Issue>) -> Entry {
        let entry = self.entry;
        let of = |path: &[&str]| transaction.and_then(|transaction| transaction.text(path));
        let reference = |name: &str| given(of(&["Refs", name]));
        let batch = |name: &str| {
            let details = entry.all("NtryDtls").next()?;
            given(details.text(&["Btch", name]))
        };
        let amount = transaction
            .and_then(|transaction| {
                let own = transaction.at(&["Amt"]);
                own.or_else(|| transaction.at(&["AmtDtls", "TxAmt", "Amt"]))
            })
            .or_else(|| entry.at(&["Amt"]));
        let indicator = of(&["CdtDbtInd"]).or_else(|| entry.text(&["CdtDbtInd"]));
        let is_debit = indicator == Some("DBIT");
        let status = entry.code(&["Sts"]).or_else(|| entry.text(&["Sts"]));
        let bank_reference =
            reference("AcctSvcrRef").or_else(|| given(entry.text(&["AcctSvcrRef"])));
        let mut read = Entry {
            account: self.account.map(str::to_owned),
            direction: if is_debit { "debit" } else { "credit" },
            is_reversal: entry
                .text(&["RvslInd"])
                .is_some_and(|text| matches!(text, "true" | "1")),
            booking_status: status.unwrap_or_default().to_owned(),
            amount: amount
                .and_then(|amount| amount.text(&[]))
                .unwrap_or_default()
                .to_owned(),
            currency: amount
                .and_then(Element::currency)
                .unwrap_or_default()
                .to_owned(),
            booking_date: day(entry, "BookgDt"),
            value_date: day(entry, "ValDt"),
            bank_reference,
            message_id: reference("MsgId").or_else(|| batch("MsgId")),
            payment_information_id: reference("PmtInfId").or_else(|| batch("PmtInfId")),
            end_to_end_id: reference("EndToEndId"),
            uetr: reference("UETR"),
            reference: transaction.and_then(structured),
            unstructured: transaction.and_then(unstructured),
            event: None,
        };
        let reason = transaction.and_then(|transaction| transaction.code(&["RtrInf", "Rsn"]));
        let returned = transaction.is_some_and(|transaction| transaction.at(&["RtrInf"]).is_some());
        let code = match (is_debit, read.booking_status.as_str()) {
            (true, "BOOK") if !read.is_reversal => Some("ACSC"),
            (true, "PDNG" | "FUTR") if !read.is_reversal => Some("ACSP"),
            (false, "BOOK") if returned || read.is_reversal => Some("RETURNED"),
            _ => None,
        };
        read.event = code.map(|code| StatusEvent {
            id: Some(match &read.bank_reference {
                Some(reference) => format!("{reference}/{code}"),
                None => format!("{}#{place}", self.message),
            }),
            status: code.to_owned(),
            reason: reason.map(str::to_owned),
            at: match entry.text(&["BookgDt", "DtTm"]) {
                Some(at) => instant(at, &format!("entries.{place}.event.at"), issues),
                None => self.created_at.to_owned(),
            },
            ..StatusEvent::default()
        });
        read
    }
}

fn day(entry: &Element, name: &str) -> Option<String> {
    let day = entry
        .text(&[name, "Dt"])
        .or_else(|| entry.text(&[name, "DtTm"]));
    day.map(str::to_owned)
}

/// The first structured reference of the creditor.
fn structured(transaction: &Element) -> Option<String> {
    let remittance = transaction.at(&["RmtInf"])?;
    let found = remittance
        .all("Strd")
        .find_map(|part| part.text(&["CdtrRefInf", "Ref"]));
    given(found)
}

fn unstructured(transaction: &Element) -> Option<String> {
    let lines = transaction.at(&["RmtInf"])?.all("Ustrd");
    let lines: Vec<&str> = lines.filter_map(|line| line.text(&[])).collect();
    given(Some(lines.join(" ").as_str()).filter(|text| !text.is_empty()))
}
