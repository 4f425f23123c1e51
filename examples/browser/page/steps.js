// @ts-check
// The computation behind a rail's figures, line by line, as the core wrote it down.

import { el } from './dom.js'
import { money, number } from './money.js'

/** @typedef {import('payout-kit').Step} Step */

/** @type {Record<Exclude<Step['operation'], 'given' | 'search' | 'allocate'>, string>} */
const signs = { add: ' + ', subtract: ' − ', multiply: ' × ', divide: ' ÷ ', percent: ' × ', min: ' or at least ', max: ' or at most ' }

/** @param {Step[]} all */
export function steps(all) {
  return table(
    { label: 'Computation', look: 'steps stack' },
    ['Step', 'Computation', 'Result'],
    all.map((step) => [step.label, computation(step), figure(step.result, step.currency)]),
  )
}

/**
 * A table that can be scrolled by keyboard. With the look `stack` a phone shows its cells one below
 * another; the roles are written out since they would be lost by that.
 *
 * @param {{label: string, look: string, caption?: string}} how
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function table({ label, look, caption }, head, rows) {
  return el(
    'div',
    { class: 'steps-frame', tabindex: '0', role: 'region', 'aria-label': label },
    el(
      'table',
      { class: look, role: 'table' },
      caption ? el('caption', {}, caption) : null,
      el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, head.map((name) => el('th', { scope: 'col', role: 'columnheader' }, name)))),
      el(
        'tbody',
        { role: 'rowgroup' },
        rows.map(([first = '', ...rest]) => el('tr', { role: 'row' }, el('th', { scope: 'row', role: 'rowheader' }, first), rest.map((cell) => el('td', { role: 'cell', dir: 'auto' }, cell)))),
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
  const [first = '', second = '', third = ''] = operands
  if (step.operation === 'given') return ''
  if (step.operation === 'search') return second ? `gives at least ${first}; one unit less would give ${second}` : `gives at least ${first}`
  if (step.operation === 'allocate') return `${first} × ${second} ÷ ${third} = ${number(step.unrounded ?? '')}, by largest remainder`
  const line = operands.join(signs[step.operation])
  if (!step.rounding || step.unrounded === undefined || step.unrounded === step.result) return line
  return `${line} = ${number(step.unrounded)}, rounded ${step.rounding.mode.replace('_', ' ')} to ${step.rounding.digits} decimals`
}

/** @param {string} value @param {string} [currency] */
function figure(value, currency) {
  return currency ? money(value, currency) : number(value)
}
