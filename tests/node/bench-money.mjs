// Amounts, side by side with decimal.js, big.js and dinero.js, each as it comes: how long the same
// sums take, and on which each of them is wrong. What is right is computed with BigInt here. Fails
// if we are.

import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

import { report, time } from './timing.mjs'
import { dist } from './vectors.mjs'

const require = createRequire(import.meta.url)
const { previewPayout, splitAmount } = await import(pathToFileURL(dist('index.js')))
const Decimal = require('decimal.js')
const Big = require('big.js')
const { allocate, convert, dinero, halfUp, toDecimal, toSnapshot, transformScale } = require('dinero.js')

// ---- the sums

/** To GBP: over EUR when `over` divides, or else directly. */
function ours({ amount, over, rate }) {
  const pairs = over
    ? [{ from: 'EUR', to: 'USD', rate: over }, { from: 'EUR', to: 'GBP', rate }]
    : [{ from: 'USD', to: 'GBP', rate }]
  const answer = previewPayout({
    debit: { currency: 'USD', amount }, credit: { country: 'GB', currency: 'GBP' }, at: '2026-11-20T14:00:00Z',
    rates: { source: 'bench', asOf: '2026-11-20', pairs },
  })
  return answer.options.find((option) => option.rail === 'CHAPS').credit.amount
}

const minorOf = (text, decimals) => {
  const [whole, fraction = ''] = text.split('.')
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}
const decimalsOf = (text) => text.split('.')[1]?.length ?? 0
const shown = (cents) => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`

/** Half up, by whole numbers. */
function right({ amount, over = '1', rate }) {
  const top = minorOf(amount, 2) * minorOf(rate, decimalsOf(rate)) * 10n ** BigInt(decimalsOf(over))
  const bottom = minorOf(over, decimalsOf(over)) * 10n ** BigInt(decimalsOf(rate))
  return shown((2n * top + bottom) / (2n * bottom))
}

const scaled = (text) => ({ amount: Number(minorOf(text, decimalsOf(text))), scale: decimalsOf(text) })
const currency = (code, exponent) => ({ code, base: 10, exponent })
const [USD, GBP, JPY] = [currency('USD', 2), currency('GBP', 2), currency('JPY', 0)]

const CONVERT = {
  'payout-kit': ours,
  'decimal.js': ({ amount, over = '1', rate }) => new Decimal(amount).div(over).times(rate).toFixed(2),
  'big.js': ({ amount, over = '1', rate }) => new Big(amount).div(over).times(rate).toFixed(2),
  // It has no division.
  'dinero.js': ({ amount, over, rate }) =>
    over ? undefined : toDecimal(transformScale(convert(dinero({ amount: scaled(amount).amount, currency: USD }), GBP, { GBP: scaled(rate) }), 2, halfUp)),
  Number: ({ amount, over = '1', rate }) => ((Number(amount) / Number(over)) * Number(rate)).toFixed(2),
}

const SPLIT = {
  'payout-kit': ({ amount, ratios }) =>
    splitAmount({ amount: String(amount), currency: 'JPY', parts: ratios.map((ratio, at) => ({ id: `p${at}`, ratio: String(ratio) })) })
      .parts.map((part) => Number(part.amount)),
  'dinero.js': ({ amount, ratios }) => allocate(dinero({ amount, currency: JPY }), ratios).map((part) => toSnapshot(part).amount),
}

/** By the largest remainder; equal ones to the larger share. */
function rightSplit({ amount, ratios }) {
  const whole = ratios.reduce((sum, ratio) => sum + BigInt(ratio), 0n)
  const exact = ratios.map((ratio) => BigInt(amount) * BigInt(ratio))
  const shares = exact.map((value) => value / whole)
  const compare = (one, other) => (one < other ? 1 : one > other ? -1 : 0)
  const queue = ratios.map((_, at) => at).sort((a, b) => compare(exact[a] % whole, exact[b] % whole) || ratios[b] - ratios[a] || a - b)
  const left = Number(BigInt(amount) - shares.reduce((sum, share) => sum + share, 0n))
  for (const at of queue.slice(0, left)) shares[at] += 1n
  return shares.map(Number)
}

// ---- right and wrong

const CONVERSIONS = [
  { amount: '1000.00', rate: '1.0834' },
  { amount: '1.00', rate: '1.005' },
  { amount: '1.00', rate: '1.255' },
  { amount: '10.00', rate: '0.1004999999999999999999' },
  { amount: '0.01', over: '7', rate: '3.5' },
  { amount: '9999999999999.99', rate: '1.0834' },
  { amount: '9999999999999.99', rate: '0.1234567890123456789012345678' },
]
const SPLITS = [
  { amount: 3, ratios: [3002399751580333, 1000000000000000, 501199875790167] },
  { amount: 100, ratios: [50, 50, 1] },
  { amount: 1003, ratios: [50, 50] },
  { amount: 5, ratios: [100, 101, 100, 100] },
  { amount: 801, ratios: [1, 3] },
]

let wrong = 0
function judge(what, sums, expected, input) {
  for (const [name, sum] of Object.entries(sums)) {
    const found = sum(input)
    if (found === undefined || String(found) === String(expected)) continue
    if (name === 'payout-kit') wrong += 1
    console.log(`  ${name.padEnd(12)}${what}: ${JSON.stringify(found)}, right is ${JSON.stringify(expected)}`)
  }
}

console.log('Wrong, as they come:')
for (const input of CONVERSIONS) {
  judge(`${input.amount}${input.over ? ` ÷ ${input.over}` : ''} × ${input.rate}`, CONVERT, right(input), input)
}
for (const input of SPLITS) judge(`${input.amount} over [${input.ratios}]`, SPLIT, rightSplit(input), input)
console.log(`  payout-kit  ${wrong} of ${CONVERSIONS.length + SPLITS.length}\n`)

// ---- how long

console.log('A conversion. Ours is a whole preview: every rail of GB with its limit, arrival and lines.')
for (const [name, sum] of Object.entries(CONVERT)) report(`${name}: 1000.00 × 1.0834`, time(sum, CONVERSIONS.slice(0, 1), 5))
console.log('A split. Ours takes and gives text, with lines.')
for (const [name, sum] of Object.entries(SPLIT)) report(`${name}: 5 over [100,101,100,100]`, time(sum, SPLITS.slice(3, 4), 5))

if (wrong > 0) process.exitCode = 1
