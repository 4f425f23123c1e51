// @ts-check
// Where the payout is: live events, reduced by the core, in words.

import { statusOf } from 'payout-kit'
import { el, fill } from './dom.js'
import { announce } from './live.js'
import { dayWords, exactTime } from './time.js'

/** @typedef {import('payout-kit').StatusEvent} StatusEvent */
/** @typedef {import('payout-kit').PayoutStatus} PayoutStatus */

/** @type {Partial<Record<import('payout-kit').PayoutState, 'good' | 'bad' | 'odd'>>} */
const tones = { credited: 'good', rejected: 'bad', cancelled: 'bad', blocked: 'bad', returned: 'bad', payee_mismatch: 'odd', partial: 'odd' }

/** The money is not with the payee, and will not be. */
const failed = new Set(['rejected', 'cancelled', 'blocked', 'returned'])

export class StatusView {
  /** @type {StatusEvent[]} */
  #events = []
  /** @type {EventSource | undefined} */
  #source
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer
  #failures = 0
  #message = ''
  /** Nothing more is waited for; a return is still shown if one comes. */
  #done = false

  /**
   * @param {HTMLElement} view
   * @param {object} handlers
   * @param {() => void} handlers.another
   * @param {() => void} handlers.edit
   * @param {() => Date} handlers.now
   */
  constructor(view, handlers) {
    this.view = view
    this.handlers = handlers
    this.title = el('h1', { tabindex: '-1' })
    this.lead = el('p', { class: 'lead' })
    this.body = el('div')
    this.timeline = el('ol', { class: 'timeline', 'aria-label': 'What happened' })
    this.connection = el('p', { class: 'quiet connection' })
    this.actions = el('div', { class: 'actions row' })
  }

  /**
   * @param {object} payout
   * @param {string} payout.eventsUrl
   * @param {string} payout.headline
   */
  show({ eventsUrl, headline }) {
    this.stop()
    this.#events = []
    this.#message = ''
    this.#done = false
    this.#failures = 0
    this.view.replaceChildren(
      this.title,
      this.lead,
      this.body,
      el('section', { class: 'card', 'aria-label': 'Progress' }, this.timeline, this.connection),
      this.actions,
    )
    this.headline = headline
    this.#render()
    this.title.focus()
    this.#connect(eventsUrl)
  }

  stop() {
    this.#source?.close()
    this.#source = undefined
    clearTimeout(this.#timer)
  }

  /** @param {string} url */
  #connect(url) {
    const source = new EventSource(url)
    this.#source = source
    const take = (/** @type {MessageEvent} */ message) => {
      try {
        const event = JSON.parse(message.data)
        if (typeof event?.status !== 'string') return
        this.#events.push(event)
        this.#render()
      } catch {
        // Not one of ours, such as a keep-alive.
      }
    }
    source.addEventListener('message', take)
    source.addEventListener('status', take)
    source.addEventListener('open', () => {
      this.#failures = 0
      this.#say('')
    })
    source.addEventListener('error', () => {
      if (this.#source !== source) return
      this.#say(this.#done ? '' : 'The connection is interrupted. The payout goes on; we keep trying to reach its status.')
      // The browser reconnects by itself unless the answer was not a stream.
      if (source.readyState !== EventSource.CLOSED) return
      source.close()
      this.#failures += 1
      this.#timer = setTimeout(() => this.#connect(url), Math.min(15_000, 500 * 2 ** this.#failures))
    })
  }

  /** @param {string} text */
  #say(text) {
    if (this.connection.textContent !== text) this.connection.textContent = text
  }

  #render() {
    const status = this.#events.length > 0 ? statusOf(this.#events) : undefined
    const state = status?.state ?? 'received'
    this.#done = status?.final === true || state === 'credited'
    this.view.dataset.state = status ? state : 'waiting'
    this.view.dataset.tone = tones[state] ?? 'calm'
    const now = this.handlers.now()
    fill(this.title, titleOf(status))
    fill(this.lead, this.headline ?? '')
    const reason = status?.reason
    fill(
      this.body,
      reason
        ? el('div', { class: state === 'credited' ? 'notice' : 'notice failure' }, el('p', {}, el('strong', {}, reason.message)), el('p', {}, reason.advice), el('p', { class: 'quiet' }, `The bank's code is ${reason.code}.`))
        : null,
    )
    const history = status?.history ?? []
    fill(
      this.timeline,
      history.map((entry, at) => {
        const when = new Date(entry.at)
        return el(
          'li',
          { 'data-state': entry.state, 'data-tone': tones[entry.state] ?? 'calm', class: at === history.length - 1 ? 'latest' : undefined },
          el('span', { class: 'what' }, wordsOf(entry)),
          el('time', { datetime: entry.at, class: 'quiet' }, `${dayWords(when, now)}, ${exactTime(when)}`),
        )
      }),
      !this.#done
        ? el('li', { class: 'next' }, el('span', { class: 'what' }, history.length === 0 ? 'Waiting for the first word from the bank' : 'Waiting for the next step'))
        : null,
    )
    if (status && status.message !== this.#message) {
      this.#message = status.message
      announce(status.message)
    }
    this.#showActions(state)
  }

  /** @param {string} state */
  #showActions(state) {
    const bad = failed.has(state)
    const wanted = `${this.#done}/${bad}`
    if (this.actions.dataset.shown === wanted) return
    this.actions.dataset.shown = wanted
    const another = el('button', { type: 'button', class: bad ? 'secondary' : 'primary', id: 'another-button', on: { click: () => this.handlers.another() } }, 'Start another payout')
    const correct = el('button', { type: 'button', class: 'primary', id: 'correct-button', on: { click: () => this.handlers.edit() } }, 'Correct the details and try again')
    fill(this.actions, this.#done ? [bad ? correct : null, another] : null)
  }
}

/** @param {PayoutStatus | undefined} status */
function titleOf(status) {
  if (!status) return 'Your payout is on its way'
  return status.message
}

/** The core's words for one step. @param {PayoutStatus['history'][number]} entry */
function wordsOf({ status, at, reason, id }) {
  return statusOf([{ status, at, ...(reason ? { reason } : {}), ...(id ? { id } : {}) }]).message
}

