// What an entry adds to a page: bundled with esbuild, minified, compressed. Fails over budget.

import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import { build } from 'esbuild'

import { dist } from './vectors.mjs'

const KB = 1000

/** Entry, what is loaded beside it, brotli budget. */
const ENTRIES = [
  ['default', 'index.js', [], 75 * KB],
  ['slim', 'slim.js', ['payouts.wasm'], 70 * KB],
  ['slim, without the wasm', 'slim.js', [], 10 * KB],
  ['compat', 'compat.js', [], 100 * KB],
  ['accounts', 'accounts.js', [], 75 * KB],
  // Never in a page; the bound is what it weighs today, so that growth is seen.
  ['server', 'server.js', [], 55 * KB],
  ['iso20022', 'iso20022.js', [], 75 * KB],
]

const brotli = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })

const rows = []
let over = 0
for (const [name, entry, beside, budget] of ENTRIES) {
  const { outputFiles } = await build({
    entryPoints: [dist(entry)], bundle: true, minify: true, write: false, format: 'esm', charset: 'ascii', legalComments: 'none',
  })
  const files = [outputFiles[0].contents, ...beside.map((file) => readFileSync(dist(file)))]
  const sum = (measure) => files.reduce((total, bytes) => total + measure(bytes), 0)
  const compressed = sum((bytes) => brotli(bytes).length)
  if (compressed > budget) over += 1
  rows.push([name, sum((bytes) => bytes.length), sum((bytes) => gzipSync(bytes, { level: 9 }).length), compressed, budget])
}

const kb = (bytes) => (bytes / KB).toFixed(1).padStart(8)
console.log('KB (1000 bytes)               raw    gzip  brotli  budget')
for (const [name, raw, gzip, compressed, budget] of rows) {
  console.log(`${name.padEnd(24)} ${kb(raw)}${kb(gzip)}${kb(compressed)}${kb(budget)}  ${compressed > budget ? 'OVER' : 'ok'}`)
}
if (over > 0) {
  console.error(`\n${over} of ${rows.length} entries are over budget`)
  process.exitCode = 1
}
