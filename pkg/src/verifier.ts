// What the core of a server exports, and its one instance: another wasm than a client's.

import { instantiate } from '#server-backend'
import { engine } from './engine.js'
import type { Verification } from './types.js'

/** `src/wasm/bindings/server.rs`. */
export interface Verifier {
  thumbprint(jwk: string): string
  checkRequest(head: string, body: Uint8Array): Outcome<Unverified>
  acceptRequest(head: string, body: Uint8Array, record: string, valid: boolean): Outcome<Verified>
}

type Outcome<T> = { value: T; refusal?: never } | { refusal: Omit<Extract<Verification, { ok: false }>, 'ok'> }
type Unverified = { keyId: string; signatureBase: string; signature: string }
type Verified = Omit<Extract<Verification, { ok: true }>, 'ok'>

export const { call } = engine<Verifier>(instantiate)
