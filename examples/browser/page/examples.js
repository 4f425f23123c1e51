// @ts-check
// Accounts to try the form with: the market's example, and those that the sandbox refuses.

import { el, fill } from './dom.js'

/** @typedef {{country: string, method: string, ending: string, label: string, outcome: string, account: Record<string, string>}} TestAccount */

/** The sandbox's ending of accounts that go well. */
const credited = '0000'

/**
 * @param {HTMLElement} place
 * @param {Record<string, string>} example
 * @param {TestAccount[]} testAccounts of this market and method
 * @param {(account: Record<string, string>) => void} take
 */
export function showExamples(place, example, testAccounts, take) {
  const refused = testAccounts.filter(({ ending }) => ending !== credited)
  fill(
    place,
    el(
      'div',
      { class: 'examples' },
      link('Fill in an example account', () => take(example)),
      refused.length > 0
        ? el(
            'details',
            {},
            el('summary', {}, 'Sandbox accounts that go wrong'),
            el(
              'ul',
              { class: 'test-accounts' },
              refused.map(({ label, outcome, account }) => el('li', {}, link(label, () => take(account)), el('p', { class: 'quiet' }, outcome))),
            ),
          )
        : null,
    ),
  )
}

/** @param {string} text @param {() => void} click */
function link(text, click) {
  return el('button', { type: 'button', class: 'link', on: { click } }, text)
}
