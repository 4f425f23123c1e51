// A column is judged as its rows are, in chunks, whatever the offsets; in wasm and in its twin.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { dist, files } from './vectors.mjs'

const STATUS = ['valid', 'incomplete', 'invalid']

const ibans = files
  .flatMap(({ cases }) => cases)
  .filter(({ call }) => call === 'validateAccount')
  .flatMap(({ args }) => (typeof args[0]?.iban === 'string' ? [args[0].iban] : []))
  .filter((iban) => /^[A-Za-z]{2}[0-9]/.test(iban))

function column(rows) {
  const encoder = new TextEncoder()
  const parts = rows.map((row) => encoder.encode(row))
  const offsets = new Uint32Array(rows.length + 1)
  parts.forEach((part, at) => (offsets[at + 1] = offsets[at] + part.length))
  const bytes = new Uint8Array(offsets[rows.length])
  parts.forEach((part, at) => bytes.set(part, offsets[at]))
  return { bytes, offsets }
}

for (const entry of ['index.js', 'compat.js']) {
  const kit = await import(pathToFileURL(dist(entry)).href)

  test(`${entry}: a row is judged as a single account`, () => {
    assert.ok(ibans.length > 10)
    const { bytes, offsets } = column(ibans)
    const verdict = kit.validateIbanColumn(bytes, offsets)
    assert.ok(verdict.status instanceof Uint8Array && verdict.code instanceof Uint16Array)
    ibans.forEach((iban, at) => {
      const report = kit.validateAccount({ country: iban.slice(0, 2), iban })
      // A country without IBANs is asked for something else.
      if (report.issues.some(({ field }) => field !== 'iban')) return
      assert.equal(STATUS[verdict.status[at]], report.status, iban)
      const first =
        report.issues.find(({ severity }) => severity === 'error') ??
        report.issues.find(({ severity }) => severity === 'warning') ??
        report.issues.find(({ code }) => code === 'unofficial_iban')
      assert.equal(verdict.codes[verdict.code[at]], first?.code ?? '', iban)
      assert.deepEqual([verdict.start[at], verdict.end[at]], first?.position ?? [0, 0], iban)
    })
  })

  test(`${entry}: many chunks, with progress`, () => {
    const rows = Array.from({ length: 40_000 }, (_, at) => ibans[at % ibans.length])
    const { bytes, offsets } = column(rows)
    const seen = []
    const verdict = kit.validateIbanColumn(bytes, offsets, { onProgress: (done, of) => seen.push([done, of]) })
    assert.deepEqual(seen, [[16384, 40000], [32768, 40000], [40000, 40000]])
    const once = kit.validateIbanColumn(...Object.values(column(ibans)))
    for (let at = 0; at < rows.length; at++) {
      assert.equal(verdict.status[at], once.status[at % ibans.length])
      assert.equal(verdict.code[at], once.code[at % ibans.length])
    }
  })

  test(`${entry}: a million rows in parts, between which others run and a signal can stop it`, async () => {
    const rows = entry === 'index.js' ? 1_000_000 : 50_000
    const { bytes, offsets } = column(Array.from({ length: rows }, (_, at) => ibans[at % ibans.length]))
    const once = kit.validateIbanColumn(...Object.values(column(ibans)))
    let between = 0
    const timer = setInterval(() => between++, 1)
    const seen = []
    const verdict = await kit.validateIbanColumnAsync(bytes, offsets, { onProgress: (done, of) => seen.push([done, of]) })
    clearInterval(timer)
    assert.deepEqual(seen.at(-1), [rows, rows])
    assert.equal(seen.length, Math.ceil(rows / 16_384))
    assert.ok(between > 0)
    for (let at = 0; at < rows; at++) {
      if (verdict.status[at] !== once.status[at % ibans.length] || verdict.code[at] !== once.code[at % ibans.length]) assert.fail(`row ${at}`)
    }
    const stop = new AbortController()
    const stopped = kit.validateIbanColumnAsync(bytes, offsets, { signal: stop.signal, onProgress: () => stop.abort() })
    await assert.rejects(stopped, { name: 'AbortError' })
    await assert.rejects(kit.validateIbanColumnAsync(bytes, offsets, { signal: 'no' }), { code: 'invalid_argument', path: 'signal' })
  })

  test(`${entry}: offsets and nulls as Arrow has them`, () => {
    const rows = Array.from({ length: 40_000 }, (_, at) => ibans[at % ibans.length])
    const { bytes, offsets } = column(rows)
    const verdict = kit.validateIbanColumn(bytes, offsets)
    for (const arrow of [Int32Array.from(offsets), BigInt64Array.from(offsets, BigInt)]) {
      assert.deepEqual(kit.validateIbanColumn(bytes, arrow), verdict)
    }
    const validity = new Uint8Array(rows.length / 8).map((_, at) => (at * 37) % 256)
    const nullable = kit.validateIbanColumn(bytes, Int32Array.from(offsets), { validity })
    for (let at = 0; at < rows.length; at++) {
      const hasValue = (validity[at >> 3] >> (at & 7)) & 1
      const expected = hasValue ? [verdict.status[at], verdict.code[at], verdict.start[at], verdict.end[at]] : [4, 0, 0, 0]
      assert.deepEqual([nullable.status[at], nullable.code[at], nullable.start[at], nullable.end[at]], expected)
    }
  })

  test(`${entry}: hostile offsets and arguments`, () => {
    const { bytes } = column(['DE89370400440532013000'])
    const status = (...offsets) => [...kit.validateIbanColumn(bytes, new Uint32Array(offsets)).status]
    assert.deepEqual(status(), [])
    assert.deepEqual(status(5), [])
    assert.deepEqual(status(0, 22, 10, 22), [0, 3, 2])
    assert.deepEqual(status(2 ** 32 - 1, 0, 22, 23), [3, 0, 3])
    assert.deepEqual(status(99, 100), [3])
    assert.deepEqual([...kit.validateIbanColumn(new Uint8Array([0xff]), new Uint32Array([0, 1])).status], [3])
    for (const args of [[], ['x', new Uint32Array(2)], [bytes, [0, 22]], [bytes, new Uint32Array(2), 5], [bytes, new Uint32Array(2), { onProgress: 1 }]]) {
      assert.throws(() => kit.validateIbanColumn(...args), { code: 'invalid_argument' })
    }
    const { status: signed } = kit.validateIbanColumn(bytes, new Int32Array([0, 22, -1, 22, 23, 0, 22]))
    assert.deepEqual([...signed], [0, 3, 3, 3, 3, 0])
    const large = new BigInt64Array([0n, 22n, 2n ** 40n, 0n, 22n, -5n])
    assert.deepEqual([...kit.validateIbanColumn(bytes, large).status], [0, 3, 3, 0, 3])
    for (const validity of [5, 'x', new Uint8Array()]) {
      assert.throws(() => kit.validateIbanColumn(bytes, new Uint32Array([0, 22]), { validity }), { code: 'invalid_argument' })
    }
    const detaching = column(Array.from({ length: 40_000 }, () => 'DE89370400440532013000'))
    const verdict = kit.validateIbanColumn(detaching.bytes, detaching.offsets, {
      onProgress: () => structuredClone(detaching.bytes.buffer, { transfer: [detaching.bytes.buffer] }).byteLength,
    })
    assert.deepEqual([verdict.status[0], verdict.status[39_999]], [0, 3])
  })
}
