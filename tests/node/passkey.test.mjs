// What only a browser has: a passkey (Chromium's virtual authenticator), and an outbox that survives reloads
// and a killed page.

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { chromium } from 'playwright-core'

import { dist } from './vectors.mjs'

const { verifyPayoutRequest, verifyStepUp } = await import(pathToFileURL(dist('server.js')))

const NOW = 1_795_255_800
const INTENT = {
  endToEndId: 'INV-2026-0042', amount: '900.00', currency: 'EUR', debtor: { account: 'va_0042' },
  creditor: { name: 'Zoë Ångström', account: { country: 'DE', iban: 'DE89 3704 0044 0532 0130 00' } },
}
const CONTEXT = { method: 'POST', url: 'https://api.example/v1/payouts', created: NOW, expires: NOW + 120 }

let server, profile, origin

before(async () => {
  server = createServer((request, response) => {
    if (request.url === '/') return response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>page</title>')
    try {
      const body = readFileSync(dist(request.url.slice('/dist/'.length)))
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(body)
    } catch {
      response.writeHead(404).end()
    }
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  // WebAuthn wants a domain, not an address.
  origin = `http://localhost:${server.address().port}`
  profile = mkdtempSync(join(tmpdir(), 'payout-kit-passkey-'))
})

after(() => {
  server?.close()
  if (profile !== undefined) rmSync(profile, { recursive: true, force: true })
})

const open = () =>
  chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-sync'],
  })

test('a passkey confirms one payout, and no other', async () => {
  const context = await open()
  try {
    const page = await context.newPage()
    await page.goto(origin)
    const cdp = await context.newCDPSession(page)
    await cdp.send('WebAuthn.enable')
    const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
      options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    })
    // What a partner's page does once, with a library of its own.
    const passkey = await page.evaluate(async () => {
      const made = await navigator.credentials.create({
        publicKey: {
          challenge: new Uint8Array(16), rp: { name: 'Test' }, user: { id: new Uint8Array(8), name: 'ada', displayName: 'Ada' },
          pubKeyCredParams: [{ type: 'public-key', alg: -7 }], authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        },
      })
      const key = await crypto.subtle.importKey('spki', made.response.getPublicKey(), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify'])
      return { id: made.id, jwk: await crypto.subtle.exportKey('jwk', key) }
    })
    const { digest, other, answer } = await page.evaluate(
      async ({ intent, context, id }) => {
        const kit = await import('/dist/index.js')
        const device = await kit.createDeviceSigner()
        const prepared = (idempotencyKey) =>
          kit.preparePayout({ ...intent, idempotencyKey }, { ...context, nonce: kit.createNonce(), keyId: device.keyId, alg: device.alg })
        const payout = prepared('k-1')
        const answer = await kit.stepUpPayout(payout, { nonce: 'server-nonce', credentialIds: [id] })
        return { digest: payout.digest, other: prepared('k-2').digest, answer }
      },
      { intent: INTENT, context: CONTEXT, id: passkey.id },
    )
    const policy = {
      digest, nonce: 'server-nonce', rpId: 'localhost', origins: [origin],
      key: (id) => (id === passkey.id ? { alg: 'ecdsa-p256-sha256', jwk: passkey.jwk } : undefined),
    }
    assert.deepEqual(await verifyStepUp(answer, policy), { ok: true, credentialId: passkey.id, userVerified: true })
    const { header, ...members } = answer
    assert.deepEqual(JSON.parse(Buffer.from(header, 'base64url')), members)
    assert.equal((await verifyStepUp(answer, { ...policy, digest: other })).code, 'step_up_wrong_challenge')
    assert.equal((await verifyStepUp(answer, { ...policy, nonce: 'another' })).code, 'step_up_wrong_challenge')
    assert.equal((await verifyStepUp(answer, { ...policy, origins: ['https://pay.example'] })).code, 'step_up_wrong_origin')

    // An authenticator that does not recognise the user.
    await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
    const refused = await page.evaluate(
      async ({ digest, id }) => {
        const kit = await import('/dist/index.js')
        const answer = (userVerification) => kit.stepUpPayout({ digest }, { nonce: 'server-nonce', credentialIds: [id], userVerification, timeout: 2000 })
        return { touched: await answer('discouraged'), code: await answer('required').catch((error) => error.code) }
      },
      { digest, id: passkey.id },
    )
    assert.equal(refused.code, 'signer_failed')
    assert.equal((await verifyStepUp(refused.touched, policy)).code, 'step_up_user_not_verified')
    assert.equal((await verifyStepUp(refused.touched, { ...policy, userVerification: false })).ok, true)
  } finally {
    await context.close()
  }
})

/** In the page: prepares the payout, keeps it, and signs it; `fresh` is the time of this attempt. */
const attempt = ({ intent, context, fresh }) =>
  import('/dist/index.js').then(async (kit) => {
    const { createOutbox } = await import('/dist/outbox.js')
    const outbox = createOutbox()
    const device = await kit.createDeviceSigner()
    const idempotencyKey = await outbox.idempotencyKey('order-7')
    const [kept] = await outbox.pending()
    const around = { ...context, ...fresh, nonce: kit.createNonce() }
    const signing = { keyId: device.keyId, alg: device.alg }
    let prepared
    if (kept === undefined) {
      prepared = kit.preparePayout({ ...intent, idempotencyKey }, { ...around, ...signing })
      await outbox.keep('order-7', prepared)
    } else {
      const { method, url, ...rest } = around
      prepared = kit.resignPayout(kept, { ...rest, ...signing })
    }
    const request = await kit.signPayout(prepared, device)
    return { ...request, body: [...request.body], resumed: kept !== undefined, created: device.created, jwk: device.publicJwk, keyId: device.keyId, digest: prepared.digest }
  })

test('an outbox survives reloads and a browser that is killed: one key, the same bytes', async () => {
  const seen = []
  const verify = async (sent) => {
    const request = { ...sent, body: Uint8Array.from(sent.body) }
    const key = (id) => (id === sent.keyId ? { alg: 'ecdsa-p256-sha256', jwk: sent.jwk } : undefined)
    const verified = await verifyPayoutRequest(request, { now: NOW + 1000 * seen.length + 1, key })
    assert.equal(verified.ok, true, JSON.stringify(verified))
    seen.push(verified)
  }
  const run = (page) =>
    page.evaluate(attempt, { intent: INTENT, context: CONTEXT, fresh: { created: NOW + 1000 * seen.length, expires: NOW + 1000 * seen.length + 120 } })

  let context = await open()
  let page = await context.newPage()
  await page.goto(origin)
  const first = await run(page)
  assert.equal(first.resumed, false)
  await verify(first)
  await page.reload()
  const second = await run(page)
  assert.deepEqual([second.resumed, second.created], [true, false], 'the key of the device was kept too')
  await verify(second)
  // Chromium is killed, not closed: what was promised to be stored is on the disk.
  const cdp = await context.newCDPSession(page)
  await cdp.send('Browser.crash').catch(() => {})
  await context.close().catch(() => {})
  context = await open()
  try {
    page = await context.newPage()
    await page.goto(origin)
    const third = await run(page)
    assert.equal(third.resumed, true)
    await verify(third)
    assert.equal(new Set(seen.map(({ idempotencyKey }) => idempotencyKey)).size, 1)
    assert.equal(new Set(seen.map(({ digest }) => digest)).size, 1)
    assert.equal(new Set(seen.map(({ nonce }) => nonce)).size, 3)
    const left = await page.evaluate(async () => {
      const { createOutbox } = await import('/dist/outbox.js')
      await createOutbox().settle('order-7')
      return (await createOutbox().pending()).length
    })
    assert.equal(left, 0)
  } finally {
    await context.close()
  }
})

test('a browser that stores no keys gives one in memory, and says why', async () => {
  const context = await open()
  try {
    const page = await context.newPage()
    // As Safari in Lockdown Mode: the key cannot be cloned.
    const issue = async (fault) => {
      await page.goto(origin)
      return page.evaluate(async (fault) => {
        const { createDeviceSigner, forgetDeviceSigner } = await import('/dist/index.js')
        await forgetDeviceSigner({ name: fault })
        const { put } = IDBObjectStore.prototype
        if (fault === 'unavailable') Object.defineProperty(globalThis, 'indexedDB', { get() { throw new ReferenceError('none') } })
        else IDBObjectStore.prototype.put = () => { throw new DOMException('no', fault) }
        const device = await createDeviceSigner({ name: fault })
        IDBObjectStore.prototype.put = put
        const again = await createDeviceSigner({ name: fault })
        const signature = await device.sign(new Uint8Array(8))
        return [device.storage, device.storageIssue, device.created, again.keyId === device.keyId, signature.length]
      }, fault)
    }
    assert.deepEqual(await issue('DataCloneError'), ['memory', 'not_cloneable', true, true, 64])
    assert.deepEqual(await issue('QuotaExceededError'), ['memory', 'quota', true, true, 64])
    assert.deepEqual(await issue('SecurityError'), ['memory', 'forbidden', true, true, 64])
    assert.deepEqual(await issue('AbortError'), ['memory', 'failed', true, true, 64])
    assert.deepEqual(await issue('unavailable'), ['memory', 'unavailable', true, true, 64])

    // Evicted, and forgotten: a new key, and it says so.
    await page.goto(origin)
    const keys = await page.evaluate(async () => {
      const { createDeviceSigner, forgetDeviceSigner } = await import('/dist/index.js')
      const first = await createDeviceSigner({ name: 'e' })
      const same = await createDeviceSigner({ name: 'e' })
      const other = await createDeviceSigner({ name: 'e', alg: 'ed25519' })
      await new Promise((resolve, reject) => {
        const gone = indexedDB.deleteDatabase('payout-kit')
        gone.onsuccess = resolve
        gone.onerror = gone.onblocked = reject
      })
      const second = await createDeviceSigner({ name: 'e' })
      await forgetDeviceSigner({ name: 'e' })
      const third = await createDeviceSigner({ name: 'e' })
      return [first, same, other, second, third].map(({ keyId, created, storage, alg }) => ({ keyId, created, storage, alg }))
    })
    assert.deepEqual(keys.map(({ created }) => created), [true, false, true, true, true])
    assert.ok(keys.every(({ storage }) => storage === 'indexeddb'))
    assert.equal(new Set(keys.map(({ keyId }) => keyId)).size, 4)
    assert.equal(keys[2].alg, 'ed25519')
  } finally {
    await context.close()
  }
})
