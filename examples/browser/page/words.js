// @ts-check
// What went wrong, in words for the person at the screen: what happened to the money, and what to
// do now.

/** @typedef {import('./api.js').Problem} Problem */

/** @typedef {{title: string, text: string, remedy: 'retry' | 'requote' | 'edit' | 'restart' | 'confirm' | 'register'}} Words */

/** @type {Record<string, Words>} */
const words = {
  quote_expired: {
    title: 'The exchange rate has expired',
    text: 'Nothing was sent. Rates move, so each is held for a short time only. Get a new one and look at the amounts again.',
    remedy: 'requote',
  },
  quote_mismatch: {
    title: 'The exchange rate has changed',
    text: 'Nothing was sent. Get the new rate and look at the amounts again.',
    remedy: 'requote',
  },
  account_invalid: {
    title: 'The bank account cannot be right',
    text: 'Nothing was sent. Please compare the account with what the payee gave you.',
    remedy: 'edit',
  },
  rail_not_available: {
    title: 'This rail cannot carry the payout now',
    text: 'Nothing was sent. Please choose another one.',
    remedy: 'edit',
  },
  over_cap: {
    title: 'This is more than you may send at once',
    text: 'Nothing was sent. Please send a smaller amount.',
    remedy: 'edit',
  },
  step_up_required: {
    title: 'Please confirm this payout with your passkey',
    text: 'It is more than goes out on a signature alone. Nothing was sent yet. Your fingerprint, face or PIN then stands for this payout and no other.',
    remedy: 'confirm',
  },
  step_up_expired: {
    title: 'The confirmation came too late',
    text: 'Nothing was sent. Please try again.',
    remedy: 'retry',
  },
  currency_not_allowed: {
    title: 'You cannot pay in this currency',
    text: 'Nothing was sent. Please choose another currency.',
    remedy: 'edit',
  },
  idempotency_key_reused: {
    title: 'An earlier payout has arrived after all',
    text: 'The payout that was being sent before reached the bank, with other details than these. Nothing was sent now. Start another payout to send this one too.',
    remedy: 'restart',
  },
}

/** @param {Problem} problem @returns {Words} */
export function refusal(problem) {
  return (
    words[problem.code] ?? {
      title: 'The payout was not accepted',
      text: `Nothing was sent. The payout service says: ${problem.detail ?? problem.title}`,
      remedy: 'edit',
    }
  )
}

/** Over the limit of whoever has no passkey, on a page that can make one. @type {Words} */
export const passkeyFirst = {
  title: 'This is more than you may send without a passkey',
  text: 'Nothing was sent. Make a passkey on this device, or send a smaller amount.',
  remedy: 'register',
}

/** @type {Words} */
export const passkeyNotMade = {
  title: 'No passkey was made',
  text: 'Nothing was sent. Try again, or send a smaller amount.',
  remedy: 'register',
}

/** The user closed the passkey's window, or it could not answer. @type {Words} */
export const notConfirmed = {
  title: 'The passkey did not confirm this payout',
  text: 'Nothing was sent, and nothing you typed is lost.',
  remedy: 'confirm',
}

/** Before anything was sent. @type {Words} */
export const unsent = {
  title: 'The payout service does not answer',
  text: 'Nothing was sent, and nothing you typed is lost. Please try again in a moment.',
  remedy: 'retry',
}

/** The request went out and no answer came. @type {Words} */
export const unknown = {
  title: 'We do not know yet whether the payout was made',
  text: 'The connection broke before an answer came. Trying again is safe: the same payout is sent under the same key, and it can only be made once.',
  remedy: 'retry',
}
