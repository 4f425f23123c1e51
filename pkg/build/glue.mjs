// wasm-bindgen's glue holds one instance for ever. Ours is made anew after a trap, so the glue
// becomes a function: every call has its own instance and its own views of its memory.

const END = 'let wasmModule, wasmInstance, wasm;'

// A grown memory of the twin is a new buffer, and nobody detaches the old one.
const BYTES = /(cached\w+Memory0)\.byteLength === 0/g
const VIEW = /(cachedDataViewMemory0)\.buffer\.detached === true \|\| \(cachedDataViewMemory0\.buffer\.detached === undefined && cachedDataViewMemory0\.buffer !== wasm\.memory\.buffer\)/g

/** The glue as `bind(instantiate)`; `instantiate(imports)` returns an instance's exports. */
export function factory(glue, prelude = '') {
  const end = glue.indexOf(END)
  if (end < 0) throw new Error('wasm-bindgen writes another glue than build/glue.mjs knows')
  const names = []
  const body = glue
    .slice(0, end)
    .replace(/^\/\* @ts-self-types.*$/m, '')
    .replace(/^export function (\w+)\(/gm, (_, name) => {
      names.push(name)
      return `function ${name}(`
    })
    .replace(BYTES, '$1.buffer !== wasm.memory.buffer')
    .replace(VIEW, '$1.buffer !== wasm.memory.buffer')
  for (const leftover of ['export ', '.byteLength === 0', '.detached', 'import.meta']) {
    if (body.includes(leftover)) throw new Error(`build/glue.mjs does not expect \`${leftover}\` in the glue`)
  }
  if (names.length === 0) throw new Error('the glue exports nothing')
  return `${prelude}
export function bind(instantiate) {
let wasm
${body}
wasm = instantiate(__wbg_get_imports())
if (wasm.__wbindgen_start) wasm.__wbindgen_start()
return { ${names.join(', ')} }
}
`
}

/** wasm2js instantiates when it is loaded; here that is a function too. */
export function twinFactory(script) {
  const start = script.lastIndexOf('\nvar retasmFunc = asmFunc(')
  if (start < 0) throw new Error('wasm2js writes another module than build/glue.mjs knows')
  const body = script.slice(0, start).replace(/^import .*$/gm, '')
  if (!/function asmFunc\(imports\)/.test(body)) throw new Error('build/glue.mjs does not find asmFunc')
  return `${body}
export function instantiate(imports) {
return asmFunc(imports)
}
`
}

// One character that needs no escape in a script, whatever the page's charset.
const ALPHABET = Array.from({ length: 0x7f - 0x20 }, (_, at) => String.fromCharCode(0x20 + at)).filter((c) => !'"\\`$}~'.includes(c))
/** Turns the next character into one of the second and the third alphabet. */
const SHIFTS = ['', '~', '}']

/**
 * The bytes as ASCII text: the frequent ones a character each, the others two. After compression
 * that is a third of base64's surcharge. `src/backend/inline.ts` reads it.
 */
export function inlined(bytes) {
  const counts = new Map(Array.from({ length: 256 }, (_, byte) => [byte, 0]))
  for (const byte of bytes) counts.set(byte, counts.get(byte) + 1)
  const byFrequency = [...counts.keys()].sort((one, other) => counts.get(other) - counts.get(one) || one - other)

  // What is printable stays itself where it can: texts in the data then still look like texts.
  const codes = new Map()
  for (let page = 0; page < SHIFTS.length; page++) {
    const free = new Set(ALPHABET)
    const here = byFrequency.splice(0, ALPHABET.length)
    const give = (byte, character) => codes.set(byte, SHIFTS[page] + character) && free.delete(character)
    for (const byte of here) if (free.has(String.fromCharCode(byte))) give(byte, String.fromCharCode(byte))
    for (const byte of here) if (!codes.has(byte)) give(byte, free.values().next().value)
  }

  const table = new Uint8Array(SHIFTS.length * 128)
  for (const [byte, code] of codes) table[SHIFTS.indexOf(code.slice(0, -1)) * 128 + code.charCodeAt(code.length - 1)] = byte
  let text = ''
  for (const byte of bytes) text += codes.get(byte)
  return [
    `export const length = ${bytes.length}`,
    `export const table = ${JSON.stringify(Buffer.from(table).toString('hex'))}`,
    `export const text = ${JSON.stringify(text)}`,
    '',
  ].join('\n')
}
