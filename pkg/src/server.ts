import { PayoutKitError } from './error.js'
import { headers } from './lines.js'
import { argument, bytes, flag, object, optional, refuse, request as asked, text, whole } from './read.js'
import { algorithm, publicJwk, type PublicJwk } from './shapes.js'
import type { IncomingRequest, SignatureAlgorithm, Verification, VerificationPolicy } from './types.js'
import { encode } from './utf8.js'
import { call } from './verifier.js'

export { PayoutKitError, type ErrorCode } from './error.js'
export { verifyWebhook } from './webhook.js'
export type {
  IncomingRequest,
  SignatureAlgorithm,
  Verification,
  VerificationKey,
  VerificationPolicy,
  WebhookRequest,
  WebhookResult,
} from './types.js'

const incoming = object<Omit<IncomingRequest, 'headers'> & { headers: [string, string][] }>({
  method: text,
  url: text,
  headers,
  body: bytes,
})

const policyMembers = object<VerificationPolicy>({
  now: whole,
  key: (value) => (typeof value === 'function' ? (value as VerificationPolicy['key']) : refuse('a function')),
  maxWindow: optional(whole),
  skew: optional(whole),
  authorization: optional(flag),
})

/** No more is read of a key than its public part. */
const verificationKey = object<{ alg: SignatureAlgorithm; jwk: PublicJwk }>({ alg: algorithm, jwk: publicJwk })

/**
 * Is this request a payout that the holder of the key signed, byte for byte?
 *
 * What remains is the caller's, in one step with storing the payout: refuse a `nonce` that this key
 * used before, and answer a known `idempotencyKey` with the stored result if the `digest` is the
 * same, with 422 if it is another.
 */
export async function verifyPayoutRequest(request: IncomingRequest, policy: VerificationPolicy): Promise<Verification> {
  const { body, ...taken } = argument(incoming, request, 'The request')
  const { key, ...limits } = argument(policyMembers, policy, 'The policy')
  const subtle = webCrypto()
  // What is verified is what is read: nobody changes the bytes while a key is looked for.
  const head = JSON.stringify({ ...taken, ...limits })
  const received = body.slice()

  const checked = call('checkRequest', head, received)
  if (checked.refusal !== undefined) return { ok: false, ...checked.refusal }
  const { keyId, signatureBase, signature } = checked.value

  const found = await key.call(policy, keyId)
  const record = found === undefined || found === null ? undefined : argument(verificationKey, found, 'The key')
  const valid = record !== undefined && (await isValid(subtle, record, decoded(signature), encode(signatureBase)))
  const accepted = call('acceptRequest', head, received, record?.alg ?? '', valid)
  return accepted.refusal !== undefined ? { ok: false, ...accepted.refusal } : { ok: true, ...accepted.value }
}

/** The id of a public key: its RFC 7638 thumbprint with SHA-256. */
export function thumbprint(publicKey: JsonWebKey): string {
  return call('thumbprint', asked(publicJwk, publicKey, 'The key'))
}

async function isValid(
  subtle: SubtleCrypto,
  { alg, jwk }: { alg: SignatureAlgorithm; jwk: PublicJwk },
  signature: Uint8Array<ArrayBuffer>,
  base: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const [algorithm, how] =
    alg === 'ed25519'
      ? [{ name: 'Ed25519' }, { name: 'Ed25519' }]
      : [{ name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', hash: 'SHA-256' }]
  let key: CryptoKey
  try {
    key = await subtle.importKey('jwk', jwk, algorithm, false, ['verify'])
  } catch (error) {
    if (error instanceof Error && error.name === 'NotSupportedError') {
      throw new PayoutKitError('unsupported', `This engine does not verify ${alg}.`, '', error)
    }
    throw new PayoutKitError('invalid_argument', `The record of the key is not a public key for ${alg}.`, 'jwk', error)
  }
  return subtle.verify(how, key, signature, base)
}

/** base64 as the core writes it. */
function decoded(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}

function webCrypto(): SubtleCrypto {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined
  if (subtle === undefined) throw new PayoutKitError('unsupported', 'There is no WebCrypto here.')
  return subtle
}
