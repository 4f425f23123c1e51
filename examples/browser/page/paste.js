// @ts-check
// Paste of anything: a label in front of a number goes, and a routing number copied together
// with its account lands in both fields, when there is only one way to read it.

/** @typedef {import('payout-kit').FieldRequirement} FieldRequirement */
/** @typedef {Record<string, string>} Values */

/** Words that stand in front of a number on an invoice. */
const label = /^[\s\p{Z}]*(?:iban|bic|swift|account(?:\s*(?:number|no\.?|#))?|a\/c(?:\s*no\.?)?|acct\.?|routing(?:\s*(?:number|no\.?))?|aba|rtn|sort\s*code|bsb|ifsc(?:\s*code)?|clabe|bank\s*code)[\s\p{Z}]*(?:[:#=.–—-]|(?=[\s\p{Z}]))[\s\p{Z}]*/iu

/**
 * The text without the label in front of it.
 *
 * @param {string} text
 */
export function withoutLabel(text) {
  return text.replace(label, '').trim()
}

/**
 * How a pasted text falls into the form's fields; undefined unless exactly one way is right.
 *
 * @param {string} text
 * @param {FieldRequirement[]} fields
 * @param {(values: Values) => boolean} isRight whether the core takes these values as they are
 * @returns {Values | undefined}
 */
export function splitPaste(text, fields, isRight) {
  const wanted = fields.filter((field) => !field.optional && field.type === 'text' && field.charset !== 'text')
  if (wanted.length < 2 || wanted.length > 4 || text.length > 400) return undefined
  const pieces = piecesOf(text)
  if (pieces.length < 2 || pieces.length > 12) return undefined
  /** @type {Map<string, Values>} */
  const readings = new Map()
  for (const order of orders(wanted)) {
    for (const values of cuts(pieces, order)) {
      if (isRight(values)) readings.set(JSON.stringify(wanted.map((field) => values[field.key])), values)
    }
    // As people write them first; another order only when that one has no reading.
    if (readings.size > 0) break
  }
  return readings.size === 1 ? [...readings.values()][0] : undefined
}

/** The runs of characters that can be part of a number: words of a label are dropped. @param {string} text */
function piecesOf(text) {
  const plain = text.normalize('NFKC').replace(/\p{Cf}/gu, '').replace(/\p{Pd}/gu, '-')
  return (plain.match(/[\p{L}\p{N}][\p{L}\p{N}-]*/gu) ?? [])
    .map((piece) => piece.replaceAll('-', ''))
    .filter((piece) => /\d/.test(piece))
}

/** Every way to give consecutive pieces to the fields, each at least one. @param {string[]} pieces @param {FieldRequirement[]} order @returns {Iterable<Values>} */
function* cuts(pieces, order) {
  const [field, ...others] = order
  if (!field) {
    if (pieces.length === 0) yield {}
    return
  }
  for (let count = 1; count <= pieces.length - others.length; count += 1) {
    const value = pieces.slice(0, count).join('')
    if (value.length > field.maxLength) break
    if (value.length < field.minLength) continue
    for (const rest of cuts(pieces.slice(count), others)) yield { [field.key]: value, ...rest }
  }
}

/** @template T @param {T[]} items @returns {Iterable<T[]>} */
function* orders(items) {
  if (items.length === 0) yield []
  for (const [at, item] of items.entries()) {
    for (const rest of orders(items.toSpliced(at, 1))) yield [item, ...rest]
  }
}
