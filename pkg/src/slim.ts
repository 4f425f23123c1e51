import { provide } from './backend/slim.js'
import { forget } from './core.js'
import { PayoutKitError } from './error.js'

export * from './index.js'

/** Where the wasm comes from: its bytes, the compiled module, a response, or an address to fetch. */
export type WasmSource = BufferSource | WebAssembly.Module | Response | URL | string

/**
 * Loads the wasm; once, before the first call.
 *
 * ```js
 * await init(new URL('payout-kit/payouts.wasm', import.meta.url))
 * ```
 */
export async function init(source: WasmSource | Promise<WasmSource>): Promise<void> {
  provide(await compile(await source))
  forget()
}

async function compile(source: WasmSource): Promise<WebAssembly.Module> {
  if (typeof source === 'string' || source instanceof URL) return compile(await fetch(source))
  if (typeof Response === 'function' && source instanceof Response) {
    if (!source.ok) throw new PayoutKitError('not_ready', `The wasm was not found: status ${source.status}.`)
    // Not compileStreaming: it refuses servers that do not know the type application/wasm.
    return WebAssembly.compile(await source.arrayBuffer())
  }
  if (source instanceof WebAssembly.Module) return source
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return WebAssembly.compile(source)
  throw new PayoutKitError('invalid_argument', 'init takes bytes, a module, a response or an address.')
}
