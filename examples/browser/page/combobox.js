// @ts-check
// A searchable choice, after the ARIA pattern of an editable combobox with a list.

import { el } from './dom.js'

/**
 * @typedef {object} Choice
 * @property {string} value
 * @property {string} label
 * @property {string} [note]
 * @property {string} search what typing is compared with, in lower case
 */

export class Combobox {
  /** @type {Choice[]} */
  #shown = []
  #active = -1
  #value

  /**
   * @param {object} options
   * @param {string} options.id
   * @param {string} options.label
   * @param {string} options.hint
   * @param {Choice[]} options.choices
   * @param {string} options.value
   * @param {(value: string) => void} options.chosen
   */
  constructor({ id, label, hint, choices, value, chosen }) {
    this.choices = choices
    this.chosen = chosen
    this.#value = value
    this.list = el('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': label, hidden: true })
    this.input = el('input', {
      id,
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      autocorrect: 'off',
      spellcheck: 'false',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': `${id}-list`,
      'aria-describedby': `${id}-hint`,
      value: this.#label(),
    })
    this.element = el(
      'div',
      { class: 'field combobox' },
      el('label', { for: id }, label),
      el('p', { class: 'hint', id: `${id}-hint` }, hint),
      el('div', { class: 'control' }, this.input, el('span', { class: 'chevron', 'aria-hidden': 'true' }), this.list),
    )
    this.input.addEventListener('input', () => this.#open(this.input.value))
    this.input.addEventListener('click', () => this.#open(''))
    this.input.addEventListener('focus', () => this.input.select())
    this.input.addEventListener('keydown', (event) => this.#key(event))
    this.input.addEventListener('blur', () => this.#leave())
    // The list must not take the focus from the input before a click arrives.
    this.list.addEventListener('pointerdown', (event) => event.preventDefault())
    this.list.addEventListener('click', (event) => {
      const option = event.target instanceof Element ? event.target.closest('[role=option]') : null
      if (option) this.#choose(Number(option.getAttribute('data-at')))
    })
  }

  get value() {
    return this.#value
  }

  set value(value) {
    this.#value = value
    this.input.value = this.#label()
  }

  #label() {
    return this.choices.find((choice) => choice.value === this.#value)?.label ?? ''
  }

  /** @param {string} text */
  #open(text) {
    const wanted = text.trim().toLowerCase()
    const hits = this.choices.filter(({ search }) => search.includes(wanted))
    // A code or the beginning of a name counts for more than a part of one.
    hits.sort((one, other) => rank(one, wanted) - rank(other, wanted))
    this.#shown = hits
    this.#active = wanted === '' ? hits.findIndex(({ value }) => value === this.#value) : hits.length > 0 ? 0 : -1
    this.list.replaceChildren(
      ...(hits.length > 0
        ? hits.map((choice, at) =>
            el(
              'li',
              { id: `${this.list.id}-${at}`, role: 'option', 'data-at': at, 'aria-selected': choice.value === this.#value ? 'true' : 'false' },
              el('span', {}, choice.label),
              choice.note ? el('span', { class: 'note' }, choice.note) : null,
            ),
          )
        : [el('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false', class: 'none' }, 'No market of that name')]),
    )
    this.list.hidden = false
    this.input.setAttribute('aria-expanded', 'true')
    this.#mark()
  }

  #close() {
    this.list.hidden = true
    this.#active = -1
    this.input.setAttribute('aria-expanded', 'false')
    this.input.removeAttribute('aria-activedescendant')
  }

  #leave() {
    this.#close()
    this.input.value = this.#label()
  }

  /** @param {number} at */
  #choose(at) {
    const choice = this.#shown[at]
    if (!choice) return
    const changed = choice.value !== this.#value
    this.value = choice.value
    this.#close()
    this.input.select()
    if (changed) this.chosen(choice.value)
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const open = !this.list.hidden
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) return this.#open('')
      const step = event.key === 'ArrowDown' ? 1 : -1
      const count = this.#shown.length
      if (count > 0) this.#active = (this.#active + step + count) % count
      this.#mark()
    } else if (event.key === 'Enter') {
      if (open) {
        // The form is not submitted by choosing.
        event.preventDefault()
        this.#choose(this.#active)
      }
    } else if (event.key === 'Escape' && open) {
      event.preventDefault()
      this.#leave()
    }
  }

  #mark() {
    for (const [at, option] of [...this.list.children].entries()) {
      option.classList.toggle('active', at === this.#active)
      if (at === this.#active) {
        option.scrollIntoView({ block: 'nearest' })
        this.input.setAttribute('aria-activedescendant', option.id)
      }
    }
    if (this.#active < 0) this.input.removeAttribute('aria-activedescendant')
  }
}

/** @param {Choice} choice @param {string} wanted */
function rank(choice, wanted) {
  if (choice.value.toLowerCase() === wanted) return 0
  return choice.label.toLowerCase().startsWith(wanted) ? 1 : 2
}
