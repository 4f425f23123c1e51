// What the sandbox API sends to its partners, taken by the project's own npm package and by ours.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { Webhook } from 'standardwebhooks'

import { dist, root } from './vectors.mjs'

const { createDeviceSigner, createNonce, preparePayout, signPayout } = await import(pathToFileURL(dist('index.js')))
const { verifyWebhook } = await import(pathToFileURL(dist('server.js')))

const secret = 'webhook-tests-partner-secret'
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target')
const binary = process.env.PAYOUT_API_BINARY ?? join(target, 'debug', 'payout-api')

const received = []
const endpoint = createServer(async (request, response) => {
  const parts = []
  for await (const part of request) parts.push(part)
  received.push({ headers: request.headers, body: Buffer.concat(parts) })
  // The first one is refused: it has to come again.
  response.writeHead(received.length === 1 ? 503 : 204).end()
})
endpoint.listen(0, '127.0.0.1')
await once(endpoint, 'listening')
const host = `127.0.0.1:${endpoint.address().port}`

const api = spawn(
  binary,
  ['--port', '0', '--database', ':memory:', '--partner-secret', secret, '--speed', '100', '--webhook-host', host, '--webhook-retry-ms', '50', '--quiet'],
  { stdio: ['ignore', 'pipe', 'inherit'] },
)
after(() => {
  api.kill()
  endpoint.close()
})
const [said] = await once(createInterface({ input: api.stdout }), 'line')
const address = said.trim().split(/\s+/).at(-1)

async function post(path, body, token) {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) }
  const response = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) })
  const answer = await response.json()
  assert.ok(response.ok, JSON.stringify(answer))
  return answer
}

test('each event of a payout arrives, and both packages take it', { timeout: 30_000 }, async () => {
  const registered = await post('/v1/webhook-endpoints', { url: `http://${host}/hooks` }, secret)

  const signer = await createDeviceSigner({ persist: false })
  const { challenge, serverTime } = await post('/v1/challenges', {})
  const proof = Buffer.from(await signer.sign(new TextEncoder().encode(challenge))).toString('base64url')
  const session = await post('/v1/sessions', { publicJwk: signer.publicJwk, challenge, proof }, secret)
  const intent = {
    idempotencyKey: randomUUID(),
    endToEndId: 'WEBHOOKS1',
    amount: '25.00',
    currency: 'EUR',
    debtor: session.debtor,
    creditor: { name: 'Ada Payee', account: { country: 'DE', iban: 'DE89370400440532013000' } },
  }
  const created = Math.floor(Date.parse(serverTime) / 1000)
  const prepared = preparePayout(intent, {
    method: 'POST',
    url: session.payoutsUrl,
    created,
    expires: created + 120,
    nonce: createNonce(),
    keyId: signer.keyId,
    alg: signer.alg,
    authorization: `Bearer ${session.token}`,
  })
  const request = await signPayout(prepared, signer)
  const response = await fetch(request.url, request)
  const payout = await response.json()
  assert.equal(response.status, 202, JSON.stringify(payout))

  // Five events, the first of them twice.
  while (received.length < 6) await new Promise((resolve) => setTimeout(resolve, 20))
  const told = new Map()
  for (const { headers, body } of received) {
    const message = new Webhook(registered.secret).verify(body, headers)
    assert.equal(message.data.payoutId, payout.id)
    const ours = await verifyWebhook({ headers, body: new Uint8Array(body) }, registered.secret, Math.floor(Date.now() / 1000))
    assert.equal(ours.ok, true, ours.code)
    assert.equal(ours.id, headers['webhook-id'])
    told.set(ours.id, message.data.event.status)

    const changed = Buffer.from(body.toString().replace('payout.', 'payin.'))
    assert.throws(() => new Webhook(registered.secret).verify(changed, headers))
  }
  assert.equal(told.size, 5)
  assert.deepEqual([...told.values()].sort(), ['ACCC', 'ACCP', 'ACSC', 'ACSP', 'RCVD'])
})
