//! pain.002: the customer payment status report.

use std::fmt;

use serde::Serialize;

use crate::calendar::Instant;
use crate::report::{Code, Issue};
use crate::status::StatusEvent;

use super::document::{DocumentError, Element};

/// What a report is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The whole file: every payout in it that has no report of its own.
    Message,
    /// One block of the file.
    PaymentInformation,
    /// One payout.
    Transaction,
}

/// One status of a report.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// What the status is about.
    pub scope: Scope,
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
    /// For [`status_of`](crate::status::status_of).
    pub event: StatusEvent,
}

/// References of somebody's payments stay out of logs.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("scope", &self.scope)
            .field("event", &self.event)
            .finish_non_exhaustive()
    }
}

/// A pain.002 message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusReport {
    /// `MsgId` of the report.
    pub id: String,
    /// When the bank wrote it.
    pub created_at: String,
    /// In the order of the message.
    pub reports: Vec<Report>,
    /// What could not be read; nothing is left out without saying so.
    pub issues: Vec<Issue>,
}

/// Reads a pain.002 of any version: group, blocks and transactions, each with its reason.
///
/// The time of an event is the bank's acceptance time if it tells one, else that of the report. A
/// time without an offset is read as UTC, and an issue says so.
///
/// ```
/// use payout_kit::iso20022::{Scope, status_report};
///
/// let report = status_report(
///     "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.03'><CstmrPmtStsRpt>\
///      <GrpHdr><MsgId>R1</MsgId><CreDtTm>2026-11-21T10:00:00Z</CreDtTm></GrpHdr>\
///      <OrgnlGrpInfAndSts><OrgnlMsgId>M1</OrgnlMsgId></OrgnlGrpInfAndSts>\
///      <OrgnlPmtInfAndSts><OrgnlPmtInfId>M1-1</OrgnlPmtInfId><TxInfAndSts>\
///      <OrgnlEndToEndId>PO-7</OrgnlEndToEndId><TxSts>RJCT</TxSts>\
///      <StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts>\
///      </CstmrPmtStsRpt></Document>",
/// )?;
/// assert_eq!(report.reports[0].scope, Scope::Transaction);
/// assert_eq!(report.reports[0].event.reason.as_deref(), Some("AC04"));
/// # Ok::<(), payout_kit::iso20022::DocumentError>(())
/// ```
///
/// # Errors
/// The text is not a pain.002.
pub fn status_report(xml: &str) -> Result<StatusReport, DocumentError> {
    let message = Element::message(xml, &["CstmrPmtStsRpt"])?;
    let text = |path: &[&str]| message.text(path).unwrap_or_default().to_owned();
    let mut issues = Vec::new();
    let created_at = instant(&text(&["GrpHdr", "CreDtTm"]), "createdAt", &mut issues);
    let id = text(&["GrpHdr", "MsgId"]);
    let mut reader = Reader {
        id: &id,
        created_at: &created_at,
        message_id: given(message.text(&["OrgnlGrpInfAndSts", "OrgnlMsgId"])),
        reports: Vec::new(),
        issues,
    };
    if let Some(group) = message.at(&["OrgnlGrpInfAndSts"]) {
        reader.take(Scope::Message, group, "GrpSts", None);
    }
    for block in message.all("OrgnlPmtInfAndSts") {
        let block_id = given(block.text(&["OrgnlPmtInfId"]));
        reader.take(
            Scope::PaymentInformation,
            block,
            "PmtInfSts",
            block_id.clone(),
        );
        for transaction in block.all("TxInfAndSts") {
            reader.take(Scope::Transaction, transaction, "TxSts", block_id.clone());
        }
    }
    let (reports, issues) = (reader.reports, reader.issues);
    Ok(StatusReport {
        id,
        created_at,
        reports,
        issues,
    })
}

struct Reader<'a> {
    id: &'a str,
    created_at: &'a str,
    message_id: Option<String>,
    reports: Vec<Report>,
    issues: Vec<Issue>,
}

impl Reader<'_> {
    /// The status of an element, if it tells one.
    fn take(&mut self, scope: Scope, element: &Element, status: &str, block: Option<String>) {
        let Some(status) = element.text(&[status]) else {
            return;
        };
        let place = self.reports.len();
        let at = match element.text(&["AccptncDtTm"]) {
            Some(at) => instant(at, &format!("reports.{place}.event.at"), &mut self.issues),
            None => self.created_at.to_owned(),
        };
        // Without an id of its own a status is named by its place: the same report twice is one.
        let id = match element.text(&["StsId"]) {
            Some(id) => id.to_owned(),
            None => format!("{}#{place}", self.id),
        };
        self.reports.push(Report {
            scope,
            message_id: self.message_id.clone(),
            payment_information_id: block,
            end_to_end_id: given(element.text(&["OrgnlEndToEndId"])),
            uetr: given(element.text(&["OrgnlUETR"])),
            event: StatusEvent {
                id: Some(id),
                status: status.to_owned(),
                reason: element.code(&["StsRsnInf", "Rsn"]).map(str::to_owned),
                at,
                ..StatusEvent::default()
            },
        });
    }
}

/// `NOTPROVIDED` is how a bank writes that there is nothing.
pub(super) fn given(text: Option<&str>) -> Option<String> {
    text.filter(|text| *text != "NOTPROVIDED")
        .map(str::to_owned)
}

/// An `ISODateTime`; one without offset is taken for UTC, and an issue says so.
pub(super) fn instant(text: &str, field: &str, issues: &mut Vec<Issue>) -> String {
    if Instant::parse(text).is_some() {
        return text.to_owned();
    }
    let utc = format!("{text}Z");
    if Instant::parse(&utc).is_some() {
        issues.push(Issue::new(Code::OffsetAssumed, field.to_owned()));
        return utc;
    }
    issues.push(Issue::new(Code::InvalidInstant, field.to_owned()));
    text.to_owned()
}
