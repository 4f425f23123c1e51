// Cloudflare's workerd compiles a `.wasm` when the worker is deployed, and forbids it later.

import { bind } from '#glue'
import module from '#wasm'
import type { Core } from '../core.js'

export function instantiate(): Core {
  return bind((imports) => new WebAssembly.Instance(module, imports).exports)
}
