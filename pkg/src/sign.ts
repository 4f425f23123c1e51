import { canonicalAddress } from './address.js'
import { base64url } from './base64.js'
import { call, callForText, type Prepared } from './core.js'
import { PayoutKitError } from './error.js'
import { argument, bytes, exact, object, optional, request, text, whole } from './read.js'
import { algorithm, payoutIntent, publicJwk, signingContext } from './shapes.js'
import type {
  PayoutIntent,
  PreparedPayout,
  RejectedPayout,
  ResigningContext,
  SignatureAlgorithm,
  SignedRequest,
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
  return shown(callForText('preparePayout', request(payoutIntent, intent, 'The intent'), JSON.stringify(taken)))
}

const again = exact<Omit<ResigningContext, 'keyId' | 'alg'> & { keyId?: string; alg?: SignatureAlgorithm }>({
  created: whole,
  expires: whole,
  nonce: text,
  keyId: optional(text),
  alg: optional(algorithm),
  authorization: optional(text),
})

const sent = object<{ method: string; url: string; bytes?: Uint8Array; body?: Uint8Array; keyId?: string; alg?: SignatureAlgorithm }>({
  method: text,
  url: text,
  bytes: optional(bytes),
  body: optional(bytes),
  keyId: optional(text),
  alg: optional(algorithm),
})

/**
 * Prepares the same bytes for another signature: for a retry, when the first signature is over its time,
 * or its key or session is gone. Only nonce, time, key and authorization change.
 *
 * Takes what was prepared, signed or kept in an outbox. `keyId` and `alg` are those of the prepared payout
 * if left out.
 */
export function resignPayout(
  payout: Pick<PreparedPayout, 'method' | 'url' | 'bytes'> | Pick<SignedRequest, 'method' | 'url' | 'body'>,
  context: ResigningContext,
): PreparedPayout | RejectedPayout {
  const before = argument(sent, payout, 'The payout')
  const { keyId = before.keyId, alg = before.alg, ...fresh } = argument(again, context, 'The context')
  const body = before.bytes ?? before.body
  if (body === undefined) throw new PayoutKitError('invalid_argument', 'The payout has no bytes.', 'bytes')
  if (keyId === undefined || alg === undefined) {
    throw new PayoutKitError('invalid_argument', 'Of a sent request the key is not known: give keyId and alg.', 'keyId')
  }
  const taken: SigningContext = { method: before.method, url: canonicalAddress(before.url), ...fresh, keyId, alg }
  return shown(callForText('resignPayout', body, JSON.stringify(taken)))
}

function shown(answer: Prepared | RejectedPayout): PreparedPayout | RejectedPayout {
  if (answer.status === 'rejected') return answer
  const { status, issues, text: body, ...rest } = answer
  return { status, issues, bytes: encode(body), ...rest }
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
