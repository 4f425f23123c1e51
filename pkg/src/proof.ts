import { base64url } from './base64.js'
import { PayoutKitError } from './error.js'
import { argument, text } from './read.js'
import { signed, signerMembers } from './signed.js'
import type { KeyProof, Signer } from './types.js'
import { encode } from './utf8.js'

/** How every challenge begins: nothing that a device signs for another purpose begins so. */
export const CHALLENGE_PREFIX = 'payout-session/1.'

/**
 * Proves to a server that this device has the key: signs the server's challenge, for the registration of
 * the key. A text that is no challenge is refused, so that nobody gets a payout signed as a proof.
 */
export async function proveKey(signer: Signer, challenge: string): Promise<KeyProof> {
  const asked = argument(text, challenge, 'The challenge')
  if (!asked.startsWith(CHALLENGE_PREFIX)) {
    throw new PayoutKitError('invalid_argument', `A challenge begins with ${CHALLENGE_PREFIX}`, 'challenge')
  }
  const { sign } = argument(signerMembers, signer, 'The signer')
  const { publicJwk } = signer
  if (publicJwk === undefined) throw new PayoutKitError('invalid_argument', 'The signer shows no public key.', 'publicJwk')
  const signature = await signed(() => sign.call(signer, encode(asked)))
  return { publicJwk, challenge: asked, proof: base64url(signature) }
}
