// The partner's backend: the only side that holds the secret. Here it runs in the same process;
// in a product it is a server that knows its user (see examples/browser/server.mjs).

import { post } from './http.mjs'

/**
 * Has the API mint a payout session for this device key, and for nothing else.
 *
 * @param {string} api
 * @param {string} secret
 * @param {import('payout-kit').DeviceSigner} signer
 */
export async function openSession(api, secret, signer) {
  const { body: opening } = await post(`${api}/v1/challenges`, {})
  // The device proves that it has the key.
  const proof = await signer.sign(new TextEncoder().encode(opening.challenge))
  const { body: session } = await post(
    `${api}/v1/sessions`,
    {
      publicJwk: signer.publicJwk,
      challenge: opening.challenge,
      proof: Buffer.from(proof).toString('base64url'),
      caps: { maxPayouts: 5, limits: [{ currency: 'EUR', maxAmount: '5000.00' }] },
      debtor: { account: 'HARBOUR-4205' },
    },
    { authorization: `Bearer ${secret}` },
  )
  return session
}
