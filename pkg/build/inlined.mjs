// wasm → the text inside the default entry. A compressor makes a tenth less of code whose bytes stand
// with their like: operations with operations, constants with constants. `src/backend/unpack.ts` and
// `unpack.wat` put it together again.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { transformSync } from 'esbuild'

import { assembled, pkg } from './rust.mjs'

/** The module #inlined. */
export async function inlined(wasm) {
  const { begin, end, count, streams } = split(wasm)
  const parts = {
    length: wasm.length,
    begin,
    count,
    around: text(Buffer.concat([wasm.subarray(0, begin), wasm.subarray(end)])),
    streams: streams.map(text),
    kinds: Buffer.from(KINDS).toString('hex'),
    unpacker: assembled(join(pkg, 'build', 'unpack.wat')).toString('hex'),
  }
  const { unpack } = await typescript(join(pkg, 'src', 'backend', 'unpack.ts'))
  if (Buffer.compare(unpack(parts), wasm) !== 0) throw new Error('build/unpack.wat does not know an instruction that the wasm has')
  return `export const inlined = ${JSON.stringify(parts)}\n`
}

async function typescript(file) {
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'esm' })
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
}

const CODE_SECTION = 10

/** The streams, and their order in the unpacker's memory. */
const [OPERATION, LOCAL, CONSTANT, OFFSET, ALIGNMENT, CALL, BRANCH, OTHER] = [0, 1, 2, 3, 4, 5, 6, 7]
/** What is more than numbers. */
const [TABLE, TYPES, FLOAT, DOUBLE, PREFIX, BLOCK, END] = [0x80, 0x90, 0xa4, 0xb8, 0xc0, 0xd0, 0xe0]

/** What follows each operation: the streams of a number or two, four bits each, or one of these. */
const KINDS = new Uint8Array(256)
KINDS.fill(BLOCK, 0x02, 0x05)
KINDS.set([END, BRANCH, BRANCH, TABLE], 0x0b)
KINDS.set([CALL, OTHER | (OTHER << 4)], 0x10)
KINDS[0x1c] = TYPES
KINDS.set([LOCAL, LOCAL, LOCAL, OTHER, OTHER, OTHER, OTHER], 0x20)
KINDS.fill(ALIGNMENT | (OFFSET << 4), 0x28, 0x3f)
KINDS.set([OTHER, OTHER, CONSTANT, OTHER, FLOAT, DOUBLE], 0x3f)
KINDS[0xd0] = KINDS[0xd2] = OTHER
KINDS[0xfc] = PREFIX

/** Where the functions begin and end, how many there are, and their bytes without the sizes, kind by kind. */
function split(wasm) {
  const streams = Array.from({ length: 8 }, () => [])
  let at = 8
  const number = (stream = []) => {
    let value = 0
    for (let unit = 1; ; unit *= 128) {
      const byte = wasm[at++]
      stream.push(byte)
      value += (byte & 127) * unit
      if (byte < 128) return value
    }
  }
  const numbers = (stream, times) => {
    for (; times > 0; times--) number(streams[stream])
  }
  const operation = () => {
    streams[OPERATION].push(wasm[at])
    const kind = KINDS[wasm[at++]]
    if (kind === TABLE) numbers(BRANCH, number(streams[BRANCH]) + 1)
    else if (kind === TYPES) numbers(OTHER, number(streams[OTHER]))
    else if (kind === FLOAT || kind === DOUBLE) streams[OTHER].push(...wasm.subarray(at, (at += kind & 15)))
    else if (kind === PREFIX) {
      const more = number(streams[OPERATION])
      if (more > 7) numbers(OTHER, more < 15 && more % 2 === 0 ? 2 : 1)
    } else if (kind === BLOCK) numbers(OTHER, 1)
    else if (kind !== END) for (let rest = kind; rest > 0; rest >>= 4) numbers(rest & 15, 1)
  }

  for (;;) {
    const section = wasm[at++]
    const size = number()
    const end = at + size
    if (section === CODE_SECTION) {
      const count = number()
      const begin = at
      while (at < end) {
        const size = number()
        const last = at + size
        numbers(OTHER, 2 * number(streams[OTHER]))
        while (at < last) operation()
      }
      return { begin, end, count, streams }
    }
    at = end
  }
}

// One character that needs no escape in a script, whatever the page's charset.
const ALPHABET = Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at)).filter((c) => !'"\\`$}~'.includes(c))
/** Turns the next character into one of the second and the third alphabet. */
const SHIFTS = ['', '~', '}']

/**
 * The bytes as ASCII text: the frequent ones a character each, the others two. After compression
 * that is a third of base64's surcharge. With the table of what each character stands for.
 */
function text(bytes) {
  const counts = new Map(Array.from({ length: 256 }, (_, byte) => [byte, 0]))
  for (const byte of bytes) counts.set(byte, counts.get(byte) + 1)
  const byFrequency = [...counts.keys()].filter((byte) => counts.get(byte) > 0)
    .sort((one, other) => counts.get(other) - counts.get(one) || one - other)

  // What is printable stays itself where it can: texts in the data then still look like texts.
  const codes = new Map()
  for (let page = 0; page < SHIFTS.length; page++) {
    const free = new Set(ALPHABET)
    const here = byFrequency.splice(0, ALPHABET.length)
    const give = (byte, character) => codes.set(byte, SHIFTS[page] + character) && free.delete(character)
    for (const byte of here) if (free.has(String.fromCharCode(byte))) give(byte, String.fromCharCode(byte))
    for (const byte of here) if (!codes.has(byte)) give(byte, free.values().next().value)
  }

  const table = Buffer.alloc(SHIFTS.length * 128)
  for (const [byte, code] of codes) table[SHIFTS.indexOf(code.slice(0, -1)) * 128 + code.charCodeAt(code.length - 1)] = byte
  return [table.toString('hex').replace(/(00)+$/, ''), Array.from(bytes, (byte) => codes.get(byte)).join('')]
}
