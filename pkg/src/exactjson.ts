// JSON whose numbers stay the text that was sent: `JSON.parse` alone would make floats of them.

import { PayoutKitError } from './error.js'

/** A provider's answer is some kilobytes; the ECB's whole history is 8 MB. */
const LONGEST = 20_000_000
const SCALAR = /"(?:[^"\\]|\\.)*"|-?[\d][\d.eE+-]*/g
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** The text of an answer, as it came. What `JSON.parse` made of it is refused: its digits may be lost. */
export function answerText(text: unknown): string {
  if (typeof text !== 'string') {
    throw new PayoutKitError('invalid_argument', 'Give the text of the answer: parsing it as JSON rounds its numbers.')
  }
  if (text.length > LONGEST) throw new PayoutKitError('invalid_argument', 'The answer is too long.')
  return text
}

/** The value, every number in it as a string; `undefined` if the text is no JSON. */
export function exactJson(text: string): unknown {
  const quoted = text.replace(SCALAR, (scalar) => (scalar[0] !== '"' && NUMBER.test(scalar) ? `"${scalar}"` : scalar))
  try {
    return JSON.parse(quoted) as unknown
  } catch {
    return undefined
  }
}

/** A member of an object that JSON gave. */
export function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.prototype.hasOwnProperty.call(value, key)) return undefined
  return (value as Record<string, unknown>)[key]
}

/** A positive decimal without exponent, all its digits kept; `undefined` if it is none. */
export function plainDecimal(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const parts = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim())
  if (parts === null) return undefined
  const [, whole = '', fraction = '', exponent = '0'] = parts
  const shift = Number(exponent)
  if (Math.abs(shift) > 40) return undefined
  const digits = '0'.repeat(Math.max(0, -shift)) + whole + fraction + '0'.repeat(Math.max(0, shift - fraction.length))
  const point = Math.max(0, -shift) + whole.length + shift
  const before = digits.slice(0, point).replace(/^0+(?=\d)/, '')
  const after = digits.slice(point)
  if (!/[1-9]/.test(digits)) return undefined
  return after === '' ? before : `${before}.${after}`
}
