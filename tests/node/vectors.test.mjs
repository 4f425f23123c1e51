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

const entries = {
  'default entry': () => load('index.js'),
  'default entry, CommonJS': () => require(dist('index.cjs')),
  'compat entry': () => load('compat.js'),
  'compat entry, CommonJS': () => require(dist('compat.cjs')),
  'slim entry': async () => {
    const kit = await load('slim.js')
    await kit.init(readFileSync(dist('payouts.wasm')))
    return kit
  },
  'slim entry, CommonJS': async () => {
    const kit = require(dist('slim.cjs'))
    await kit.init(readFileSync(dist('payouts.wasm')))
    return kit
  },
}

for (const [name, entry] of Object.entries(entries)) {
  test(`vectors: ${name}`, async () => {
    const { ran, failures } = run(await entry(), files)
    assert.deepEqual(failures, [])
    assert.equal(ran, total)
    assert.ok(total > 0)
  })
}
