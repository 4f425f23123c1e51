import { canonicalAddress } from './address.js'
import { base64, base64url } from './base64.js'
import { call, callForText } from './core.js'
import { PayoutKitError } from './error.js'
import { argument, bytes, object, refuse, request, text, texts } from './read.js'
import { algorithm, payoutIntent, publicJwk, signingContext } from './shapes.js'
import type {
  PayoutIntent,
  PreparedPayout,
  RejectedPayout,
  SignedRequest,
  Signer,
  SigningContext,
} from './types.js'
import { encode } from './utf8.js'

/**
 * Writes the payout once, as the bytes that are hashed, signed and sent, and reads the summary for
 * the confirmation screen back from them. Nothing is ever serialised again.
 *
 * An intent that cannot be sent comes back as `{ status: 'rejected', issues }`.
 */
export function preparePayout(intent: PayoutIntent, context: SigningContext): PreparedPayout | RejectedPayout {
  const taken = argument(signingContext, context, 'The context')
  taken.url = canonicalAddress(taken.url)
  const answer = callForText('preparePayout', request(payoutIntent, intent, 'The intent'), JSON.stringify(taken))
  if (answer.status === 'rejected') return answer
  const { status, issues, text: body, ...rest } = answer
  return { status, issues, bytes: encode(body), ...rest }
}

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
 * A signature is never the same twice: retry an interrupted send with the same `SignedRequest`, or
 * prepare the same intent again with a new nonce.
 */
export async function signPayout(payout: PreparedPayout, signer: Signer): Promise<SignedRequest> {
  const ready = argument(prepared, payout, 'The prepared payout')
  const { alg, keyId, sign } = argument(member, signer, 'The signer')
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

const member = object<{ alg: string; keyId: string; sign: Signer['sign'] }>({
  alg: text,
  keyId: text,
  sign: (value) => (typeof value === 'function' ? (value as Signer['sign']) : refuse('a function')),
})

async function signed(sign: () => unknown): Promise<Uint8Array> {
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

/** 128 random bits as base64url, for `SigningContext.nonce`. */
export function createNonce(): string {
  const random = globalThis.crypto as Crypto | undefined
  if (typeof random?.getRandomValues !== 'function') {
    throw new PayoutKitError('unsupported', 'There is no crypto.getRandomValues here; let the server issue the nonce.')
  }
  return base64url(random.getRandomValues(new Uint8Array(16)))
}

/** The id of a public key: its RFC 7638 thumbprint with SHA-256. */
export function thumbprint(publicKey: JsonWebKey): string {
  return call('thumbprint', request(publicJwk, publicKey, 'The key'))
}
