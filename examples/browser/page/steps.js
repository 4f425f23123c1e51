// @ts-check
// The computation behind a rail's figures, line by line, as the core wrote it down.

import { el } from './dom.js'
import { money, number } from './money.js'

/** @typedef {import('payout-kit').Step} Step */

/** @type {Record<Step['operation'], string>} */
const signs = { given: '', add: ' + ', subtract: ' − ', multiply: ' × ', divide: ' ÷ ', percent: ' × ', min: ' or at least ', max: ' or at most ', round: '' }

/** @param {Step[]} all */
export function steps(all) {
  return el(
    'div',
    { class: 'steps-frame', tabindex: '0', role: 'region', 'aria-label': 'Computation' },
    el(
      'table',
      { class: 'steps' },
      el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'Step'), el('th', { scope: 'col' }, 'Computation'), el('th', { scope: 'col', class: 'figure' }, 'Result'))),
      el(
        'tbody',
        {},
        all.map((step) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, step.label),
            el('td', { dir: 'ltr' }, computation(step)),
            el('td', { class: 'figure', dir: 'ltr' }, figure(step.result, step.currency)),
          ),
        ),
      ),
    ),
  )
}

/** @param {Step} step */
function computation(step) {
  const operands = step.operands.map((operand) => {
    const value = figure(operand.value, operand.currency)
    return step.operation === 'percent' && operand.currency === undefined ? `${value} %` : value
  })
  const line = step.operation === 'given' ? '' : operands.join(signs[step.operation])
  if (!step.rounding || step.unrounded === undefined || step.unrounded === step.result) return line
  return `${line} = ${number(step.unrounded)}, rounded ${step.rounding.mode.replace('_', ' ')} to ${step.rounding.digits} decimals`
}

/** @param {string} value @param {string} [currency] */
function figure(value, currency) {
  return currency ? money(value, currency) : number(value)
}
