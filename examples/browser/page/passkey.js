// @ts-check
// Passkeys: made once and registered with the partner, asked for above its limit.

import { stepUpPayout } from 'payout-kit'
import { post } from './api.js'
import { base64url } from './session.js'

/** What the API says when it wants one. @typedef {{nonce: string, rpId: string, credentialIds: string[]}} StepUp */

/** Whether this page can make one: not on an address, nor without https. */
export const available = 'PublicKeyCredential' in window && !/^[\d.]+$|:/.test(location.hostname)

/** Makes a passkey and registers it. False if the user would not, or the partner did not take it. */
export async function register() {
  const asked = await post('/passkey/challenge', {})
  if (asked.kind !== 'answer') return false
  const { challenge, known } = /** @type {{challenge: string, known: string[]}} */ (asked.value)
  /** @type {CredentialCreationOptions} */
  const wanted = {
    publicKey: {
      challenge: bytes(challenge),
      rp: { name: 'Harbour', id: location.hostname },
      user: { id: new TextEncoder().encode('harbour-demo-user'), name: 'demo user', displayName: 'Demo user' },
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      excludeCredentials: known.map((id) => ({ type: 'public-key', id: bytes(id) })),
      authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
    },
  }
  const made = /** @type {PublicKeyCredential | null} */ (await navigator.credentials.create(wanted).catch(() => null))
  const response = /** @type {AuthenticatorAttestationResponse | undefined} */ (made?.response)
  const spki = response?.getPublicKey()
  if (!made || !response || !spki) return false
  const told = await post('/passkey', {
    id: base64url(new Uint8Array(made.rawId)),
    spki: base64url(new Uint8Array(spki)),
    clientDataJSON: base64url(new Uint8Array(response.clientDataJSON)),
  })
  return told.kind === 'answer'
}

/**
 * The header that says that a passkey confirmed this payout; undefined if none did.
 *
 * @param {{digest: string}} payout
 * @param {StepUp} wanted
 */
export async function confirmation(payout, { nonce, rpId, credentialIds }) {
  const answer = await stepUpPayout(payout, { nonce, rpId, credentialIds }).catch(() => undefined)
  return answer?.header
}

/** @param {string} text base64url @returns {Uint8Array<ArrayBuffer>} */
function bytes(text) {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
}
