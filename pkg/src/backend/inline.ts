// The default: the wasm travels inside the script and is compiled on the first call.

import { bind } from '#glue'
import { length, table, text } from '#inlined'
import type { Core } from '../core.js'

let module: WebAssembly.Module | undefined

export function instantiate(): Core {
  const compiled = (module ??= new WebAssembly.Module(bytes()))
  return bind((imports) => new WebAssembly.Instance(compiled, imports).exports)
}

/** `build/glue.mjs` says how the text was made. */
function bytes(): Uint8Array<ArrayBuffer> {
  const byteOf = new Uint8Array(table.length / 2)
  for (let at = 0; at < byteOf.length; at++) byteOf[at] = parseInt(table.slice(2 * at, 2 * at + 2), 16)
  const bytes = new Uint8Array(length)
  let page = 0
  let to = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x7e) {
      page = 128
    } else if (code === 0x7d) {
      page = 256
    } else {
      bytes[to++] = byteOf[page + code]!
      page = 0
    }
  }
  return bytes
}
