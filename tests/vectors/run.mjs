// Runs the shared vectors in any engine: no Node, no browser, no module but this one.

/**
 * @param {object} kit the package's exports, those of its server entry too
 * @param {{file: string, cases: {name: string, call: string, args: unknown[], expect: unknown}[]}[]} files
 * @returns {Promise<{ran: number, results: string, failures: string[]}>} `results` is every result's bytes
 */
export async function run(kit, files) {
  const failures = []
  let results = ''
  let ran = 0
  for (const { file, cases } of files) {
    for (const { name, call, args, expect } of cases) {
      const got = JSON.stringify(await outcome(kit, call, args))
      const wanted = JSON.stringify(expect)
      if (got !== wanted) failures.push(`${file}: ${name}\n  expected ${wanted}\n  got      ${got}`)
      results += got + '\n'
      ran += 1
    }
  }
  return { ran, results, failures }
}

async function outcome(kit, call, args) {
  const f = kit[call]
  if (typeof f !== 'function') throw new Error(`no function ${call}: a case would be skipped`)
  try {
    return plain(await f(...args.map(live)))
  } catch (error) {
    return { error: error.code }
  }
}

/** What JSON does not hold stands as an object with one member. */
const LIVE = {
  $utf8: utf8,
  $base64: binary,
  /** Finds the record of a key by its id. */
  $keys: (records) => (id) => records[id],
  /** A signer that always gives this signature. */
  $signs: (signature) => () => Promise.resolve(binary(signature)),
  /** A store of payouts that admits each one so. */
  $admits: (admitted) => ({
    admit: () => Promise.resolve(admitted),
    complete: () => Promise.resolve(),
    release: () => Promise.resolve(),
  }),
  $carries: (result) => () => Promise.resolve(result),
}

function live(value) {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(live)
  const entries = Object.entries(value)
  if (entries.length === 1 && LIVE[entries[0][0]] !== undefined) return LIVE[entries[0][0]](entries[0][1])
  return Object.fromEntries(entries.map(([name, member]) => [name, live(member)]))
}

/** Bytes as the text that they are the UTF-8 of. */
function plain(result) {
  if (result === null || typeof result !== 'object') return result
  if (Array.isArray(result)) return result.map(plain)
  if (!(result instanceof Uint8Array)) {
    return Object.fromEntries(Object.entries(result).map(([name, member]) => [name, plain(member)]))
  }
  let escaped = ''
  for (const byte of result) escaped += '%' + (byte < 16 ? '0' : '') + byte.toString(16)
  return decodeURIComponent(escaped)
}

// Hermes has neither TextEncoder nor atob.
function utf8(text) {
  const escaped = encodeURIComponent(text).replace(/%([\dA-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16)))
  return Uint8Array.from(escaped, (character) => character.charCodeAt(0))
}

function binary(base64) {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const bytes = []
  let [held, bits] = [0, 0]
  for (const digit of base64.replace(/=+$/, '')) {
    held = ((held << 6) | digits.indexOf(digit)) & 0xffff
    bits += 6
    if (bits >= 8) bytes.push((held >> (bits -= 8)) & 0xff)
  }
  return Uint8Array.from(bytes)
}
