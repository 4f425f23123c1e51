// The default: the wasm travels inside the script and is compiled on the first call.

import { bind } from '#glue'
import { inlined } from '#inlined'
import type { Core } from '../core.js'
import { unpack } from './unpack.js'

let module: WebAssembly.Module | undefined

export function instantiate(): Core {
  const compiled = (module ??= new WebAssembly.Module(unpack(inlined)))
  return bind((imports) => new WebAssembly.Instance(compiled, imports).exports)
}
