// What a regime wants shown before a payout is confirmed, filled from a preview's option. Facts with
// their source; which regime binds whom is not decided here, and nothing here is legal advice.

import { EDITION, REGIMES } from './regimes.js'
import { argument, refuse, type Read } from './read.js'
import type { RailOption } from './types.js'

export { EDITION, REGIMES }
export type { RailOption } from './types.js'

/** Where a value stands in the option. */
export type Shown =
  | 'debit.sent'
  | 'debit.total'
  | 'fees.payer'
  | 'fees.all'
  | 'taxes.payer'
  | 'rate.customer'
  | 'markupCost'
  | 'feesAndMarkup'
  | 'credit.amount'
  | 'credit.deductions'
  | 'credit.net'

export type Condition = 'conversion' | 'deductions' | 'fees' | 'payerFees' | 'payerTaxes'

export interface Regime {
  name: string
  /** `must`: the law says so; `should`: a supervisor calls it good practice. */
  force: 'must' | 'should'
  applies: string
  source: string
  asOf: string
  confidence: string
  items: { id: string; label: string; show: Shown; onlyIf?: Condition }[]
}

export interface Disclosure {
  regime: { id: keyof typeof REGIMES; name: string; force: 'must' | 'should'; source: string; asOf: string; confidence: string }
  items: DisclosedItem[]
  tables: { disclosures: string }
}

/** An item to be shown, in the order of the regime. */
export interface DisclosedItem {
  id: string
  label: string
  /** Money by currency (fees may be in two), or the rate; empty if `missing`. */
  values: { value: string; currency?: string }[]
  /** The option cannot say it: no mid rate, so the mark-up has no cost. Get it from the provider. */
  missing?: true
}

/** The items of a regime with the values of an option. */
export function disclose(option: RailOption, regime: keyof typeof REGIMES): Disclosure {
  argument(quoted, option, 'The option')
  const { name, force, source, asOf, confidence, items } = REGIMES[argument(known, regime, 'The regime')]
  return {
    regime: { id: regime, name, force, source, asOf, confidence },
    items: items
      .filter(({ onlyIf }) => onlyIf === undefined || holds(option, onlyIf))
      .map(({ id, label, show }) => {
        const values = valuesOf(option, show)
        return values === undefined ? { id, label, values: [], missing: true as const } : { id, label, values }
      }),
    tables: { disclosures: EDITION },
  }
}

const known: Read<keyof typeof REGIMES> = (value) =>
  typeof value === 'string' && Object.prototype.hasOwnProperty.call(REGIMES, value)
    ? (value as keyof typeof REGIMES)
    : refuse(`one of ${Object.keys(REGIMES).join(', ')}`)

/** An option of a preview, as far as it is read here. */
const quoted: Read<unknown> = (value) => {
  const { fees, steps } = (value ?? {}) as Partial<RailOption>
  return Array.isArray(fees) && Array.isArray(steps) ? value : refuse('an option of a preview')
}

type Fee = RailOption['fees'][number]

const isPayers = (fee: Fee) => fee.side === 'debit' && fee.vatOn === undefined
const isPayersTax = (fee: Fee) => fee.side === 'debit' && fee.vatOn !== undefined

function holds(option: RailOption, condition: Condition): boolean {
  switch (condition) {
    case 'conversion':
      return option.rate !== undefined
    case 'deductions':
      return /[1-9]/.test(option.credit?.deductions ?? '')
    case 'fees':
      return option.fees.length > 0
    case 'payerFees':
      return option.fees.some(isPayers)
    case 'payerTaxes':
      return option.fees.some(isPayersTax)
  }
}

/** `undefined`: the option cannot say it. */
function valuesOf(option: RailOption, show: Shown): DisclosedItem['values'] | undefined {
  const { debit, credit, rate, fees } = option
  if (debit === undefined || credit === undefined) return undefined
  const paid = (value: string) => [{ value, currency: debit.currency }]
  const received = (value: string) => [{ value, currency: credit.currency }]
  const cost = rate === undefined ? '0' : rate.markupCost
  switch (show) {
    case 'debit.sent':
      // Less what is deducted before the conversion.
      return paid(option.steps.find((step) => step.code === 'deduct')?.result ?? debit.amount)
    case 'debit.total':
      return paid(debit.total)
    case 'credit.amount':
      return received(credit.amount)
    case 'credit.deductions':
      return received(credit.deductions)
    case 'credit.net':
      return received(credit.net)
    case 'rate.customer':
      return rate && [{ value: rate.customer }]
    case 'fees.payer':
      return sums(fees.filter(isPayers))
    case 'taxes.payer':
      return sums(fees.filter(isPayersTax))
    case 'fees.all':
      return sums(fees)
    case 'markupCost':
      return cost === undefined ? undefined : paid(cost)
    case 'feesAndMarkup':
      if (cost === undefined) return undefined
      return sums(rate === undefined ? [{ amount: '0', currency: debit.currency }, ...fees] : [{ amount: cost, currency: debit.currency }, ...fees])
  }
}

/** By currency, exactly. */
function sums(amounts: { amount: string; currency: string }[]): DisclosedItem['values'] {
  const found = new Map<string, string>()
  for (const { amount, currency } of amounts) found.set(currency, plus(found.get(currency) ?? '0', amount))
  return [...found].map(([currency, value]) => ({ value, currency }))
}

function plus(one: string, other: string): string {
  const decimals = Math.max(...[one, other].map((text) => text.split('.')[1]?.length ?? 0))
  const units = (text: string) => {
    const [whole = '', fraction = ''] = text.split('.')
    return BigInt(whole + fraction.padEnd(decimals, '0'))
  }
  const digits = String(units(one) + units(other)).padStart(decimals + 1, '0')
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
