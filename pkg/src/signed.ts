// From prepared to signed. No core is needed for it, so that servers share it.

import { base64 } from './base64.js'
import { PayoutKitError } from './error.js'
import { argument, bytes, object, refuse, text, texts } from './read.js'
import { algorithm } from './shapes.js'
import type { PreparedBatch, PreparedPayout, SignedRequest, Signer } from './types.js'
import { encode } from './utf8.js'

type Ready = Pick<PreparedPayout, 'bytes' | 'signatureBase' | 'method' | 'url' | 'headers' | 'keyId' | 'alg'>

const prepared = object<Ready>({
  bytes,
  signatureBase: text,
  method: text,
  url: text,
  headers: texts,
  keyId: text,
  alg: algorithm,
})

/**
 * Signs a prepared payout. Send the request as it is: `fetch(request.url, request)`.
 *
 * A retry needs a signature of its own, with a nonce of its own, over the same bytes: `resignPayout`.
 */
export async function signPayout(payout: PreparedPayout | PreparedBatch, signer: Signer): Promise<SignedRequest> {
  const ready = argument(prepared, payout, 'The prepared payout')
  const { alg, keyId, sign } = argument(signerMembers, signer, 'The signer')
  if (alg !== ready.alg) {
    throw new PayoutKitError('invalid_argument', `The payout was prepared for ${ready.alg}; the signer signs ${alg}.`, 'alg')
  }
  if (keyId !== ready.keyId) {
    throw new PayoutKitError('invalid_argument', 'The payout was prepared for another key than the signer has.', 'keyId')
  }
  const signature = await signed(() => sign.call(signer, encode(ready.signatureBase)))
  return {
    method: ready.method,
    url: ready.url,
    headers: { ...ready.headers, signature: `payout=:${base64(signature)}:` },
    body: ready.bytes.slice(),
  }
}

/** A signer as anybody may write one. */
export const signerMembers = object<{ alg: string; keyId: string; sign: Signer['sign'] }>({
  alg: text,
  keyId: text,
  sign: (value) => (typeof value === 'function' ? (value as Signer['sign']) : refuse('a function')),
})

/** What a signer gave, if it is a signature. */
export async function signed(sign: () => unknown): Promise<Uint8Array> {
  let signature: unknown
  try {
    signature = await sign()
  } catch (error) {
    throw new PayoutKitError('signer_failed', 'The signer refused or failed.', '', error)
  }
  if (signature instanceof ArrayBuffer) signature = new Uint8Array(signature)
  if (!(signature instanceof Uint8Array) || signature.length !== 64) {
    throw new PayoutKitError('signer_failed', 'A signature is 64 bytes: r and s of ES256, or Ed25519. DER is not taken.')
  }
  return signature
}
