// What the core of a server exports, and its one instance: another wasm than a client's.

import { instantiate } from '#server-backend'
import { engine } from './engine.js'
import type { PreparedPayout, Refused, RejectedPayout, Verification } from './types.js'

/** The core gives the bytes as the text that they are the UTF-8 of. */
export type Prepared = Omit<PreparedPayout, 'bytes'> & { text: string }

/** `src/wasm/bindings/server.rs`. */
export interface Verifier {
  thumbprint(jwk: string): string
  checkRequest(head: string, body: Uint8Array): Outcome<Unverified>
  acceptRequest(head: string, body: Uint8Array, record: string, valid: boolean): Outcome<Verified>
  cosignRequest(head: string, context: string): Outcome<{ signatureBase: string; signatureInput: string }>
  checkCosignature(head: string): Outcome<Unverified>
  acceptCosignature(head: string, record: string, valid: boolean): Outcome<VerifiedPartner>
  prepareBatch(idempotencyKey: string, payouts: string, context: string): Prepared | RejectedPayout
  checkBatchPayouts(manifest: Uint8Array, payouts: string): Outcome<boolean>
  checkStepUp(assertion: string, policy: string, record: string): Outcome<{ message: string; signature: string; userVerified: boolean }>
}

export type Outcome<T> = { value: T; refusal?: never } | { refusal: Omit<Refused, 'ok'> }
/** `signatureBase` is empty when no signature could help. */
type Unverified = { keyId: string; signatureBase: string; signature: string }
type Verified = Omit<Extract<Verification, { ok: true }>, 'ok' | 'partner'>
type VerifiedPartner = NonNullable<Extract<Verification, { ok: true }>['partner']>

export const { call } = engine<Verifier>(instantiate)
