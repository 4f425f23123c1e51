// A preview crosses as rows, written by `write_rows` in `src/wasm/json/write.rs`: a list for each object,
// its values in the order of the members, null for one that is absent. Half of the text, read in half of
// the time. What several rails share comes once.

import type { Arrival, Fee, Issue, Preview, RailOption, Rate, Reason, Route, Step, Withheld } from './types.js'

type Operand = Step['operands'][number]
type Cells = unknown[]
type Decode<T> = (cell: unknown) => T

/** In the order of the struct in Rust; 0 for a value that stands as it is. The compiler counts the members. */
type Shape<T> = { [Key in keyof T]-?: Decode<Exclude<T[Key], undefined>> | 0 }

function row<T>(shape: Shape<T>): Decode<T> {
  const members = Object.entries<Decode<unknown> | 0>(shape)
  return (cells) => {
    const read: Record<string, unknown> = {}
    let at = 0
    for (const [key, decode] of members) {
      const cell = (cells as Cells)[at++]
      if (cell !== null) read[key] = decode === 0 ? cell : decode(cell)
    }
    return read as T
  }
}

const each =
  <T>(decode: Decode<T>): Decode<T[]> =>
  (cells) =>
    (cells as Cells).map(decode)

const issue = row<Issue>({ code: 0, field: 0, severity: 0, message: 0, params: 0, position: 0, suggestions: 0 })

const rounding = row<NonNullable<Step['rounding']>>({ mode: 0, digits: 0 })

// There are hundreds of these: members that are named here are written at once.
const operand: Decode<Operand> = (cells) => {
  const [value, currency, label] = cells as [string, string | null, string | null]
  if (label === null) return currency === null ? { value } : { value, currency }
  return currency === null ? { value, label } : { value, currency, label }
}

const step: Decode<Step> = (cells) => {
  const of = cells as Cells
  const [code, label, operation] = cells as [string, string, Step['operation']]
  const read = { code, label, operation, operands: (of[3] as Cells).map(operand) } as Step
  if (of[4] !== null) read.unrounded = of[4] as string
  if (of[5] !== null) read.rounding = rounding(of[5])
  read.result = of[6] as string
  if (of[7] !== null) read.currency = of[7] as string
  return read
}

const fee: Decode<Fee> = (cells) => {
  const [code, label, amount, currency, mode, side, vatOn] = cells as [string, string, string, string, Fee['mode'], Fee['side'], string | null]
  if (vatOn === null) return { code, label, amount, currency, mode, side }
  return { code, label, amount, currency, mode, side, vatOn }
}

const members: Shape<RailOption> = {
  rail: 0,
  name: 0,
  kind: 0,
  eligible: 0,
  issues: each(issue),
  arrival: row<Arrival>({
    earliest: 0,
    latest: 0,
    cutOff: row<NonNullable<Arrival['cutOff']>>({ time: 0, zone: 0, secondsLeft: 0, left: 0 }),
    submitBefore: 0,
    businessDays: 0,
    holidays: 0,
    explanation: 0,
    reasons: each(row<Reason>({ code: 0, params: 0 })),
  }),
  fees: each(fee),
  withholding: each(row<Withheld>({ code: 0, label: 0, percent: 0, base: 0, amount: 0, currency: 0 })),
  rate: row<Rate>({
    customer: 0,
    mid: 0,
    markupPercent: 0,
    markupCost: 0,
    source: 0,
    asOf: 0,
    expiresAt: 0,
    indicative: 0,
    method: 0,
    via: 0,
    reference: row<NonNullable<Rate['reference']>>({ rate: 0, markupPercent: 0, source: 0, asOf: 0, method: 0 }),
  }),
  debit: row<NonNullable<RailOption['debit']>>({ currency: 0, amount: 0, fees: 0, total: 0, withheld: 0 }),
  credit: row<NonNullable<RailOption['credit']>>({ currency: 0, amount: 0, deductions: 0, net: 0 }),
  steps: each(step),
  limit: row<NonNullable<RailOption['limit']>>({ amount: 0, currency: 0, asOf: 0, confidence: 0 }),
  codes: row<RailOption['codes']>({
    clearingSystem: 0,
    memberId: 0,
    serviceLevel: 0,
    localInstrument: 0,
    clearingSystems: 0,
    memberIds: 0,
    localInstruments: 0,
  }),
}
const option = row(members)

/** Where in a row the members are that rails may share. */
const SHARED = (['fees', 'withholding', 'rate', 'debit', 'credit', 'steps'] as const).map((key) => Object.keys(members).indexOf(key))

const preview = row<Preview>({
  options: each(option),
  best: row<NonNullable<Preview['best']>>({ fastest: 0, cheapest: 0 }),
  route: row<Route>({ rails: 0, localInstrument: 0, earliest: 0, latest: 0 }),
  issues: each(issue),
  tables: 0,
})

/** The preview of its condensed form. */
export function previewOf(text: string): Preview {
  const [condensed, same] = JSON.parse(text) as [[Cells[], ...Cells], (number | null)[]]
  const [options] = condensed
  same.forEach((earlier, place) => {
    if (earlier === null) return
    for (const at of SHARED) options[place]![at] = options[earlier]![at]
  })
  return preview(condensed)
}
