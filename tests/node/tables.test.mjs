// Official files instead of the core's own tables, and lists with progress; in wasm and in its twin.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'

import { dist } from './vectors.mjs'

const require = createRequire(import.meta.url)

const account = { country: 'gb', sortCode: '01-00-04', accountNumber: '12345678' }
const weights = (rule) => `010004 016715 ${rule}    0    0    0    0    0    0    1    1    1    1    1    1    1    1\r\n`
const substitutions = '938173 938017\r\n'
const record = (method) => `370400441${'Commerzbank'.padEnd(58)}50447K\u00f6ln${' '.repeat(74)}${method}054190U000000000`

for (const entry of ['index.js', 'compat.cjs']) {
  const kit = entry.endsWith('.js') ? await import(dist(entry)) : require(dist(entry))
  const gb = (rule, edition) => kit.parseTable({ kind: 'gb_modulus', text: weights(rule), substitutions, edition })

  test(`${entry}: the report is by the table that was given, and names it`, () => {
    const own = kit.validateAccount(account)
    for (const [rule, result] of [['MOD10', 'failed'], ['DBLAL', 'failed'], ['MOD11', 'failed'], ['MOD10 1', 'failed']]) {
      const report = kit.validateAccount(account, { tables: [gb(rule, '9.00')] })
      assert.equal(report.checks.national, result, rule)
      assert.equal(report.tables.gb_modulus, '9.00')
      assert.equal(report.status, 'valid')
    }
    // 1 + 2 + … + 8 = 36; nine more make 45.
    const fits = kit.validateAccount({ ...account, accountNumber: '12345672' }, { tables: [gb('MOD10', '9.00')] })
    assert.equal(fits.checks.national, 'passed')
    assert.deepEqual(kit.validateAccount(account, { tables: [] }), own)
    assert.deepEqual(kit.validateAccount(account), own)
  })

  test(`${entry}: a directory and tables together, in a list`, async () => {
    const { directory } = await import(dist('directory/DE.js'))
    const german = { country: 'DE', iban: 'DE89 3704 0044 0532 0130 00' }
    const tables = [gb('MOD10', '9.00'), kit.parseTable({ kind: 'de_methods', text: record('13'), edition: '2027-03' })]
    const options = { directories: [directory], tables }
    const list = [account, german, { country: 'FR', iban: 'FR1420041010050500013M02606' }, { country: '' }]
    const reports = kit.validateAccounts(list, options)
    assert.deepEqual(reports, list.map((each) => kit.validateAccount(each, options)))
    assert.deepEqual(await kit.validateAccountsAsync(list, options), reports)
    assert.equal(reports[1].tables.de_methods, '2027-03')
    assert.equal(reports[1].account.bankName, 'Commerzbank')
    assert.equal(reports[1].checks.national, 'passed')
    assert.deepEqual(reports[2], kit.validateAccount(list[2]))
    const other = kit.parseTable({ kind: 'de_methods', text: record('01'), edition: 'x' })
    // Not the registry's own example, which no advisory rule doubts.
    const another = { country: 'DE', iban: 'DE35370400440532013002' }
    assert.equal(kit.validateAccount(another, { tables }).checks.national, 'passed')
    assert.equal(kit.validateAccount(another, { tables: [other] }).checks.national, 'failed')
  })

  test(`${entry}: a file that is not as published is refused with its line`, () => {
    const refused = (file, path, line) =>
      assert.throws(
        () => kit.parseTable(file),
        (error) => {
          assert.ok(error instanceof kit.PayoutKitError)
          assert.deepEqual([error.code, error.path, error.line], ['invalid_table', path, line])
          return true
        },
      )
    const gb_modulus = { kind: 'gb_modulus', text: weights('MOD10') + weights('MOD12'), substitutions, edition: '9' }
    refused(gb_modulus, 'text', 2)
    refused({ ...gb_modulus, text: '' }, 'text', undefined)
    refused({ ...gb_modulus, text: weights('MOD10'), substitutions: 'x' }, 'substitutions', 1)
    refused({ kind: 'de_methods', text: `${record('13')}\n${record('ZZ')}`, edition: '9' }, 'text', 2)
    refused({ kind: 'de_methods', text: record('13'), edition: ' ' }, 'edition', undefined)
    for (const wrong of [undefined, {}, { kind: 'x' }, { kind: 'gb_modulus', text: '', edition: '' }, { kind: 'de_methods', text: 5, edition: '' }]) {
      assert.throws(() => kit.parseTable(wrong), { code: 'invalid_argument' })
    }
    const cut = { ...gb('MOD10', '9'), pack: gb('MOD10', '9').pack.subarray(0, 20) }
    assert.throws(() => kit.validateAccount(account, { tables: [cut] }), { code: 'invalid_argument' })
    // The core works on.
    assert.equal(kit.isValidIban('DE89370400440532013000'), true)
  })

  test(`${entry}: a list tells its progress and can be stopped`, async () => {
    const list = Array.from({ length: 1_200 }, () => ({ country: 'DE', iban: 'DE89370400440532013000' }))
    const told = [[500, 1200], [1000, 1200], [1200, 1200]]
    for (const each of ['validateAccounts', 'validateAccountsAsync']) {
      const seen = []
      const reports = await kit[each](list, { onProgress: (done, of) => seen.push([done, of]) })
      assert.deepEqual(seen, told, each)
      assert.equal(reports.length, 1200)
      assert.deepEqual(reports[1199], kit.validateAccount(list[0]))
      const stop = new AbortController()
      const start = async () => kit[each](list, { signal: stop.signal, onProgress: () => stop.abort() })
      await assert.rejects(start, { name: 'AbortError' }, each)
      await assert.rejects(async () => kit[each](list, { signal: { aborted: true } }), { code: 'aborted' })
      await assert.rejects(async () => kit[each](list, { onProgress: 5 }), { code: 'invalid_argument', path: 'onProgress' })
    }
  })
}
