// What the client's wasm is made of: functions by module, and the bytes and texts of the generated tables.
// Names are gone from what is shipped, so this reads what wasm-bindgen wrote, before wasm-opt.
// An inlined function counts where it was inlined. "less" is what the file would lose, compressed,
// without those bytes; the parts' sum differs from the whole, because parts share what they repeat.

import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'

import { root } from './vectors.mjs'

/** A third of a megabyte compressed some thirty times: 11 would take a minute for the same order. */
const QUALITY = 9

const CODE = 10
const DATA = 11
const CUSTOM = 0
const FUNCTIONS_OF_NAMES = 1
/** Shorter texts might be found by chance, and weigh little. */
const SHORTEST = 12

function reader(bytes, at = 0) {
  const number = () => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
  }
  const take = (length) => bytes.subarray(at, (at += length))
  return { number, take, text: () => Buffer.from(take(number())).toString(), get at() { return at }, get done() { return at >= bytes.length } }
}

function sectionsOf(wasm) {
  const sections = []
  const read = reader(wasm, 8)
  while (!read.done) {
    const [id] = read.take(1)
    const length = read.number()
    sections.push({ id, start: read.at, end: read.at + length })
    read.take(length)
  }
  return sections
}

/** Names by function index, of the custom section `name`. */
function namesOf(wasm, sections) {
  for (const { start, end } of sections.filter(({ id }) => id === CUSTOM)) {
    const read = reader(wasm.subarray(start, end))
    if (read.text() !== 'name') continue
    while (!read.done) {
      const [kind] = read.take(1)
      const part = read.take(read.number())
      if (kind !== FUNCTIONS_OF_NAMES) continue
      const names = reader(part)
      return new Map(Array.from({ length: names.number() }, () => [names.number(), names.text()]))
    }
  }
  throw new Error('the wasm has no names: is it built with `strip = true`?')
}

/** `account::check` of a function of ours, else the crate it comes from. */
function partOf(name) {
  const own = /payout_kit::(\w+)(?:::(\w+))?/.exec(name)
  if (own !== null) return own[1] === 'account' && own[2] !== undefined && /^[a-z]/.test(own[2]) ? `account::${own[2]}` : own[1]
  const crate = /([a-z]\w*)(?:\[\w+\])?::/.exec(name)
  return crate === null ? 'bindings and runtime' : `crate ${crate[1]}`
}

function functionsOf(wasm, sections) {
  const { start } = sections.find(({ id }) => id === CODE)
  const names = namesOf(wasm, sections)
  // Imports are numbered first; only functions are imported.
  const imported = WebAssembly.Module.imports(new WebAssembly.Module(wasm)).filter(({ kind }) => kind === 'function').length
  const read = reader(wasm, start)
  return Array.from({ length: read.number() }, (_, index) => {
    const from = read.at
    read.take(read.number())
    return { part: partOf(names.get(imported + index) ?? ''), from, to: read.at }
  })
}

/** The bytes (`static NAME: [u8; N]`) and the texts of the generated sources, where the data holds them. */
function tablesOf(wasm, sections) {
  const { start, end } = sections.find(({ id }) => id === DATA)
  const data = Buffer.from(wasm.subarray(start, end))
  const files = readdirSync(join(root, 'src'), { recursive: true }).filter((file) => /tables?(\/\w+)?\.rs$/.test(file))
  return files.flatMap((file) => {
    const text = readFileSync(join(root, 'src', file), 'utf8')
    const lists = [...text.matchAll(/: (?:\[u8; \d+\]|&\[u8\]) = &?\[([\d,\s]*)\]/g)].map(([, list]) => Buffer.from(list.split(',').filter((cell) => cell.trim() !== '').map(Number)))
    const texts = [...text.matchAll(/"([^"\\]+)"/g)].map(([, words]) => Buffer.from(words))
    const found = [...lists, ...texts].filter((bytes) => bytes.length >= SHORTEST).map((bytes) => [data.indexOf(bytes), bytes.length])
    const part = `tables of ${file.replace(/(\/tables?(\/\w+)?)\.rs$/, '')}`
    return [...new Map(found)].filter(([at]) => at >= 0).map(([at, length]) => ({ part, from: start + at, to: start + at + length }))
  })
}

const compressed = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length

function without(wasm, ranges) {
  const kept = []
  let at = 0
  for (const { from, to } of ranges.toSorted((one, other) => one.from - other.from)) {
    if (from > at) kept.push(wasm.subarray(at, from))
    at = Math.max(at, to)
  }
  return Buffer.concat([...kept, wasm.subarray(at)])
}

const named = readFileSync(join(root, 'target/npm/wasm-client/payouts_bg.wasm'))
const sections = sectionsOf(named)
const custom = sections.filter(({ id }) => id === CUSTOM).map(({ start, end }) => ({ from: start, to: end }))
const tables = tablesOf(named, sections)
const { start, end } = sections.find(({ id }) => id === DATA)
const data = { part: 'all data, with its tables', from: start, to: end }
const parts = new Map()
for (const range of [...functionsOf(named, sections), ...tables, data]) {
  if (!parts.has(range.part)) parts.set(range.part, [])
  parts.get(range.part).push(range)
}

const whole = compressed(without(named, custom))
const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(8)
const SMALLEST = 6000
const rows = [...parts].map(([part, ranges]) => ({
  part,
  raw: ranges.reduce((sum, { from, to }) => sum + to - from, 0),
  ranges,
})).toSorted((one, other) => other.raw - one.raw)
const line = (part, raw, less) => console.log(`${part.padEnd(36)} ${kb(raw)}${less === undefined ? '' : kb(less)}`)

console.log(`the client's wasm before wasm-opt: ${(without(named, custom).length / 1000).toFixed(1)} KB, brotli ${(whole / 1000).toFixed(1)}`)
console.log(`${'part (KB)'.padEnd(36)}      raw    less`)
const lessOf = (ranges) => whole - compressed(without(named, [...custom, ...ranges]))
const accounts = rows.filter(({ part }) => /^(tables of )?(account|market)/.test(part))
line('accounts: account, market, tables', accounts.reduce((sum, { raw }) => sum + raw, 0), lessOf(accounts.flatMap(({ ranges }) => ranges)))
for (const { part, raw, ranges } of rows.filter(({ raw }) => raw >= SMALLEST)) line(part, raw, lessOf(ranges))
const small = rows.filter(({ raw }) => raw < SMALLEST)
line(`${small.length} smaller`, small.reduce((sum, { raw }) => sum + raw, 0))
