// The shared vectors in each entry: the bytes that the native core gives, no case skipped.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { run } from '../vectors/run.mjs'
import { dist, files, total } from './vectors.mjs'

const require = createRequire(import.meta.url)
const load = (file) => import(pathToFileURL(dist(file)))

const server = () => load('server.js')
const entries = {
  'default entry': async () => ({ ...(await server()), ...(await load('index.js')) }),
  'default entry, CommonJS': () => ({ ...require(dist('server.cjs')), ...require(dist('index.cjs')) }),
  'compat entry': async () => ({ ...(await load('server.compat.js')), ...(await load('compat.js')) }),
  'compat entry, CommonJS': () => ({ ...require(dist('server.compat.cjs')), ...require(dist('compat.cjs')) }),
  'slim entry': async () => {
    const kit = await load('slim.js')
    await kit.init(readFileSync(dist('payouts.wasm')))
    return { ...(await server()), ...kit }
  },
  'slim entry, CommonJS': async () => {
    const kit = require(dist('slim.cjs'))
    await kit.init(readFileSync(dist('payouts.wasm')))
    return { ...require(dist('server.cjs')), ...kit }
  },
}

for (const [name, entry] of Object.entries(entries)) {
  test(`vectors: ${name}`, async () => {
    const { ran, failures } = await run(await entry(), files)
    assert.deepEqual(failures, [])
    assert.equal(ran, total)
    assert.ok(total > 0)
  })
}

// A core without payouts has nothing else to say of an account.
for (const [name, entry] of Object.entries({
  'accounts entry': () => load('accounts.js'),
  'accounts entry, CommonJS': () => require(dist('accounts.cjs')),
  'accounts entry, compat': () => load('accounts.compat.js'),
})) {
  test(`vectors: ${name}`, async () => {
    const kit = await entry()
    const own = files.map(({ file, cases }) => ({ file, cases: cases.filter(({ call }) => call in kit) }))
    const { ran, failures } = await run(kit, own)
    assert.deepEqual(failures, [])
    const called = new Set(own.flatMap(({ cases }) => cases.map(({ call }) => call)))
    for (const call of ['validateAccount', 'accountRequirements', 'listMarkets', 'isValidIban', 'maskAccount']) assert.ok(called.has(call), call)
    assert.ok(ran > 100)
  })
}
