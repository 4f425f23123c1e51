import { base64url } from './base64.js'
import { call } from './core.js'
import { PayoutKitError } from './error.js'
import { argument, list, object, optional, text, whole, word } from './read.js'
import type { PreparedPayout, StepUpAnswer, StepUpOptions } from './types.js'
import { encode } from './utf8.js'

const digested = object<{ digest: string }>({ digest: text })

const options = object<StepUpOptions>({
  nonce: text,
  rpId: optional(text),
  credentialIds: optional(list(text)),
  userVerification: optional(word<NonNullable<StepUpOptions['userVerification']>>()('required', 'preferred', 'discouraged')),
  timeout: optional(whole),
})

/**
 * The challenge that a passkey has to answer for this payout, in base64url: for a server that verifies with
 * a WebAuthn library of its own, and for an app that asks the passkey itself.
 */
export function stepUpChallenge(payout: Pick<PreparedPayout, 'digest'>, nonce: string): string {
  const { digest } = argument(digested, payout, 'The payout')
  return call('stepUpChallenge', digest, argument(text, nonce, 'The nonce'))
}

/**
 * Has the user confirm this payout with a passkey (WebAuthn): the challenge is a hash of the payout's
 * digest and the server's nonce, so the answer stands for this payout only.
 *
 * The browser does not show the payout: show `summary` yourself, right before. See docs/keys.md for what
 * this proves and what it does not.
 */
export async function stepUpPayout(payout: Pick<PreparedPayout, 'digest'>, wanted: StepUpOptions): Promise<StepUpAnswer> {
  const { digest } = argument(digested, payout, 'The payout')
  const { nonce, rpId, credentialIds = [], userVerification = 'required', timeout } = argument(options, wanted, 'The options')
  const store = (globalThis.navigator as Navigator | undefined)?.credentials as CredentialsContainer | undefined
  if (store === undefined) throw new PayoutKitError('unsupported', 'There is no WebAuthn here: pages need https.')
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge: decoded(call('stepUpChallenge', digest, nonce)),
    allowCredentials: credentialIds.map((id) => ({ type: 'public-key', id: decoded(id) })),
    userVerification,
  }
  if (rpId !== undefined) publicKey.rpId = rpId
  if (timeout !== undefined) publicKey.timeout = timeout
  let given: Credential | null
  try {
    given = await store.get({ publicKey })
  } catch (error) {
    throw new PayoutKitError('signer_failed', 'The user refused, or no passkey could answer.', '', error)
  }
  if (given === null || !('response' in given)) throw new PayoutKitError('signer_failed', 'No passkey answered.')
  const { rawId, response } = given as PublicKeyCredential & { response: AuthenticatorAssertionResponse }
  const written = (bytes: ArrayBuffer) => base64url(new Uint8Array(bytes))
  const answer = {
    nonce,
    credentialId: written(rawId),
    clientDataJSON: written(response.clientDataJSON),
    authenticatorData: written(response.authenticatorData),
    signature: written(response.signature),
  }
  return { ...answer, header: base64url(encode(JSON.stringify(answer))) }
}

function decoded(base64url: string): Uint8Array<ArrayBuffer> {
  let binary: string
  try {
    binary = atob(base64url.replace(/-/g, '+').replace(/_/g, '/'))
  } catch {
    throw new PayoutKitError('invalid_argument', 'The id of a credential is base64url.', 'credentialIds')
  }
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
