//! pain.001: the customer credit transfer initiation.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::calendar::{Date, Instant};
use crate::money::{Amount, CurrencyCode};
use crate::report::{Code, Issue};

use super::agent::Agent;
use super::codes::code;
use super::debtor::{self, DebtorAccount};
use super::order::Order;
use super::style::Style;
use super::wrong;
use super::xml::Xml;

/// The version of the message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Version {
    /// 2009, which many banks still ask for. It has no UETR and no aliases.
    #[serde(rename = "pain.001.001.03")]
    V03,
    /// 2019, of the SEPA rulebooks since November 2023.
    #[default]
    #[serde(rename = "pain.001.001.09")]
    V09,
}

impl Version {
    /// The name of the message.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V03 => "pain.001.001.03",
            Self::V09 => "pain.001.001.09",
        }
    }
}

/// With which letters SEPA payouts are written. Others are written as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Characters {
    /// Those that every SEPA bank takes; letters of other alphabets of the area are written with
    /// them (EPC217-08), and what has no such writing is refused.
    #[default]
    BasicLatin,
    /// As they are, where the bank has agreed to take them.
    Unicode,
}

/// A file for a bank: everything that is not in the payouts themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CreditTransferRequest {
    /// `.09` if absent.
    pub version: Version,
    /// `MsgId`: 1 to 35 characters of the SEPA set; new for every file.
    pub message_id: String,
    /// When the file is made: an ISO 8601 instant.
    pub created_at: String,
    /// The name of who sends the file; at most 140 characters.
    pub initiating_party: String,
    /// `YYYY-MM-DD` for the payouts that name no day.
    pub execution_date: Option<String>,
    /// Asks the bank for one booking for all payouts of a block, or for one each.
    pub batch_booking: Option<bool>,
    /// Basic Latin if absent.
    pub characters: Characters,
    /// The accounts that pay. A payout is paid by the first that fits it.
    pub debtors: Vec<DebtorAccount>,
}

/// A file that a bank can read.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CreditTransfer {
    /// UTF-8, one `Document`.
    pub xml: String,
    /// The name of the message.
    pub version: &'static str,
    /// How many payouts there are in it.
    pub transactions: usize,
    /// The sum of all amounts, whatever their currencies (`CtrlSum`).
    pub control_sum: String,
    /// The `PmtInfId` of each block, in order.
    pub payment_information_ids: Vec<String>,
    /// What the bank should be told otherwise, because the format has no place for it.
    pub issues: Vec<Issue>,
}

/// The file holds names and account numbers.
impl fmt::Debug for CreditTransfer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreditTransfer")
            .field("version", &self.version)
            .field("transactions", &self.transactions)
            .finish_non_exhaustive()
    }
}

/// Writes the payouts of canonical bytes as one file. Payouts that agree in payer, day, service
/// level, local instrument, category purpose and charge bearer share a block (`PmtInf`).
///
/// # Errors
/// All that prevents the file; fields of payouts begin with `payouts.N`.
pub fn credit_transfer(
    request: &CreditTransferRequest,
    payouts: &[&[u8]],
) -> Result<CreditTransfer, Vec<Issue>> {
    let mut issues = header_issues(request);
    if payouts.is_empty() {
        issues.push(Issue::new(Code::Required, "payouts").param("label", "A payout"));
    }
    let mut blocks: Vec<Block<'_>> = Vec::new();
    let mut sum = Decimal::ZERO;
    for (place, bytes) in payouts.iter().enumerate() {
        let path = format!("payouts.{place}");
        match transaction(request, bytes, &path, &mut issues) {
            Some((terms, transaction)) => {
                match sum.checked_add(transaction.amount.value()) {
                    Some(more) => sum = more,
                    None => issues.push(Issue::new(Code::AmountTooLarge, path)),
                }
                match blocks.iter_mut().find(|block| block.terms == terms) {
                    Some(block) => block.transactions.push(transaction),
                    None => blocks.push(Block {
                        terms,
                        transactions: vec![transaction],
                    }),
                }
            }
            None => debug_assert!(issues.iter().any(Issue::is_error)),
        }
    }
    let party = request.initiating_party.trim();
    issues.extend(request.header(&blocks).initiating_issue(party));
    for block in &blocks {
        let Some(first) = block.transactions.first() else {
            continue;
        };
        let path = format!("debtors.{}", block.terms.debtor);
        for issue in request
            .style(&block.terms)
            .debtor_issues(&path, first.debtor)
        {
            if !issues.contains(&issue) {
                issues.push(issue);
            }
        }
    }
    if issues.iter().any(Issue::is_error) {
        return Err(issues);
    }
    let ids: Vec<String> = (1..=blocks.len())
        .map(|number| block_id(&request.message_id, number))
        .collect();
    let control_sum = sum.normalize().to_string();
    Ok(CreditTransfer {
        xml: document(request, &blocks, &ids, payouts.len(), &control_sum),
        version: request.version.as_str(),
        transactions: payouts.len(),
        control_sum,
        payment_information_ids: ids,
        issues,
    })
}

impl CreditTransferRequest {
    fn style(&self, terms: &Terms) -> Style {
        let unicode = self.characters == Characters::Unicode;
        Style::of(terms.service_level, &terms.date, unicode)
    }

    /// Of what stands above the blocks: as strict as the strictest of them.
    fn header(&self, blocks: &[Block<'_>]) -> Style {
        let mut styles = blocks.iter().map(|block| self.style(&block.terms));
        let strict = styles.find(|style| style.is_latin());
        strict.unwrap_or_default()
    }
}

/// What payouts of one block share.
#[derive(PartialEq, Eq)]
struct Terms {
    /// The place in the request's list.
    debtor: usize,
    date: String,
    service_level: Option<&'static str>,
    local_instrument: Option<&'static str>,
    category_purpose: Option<String>,
    bearer: Option<&'static str>,
}

struct Block<'a> {
    terms: Terms,
    transactions: Vec<Transaction<'a>>,
}

struct Transaction<'a> {
    order: Order,
    agent: Agent,
    amount: Amount,
    debtor: &'a DebtorAccount,
}

fn header_issues(request: &CreditTransferRequest) -> Vec<Issue> {
    let mut issues = Vec::new();
    let is_id = |text: &str| {
        (1..=35).contains(&text.len())
            && text.trim() == text
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"/-?:().,'+ ".contains(&b))
    };
    if !is_id(&request.message_id) {
        issues.push(wrong("messageId", "an id of 1 to 35 letters, digits and -"));
    }
    let party = request.initiating_party.trim();
    if party.is_empty() || party.chars().count() > 140 {
        issues.push(wrong("initiatingParty", "a name of 1 to 140 characters"));
    }
    if Instant::parse(&request.created_at).is_none() {
        issues.push(Issue::new(Code::InvalidInstant, "createdAt"));
    }
    if request
        .execution_date
        .as_deref()
        .is_some_and(|day| Date::parse(day).is_none())
    {
        issues.push(wrong("executionDate", "a day such as 2026-11-23"));
    }
    if request.debtors.is_empty() {
        issues.push(wrong("debtors", "at least one account that pays"));
    }
    for (place, debtor) in request.debtors.iter().enumerate() {
        issues.extend(debtor.issues(&format!("debtors.{place}")));
    }
    issues
}

/// Reads a payout and finds its block. `None`: the issues say why.
fn transaction<'a>(
    request: &'a CreditTransferRequest,
    bytes: &[u8],
    path: &str,
    issues: &mut Vec<Issue>,
) -> Option<(Terms, Transaction<'a>)> {
    let mut tell = |issue: Issue| issues.push(issue.under(path));
    let order = match Order::read(bytes) {
        Ok(order) => order,
        Err(issue) => {
            tell(issue);
            return None;
        }
    };
    let mut fine = true;
    let currency = CurrencyCode::known(order.own(&["currency"]));
    let amount = currency
        .and_then(|currency| Amount::parse(order.own(&["amount"]), currency, "amount").ok());
    // XSD: 18 digits in all.
    let amount = amount.filter(|amount| amount.to_string().len() <= 18);
    if amount.is_none() {
        tell(Issue::new(Code::AmountTooLarge, "amount"));
    }
    let debtor = debtor::of(&request.debtors, &order);
    if debtor.is_none() {
        tell(wrong("debtor.account", "an account of debtors"));
    }
    let date = order
        .at(&["requestedExecutionDate"])
        .map(str::to_owned)
        .or_else(|| request.execution_date.clone());
    if date.is_none() {
        tell(
            Issue::new(Code::Required, "requestedExecutionDate")
                .param("label", "The day of execution"),
        );
    }
    let agent = Agent::of(&order);
    let has_number = agent.iban.is_some() || agent.number.is_some();
    if !has_number && request.version == Version::V03 {
        tell(Issue::new(Code::InvalidValue, "creditor.account").param(
            "expected",
            "an account number: pain.001.001.03 knows no alias",
        ));
        fine = false;
    }

    let rail = order.rail();
    for (field, label) in without_place(request.version, &order, rail.is_some()) {
        tell(Issue::new(Code::UnexpectedField, field).param("label", label));
    }
    let instrument = rail.as_ref().and_then(|rail| rail.codes.local_instrument);
    let batch = order
        .fallback()
        .is_some_and(|rail| rail.codes.local_instrument != Some("INST"));
    let terms = Terms {
        debtor: debtor?.0,
        date: date?,
        service_level: rail.as_ref().and_then(|rail| rail.codes.service_level),
        // ITP: instant, and not instant if that fails (external code set).
        local_instrument: if batch && instrument == Some("INST") {
            Some("ITP")
        } else {
            instrument
        },
        category_purpose: order.at(&["categoryPurpose"]).map(str::to_owned),
        bearer: order.bearer("bearer"),
    };
    let style = request.style(&terms);
    for issue in style.issues(&order) {
        fine &= !issue.is_error();
        tell(issue);
    }
    let transaction = Transaction {
        agent,
        amount: amount?,
        debtor: debtor?.1,
        order,
    };
    fine.then_some((terms, transaction))
}

/// What the file has no place for.
fn without_place(
    version: Version,
    order: &Order,
    has_rail: bool,
) -> Vec<(&'static str, &'static str)> {
    let mut fields = Vec::new();
    let mut has = |path: &[&str], field, label| {
        if order.at(path).is_some() {
            fields.push((field, label));
        }
    };
    if !has_rail {
        has(&["rail"], "rail", "A rail that the table lacks");
    }
    if version == Version::V03 {
        has(&["uetr"], "uetr", "The UETR");
        has(&["conversion", "rate"], "conversion.rate", "The rate");
    }
    fields
}

/// `PmtInfId`: the message's id and the block's number, at most 35 characters.
fn block_id(message_id: &str, number: usize) -> String {
    let tail = format!("-{number}");
    let head: String = message_id
        .chars()
        .take(35_usize.saturating_sub(tail.len()))
        .collect();
    head + &tail
}

fn document(
    request: &CreditTransferRequest,
    blocks: &[Block<'_>],
    ids: &[String],
    transactions: usize,
    control_sum: &str,
) -> String {
    let version = request.version;
    let namespace = format!("urn:iso:std:iso:20022:tech:xsd:{}", version.as_str());
    Xml::new().document(&namespace, |xml| {
        xml.within("CstmrCdtTrfInitn", |xml| {
            xml.within("GrpHdr", |xml| {
                xml.text("MsgId", &request.message_id);
                xml.text("CreDtTm", &request.created_at);
                xml.text("NbOfTxs", &transactions.to_string());
                xml.text("CtrlSum", control_sum);
                xml.within("InitgPty", |xml| {
                    let party = request.initiating_party.trim();
                    xml.text("Nm", &request.header(blocks).written(party));
                });
            });
            for (block, id) in blocks.iter().zip(ids) {
                xml.within("PmtInf", |xml| payment_information(xml, request, block, id));
            }
        });
    })
}

fn payment_information(
    xml: &mut Xml,
    request: &CreditTransferRequest,
    block: &Block<'_>,
    id: &str,
) {
    let version = request.version;
    let terms = &block.terms;
    let style = request.style(terms);
    let sum = block
        .transactions
        .iter()
        .try_fold(Decimal::ZERO, |sum, one| {
            sum.checked_add(one.amount.value())
        })
        .unwrap_or_default();
    xml.text("PmtInfId", id);
    xml.text("PmtMtd", "TRF");
    if let Some(batch) = request.batch_booking {
        xml.text("BtchBookg", if batch { "true" } else { "false" });
    }
    xml.text("NbOfTxs", &block.transactions.len().to_string());
    xml.text("CtrlSum", &sum.normalize().to_string());
    xml.any("PmtTpInf", |xml| {
        xml.any("SvcLvl", |xml| xml.optional("Cd", terms.service_level));
        xml.any("LclInstrm", |xml| {
            xml.optional("Cd", terms.local_instrument);
        });
        xml.any("CtgyPurp", |xml| {
            xml.optional("Cd", terms.category_purpose.as_deref());
        });
    });
    match version {
        Version::V03 => xml.text("ReqdExctnDt", &terms.date),
        Version::V09 => xml.within("ReqdExctnDt", |xml| xml.text("Dt", &terms.date)),
    }
    if let Some(first) = block.transactions.first() {
        payer(xml, version, style, first.debtor);
    }
    xml.optional("ChrgBr", terms.bearer);
    for transaction in &block.transactions {
        xml.within("CdtTrfTxInf", |xml| {
            credit(xml, version, style, transaction);
        });
    }
}

fn payer(xml: &mut Xml, version: Version, style: Style, debtor: &DebtorAccount) {
    xml.within("Dbtr", |xml| {
        xml.text("Nm", &style.written(debtor.name.trim()));
        style.postal_address(
            xml,
            debtor.postal_address.as_ref(),
            debtor.country.as_deref(),
            debtor.address.as_deref(),
        );
    });
    xml.within("DbtrAcct", |xml| {
        account_id(
            xml,
            debtor.electronic().as_deref(),
            debtor.number.as_deref(),
            None,
        );
        xml.optional("Ccy", debtor.currency.as_deref());
    });
    let member = debtor.member_id.as_deref();
    let system = debtor.clearing_system.as_deref();
    xml.within("DbtrAgt", |xml| {
        xml.within("FinInstnId", |xml| {
            bic(xml, version, debtor.bic.as_deref());
            clearing_member(xml, system, member);
            if debtor.bic.is_none() && member.is_none() {
                // The bank knows itself; SEPA's word for it (EPC115-06).
                xml.within("Othr", |xml| xml.text("Id", "NOTPROVIDED"));
            }
        });
    });
}

fn credit(xml: &mut Xml, version: Version, style: Style, transaction: &Transaction<'_>) {
    let Transaction {
        order,
        agent,
        amount,
        ..
    } = transaction;
    xml.within("PmtId", |xml| {
        xml.text("EndToEndId", order.own(&["endToEndId"]));
        if version == Version::V09 {
            xml.optional("UETR", order.at(&["uetr"]));
        }
    });
    xml.within("Amt", |xml| {
        xml.amount("InstdAmt", &amount.to_string(), amount.currency().as_str());
    });
    exchange(xml, version, order);
    xml.any("CdtrAgt", |xml| {
        xml.any("FinInstnId", |xml| {
            bic(xml, version, agent.bic.as_deref());
            // Next to an IBAN the bank needs no second address of the payee's bank.
            if agent.iban.is_none() {
                clearing_member(xml, agent.system, agent.member.as_deref());
            }
        });
        if agent.iban.is_none() {
            xml.any("BrnchId", |xml| xml.optional("Id", agent.branch.as_deref()));
        }
    });
    xml.within("Cdtr", |xml| {
        xml.text("Nm", &style.written(order.own(&["creditor", "name"])));
        style.postal_address(
            xml,
            order.postal_address().as_ref(),
            None,
            order.at(&["creditor", "address"]),
        );
    });
    xml.within("CdtrAcct", |xml| payee_account(xml, version, order, agent));
    xml.any("Purp", |xml| xml.optional("Cd", order.at(&["purpose"])));
    xml.any("RmtInf", |xml| {
        let unstructured = order.at(&["remittance", "unstructured"]);
        let unstructured = unstructured.map(|text| style.written(text));
        xml.optional("Ustrd", unstructured.as_deref());
        if let Some(reference) = order.at(&["remittance", "reference"]) {
            xml.within("Strd", |xml| {
                xml.within("CdtrRefInf", |xml| {
                    xml.within("Tp", |xml| {
                        xml.within("CdOrPrtry", |xml| xml.text("Cd", "SCOR"));
                        xml.text("Issr", "ISO");
                    });
                    xml.text("Ref", reference);
                });
            });
        }
    });
}

/// The agreed rate. Only `.09` says in which direction it is quoted, so `.03` carries the contract
/// alone; a rate that `BaseOneRate` cannot hold is left to the contract too.
fn exchange(xml: &mut Xml, version: Version, order: &Order) {
    let contract = order
        .at(&["conversion", "quoteId"])
        .filter(|id| id.len() <= 35);
    let rate = order
        .at(&["conversion", "rate"])
        .filter(|rate| is_base_one_rate(rate));
    let rate = rate.filter(|_| version == Version::V09);
    if contract.is_none() && rate.is_none() {
        return;
    }
    xml.within("XchgRateInf", |xml| {
        if let Some(rate) = rate {
            xml.optional("UnitCcy", order.at(&["conversion", "debitCurrency"]));
            xml.text("XchgRate", rate);
        }
        xml.text("RateTp", "AGRD");
        xml.optional("CtrctId", contract);
    });
}

/// XSD: 11 digits, 10 of them after the point.
fn is_base_one_rate(rate: &str) -> bool {
    let digits = rate.bytes().filter(u8::is_ascii_digit).count();
    let decimals = rate
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    digits <= 11 && decimals <= 10
}

fn payee_account(xml: &mut Xml, version: Version, order: &Order, agent: &Agent) {
    let alias = order.alias();
    let number = agent.number.as_deref().filter(|number| number.len() <= 34);
    if agent.iban.is_some() || number.is_some() {
        let scheme = order
            .account("bankgiro")
            .and_then(|_| code("account_scheme", "bankgiro"));
        account_id(xml, agent.iban.as_deref(), number, scheme);
    } else if let Some((_, value)) = alias {
        // `Id` has to be there in this version; the alias stands in `Prxy`.
        account_id(
            xml,
            None,
            Some(if value.len() <= 34 {
                value
            } else {
                "NOTPROVIDED"
            }),
            None,
        );
    }
    let kind = order
        .account("accountType")
        .and_then(|kind| code("account", kind));
    xml.any("Tp", |xml| xml.optional("Cd", kind));
    xml.optional("Ccy", order.account("currency"));
    if let (Version::V09, Some((kind, value))) = (version, alias) {
        xml.within("Prxy", |xml| {
            xml.any("Tp", |xml| match code("proxy", kind) {
                Some(code) => xml.text("Cd", code),
                None => xml.optional("Prtry", code("proxy_proprietary", kind)),
            });
            xml.text("Id", value);
        });
    }
}

fn account_id(xml: &mut Xml, iban: Option<&str>, number: Option<&str>, scheme: Option<&str>) {
    xml.within("Id", |xml| match iban {
        Some(iban) => xml.text("IBAN", iban),
        None => xml.any("Othr", |xml| {
            xml.optional("Id", number);
            xml.any("SchmeNm", |xml| xml.optional("Prtry", scheme));
        }),
    });
}

fn bic(xml: &mut Xml, version: Version, bic: Option<&str>) {
    match version {
        // Digits in the bank's own four letters came with the BIC of 2014.
        Version::V03 => xml.optional("BIC", bic.filter(|bic| is_bic_of_2009(bic))),
        Version::V09 => xml.optional("BICFI", bic),
    }
}

/// XSD of `.03`: `[A-Z]{6}[A-Z2-9][A-NP-Z0-9]([A-Z0-9]{3})?`.
fn is_bic_of_2009(bic: &str) -> bool {
    bic.bytes().enumerate().all(|(place, byte)| match place {
        0..=5 => byte.is_ascii_uppercase(),
        6 => byte.is_ascii_uppercase() || (b'2'..=b'9').contains(&byte),
        7 => byte != b'O',
        _ => true,
    })
}

fn clearing_member(xml: &mut Xml, system: Option<&str>, member: Option<&str>) {
    let Some(member) = member else { return };
    xml.within("ClrSysMmbId", |xml| {
        xml.any("ClrSysId", |xml| xml.optional("Cd", system));
        xml.text("MmbId", member);
    });
}
