// @ts-check
// The confirmation: rendered from the bytes that are signed, never from the form.

import { el, fill } from './dom.js'
import { announce } from './live.js'
import { duration } from './time.js'

/** @typedef {import('payout-kit').PreparedPayout} PreparedPayout */
/** @typedef {import('./words.js').Words} Words */

/**
 * @typedef {object} ReviewHandlers
 * @property {() => void} back
 * @property {() => void} confirm
 * @property {() => void} requote
 * @property {() => void} usePasskey
 * @property {() => void} makePasskey
 * @property {() => void} restart
 * @property {() => void} expired the rate ran out while the payout was being looked at
 */

export class Review {
  /** @type {'ready' | 'sending' | 'failed' | 'unknown'} */
  #state = 'ready'
  #expiresAt = Number.POSITIVE_INFINITY

  /**
   * @param {HTMLElement} view
   * @param {ReviewHandlers} handlers
   */
  constructor(view, handlers) {
    this.view = view
    this.handlers = handlers
    this.message = el('div', { id: 'review-message' })
    this.countdown = el('p', { class: 'quiet countdown' })
    this.confirm = el('button', { type: 'button', class: 'primary', id: 'sign-button', on: { click: () => handlers.confirm() } }, 'Sign and send')
    this.back = el('button', { type: 'button', class: 'secondary', id: 'edit-button', on: { click: () => handlers.back() } }, 'Back to edit')
    this.actions = el('div', { class: 'actions row' }, this.confirm, this.back)
  }

  /**
   * @param {PreparedPayout} prepared
   * @param {object} context
   * @param {string} [context.expiresAt] of the rate
   * @param {'indexeddb' | 'memory'} context.storage of the key
   * @param {Record<string, string>} context.names what the codes in the bytes are called
   * @param {[string, string][]} context.expected cost and arrival, which are not in the bytes
   */
  show(prepared, { expiresAt, storage, names, expected }) {
    // What matters most stands first; every line is still the bytes' own.
    const weight = (/** @type {string} */ key) => ['amount', 'payee'].indexOf(key) >>> 0
    const lines = prepared.summary.toSorted((one, other) => weight(one.key) - weight(other.key))
    this.#expiresAt = expiresAt ? Date.parse(expiresAt) : Number.POSITIVE_INFINITY
    const heading = el('h1', { tabindex: '-1' }, 'Is this right?')
    this.view.replaceChildren(
      heading,
      el('p', { class: 'lead' }, 'This is read back from the exact text that you sign. Whoever changes a letter of it on the way breaks the signature.'),
      el(
        'section',
        { class: 'card receipt', 'aria-label': 'The payout' },
        el('dl', { class: 'summary' }, lines.map(({ key, label, value }) => el('div', { 'data-key': key }, el('dt', {}, label), el('dd', {}, value, names[value] ? el('span', { class: 'quiet' }, ` ${names[value]}`) : null)))),
        el(
          'p',
          { class: 'digest quiet' },
          'Confirmation code ',
          el('code', { title: prepared.digest }, shortId(prepared.digest)),
        ),
      ),
      expected.length > 0
        ? el(
            'section',
            { class: 'card expected', 'aria-labelledby': 'expected' },
            el('h2', { id: 'expected' }, 'Cost and arrival'),
            el('dl', { class: 'pairs' }, expected.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value)))),
          )
        : '',
      this.message,
      this.countdown,
      this.actions,
      el(
        'p',
        { class: 'quiet' },
        storage === 'indexeddb'
          ? 'Signed with a key that was made in this browser and cannot leave it.'
          : 'Signed with a key that lives only as long as this page: the browser refused to store one.',
      ),
    )
    this.#set('ready')
    heading.focus()
  }

  get state() {
    return this.#state
  }

  sending() {
    this.#set('sending')
    fill(this.message, el('p', { class: 'notice busy' }, 'Sending… please keep this page open.'))
  }

  /** @param {Words} words @param {boolean} unknown whether the payout may have been made */
  failed({ title, text, remedy }, unknown) {
    this.#set(unknown ? 'unknown' : 'failed')
    const action = this.#action(remedy, unknown)
    const heading = el('h2', { tabindex: '-1' }, title)
    // What only has to be confirmed is no failure.
    const tone = unknown || remedy === 'confirm' ? 'unknown' : 'failure'
    fill(this.message, el('div', { class: `notice ${tone}` }, heading, el('p', {}, text), action))
    this.confirm.hidden = true
    // While it may have been made, changing it could pay twice.
    this.back.hidden = unknown
    heading.focus()
    announce(`${title}. ${text}`)
  }

  /** The button that mends it; null where the form does. @param {Words['remedy']} remedy @param {boolean} unknown */
  #action(remedy, unknown) {
    const button = (/** @type {string} */ id, /** @type {string} */ label, /** @type {() => void} */ click) =>
      el('button', { type: 'button', class: 'primary', id, on: { click } }, label)
    switch (remedy) {
      case 'requote':
        return button('review-requote', 'Get a new rate', () => this.handlers.requote())
      case 'restart':
        return button('restart-button', 'Start another payout', () => this.handlers.restart())
      case 'confirm':
        return button('passkey-button', 'Confirm with your passkey', () => this.handlers.usePasskey())
      case 'register':
        return button('make-passkey', 'Make a passkey', () => this.handlers.makePasskey())
      case 'retry':
        return button('retry-button', unknown ? 'Try again, safely' : 'Try again', () => this.handlers.confirm())
      case 'edit':
        return null
    }
  }

  /** Once a second. @param {Date} now */
  tick(now) {
    if (this.view.hidden || this.#expiresAt === Number.POSITIVE_INFINITY) return
    const left = this.#expiresAt - now.getTime()
    if (left > 0) this.countdown.textContent = `The exchange rate is held for ${duration(left)}.`
    else if (this.#state === 'ready') this.handlers.expired()
    else this.countdown.textContent = ''
  }

  /** @param {'ready' | 'sending' | 'failed' | 'unknown'} state */
  #set(state) {
    this.#state = state
    this.view.dataset.state = state
    const busy = state === 'sending'
    this.view.toggleAttribute('aria-busy', busy)
    this.confirm.hidden = false
    this.confirm.disabled = busy
    this.back.hidden = false
    this.back.disabled = busy
    this.countdown.textContent = ''
    if (state === 'ready') fill(this.message)
  }
}

/** Enough to compare by eye. @param {string} digest */
export function shortId(digest) {
  return digest.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')
}
