// Rate sheets from what banks and providers send: every digit kept, and the core takes them as they are.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { dist } from './vectors.mjs'

const require = createRequire(import.meta.url)
const rates = await import(dist('rates.js'))
const { previewPayout } = await import(dist('index.js'))

const xml = `<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <Cube><Cube time='2026-11-20'><Cube currency='USD' rate='1.1572'/><Cube currency='IDR' rate='20275.17'/></Cube>
  <Cube time='2026-11-19'><Cube currency='USD' rate='1.1'/></Cube></Cube>
</gesmes:Envelope>`

test('rates: the ECB, as XML and both kinds of CSV', () => {
  const { sheet, issues } = rates.ecbSheet(xml)
  assert.deepEqual(issues, [])
  assert.equal(sheet.asOf, '2026-11-20')
  assert.equal(sheet.indicative, true)
  assert.deepEqual(sheet.pairs.map(({ from, to, rate }) => [from, to, rate]), [['EUR', 'USD', '1.1572'], ['EUR', 'IDR', '20275.17']])
  assert.equal(rates.ecbSheet(xml, { day: '2026-11-19' }).sheet.pairs.length, 1)
  const daily = rates.ecbSheet('Date, USD, JPY, BGN, \n20 November 2026, 1.1572, 178.20, N/A, \n').sheet
  assert.deepEqual([daily.asOf, daily.pairs.map((pair) => pair.to + pair.rate)], ['2026-11-20', ['USD1.1572', 'JPY178.20']])
  const history = 'Date,USD,JPY,\n2026-11-20,1.1572,178.2,\n2026-11-19,1.1,,\n'
  assert.equal(rates.ecbSheet(history).sheet.asOf, '2026-11-20')
  assert.equal(rates.ecbSheet(history, { day: '2026-11-19' }).sheet.pairs.length, 1)
  for (const text of ['', 'nonsense', '<Cube>', 'Date,USD\n2026-11-20,abc', xml.replaceAll('rate=', 'rat=')]) {
    assert.deepEqual([rates.ecbSheet(text).sheet, rates.ecbSheet(text).issues[0].severity], [undefined, 'error'], text)
  }
})

test('rates: digits that a float would lose', () => {
  const digits = '0.1234567890123456789012345678'
  const { sheet } = rates.wiseSheet(
    `{"id":"q","sourceCurrency":"EUR","targetCurrency":"USD","rate":${digits},"rateType":"FIXED",
      "createdTime":"2026-11-20T10:00:00Z","rateExpirationTime":"2026-11-20T10:30:00Z"}`,
  )
  assert.equal(sheet.pairs[0].rate, digits)
  assert.deepEqual([sheet.indicative, sheet.expiresAt], [false, '2026-11-20T10:30:00Z'])
  const answer = previewPayout({
    debit: { currency: 'EUR', amount: '9999999999999.99' }, credit: { country: 'US', currency: 'USD' },
    at: '2026-11-20T10:00:00Z', rates: sheet,
  })
  const option = answer.options.find((option) => option.rate !== undefined)
  assert.equal(option.rate.customer, digits)
  // 999999999999999 cents × the rate, by BigInt, half up.
  const exact = 999999999999999n * 1234567890123456789012345678n
  const cents = ((exact / 10n ** 27n + 5n) / 10n).toString()
  assert.equal(option.credit.amount, `${cents.slice(0, -2)}.${cents.slice(-2)}`)
  assert.equal(rates.airwallexSheet('{"currency_pair":"AUDUSD","client_rate":6.5e-7,"created_at":"2026-11-20"}').sheet.pairs[0].rate, '0.00000065')
  assert.equal(rates.airwallexSheet('{"currency_pair":"AUDIDR","client_rate":1.05e+4,"created_at":"2026-11-20"}').sheet.pairs[0].rate, '10500')
  assert.throws(() => rates.wiseSheet({ rate: 1.1 }), (error) => error.code === 'invalid_argument')
})

test('rates: Wise, Airwallex, Stripe and J.P. Morgan', () => {
  const list = rates.wiseSheet('[{"rate":1.166,"source":"EUR","target":"USD","time":"2018-08-31T10:43:31+0000"}]').sheet
  assert.deepEqual([list.asOf, list.indicative], ['2018-08-31T10:43:31+00:00', true])
  const air = rates.airwallexSheet(
    '{"quote_id":"q","currency_pair":"AUDUSD","client_rate":0.6512,"mid_rate":0.66,"valid_from_at":"2026-11-20T10:00:00+0000","valid_to_at":"2026-11-20T10:30:00+0000"}',
  ).sheet
  assert.deepEqual(air.pairs, [{ from: 'AUD', to: 'USD', rate: '0.6512', mid: '0.66' }])
  assert.equal(air.expiresAt, '2026-11-20T10:30:00+00:00')
  // The example of Stripe's documentation.
  const stripe = rates.stripeSheet(
    '{"created":1731498806.6424642,"lock_expires_at":1731502406.5579598,"lock_status":"active","to_currency":"chf","rates":{' +
      '"gbp":{"exchange_rate":1.10167,"rate_details":{"base_rate":1.12415,"fx_fee_rate":0.02,"reference_rate":1.12437,"reference_rate_provider":"ecb"}}}}',
  )
  assert.equal(stripe.sheet.expiresAt, '2024-11-13T12:53:26Z')
  const { rate } = previewPayout({
    debit: { currency: 'GBP', amount: '1' }, credit: { country: 'CH', currency: 'CHF' }, at: '2024-11-13T12:00:00Z',
    rates: stripe.sheet, referenceRates: stripe.reference,
  }).options[0]
  assert.deepEqual([rate.reference.source, rate.reference.markupPercent, rate.indicative], ['ECB', '2.0189', false])
  const bank = rates.jpmorganSheet(
    '{"_metadata":{"timestamp":"2026-11-20T10:00:00Z"},"data":[{"baseCurrency":"USD","counterCurrency":"PHP","rate":58.1234,"guarenteedRateInd":true}]}',
    { expiresAt: '2026-11-20T11:00:00Z' },
  ).sheet
  assert.deepEqual(bank, {
    source: 'J.P. Morgan', asOf: '2026-11-20T10:00:00Z', indicative: false,
    pairs: [{ from: 'USD', to: 'PHP', rate: '58.1234' }], expiresAt: '2026-11-20T11:00:00Z',
  })
  assert.equal(rates.jpmorganSheet('{"errors":[{"errorCode":"1"}]}').issues[0].field, 'errors')
  for (const adapter of [rates.wiseSheet, rates.airwallexSheet, rates.stripeSheet, rates.jpmorganSheet]) {
    for (const text of ['', '{', 'null', '[]', '{}', '{"rate":01}', '{"__proto__":{"rate":1}}', '{"rates":{"gbp":null},"data":[null]}']) {
      const { sheet, issues } = adapter(text)
      assert.deepEqual([sheet, issues[0].severity], [undefined, 'error'], text)
    }
  }
})

test('rates: an entry of its own, without a core', () => {
  assert.equal(typeof require(dist('rates.cjs')).ecbSheet, 'function')
  assert.ok(readFileSync(dist('rates.js')).length < 8000)
})
