import { decoded, verificationKey, verifySignature } from './key.js'
import { headers } from './lines.js'
import { argument, bytes, flag, object, optional, refuse, text, whole } from './read.js'
import type { IncomingRequest, Verification, VerificationKey, VerificationPolicy } from './types.js'
import { encode } from './utf8.js'
import { call, type Outcome } from './verifier.js'

export const incoming = object<Omit<IncomingRequest, 'headers'> & { headers: [string, string][] }>({
  method: text,
  url: text,
  headers,
  body: bytes,
})

type Find = VerificationPolicy['key']

export const finder = (value: unknown): Find => (typeof value === 'function' ? (value as Find) : refuse('a function'))

const policyMembers = object<VerificationPolicy>({
  now: whole,
  key: finder,
  maxWindow: optional(whole),
  skew: optional(whole),
  authorization: optional(flag),
  partnerKey: optional(finder),
  batch: optional(flag),
  development: optional(flag),
})

/**
 * Is this request a payout that the holder of the key signed, byte for byte?
 *
 * The first thing that is wrong is told, in this order: limits, structured fields, the signature with our
 * tag, its components and parameters, key, algorithm, time, digest, signature, body, partner's signature.
 *
 * What remains is the caller's, in one step with storing the payout: refuse a `nonce` that this key
 * used before, and answer a known `idempotencyKey` with the stored result if the `digest` is the
 * same, with 422 if it is another. `acceptPayoutRequest` does it with a store of yours.
 */
export async function verifyPayoutRequest(request: IncomingRequest, policy: VerificationPolicy): Promise<Verification> {
  const { body, ...taken } = argument(incoming, request, 'The request')
  const { key, partnerKey, ...limits } = argument(policyMembers, policy, 'The policy')
  // What is verified is what is read: nobody changes the bytes while a key is looked for.
  const head = JSON.stringify({ ...taken, ...limits })
  const received = body.slice()

  const accepted = await decided(call('checkRequest', head, received), key.bind(policy), (record, valid) =>
    call('acceptRequest', head, received, record, valid),
  )
  if (accepted.refusal !== undefined) return { ok: false, ...accepted.refusal }
  if (partnerKey === undefined) return { ok: true, ...accepted.value }

  const partner = await decided(call('checkCosignature', head), partnerKey.bind(policy), (record, valid) =>
    call('acceptCosignature', head, record, valid),
  )
  if (partner.refusal !== undefined) return { ok: false, ...partner.refusal, code: `partner_${partner.refusal.code}` }
  return { ok: true, ...accepted.value, partner: partner.value }
}

/** The key's step between the two of the core. */
async function decided<T>(
  checked: Outcome<{ keyId: string; signatureBase: string; signature: string }>,
  find: Find,
  accept: (record: string, valid: boolean) => Outcome<T>,
): Promise<Outcome<T>> {
  if (checked.refusal !== undefined) return checked
  const { keyId, signatureBase, signature } = checked.value
  const found = (await find(keyId)) as VerificationKey | null | undefined
  if (found === undefined || found === null) return accept('', false)
  const record = argument(verificationKey, found, 'The key')
  const valid = signatureBase !== '' && (await verifySignature(record, encode(signatureBase), decoded(signature)))
  return accept(record.alg, valid)
}
