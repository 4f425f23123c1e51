// @ts-check
// One field: label, hint, input, and what is known of it while someone types. The value is left
// as typed; it is grouped only when it is right and the field has been left.

import { el, fill } from './dom.js'
import { announce } from './live.js'

/** @typedef {import('payout-kit').FieldRequirement} FieldRequirement */
/** @typedef {import('./finding.js').Finding} Finding */

/** How long someone may think before a fault is named. */
const pause = 600

export class Field {
  /** @type {Finding} */
  #finding = { kind: 'blank', message: '' }
  /** @type {'blank' | 'incomplete' | 'wrong' | 'right'} */
  #shown = 'blank'
  /** The fault that was announced last, so that it is announced once. */
  #announced = ''
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer
  /** @type {HTMLInputElement | HTMLSelectElement} */
  input

  /**
   * @param {FieldRequirement} requirement
   * @param {object} handlers
   * @param {() => void} handlers.changed
   * @param {(field: Field, event: ClipboardEvent) => void} [handlers.pasted]
   * @param {(field: Field, finding: Finding) => Node | undefined} [handlers.remedy] an offer beside the message
   * @param {(field: Field) => string} [handlers.grouped] the value as people group it
   */
  constructor(requirement, handlers) {
    this.requirement = requirement
    this.handlers = handlers
    this.input = requirement.type === 'select' ? choice(requirement) : textBox(requirement)
    const id = (/** @type {string} */ part) => `field-${requirement.key.replace(/\W/g, '-')}${part}`
    this.input.id = id('')
    this.input.setAttribute('aria-describedby', `${id('-hint')} ${id('-state')}`)
    if (!requirement.optional) this.input.setAttribute('aria-required', 'true')

    this.state = el('p', { class: 'state', id: id('-state') })
    this.echo = el('p', { class: 'echo', 'aria-hidden': 'true', dir: 'ltr', hidden: true })
    this.offers = el('div', { class: 'offers', hidden: true })
    this.element = el(
      'div',
      { class: 'field', 'data-key': requirement.key, 'data-state': 'blank' },
      el('label', { for: id('') }, requirement.label, requirement.optional ? el('span', { class: 'optional' }, ' optional') : null),
      el('p', { class: 'hint', id: id('-hint') }, requirement.why, this.#example()),
      el('div', { class: 'control' }, this.input, el('span', { class: 'tick', 'aria-hidden': 'true' }), this.#wellKnown(id('-known'))),
      this.echo,
      this.state,
      this.offers,
    )

    this.input.addEventListener('input', () => handlers.changed())
    this.input.addEventListener('blur', () => this.leave())
    if (requirement.type !== 'select') {
      this.input.addEventListener('paste', (event) => handlers.pasted?.(this, /** @type {ClipboardEvent} */ (event)))
    }
  }

  get key() {
    return this.requirement.key
  }

  get value() {
    return this.input.value
  }

  get finding() {
    return this.#finding
  }

  /** By the programme, not by typing: an example, or what another market's form held. @param {string} value */
  set value(value) {
    this.input.value = value
  }

  /**
   * What the core now says. A fault waits for a pause or for the field to be left, unless one is
   * already shown; everything else shows at once.
   *
   * @param {Finding} finding
   */
  judge(finding) {
    const fault = faultOf(finding)
    const before = faultOf(this.#finding)
    this.#finding = finding
    if (finding.kind !== 'wrong') {
      this.#stopTimer()
      // Half-typed again after having been wrong is no fault; a field that was left half-typed,
      // or empty on review, keeps saying so until it is typed in.
      if (this.#shown === 'wrong' && finding.kind !== 'right' && fault === before) return
      this.#show(finding.kind)
    } else if (this.#shown === 'wrong') {
      this.#show('wrong')
    } else if (fault !== before || this.#timer === undefined) {
      this.#restartTimer()
    }
  }

  /** The field is left: now an unfinished value is worth a word, an untouched one is not. */
  leave() {
    this.#stopTimer()
    if (this.#finding.kind === 'wrong' || this.#finding.kind === 'incomplete') this.#show('wrong')
    else if (this.#finding.kind === 'right' && this.handlers.grouped) {
      const grouped = this.handlers.grouped(this)
      if (grouped && grouped !== this.input.value) this.input.value = grouped
    }
  }

  /** On review everything unfinished is named, the empty ones too. @returns {string | undefined} the fault */
  insist() {
    this.#stopTimer()
    if (this.#finding.kind === 'right' || (this.#finding.kind === 'blank' && !this.#finding.code)) return undefined
    this.#show('wrong', { quiet: true })
    return faultOf(this.#finding)
  }

  focus() {
    this.input.focus()
  }

  /** The timer belongs to a page that may show another market by then. */
  dispose() {
    this.#stopTimer()
  }

  #restartTimer() {
    this.#stopTimer()
    if (this.#shown !== 'wrong') this.#show('blank')
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#show('wrong')
    }, pause)
  }

  #stopTimer() {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** In the hint, not in the box: a placeholder is taken for a value, and gone when it is needed. */
  #example() {
    const { type, placeholder } = this.requirement
    return type === 'text' && placeholder ? el('span', { class: 'example' }, ' Like ', el('span', { class: 'code', dir: 'ltr' }, placeholder), '.') : null
  }

  /** Values that many people look for, such as the codes of the large banks. @param {string} id */
  #wellKnown(id) {
    const { type, options } = this.requirement
    if (type === 'select' || !options?.length) return null
    this.input.setAttribute('list', id)
    return el('datalist', { id }, options.map(({ value, label }) => el('option', { value, label })))
  }

  /** The name behind the value, if it is a well-known one. */
  get #name() {
    const { type, options } = this.requirement
    const value = this.input.value.trim()
    return type === 'text' ? options?.find((option) => option.value === value)?.label : undefined
  }

  /** @param {'blank' | 'incomplete' | 'wrong' | 'right'} kind */
  #show(kind, { quiet = false } = {}) {
    const finding = this.#finding
    this.#shown = kind
    this.element.dataset.state = kind
    if (kind === 'wrong') this.input.setAttribute('aria-invalid', 'true')
    else this.input.removeAttribute('aria-invalid')
    const fault = faultOf(finding)
    if (kind === 'wrong') fill(this.state, fault)
    else if (kind === 'incomplete') fill(this.state, finding.message)
    else if (kind === 'right') fill(this.state, [this.#name, ...(finding.notes ?? [])].filter(Boolean).join('. '))
    else fill(this.state)
    this.#showEcho(kind === 'wrong' ? finding.position : undefined)
    const offer = kind === 'wrong' ? this.handlers.remedy?.(this, finding) : undefined
    fill(this.offers, offer)
    this.offers.hidden = !offer
    if (kind !== 'wrong') this.#announced = ''
    else {
      const about = `${finding.code}@${finding.position?.[0]}`
      if (!quiet && this.#announced !== about) announce(`${this.requirement.label}: ${fault}`)
      this.#announced = about
    }
  }

  /** What was typed, with the faulty characters marked. @param {[number, number] | undefined} position */
  #showEcho(position) {
    this.echo.hidden = !position
    if (!position) return fill(this.echo)
    const typed = [...this.input.value]
    const [start, end] = position
    fill(
      this.echo,
      typed.slice(0, start).join(''),
      el('mark', {}, typed.slice(start, end).join('') || '\u00a0'),
      typed.slice(end).join(''),
    )
  }
}

/** The whole sentence that a fault is shown with. @param {Finding} finding */
function faultOf({ fault, message }) {
  return fault ?? message
}

/** @param {FieldRequirement} requirement */
function textBox(requirement) {
  const person = requirement.key === 'holderName' || requirement.key === 'holderAddress'
  const digits = requirement.charset === 'digits'
  return el('input', {
    type: 'text',
    // No maxlength: a browser would cut what is pasted before anyone sees it.
    inputmode: digits ? 'numeric' : undefined,
    autocomplete: requirement.key === 'holderName' ? 'name' : 'off',
    autocapitalize: person ? 'words' : requirement.charset === 'alphanumeric' ? 'characters' : 'off',
    autocorrect: 'off',
    spellcheck: 'false',
    dir: person ? 'auto' : 'ltr',
    class: person ? undefined : 'code',
  })
}

/** @param {FieldRequirement} requirement */
function choice(requirement) {
  return el(
    'select',
    {},
    el('option', { value: '' }, 'Choose…'),
    (requirement.options ?? []).map(({ value, label }) => el('option', { value }, label)),
  )
}
