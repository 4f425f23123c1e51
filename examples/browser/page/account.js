// @ts-check
// Who gets paid: the market, its fields, and what the core understood.

import { accountRequirements, listMarkets, validateAccount } from 'payout-kit'
import { Combobox } from './combobox.js'
import { Directories } from './directories.js'
import { el, fill } from './dom.js'
import { Field } from './field.js'
import { showExamples } from './examples.js'
import { findingOf } from './finding.js'
import { byMask, inFours } from './grouping.js'
import { announce } from './live.js'
import { splitPaste, withoutLabel } from './paste.js'
import { showUnderstood } from './understood.js'

/** @typedef {import('payout-kit').AccountInput} AccountInput */
/** @typedef {import('payout-kit').AccountReport} AccountReport */
/** @typedef {import('payout-kit').FieldRequirement} FieldRequirement */
/** @typedef {import('payout-kit').Market} Market */
/** @typedef {import('payout-kit').Requirements} Requirements */
/** @typedef {import('./examples.js').TestAccount} TestAccount */

/** Not part of an account's number, but every bank wants it. @type {FieldRequirement} */
const holderName = {
  key: 'holderName',
  label: 'Name of the account holder',
  type: 'text',
  minLength: 1,
  maxLength: 140,
  pattern: '^.+$',
  charset: 'text',
  example: 'Ada Lovelace',
  optional: false,
  why: 'As the bank has it. Many banks compare it with the account.',
}

export class AccountForm {
  /** @type {Market[]} */
  markets = listMarkets()
  /** @type {Field[]} */
  fields = []
  /** What was typed, market by market and key by key, so that a switch loses nothing. @type {Map<string, Map<string, string>>} */
  #typed = new Map()
  /** @type {TestAccount[]} */
  #testAccounts = []
  #directories = new Directories((country) => {
    if (country !== this.country) return
    this.#judge()
    this.changed(false)
  })
  /** @type {Requirements} */
  requirements
  /** @type {AccountReport} */
  report

  /**
   * @param {object} places
   * @param {HTMLElement} places.market
   * @param {HTMLElement} places.method
   * @param {HTMLElement} places.account
   * @param {HTMLElement} places.understood
   * @param {HTMLElement} places.examples
   * @param {string} country
   * @param {(market: boolean) => void} changed with true when the market is another one
   */
  constructor(places, country, changed) {
    this.places = places
    this.changed = changed
    this.country = country
    this.combobox = new Combobox({
      id: 'market-input',
      label: 'Country of the account',
      hint: `Type a name or a code; ${this.markets.length} markets.`,
      choices: this.markets.toSorted((one, other) => one.name.localeCompare(other.name)).map((market) => ({
        value: market.country,
        label: market.name,
        note: market.currencies.join(', '),
        search: `${market.name} ${market.country} ${market.currencies.join(' ')}`.toLowerCase(),
      })),
      value: country,
      chosen: (chosen) => this.switchTo(chosen),
    })
    places.market.append(this.combobox.element)
    this.requirements = accountRequirements({ country })
    this.report = this.#validate()
    this.#build()
    this.#directories.want(country)
  }

  get market() {
    return this.markets.find((market) => market.country === this.country)
  }

  /** What is typed, as the core takes it. @returns {AccountInput} */
  get input() {
    return this.#inputOf(this.country, Object.fromEntries(this.fields.map((field) => [field.key, field.value])))
  }

  get holder() {
    return this.fields.find((field) => field.key === 'holderName')?.value.trim().replace(/\s+/g, ' ') ?? ''
  }

  get isRight() {
    return this.report.status === 'valid' && this.holder !== ''
  }

  /**
   * Another market or method. What still applies is kept, the rest is there again on the way
   * back. The focus stays where it is.
   *
   * @param {string} country
   * @param {string} [method]
   */
  switchTo(country, method) {
    const before = new Map(this.fields.map((field) => [field.key, field.value]))
    this.#typed.set(this.#place(), before)
    this.country = country
    this.combobox.value = country
    this.requirements = accountRequirements(method ? { country, method } : { country })
    this.#build()
    const own = this.#typed.get(this.#place())
    for (const field of this.fields) {
      const value = field.key === 'holderName' ? before.get(field.key) : (own?.get(field.key) ?? before.get(field.key))
      if (value) field.value = value
    }
    this.report = this.#validate()
    for (const field of this.fields) {
      if (own?.has(field.key)) continue
      // A number of another country's shape would only be in the way.
      if (this.#finding(field).kind === 'wrong') field.value = ''
    }
    this.#judge()
    this.#directories.want(country)
    announce(`Fields for ${this.market?.name ?? country}: ${this.fields.map(({ requirement }) => requirement.label).join(', ')}`)
    this.changed(true)
  }

  /** Puts an account in, as if it had been typed. @param {Record<string, string>} values */
  fillIn(values) {
    for (const field of this.fields) {
      const value = values[field.key]
      if (value !== undefined) field.value = value
      else if (field.key !== 'holderName') field.value = ''
    }
    this.#judge()
    for (const field of this.fields) field.leave()
    this.changed(false)
  }

  /** Every field says what it lacks. @returns {{field: Field, fault: string}[]} */
  insist() {
    const faults = []
    for (const field of this.fields) {
      const fault = field.insist()
      if (fault) faults.push({ field, fault })
    }
    return faults
  }

  /** @param {TestAccount[]} accounts */
  set testAccounts(accounts) {
    this.#testAccounts = accounts
    this.#showExamples()
  }

  #place() {
    return `${this.country}/${this.requirements.method}`
  }

  /** @param {string} country @param {Record<string, string>} values @returns {AccountInput} */
  #inputOf(country, values) {
    /** @type {Record<string, any>} */
    const input = { country }
    for (const [key, value] of Object.entries(values)) {
      const [parent, child] = key.split('.')
      if (value.trim() === '' || parent === undefined) continue
      if (child === undefined) input[key] = value
      else input[parent] = { ...input[parent], [child]: value }
    }
    return /** @type {AccountInput} */ (input)
  }

  #validate() {
    return validateAccount(this.input, { directories: this.#directories.of(this.country) })
  }

  #build() {
    for (const field of this.fields) field.dispose()
    const requirements = this.requirements
    const asked = requirements.fields.some((field) => field.key === 'holderName') ? requirements.fields : [...requirements.fields, holderName]
    this.fields = asked.map(
      (requirement) =>
        new Field(requirement, {
          changed: () => {
            this.#judge()
            this.changed(false)
          },
          pasted: (field, event) => this.#paste(field, event),
          remedy: (field, finding) => this.#remedy(field, finding),
          grouped: (field) => this.#grouped(field),
        }),
    )
    const needed = this.fields.filter(({ requirement }) => !requirement.optional)
    const optional = this.fields.filter(({ requirement }) => requirement.optional)
    fill(
      this.places.account,
      ...needed.map((field) => field.element),
      optional.length > 0
        ? el(
            'details',
            { class: 'more' },
            el('summary', {}, `Add ${new Intl.ListFormat('en').format(optional.map(({ requirement }) => requirement.label))}`),
            optional.map((field) => field.element),
          )
        : null,
    )
    this.#showMethods()
    this.#showExamples()
    this.#judge()
  }

  #judge() {
    this.report = this.#validate()
    for (const field of this.fields) field.judge(this.#finding(field))
    const typed = new Set(this.fields.filter(({ value }) => value.trim() !== '').map(({ key }) => key))
    const market = this.market?.name ?? this.country
    showUnderstood(this.places.understood, this.report, { typed, market, directory: this.#directories.stateOf(this.country) })
  }

  /** @param {Field} field */
  #finding({ requirement, key, value }) {
    return findingOf(requirement, value, this.report, () => validateAccount(this.#inputOf(this.country, { [key]: value })))
  }

  #showMethods() {
    const { methods, method } = this.requirements
    if (methods.length < 2) return fill(this.places.method)
    fill(
      this.places.method,
      el(
        'fieldset',
        { class: 'field segments' },
        el('legend', {}, 'How the account is given'),
        el(
          'div',
          { class: 'segment-row' },
          methods.map((each) =>
            el(
              'label',
              {},
              el('input', {
                type: 'radio',
                name: 'method',
                value: each.method,
                checked: each.method === method,
                on: {
                  change: () => {
                    this.switchTo(this.country, each.method)
                    // The choice was made with this control: it was rebuilt and keeps the focus.
                    const again = this.places.method.querySelector(`input[value="${CSS.escape(each.method)}"]`)
                    if (again instanceof HTMLElement) again.focus()
                  },
                },
              }),
              el('span', {}, each.label),
            ),
          ),
        ),
      ),
    )
  }

  #showExamples() {
    const { method, fields } = this.requirements
    const example = Object.fromEntries(fields.filter((field) => !field.optional).map((field) => [field.key, field.example]))
    const accounts = this.#testAccounts.filter((each) => each.country === this.country && each.method === method)
    const name = fields.find((field) => field.key === 'holderName') ?? holderName
    showExamples(this.places.examples, example, accounts, (account) => this.fillIn({ holderName: this.holder || name.example, ...account }))
  }

  /**
   * The value as people group it. Read from the core's understanding, so that nothing is invented.
   *
   * @param {Field} field
   */
  #grouped(field) {
    const { key, type, mask } = field.requirement
    if (type === 'select') return ''
    const account = /** @type {Record<string, unknown> | undefined} */ (/** @type {unknown} */ (this.report.account))
    const understood = account?.[key]
    if (typeof understood !== 'string') return ''
    if (key === 'iban') return inFours(understood)
    return mask ? byMask(understood, mask) : ''
  }

  /** @param {Field} field @param {ClipboardEvent} event */
  #paste(field, event) {
    const text = event.clipboardData?.getData('text/plain') ?? ''
    if (text.trim() === '') return
    const fields = this.fields.map(({ requirement }) => requirement)
    const split = splitPaste(text, fields, (values) => {
      const others = Object.fromEntries(this.fields.filter(({ key }) => !(key in values)).map(({ key, value }) => [key, value]))
      const report = validateAccount(this.#inputOf(this.country, { ...others, ...values }))
      return Object.entries(values).every(([key, value]) => {
        const requirement = fields.find((each) => each.key === key)
        return requirement !== undefined && findingOf(requirement, value, report, () => report).kind === 'right'
      })
    })
    if (split) {
      event.preventDefault()
      for (const each of this.fields) {
        const value = split[each.key]
        if (value === undefined || each === field) continue
        each.value = value
      }
      replaceTyped(/** @type {HTMLInputElement} */ (field.input), split[field.key] ?? '')
      announce('The pasted text was put into its fields.')
      return
    }
    const bare = withoutLabel(text)
    if (bare !== text.trim() && bare !== '') {
      event.preventDefault()
      insertTyped(bare.replace(/[\r\n\t]+/g, ' '))
    }
  }

  /** What can be offered beside a fault. @param {Field} field @param {import('./finding.js').Finding} finding */
  #remedy(field, finding) {
    const other = finding.code === 'country_mismatch' ? this.markets.find(({ country, name }) => country === finding.params?.actual || name === finding.params?.actual) : undefined
    if (other) {
      const switchOver = () => {
        const value = field.value
        this.switchTo(other.country)
        const same = this.fields.find(({ key }) => key === field.key)
        if (same) {
          same.value = value
          this.#judge()
          this.changed(false)
          same.focus()
        }
      }
      return el('button', { type: 'button', class: 'secondary small', on: { click: switchOver } }, `Pay to ${other.name} instead`)
    }
    const suggestions = (finding.suggestions ?? []).slice(0, 3)
    if (suggestions.length === 0) return undefined
    const take = (/** @type {string} */ value) => {
      field.focus()
      replaceTyped(/** @type {HTMLInputElement} */ (field.input), value)
    }
    return el(
      'span',
      {},
      'Did you mean ',
      suggestions.map((value) => el('button', { type: 'button', class: 'secondary small code', on: { click: () => take(value) } }, value)),
    )
  }
}

/** By the editing command, so that undo brings the earlier text back. @param {HTMLInputElement} input @param {string} value */
function replaceTyped(input, value) {
  input.select()
  insertTyped(value)
}

/** @param {string} value */
function insertTyped(value) {
  document.execCommand('insertText', false, value)
}
