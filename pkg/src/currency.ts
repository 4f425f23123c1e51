import { callForText } from './core.js'
import { PayoutKitError } from './error.js'
import { argument, text } from './read.js'
import type { CurrencyInfo, FormatAmountOptions } from './types.js'

/** What ISO 4217 says of a currency: its decimals, or since when it is withdrawn and what took its place. */
export function currencyInfo(currency: string): CurrencyInfo {
  return callForText('currencyInfo', argument(text, currency, 'The currency'))
}

/**
 * The amount for people, by the engine's `Intl`. The decimals are those of ISO 4217, never `Intl`'s own,
 * and no digit is lost: the amount stays a string. One with more decimals shows them all.
 */
export function formatAmount(amount: string, currency: string, options: FormatAmountOptions = {}): string {
  const [, whole, fraction = ''] = /^(\d{1,40})(?:\.(\d{1,40}))?$/.exec(argument(text, amount, 'The amount')) ?? []
  if (whole === undefined) throw new PayoutKitError('invalid_argument', 'The amount should be digits such as 12.50.')
  const { currency: code, digits = 0 } = currencyInfo(currency)
  if (code === undefined) throw new PayoutKitError('invalid_argument', 'The currency should be an active one of ISO 4217.')
  const shown = fraction.replace(/0+$/, '').padEnd(digits, '0')
  if (typeof Intl !== 'object' || typeof BigInt !== 'function') {
    return `${code} ${whole.replace(/^0+(?=\d)/, '')}${shown && '.'}${shown}`
  }
  const format = new Intl.NumberFormat(options.locale, {
    style: 'currency',
    currency: code,
    currencyDisplay: options.display ?? 'symbol',
    minimumFractionDigits: Math.min(shown.length, 20),
    maximumFractionDigits: Math.min(shown.length, 20),
  })
  // The whole part as a whole number; engines before 2023 make floats of strings.
  return format
    .formatToParts(BigInt(whole))
    .map(({ type, value }) => (type === 'fraction' ? numerals(shown, format) : value))
    .join('')
}

/** Digits as the locale writes them. */
function numerals(digits: string, format: Intl.NumberFormat): string {
  const { locale, numberingSystem } = format.resolvedOptions()
  const plain = new Intl.NumberFormat(locale, { numberingSystem, useGrouping: false })
  return digits.replace(/\d/g, (digit) => plain.format(Number(digit)))
}
