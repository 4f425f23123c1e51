import { canonicalAddress } from './address.js'
import { argument, bytes, list, object, refuse, request, text, type Read } from './read.js'
import { signingContext } from './shapes.js'
import type { PreparedBatch, PreparedPayout, Refused, RejectedPayout, SigningContext } from './types.js'
import { decode, encode } from './utf8.js'
import { call } from './verifier.js'

/** The text of a payout's bytes. Bytes that another text would be written as are none. */
const body: Read<string> = (value) => {
  const given = bytes(value)
  const text = decode(given)
  const written = encode(text)
  const same = written.length === given.length && written.every((byte, at) => byte === given[at])
  return same ? text : refuse('UTF-8')
}

const prepared = list(object<{ bytes: string }>({ bytes: body }))

/**
 * Puts prepared payouts under one signature: the manifest says how many they are, what they come to in each
 * currency, and the digest of each, in this order. At most 200. Sign it with `signPayout`; the payouts'
 * bytes travel beside it.
 */
export function prepareBatch(
  payouts: Pick<PreparedPayout, 'bytes'>[],
  batch: { idempotencyKey: string },
  context: SigningContext,
): PreparedBatch | RejectedPayout {
  const texts = argument(prepared, payouts, 'The payouts').map((payout) => payout.bytes)
  const { idempotencyKey } = argument(object<{ idempotencyKey: string }>({ idempotencyKey: text }), batch, 'The batch')
  const taken = argument(signingContext, context, 'The context')
  taken.url = canonicalAddress(taken.url)
  const answer = call('prepareBatch', idempotencyKey, JSON.stringify(texts), JSON.stringify(taken))
  if (answer.status === 'rejected') return answer
  const { status, issues, text: manifest, ...rest } = answer
  return { status, issues, bytes: encode(manifest), ...rest }
}

/**
 * Are these the payouts, all of them and in this order, that the manifest was signed for? The totals are
 * added up again. `manifest` is the body of the request that `verifyPayoutRequest` verified with `batch`.
 */
export function verifyBatch(manifest: Uint8Array, payouts: Uint8Array[]): { ok: true } | Refused {
  const signed = argument(bytes, manifest, 'The manifest').slice()
  const checked = call('checkBatchPayouts', signed, request(list(body), payouts, 'The payouts'))
  return checked.refusal !== undefined ? { ok: false, ...checked.refusal } : { ok: true }
}
