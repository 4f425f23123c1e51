// What Rust does before a panic ends in a trap: it writes a message that no host reads. The core has
// no panics of its own (clippy sees to it), but the standard library's ways to one come along. Here
// they trap at once, and wasm-opt then drops what only they used.

const PANICS = /panicking|\bpanic_|::panic\b|slice_error_fail|slice_index_fail|(unwrap|expect|assert)_failed|len_mismatch_fail|raw_vec::(handle_error|capacity_overflow)|handle_alloc_error|rust_oom/

/** No locals; unreachable; end. */
const TRAP = Buffer.from([3, 0, 0x00, 0x0b])

const [CUSTOM, IMPORT, CODE] = [0, 2, 10]
const FUNCTION_NAMES = 1

/** The wasm, which must have its names, with every panic a bare trap. */
export function trapAtOnce(wasm) {
  const sections = [...sectionsOf(wasm)]
  const imported = sections.filter(({ id }) => id === IMPORT).reduce((sum, { body }) => sum + functionsImported(body), 0)
  const names = sections.filter(({ id }) => id === CUSTOM).map(({ body }) => namesOf(body)).find((names) => names !== undefined)
  if (names === undefined) throw new Error('the wasm has no names: build/panics.mjs cannot find the panics')
  let found = 0
  const parts = sections.map(({ id, body, whole }) => {
    if (id !== CODE) return whole
    const bytes = reader(body)
    const count = bytes.number()
    const functions = Array.from({ length: count }, (_, place) => {
      const from = bytes.at
      const size = bytes.number()
      bytes.at += size
      if (size < TRAP.length || !PANICS.test(names.get(imported + place) ?? '')) return body.subarray(from, bytes.at)
      found += 1
      return TRAP
    })
    const code = Buffer.concat([leb(count), ...functions])
    return Buffer.concat([Buffer.from([CODE]), leb(code.length), code])
  })
  if (found === 0) throw new Error('Rust names its panics otherwise than build/panics.mjs knows')
  return Buffer.concat([wasm.subarray(0, 8), ...parts])
}

function reader(bytes, at = 0) {
  return {
    at,
    number() {
      let value = 0
      for (let unit = 1; ; unit *= 128) {
        const byte = bytes[this.at++]
        value += (byte & 127) * unit
        if (byte < 128) return value
      }
    },
    text() {
      const size = this.number()
      this.at += size
      return bytes.toString('utf8', this.at - size, this.at)
    },
  }
}

function* sectionsOf(wasm) {
  const bytes = reader(wasm, 8)
  while (bytes.at < wasm.length) {
    const start = bytes.at
    const id = wasm[bytes.at++]
    const size = bytes.number()
    const from = bytes.at
    bytes.at += size
    yield { id, body: wasm.subarray(from, bytes.at), whole: wasm.subarray(start, bytes.at) }
  }
}

/** wasm-bindgen imports functions only. */
function functionsImported(section) {
  const bytes = reader(section)
  const count = bytes.number()
  for (let each = 0; each < count; each++) {
    bytes.text()
    bytes.text()
    if (section[bytes.at++] !== 0) throw new Error('build/panics.mjs knows imported functions only')
    bytes.number()
  }
  return count
}

/** Names of functions by index, if this is the section of names. */
function namesOf(section) {
  const bytes = reader(section)
  if (bytes.text() !== 'name') return undefined
  const names = new Map()
  while (bytes.at < section.length) {
    const id = section[bytes.at++]
    const size = bytes.number()
    const end = bytes.at + size
    if (id === FUNCTION_NAMES) {
      for (let count = bytes.number(); count > 0; count--) names.set(bytes.number(), bytes.text())
    }
    bytes.at = end
  }
  return names
}

function leb(value) {
  const bytes = []
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | (rest > 127 ? 128 : 0))
  return Buffer.from(bytes)
}
