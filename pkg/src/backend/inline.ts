// The default: the wasm travels inside the script and is compiled on the first call.

import { bind } from '#glue'
import text from '#inlined'
import type { Core } from '../core.js'

let module: WebAssembly.Module | undefined

export function instantiate(): Core {
  const compiled = (module ??= new WebAssembly.Module(bytes()))
  return bind((imports) => new WebAssembly.Instance(compiled, imports).exports)
}

function bytes(): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}
