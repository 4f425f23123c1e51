// @ts-check
// How it travels: every rail of the market as a card, with what it costs and when it arrives;
// one that cannot carry this payout says why.

import { el, fill } from './dom.js'
import { money, number } from './money.js'
import { steps } from './steps.js'
import { arrivalWords, dateTime, duration } from './time.js'

/** @typedef {import('payout-kit').Preview} Preview */
/** @typedef {import('payout-kit').RailOption} RailOption */

export class RailList {
  /** The rail that was picked by hand; the best one stands in until then. */
  #picked = ''
  /** @type {Set<string>} */
  #unfolded = new Set()
  /** @type {Preview | undefined} */
  #preview

  /**
   * @param {HTMLElement} place
   * @param {() => void} changed
   * @param {() => void} requote
   */
  constructor(place, changed, requote) {
    this.place = place
    this.changed = changed
    this.requote = requote
    /** @type {{element: HTMLElement, until: number, text: (left: string) => string}[]} */
    this.countdowns = []
  }

  /** @returns {RailOption | undefined} */
  get option() {
    const eligible = this.#preview?.options.filter((option) => option.eligible) ?? []
    return (
      eligible.find((option) => option.rail === this.#picked) ??
      eligible.find((option) => option.rail === this.#preview?.best?.fastest) ??
      eligible[0]
    )
  }

  /**
   * @param {Preview | undefined} preview
   * @param {object} context
   * @param {string} context.waiting what to say when there is no preview
   * @param {Date} context.now
   * @param {{from: string, to: string, expiresAt?: string, expired: boolean} | undefined} context.rate the conversion that is needed
   */
  show(preview, { waiting, now, rate }) {
    this.#preview = preview
    this.countdowns = []
    if (!preview || (preview.options.length === 0 && preview.issues.length === 0)) {
      return fill(this.place, el('p', { class: 'waiting' }, waiting))
    }
    const focused = document.activeElement
    const focusedRail = focused instanceof HTMLInputElement && focused.name === 'rail' ? focused.value : undefined
    const chosen = this.option
    const possible = preview.options.filter((option) => option.eligible)
    const impossible = preview.options.filter((option) => !option.eligible)
    // What holds for every rail is said once.
    const common = sharedReasons(impossible.length === preview.options.length ? impossible : [])
    fill(
      this.place,
      this.#rateNotice(rate, now),
      common.map((text) => el('p', { class: 'notice' }, text)),
      possible.length > 0
        ? el(
            'fieldset',
            { class: 'rails' },
            el('legend', { class: 'visually-hidden' }, 'Rail'),
            possible.map((option) => this.#card(option, preview, option === chosen, now)),
          )
        : null,
      impossible.length > 0
        ? el(
            'div',
            { class: 'impossible' },
            el('h3', {}, possible.length > 0 ? 'Not for this payout' : 'Rails of this market'),
            el('ul', {}, impossible.map((option) => this.#reasons(option, common))),
          )
        : null,
    )
    if (focusedRail !== undefined) {
      const again = this.place.querySelector(`input[value="${CSS.escape(focusedRail)}"]`)
      if (again instanceof HTMLElement) again.focus({ preventScroll: true })
    }
    this.tick(now)
  }

  /** Once a second. @param {Date} now */
  tick(now) {
    for (const { element, until, text } of this.countdowns) {
      const words = text(duration(until - now.getTime()))
      if (element.textContent !== words) element.textContent = words
    }
  }

  /** @param {{from: string, to: string, expiresAt?: string, expired: boolean} | undefined} rate @param {Date} now */
  #rateNotice(rate, now) {
    if (!rate) return null
    const button = el('button', { type: 'button', class: 'secondary small', id: 'requote', on: { click: this.requote } }, 'Get a new rate')
    if (rate.expired) {
      return el(
        'div',
        { class: 'notice rate-expired' },
        el('p', {}, el('strong', {}, 'This exchange rate has expired.'), ' Rates move, so each is held for a short time only. Nothing you typed is lost.'),
        button,
      )
    }
    if (!rate.expiresAt) return null
    const element = el('span', { class: 'countdown' })
    this.countdowns.push({ element, until: Date.parse(rate.expiresAt), text: (left) => `${rate.from} to ${rate.to}: this rate is held for ${left}` })
    return el('p', { class: 'rate-line quiet' }, element)
  }

  /** @param {RailOption} option @param {Preview} preview @param {boolean} checked @param {Date} now */
  #card(option, preview, checked, now) {
    const id = `rail-${option.rail}`
    const { best } = preview
    const several = preview.options.filter((each) => each.eligible).length > 1
    const badges = [
      several && best?.fastest === option.rail ? 'Fastest' : '',
      several && best?.cheapest === option.rail ? 'Cheapest' : '',
    ].filter(Boolean)
    const { arrival, credit, debit, rate } = option
    const notes = option.issues.filter((issue) => issue.severity === 'warning').map(said)
    const remarks = option.issues.filter((issue) => issue.severity === 'info').map(said)
    return el(
      'div',
      { class: 'rail', 'data-rail': option.rail },
      el(
        'label',
        { class: 'rail-head', for: id },
        el('input', { type: 'radio', name: 'rail', id, value: option.rail, checked, 'aria-describedby': `${id}-more`, on: { change: () => this.#pick(option.rail) } }),
        el(
          'span',
          { class: 'rail-main' },
          el('span', { class: 'rail-name' }, option.name, badges.map((badge) => el('span', { class: 'badge' }, badge))),
          arrival ? el('span', { class: 'rail-arrival' }, arrivalWords(arrival, now)) : null,
        ),
        el(
          'span',
          { class: 'rail-money' },
          credit ? el('span', { class: 'rail-net' }, money(credit.net, credit.currency)) : null,
          el('span', { class: 'quiet' }, feeWords(option)),
        ),
      ),
      el(
        'div',
        { class: 'rail-more', id: `${id}-more` },
        arrival ? el('p', {}, arrival.explanation) : null,
        this.#cutOff(option, now),
        rate ? el('p', {}, rateWords(option)) : null,
        notes.map((note) => el('p', {}, note)),
      ),
      option.steps.length > 0 && debit && credit
        ? el(
            'details',
            {
              open: this.#unfolded.has(option.rail),
              on: {
                toggle: (/** @type {Event} */ event) => {
                  if (/** @type {HTMLDetailsElement} */ (event.target).open) this.#unfolded.add(option.rail)
                  else this.#unfolded.delete(option.rail)
                },
              },
            },
            el('summary', {}, 'How this was computed'),
            steps(option.steps),
            remarks.map((remark) => el('p', { class: 'quiet' }, remark)),
          )
        : null,
    )
  }

  /** @param {RailOption} option @param {Date} now */
  #cutOff({ arrival }, now) {
    if (!arrival?.submitBefore) return null
    const until = Date.parse(arrival.submitBefore)
    if (until <= now.getTime()) return null
    const element = el('span', { class: 'countdown' })
    const local = arrival.cutOff ? ` (cut-off ${arrival.cutOff.time}, ${place(arrival.cutOff.zone)})` : ''
    this.countdowns.push({ element, until, text: (left) => `Send within ${left} to arrive then${local}` })
    return el('p', { class: 'cut-off' }, element)
  }

  /** @param {RailOption} option @param {string[]} common */
  #reasons(option, common) {
    const reasons = reasonsOf(option).filter((reason) => !common.includes(reason))
    return el('li', { 'data-rail': option.rail }, el('span', { class: 'rail-name' }, option.name), reasons.length > 0 ? el('span', { class: 'reason' }, reasons.join(' ')) : null)
  }

  /** @param {string} rail */
  #pick(rail) {
    this.#picked = rail
    this.changed()
  }
}

/** @param {RailOption} option */
function reasonsOf(option) {
  return option.issues.filter((issue) => issue.severity === 'error').map(said)
}

/** The core's message, its amounts as the reader writes them. @param {import('payout-kit').Issue} issue */
function said({ message }) {
  return message.replace(/(\d+(?:\.\d+)?) ([A-Z]{3})\b/g, (_, amount, currency) => money(amount, currency))
}

/** @param {RailOption[]} options */
function sharedReasons(options) {
  const [first, ...others] = options.map(reasonsOf)
  return options.length > 1 ? (first ?? []).filter((reason) => others.every((reasons) => reasons.includes(reason))) : []
}

/** @param {RailOption} option */
export function feeWords({ fees }) {
  if (fees.length === 0) return 'No fee'
  return fees.map((fee) => `${fee.label || 'Fee'} ${money(fee.amount, fee.currency)}`).join(', ')
}

/** @param {RailOption} option */
export function rateWords({ rate, debit, credit }) {
  if (!rate || !debit || !credit) return ''
  const line = `1 ${debit.currency} = ${number(rate.customer)} ${credit.currency}`
  const source = `${rate.indicative ? 'indicative, ' : ''}${rate.source}, ${dateTime(rate.asOf)}`
  const markup = rate.markupPercent && !/^0(\.0*)?$/.test(rate.markupPercent) ? `, ${number(rate.markupPercent)} % above the mid-market rate` : ''
  return `${line} (${source}${markup})`
}

/** "Europe/Berlin" is for machines. @param {string} zone */
function place(zone) {
  return `${(zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')} time`
}
