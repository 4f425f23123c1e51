// The caller brings the wasm: `payout-kit/payouts.wasm`, from wherever it is served.

import { bind } from '#glue'
import type { Core } from '../core.js'
import { PayoutKitError } from '../error.js'

let module: WebAssembly.Module | undefined

export function provide(compiled: WebAssembly.Module): void {
  module = compiled
}

export function instantiate(): Core {
  const compiled = module
  if (compiled === undefined) {
    throw new PayoutKitError('not_ready', 'payout-kit/slim brings no wasm of its own: await init(source) first.')
  }
  return bind((imports) => new WebAssembly.Instance(compiled, imports).exports)
}
