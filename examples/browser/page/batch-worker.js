// @ts-check
// The work of the batch page, off the page: it stays quick however long this takes.

import { previewBatch, validateAccount } from '/payout-kit/index.js'
import { batchFile, textOf } from './batch-file.js'
import { writeCsv } from './csv.js'

/** @typedef {import('./batch-file.js').Failure} Failure */
/** @typedef {Omit<import('payout-kit').BatchRequest, 'rows'>} Shared */
/** @typedef {{file: Blob, debitCurrency: string, shared: Shared}} Job */
/** @typedef {Pick<import('payout-kit').BatchPreview, 'totals' | 'debits' | 'credits'> & {of: number, ready: number, twice: number, failed: number, failures: Failure[], list: string, unused: string[]}} Result */
/** @typedef {{kind: 'progress', done: number, of: number} | {kind: 'fault', fault: string} | ({kind: 'result'} & Result)} Message */

/** How many failures a page shows; the list has all. */
const shown = 20

addEventListener('message', async (/** @type {MessageEvent<Job>} */ { data }) => {
  postMessage(/** @type {Message} */ (await work(data)))
})

/** @param {Job} job @returns {Promise<Message>} */
async function work({ file, debitCurrency, shared }) {
  const read = textOf(await file.arrayBuffer())
  if (read.fault !== undefined) return { kind: 'fault', ...read }
  const batch = batchFile(read.text, debitCurrency)
  if (batch.fault !== undefined) return { kind: 'fault', ...batch }
  const { labels, rows, failures, unused } = batch
  const onProgress = (/** @type {number} */ done, /** @type {number} */ of) => postMessage(/** @type {Message} */ ({ kind: 'progress', done, of }))
  const preview = previewBatch({ ...shared, rows }, { onProgress })
  const fault = preview.issues.find(({ severity }) => severity === 'error')
  if (fault) return { kind: 'fault', fault: fault.message }
  for (const at of preview.failed) {
    const label = labels[at]
    const issue = reasonOf(preview.rows[at]?.issues ?? [], rows[at]?.credit.account)
    if (label && issue) failures.push({ ...label, code: issue.code, field: issue.field, reason: issue.message })
  }
  failures.sort((one, other) => one.line - other.line)
  return {
    kind: 'result',
    totals: preview.totals,
    debits: preview.debits,
    credits: preview.credits,
    of: rows.length + failures.length - preview.failed.length,
    ready: rows.length - preview.failed.length,
    twice: preview.rows.filter(({ ready, issues }) => ready && issues.some(({ code }) => code === 'duplicate_payout')).length,
    failed: failures.length,
    failures: failures.slice(0, shown),
    list: writeCsv([
      ['line', 'id', 'name', 'country', 'currency', 'amount', 'code', 'field', 'reason'],
      ...failures.map(({ line, id, name, country, currency, amount, code, field, reason }) => [line, id, name, country, currency, amount, code, field, reason]),
    ]),
    unused,
  }
}

/**
 * That an account is not right is said of the row; what is wrong with it, of the account.
 *
 * @param {import('payout-kit').Issue[]} issues
 * @param {import('payout-kit').AccountInput | undefined} account
 */
function reasonOf(issues, account) {
  const first = issues.find(({ severity }) => severity === 'error')
  if (first?.code !== 'account_not_valid' || !account) return first
  return validateAccount(account).issues.find(({ severity }) => severity === 'error') ?? first
}
