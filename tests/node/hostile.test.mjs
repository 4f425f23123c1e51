// Anything at all as an argument: an answer or a PayoutKitError, and everything works afterwards.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { dist } from './vectors.mjs'

const IBAN = { country: 'DE', iban: 'DE89370400440532013000' }

const cyclic = { country: 'DE' }
cyclic.iban = cyclic
cyclic.proxy = cyclic
cyclic.debit = cyclic
cyclic.creditor = cyclic
const cyclicList = []
cyclicList.push(cyclicList)
const revoked = Proxy.revocable({}, {})
revoked.revoke()
const revokedList = Proxy.revocable([], {})
revokedList.revoke()
const fail = () => {
  throw new Error('a getter')
}
const traps = new Proxy({}, { get: fail, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail, getPrototypeOf: fail })
const deep = JSON.parse('{"a":'.repeat(5000) + '1' + '}'.repeat(5000))
const text = '\ud800'

const KEYS = ['country', 'iban', 'proxy', 'debit', 'credit', 'at', 'rates', 'fees', 'amount', 'currency', 'parts', 'idempotencyKey',
  'creditor', 'metadata', 'method', 'url', 'created', 'bytes', 'headers', 'signatureBase', 'status', 'sign', 'alg', 'keyId', 'kty', 'x',
  'persist', 'name', 'key', 'now', 'body']
const throwing = (key) => Object.defineProperty({ ...IBAN }, key, { get: fail, enumerable: true })
const poisoned = (value) => Object.fromEntries(KEYS.map((key) => [key, value]))

const VALUES = {
  undefined, null: null, true: true, false: false, zero: 0, NaN: NaN, infinity: -Infinity, fraction: 1.5, large: 2 ** 60, bigint: 10n,
  symbol: Symbol('s'), function: () => {}, class: class A {}, date: new Date(NaN), regexp: /a/, map: new Map([['country', 'DE']]),
  set: new Set([1]), promise: Promise.resolve(), error: new Error('x'), bytes: new Uint8Array(9), buffer: new ArrayBuffer(8),
  'boxed text': new String('DE'), 'empty text': '', 'a lone surrogate': text, 'lone surrogates': text.repeat(5000),
  'a long text': 'x'.repeat(3_000_000), 'long astral text': '😀'.repeat(500_000), 'null characters': '\0'.repeat(2000),
  'empty object': {}, 'no prototype': Object.create(null), 'empty list': [], 'sparse list': Array(1000), 'a longest list': Array(2 ** 32 - 1),
  'a list of all': [1, 'a', null, {}, [], 10n], cyclic, cyclicList, deep, revoked: revoked.proxy, revokedList: revokedList.proxy, traps,
  'proxied list': new Proxy([{ country: 'DE' }], { get: (target, key) => (key === 'length' ? 10n : target[key]) }),
  'list with a getter': Object.defineProperty([IBAN], 0, { get: fail }),
  'a million nulls': Array(1_000_000).fill(null),
  ...Object.fromEntries(KEYS.map((key) => [`a throwing getter: ${key}`, throwing(key)])),
  'symbols inside': poisoned(Symbol('s')), 'bigints inside': poisoned(10n), 'functions inside': poisoned(() => {}),
  'nulls inside': poisoned(null), 'numbers inside': poisoned(-1), 'lists inside': poisoned([]), 'objects inside': poisoned({}),
  'traps inside': poisoned(traps), 'revoked inside': poisoned(revoked.proxy), 'lone surrogates inside': poisoned(text),
  'long texts inside': poisoned('é'.repeat(200_000)), 'cycles inside': poisoned(cyclic), 'prototypes inside': JSON.parse('{"__proto__":{"country":"DE"},"metadata":{"__proto__":"x"},"country":"DE"}'),
  'toJSON': { ...IBAN, toJSON: fail }, 'toString': { ...IBAN, country: { toString: fail, valueOf: fail } },
}

for (const entry of ['index.js', 'compat.js']) {
  const kit = await import(pathToFileURL(dist(entry)))
  const server = await import(pathToFileURL(dist(entry === 'index.js' ? 'server.js' : 'server.compat.js')))
  const functions = Object.entries({ ...kit, verifyPayoutRequest: server.verifyPayoutRequest, verifyWebhook: server.verifyWebhook })
    .filter(([name, value]) => typeof value === 'function' && name !== 'PayoutKitError')

  const healthy = () => {
    assert.equal(kit.isValidIban(IBAN.iban), true)
    assert.equal(kit.validateAccount(IBAN).status, 'valid')
    assert.equal(kit.statusOf([{ status: 'ACCC', at: '2026-11-21T09:30:00Z' }]).state, 'credited')
  }

  for (const [name, f] of functions) {
    test(`${entry}: ${name} of anything`, async () => {
      for (const [what, value] of Object.entries(VALUES)) {
        for (const args of [[value], [value, value], [IBAN, value]]) {
          try {
            await f(...args)
          } catch (error) {
            assert.ok(error instanceof kit.PayoutKitError || error instanceof server.PayoutKitError, `${name}(${what}): ${error?.stack}`)
            assert.notEqual(error.code, 'internal_error', `${name}(${what}): ${error.cause?.stack}`)
            assert.ok(!error.message.includes('a getter'), 'what a getter throws is not repeated')
          }
        }
        healthy()
      }
    })
  }

  test(`${entry}: no argument at all`, async () => {
    for (const [name, f] of functions) {
      try {
        await f()
      } catch (error) {
        assert.equal(error.code, 'invalid_argument', name)
      }
      healthy()
    }
  })

  test(`${entry}: the error names the place`, () => {
    const place = (f) => {
      try {
        f()
      } catch ({ name, code, path }) {
        return `${name} ${code} ${path}`
      }
    }
    const request = { debit: { currency: 'EUR', amount: '1.00' }, credit: { country: 'DE', currency: 'EUR' }, at: '2026-11-23T09:00:00Z' }
    assert.equal(place(() => kit.validateAccount({ country: 'DE', iban: 5 })), 'PayoutKitError invalid_argument iban')
    assert.equal(place(() => kit.validateAccount({ country: 'ID', proxy: { type: 'phone', value: 5 } })), 'PayoutKitError invalid_argument proxy.value')
    assert.equal(place(() => kit.validateAccounts([IBAN, { country: [] }])), 'PayoutKitError invalid_argument [1].country')
    assert.equal(place(() => kit.validateAccount(throwing('iban'))), 'PayoutKitError invalid_argument iban')
    assert.equal(
      place(() => kit.previewPayout({ ...request, fees: { rules: [{ code: 'a', mode: 'on_top' }, { code: 'b', mode: 'somehow' }] } })),
      'PayoutKitError invalid_argument fees.rules[1].mode',
    )
    assert.equal(place(() => kit.previewPayout({ ...request, fee: {} })), 'PayoutKitError invalid_argument fee')
    assert.equal(place(() => kit.isValidIban()), 'PayoutKitError invalid_argument ')
  })

  test(`${entry}: getters and proxies that answer are read`, () => {
    class Form {
      get country() {
        return 'DE'
      }
      get iban() {
        return IBAN.iban
      }
    }
    assert.equal(kit.validateAccount(new Form()).status, 'valid')
    assert.equal(kit.validateAccount(new Proxy(IBAN, {})).status, 'valid')
  })

  test(`${entry}: what stands on every object is not read`, () => {
    for (const enumerable of [true, false]) {
      Object.defineProperty(Object.prototype, 'holderPhone', { value: 'x', enumerable, configurable: true })
      try {
        const { status, issues } = kit.validateAccounts([IBAN])[0]
        assert.equal(status, 'valid')
        assert.deepEqual(issues.filter(({ field }) => field === 'holderPhone'), [])
        assert.equal(kit.validateAccount(IBAN).status, 'valid')
      } finally {
        delete Object.prototype.holderPhone
      }
    }
  })

  test(`${entry}: a getter that calls the package`, () => {
    const account = { country: 'DE', get iban() { return kit.isValidIban(IBAN.iban) ? IBAN.iban : '' } }
    assert.equal(kit.validateAccount(account).status, 'valid')
  })

  test(`${entry}: the fast path gives the same report as the long way`, () => {
    for (const account of [IBAN, { country: 'DE', iban: 'DE8' }, { country: 'US', routingNumber: '1', accountNumber: 'ä' }, { country: 'DE', iban: '😀' }]) {
      // An unused alias sends it the long way.
      const long = kit.validateAccounts([{ ...account, holderName: 'a\x1fb' }])[0]
      const fast = kit.validateAccount({ ...account, holderName: 'ab' })
      assert.deepEqual(long.checks, fast.checks)
      assert.deepEqual(Object.keys(long), Object.keys(fast))
      assert.deepEqual(long.issues.filter(({ field }) => field !== 'holderName'), fast.issues.filter(({ field }) => field !== 'holderName'))
    }
  })
}
