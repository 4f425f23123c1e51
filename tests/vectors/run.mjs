// Runs the shared vectors in any engine: no Node, no browser, no module but this one.

/**
 * @param {object} kit the package's exports
 * @param {{file: string, cases: {name: string, call: string, args: unknown[], expect: unknown}[]}[]} files
 * @returns {{ran: number, results: string, failures: string[]}} `results` is every result's bytes
 */
export function run(kit, files) {
  const failures = []
  let results = ''
  let ran = 0
  for (const { file, cases } of files) {
    for (const { name, call, args, expect } of cases) {
      const got = JSON.stringify(outcome(kit, call, args))
      const wanted = JSON.stringify(expect)
      if (got !== wanted) failures.push(`${file}: ${name}\n  expected ${wanted}\n  got      ${got}`)
      results += got + '\n'
      ran += 1
    }
  }
  return { ran, results, failures }
}

function outcome(kit, call, args) {
  const f = kit[call]
  if (typeof f !== 'function') throw new Error(`no function ${call}: a case would be skipped`)
  try {
    return plain(f(...args))
  } catch (error) {
    return { error: error.code }
  }
}

/** The bytes to be signed, as the text that they are the UTF-8 of. */
function plain(result) {
  if (result === null || typeof result !== 'object' || !(result.bytes instanceof Uint8Array)) return result
  let escaped = ''
  for (const byte of result.bytes) escaped += '%' + (byte < 16 ? '0' : '') + byte.toString(16)
  return Object.assign({}, result, { bytes: decodeURIComponent(escaped) })
}
