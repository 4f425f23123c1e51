// @ts-check
// "How this was computed": opened from an amount, and closed back to it.

import { el, fill } from './dom.js'
import { money } from './money.js'
import { rateWords, said } from './rails.js'
import { steps } from './steps.js'

/** @typedef {import('payout-kit').RailOption} RailOption */

export class Computation {
  #rail = ''
  #opener = ''

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog
    // What it was opened from may have been drawn again meanwhile.
    dialog.addEventListener('close', () => document.getElementById(this.#opener)?.focus())
    // A press beside the content.
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close())
  }

  /** @param {RailOption} option @param {string} opener id of the button */
  open(option, opener) {
    this.#rail = option.rail
    this.#opener = opener
    this.#fill(option)
    this.dialog.showModal()
  }

  /** The figures have changed. @param {RailOption[]} options */
  update(options) {
    if (!this.dialog.open) return
    const option = options.find(({ rail, eligible }) => eligible && rail === this.#rail)
    if (option) this.#fill(option)
    else this.dialog.close()
  }

  /** @param {RailOption} option */
  #fill(option) {
    const { credit, rate } = option
    fill(
      this.dialog,
      el(
        'div',
        { class: 'dialog-inner' },
        el('h2', { id: 'computation-title' }, `How ${credit ? money(credit.net, credit.currency) : 'this'} was computed`),
        el('p', { class: 'quiet' }, `${option.name}. Every line as it was computed, nothing rounded but where it says so.`),
        steps(option.steps),
        rate ? el('p', { class: 'quiet' }, rateWords(option)) : null,
        option.issues.filter(({ severity }) => severity === 'info').map((issue) => el('p', { class: 'quiet' }, said(issue))),
        el('form', { method: 'dialog' }, el('button', { class: 'secondary', autofocus: true }, 'Close')),
      ),
    )
  }
}
