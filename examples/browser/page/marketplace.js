// @ts-check
// A marketplace's order: what each seller gets of it, line by line.

import { settleOrder } from 'payout-kit'
import { byId, el, fill } from './dom.js'
import { announce } from './live.js'
import { money, readAmount } from './money.js'
import { steps } from './steps.js'

/** @typedef {import('payout-kit').Settlement} Settlement */
/** @typedef {import('payout-kit').SettlementRequest} SettlementRequest */

const sellers = ['Anna’s Ceramics', 'Ben & Daughters', 'Coffee Collective']
const example = { sales: ['64.90', '39.50', '18.00'], refunds: ['12.00', '', ''] }
const currencies = ['EUR', 'USD', 'JPY', 'KWD']

const currency = el('select', { id: 'currency' }, currencies.map((each) => el('option', {}, each)))
const bearer = el('select', { id: 'bearer' }, el('option', { value: 'sellers' }, 'the sellers, by their sales'), el('option', { value: 'platform' }, 'the marketplace'))
const sales = sellers.map((seller, at) => entry(`sale-${at}`, `Bought of ${seller}`, example.sales[at] ?? ''))
const refunds = sellers.map((seller, at) => entry(`refund-${at}`, `Refunded by ${seller}`, example.refunds[at] ?? ''))
const cardFee = entry('card-fee', 'Card fee', '2.13')
const commission = entry('commission', 'Commission, percent of sales less refunds', '12.5')
const withheld = entry('withheld', 'Withheld tax, percent of sales', '0.5')
const entries = [...sales, ...refunds, cardFee, commission, withheld]
const unfolded = new Set()

fill(
  byId('order'),
  el(
    'form',
    { novalidate: true, on: { submit: (/** @type {Event} */ event) => event.preventDefault(), input: () => update() } },
    choice('Currency', currency),
    sellers.map((seller, at) => el('fieldset', { class: 'seller' }, el('legend', {}, seller), el('div', { class: 'pair' }, sales[at]?.field, refunds[at]?.field))),
    el('div', { class: 'pair' }, cardFee.field, choice('The card fee is borne by', bearer)),
    el('div', { class: 'pair' }, commission.field, withheld.field),
  ),
)
update()

function update() {
  const values = entries.map(({ input }) => readAmount(input.value))
  entries.forEach((each, at) => each.say(values[at] === undefined ? 'This is not a number: write it as 1250 or 1,250.50.' : ''))
  if (values.includes(undefined)) return show(undefined)
  const order = request()
  const settlement = settleOrder(order.request)
  for (const issue of settlement.issues) order.entryOf(issue.field).say(issue.message)
  show(settlement.issues.some(({ severity }) => severity === 'error') ? undefined : settlement)
}

/** What was typed, and which entry a field of it stands for. Blank is left out. */
function request() {
  const filled = (/** @type {Entry[]} */ list) => list.flatMap((each, at) => (value(each) ? [{ seller: sellers[at] ?? '', amount: value(each), each }] : []))
  const [sold, refunded] = [filled(sales), filled(refunds)]
  const part = ({ seller = '', amount = '' }) => ({ seller, amount })
  /** @type {SettlementRequest} */
  const request = {
    currency: currency.value,
    sales: sold.map(part),
    refunds: refunded.map(part),
    ...(value(cardFee) ? { cardFee: { amount: value(cardFee), bearer: bearer.value === 'platform' ? 'platform' : 'sellers' } } : {}),
    ...(value(commission) ? { commission: { percent: value(commission) } } : {}),
    ...(value(withheld) ? { withholding: { percent: value(withheld), base: 'gross' } } : {}),
  }
  const entryOf = (/** @type {string} */ field) => {
    const [name, at] = field.split('.')
    const list = name === 'sales' ? sold : name === 'refunds' ? refunded : []
    if (at !== undefined && list[Number(at)]) return /** @type {Entry} */ (list[Number(at)]?.each)
    return { cardFee, commission, withholding: withheld }[name ?? ''] ?? /** @type {Entry} */ (sales[0])
  }
  return { request, entryOf }
}

/** @param {Settlement | undefined} settlement */
function show(settlement) {
  const place = byId('payouts')
  if (!settlement) {
    announce('The order has a mistake.')
    return fill(place, el('p', { class: 'waiting' }, 'Put the order right to see the payouts.'))
  }
  fill(
    place,
    el('div', { class: 'sellers' }, settlement.payouts.map((payout) => card(payout, settlement.steps))),
    el(
      'p',
      { class: 'quiet', id: 'balance' },
      [`To the sellers ${sum(settlement.payouts.map(({ amount }) => amount))}`, settlement.commission && `commission ${sum([settlement.commission])}`, settlement.cardFee && `card fee ${sum([settlement.cardFee])}`, settlement.withheld && `withheld for the tax office ${sum([settlement.withheld])}`].filter(Boolean).join(', '),
      '.',
    ),
  )
}

/** @param {import('payout-kit').SellerPayout} payout @param {import('payout-kit').Step[]} all */
function card({ seller, lines, amount, owed }, all) {
  const own = all.filter(({ code, operands }) => code.endsWith(`:${seller}`) || operands.some(({ label }) => label === seller))
  const toggle = (/** @type {Event} */ event) => (/** @type {HTMLDetailsElement} */ (event.target).open ? unfolded.add(seller) : unfolded.delete(seller))
  return el(
    'article',
    { class: 'rail payout', 'data-seller': seller },
    el('h3', {}, seller),
    el('dl', { class: 'pairs' }, lines.map(({ label, operation, amount }) => el('div', {}, el('dt', {}, label), el('dd', {}, `${operation === 'subtract' ? '− ' : ''}${money(amount, currency.value)}`)))),
    el('details', { open: unfolded.has(seller), on: { toggle } }, el('summary', {}, el('span', { class: 'rail-net' }, money(amount, currency.value)), el('span', { class: 'why-words' }, 'How this was computed')), steps(own)),
    owed ? el('p', { class: 'notice' }, `The deductions are more than the sales: ${seller} owes ${money(owed, currency.value)}.`) : null,
  )
}

/** Exact: in the smallest unit. @param {string[]} amounts */
function sum(amounts) {
  const decimals = amounts[0]?.split('.')[1]?.length ?? 0
  const units = amounts.reduce((total, amount) => total + BigInt(amount.replace('.', '')), 0n)
  const text = String(units).padStart(decimals + 1, '0')
  return money(decimals > 0 ? `${text.slice(0, -decimals)}.${text.slice(-decimals)}` : text, currency.value)
}

/** @typedef {ReturnType<typeof entry>} Entry */

/** @param {Entry} entry */
function value({ input }) {
  return readAmount(input.value) ?? ''
}

/** @param {string} id @param {string} label @param {string} given */
function entry(id, label, given) {
  const input = el('input', { id, value: given, inputmode: 'decimal', autocomplete: 'off', dir: 'ltr', 'aria-describedby': `${id}-state` })
  const state = el('p', { class: 'state', id: `${id}-state` })
  const field = el('div', { class: 'field' }, el('label', { for: id }, label), el('div', { class: 'control' }, input), state)
  /** @param {string} fault */
  const say = (fault) => {
    field.dataset.state = fault ? 'wrong' : 'blank'
    if (fault) input.setAttribute('aria-invalid', 'true')
    else input.removeAttribute('aria-invalid')
    fill(state, fault)
  }
  return { input, field, say }
}

/** @param {string} label @param {HTMLSelectElement} select */
function choice(label, select) {
  return el('div', { class: 'field' }, el('label', { for: select.id }, label), el('div', { class: 'control' }, select, el('span', { class: 'chevron', 'aria-hidden': 'true' })))
}
