// Bank directories: modules of their own, given to a call.

import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'

import { dist } from './vectors.mjs'

const account = { country: 'DE', iban: 'DE89 3704 0044 0532 0130 00' }
const require = createRequire(import.meta.url)

for (const entry of ['index', 'compat']) {
  for (const kind of ['js', 'cjs']) {
    test(`directory: ${entry}.${kind}`, async () => {
      const load = async (file) => (kind === 'js' ? import(dist(`${file}.js`)) : require(dist(`${file}.cjs`)))
      const { validateAccount, validateAccounts, PayoutKitError } = await load(entry)
      const { directory } = await load('directory/DE')
      const { directory: french } = await load('directory/FR')
      assert.equal(validateAccount(account).checks.directory, 'not_verifiable')
      assert.equal(validateAccount(account, { directories: [french] }).checks.directory, 'not_verifiable')
      const report = validateAccount(account, { directories: [french, directory] })
      assert.equal(report.checks.directory, 'passed')
      assert.equal(report.account.bankName, 'Commerzbank')
      assert.equal(report.account.bic, 'COBADEFFXXX')
      assert.equal(report.tables.directory, directory.edition)
      assert.deepEqual(validateAccounts([account, account], { directories: [directory] }), [report, report].map((each) => ({ ...each })))
      const cut = { ...directory, pack: directory.pack.subarray(0, 1000) }
      assert.throws(() => validateAccount(account, { directories: [cut] }), (error) => error instanceof PayoutKitError && error.code === 'invalid_argument')
    })
  }
}

for (const kind of ['js', 'cjs']) {
  test(`directory: index.${kind} loads what is wanted`, async () => {
    const file = dist(`directory/index.${kind}`)
    const { editions, loadDirectory } = kind === 'js' ? await import(file) : require(file)
    const files = readdirSync(dist('directory')).filter((name) => /^[A-Z]{2}\.js$/.test(name))
    assert.deepEqual(Object.keys(editions).sort(), files.map((name) => name.slice(0, 2)).sort())
    for (const [country, edition] of Object.entries(editions)) {
      const directory = await loadDirectory(country)
      assert.deepEqual([directory.country, directory.edition], [country, edition])
    }
    assert.equal((await loadDirectory('de')).country, 'DE')
    for (const none of ['XX', 'deu', '', undefined, 5, '__proto__', 'constructor']) assert.equal(await loadDirectory(none), undefined)
  })
}

test('directory: every country has a module with its banks', async () => {
  const files = readdirSync(dist('directory')).filter((file) => /^[A-Z]{2}\.js$/.test(file))
  assert.ok(files.length >= 32, `${files.length}`)
  for (const file of files) {
    const { directory } = await import(dist(`directory/${file}`))
    assert.equal(directory.country, file.slice(0, 2))
    assert.ok(directory.edition.length > 3 && directory.pack.length > 300, file)
  }
})
