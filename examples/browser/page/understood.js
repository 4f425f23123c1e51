// @ts-check
// What the core made of the account, once it is right.

import { el, fill } from './dom.js'
import { inFours } from './grouping.js'

/** @typedef {import('payout-kit').AccountReport} AccountReport */

/**
 * @param {HTMLElement} place
 * @param {AccountReport} report
 * @param {Set<string>} typed the fields that were typed: what follows from them is told, not they
 */
export function showUnderstood(place, { account, checks, status }, typed) {
  if (status !== 'valid' || !account) return fill(place)
  /** @type {[string, string | undefined][]} */
  const known = [
    ['Bank', account.bankName],
    ['BIC', typed.has('bic') ? undefined : account.bic],
    ['IBAN', typed.has('iban') || !account.iban ? undefined : inFours(account.iban)],
    ['Bank code', typed.has('bankCode') || account.bankName ? undefined : account.bankCode],
  ]
  const rows = known.filter(([, value]) => value)
  fill(
    place,
    el(
      'div',
      { class: 'understood' },
      el('p', { class: 'understood-title' }, 'The account is right'),
      el('p', { class: 'code', dir: 'ltr' }, account.formatted),
      rows.length > 0 ? el('dl', { class: 'pairs' }, rows.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', { dir: 'ltr' }, value)))) : null,
      el('p', { class: 'quiet' }, checksWords(checks)),
    ),
  )
}

/** @param {AccountReport['checks']} checks */
function checksWords(checks) {
  const done = [
    checks.structure === 'passed' ? 'the length and the characters' : '',
    checks.checkDigits === 'passed' ? 'the check digits' : '',
    checks.national === 'passed' ? "the country's own check digits" : '',
  ].filter(Boolean)
  const open = checks.directory === 'passed' ? '' : ' Only the bank knows whether it exists.'
  return done.length > 0 ? `Checked here: ${new Intl.ListFormat('en').format(done)}.${open}` : `There is nothing to check it by.${open}`
}
