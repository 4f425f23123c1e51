// @ts-check
// A batch from a file: how far the work is, totals by rail and currency, what failed and why.

import { ask } from './api.js'
import { byId, el, fill } from './dom.js'
import { announce } from './live.js'
import { money } from './money.js'
import { Quotes } from './quotes.js'
import { sampleCsv } from './sample.js'
import { table } from './steps.js'
import { unsent } from './words.js'

/** @typedef {import('./batch-worker.js').Message} Message */
/** @typedef {import('./batch-worker.js').Result} Result */

const exampleRows = 10_000
/** What this partner's provider sends at least. */
const minimums = [{ currency: 'EUR', amount: '1.00' }, { currency: 'USD', amount: '1.00' }, { currency: 'AUD', amount: '1.00' }, { currency: 'INR', amount: '1.00' }]

const config = await ask('/config.json')
const { api, balances } = config.kind === 'answer' ? config.value : { api: location.origin, balances: ['EUR'] }
const quotes = new Quotes(api)

const file = /** @type {HTMLInputElement} */ (byId('file'))
const paidFrom = /** @type {HTMLSelectElement} */ (byId('paid-from'))
const attempt = /** @type {HTMLButtonElement} */ (byId('try'))
paidFrom.append(...balances.map((/** @type {string} */ currency) => el('option', { value: currency }, currency)))

// The address of a script is a sink for attacks: the policy admits this one alone.
const workerAddress = (() => {
  const address = '/batch-worker.js'
  const types = /** @type {any} */ (globalThis).trustedTypes
  return types ? types.createPolicy('batch-worker', { createScriptURL: () => address }).createScriptURL(address) : address
})()

/** @type {Worker | undefined} */
let worker
/** What was previewed last, to do it again in another currency. @type {Blob | undefined} */
let last

file.addEventListener('change', () => {
  const chosen = file.files?.[0]
  if (chosen) preview(chosen).catch(failed)
})
paidFrom.addEventListener('change', () => {
  if (last) preview(last).catch(failed)
})
attempt.addEventListener('click', () => {
  file.value = ''
  preview(new Blob([sampleCsv(exampleRows)])).catch(failed)
})
byId('get-example').addEventListener('click', () => download(sampleCsv(exampleRows), 'example-payouts.csv'))

/** @param {Blob} chosen */
async function preview(chosen) {
  stop()
  last = chosen
  const bar = el('progress', { id: 'progress', 'aria-labelledby': 'progress-text' })
  const text = el('span', {}, 'Reading the file…')
  const cancel = el('button', { type: 'button', class: 'secondary small', id: 'cancel', on: { click: () => { stop(); attempt.focus(); announce('Stopped.') } } }, 'Stop')
  fill(byId('work'), el('div', { class: 'work' }, el('p', { id: 'progress-text' }, text), bar, cancel))
  fill(byId('result'))
  announce('Checking the file.')
  const mine = new Worker(workerAddress, { type: 'module' })
  worker = mine
  // An expired sheet would price nothing.
  if ((quotes.sheet === undefined || quotes.expired) && !(await quotes.load())) {
    if (worker === mine) fault(`${unsent.title}. ${unsent.text}`)
    return
  }
  if (worker !== mine) return
  mine.addEventListener('error', failed)
  mine.addEventListener('message', (/** @type {MessageEvent<Message>} */ { data }) => {
    if (data.kind === 'progress') {
      bar.max = data.of
      bar.value = data.done
      text.textContent = `${data.done.toLocaleString()} of ${data.of.toLocaleString()} payouts`
    } else if (data.kind === 'fault') fault(data.fault)
    else result(data)
  })
  /** @type {import('./batch-worker.js').Job} */
  const job = {
    file: chosen,
    debitCurrency: paidFrom.value,
    shared: { at: quotes.now.toISOString(), fees: { rules: quotes.fees }, minimums, ...(quotes.sheet ? { rates: quotes.sheet } : {}) },
  }
  mine.postMessage(job)
}

function stop() {
  worker?.terminate()
  worker = undefined
  fill(byId('work'))
}

/** @param {string} text */
function fault(text) {
  stop()
  fill(byId('work'), el('div', { class: 'notice failure', id: 'batch-fault' }, el('p', {}, el('strong', {}, 'This file cannot be previewed.')), el('p', {}, text)))
  announce(`This file cannot be previewed. ${text}`)
}

/** @param {unknown} error */
function failed(error) {
  console.error(error)
  fault('This page made a mistake. Nothing was sent.')
}

/** @param {Result} found */
function result({ of, ready, failed: wrong, twice, totals, debits, credits, failures, list, unused }) {
  stop()
  const heading = el('h2', { tabindex: '-1' }, `${ready.toLocaleString()} of ${of.toLocaleString()} payouts can be sent`)
  fill(
    byId('result'),
    el(
      'section',
      { class: 'card', 'aria-label': 'Result' },
      heading,
      unused.length > 0 ? el('p', { class: 'notice' }, `These columns are not used: ${unused.join(', ')}.`) : null,
      twice > 0 ? el('p', { class: 'notice' }, `${twice.toLocaleString()} of them pay the same amount to the same account as another line.`) : null,
      el(
        'dl',
        { class: 'pairs sums' },
        debits.map(({ currency, amount }) => el('div', {}, el('dt', {}, `You pay in all, in ${currency}`), el('dd', {}, money(amount, currency)))),
        credits.map(({ currency, rows, amount }) => el('div', {}, el('dt', {}, `Arrives in ${currency}, ${rows.toLocaleString()} payouts`), el('dd', {}, money(amount, currency)))),
      ),
      totals.length > 0
        ? table({ label: 'By rail and currency', caption: 'By rail and currency', look: 'steps figures' }, ['Rail', 'Payouts', 'You send', 'Fees', 'You pay', 'They get'], totals.map(({ rail, rows, debit, credit }) => [rail.replaceAll('_', ' '), rows.toLocaleString(), money(debit.amount, debit.currency), money(debit.fees, debit.currency), money(debit.total, debit.currency), money(credit.net, credit.currency)]))
        : null,
    ),
    wrong > 0
      ? el(
          'section',
          { class: 'card', id: 'failures', 'aria-labelledby': 'failures-title' },
          el('h2', { id: 'failures-title' }, `${wrong.toLocaleString()} cannot`),
          el('p', {}, el('button', { type: 'button', class: 'primary', id: 'get-failures', on: { click: () => download(list, 'failed-payouts.csv') } }, 'Download the list of failures')),
          table({ label: 'Failures', caption: failures.length < wrong ? `The first ${failures.length}; the list has all` : 'Why', look: 'steps stack' }, ['Line', 'Id', 'Name', 'Amount', 'Reason'], failures.map(({ line, id, name, amount, currency, reason }) => [String(line), id, name, `${amount} ${currency}`, reason])),
        )
      : null,
  )
  heading.focus()
  announce(`${ready.toLocaleString()} of ${of.toLocaleString()} payouts can be sent, ${wrong.toLocaleString()} cannot.`)
}

/** @param {string} text @param {string} name */
function download(text, name) {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  el('a', { href: address, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
