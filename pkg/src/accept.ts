import { refuse } from './key.js'
import { argument, refuse as mismatch, text, type Read } from './read.js'
import type {
  Acceptance,
  Admission,
  Admitted,
  IncomingRequest,
  PayoutStore,
  Refused,
  Verification,
  VerificationPolicy,
} from './types.js'
import { verifyPayoutRequest } from './verify.js'

type Verified = Extract<Verification, { ok: true }>

const REFUSALS = {
  nonce_replayed: [409, 'This signature was used before: sign again with a new nonce.'],
  in_flight: [409, 'The payout with this idempotency key is being worked on: ask again in a moment.'],
  key_reused: [422, 'The idempotency key belongs to another payout.'],
} as const

/**
 * Verifies a request and carries it out once: the last steps of a payout API, over a store of yours.
 *
 * `carryOut` gets what was verified and either returns the result, which every repetition is answered
 * with, or a refusal of its policy (`{ ok: false, … }`), after which the key is free again. If it throws,
 * the outcome is unknown: the key stays in flight until you settle it.
 */
export async function acceptPayoutRequest<Result extends object>(
  request: IncomingRequest,
  policy: VerificationPolicy,
  store: PayoutStore<Result>,
  carryOut: (payout: Verified) => Promise<Result | Refused>,
  tenant = '',
): Promise<Acceptance<Result>> {
  const { admit, complete, release } = argument(methods as Read<PayoutStore<Result>>, store, 'The store')
  const whose = argument(text, tenant, 'The tenant')
  const verified = await verifyPayoutRequest(request, policy)
  if (!verified.ok) return verified
  const { keyId, nonce, replayUntil, idempotencyKey, digest } = verified
  const payout: Admission = { tenant: whose, keyId, nonce, replayUntil, idempotencyKey, digest, now: policy.now }
  const admitted = await admit.call(store, payout)
  if (admitted.status === 'done') return { ok: true, result: admitted.result, replayed: true }
  if (admitted.status !== 'new') {
    const [httpStatus, message] = REFUSALS[admitted.status]
    return refuse(admitted.status, httpStatus, message)
  }
  const result = await carryOut(verified)
  if ('ok' in result && result.ok === false) {
    await release.call(store, payout)
    return result
  }
  await complete.call(store, payout, result as Result)
  return { ok: true, result: result as Result, replayed: false }
}

const methods: Read<PayoutStore<object>> = (value) => {
  const store = value as Partial<PayoutStore<object>> | null
  const { admit, complete, release } = store ?? {}
  if (typeof admit !== 'function' || typeof complete !== 'function' || typeof release !== 'function') {
    return mismatch('a store with admit, complete and release')
  }
  return { admit, complete, release }
}

/** A store in memory: for tests and for one process that may forget everything. */
export function memoryPayoutStore<Result>(): PayoutStore<Result> {
  const nonces = new Map<string, number>()
  const payouts = new Map<string, { digest: string; result?: Result }>()
  const name = (...parts: string[]) => JSON.stringify(parts)
  const keyOf = ({ tenant, idempotencyKey }: Admission) => name(tenant, idempotencyKey)
  // Nothing is awaited in here: each call is one atomic step.
  return {
    admit(payout) {
      for (const [nonce, until] of nonces) if (until < payout.now) nonces.delete(nonce)
      const nonce = name(payout.tenant, payout.keyId, payout.nonce)
      if (nonces.has(nonce)) return answered({ status: 'nonce_replayed' })
      nonces.set(nonce, payout.replayUntil)
      const known = payouts.get(keyOf(payout))
      if (known === undefined) {
        payouts.set(keyOf(payout), { digest: payout.digest })
        return answered({ status: 'new' })
      }
      if (known.digest !== payout.digest) return answered({ status: 'key_reused' })
      if (!('result' in known)) return answered({ status: 'in_flight' })
      return answered({ status: 'done', result: known.result as Result })
    },
    complete(payout, result) {
      payouts.set(keyOf(payout), { digest: payout.digest, result })
      return Promise.resolve()
    },
    release(payout) {
      payouts.delete(keyOf(payout))
      return Promise.resolve()
    },
  }

  function answered(admitted: Admitted<Result>): Promise<Admitted<Result>> {
    return Promise.resolve(admitted)
  }
}
