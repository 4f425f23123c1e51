// Bank formats as users of the package call them: from a prepared payout to the file, and from the
// bank's answer to a status.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { dist } from './vectors.mjs'

const intent = {
  idempotencyKey: '7f0e-1',
  endToEndId: 'PO-7',
  amount: '1012.5',
  currency: 'EUR',
  rail: 'SCT_INST',
  debtor: { account: 'wallet-1' },
  creditor: { name: 'Zoë & Söhne', account: { country: 'DE', iban: 'DE89 3704 0044 0532 0130 00' } },
}
const context = {
  method: 'POST',
  url: 'https://api.example/v1/payouts',
  created: 1_795_247_591,
  expires: 1_795_247_651,
  nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
  keyId: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
  alg: 'ecdsa-p256-sha256',
}
const debtors = [{ name: 'Example', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A' }]
const header = { messageId: 'M-1', createdAt: '2026-11-21T09:30:00Z', initiatingParty: 'Example', executionDate: '2026-11-23', debtors }

const report = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
<GrpHdr><MsgId>R-1</MsgId><CreDtTm>2026-11-23T08:00:00Z</CreDtTm></GrpHdr><OrgnlPmtInfAndSts><TxInfAndSts>
<OrgnlEndToEndId>PO-7</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn></StsRsnInf>
</TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>`

const outcomes = []
for (const [core, entry] of [['index.js', 'iso20022.js'], ['compat.js', 'iso20022.compat.js']]) {
  const { preparePayout, statusOf } = await import(pathToFileURL(dist(core)))
  const kit = await import(pathToFileURL(dist(entry)))
  const prepared = preparePayout(intent, context)

  test(`${entry}: a prepared payout becomes a file and a body`, () => {
    const file = kit.writeCreditTransfer({ ...header, payouts: [prepared, prepared.bytes] })
    assert.equal(file.status, 'ready', JSON.stringify(file.issues))
    assert.equal(file.controlSum, '2025')
    assert.match(file.xml, /<Nm>Zoe \+ Sohne<\/Nm>.*<IBAN>DE89370400440532013000<\/IBAN>/)
    const asSigned = kit.writeCreditTransfer({ ...header, characters: 'unicode', payouts: [prepared] })
    assert.match(asSigned.xml, /<Nm>Zoë &amp; Söhne<\/Nm>/)
    const payment = kit.writeGlobalPayment({ executionDate: '2026-11-23', debtors, payout: prepared })
    assert.equal(JSON.parse(payment.body).value.amount, '1012.50')
    outcomes.push(file.xml + payment.body)
  })

  test(`${entry}: addresses in their parts, the payer's and the payee's`, () => {
    const postalAddress = { streetName: 'Hauptstraße', buildingNumber: '1', postCode: '10115', townName: 'Köln', country: 'DE' }
    const addressed = preparePayout({ ...intent, creditor: { ...intent.creditor, postalAddress } }, context)
    assert.equal(addressed.summary.find(({ key }) => key === 'address').value, 'Hauptstraße 1, 10115 Köln, Germany')
    const file = kit.writeCreditTransfer({ ...header, debtors: [{ ...debtors[0], postalAddress }], payouts: [addressed] })
    assert.deepEqual(file.issues, [])
    const written = '<PstlAdr><StrtNm>Hauptstrase</StrtNm><BldgNb>1</BldgNb><PstCd>10115</PstCd><TwnNm>Koln</TwnNm><Ctry>DE</Ctry></PstlAdr>'
    assert.equal(file.xml.split(written).length, 3)
    outcomes.push(file.xml)
    const line = preparePayout({ ...intent, creditor: { ...intent.creditor, address: 'Hauptstraße 1, Köln' } }, context)
    const [{ code, field }] = kit.writeCreditTransfer({ ...header, payouts: [line] }).issues
    assert.deepEqual([code, field], ['unexpected_field', 'payouts.0.creditor.address'])
  })

  test(`${entry}: the bank's report becomes a status`, () => {
    const read = kit.readStatusReport(report)
    const status = statusOf([read.reports[0].event])
    assert.deepEqual([read.reports[0].endToEndId, status.state, status.reason.code], ['PO-7', 'rejected', 'AC04'])
    assert.deepEqual(kit.readNotification(report).issues.map(({ code }) => code), ['other_message'])
    assert.deepEqual(kit.readNotification('<').issues.map(({ code }) => code), ['not_xml'])
  })

  test(`${entry}: what is wrong is told, and a wrong type is the programmer's`, () => {
    const refused = kit.writeCreditTransfer({ ...header, messageId: '', payouts: [new Uint8Array([123, 125])] })
    assert.deepEqual(refused.issues.map(({ field }) => field), ['messageId', 'payouts.0'])
    assert.throws(() => kit.writeCreditTransfer({ ...header, payouts: ['text'] }), { code: 'invalid_argument' })
    assert.throws(() => kit.readStatusReport(7), { code: 'invalid_argument' })
  })
}

test('both engines wrote the same', () => {
  assert.equal(outcomes.length, 4)
  assert.deepEqual(outcomes.slice(2), outcomes.slice(0, 2))
})
