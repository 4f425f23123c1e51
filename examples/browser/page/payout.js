// @ts-check
// From what was chosen to what is signed and sent.

import { createNonce, preparePayout, resignPayout, signPayout } from 'payout-kit'
import { ask } from './api.js'
import { keep } from './outbox.js'
import { openSession } from './session.js'

/** @typedef {import('payout-kit').PayoutIntent} PayoutIntent */
/** @typedef {import('payout-kit').RailOption} RailOption */
/** @typedef {import('./session.js').Session} Session */
/** @typedef {import('./outbox.js').KeptPayout} KeptPayout */

/** How long one signature may be used, in seconds. */
const signatureLife = 120

/**
 * @param {object} chosen
 * @param {RailOption} chosen.option
 * @param {import('payout-kit').AccountInput} chosen.account as the core normalised it
 * @param {string} chosen.holder
 * @param {string} chosen.quoteId
 * @param {Session} chosen.session
 * @param {{idempotencyKey: string, endToEndId: string}} chosen.entry
 * @returns {PayoutIntent}
 */
export function intentOf({ option, account, holder, quoteId, session, entry }) {
  const { debit, credit, rate } = option
  if (!debit || !credit) throw new Error('an eligible rail has both sides')
  return {
    idempotencyKey: entry.idempotencyKey,
    endToEndId: entry.endToEndId,
    amount: credit.net,
    currency: credit.currency,
    rail: option.rail,
    debtor: { name: 'Harbour', ...session.debtor },
    creditor: { name: holder, account },
    ...(rate
      ? {
          conversion: {
            quoteId,
            rate: rate.customer,
            debitAmount: debit.total,
            debitCurrency: debit.currency,
            creditAmount: credit.net,
            creditCurrency: credit.currency,
            expiresAt: rate.expiresAt ?? '',
          },
        }
      : {}),
  }
}

/**
 * The bytes and everything around them.
 *
 * @param {PayoutIntent} intent
 * @param {Session} session
 */
export function prepare(intent, session) {
  return preparePayout(intent, { method: 'POST', url: session.payoutsUrl, ...envelope(session) })
}

/**
 * The same bytes in a new envelope: for a retry, and to show again what was kept.
 *
 * @param {KeptPayout} kept
 * @param {Session} session
 */
export function prepareAgain(kept, session) {
  return resignPayout(kept, envelope(session))
}

/** @param {Session} session */
function envelope({ signer, token, offset }) {
  const created = Math.floor((Date.now() + offset) / 1000)
  return {
    created,
    expires: created + signatureLife,
    nonce: createNonce(),
    keyId: signer.keyId,
    alg: signer.alg,
    authorization: `Bearer ${token}`,
  }
}

/**
 * @typedef {{kind: 'accepted', payout: any}
 *   | {kind: 'refused', problem: import('./api.js').Problem}
 *   | {kind: 'unsent', answer: Exclude<import('./api.js').Answer, {kind: 'answer'}>}
 *   | {kind: 'unknown'}} Outcome
 */

/** Refusals of the envelope, not of the payout: signing the same bytes again mends them. */
const signAgain = new Set(['session_expired', 'session_revoked', 'nonce_replayed', 'unauthorized', 'signature_expired'])

/**
 * Signs and sends what was shown. From the first try on it is in the outbox.
 *
 * @param {string} id in the outbox
 * @param {import('payout-kit').PreparedPayout} shown
 * @param {string} [confirmation] a passkey's, see passkey.js
 * @returns {Promise<Outcome>}
 */
export async function send(id, shown, confirmation) {
  for (const fresh of [false, true]) {
    const opened = await openSession({ fresh })
    if (opened.kind !== 'session') return { kind: 'unsent', answer: opened }
    const prepared = prepareAgain(await keep(id, shown), opened.session)
    if (prepared.status !== 'ready') throw new Error('what was kept cannot be signed')
    const signed = await signPayout(prepared, opened.session.signer)
    const headers = confirmation ? { ...signed.headers, 'payout-step-up': confirmation } : signed.headers
    const answer = await ask(signed.url, { method: signed.method, headers, body: /** @type {BodyInit} */ (/** @type {unknown} */ (signed.body)) })
    if (answer.kind === 'answer') return { kind: 'accepted', payout: answer.value }
    if (answer.kind === 'unreachable' || answer.problem.status >= 500 || answer.problem.code === 'in_flight') return { kind: 'unknown' }
    if (fresh || !signAgain.has(answer.problem.code)) return { kind: 'refused', problem: answer.problem }
  }
  return { kind: 'unknown' }
}
