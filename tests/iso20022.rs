//! Bank formats: what is written, what is read, and what is refused. Whether a schema accepts what
//! is written is for `cargo xtask judge`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]

use payout_kit::account::{AccountInput, ProxyInput};
use payout_kit::iso20022::{
    Characters, CreditTransferRequest, DebtorAccount, DocumentError, GlobalPaymentRequest, Scope,
    Version, credit_transfer, global_payment, notification, status_report,
};
use payout_kit::payout::{
    Conversion, Creditor, Debtor, PayoutIntent, PostalAddress, Remittance, canonical,
};
use payout_kit::report::{Code, Issue};
use payout_kit::status::{PayoutState, StatusEvent, status_of};
use proptest::prelude::*;
use serde_json::Value;

fn intent(country: &str, currency: &str, fill: impl FnOnce(&mut AccountInput)) -> PayoutIntent {
    let mut account = AccountInput {
        country: country.into(),
        ..Default::default()
    };
    fill(&mut account);
    PayoutIntent {
        idempotency_key: "7f0e-1".into(),
        end_to_end_id: "PO-7".into(),
        amount: "1012".into(),
        currency: currency.into(),
        debtor: Debtor {
            account: "wallet-1".into(),
            ..Default::default()
        },
        creditor: Creditor {
            name: "Zoë & Söhne <GmbH>".into(),
            account,
            ..Default::default()
        },
        ..Default::default()
    }
}

fn german() -> PayoutIntent {
    PayoutIntent {
        rail: Some("SCT_INST".into()),
        charge_bearer: Some("service_level".into()),
        purpose: Some("SUPP".into()),
        remittance: Some(Remittance {
            reference: Some("RF18 5390 0754 7034".into()),
            ..Default::default()
        }),
        ..intent("DE", "EUR", |account| {
            account.iban = Some("DE89 3704 0044 0532 0130 00".into());
        })
    }
}

fn american() -> PayoutIntent {
    PayoutIntent {
        rail: Some("ACH".into()),
        ..intent("US", "USD", |account| {
            account.routing_number = Some("021000021".into());
            account.account_number = Some("123456789".into());
            account.account_type = Some("savings".into());
        })
    }
}

fn bytes(intent: &PayoutIntent) -> Vec<u8> {
    canonical(intent).unwrap().bytes().to_vec()
}

fn debtor() -> DebtorAccount {
    DebtorAccount {
        name: "Example Marketplace".into(),
        iban: Some("NL91 ABNA 0417 1643 00".into()),
        bic: Some("ABNANL2A".into()),
        ..Default::default()
    }
}

fn request() -> CreditTransferRequest {
    CreditTransferRequest {
        message_id: "M-1".into(),
        created_at: "2026-11-21T09:30:00Z".into(),
        initiating_party: "Example Marketplace".into(),
        execution_date: Some("2026-11-23".into()),
        debtors: vec![debtor()],
        ..Default::default()
    }
}

fn written(request: &CreditTransferRequest, intents: &[PayoutIntent]) -> String {
    let payouts: Vec<Vec<u8>> = intents.iter().map(bytes).collect();
    let payouts: Vec<&[u8]> = payouts.iter().map(Vec::as_slice).collect();
    credit_transfer(request, &payouts).unwrap().xml
}

fn has(xml: &str, part: &str) {
    assert!(xml.contains(part), "{part} is not in\n{xml}");
}

fn errors(request: &CreditTransferRequest, intents: &[PayoutIntent]) -> Vec<(Code, String)> {
    let payouts: Vec<Vec<u8>> = intents.iter().map(bytes).collect();
    let payouts: Vec<&[u8]> = payouts.iter().map(Vec::as_slice).collect();
    let issues = credit_transfer(request, &payouts).unwrap_err();
    let errors = issues.into_iter().filter(Issue::is_error);
    errors
        .map(|issue| (issue.code, issue.field.to_string()))
        .collect()
}

#[test]
fn a_sepa_payout_has_its_iban_service_level_and_reference() {
    let xml = written(&request(), &[german()]);
    for part in [
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">",
        "<NbOfTxs>1</NbOfTxs><CtrlSum>1012</CtrlSum>",
        "<SvcLvl><Cd>SEPA</Cd></SvcLvl><LclInstrm><Cd>INST</Cd></LclInstrm>",
        "<ReqdExctnDt><Dt>2026-11-23</Dt></ReqdExctnDt>",
        "<DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct>",
        "<BICFI>ABNANL2A</BICFI>",
        "<ChrgBr>SLEV</ChrgBr>",
        "<InstdAmt Ccy=\"EUR\">1012.00</InstdAmt>",
        "<Nm>Zoe + Sohne .GmbH.</Nm>",
        "<CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>",
        "<Cd>SCOR</Cd></CdOrPrtry><Issr>ISO</Issr></Tp><Ref>RF18539007547034</Ref>",
    ] {
        has(&xml, part);
    }
}

#[test]
fn sepa_is_written_with_letters_that_every_bank_takes() {
    let of = |name: &str| PayoutIntent {
        creditor: Creditor {
            name: name.into(),
            ..german().creditor
        },
        remittance: Some(Remittance {
            unstructured: Some("für März".into()),
            ..Default::default()
        }),
        ..german()
    };
    has(
        &written(&request(), &[of("Łódź Škoda")]),
        "<Nm>Lodz Skoda</Nm>",
    );
    has(&written(&request(), &[of("x")]), "<Ustrd>fur Marz</Ustrd>");
    // What nobody could read back is the payer's to write.
    assert_eq!(
        errors(&request(), &[german(), of("A 山田")]),
        [(Code::CharacterNotAllowed, "payouts.1.creditor.name".into())]
    );
    // Longer than it was.
    assert_eq!(
        errors(&request(), &[of(&"Θ".repeat(36))]),
        [(Code::TooLong, "payouts.0.creditor.name".into())]
    );
    let mut greek = request();
    greek.debtors[0].name = "會社".into();
    assert_eq!(
        errors(&greek, &[german(), german()]),
        [(Code::CharacterNotAllowed, "debtors.0.name".into())]
    );
    // By agreement with the bank; and no other rail asks for it.
    let unicode = CreditTransferRequest {
        characters: Characters::Unicode,
        ..request()
    };
    has(&written(&unicode, &[of("A 山田")]), "<Nm>A 山田</Nm>");
    has(&written(&request(), &[american()]), "<Nm>Zoë &amp; Söhne");
}

#[test]
fn an_address_is_written_in_its_parts() {
    let address = PostalAddress {
        street_name: Some("Hauptstraße".into()),
        building_number: Some("1".into()),
        post_code: Some("10115".into()),
        town_name: "Berlin".into(),
        country: "DE".into(),
        ..Default::default()
    };
    let of = |text: Option<&str>, parts: Option<&PostalAddress>, day: &str| PayoutIntent {
        creditor: Creditor {
            address: text.map(str::to_owned),
            postal_address: parts.cloned(),
            ..german().creditor
        },
        requested_execution_date: Some(day.into()),
        ..german()
    };
    let told = |request: &CreditTransferRequest, intent: &PayoutIntent| {
        let file = credit_transfer(request, &[&bytes(intent)]).unwrap();
        let fields: Vec<String> = file.issues.iter().map(|i| i.field.to_string()).collect();
        (file.xml, fields)
    };
    let parts = "<PstlAdr><StrtNm>Hauptstrase</StrtNm><BldgNb>1</BldgNb><PstCd>10115</PstCd>\
                 <TwnNm>Berlin</TwnNm><Ctry>DE</Ctry>";
    let structured = of(None, Some(&address), "2026-11-23");
    let (xml, fields) = told(&request(), &structured);
    has(&xml, &format!("{parts}</PstlAdr>"));
    assert!(fields.is_empty(), "{fields:?}");
    // The hybrid form.
    let hybrid = of(Some("c/o Müller"), Some(&address), "2026-11-23");
    has(
        &told(&request(), &hybrid).0,
        &format!("{parts}<AdrLine>c/o Muller</AdrLine></PstlAdr>"),
    );
    let long = "word ".repeat(40);
    assert_eq!(
        errors(&request(), &[of(Some(&long), Some(&address), "2026-11-23")]),
        [(Code::TooLong, "payouts.0.creditor.address".into())]
    );
    // Lines alone, until the day on which SEPA stopped to take them.
    let before = told(&request(), &of(Some("Weg 1, Köln"), None, "2026-11-14"));
    has(
        &before.0,
        "<PstlAdr><AdrLine>Weg 1, Koln</AdrLine></PstlAdr>",
    );
    assert!(before.1.is_empty());
    let after = told(&request(), &of(Some("Weg 1, Köln"), None, "2026-11-15"));
    assert!(!after.0.contains("PstlAdr"), "{}", after.0);
    assert_eq!(after.1, ["payouts.0.creditor.address"]);
    // The payer's, once for all payouts.
    let mut request = request();
    request.debtors[0].address = Some("Herengracht 1".into());
    let intents = [structured.clone(), structured.clone()].map(|intent| bytes(&intent));
    let file = credit_transfer(&request, &[&intents[0], &intents[1]]).unwrap();
    let fields: Vec<String> = file.issues.iter().map(|i| i.field.to_string()).collect();
    assert_eq!(fields, ["debtors.0.address"]);
    request.debtors[0].postal_address = Some(address);
    let (xml, fields) = told(&request, &structured);
    has(&xml, &format!("{parts}<AdrLine>Herengracht 1</AdrLine>"));
    assert!(fields.is_empty());
    request.debtors[0].postal_address = Some(PostalAddress::default());
    let wrong = errors(&request, &[structured]);
    let fields: Vec<&str> = wrong.iter().map(|(_, field)| field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "debtors.0.postalAddress.townName",
            "debtors.0.postalAddress.country"
        ]
    );
}

#[test]
fn a_bankgiro_number_says_what_it_is() {
    let swedish = intent("SE", "SEK", |account| {
        account.bankgiro = Some("5402-9681".into());
    });
    let xml = written(&request(), std::slice::from_ref(&swedish));
    for part in [
        "<ClrSysMmbId><ClrSysId><Cd>SESBA</Cd></ClrSysId><MmbId>9900</MmbId></ClrSysMmbId>",
        "<CdtrAcct><Id><Othr><Id>54029681</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id></CdtrAcct>",
    ] {
        has(&xml, part);
    }
}

#[test]
fn an_iban_that_the_registry_does_not_have_gives_way_to_the_number_it_was_made_of() {
    let to = |fill: fn(&mut AccountInput)| written(&request(), &[intent("DZ", "DZD", fill)]);
    has(
        &to(|account| account.account_number = Some("021 00001 1130000005 70".into())),
        "<CdtrAcct><Id><Othr><Id>02100001113000000570</Id></Othr></Id></CdtrAcct>",
    );
    has(
        &to(|account| account.iban = Some("DZ580002100001113000000570".into())),
        "<CdtrAcct><Id><IBAN>DZ580002100001113000000570</IBAN></Id></CdtrAcct>",
    );
}

#[test]
fn local_accounts_name_the_bank_in_its_clearing_system() {
    let xml = written(&request(), &[american()]);
    has(
        &xml,
        "<ClrSysMmbId><ClrSysId><Cd>USABA</Cd></ClrSysId><MmbId>021000021</MmbId></ClrSysMmbId>",
    );
    has(
        &xml,
        "<CdtrAcct><Id><Othr><Id>123456789</Id></Othr></Id><Tp><Cd>SVGS</Cd></Tp></CdtrAcct>",
    );

    let canada = intent("CA", "CAD", |account| {
        account.institution_number = Some("001".into());
        account.transit_number = Some("00012".into());
        account.account_number = Some("1234567".into());
    });
    has(
        &written(&request(), &[canada]),
        "<Cd>CACPA</Cd></ClrSysId><MmbId>000100012</MmbId>",
    );

    let germany = intent("DE", "EUR", |account| {
        account.bank_code = Some("37040044".into());
        account.account_number = Some("0532013000".into());
    });
    has(
        &written(&request(), &[germany]),
        "<IBAN>DE89370400440532013000</IBAN>",
    );
}

#[test]
fn an_alias_is_a_proxy_and_only_of_the_newer_version() {
    let indonesia = intent("ID", "IDR", |account| {
        account.proxy = Some(ProxyInput {
            kind: "phone".into(),
            value: "+628123456789".into(),
        });
    });
    let xml = written(&request(), std::slice::from_ref(&indonesia));
    has(
        &xml,
        "<Prxy><Tp><Cd>MBNO</Cd></Tp><Id>+628123456789</Id></Prxy>",
    );
    let older = CreditTransferRequest {
        version: Version::V03,
        ..request()
    };
    assert_eq!(
        errors(&older, &[indonesia]),
        [(Code::InvalidValue, "payouts.0.creditor.account".into())]
    );
}

#[test]
fn payouts_that_agree_share_a_block() {
    let intents = [german(), american(), german()];
    let payouts: Vec<Vec<u8>> = intents.iter().map(bytes).collect();
    let payouts: Vec<&[u8]> = payouts.iter().map(Vec::as_slice).collect();
    let file = credit_transfer(&request(), &payouts).unwrap();
    assert_eq!(file.payment_information_ids, ["M-1-1", "M-1-2"]);
    assert_eq!((file.transactions, file.control_sum.as_str()), (3, "3036"));
    has(
        &file.xml,
        "<PmtInfId>M-1-1</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>2</NbOfTxs><CtrlSum>2024</CtrlSum>",
    );
}

#[test]
fn instant_with_a_batch_rail_behind_it_is_itp() {
    let intent = PayoutIntent {
        fallback: Some("SCT".into()),
        ..german()
    };
    has(
        &written(&request(), &[intent]),
        "<LclInstrm><Cd>ITP</Cd></LclInstrm>",
    );
}

#[test]
fn a_debtor_pays_what_names_it() {
    let own = DebtorAccount {
        virtual_account: Some("va-2".into()),
        number: Some("77".into()),
        iban: None,
        ..debtor()
    };
    let request = CreditTransferRequest {
        debtors: vec![own, debtor()],
        ..request()
    };
    let mut partner = german();
    partner.debtor.virtual_account = Some("va-2".into());
    let xml = written(&request, &[partner, german()]);
    has(
        &xml,
        "<DbtrAcct><Id><Othr><Id>77</Id></Othr></Id></DbtrAcct>",
    );
    has(
        &xml,
        "<DbtrAcct><Id><IBAN>NL91ABNA0417164300</IBAN></Id></DbtrAcct>",
    );

    let none = CreditTransferRequest {
        debtors: vec![DebtorAccount {
            account: Some("wallet-2".into()),
            ..debtor()
        }],
        ..request
    };
    assert_eq!(
        errors(&none, &[german()]),
        [(Code::InvalidValue, "payouts.0.debtor.account".into())]
    );
}

#[test]
fn a_rate_is_told_with_its_direction_or_not_at_all() {
    let exchanged = PayoutIntent {
        conversion: Some(Conversion {
            quote_id: Some("q-1".into()),
            rate: "0.92".into(),
            debit_amount: "1100".into(),
            debit_currency: "USD".into(),
            credit_amount: "1012".into(),
            credit_currency: "EUR".into(),
            expires_at: "2026-11-21T10:05:00Z".into(),
        }),
        ..german()
    };
    has(
        &written(&request(), std::slice::from_ref(&exchanged)),
        "<XchgRateInf><UnitCcy>USD</UnitCcy><XchgRate>0.92</XchgRate><RateTp>AGRD</RateTp><CtrctId>q-1</CtrctId></XchgRateInf>",
    );
    let older = CreditTransferRequest {
        version: Version::V03,
        ..request()
    };
    let file = credit_transfer(&older, &[&bytes(&exchanged)]).unwrap();
    has(
        &file.xml,
        "<XchgRateInf><RateTp>AGRD</RateTp><CtrctId>q-1</CtrctId></XchgRateInf>",
    );
    assert_eq!(file.issues[0].field, "payouts.0.conversion.rate");
}

#[test]
fn what_is_wrong_in_the_header_is_told_by_field() {
    let refused = CreditTransferRequest {
        message_id: "x".repeat(36),
        created_at: "today".into(),
        initiating_party: " ".into(),
        execution_date: Some("2026-02-30".into()),
        debtors: vec![DebtorAccount {
            iban: Some("NL91ABNA0417164301".into()),
            bic: Some("ABNA".into()),
            clearing_system: Some("USABA".into()),
            ..Default::default()
        }],
        ..Default::default()
    };
    let fields: Vec<String> = errors(&refused, &[german()])
        .into_iter()
        .map(|(_, field)| field)
        .collect();
    assert_eq!(
        fields,
        [
            "messageId",
            "initiatingParty",
            "createdAt",
            "executionDate",
            "debtors.0.name",
            "debtors.0.iban",
            "debtors.0.bic",
            "debtors.0.memberId",
        ]
    );
    let empty = credit_transfer(&request(), &[]).unwrap_err();
    assert_eq!(empty[0].field, "payouts");
    let foreign = credit_transfer(&request(), &[b"{}"]).unwrap_err();
    assert_eq!(foreign[0].field, "payouts.0");
}

#[test]
fn global_payments_of_an_iban_a_number_and_an_alias() {
    let request = GlobalPaymentRequest {
        execution_date: Some("2026-11-23".into()),
        debtors: vec![DebtorAccount {
            number: Some("9000123".into()),
            iban: None,
            is_virtual: true,
            ..debtor()
        }],
        payment_type: None,
    };
    let body = |intent: &PayoutIntent| -> Value {
        let payment = global_payment(&request, &bytes(intent)).unwrap();
        assert_eq!(payment.idempotency_key, "7f0e-1");
        serde_json::from_str(&payment.body).unwrap()
    };
    let sepa = body(&german());
    assert_eq!(sepa["paymentType"], "RTP");
    assert_eq!(sepa["value"]["amount"], "1012.00");
    assert_eq!(sepa["debtor"]["account"]["accountType"], "VAM");
    assert_eq!(sepa["creditor"]["account"]["accountType"], "IBAN");
    let ach = body(&american());
    assert_eq!(ach["paymentType"], "ACH");
    assert_eq!(
        ach["creditorAgent"]["financialInstitutionIds"][0]["idType"],
        "USABA"
    );
    assert_eq!(ach["creditor"]["account"]["accountType"], "SVGS");
    let pix = body(&intent("BR", "BRL", |account| {
        account.pix_key = Some("a@example.com".into());
    }));
    assert_eq!(
        pix["creditor"]["account"]["alternateAccountIdentifiers"][0]["proprietarySchemeName"],
        "EMAL"
    );
    assert!(pix.get("creditorAgent").is_none());

    let nobody = global_payment(&GlobalPaymentRequest::default(), &bytes(&german())).unwrap_err();
    let fields: Vec<&str> = nobody.iter().map(|issue| issue.field.as_ref()).collect();
    assert_eq!(
        fields,
        ["requestedExecutionDate", "chargeBearer", "debtor.account"]
    );
}

const REPORT: &str = "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.12\">\
<CstmrPmtStsRpt><GrpHdr><MsgId>R-1</MsgId><CreDtTm>2026-11-23T08:00:00</CreDtTm></GrpHdr>\
<OrgnlGrpInfAndSts><OrgnlMsgId>M-1</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>PART</GrpSts></OrgnlGrpInfAndSts>\
<OrgnlPmtInfAndSts><OrgnlPmtInfId>M-1-1</OrgnlPmtInfId><PmtInfSts>ACSP</PmtInfSts>\
<TxInfAndSts><StsId>S-1</StsId><OrgnlEndToEndId>PO-7</OrgnlEndToEndId>\
<OrgnlUETR>eb6305c9-1f7f-49de-aed0-16487c27b42d</OrgnlUETR><TxSts>RJCT</TxSts>\
<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf><AccptncDtTm>2026-11-23T09:00:00+01:00</AccptncDtTm></TxInfAndSts>\
<TxInfAndSts><OrgnlEndToEndId>NOTPROVIDED</OrgnlEndToEndId><TxSts>ACSC</TxSts></TxInfAndSts>\
</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>";

#[test]
fn a_status_report_gives_events() {
    let report = status_report(REPORT).unwrap();
    assert_eq!(report.id, "R-1");
    assert_eq!(report.created_at, "2026-11-23T08:00:00Z");
    assert_eq!(report.issues[0].code, Code::OffsetAssumed);
    let scopes: Vec<Scope> = report.reports.iter().map(|report| report.scope).collect();
    assert_eq!(
        scopes,
        [
            Scope::Message,
            Scope::PaymentInformation,
            Scope::Transaction,
            Scope::Transaction
        ]
    );
    let refused = &report.reports[2];
    assert_eq!(refused.end_to_end_id.as_deref(), Some("PO-7"));
    assert_eq!(refused.payment_information_id.as_deref(), Some("M-1-1"));
    assert_eq!(refused.message_id.as_deref(), Some("M-1"));
    let status = status_of(std::slice::from_ref(&refused.event));
    assert_eq!(status.state, PayoutState::Rejected);
    assert_eq!(status.reason.unwrap().code, "AC04");
    assert_eq!(report.reports[3].end_to_end_id, None);
    assert_eq!(report.reports[3].event.at, "2026-11-23T08:00:00Z");
}

fn entry(fields: &str) -> String {
    format!(
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>\
         <GrpHdr><MsgId>N-1</MsgId><CreDtTm>2026-11-23T10:00:00Z</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>\
         <Acct><Id><Othr><Id>va-2</Id></Othr></Id></Acct><Ntry>{fields}</Ntry></Ntfctn>\
         </BkToCstmrDbtCdtNtfctn></Document>"
    )
}

#[test]
fn a_debit_has_left_and_a_return_came_back() {
    let debit = "<Amt Ccy=\"EUR\">2024.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
        <BookgDt><Dt>2026-11-23</Dt></BookgDt><AcctSvcrRef>B-9</AcctSvcrRef><NtryDtls>\
        <Btch><PmtInfId>M-1-1</PmtInfId></Btch>\
        <TxDtls><Refs><EndToEndId>PO-7</EndToEndId></Refs><Amt Ccy=\"EUR\">1012.00</Amt></TxDtls>\
        <TxDtls><Refs><EndToEndId>PO-8</EndToEndId></Refs><Amt Ccy=\"EUR\">1012.00</Amt>\
        <RmtInf><Strd><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf></TxDtls></NtryDtls>";
    let read = notification(&entry(debit)).unwrap();
    assert_eq!(read.entries.len(), 2);
    let first = &read.entries[0];
    assert_eq!(first.account.as_deref(), Some("va-2"));
    assert_eq!(
        (first.amount.as_str(), first.currency.as_str()),
        ("1012.00", "EUR")
    );
    assert_eq!(first.payment_information_id.as_deref(), Some("M-1-1"));
    assert_eq!(
        read.entries[1].reference.as_deref(),
        Some("RF18539007547034")
    );
    let sent = first.event.clone().unwrap();
    assert_eq!(
        status_of(std::slice::from_ref(&sent)).state,
        PayoutState::Settled
    );

    let back = "<Amt Ccy=\"EUR\">1012.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>\
        <NtryDtls><TxDtls><Refs><EndToEndId>PO-7</EndToEndId></Refs>\
        <RtrInf><Rsn><Cd>AC04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>";
    let back = notification(&entry(back)).unwrap().entries[0]
        .event
        .clone()
        .unwrap();
    let status = status_of(&[back, sent]);
    assert_eq!(status.state, PayoutState::Returned);
    assert_eq!(status.reason.unwrap().code, "AC04");

    let incoming = "<Amt Ccy=\"EUR\">5</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>";
    assert_eq!(
        notification(&entry(incoming)).unwrap().entries[0].event,
        None::<StatusEvent>
    );
}

#[test]
fn other_messages_are_refused() {
    assert_eq!(
        notification(REPORT).unwrap_err(),
        DocumentError::OtherMessage
    );
    assert_eq!(
        status_report(&entry("")).unwrap_err(),
        DocumentError::OtherMessage
    );
    assert_eq!(status_report("<a").unwrap_err(), DocumentError::NotXml);
}

proptest! {
    /// Whatever stands in a text, the file can be read back and says the same.
    #[test]
    fn names_survive(name in "[ -~éüß山\u{1f602}]{1,60}") {
        let mut intent = german();
        intent.creditor.name.clone_from(&name);
        prop_assume!(canonical(&intent).is_ok());
        let request = CreditTransferRequest {
            characters: Characters::Unicode,
            ..request()
        };
        let xml = written(&request, &[intent]);
        let found = xml.split("<Cdtr><Nm>").nth(1).unwrap().split("</Nm>").next().unwrap();
        let back = found
            .replace("&lt;", "<")
            .replace("&gt;", ">")
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        prop_assert_eq!(back, name);
    }

    /// Over SEPA no file has other letters than those that every bank takes.
    #[test]
    fn sepa_has_basic_latin_letters_only(name in "\\PC{1,60}") {
        let mut intent = german();
        intent.creditor.name = name;
        prop_assume!(canonical(&intent).is_ok());
        if let Ok(file) = credit_transfer(&request(), &[&bytes(&intent)]) {
            let found = file.xml.split("<Cdtr><Nm>").nth(1).unwrap().split('<').next().unwrap();
            let is_basic = |c: char| c.is_ascii_alphanumeric() || "/-?:().,'+ ".contains(c);
            prop_assert!(found.chars().all(is_basic) && found.len() <= 70, "{}", found);
        }
    }

    /// Readers answer to anything.
    #[test]
    fn readers_never_panic(cut in 0_usize..1500, noise in "[<>/&;a-z\"= ]{0,12}") {
        let mut text: String = REPORT.chars().take(cut).collect();
        text.push_str(&noise);
        let _ = status_report(&text);
        let _ = notification(&text);
    }
}
