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
