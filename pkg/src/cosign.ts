import { base64 } from './base64.js'
import { PayoutKitError } from './error.js'
import { argument, exact, text, whole } from './read.js'
import { signed, signerMembers } from './signed.js'
import { algorithm } from './shapes.js'
import type { CosigningContext, IncomingRequest, Refused, SignedRequest, Signer } from './types.js'
import { encode } from './utf8.js'
import { call } from './verifier.js'
import { incoming } from './verify.js'

const contextMembers = exact<CosigningContext>({ created: whole, expires: whole, nonce: text })

/**
 * Adds a partner's signature to a device's request, for a partner's backend that relays it: over the same
 * components again, and over the device's signature. `url` is the payout API's address, not the relay's.
 *
 * Forward body and all other headers as they came; the answer holds every covered one.
 */
export async function cosignRequest(
  request: IncomingRequest,
  signer: Signer,
  context: CosigningContext,
): Promise<{ ok: true; request: SignedRequest } | Refused> {
  const { body, ...taken } = argument(incoming, request, 'The request')
  const circumstances = argument(contextMembers, context, 'The context')
  const { alg, keyId, sign } = argument(signerMembers, signer, 'The signer')
  const head = JSON.stringify({ ...taken, now: circumstances.created })
  const how = JSON.stringify({ ...circumstances, keyId, alg: argument(algorithm, alg, 'The algorithm') })
  const prepared = call('cosignRequest', head, how)
  if (prepared.refusal !== undefined) return { ok: false, ...prepared.refusal }
  const { signatureBase, signatureInput } = prepared.value
  const signature = await signed(() => sign.call(signer, encode(signatureBase)))

  const headers: Record<string, string> = {}
  for (const [name, value] of taken.headers) {
    const lower = name.toLowerCase()
    headers[lower] = lower in headers ? `${headers[lower]}, ${value}` : value
  }
  const first = headers.signature
  if (first === undefined) throw new PayoutKitError('internal_error', 'A defect of payout-kit.')
  headers['signature-input'] = signatureInput
  headers.signature = `${first}, partner=:${base64(signature)}:`
  return { ok: true, request: { method: taken.method, url: taken.url, headers, body: body.slice() } }
}
