// What a regime wants shown, from an option's own numbers.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { dist } from './vectors.mjs'

const { disclose, REGIMES } = await import(dist('disclosure.js'))
const { previewPayout } = await import(dist('index.js'))

const option = (more) =>
  previewPayout({
    debit: { currency: 'GBP', amount: '100.00' }, credit: { country: 'US', currency: 'USD' }, at: '2026-05-20T14:00:00Z',
    rates: { source: 'bank', asOf: '2026-05-20', pairs: [{ from: 'GBP', to: 'USD', rate: '1.25', mid: '1.28' }] },
    fees: { rules: [
      { code: 'transfer', flat: '2.50', mode: 'deducted' }, { code: 'instant', flat: '0.30', mode: 'on_top' },
      { code: 'lifting', flat: '5', mode: 'deducted', side: 'credit', vatPercent: '0' },
    ] },
    vat: { percent: '20' }, ...more,
  }).options.find((each) => each.debit)

const shown = (option, regime) =>
  Object.fromEntries(disclose(option, regime).items.map(({ id, values, missing }) => [id, missing ? 'missing' : values.map(({ value, currency }) => `${value} ${currency ?? ''}`.trim()).join(' + ')]))

test('disclosure: Regulation E', () => {
  assert.deepEqual(shown(option(), 'us'), {
    transfer_amount: '97.00 GBP', transfer_fees: '2.80 GBP', transfer_taxes: '0.56 GBP', total: '100.36 GBP', exchange_rate: '1.25',
    transfer_amount_abroad: '121.25 USD', other_fees: '5.00 USD', total_to_recipient: '116.25 USD',
  })
})

test('disclosure: the European and the British rule, and the good practice of the FCA', () => {
  // 97.00 × (1 − 1.25 ÷ 1.28) = 2.2734
  for (const regime of ['eu', 'uk']) {
    assert.deepEqual(shown(option(), regime), { conversion_charges: '2.27 GBP', total_debit: '100.36 GBP', credit_amount: '116.25 USD' })
  }
  assert.equal(shown(option(), 'fca').total_fee, '5.63 GBP + 5.00 USD')
  const noMid = { rates: { source: 'bank', asOf: '2026-05-20', pairs: [{ from: 'GBP', to: 'USD', rate: '1.25' }] } }
  assert.equal(shown(option(noMid), 'eu').conversion_charges, 'missing')
  assert.equal(shown(option(noMid), 'fca').total_fee, 'missing')
})

test('disclosure: without conversion and fees only what is due', () => {
  const plain = previewPayout({ debit: { currency: 'EUR', amount: '10' }, credit: { country: 'DE', currency: 'EUR' }, at: '2026-05-20T14:00:00Z' }).options[0]
  assert.deepEqual(shown(plain, 'eu'), { total_debit: '10.00 EUR', credit_amount: '10.00 EUR' })
  assert.deepEqual(Object.keys(shown(plain, 'us')), ['transfer_amount', 'total', 'total_to_recipient'])
  for (const { source, asOf, confidence, force } of Object.values(REGIMES)) {
    assert.ok(source && confidence && /^\d{4}-\d\d-\d\d$/.test(asOf) && ['must', 'should'].includes(force))
  }
})

test('disclosure: what is no option, or no regime, is a mistake that is named', () => {
  for (const args of [[undefined, 'us'], [0, 'us'], [{}, 'us'], [option(), 'x'], [option(), 'toString'], [option()]]) {
    assert.throws(() => disclose(...args), { name: 'PayoutKitError', code: 'invalid_argument' })
  }
})
