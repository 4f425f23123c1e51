// From intent to verified request, with real keys; judged by another implementation too.

import assert from 'node:assert/strict'
import { createHash, createPublicKey, webcrypto } from 'node:crypto'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { httpbis } from 'http-message-signatures'

import { dist } from './vectors.mjs'

const entries = { default: ['index.js', 'server.js'], compat: ['compat.js', 'server.compat.js'] }
const NOW = 1_795_255_800

const INTENT = {
  idempotencyKey: '4f3c2a10-6f1e-4e55-9c0f-0d6a7b1c2d3e', endToEndId: 'INV-2026-0042', amount: '100.00', currency: 'EUR', rail: 'SCT_INST',
  debtor: { account: 'va_0042', name: 'Platform GmbH' },
  creditor: { name: 'Zoë Ångström', account: { country: 'DE', iban: 'DE89 3704 0044 0532 0130 00' } },
}

for (const [name, [main, server]] of Object.entries(entries)) {
  const kit = await import(pathToFileURL(dist(main)))
  const { verifyPayoutRequest, thumbprint } = await import(pathToFileURL(dist(server)))

  const context = (signer, more = {}) => ({
    method: 'POST', url: 'https://api.example/v1/payouts', created: NOW, expires: NOW + 120, nonce: kit.createNonce(), keyId: signer.keyId, alg: signer.alg, ...more,
  })
  const signed = async (signer, more) => {
    const prepared = kit.preparePayout(INTENT, context(signer, more))
    assert.equal(prepared.status, 'ready', JSON.stringify(prepared.issues))
    return { prepared, request: await kit.signPayout(prepared, signer) }
  }
  const policy = (signer, more = {}) => ({
    now: NOW + 1, key: (keyId) => (keyId === signer.keyId ? { alg: signer.alg, jwk: signer.publicJwk } : undefined), ...more,
  })

  test(`${name}: a signed payout is verified, and its intent is what was shown`, async () => {
    const signer = await kit.createDeviceSigner({ persist: false })
    const { prepared, request } = await signed(signer)
    const verified = await verifyPayoutRequest(request, policy(signer))
    assert.equal(verified.ok, true, JSON.stringify(verified))
    assert.equal(verified.digest, createHash('sha256').update(request.body).digest('hex'))
    assert.equal(verified.digest, prepared.digest)
    assert.equal(verified.keyId, signer.keyId)
    assert.equal(verified.idempotencyKey, INTENT.idempotencyKey)
    assert.deepEqual(verified.intent, JSON.parse(new TextDecoder().decode(request.body)))
    assert.equal(verified.intent.amount, '100.00')
  })

  test(`${name}: what is changed is refused, with the reason`, async () => {
    const signer = await kit.createDeviceSigner({ persist: false })
    const other = await kit.createDeviceSigner({ persist: false })
    assert.notEqual(signer.keyId, other.keyId)
    const { request } = await signed(signer)
    const code = async (change, more) => (await verifyPayoutRequest({ ...request, ...change }, policy(signer, more))).code
    const body = request.body.slice()
    body[body.indexOf(0x31)] = 0x39
    assert.equal(await code({ body }), 'digest_mismatch')
    assert.equal(await code({ url: 'https://api.example/v2/payouts' }), 'invalid_signature')
    assert.equal(await code({ method: 'PUT' }), 'invalid_signature')
    assert.equal(await code({ headers: { ...request.headers, 'idempotency-key': '"other"' } }), 'invalid_signature')
    assert.equal(await code({ headers: new Headers(request.headers) }), undefined)
    assert.equal(await code({ headers: new Map([['a']]) }).catch(({ code }) => code), 'invalid_argument')
    assert.equal(await code({ headers: { ...request.headers, signature: undefined } }), 'missing_header')
    assert.equal(await code({ headers: { ...request.headers, signature: [request.headers.signature, request.headers.signature] } }), 'malformed_header')
    assert.equal(await code({}, { now: NOW + 1000 }), 'signature_expired')
    assert.equal(await code({}, { now: NOW - 1000 }), 'signature_not_yet_valid')
    assert.equal(await code({}, { maxWindow: 60 }), 'window_too_long')
    assert.equal(await code({}, { key: () => undefined }), 'unknown_key')
    assert.equal(await code({}, { key: async () => ({ alg: signer.alg, jwk: other.publicJwk }) }), 'invalid_signature')
    assert.equal(await code({}, { authorization: true }), 'missing_header')
    for (const refusal of [await verifyPayoutRequest({ ...request, body }, policy(signer))]) {
      assert.equal(refusal.httpStatus, 401)
      assert.ok(refusal.message.length > 10)
    }
  })

  test(`${name}: names of headers in any case, authorization covered`, async () => {
    const signer = await kit.createDeviceSigner({ persist: false })
    const { request } = await signed(signer, { authorization: 'Bearer abc.def' })
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toUpperCase(), [value]]))
    assert.equal((await verifyPayoutRequest({ ...request, headers }, policy(signer, { authorization: true }))).ok, true)
    const stolen = { ...request.headers, authorization: 'Bearer other' }
    assert.equal((await verifyPayoutRequest({ ...request, headers: stolen }, policy(signer))).code, 'invalid_signature')
  })

  test(`${name}: Ed25519 by another signer`, async () => {
    const keys = await webcrypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
    const { kty, crv, x } = await webcrypto.subtle.exportKey('jwk', keys.publicKey)
    const publicJwk = { kty, crv, x }
    const signer = { alg: 'ed25519', keyId: thumbprint(publicJwk), publicJwk, sign: (bytes) => webcrypto.subtle.sign('Ed25519', keys.privateKey, bytes) }
    const { request } = await signed(signer)
    assert.equal((await verifyPayoutRequest(request, policy(signer))).ok, true)
  })

  test(`${name}: the package http-message-signatures accepts the request, and refuses a changed one`, async () => {
    const signer = await kit.createDeviceSigner({ persist: false })
    const { request } = await signed(signer)
    const key = createPublicKey({ key: signer.publicJwk, format: 'jwk' })
    const verify = (message) =>
      httpbis.verifyMessage(
        {
          keyLookup: async ({ keyid }) => ({
            id: keyid,
            algs: ['ecdsa-p256-sha256'],
            verify: async (data, signature) => (await import('node:crypto')).verify('sha256', data, { key, dsaEncoding: 'ieee-p1363' }, signature),
          }),
          // Its clock is today's; ours is the test's.
          notAfter: new Date((NOW + 60) * 1000), tolerance: 1e9,
          requiredFields: ['@method', '@target-uri', 'content-type', 'content-digest', 'idempotency-key'],
        },
        message,
      )
    assert.equal(await verify(request), true)
    const changed = { ...request, url: 'https://api.example/v1/payouts?x' }
    assert.notEqual(await verify(changed).catch(() => false), true)
    const sha = createHash('sha256').update(request.body).digest('base64')
    assert.equal(request.headers['content-digest'], `sha-256=:${sha}:`)
  })

  test(`${name}: what the package http-message-signatures signs is verified, and a changed one refused`, async () => {
    const { createPrivateKey, generateKeyPairSync, sign } = await import('node:crypto')
    const encoder = new TextEncoder()
    for (const [alg, kind, options] of [['ecdsa-p256-sha256', 'ec', { namedCurve: 'P-256' }], ['ed25519', 'ed25519', {}]]) {
      const { privateKey, publicKey } = generateKeyPairSync(kind, options)
      const publicJwk = publicKey.export({ format: 'jwk' })
      const key = alg === 'ed25519' ? privateKey : { key: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })), dsaEncoding: 'ieee-p1363' }
      const keyid = thumbprint(publicJwk)
      // Our bytes; everything else is theirs.
      const { bytes } = kit.preparePayout(INTENT, context({ keyId: keyid, alg }))
      const message = {
        method: 'POST', url: 'https://api.example/v1/payouts?x=1%2F2',
        headers: {
          'Content-Type': 'application/json',
          'Content-Digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:`,
          'Idempotency-Key': `"${INTENT.idempotencyKey}"`,
        },
      }
      const signed = await httpbis.signMessage(
        {
          key: { id: keyid, alg, sign: async (data) => sign(alg === 'ed25519' ? null : 'sha256', data, key) },
          name: 'payout',
          fields: ['idempotency-key', 'content-digest', 'content-type', '@target-uri', '@method'],
          params: ['tag', 'keyid', 'alg', 'nonce', 'expires', 'created'],
          paramValues: { created: new Date(NOW * 1000), expires: new Date((NOW + 60) * 1000), nonce: kit.createNonce(), tag: 'payout-request/1' },
        },
        message,
      )
      const request = { ...signed, body: bytes }
      const known = policy({ keyId: keyid, alg, publicJwk })
      const verified = await verifyPayoutRequest(request, known)
      assert.equal(verified.ok, true, JSON.stringify(verified))
      assert.equal((await verifyPayoutRequest({ ...request, url: `${request.url}3` }, known)).code, 'invalid_signature')
      const body = encoder.encode(new TextDecoder().decode(bytes).replace('100.00', '900.00'))
      assert.equal((await verifyPayoutRequest({ ...request, body }, known)).code, 'digest_mismatch')
    }
  })

  test(`${name}: the key id is the RFC 7638 thumbprint, computed independently`, async () => {
    for (let round = 0; round < 5; round++) {
      const { publicJwk, keyId } = await kit.createDeviceSigner({ persist: false })
      const { crv, kty, x, y } = publicJwk
      const wanted = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
      assert.equal(keyId, wanted)
      assert.equal(kit.thumbprint(publicJwk), wanted)
    }
  })

  test(`${name}: signPayout refuses a signer that does not fit`, async () => {
    const signer = await kit.createDeviceSigner({ persist: false })
    const other = await kit.createDeviceSigner({ persist: false })
    const prepared = kit.preparePayout(INTENT, context(signer))
    const refused = (candidate, code) => assert.rejects(kit.signPayout(prepared, candidate), { name: 'PayoutKitError', code })
    await refused(other, 'invalid_argument')
    await refused({ ...signer, alg: 'ed25519' }, 'invalid_argument')
    await refused({ ...signer, sign: 'no' }, 'invalid_argument')
    await refused({ ...signer, sign: async () => { throw new Error('cancelled') } }, 'signer_failed')
    await refused({ ...signer, sign: async () => new Uint8Array(70) }, 'signer_failed')
    await refused({ ...signer, sign: async () => 'signature' }, 'signer_failed')
    await assert.rejects(kit.signPayout(kit.preparePayout({}, context(signer)), signer), { code: 'invalid_argument' })
  })

  test(`${name}: the device key in Node lives in memory and is never extractable`, async () => {
    const [one, two] = await Promise.all([kit.createDeviceSigner({ name: 'a' }), kit.createDeviceSigner({ name: 'a' })])
    assert.equal(one.storage, 'memory')
    assert.equal(one.keyId, two.keyId)
    assert.notEqual(one.keyId, (await kit.createDeviceSigner({ name: 'b' })).keyId)
    assert.ok(!JSON.stringify(one).includes('"d"'))
    assert.equal((await one.sign(new Uint8Array(10))).length, 64)
  })

  test(`${name}: the address is signed as it is fetched`, () => {
    const signer = { keyId: 'k', alg: 'ecdsa-p256-sha256' }
    const prepared = kit.preparePayout(INTENT, context(signer, { url: 'HTTPS://API.example:443/a/../v1/päyouts' }))
    assert.equal(prepared.url, 'https://api.example/v1/p%C3%A4youts')
    assert.ok(prepared.signatureBase.includes('"@target-uri": https://api.example/v1/p%C3%A4youts\n'))
  })

  test(`${name}: nonces are 128 bits, each another`, () => {
    const nonces = new Set(Array.from({ length: 1000 }, () => kit.createNonce()))
    assert.equal(nonces.size, 1000)
    for (const nonce of nonces) assert.match(nonce, /^[\w-]{22}$/)
  })
}
