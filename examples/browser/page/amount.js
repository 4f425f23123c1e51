// @ts-check
// How much: one amount, and which side of the payout it fixes.

import { el, fill } from './dom.js'
import { announce } from './live.js'
import { currencyName, money, readAmount } from './money.js'

/** @typedef {'debit' | 'credit'} Side */

export class AmountForm {
  /** @type {Side} */
  side = 'debit'
  /** @type {string[]} */
  #creditCurrencies = []
  #fault = ''
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer

  /**
   * @param {HTMLElement} place
   * @param {() => void} changed
   */
  constructor(place, changed) {
    this.changed = changed
    this.input = el('input', {
      id: 'amount-input',
      type: 'text',
      inputmode: 'decimal',
      autocomplete: 'off',
      spellcheck: 'false',
      dir: 'ltr',
      'aria-describedby': 'amount-state',
      'aria-required': 'true',
    })
    this.label = el('label', { for: 'amount-input' }, 'You send')
    this.unit = el('span', { class: 'unit', 'aria-hidden': 'true' })
    this.state = el('p', { class: 'state', id: 'amount-state' })
    this.debit = el('select', { id: 'debit-currency' })
    this.credit = el('select', { id: 'credit-currency' })
    this.field = el(
      'div',
      { class: 'field amount', 'data-state': 'blank' },
      this.label,
      el('div', { class: 'control' }, this.input, this.unit),
      this.state,
    )
    fill(
      place,
      el(
        'fieldset',
        { class: 'field segments' },
        el('legend', {}, 'Which amount is fixed'),
        el('div', { class: 'segment-row' }, this.#choice('debit', 'What you send', true), this.#choice('credit', 'What they get', false)),
      ),
      this.field,
      el(
        'div',
        { class: 'pair' },
        el('div', { class: 'field' }, el('label', { for: 'debit-currency' }, 'From your balance in'), el('div', { class: 'control' }, this.debit, chevron())),
        el('div', { class: 'field' }, el('label', { for: 'credit-currency' }, 'Their account is in'), el('div', { class: 'control' }, this.credit, chevron())),
      ),
    )
    this.input.addEventListener('input', () => {
      clearTimeout(this.#timer)
      this.#show(false)
      this.changed()
    })
    this.input.addEventListener('blur', () => this.#show(true))
    this.debit.addEventListener('change', () => this.#currencyChanged())
    this.credit.addEventListener('change', () => this.#currencyChanged())
  }

  /** The decimal string, or empty for blank, or undefined for no number. */
  get value() {
    return readAmount(this.input.value)
  }

  get currency() {
    return this.side === 'debit' ? this.debit.value : this.credit.value
  }

  /** @param {string[]} currencies */
  set debitCurrencies(currencies) {
    setOptions(this.debit, currencies)
    this.#show(false)
  }

  /** @param {string[]} currencies */
  set creditCurrencies(currencies) {
    if (currencies.join() === this.#creditCurrencies.join()) return
    this.#creditCurrencies = currencies
    setOptions(this.credit, currencies)
    this.#show(false)
  }

  /** What the core finds wrong with a number. @param {string} fault */
  set fault(fault) {
    if (fault === this.#fault) return
    this.#fault = fault
    this.#show(this.field.dataset.state === 'wrong')
  }

  /** @returns {string | undefined} the fault */
  insist() {
    const fault = this.#faultNow()
    if (fault) this.#wrong(fault, true)
    return fault
  }

  #faultNow() {
    const value = this.value
    if (value === '') return 'An amount is needed.'
    if (value === undefined) return 'This is not an amount: write it as 1250 or 1,250.50.'
    return this.#fault || undefined
  }

  /** @param {boolean} left whether the field was left, so that a fault may be named */
  #show(left) {
    clearTimeout(this.#timer)
    this.unit.textContent = this.currency
    const value = this.value
    const fault = this.#faultNow()
    if (value === '') return this.#calm('blank', '')
    if (fault) {
      if (left || this.field.dataset.state === 'wrong') return this.#wrong(fault, false)
      this.#calm('blank', '')
      this.#timer = setTimeout(() => this.#wrong(fault, false), 600)
      return
    }
    this.#calm('right', money(pad(/** @type {string} */ (value)), this.currency))
  }

  /** @param {string} state @param {string} text */
  #calm(state, text) {
    this.field.dataset.state = state
    this.input.removeAttribute('aria-invalid')
    fill(this.state, text)
  }

  /** @param {string} fault @param {boolean} quiet */
  #wrong(fault, quiet) {
    const already = this.field.dataset.state === 'wrong'
    this.field.dataset.state = 'wrong'
    this.input.setAttribute('aria-invalid', 'true')
    fill(this.state, fault)
    if (!quiet && !already) announce(`Amount: ${fault}`)
  }

  #currencyChanged() {
    this.#show(false)
    this.changed()
  }

  /** @param {Side} side @param {string} label @param {boolean} checked */
  #choice(side, label, checked) {
    const change = () => {
      this.side = side
      this.label.textContent = side === 'debit' ? 'You send' : 'They get at least'
      this.#currencyChanged()
    }
    return el('label', {}, el('input', { type: 'radio', name: 'side', value: side, checked, on: { change } }), el('span', {}, label))
  }
}

/** Two decimals are easier to read back than one. @param {string} value */
function pad(value) {
  return /\.\d$/.test(value) ? `${value}0` : value
}

/** @param {HTMLSelectElement} select @param {string[]} currencies */
function setOptions(select, currencies) {
  const before = select.value
  select.replaceChildren(...currencies.map((currency) => el('option', { value: currency }, `${currency} – ${currencyName(currency)}`)))
  if (currencies.includes(before)) select.value = before
}

function chevron() {
  return el('span', { class: 'chevron', 'aria-hidden': 'true' })
}
