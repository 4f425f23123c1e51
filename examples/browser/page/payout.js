// @ts-check
// From what was chosen to what is signed and sent.

import { createNonce, preparePayout, signPayout } from 'payout-kit'
import { ask } from './api.js'
import { openSession } from './session.js'

/** @typedef {import('payout-kit').PayoutIntent} PayoutIntent */
/** @typedef {import('payout-kit').PreparedPayout} PreparedPayout */
/** @typedef {import('payout-kit').RailOption} RailOption */
/** @typedef {import('./session.js').Session} Session */

/** How long one signature may be used, in seconds. */
const signatureLife = 120

/**
 * @param {object} chosen
 * @param {RailOption} chosen.option
 * @param {import('payout-kit').AccountInput} chosen.account as the core normalised it
 * @param {string} chosen.holder
 * @param {string} chosen.quoteId
 * @param {Session} chosen.session
 * @param {import('./journal.js').Entry} chosen.entry
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
 * The bytes and everything around them; each call has a new nonce and a new time, the bytes stay.
 *
 * @param {PayoutIntent} intent
 * @param {Session} session
 */
export function prepare(intent, session) {
  const created = Math.floor((Date.now() + session.offset) / 1000)
  return preparePayout(intent, {
    method: 'POST',
    url: session.payoutsUrl,
    created,
    expires: created + signatureLife,
    nonce: createNonce(),
    keyId: session.signer.keyId,
    alg: session.signer.alg,
    authorization: `Bearer ${session.token}`,
  })
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
 * Signs and sends what was shown: the digest is compared with the one on the screen.
 *
 * @param {PayoutIntent} intent
 * @param {string} digest
 * @returns {Promise<Outcome>}
 */
export async function send(intent, digest) {
  for (const fresh of [false, true]) {
    const opened = await openSession({ fresh })
    if (opened.kind !== 'session') return { kind: 'unsent', answer: opened }
    const prepared = prepare(intent, opened.session)
    if (prepared.status !== 'ready' || prepared.digest !== digest) throw new Error('the payout is not the one that was shown')
    const { method, url, headers, body } = await signPayout(prepared, opened.session.signer)
    const answer = await ask(url, { method, headers, body: /** @type {BodyInit} */ (/** @type {unknown} */ (body)) })
    if (answer.kind === 'answer') return { kind: 'accepted', payout: answer.value }
    if (answer.kind === 'unreachable' || answer.problem.status >= 500 || answer.problem.code === 'in_flight') return { kind: 'unknown' }
    if (fresh || !signAgain.has(answer.problem.code)) return { kind: 'refused', problem: answer.problem }
  }
  return { kind: 'unknown' }
}
