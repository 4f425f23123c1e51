// @ts-check
// Money for people. Amounts stay decimal strings: Intl takes them as text, digit for digit.

const locale = navigator.language || 'en'

/**
 * @param {string} amount a decimal string, as the core wrote it
 * @param {string} currency
 */
export function money(amount, currency) {
  const digits = decimals(amount)
  try {
    return formatText(new Intl.NumberFormat(locale, { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits }), amount)
  } catch {
    return `${amount} ${currency}`
  }
}

/** A plain number, all its digits kept. @param {string} value */
export function number(value) {
  if (!/^-?\d+(\.\d+)?$/.test(value)) return value
  const digits = Math.min(decimals(value), 20)
  return formatText(new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }), value)
}

/** @param {Intl.NumberFormat} format @param {string} value */
function formatText(format, value) {
  // Text is formatted exactly; the DOM typings still only know numbers.
  return format.format(/** @type {any} */ (value))
}

/** @param {string} value */
function decimals(value) {
  const point = value.indexOf('.')
  return point < 0 ? 0 : value.length - point - 1
}

/** @param {string} currency */
export function currencyName(currency) {
  try {
    return new Intl.DisplayNames([locale], { type: 'currency' }).of(currency) ?? currency
  } catch {
    return currency
  }
}

/**
 * Reads an amount as people write it: `1,234.50`, `1.234,50`, `1 234,5`, `€ 12`. Returns the
 * decimal string, an empty one for blank, or undefined when it is not a number.
 *
 * @param {string} typed
 * @returns {string | undefined}
 */
export function readAmount(typed) {
  const text = typed.normalize('NFKC').replace(/[\p{Sc}\p{Z}\p{Cf}'’]|^\s*[A-Za-z]{3}\b|\b[A-Za-z]{3}\s*$/gu, '')
  if (text === '') return ''
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(text)) return undefined
  const point = decimalSeparator(text)
  const [whole = '', part, ...more] = point === '' ? [text] : text.split(point)
  if (more.length > 0) return undefined
  const grouping = /[.,]/.exec(whole)?.[0]
  if (grouping && !(new RegExp(`^\\d{1,3}(\\${grouping}\\d{2,3})*\\${grouping}\\d{3}$`).test(whole))) return undefined
  if (part !== undefined && !/^\d*$/.test(part)) return undefined
  const digits = whole.replace(/[.,]/g, '').replace(/^0+(?=\d)/, '') || '0'
  return part ? `${digits}.${part}` : digits
}

/** Which of the marks in it is the decimal one, if any. @param {string} text */
function decimalSeparator(text) {
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  if (last < 0) return ''
  const mark = /** @type {string} */ (text[last])
  const other = mark === '.' ? ',' : '.'
  if (text.includes(other)) return mark
  if (text.indexOf(mark) !== last) return ''
  // "1,234" alone: the reader's own habit decides.
  const habit = new Intl.NumberFormat(locale).formatToParts(1.5).find((each) => each.type === 'decimal')?.value
  const looksGrouped = /^[1-9]\d{0,2}[.,]\d{3}$/.test(text)
  return looksGrouped && mark !== habit ? '' : mark
}
