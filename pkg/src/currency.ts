import { callForText } from './core.js'
import { PayoutKitError } from './error.js'
import { argument, object, optional, text, word } from './read.js'
import type { CurrencyInfo, FormatAmountOptions } from './types.js'

const formatOptions = object<FormatAmountOptions>({
  locale: optional(text),
  display: optional(word<'symbol' | 'code' | 'name'>()('symbol', 'code', 'name')),
})

/** What ISO 4217 says of a currency: its decimals, or since when it is withdrawn and what took its place. */
export function currencyInfo(currency: string): CurrencyInfo {
  return callForText('currencyInfo', argument(text, currency, 'The currency'))
}

/**
 * The amount for people, by the engine's `Intl`. The decimals are those of ISO 4217, never `Intl`'s own,
 * and no digit is lost: the amount stays a string. One with more decimals than its currency is refused.
 */
export function formatAmount(amount: string, currency: string, options?: FormatAmountOptions): string {
  const { locale, display = 'symbol' } = argument(formatOptions, options ?? {}, 'The options')
  const [, whole, fraction = ''] = /^(\d{1,40})(?:\.(\d{1,40}))?$/.exec(argument(text, amount, 'The amount')) ?? []
  if (whole === undefined) throw new PayoutKitError('invalid_argument', 'The amount should be digits such as 12.50.')
  const { currency: code, digits = 0 } = currencyInfo(currency)
  if (code === undefined) throw new PayoutKitError('invalid_argument', 'The currency should be an active one of ISO 4217.')
  const shown = fraction.replace(/0+$/, '').padEnd(digits, '0')
  if (shown.length > digits) {
    throw new PayoutKitError('invalid_argument', `An amount in ${code} has ${digits} decimals; round it by a mode of yours.`, 'amount')
  }
  if (typeof Intl !== 'object' || typeof BigInt !== 'function') {
    return `${code} ${whole.replace(/^0+(?=\d)/, '')}${shown && '.'}${shown}`
  }
  const format = inLocale(locale, {
    style: 'currency',
    currency: code,
    currencyDisplay: display,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  // The whole part as a whole number; engines before 2023 make floats of strings.
  return format
    .formatToParts(BigInt(whole))
    .map(({ type, value }) => (type === 'fraction' ? numerals(shown, format) : value))
    .join('')
}

function inLocale(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, options)
  } catch (error) {
    throw new PayoutKitError('invalid_argument', 'The locale should be a BCP 47 tag such as de-CH.', 'locale', error)
  }
}

/** Digits as the locale writes them. */
function numerals(digits: string, format: Intl.NumberFormat): string {
  const { locale, numberingSystem } = format.resolvedOptions()
  const plain = new Intl.NumberFormat(locale, { numberingSystem, useGrouping: false })
  return digits.replace(/\d/g, (digit) => plain.format(Number(digit)))
}
