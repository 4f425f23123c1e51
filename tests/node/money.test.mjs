// Amounts for people, and batches.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { dist } from './vectors.mjs'

for (const entry of ['index.js', 'compat.js']) {
  const { formatAmount, previewBatch, PayoutKitError } = await import(dist(entry))

  test(`${entry}: amounts with the decimals of ISO 4217 and all their digits`, () => {
    const plain = (...args) => formatAmount(...args).replace(/[\u00a0\u202f]/g, ' ')
    assert.equal(plain('12345678901234567.89', 'EUR', { locale: 'en' }), '\u20ac12,345,678,901,234,567.89')
    assert.equal(plain('1250.5', 'EUR', { locale: 'de-DE' }), '1.250,50 \u20ac')
    // Intl itself would show 0 decimals.
    assert.equal(plain('16250.5', 'IDR', { locale: 'en', display: 'code' }), 'IDR 16,250.50')
    assert.equal(plain('0012', 'HUF', { locale: 'en', display: 'code' }), 'HUF 12.00')
    assert.equal(plain('1.5', 'KWD', { locale: 'en', display: 'code' }), 'KWD 1.500')
    assert.equal(plain('1000', 'JPY', { locale: 'en' }), '\u00a51,000')
    assert.equal(plain('0.1000', 'USD', { locale: 'en' }), '$0.10')
    assert.equal(plain('1', 'USD', null), plain('1', 'USD'))
    assert.match(plain('1234.56', 'EGP', { locale: 'ar-EG' }), /\u0661\u066c?\u0662\u0663\u0664\u066b\u0665\u0666/)
    for (const [amount, currency] of [['-1', 'EUR'], ['1,5', 'EUR'], ['', 'EUR'], ['1e3', 'EUR'], ['1', 'BGN'], [1, 'EUR'], ['1.2345', 'KWD'], ['0.105', 'USD'], ['1.5', 'JPY']]) {
      assert.throws(() => formatAmount(amount, currency), PayoutKitError)
    }
    for (const options of [{ locale: 'x-' }, { locale: 5 }, { display: 'q' }, 5]) {
      assert.throws(() => formatAmount('1', 'EUR', options), { name: 'PayoutKitError', code: 'invalid_argument' })
    }
  })

  test(`${entry}: ten thousand payouts, with progress`, { timeout: 300_000 }, () => {
    const count = entry === 'index.js' ? 10_000 : 500
    const rows = Array.from({ length: count }, (_, at) => ({
      id: `p${at}`,
      debit: { currency: 'EUR' },
      credit: { country: at % 2 ? 'GB' : 'DE', currency: at % 2 ? 'GBP' : 'EUR', amount: `${(at % 900) + 1}.50` },
    }))
    const request = {
      at: '2026-11-23T09:30:00Z',
      rows,
      rates: { source: 'bank', asOf: '2026-11-23', pairs: [{ from: 'EUR', to: 'GBP', rate: '0.8571' }] },
      fees: { rules: [{ code: 'fee', percent: '0.35', min: '0.20', mode: 'on_top' }] },
      minimums: [{ currency: 'GBP', amount: '5.00' }],
    }
    const seen = []
    const started = performance.now()
    const batch = previewBatch(request, { onProgress: (done, of) => seen.push([done, of]) })
    console.log(`${count} rows in ${Math.round(performance.now() - started)} ms`)
    assert.equal(seen.length, count / 100)
    assert.deepEqual(seen.at(-1), [count, count])
    const small = rows.flatMap((row, at) => (row.credit.currency === 'GBP' && Number(row.credit.amount) < 5 ? [at] : []))
    assert.deepEqual(batch.failed, small)
    const cents = batch.rows.filter((row) => row.ready && row.debit).reduce((sum, row) => sum + BigInt(row.debit.total.replace('.', '')), 0n)
    assert.equal(batch.debits[0].amount.replace('.', ''), String(cents))
    assert.ok(JSON.stringify(batch).length / count < 600)
    const stop = () => { throw new RangeError('enough') }
    assert.throws(() => previewBatch(request, { onProgress: stop }), RangeError)
    assert.equal(previewBatch({ ...request, rows: rows.slice(0, 2) }).rows.length, 2)
  })
}
