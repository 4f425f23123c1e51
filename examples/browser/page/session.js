// @ts-check
// The device key, and the payout session that the partner backend has the API mint for it.

import { createDeviceSigner } from 'payout-kit'
import { post } from './api.js'

/** @typedef {import('payout-kit').DeviceSigner} DeviceSigner */
/** @typedef {{account: string, virtualAccount: string}} Debtor */
/** @typedef {{token: string, payoutsUrl: string, debtor: Debtor, expiresAt: string, serverTime: string}} SessionAnswer */

/**
 * @typedef {object} Session
 * @property {DeviceSigner} signer
 * @property {string} token
 * @property {string} payoutsUrl
 * @property {Debtor} debtor whose money it is
 * @property {number} expiresAt milliseconds since 1970, on this device's clock
 * @property {number} offset milliseconds that the server is ahead of this device
 */

/** @type {Promise<DeviceSigner> | undefined} */
let signer
/** @type {Session | undefined} */
let session

/** @returns {Promise<DeviceSigner>} */
export function deviceSigner() {
  signer ??= createDeviceSigner({ name: 'harbour-payouts' })
  return signer
}

/** A session that is good for the next minute. @returns {Promise<{kind: 'session', session: Session} | Exclude<import('./api.js').Answer, {kind: 'answer'}>>} */
export async function openSession({ fresh = false } = {}) {
  if (!fresh && session && session.expiresAt - Date.now() > 60_000) return { kind: 'session', session }
  const key = await deviceSigner()
  const asked = await post('/session/challenge', {})
  if (asked.kind !== 'answer') return asked
  const challenge = String(asked.value.challenge)
  // The key signs nothing as a proof that could be another signature, such as a payout's.
  if (!challenge.startsWith('payout-session/1.')) return { kind: 'unreachable' }
  const proof = base64url(await key.sign(new TextEncoder().encode(challenge)))
  const answered = await post('/session', { publicJwk: key.publicJwk, challenge, proof })
  if (answered.kind !== 'answer') return answered
  const { token, payoutsUrl, debtor, expiresAt, serverTime } = /** @type {SessionAnswer} */ (answered.value)
  const offset = Date.parse(serverTime) - Date.now()
  session = { signer: key, token, payoutsUrl, debtor, offset, expiresAt: Date.parse(expiresAt) - offset }
  return { kind: 'session', session }
}

/** @param {Uint8Array} bytes */
export function base64url(bytes) {
  return btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
