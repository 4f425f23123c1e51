// @ts-check
// The payout so far, beside the form.

import { el, fill } from './dom.js'
import { money } from './money.js'
import { amountButton, feeWords } from './rails.js'
import { arrivalWords } from './time.js'

/**
 * What a payout costs and when it arrives.
 *
 * @param {import('payout-kit').RailOption | undefined} option
 * @param {Date} now
 * @returns {[string, string][]}
 */
export function expected(option, now) {
  const { debit, arrival } = option ?? {}
  return [
    ['Fees', option ? feeWords(option) : '–'],
    ['You pay in all', debit ? money(debit.total, debit.currency) : '–'],
    ['Arrives', arrival ? arrivalWords(arrival, now) : '–'],
  ]
}

/**
 * @param {HTMLElement} place
 * @param {object} chosen
 * @param {string} chosen.country
 * @param {string | undefined} chosen.account masked
 * @param {import('payout-kit').RailOption | undefined} chosen.option
 * @param {Date} chosen.now
 * @param {(option: import('payout-kit').RailOption, opener: string) => void} chosen.explain
 */
export function showGlance(place, { country, account, option, now, explain }) {
  const { debit, credit } = option ?? {}
  /** @type {[string, string][]} */
  const rows = [
    ['To', account ? `${country}, ${account}` : country],
    ['Rail', option?.name ?? '–'],
    ['You send', debit ? money(debit.amount, debit.currency) : '–'],
    ...expected(option, now),
  ]
  fill(
    place,
    el(
      'div',
      { class: 'card glance' },
      el('h2', {}, 'Your payout'),
      el('div', { class: 'glance-net' }, el('span', { class: 'quiet' }, 'They get'), option && credit ? amountButton(option, 'glance-net', 'net', explain) : el('span', { class: 'net' }, '–')),
      el('dl', { class: 'pairs' }, rows.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value)))),
    ),
  )
}
