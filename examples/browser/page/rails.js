// @ts-check
// How it travels: every rail of the market as a card, with what it costs and when it arrives;
// one that cannot carry this payout says why.

import { el, fill } from './dom.js'
import { announce } from './live.js'
import { money, number } from './money.js'
import { arrivalWords, clock, dateTime, dayWords, duration, exactTime } from './time.js'

/** @typedef {import('payout-kit').Preview} Preview */
/** @typedef {import('payout-kit').RailOption} RailOption */

/** @typedef {{element: HTMLElement, until: number, text: (left: string) => string, over?: () => void}} Countdown */

export class RailList {
  /** The rail that was picked by hand; the best one stands in until then. */
  #picked = ''
  /** @type {Preview | undefined} */
  #preview

  /**
   * @param {HTMLElement} place
   * @param {() => void} changed
   * @param {() => void} requote
   * @param {(option: RailOption, opener: string) => void} explain
   */
  constructor(place, changed, requote, explain) {
    this.place = place
    this.changed = changed
    this.requote = requote
    this.explain = explain
    /** Whether a rate that has run out is followed by a new one. */
    this.renews = true
    /** @type {Countdown[]} */
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
    const focused = this.place.contains(document.activeElement) ? document.activeElement?.id : undefined
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
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true })
    this.tick(now)
  }

  /** Once a second. @param {Date} now */
  tick(now) {
    for (const { element, until, text } of this.countdowns) {
      const words = text(duration(until - now.getTime()))
      if (element.textContent !== words) element.textContent = words
    }
    const over = this.countdowns.filter((each) => each.over && each.until <= now.getTime())
    if (over.length === 0) return
    this.countdowns = []
    for (const each of over) each.over?.()
    this.changed()
  }

  /** @param {{from: string, to: string, expiresAt?: string, expired: boolean} | undefined} rate @param {Date} now */
  #rateNotice(rate, now) {
    if (!rate) return null
    const button = el('button', { type: 'button', class: 'secondary small', id: 'requote', on: { click: this.requote } }, 'Get a new rate')
    const change = (/** @type {Event} */ event) => (this.renews = /** @type {HTMLInputElement} */ (event.target).checked)
    const renewal = el('label', { class: 'check' }, el('input', { type: 'checkbox', id: 'renew-rate', checked: this.renews, on: { change } }), 'Renew it by itself')
    if (rate.expired) {
      return el(
        'div',
        { class: 'notice rate-expired' },
        el('p', {}, el('strong', {}, 'This exchange rate has expired.'), ' Rates move, so each is held for a short time only. Nothing you typed is lost.'),
        el('div', { class: 'rate-line' }, button, renewal),
      )
    }
    if (!rate.expiresAt) return null
    const held = `${rate.from} to ${rate.to}: this rate is held`
    return el(
      'div',
      { class: 'rate-line' },
      el('p', { class: 'quiet' }, this.#countdown({ until: Date.parse(rate.expiresAt), text: (left) => `${held} for ${left}` }, `${held} until ${exactTime(new Date(rate.expiresAt))}`)),
      button,
      renewal,
    )
  }

  /**
   * Ticks for the eye alone: a screen reader reads the moment, which stays the same.
   *
   * @param {Omit<Countdown, 'element'>} countdown
   * @param {string} moment
   */
  #countdown(countdown, moment) {
    const element = el('span', { class: 'countdown', 'aria-hidden': 'true' })
    this.countdowns.push({ element, ...countdown })
    return [element, el('span', { class: 'visually-hidden' }, moment)]
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
    const { arrival, credit, rate } = option
    const notes = option.issues.filter((issue) => issue.severity === 'warning').map(said)
    return el(
      'div',
      { class: 'rail', 'data-rail': option.rail },
      el(
        'label',
        { class: 'rail-head', for: id },
        el('input', { type: 'radio', name: 'rail', id, value: option.rail, checked, 'aria-describedby': `${id}-money ${id}-more`, on: { change: () => this.#pick(option.rail) } }),
        el(
          'span',
          { class: 'rail-main' },
          el('span', { class: 'rail-name' }, option.name, badges.map((badge) => el('span', { class: 'badge' }, badge))),
          arrival ? el('span', { class: 'rail-arrival' }, arrivalWords(arrival, now)) : null,
        ),
      ),
      el(
        'div',
        { class: 'rail-money' },
        credit ? amountButton(option, `${id}-money`, 'rail-net', this.explain) : null,
        el('span', { class: 'quiet' }, feeWords(option)),
      ),
      el(
        'div',
        { class: 'rail-more', id: `${id}-more` },
        arrival ? el('p', {}, arrival.explanation) : null,
        this.#cutOff(option, now),
        rate ? el('p', {}, rateWords(option)) : null,
        notes.map((note) => el('p', {}, note)),
      ),
    )
  }

  /** @param {RailOption} option @param {Date} now the preview's instant */
  #cutOff({ rail, arrival }, now) {
    const { cutOff } = arrival ?? {}
    if (!cutOff || cutOff.secondsLeft <= 0) return null
    const name = `the cut-off ${cutOff.time} ${place(cutOff.zone)}`
    const until = now.getTime() + cutOff.secondsLeft * 1000
    const over = () => {
      if (this.option?.rail === rail) announce(`${name.charAt(0).toUpperCase()}${name.slice(1)} has passed. The arrival is computed anew.`)
    }
    const here = new Date(until)
    return el(
      'p',
      { class: 'cut-off' },
      this.#countdown({ until, text: (left) => `${left} left until ${name}`, over }, `Before ${name}: ${dayWords(here, now)}, ${clock(here)} here`),
    )
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
export function said({ message }) {
  return message.replace(/(\d+(?:\.\d+)?) ([A-Z]{3})\b/g, (_, amount, currency) => money(amount, currency))
}

/** @param {RailOption[]} options */
function sharedReasons(options) {
  const [first, ...others] = options.map(reasonsOf)
  return options.length > 1 ? (first ?? []).filter((reason) => others.every((reasons) => reasons.includes(reason))) : []
}

/**
 * What the payee gets, which opens its computation.
 *
 * @param {RailOption} option
 * @param {string} id
 * @param {string} look
 * @param {(option: RailOption, opener: string) => void} explain
 */
export function amountButton(option, id, look, explain) {
  const { net, currency } = /** @type {NonNullable<RailOption['credit']>} */ (option.credit)
  return el(
    'button',
    { type: 'button', class: 'why', id, 'aria-haspopup': 'dialog', on: { click: () => explain(option, id) } },
    el('span', { class: look }, money(net, currency)),
    ' ',
    el('span', { class: 'why-words' }, 'How this was computed'),
  )
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
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}
