// @ts-check
// Account numbers as people group them, for a field that has been left.

import { significant } from './finding.js'

/** Groups of four. @param {string} text */
export function inFours(text) {
  return text.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
}

/** Grouped by the market's mask; empty when the value has another length. @param {string} value @param {string} mask */
export function byMask(value, mask) {
  const characters = [...significant(value)]
  if (characters.length !== [...mask].filter((each) => each === '#').length) return ''
  return [...mask].map((each) => (each === '#' ? characters.shift() : each)).join('')
}
