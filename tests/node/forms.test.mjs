// Forms as pages use them: the pattern of every field goes into HTML's `<input pattern>`, which compiles it
// with the flag `v`.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { dist } from './vectors.mjs'

const { accountRequirements, listMarkets, validateAccount } = await import(dist('index.js'))

// Node.js 20 and every browser since 2023 know `v`; HTML anchors what it compiles.
const compiled = (pattern) => ['u', 'v'].map((flag) => new RegExp(`^(?:${pattern})$`, flag))

test('every pattern compiles as HTML compiles it, and takes its example', () => {
  let fields = 0
  for (const { country, methods } of listMarkets()) {
    for (const method of methods) {
      for (const { key, pattern, example, options = [] } of accountRequirements({ country, method }).fields) {
        fields += 1
        const place = `${country} ${method} ${key}: ${pattern}`
        for (const expression of compiled(pattern)) assert.match(example, expression, place)
        for (const option of options) {
          if (option.pattern !== undefined) compiled(option.pattern)
          if (key === 'accountType') for (const expression of compiled(pattern)) assert.match(option.value, expression, place)
        }
      }
    }
  }
  assert.ok(fields > 400, `${fields}`)
})

test("an alias has the pattern of its kind, and the field that of the market's kinds", () => {
  const { fields } = accountRequirements({ country: 'HK', method: 'proxy' })
  const kinds = fields.find(({ key }) => key === 'proxy.type').options
  const { pattern, example } = fields.find(({ key }) => key === 'proxy.value')
  const takes = (value) => kinds.filter((kind) => compiled(kind.pattern)[1].test(value)).map((kind) => kind.value)
  assert.deepEqual(takes('payee@example.hk'), ['email'])
  assert.deepEqual(takes(example), ['phone'])
  assert.ok(takes('123456789').includes('fpsId'))
  assert.doesNotMatch('some.name', compiled(pattern)[1])
})

test("a holder's name, phone and address are asked and checked", () => {
  const keys = (country) => accountRequirements({ country }).fields.map(({ key }) => key)
  assert.deepEqual(keys('US'), ['routingNumber', 'accountNumber', 'accountType', 'holderAddress'])
  assert.ok(keys('CL').includes('holderPhone'))
  const account = { country: 'JP', bankCode: '0001', branchCode: '001', accountNumber: '1234567' }
  assert.equal(validateAccount({ ...account, holderName: 'ヤマダ タロウ' }).account.holderName, 'ヤマダ タロウ')
  const [issue] = validateAccount({ ...account, holderName: '山田 太郎' }).issues
  assert.deepEqual([issue.field, issue.code, issue.position], ['holderName', 'invalid_character', [0, 1]])
  const phone = { country: 'US', routingNumber: '110000000', accountNumber: '000123456789', accountType: 'checking', holderPhone: '+1 212 555 0100' }
  assert.equal(validateAccount(phone).account.holderPhone, '+12125550100')
})
