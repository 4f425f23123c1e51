//! Bank formats: a payout to every method of every market as pain.001 of both versions and as a body
//! of Global Payments, and reports and notifications as our readers understand them.

use std::fmt::Write as _;

use payout_kit::account::{self, AccountInput, Status};
use payout_kit::iso20022::{
    Characters, CreditTransferRequest, DebtorAccount, GlobalPaymentRequest, Version,
    credit_transfer, global_payment, notification, status_report,
};
use payout_kit::market::{self, RequirementsRequest};
use payout_kit::payout::{
    CanonicalPayout, Conversion, Creditor, Debtor, PayoutIntent, PostalAddress, Remittance,
    canonical,
};
use payout_kit::rail;
use serde_json::{Map, Value, json};

use super::Draw;
use super::accounts::Numbers;
use super::domestic::put;
use crate::Result;

/// As people and firms of the SEPA countries write themselves.
const SEPA_NAMES: [&str; 6] = [
    "Zoë Müller",
    "O'Brien & Söhne <\"'>",
    "Łukasz Šimůnek @ Æsir; Þór_ßő",
    "Γιώργος Ωμέγα Θ.",
    "Димитър Щерев-Ъглов",
    "Nguye\u{302}\u{303}n Cœur, € 5 – l’été",
];
const NAMES: [&str; 4] = ["Zoë Müller", "O'Brien & Söhne <\"'>", "山田 太郎", "A"];
/// The SEPA Credit Transfer.
const SCT: &str = "SCT";
const STATUSES: [&str; 6] = ["ACTC", "ACCP", "ACSP", "ACSC", "PDNG", "RJCT"];
const REASONS: [&str; 4] = ["AC04", "AM04", "BE01", "MS03"];

pub(super) fn cases(draw: Draw) -> Result<Vec<String>> {
    let mut random = Numbers(draw.seed);
    let mut lines = credit_transfers(&mut random)?;
    for _ in 0..draw.cases {
        lines.push(report(&mut random)?);
        lines.push(booking(&mut random)?);
    }
    Ok(lines)
}

fn of<'a>(random: &mut Numbers, list: &[&'a str]) -> &'a str {
    list.get(random.below(list.len()))
        .copied()
        .unwrap_or_default()
}

fn credit_transfers(random: &mut Numbers) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    let mut all = Vec::new();
    for market in market::list() {
        let country = market.country.to_string();
        let methods = market::requirements(&RequirementsRequest {
            country: country.clone(),
            currency: None,
            method: None,
        })
        .methods;
        for method in methods {
            let Some(intent) = example(&country, method.method, random) else {
                continue;
            };
            let payout = canonical(&intent)
                .map_err(|issues| format!("{country} {}: {issues:?}", method.method))?;
            let name = format!("{country} {}", method.method);
            for version in [Version::V03, Version::V09] {
                // Aliases have no place in the older version.
                if let Ok(file) = credit_transfer(&request(version), &[payout.bytes()]) {
                    lines.push(written(&name, &file.xml, version, &[&payout]));
                } else if version == Version::V09 {
                    return Err(format!("{name}: no file of the newer version"));
                }
            }
            if let Ok(payment) = global_payment(&global(), payout.bytes()) {
                let body: Value = serde_json::from_str(&payment.body).map_err(|e| e.to_string())?;
                lines.push(json!({ "kind": "jpm", "name": name, "body": body }).to_string());
            }
            all.push(payout);
        }
    }
    let bytes: Vec<&[u8]> = all.iter().map(CanonicalPayout::bytes).collect();
    let file = credit_transfer(&request(Version::V09), &bytes)
        .map_err(|issues| format!("a file of all: {issues:?}"))?;
    lines.push(written(
        "all",
        &file.xml,
        Version::V09,
        &all.iter().collect::<Vec<_>>(),
    ));
    Ok(lines)
}

fn written(name: &str, xml: &str, version: Version, payouts: &[&CanonicalPayout]) -> String {
    // What the judge has to find in the file again, from the bytes that were signed.
    let signed: Vec<Value> = payouts
        .iter()
        .filter_map(|payout| serde_json::from_str(payout.text()).ok())
        .collect();
    json!({ "kind": "pain.001", "name": name, "version": version.as_str(), "xml": xml, "signed": signed })
        .to_string()
}

/// A payout to the example account of a market's method; `None` if the example is not valid.
fn example(country: &str, method: &str, random: &mut Numbers) -> Option<PayoutIntent> {
    let form = market::requirements(&RequirementsRequest {
        country: country.to_owned(),
        currency: None,
        method: Some(method.to_owned()),
    });
    let mut account = Map::new();
    account.insert("country".into(), country.into());
    for field in &form.fields {
        put(&mut account, field.key, field.example.to_string());
    }
    let account: AccountInput = serde_json::from_value(account.into()).ok()?;
    if account::validate(&account).status != Status::Valid || form.currency.is_empty() {
        return None;
    }
    let is_sepa = form.currency == "EUR"
        && rail::rails(country)
            .iter()
            .any(|rail| rail.id == SCT && rail.currency.as_str() == "EUR");
    let exchanged = random.below(2) == 0 && form.currency != "USD";
    let amount = (random.below(99_999) + 1).to_string();
    Some(PayoutIntent {
        idempotency_key: "6a1f4a1e-7c8e-4f0a-9f43-1f0b8a1e2c3d".into(),
        end_to_end_id: format!("PO-{country}-{}", random.below(1_000_000)),
        amount: amount.clone(),
        currency: form.currency.clone(),
        rail: is_sepa.then(|| SCT.into()),
        debtor: Debtor {
            account: "wallet-1".into(),
            ..Default::default()
        },
        creditor: Creditor {
            name: of(random, if is_sepa { &SEPA_NAMES } else { &NAMES }).to_owned(),
            account,
            address: (random.below(2) == 0).then(|| {
                "Unter den Linden 77, Hinterhaus, 3. Aufgang links, 10117 Berlin, Deutschland"
                    .into()
            }),
            postal_address: (random.below(2) == 0).then(|| PostalAddress {
                street_name: Some("Straße des 17. Juni".into()),
                building_number: Some("135".into()),
                post_code: Some("10623".into()),
                town_name: "Köln-Mülheim".into(),
                country: "DE".into(),
                ..Default::default()
            }),
        },
        conversion: exchanged.then(|| Conversion {
            quote_id: Some("q-1".into()),
            rate: of(random, &["0.92", "1.0834", "16250.5", "0.00006154"]).into(),
            // Worth the credit at any of these rates.
            debit_amount: "9000000000000.00".into(),
            debit_currency: "USD".into(),
            credit_amount: amount,
            credit_currency: form.currency.clone(),
            expires_at: "2026-11-21T10:05:00Z".into(),
        }),
        charge_bearer: Some(of(random, &["debtor", "creditor", "shared", "service_level"]).into()),
        purpose: Some("SUPP".into()),
        category_purpose: Some("SUPP".into()),
        remittance: Some(if random.below(2) == 0 {
            Remittance {
                reference: Some("RF18539007547034".into()),
                ..Default::default()
            }
        } else {
            Remittance {
                unstructured: Some("Fish & Chips <1> à la crème".into()),
                ..Default::default()
            }
        }),
        uetr: Some("eb6305c9-1f7f-49de-aed0-16487c27b42d".into()),
        ..Default::default()
    })
}

fn debtor() -> DebtorAccount {
    DebtorAccount {
        name: "Example Marketplace".into(),
        iban: Some("NL91ABNA0417164300".into()),
        bic: Some("ABNANL2A".into()),
        country: Some("NL".into()),
        address: Some("Herengracht 1, 1015 BA Amsterdam".into()),
        ..Default::default()
    }
}

fn request(version: Version) -> CreditTransferRequest {
    CreditTransferRequest {
        version,
        message_id: "MSG-2026-11-21-1".into(),
        created_at: "2026-11-21T09:30:00Z".into(),
        initiating_party: "Example & Marketplace".into(),
        execution_date: Some("2026-11-23".into()),
        batch_booking: Some(true),
        characters: Characters::default(),
        debtors: vec![debtor()],
    }
}

fn global() -> GlobalPaymentRequest {
    GlobalPaymentRequest {
        execution_date: Some("2026-11-23".into()),
        debtors: vec![debtor()],
        payment_type: None,
    }
}

/// A pain.002 and what our reader takes from it.
fn report(random: &mut Numbers) -> Result<String> {
    let mut blocks = String::new();
    for block in 0..=random.below(3) {
        let transaction = format!(
            "<TxInfAndSts><StsId>S{block}</StsId><OrgnlEndToEndId>PO-{}</OrgnlEndToEndId><TxSts>{}</TxSts>\
             <StsRsnInf><Rsn><Cd>{}</Cd></Rsn></StsRsnInf></TxInfAndSts>",
            random.below(1000),
            of(random, &STATUSES),
            of(random, &REASONS),
        );
        let _ = write!(
            blocks,
            "<OrgnlPmtInfAndSts><OrgnlPmtInfId>M-{block}</OrgnlPmtInfId><PmtInfSts>{}</PmtInfSts>{transaction}</OrgnlPmtInfAndSts>",
            of(random, &STATUSES),
        );
    }
    let version = of(random, &["pain.002.001.03", "pain.002.001.12"]);
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:{version}\">\
         <CstmrPmtStsRpt><GrpHdr><MsgId>R{}</MsgId><CreDtTm>2026-11-23T08:00:00Z</CreDtTm></GrpHdr>\
         <OrgnlGrpInfAndSts><OrgnlMsgId>M</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>\
         <GrpSts>{}</GrpSts></OrgnlGrpInfAndSts>{blocks}</CstmrPmtStsRpt></Document>",
        random.below(1000),
        of(random, &["ACCP", "PART", "RJCT"]),
    );
    let ours = status_report(&xml).map_err(|error| error.to_string())?;
    Ok(json!({ "kind": "pain.002", "name": version, "xml": xml, "ours": ours }).to_string())
}

/// A camt.054 and what our reader takes from it.
fn booking(random: &mut Numbers) -> Result<String> {
    let mut entries = String::new();
    for entry in 0..=random.below(4) {
        let back = random.below(3) == 0;
        let amount = format!("{}.{:02}", random.below(100_000), random.below(100));
        let returned = if back {
            format!(
                "<RtrInf><Rsn><Cd>{}</Cd></Rsn></RtrInf>",
                of(random, &REASONS)
            )
        } else {
            String::new()
        };
        let _ = write!(
            entries,
            "<Ntry><NtryRef>{entry}</NtryRef><Amt Ccy=\"EUR\">{amount}</Amt><CdtDbtInd>{}</CdtDbtInd>\
             <Sts><Cd>{}</Cd></Sts><BookgDt><Dt>2026-11-23</Dt></BookgDt><ValDt><Dt>2026-11-24</Dt></ValDt>\
             <AcctSvcrRef>B{entry}</AcctSvcrRef><BkTxCd><Prtry><Cd>X</Cd></Prtry></BkTxCd>\
             <NtryDtls><TxDtls><Refs><EndToEndId>PO-{}</EndToEndId></Refs>{returned}</TxDtls></NtryDtls></Ntry>",
            if back { "CRDT" } else { "DBIT" },
            of(random, &["BOOK", "PDNG"]),
            random.below(1000),
        );
    }
    let xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\">\
         <BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>N{}</MsgId><CreDtTm>2026-11-23T10:00:00Z</CreDtTm></GrpHdr>\
         <Ntfctn><Id>1</Id><Acct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></Acct>{entries}</Ntfctn>\
         </BkToCstmrDbtCdtNtfctn></Document>",
        random.below(1000),
    );
    let ours = notification(&xml).map_err(|error| error.to_string())?;
    Ok(
        json!({ "kind": "camt.054", "name": "camt.054.001.08", "xml": xml, "ours": ours })
            .to_string(),
    )
}
