// @ts-check
// The summary above the form: what has to be put right, each with a link to its place.

import { byId, el, fill } from './dom.js'

/** @typedef {{text: string, target: HTMLElement}} Fault */

/** A fault that already names its field does not name it twice. @param {string} label @param {string} fault */
export function about(label, fault) {
  return fault.startsWith(label) ? fault : `${label}: ${fault}`
}

/** Takes the focus when there is something to say. @param {Fault[]} found */
export function showFaults(found) {
  const summary = byId('faults')
  summary.hidden = found.length === 0
  if (found.length === 0) return
  fill(byId('faults-title'), title(found.length))
  summary.querySelector('ul')?.replaceChildren(...found.map(item))
  summary.focus()
}

/** A fault that is mended leaves the summary at once. @param {Set<string>} wrong the ids of what is wrong now */
export function dropMended(wrong) {
  const summary = byId('faults')
  if (summary.hidden) return
  for (const each of summary.querySelectorAll('li')) {
    if (!wrong.has(each.querySelector('a')?.hash.slice(1) ?? '')) each.remove()
  }
  const left = summary.querySelectorAll('li').length
  summary.hidden = left === 0
  if (left > 0) fill(byId('faults-title'), title(left))
}

/** @param {Fault} fault */
function item({ text, target }) {
  const go = (/** @type {Event} */ event) => {
    event.preventDefault()
    target.focus()
  }
  return el('li', {}, el('a', { href: `#${target.id}`, on: { click: go } }, text))
}

/** @param {number} count */
function title(count) {
  return count === 1 ? 'One thing is missing or wrong' : `${count} things are missing or wrong`
}
