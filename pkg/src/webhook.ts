import { base64 } from './base64.js'
import { PayoutKitError } from './error.js'
import { headers } from './lines.js'
import { argument, bytes, list, object, text, whole, type Read } from './read.js'
import type { WebhookRequest, WebhookResult } from './types.js'
import { encode } from './utf8.js'

/** Standard Webhooks: a message older or newer than this is refused, in seconds. */
const TOLERANCE = 300
/** More signatures than a rotation of keys needs are not tried. */
const MAX_SIGNATURES = 20
const ID = /^[\x21-\x2d\x2f-\x7e]{1,256}$/
const SECONDS = /^[0-9]{1,12}$/

const incoming = object<{ headers: [string, string][]; body: Uint8Array }>({ headers, body: bytes })

/** One secret, or several while one replaces another. */
const secrets: Read<string[]> = (value) => (typeof value === 'string' ? [text(value)] : list(text)(value))

const REFUSALS = {
  missing_header: [400, 'The headers webhook-id, webhook-timestamp and webhook-signature must each come once.'],
  malformed_header: [400, 'webhook-id or webhook-timestamp cannot be read.'],
  timestamp_too_old: [401, 'The message is older than five minutes.'],
  timestamp_too_new: [401, 'The message is from the future.'],
  no_signature: [401, 'No signature is of a version that the secrets are for (v1: whsec_, v1a: whpk_).'],
  invalid_signature: [401, 'No signature fits the id, the time and the bytes of the body.'],
} as const

/**
 * Is this a message of [Standard Webhooks](https://www.standardwebhooks.com) from the holder of the secret?
 *
 * `secret` is `whsec_…` (HMAC-SHA256, signatures `v1`) or the public key `whpk_…` (Ed25519, `v1a`), or a
 * list of them while one replaces another. `now` is in seconds since 1970. Give the raw bytes of the body:
 * what was parsed and written again is another message.
 *
 * What remains is the caller's: an `id` that came before is a repetition, and is answered without effect.
 */
export async function verifyWebhook(request: WebhookRequest, secret: string | string[], now: number): Promise<WebhookResult> {
  const taken = argument(incoming, request, 'The request')
  const keys = argument(secrets, secret, 'The secret').map(key)
  if (keys.length === 0) throw new PayoutKitError('invalid_argument', 'There must be a secret.', 'secret')
  const time = argument(whole, now, 'The time')
  const body = taken.body.slice()

  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => {
    const found = taken.headers.filter(([known]) => known.toLowerCase() === name)
    return found.length === 1 ? found[0]![1].trim() : undefined
  })
  if (id === undefined || timestamp === undefined || signatures === undefined) return refused('missing_header')
  // The dot separates what is signed: an id with one could pass a part of itself off as the time.
  if (!ID.test(id) || !SECONDS.test(timestamp)) return refused('malformed_header')
  const sent = Number(timestamp)
  if (sent < time - TOLERANCE) return refused('timestamp_too_old')
  if (sent > time + TOLERANCE) return refused('timestamp_too_new')

  const message = joined(encode(`${id}.${timestamp}.`), body)
  let tried = false
  for (const signature of signatures.split(' ').slice(0, MAX_SIGNATURES)) {
    const comma = signature.indexOf(',')
    const decoded = comma < 0 ? undefined : decode(signature.slice(comma + 1))
    for (const { version, verify } of keys) {
      if (signature.slice(0, comma) !== version) continue
      tried = true
      if (decoded !== undefined && (await verify(decoded, message))) return { ok: true, id, timestamp: sent, body }
    }
  }
  return refused(tried ? 'invalid_signature' : 'no_signature')
}

function refused(code: keyof typeof REFUSALS): WebhookResult {
  const [httpStatus, message] = REFUSALS[code]
  return { ok: false, code, message, httpStatus }
}

type Bytes = Uint8Array<ArrayBuffer>

interface Key {
  version: 'v1' | 'v1a'
  verify(signature: Bytes, message: Bytes): Promise<boolean>
}

/** The secret itself is in no error. */
function key(secret: string): Key {
  const cut = secret.indexOf('_') + 1
  const raw = decode(secret.slice(cut))
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined
  if (subtle === undefined) throw new PayoutKitError('unsupported', 'There is no WebCrypto here.')
  const prefix = secret.slice(0, cut)
  if (raw !== undefined && prefix === 'whsec_' && raw.length >= 24 && raw.length <= 64) {
    const imported = subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
    return { version: 'v1', verify: async (signature, message) => subtle.verify('HMAC', await imported, signature, message) }
  }
  if (raw !== undefined && prefix === 'whpk_' && raw.length === 32) {
    return {
      version: 'v1a',
      verify: async (signature, message) =>
        subtle.verify('Ed25519', await subtle.importKey('raw', raw, 'Ed25519', false, ['verify']), signature, message),
    }
  }
  throw new PayoutKitError(
    'invalid_argument',
    'The secret must be whsec_ with 24 to 64 bytes in base64, or the public key whpk_ with 32.',
    'secret',
  )
}

/** Strict base64 with padding: one text for one value. */
function decode(text: string): Bytes | undefined {
  let binary: string
  try {
    binary = atob(text)
  } catch {
    return undefined
  }
  const decoded = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) decoded[at] = binary.charCodeAt(at)
  return base64(decoded) === text ? decoded : undefined
}

function joined(head: Uint8Array, body: Uint8Array): Bytes {
  const all = new Uint8Array(head.length + body.length)
  all.set(head)
  all.set(body, head.length)
  return all
}
