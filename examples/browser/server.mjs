// The partner's side of the example: serves the page and the built package, and is the only
// place that knows the partner secret. No dependencies.
//
//   PAYOUT_API      where the payout API is            http://127.0.0.1:8787
//   PARTNER_SECRET  what authorises this partner there  (needed)
//   PORT            where to listen; 0 takes a free one 8788
//   PAYOUT_KIT_DIST the built package                   ../../pkg/dist

import { createHash, createPublicKey, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname, extname, join, normalize, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const pageFolder = join(here, 'page')
const kitFolder = process.env.PAYOUT_KIT_DIST ?? join(here, '..', '..', 'pkg', 'dist')
const api = (process.env.PAYOUT_API ?? 'http://127.0.0.1:8787').replace(/\/$/, '')
const secret = process.env.PARTNER_SECRET
if (!secret) {
  console.error('Set PARTNER_SECRET to the secret that the payout API was started with.')
  process.exit(2)
}

/** What this partner lets one session of one user do. A real partner decides it per user. */
const caps = {
  maxPayouts: 20,
  limits: [
    { currency: 'EUR', maxAmount: '50000.00' },
    { currency: 'USD', maxAmount: '50000.00' },
    { currency: 'GBP', maxAmount: '50000.00' },
    { currency: 'AUD', maxAmount: '50000.00' },
    { currency: 'INR', maxAmount: '5000000.00' },
    { currency: 'IDR', maxAmount: '900000000.00' },
  ],
}

/** Above a fifth of the cap a passkey confirms the payout; whoever has none may send no more than that. */
const fifth = caps.limits.map(({ currency, maxAmount }) => ({ currency, amount: (Number(maxAmount) / 5).toFixed(2) }))

/**
 * The passkeys of this page's one user: a real partner keeps them with the user who is logged in.
 *
 * @type {Map<string, object>} credential id to JWK
 */
const passkeys = new Map()
const mostPasskeys = 5
/** Challenges that wait for a new passkey, each used once. @type {Set<string>} */
const challenges = new Set()

function capsOf({ hostname, origin }) {
  if (passkeys.size === 0) return { ...caps, limits: fifth.map(({ currency, amount }) => ({ currency, maxAmount: amount })) }
  const credentials = [...passkeys].map(([id, publicJwk]) => ({ id, publicJwk }))
  return { ...caps, stepUp: { above: fifth, rpId: hostname, origins: [origin], credentials } }
}

/** The account that this partner's payouts are paid from. */
const debtor = { account: 'HARBOUR-4205' }

const mediaTypes = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

/** What a page may do. An import map has to stand in its page; its hash lets it through, and nothing else. */
function policy(page) {
  const importMap = /<script type="importmap">([\s\S]*?)<\/script>/.exec(page)?.[1]
  const hash = importMap === undefined ? '' : ` 'sha256-${createHash('sha256').update(importMap).digest('base64')}'`
  return [
    `default-src 'none'`,
    `script-src 'self' 'wasm-unsafe-eval'${hash}`,
    `style-src 'self'`,
    `img-src 'self'`,
    `connect-src 'self' ${new URL(api).origin}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `worker-src 'self'`,
    `require-trusted-types-for 'script'`,
    `trusted-types batch-worker`,
    `report-uri /csp-report`,
  ].join('; ')
}

let policyViolations = 0

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error)
    if (!response.headersSent) problem(response, 500, 'page_server_failed', 'The page server made a mistake.')
    else response.destroy()
  })
})

async function answer(request, response) {
  const { pathname } = new URL(request.url ?? '/', 'http://page.invalid')
  const page = new URL(`http://${request.headers.host ?? 'page.invalid'}`)
  const route = `${request.method} ${pathname}`
  if (route === 'GET /config.json') return json(response, 200, { api, balances: caps.limits.map(({ currency }) => currency), passkeys: passkeys.size, policyViolations })
  if (route === 'GET /rates') return relay(request, response, '/v1/rates')
  if (route === 'POST /session/challenge') return relay(request, response, '/v1/challenges', () => ({}))
  if (route === 'POST /session') {
    return relay(request, response, '/v1/sessions', (body) => ({ ...sessionRequest(body), caps: capsOf(page), debtor }))
  }
  if (route === 'POST /passkey/challenge' || route === 'POST /passkey') {
    if (crossSite(request)) return problem(response, 403, 'cross_site', 'This is for our own page only.')
    return route === 'POST /passkey' ? register(request, response, page) : json(response, 200, { challenge: challenge(), known: [...passkeys.keys()] })
  }
  if (route === 'POST /csp-report') {
    policyViolations += 1
    console.error('content security policy:', await body(request))
    return response.writeHead(204).end()
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return problem(response, 405, 'method_not_allowed', 'This address only answers GET.')
  }
  if (pathname === '/') return file(response, pageFolder, 'index.html')
  if (pathname.startsWith('/payout-kit/')) return file(response, kitFolder, pathname.slice('/payout-kit/'.length))
  return file(response, pageFolder, pathname.slice(1))
}

/** Only what the API needs from the page: never more, and never the partner's own members. */
function sessionRequest({ publicJwk, challenge, proof }) {
  return { publicJwk, challenge, proof }
}

/** What a new passkey signs with its making, so that an old one cannot be put in its place. */
function challenge() {
  const made = randomBytes(32).toString('base64url')
  if (challenges.size >= 100) challenges.clear()
  challenges.add(made)
  return made
}

/** Keeps the public key of a passkey that was made on this page for a challenge of ours. */
async function register(request, response, page) {
  try {
    const { id, spki, clientDataJSON } = JSON.parse(await body(request))
    const made = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'))
    const publicJwk = createPublicKey({ key: Buffer.from(spki, 'base64url'), format: 'der', type: 'spki' }).export({ format: 'jwk' })
    const right = made.type === 'webauthn.create' && made.origin === page.origin && challenges.delete(made.challenge)
    if (!right || typeof id !== 'string' || passkeys.size >= mostPasskeys) throw new Error('not a passkey of this page')
    passkeys.set(id, publicJwk)
  } catch {
    return problem(response, 422, 'passkey_refused', 'This passkey cannot be registered.')
  }
  json(response, 201, { registered: true })
}

/** Another site's page must not open sessions, ask for rates or register passkeys in this user's name. */
function crossSite(request) {
  const site = request.headers['sec-fetch-site']
  return site !== undefined && site !== 'same-origin'
}

/** Adds the partner's authority to what the page asked for. Without `outgoing` it only reads. */
async function relay(request, response, path, outgoing) {
  if (crossSite(request)) return problem(response, 403, 'cross_site', 'This is for our own page only.')
  let incoming
  try {
    incoming = JSON.parse((outgoing && (await body(request))) || '{}')
  } catch {
    return problem(response, 400, 'invalid_json', 'The request is not JSON.')
  }
  let answered
  try {
    answered = await fetch(api + path, {
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      ...(outgoing ? { method: 'POST', body: JSON.stringify(outgoing(incoming)) } : {}),
      signal: AbortSignal.timeout(10_000),
    })
  } catch {
    return problem(response, 502, 'api_unreachable', 'The payout service does not answer.')
  }
  response.writeHead(answered.status, {
    'content-type': answered.headers.get('content-type') ?? 'application/json',
    'cache-control': 'no-store',
  })
  response.end(Buffer.from(await answered.arrayBuffer()))
}

async function body(request) {
  const chunks = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > 16_384) throw new Error('a request of more than 16 KiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function file(response, folder, name) {
  const path = normalize(join(folder, decodeURIComponent(name)))
  if (!path.startsWith(folder + sep)) return problem(response, 404, 'not_found', 'There is nothing here.')
  try {
    send(response, 200, extname(path), await readFile(path))
  } catch {
    const hint = folder === kitFolder ? ' Build the package first: cargo xtask build.' : ''
    problem(response, 404, 'not_found', `There is nothing here.${hint}`)
  }
}

function send(response, status, extension, content) {
  response.writeHead(status, {
    'content-type': mediaTypes[extension] ?? 'application/octet-stream',
    'content-security-policy': policy(extension === '.html' ? content.toString('utf8') : ''),
    'cache-control': 'no-cache',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  })
  response.end(content)
}

function json(response, status, value) {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(value))
}

function problem(response, status, code, title) {
  response.writeHead(status, { 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ type: `urn:payout-kit:problem:${code}`, code, title, status }))
}

server.listen(Number(process.env.PORT ?? 8788), '127.0.0.1', () => {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : address
  // By name: no browser makes a passkey for an address.
  console.log(`payout page: http://localhost:${port}`)
})
