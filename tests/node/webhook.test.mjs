// Standard Webhooks, judged by the project's own npm package in both directions.

import assert from 'node:assert/strict'
import { webcrypto } from 'node:crypto'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { Webhook } from 'standardwebhooks'

import { dist } from './vectors.mjs'

// The example of the specification's libraries.
const SECRET = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'
const OTHER = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const ID = 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk'
const NOW = 1_649_367_553
const PAYLOAD = '{"email":"test@example.com","username":"test_user"}'
const SIGNATURE = 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw='

const bytes = (text) => new TextEncoder().encode(text)
const message = (signature, more = {}) => ({
  headers: { 'webhook-id': ID, 'webhook-timestamp': String(NOW), 'webhook-signature': signature, ...more },
  body: bytes(PAYLOAD),
})

for (const entry of ['server.js', 'server.compat.js']) {
  const { verifyWebhook } = await import(pathToFileURL(dist(entry)))
  const code = async (request, secret = SECRET, now = NOW) => {
    const result = await verifyWebhook(request, secret, now)
    return result.ok ? 'ok' : result.code
  }

  test(`${entry}: the published vectors`, async () => {
    assert.deepEqual(await verifyWebhook(message(SIGNATURE), SECRET, NOW), { ok: true, id: ID, timestamp: NOW, body: bytes(PAYLOAD) })
    for (const signature of ['v1,R3PTzyfHASBKHH98a7yexTwaJ4yNIcGhFQc1yuN+BPU=', 'v1,', 'v1,tFtC']) {
      assert.equal(await code(message(signature)), 'invalid_signature', signature)
    }
  })

  test(`${entry}: what the package standardwebhooks signs is accepted, for any payload`, async () => {
    for (let round = 0; round < 200; round++) {
      const secret = `whsec_${Buffer.from(webcrypto.getRandomValues(new Uint8Array(24 + (round % 41)))).toString('base64')}`
      const payload = Buffer.from(webcrypto.getRandomValues(new Uint8Array(round * 3))).toString('latin1')
      const id = `msg_${round}`
      const signature = new Webhook(secret).sign(id, new Date(NOW * 1000), payload)
      const request = { headers: { 'Webhook-Id': id, 'Webhook-Timestamp': [`${NOW}`], 'Webhook-Signature': signature }, body: bytes(payload) }
      assert.equal(await code(request, secret), 'ok')
      assert.equal(await code(request, OTHER), 'invalid_signature')
      assert.equal(await code({ ...request, body: bytes(`${payload} `) }, secret), 'invalid_signature')
    }
  })

  test(`${entry}: both agree on live messages and on changed ones`, async () => {
    const now = Math.floor(Date.now() / 1000)
    const judge = new Webhook(SECRET)
    const good = judge.sign(ID, new Date(now * 1000), PAYLOAD)
    const cases = [
      [{ 'webhook-signature': good, 'webhook-timestamp': `${now}` }, true],
      [{ 'webhook-signature': `v1,AAAA ${good} v2,AAAA`, 'webhook-timestamp': `${now}` }, true],
      [{ 'webhook-signature': good.replace('v1,', 'v2,'), 'webhook-timestamp': `${now}` }, false],
      [{ 'webhook-signature': good, 'webhook-timestamp': `${now + 1}` }, false],
      [{ 'webhook-signature': good, 'webhook-timestamp': `${now}`, 'webhook-id': 'msg_other' }, false],
    ]
    for (const [headers, wanted] of cases) {
      const request = message('', headers)
      let theirs = true
      try {
        judge.verify(PAYLOAD, request.headers)
      } catch {
        theirs = false
      }
      assert.equal(theirs, wanted)
      assert.equal((await code(request, SECRET, now)) === 'ok', wanted, JSON.stringify(headers))
    }
  })

  test(`${entry}: time, five minutes either way`, async () => {
    for (const [now, wanted] of [[NOW + 300, 'ok'], [NOW + 301, 'timestamp_too_old'], [NOW - 300, 'ok'], [NOW - 301, 'timestamp_too_new']]) {
      assert.equal(await code(message(SIGNATURE), SECRET, now), wanted)
    }
  })

  test(`${entry}: headers that are absent, double or unreadable`, async () => {
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
      assert.equal(await code(message(SIGNATURE, { [name]: undefined })), 'missing_header')
      assert.equal(await code(message(SIGNATURE, { [name]: ['a', 'a'] })), 'missing_header')
    }
    for (const more of [{ 'webhook-timestamp': '1e9' }, { 'webhook-timestamp': '-1' }, { 'webhook-timestamp': '' }, { 'webhook-id': 'a.1' }, { 'webhook-id': 'ä' }]) {
      assert.equal(await code(message(SIGNATURE, more)), 'malformed_header', JSON.stringify(more))
    }
    for (const signature of ['', 'v1', 'v3,AAAA', ' ']) assert.equal(await code(message(signature)), 'no_signature', signature)
  })

  test(`${entry}: several secrets while one replaces another; Ed25519 as v1a; never one version by the other's key`, async () => {
    assert.equal(await code(message(SIGNATURE), [OTHER, SECRET]), 'ok')
    const keys = await webcrypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
    const raw = Buffer.from(await webcrypto.subtle.exportKey('raw', keys.publicKey)).toString('base64')
    const signature = Buffer.from(await webcrypto.subtle.sign('Ed25519', keys.privateKey, bytes(`${ID}.${NOW}.${PAYLOAD}`))).toString('base64')
    const publicKey = `whpk_${raw}`
    assert.equal(await code(message(`v1a,${signature}`), publicKey), 'ok')
    assert.equal(await code(message(`${SIGNATURE} v1a,${signature}`), [publicKey]), 'ok')
    assert.equal(await code({ ...message(`v1a,${signature}`), body: bytes('{}') }, publicKey), 'invalid_signature')
    assert.equal(await code(message(`v1,${signature}`), publicKey), 'no_signature')
    // The public key as an HMAC secret: what a confusion of algorithms would accept.
    const confused = new Webhook(`whsec_${raw}`).sign(ID, new Date(NOW * 1000), PAYLOAD)
    assert.equal(await code(message(confused), publicKey), 'no_signature')
    assert.equal(await code(message(confused.replace('v1,', 'v1a,')), publicKey), 'invalid_signature')
  })

  test(`${entry}: a secret that is none is the programmer's mistake, and is in no error`, async () => {
    for (const secret of ['', 'whsec_', 'whsec_c2hvcnQ=', 'whsk_C2FVsBQIhrscChlQIMV+b5sSYspob7oD', SECRET.slice(6), `${SECRET}=`, []]) {
      await assert.rejects(verifyWebhook(message(SIGNATURE), secret, NOW), (error) => {
        assert.equal(error.code, 'invalid_argument')
        assert.ok(!error.message.includes('C2FV'))
        return true
      })
    }
  })
}
