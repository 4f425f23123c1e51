// Signed again, relayed, in a batch, confirmed with a passkey, accepted once: through the package.

import assert from 'node:assert/strict'
import { createHash, createPrivateKey, createSign, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { dist } from './vectors.mjs'

const entries = { default: ['index.js', 'server.js', 'outbox.js'], compat: ['compat.js', 'server.compat.js', 'outbox.compat.js'] }
const NOW = 1_795_255_800
const URL_ = 'https://api.example/v1/payouts'

const intent = (idempotencyKey, amount = '100.00', currency = 'EUR') => ({
  idempotencyKey, endToEndId: 'INV-2026-0042', amount, currency,
  debtor: { account: 'va_0042' },
  creditor: { name: 'Zoë Ångström', account: { country: 'DE', iban: 'DE89 3704 0044 0532 0130 00' } },
})

for (const [name, files] of Object.entries(entries)) {
  const [kit, server, outboxes] = await Promise.all(files.map((file) => import(pathToFileURL(dist(file)))))
  const device = await kit.createDeviceSigner({ persist: false })
  const partner = await kit.createDeviceSigner({ persist: false, alg: 'ed25519' })
  const context = (signer, more = {}) => ({
    method: 'POST', url: URL_, created: NOW, expires: NOW + 120, nonce: kit.createNonce(), keyId: signer.keyId, alg: signer.alg, ...more,
  })
  const record = (...signers) => (keyId) => {
    const found = signers.find((signer) => signer.keyId === keyId)
    return found && { alg: found.alg, jwk: found.publicJwk }
  }
  const policy = (more = {}) => ({ now: NOW + 1, key: record(device), ...more })
  const prepared = (key, amount, currency) => kit.preparePayout(intent(key, amount, currency), context(device))
  const one = async () => kit.signPayout(prepared('k-1'), device)

  test(`${name}: a device key may be Ed25519`, async () => {
    assert.equal(partner.alg, 'ed25519')
    assert.deepEqual(Object.keys(partner.publicJwk).sort(), ['crv', 'kty', 'x'])
    const request = await kit.signPayout(kit.preparePayout(intent('k-1'), context(partner)), partner)
    assert.equal((await server.verifyPayoutRequest(request, policy({ key: record(partner) }))).ok, true)
    const other = await kit.createDeviceSigner({ persist: false, alg: 'ed25519' })
    assert.equal((await server.verifyPayoutRequest(request, policy({ key: () => record(other)(other.keyId) }))).code, 'invalid_signature')
    await assert.rejects(kit.createDeviceSigner({ alg: 'rsa' }), { code: 'invalid_argument', path: 'alg' })
  })

  test(`${name}: signed again, a payout keeps its bytes`, async () => {
    const first = prepared('k-1')
    const fresh = { created: NOW + 500, expires: NOW + 600, nonce: kit.createNonce() }
    for (const before of [first, await kit.signPayout(first, device)]) {
      const again = kit.resignPayout(before, { ...fresh, keyId: partner.keyId, alg: partner.alg, authorization: 'Bearer new' })
      assert.equal(again.status, 'ready')
      assert.deepEqual(again.bytes, first.bytes)
      assert.equal(again.digest, first.digest)
      assert.deepEqual(again.summary, first.summary)
      const request = await kit.signPayout(again, partner)
      const verified = await server.verifyPayoutRequest(request, policy({ now: NOW + 501, key: record(partner), authorization: true }))
      assert.equal(verified.digest, first.digest, JSON.stringify(verified))
    }
    assert.equal(kit.resignPayout(first, fresh).keyId, device.keyId)
    const request = await kit.signPayout(first, device)
    assert.throws(() => kit.resignPayout(request, fresh), { code: 'invalid_argument', path: 'keyId' })
    assert.throws(() => kit.resignPayout(first, { ...fresh, url: 'https://evil.example/' }), { code: 'invalid_argument' })
    const torn = kit.resignPayout({ ...first, bytes: first.bytes.slice(1) }, fresh)
    assert.deepEqual([torn.status, torn.issues[0].field], ['rejected', 'body'])
    assert.equal(kit.resignPayout(first, { ...fresh, expires: NOW + 5000 }).issues[0].code, 'signing_window')
  })

  test(`${name}: a partner relays, and signs too`, async () => {
    const request = await one()
    const relay = await server.cosignRequest(request, partner, { created: NOW, expires: NOW + 60, nonce: kit.createNonce() })
    assert.equal(relay.ok, true, JSON.stringify(relay))
    const demands = policy({ partnerKey: record(partner) })
    const verified = await server.verifyPayoutRequest(relay.request, demands)
    assert.equal(verified.ok, true, JSON.stringify(verified))
    assert.equal(verified.partner.keyId, partner.keyId)
    // The device's signature stands by itself too.
    assert.equal((await server.verifyPayoutRequest(relay.request, policy())).ok, true)
    const code = async (message, more) => (await server.verifyPayoutRequest(message, { ...demands, ...more })).code
    assert.equal(await code(request), 'partner_no_signature')
    assert.equal(await code(relay.request, { partnerKey: () => undefined }), 'partner_unknown_key')
    assert.equal(await code(relay.request, { partnerKey: () => record(device)(device.keyId) }), 'partner_algorithm_mismatch')
    const other = await kit.signPayout(prepared('k-2', '900.00'), device)
    const [, theirs] = relay.request.headers.signature.split(', ')
    const mixed = { ...relay.request, headers: { ...relay.request.headers, signature: `${request.headers.signature}x, ${theirs}` } }
    assert.equal(await code(mixed), 'malformed_header')
    const swapped = {
      ...other,
      headers: {
        ...other.headers,
        signature: `${other.headers.signature}, ${theirs}`,
        'signature-input': `${other.headers['signature-input']}, ${relay.request.headers['signature-input'].split(', ').at(-1)}`,
      },
    }
    assert.equal(await code(swapped), 'partner_invalid_signature')
    const twice = await server.cosignRequest(relay.request, partner, { created: NOW, expires: NOW + 60, nonce: 'n'.repeat(22) })
    assert.equal(twice.code, 'several_signatures')
  })

  test(`${name}: a batch under one signature`, async () => {
    const payouts = [prepared('a', '12.50'), prepared('b', '0.07'), prepared('c', '3', 'USD')]
    assert.ok(payouts.every(({ status }) => status === 'ready'))
    const batch = server.prepareBatch(payouts, { idempotencyKey: 'batch-1' }, context(device))
    assert.equal(batch.status, 'ready', JSON.stringify(batch.issues))
    assert.deepEqual(batch.summary.map(({ value }) => value), ['3', '12.57\u00a0EUR', '3.00\u00a0USD'])
    const manifest = JSON.parse(new TextDecoder().decode(batch.bytes))
    assert.deepEqual(manifest.items, payouts.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex')))
    const request = await server.signPayout(batch, device)
    assert.equal((await server.verifyPayoutRequest(request, policy())).code, 'wrong_tag')
    const verified = await server.verifyPayoutRequest(request, policy({ batch: true }))
    assert.equal(verified.ok, true, JSON.stringify(verified))
    const bodies = payouts.map(({ bytes }) => bytes)
    assert.deepEqual(server.verifyBatch(request.body, bodies), { ok: true })
    for (const other of [[], bodies.slice(1), bodies.toReversed?.() ?? [...bodies].reverse(), [...bodies, bodies[0]]]) {
      assert.equal(server.verifyBatch(request.body, other).code, 'batch_mismatch')
    }
    // Another writing of the same characters is other bytes.
    const overlong = Uint8Array.from([...bodies[0].slice(0, 1), 0xc0, 0xa2, ...bodies[0].slice(2)])
    assert.throws(() => server.verifyBatch(request.body, [overlong, ...bodies.slice(1)]), { code: 'invalid_argument', path: '[0]' })
    const twice = server.prepareBatch([payouts[0], payouts[0]], { idempotencyKey: 'b' }, context(device))
    assert.deepEqual(twice.issues.map(({ code, field }) => [code, field]), [['repeated_payout', 'payouts[1]']])
  })

  test(`${name}: refusals come in one order, and in development with what should have been signed`, async () => {
    const request = await kit.signPayout(kit.preparePayout(intent('k-1'), context(device, { authorization: 'Bearer secret' })), device)
    const verdict = (message, more) => server.verifyPayoutRequest(message, policy(more))
    const late = { now: NOW + 9999 }
    const body = request.body.slice(1)
    // Everything is wrong at once: the key is told first, then the time, the digest, the signature.
    const broken = { ...request, body, url: 'https://api.example/other' }
    assert.equal((await verdict(broken, { ...late, key: () => undefined })).code, 'unknown_key')
    assert.equal((await verdict(broken, { ...late, key: () => record(partner)(partner.keyId) })).code, 'algorithm_mismatch')
    assert.equal((await verdict(broken, late)).code, 'signature_expired')
    assert.equal((await verdict(broken)).code, 'digest_mismatch')
    const elsewhere = { ...request, url: 'https://api.example/other' }
    const silent = await verdict(elsewhere)
    assert.deepEqual([silent.code, silent.expectedBase], ['invalid_signature', undefined])
    const told = await verdict(elsewhere, { development: true })
    assert.match(told.expectedBase, /"@target-uri": https:\/\/api\.example\/other\n/)
    assert.match(told.expectedBase, /"authorization": \(not shown\)\n/)
    assert.doesNotMatch(JSON.stringify(told), /Bearer|secret/)
    assert.equal((await verdict(broken, { development: true })).expectedBase, undefined)
  })

  test(`${name}: a payout is carried out once`, async () => {
    const store = server.memoryPayoutStore()
    let carried = 0
    const carryOut = async ({ digest }) => ({ id: `po_${++carried}`, digest })
    const accept = (request, run = carryOut, tenant) => server.acceptPayoutRequest(request, policy(), store, run, tenant)
    const payout = prepared('once')
    const send = async () => accept(await kit.signPayout(kit.resignPayout(payout, { created: NOW, expires: NOW + 60, nonce: kit.createNonce() }), device))
    const first = await kit.signPayout(payout, device)
    const done = await accept(first)
    assert.deepEqual([done.ok, done.replayed, done.result.id], [true, false, 'po_1'])
    assert.deepEqual([(await accept(first)).code, (await accept(first)).httpStatus], ['nonce_replayed', 409])
    assert.deepEqual(await send(), { ok: true, replayed: true, result: done.result })
    const other = await accept(await kit.signPayout(prepared('once', '200.00'), device))
    assert.deepEqual([other.code, other.httpStatus], ['key_reused', 422])
    assert.equal((await accept(await kit.signPayout(payout, device), carryOut, 'another tenant')).result.id, 'po_2')

    // Ten at once make one.
    const racing = kit.preparePayout(intent('race'), context(device))
    const requests = await Promise.all(
      Array.from({ length: 10 }, () => kit.signPayout(kit.resignPayout(racing, { created: NOW, expires: NOW + 60, nonce: kit.createNonce() }), device)),
    )
    // It ends when the others have their answers, however slow this machine is.
    let others = requests.length - 1
    let end
    const ended = new Promise((resolve) => (end = resolve))
    const slowly = async (payout) => (await ended, carryOut(payout))
    const answered = (answer) => ((others -= 1) === 0 && end(), answer)
    const answers = await Promise.all(requests.map((request) => accept(request, slowly).then(answered)))
    assert.deepEqual([answers.filter(({ ok }) => ok).length, answers.filter(({ code }) => code === 'in_flight').length], [1, 9])

    // A refusal of policy frees the key; an unknown outcome does not.
    const capped = prepared('capped')
    const again = async (run) => accept(await kit.signPayout(kit.resignPayout(capped, { created: NOW, expires: NOW + 60, nonce: kit.createNonce() }), device), run)
    const refusal = { ok: false, code: 'over_cap', message: 'Too much.', httpStatus: 403 }
    assert.deepEqual(await again(async () => refusal), refusal)
    await assert.rejects(again(async () => { throw new Error('timeout') }), /timeout/)
    assert.equal((await again(carryOut)).code, 'in_flight')
    await assert.rejects(server.acceptPayoutRequest(first, policy(), {}, carryOut), { code: 'invalid_argument' })
  })

  test(`${name}: the proof of possession`, async () => {
    for (const signer of [device, partner]) {
      const proof = await kit.proveKey(signer, 'payout-session/1.abc')
      assert.deepEqual(await server.verifyKeyProof(proof), { ok: true, keyId: signer.keyId, alg: signer.alg })
      const code = async (change) => (await server.verifyKeyProof({ ...proof, ...change })).code
      assert.equal(await code({ challenge: 'payout-session/1.abd' }), 'proof_invalid')
      assert.equal(await code({ challenge: 'other' }), 'proof_invalid')
      assert.equal(await code({ proof: 'AAAA' }), 'proof_invalid')
      assert.equal(await code({ proof: '*' }), 'proof_invalid')
      assert.equal(await code({ publicJwk: (signer === device ? partner : device).publicJwk }), 'proof_invalid')
      assert.equal(await code({ publicJwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }), 'key_invalid')
    }
    // Whoever asks for a proof gets no payout signed.
    await assert.rejects(kit.proveKey(device, prepared('k').signatureBase), { code: 'invalid_argument', path: 'challenge' })
  })

  test(`${name}: a passkey's answer stands for one payout`, async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const { digest } = prepared('k-1')
    const base64url = (bytes) => Buffer.from(bytes).toString('base64url')
    const answer = (over, { origin = 'https://pay.example', flags = 5 } = {}) => {
      const challenge = createHash('sha256').update(`payout-step-up/1\n${over.nonce}\n${over.digest}`).digest('base64url')
      const client = JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false })
      const data = Buffer.concat([createHash('sha256').update('pay.example').digest(), Buffer.from([flags, 0, 0, 0, 1])])
      const signature = createSign('sha256').update(Buffer.concat([data, createHash('sha256').update(client).digest()])).sign(key)
      return { credentialId: 'Y3JlZA', clientDataJSON: base64url(client), authenticatorData: base64url(data), signature: base64url(signature) }
    }
    const demands = {
      digest, nonce: 'nonce-1', rpId: 'pay.example', origins: ['https://pay.example'],
      key: (id) => (id === 'Y3JlZA' ? { alg: 'ecdsa-p256-sha256', jwk: publicKey.export({ format: 'jwk' }) } : undefined),
    }
    // Node signs with a fresh random number each time: every length of DER comes up.
    for (let round = 0; round < 50; round++) {
      const result = await server.verifyStepUp(answer(demands), demands)
      assert.deepEqual(result, { ok: true, credentialId: 'Y3JlZA', userVerified: true })
    }
    const code = async (given, more) => (await server.verifyStepUp(given, { ...demands, ...more })).code
    assert.equal(await code(answer({ ...demands, digest: digest.replace(/^./, (c) => (c === '0' ? '1' : '0')) })), 'step_up_wrong_challenge')
    assert.equal(await code(answer({ ...demands, nonce: 'nonce-2' })), 'step_up_wrong_challenge')
    assert.equal(await code(answer(demands, { origin: 'https://evil.example' })), 'step_up_wrong_origin')
    assert.equal(await code(answer(demands, { flags: 1 })), 'step_up_user_not_verified')
    assert.equal(await code(answer(demands), { rpId: 'evil.example' }), 'step_up_wrong_relying_party')
    assert.equal(await code({ ...answer(demands), credentialId: 'b3RoZXI' }), 'step_up_unknown_credential')
    assert.equal(await code(answer(demands), { key: () => ({ alg: device.alg, jwk: device.publicJwk }) }), 'step_up_invalid_signature')
    await assert.rejects(kit.stepUpPayout({ digest }, { nonce: 'n' }), { code: 'unsupported' })
  })

  test(`${name}: an outbox over a store of the caller's`, async () => {
    const { createOutbox, memoryOutboxStore } = outboxes
    const store = memoryOutboxStore()
    const outbox = createOutbox(store)
    const [key, same] = await Promise.all([outbox.idempotencyKey('order-7'), outbox.idempotencyKey('order-7')])
    assert.equal(key, same)
    assert.match(key, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
    assert.notEqual(key, await outbox.idempotencyKey('order-8'))
    const payout = prepared(key)
    await outbox.keep('order-7', payout)
    // After a restart, over the same store.
    const [kept, ...more] = await createOutbox(store).pending()
    assert.equal(more.length, 0)
    assert.deepEqual(kept.body, payout.bytes)
    const again = kit.resignPayout(kept, { created: NOW, expires: NOW + 60, nonce: kit.createNonce(), keyId: device.keyId, alg: device.alg })
    const verified = await server.verifyPayoutRequest(await kit.signPayout(again, device), policy())
    assert.deepEqual([verified.digest, verified.idempotencyKey], [payout.digest, key])
    await outbox.keep('order-7', payout)
    const refused = { code: 'invalid_argument' }
    await assert.rejects(outbox.keep('order-7', prepared(key, '200.00')), refused)
    await assert.rejects(outbox.keep('order-8', payout), refused)
    await outbox.settle('order-7')
    assert.deepEqual(await outbox.pending(), [])
    assert.throws(() => createOutbox({}), refused)
    // Node has no IndexedDB: said, not passed over.
    await assert.rejects(createOutbox().idempotencyKey('x'), { code: 'unsupported' })
  })
}
