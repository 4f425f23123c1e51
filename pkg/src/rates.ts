// What banks and providers send about exchange rates, as our rate sheet. Every digit is kept: the
// adapters take the text of an answer, not what `JSON.parse` makes of it.

import { answerText, exactJson, member, plainDecimal } from './exactjson.js'
import { argument, object, optional, text } from './read.js'
import type { Issue, RatePair, RateSheet } from './types.js'

export { PayoutKitError, type ErrorCode } from './error.js'
export type { Issue, RatePair, RateSheet } from './types.js'

/** `sheet` is absent when an issue is an error. */
export interface SheetResult {
  sheet?: RateSheet
  /** What the provider measures itself against (Stripe: the ECB's rates): for `referenceRates`. */
  reference?: RateSheet
  issues: Issue[]
}

/** What an answer does not say of itself. Times are ISO 8601. */
export interface SheetOptions {
  source?: string
  asOf?: string
  expiresAt?: string
}

/**
 * The European Central Bank's daily rates: `eurofxref-daily.xml`, its histories, or the same as
 * CSV. Of several days the latest, or `day`. They are for information: `indicative`.
 */
export function ecbSheet(text: string, options?: { day?: string }): SheetResult {
  const answer = answerText(text)
  const days = answer.includes('<') ? fromXml(answer) : fromCsv(answer)
  const wanted = optionsOf(options).day ?? [...days.keys()].reduce((latest, day) => (day > latest ? day : latest), '')
  const rates = days.get(wanted)
  if (rates === undefined) return failed('', 'a day of the ECB\u2019s reference rates, as XML or CSV')
  const pairs = rates.map(([to, rate]) => ({ from: 'EUR', to, rate, mid: rate }))
  return finished({ source: 'ECB', asOf: wanted, indicative: true, pairs }, [])
}

/** A quote of Wise, or its list of rates. Wise converts at the mid-market rate and takes its fee apart. */
export function wiseSheet(text: string, options: SheetOptions = {}): SheetResult {
  const quote = exactJson(answerText(text))
  if (Array.isArray(quote)) {
    const pairs = quote.map((row) => mid(pair(member(row, 'source'), member(row, 'target'), member(row, 'rate'))))
    return sheetOf('Wise', pairs, { asOf: member(quote[0], 'time'), indicative: true }, options)
  }
  const rate = mid(pair(member(quote, 'sourceCurrency'), member(quote, 'targetCurrency'), member(quote, 'rate')))
  const expiresAt = member(quote, 'rateExpirationTime') ?? member(quote, 'expirationTime')
  const indicative = member(quote, 'rateType') !== 'FIXED' || member(quote, 'id') == null
  return sheetOf('Wise', [rate], { asOf: member(quote, 'createdTime'), expiresAt, indicative }, options)
}

/** A quote or a current rate of Airwallex. Its rate is 1 of the pair's first currency in the second. */
export function airwallexSheet(text: string, options: SheetOptions = {}): SheetResult {
  const quote = exactJson(answerText(text))
  const named = member(quote, 'currency_pair')
  const [from, to] =
    typeof named === 'string' && /^[A-Z]{6}$/.test(named) ? [named.slice(0, 3), named.slice(3)] : [undefined, undefined]
  const rate = pair(from, to, member(quote, 'client_rate') ?? member(quote, 'rate'))
  const middle = plainDecimal(member(quote, 'mid_rate') ?? member(quote, 'awx_rate'))
  if (rate !== undefined && middle !== undefined) rate.mid = middle
  const asOf = member(quote, 'valid_from_at') ?? member(quote, 'created_at')
  const expiresAt = member(quote, 'valid_to_at')
  return sheetOf('Airwallex', [rate], { asOf, expiresAt, indicative: expiresAt == null }, options)
}

/** An FX quote of Stripe: the rates after its fee, before it, and of the ECB as the reference. */
export function stripeSheet(text: string, options: SheetOptions = {}): SheetResult {
  const quote = exactJson(answerText(text))
  const to = member(quote, 'to_currency')
  const rates = member(quote, 'rates')
  const pairs: (RatePair | undefined)[] = []
  const references: RatePair[] = []
  let provider = ''
  for (const from of typeof rates === 'object' && rates !== null ? Object.keys(rates) : []) {
    const details = member(member(rates, from), 'rate_details')
    const rate = pair(from, to, member(member(rates, from), 'exchange_rate'))
    const base = plainDecimal(member(details, 'base_rate'))
    if (rate !== undefined && base !== undefined) rate.mid = base
    pairs.push(rate)
    const reference = pair(from, to, member(details, 'reference_rate'))
    if (reference !== undefined) references.push(reference)
    const named = member(details, 'reference_rate_provider')
    if (typeof named === 'string') provider = named.toUpperCase()
  }
  const asOf = ofSeconds(member(quote, 'created'))
  const expiresAt = ofSeconds(member(quote, 'lock_expires_at'))
  const locked = member(quote, 'lock_status') === 'active' && expiresAt !== undefined
  const result = sheetOf('Stripe', pairs, { asOf, expiresAt, indicative: !locked }, options)
  if (result.sheet !== undefined && references.length > 0) {
    result.reference = { source: provider || 'Stripe', asOf: result.sheet.asOf, indicative: true, pairs: references }
  }
  return result
}

/**
 * The FX rate sheet of J.P. Morgan: 1 of the base currency in the counter currency. One rate that
 * is not guaranteed makes the sheet indicative. An answer with `errors` has status 200 all the same.
 */
export function jpmorganSheet(text: string, options: SheetOptions = {}): SheetResult {
  const answer = exactJson(answerText(text))
  if (Array.isArray(member(answer, 'errors'))) return failed('errors', 'an answer without errors')
  const list = member(answer, 'data') ?? answer
  const rows: unknown[] = Array.isArray(list) ? list : []
  const pairs = rows.map((row) => pair(member(row, 'baseCurrency'), member(row, 'counterCurrency'), member(row, 'rate')))
  const indicative = !rows.every((row) => member(row, 'guarenteedRateInd') === true)
  const asOf = member(member(answer, '_metadata'), 'timestamp')
  return sheetOf('J.P. Morgan', pairs, { asOf, indicative }, options)
}

// ---- the ECB

type Days = Map<string, [currency: string, rate: string][]>

function fromXml(text: string): Days {
  const days: Days = new Map()
  let rates: [string, string][] | undefined
  for (const [cube] of text.matchAll(/<(?:\w+:)?Cube\b[^>]*>/g)) {
    const attribute = (name: string) => new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(cube)?.[1]
    const day = attribute('time')
    if (day !== undefined) days.set(day, (rates = []))
    take(rates, attribute('currency'), attribute('rate'))
  }
  return days
}

function fromCsv(text: string): Days {
  const days: Days = new Map()
  const [head, ...lines] = text.split(/\r?\n/).map((line) => line.split(',').map((cell) => cell.trim()))
  for (const [first, ...cells] of lines) {
    const day = isoDay(first ?? '')
    if (day === undefined) continue
    const rates: [string, string][] = []
    cells.forEach((cell, at) => take(rates, head?.[at + 1], cell))
    days.set(day, rates)
  }
  return days
}

/** What was not published is `N/A` or empty. */
function take(rates: [string, string][] | undefined, currency: string | undefined, rate: string | undefined) {
  const exact = plainDecimal(rate)
  if (exact !== undefined && currency !== undefined && /^[A-Z]{3}$/.test(currency)) rates?.push([currency, exact])
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The daily file writes `20 November 2026`, the history `2026-11-20`. */
function isoDay(text: string): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return text
  const [, day, name, year] = /^(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})$/.exec(text) ?? []
  const month = MONTHS.indexOf(name ?? '') + 1
  return month === 0 ? undefined : `${year}-${String(month).padStart(2, '0')}-${day!.padStart(2, '0')}`
}

// ---- any provider

interface Times {
  asOf?: unknown
  expiresAt?: unknown
  indicative: boolean
}

function pair(from: unknown, to: unknown, rate: unknown): RatePair | undefined {
  const exact = plainDecimal(rate)
  if (typeof from !== 'string' || typeof to !== 'string' || exact === undefined) return undefined
  return { from: from.toUpperCase(), to: to.toUpperCase(), rate: exact }
}

function mid(rate: RatePair | undefined): RatePair | undefined {
  return rate && { ...rate, mid: rate.rate }
}

/** `null` stands for what is absent, as everywhere. */
function optionsOf(options: unknown): { day?: string } & SheetOptions {
  return argument(sheetOptions, options ?? {}, 'The options')
}

const sheetOptions = object<{ day?: string } & SheetOptions>({
  day: optional(text),
  source: optional(text),
  asOf: optional(text),
  expiresAt: optional(text),
})

function sheetOf(source: string, rates: (RatePair | undefined)[], times: Times, given: SheetOptions): SheetResult {
  const options = optionsOf(given)
  const pairs = rates.filter((rate) => rate !== undefined)
  if (pairs.length === 0) return failed('', `an answer of ${source} with a rate between two currencies`)
  const issues = pairs.length < rates.length ? [issue('', 'a rate between two currencies in every row', 'warning')] : []
  const asOf = options.asOf ?? instant(times.asOf)
  if (asOf === undefined) return failed('asOf', 'in the answer or in the options')
  const expiresAt = options.expiresAt ?? instant(times.expiresAt)
  if (expiresAt === undefined && times.expiresAt != null) return failed('expiresAt', 'an instant such as 2026-11-21T09:30:00Z')
  const sheet: RateSheet = { source: options.source ?? source, asOf, indicative: times.indicative, pairs }
  if (expiresAt !== undefined) sheet.expiresAt = expiresAt
  return finished(sheet, issues)
}

function finished(sheet: RateSheet, issues: Issue[]): SheetResult {
  return sheet.pairs.length > 0 ? { sheet, issues } : failed('', 'a list of rates')
}

/** As the core reads it: with a colon in the offset. */
function instant(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const written = text.trim().replace(/([+-]\d\d)(\d\d)$/, '$1:$2')
  return /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(written) ? written : undefined
}

/** Seconds since 1970, cut to whole ones: a lock never lasts longer than it does. */
function ofSeconds(text: unknown): string | undefined {
  const [, whole] = /^(\d{1,11})(\.\d+)?$/.exec(typeof text === 'string' ? text : '') ?? []
  return whole === undefined ? undefined : new Date(Number(whole) * 1000).toISOString().replace('.000', '')
}

function failed(field: string, expected: string): SheetResult {
  return { issues: [issue(field, expected, 'error')] }
}

function issue(field: string, expected: string, severity: Issue['severity']): Issue {
  return { code: 'invalid_value', field, severity, message: `This should be ${expected}.`, params: { expected } }
}
