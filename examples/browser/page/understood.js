// @ts-check
// What the core made of the account, once it is right.

import { el, fill } from './dom.js'
import { inFours } from './grouping.js'

/** @typedef {import('payout-kit').AccountReport} AccountReport */

/**
 * @typedef {object} Known
 * @property {Set<string>} typed the fields that were typed: what follows from them is told, not they
 * @property {string} market
 * @property {import('./directories.js').DirectoryState} directory
 */

/** @param {HTMLElement} place @param {AccountReport} report @param {Known} known */
export function showUnderstood(place, { account, checks, status, tables }, { typed, market, directory }) {
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
      [checked(checks), ...unchecked(checks), bankWords(checks, market, directory, tables.directory)]
        .filter(Boolean)
        .map((words) => el('p', { class: 'quiet' }, words)),
    ),
  )
}

/** @param {AccountReport['checks']} checks */
function checked(checks) {
  const done = [
    checks.structure === 'passed' ? 'the length and the characters' : '',
    checks.checkDigits === 'passed' ? 'the check digits' : '',
    checks.national === 'passed' ? "the country's own check digits" : '',
  ].filter(Boolean)
  const words = done.length > 0 ? `Checked here: ${new Intl.ListFormat('en').format(done)}.` : 'There is nothing to check it by.'
  return `${words} Only the bank knows whether the account exists.`
}

/** Checks that there are and that nobody outside the bank can make. @param {AccountReport['checks']} checks */
function unchecked(checks) {
  return [
    checks.national === 'not_verifiable' ? "Not checked: its own check digits. They follow a rule that we do not have for this bank." : '',
    checks.checkDigits === 'not_verifiable' ? 'Not checked: the check digits, because we do not have their rule.' : '',
  ]
}

/**
 * @param {AccountReport['checks']} checks
 * @param {string} market
 * @param {Known['directory']} directory
 * @param {string | undefined} edition
 */
function bankWords({ directory: result }, market, directory, edition) {
  if (result === 'passed') return `The bank is on the list for ${market} (${edition}).`
  if (result === 'not_applicable' || result === 'failed') return ''
  switch (directory) {
    case 'loading':
      return 'Looking the bank up…'
    case 'lost':
      return 'Not checked: the bank. Its list could not be loaded.'
    case 'missing':
      return `Not checked: the bank. We have no list of the banks of ${market}.`
    case 'ready':
      return `Not checked: the bank. Our list for ${market} has only a part of the banks, and this one is not on it; that says nothing against it.`
  }
}
