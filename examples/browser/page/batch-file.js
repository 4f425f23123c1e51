// @ts-check
// From the lines of a file to the rows of a batch. What makes no row is a failure with its line.

import { readCsv } from './csv.js'

/** @typedef {import('payout-kit').BatchRow} BatchRow */
/** @typedef {{line: number, id: string, name: string, country: string, currency: string, amount: string}} Label what a failure is known by */
/** @typedef {Label & {code: string, field: string, reason: string}} Failure */

/** @typedef {{labels: Label[], rows: BatchRow[], failures: Failure[], unused: string[], fault?: undefined}} BatchFile */

export const most = { bytes: 20_000_000, rows: 100_000 }

const needed = ['country', 'currency', 'amount']
const accountColumns = /** @type {const} */ ([
  'iban', 'bic', 'routingNumber', 'accountNumber', 'accountType', 'institutionNumber', 'transitNumber', 'sortCode', 'bsb', 'ifsc',
  'upiId', 'clabe', 'cbu', 'cci', 'pixKey', 'bankCode', 'branchCode', 'branchDigit', 'accountDigit', 'ccc',
  'bankgiro',
])
const columns = new Map(['id', 'name', ...needed, 'rail', ...accountColumns].map((name) => [plain(name), name]))

/** @param {ArrayBuffer} bytes @returns {{text: string, fault?: undefined} | {fault: string}} */
export function textOf(bytes) {
  if (bytes.byteLength > most.bytes) return { fault: `The file has more than ${most.bytes / 1_000_000} MB. Split it into several.` }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { fault: 'The file is not UTF-8 text. Save the table as “CSV UTF-8”.' }
  }
}

/**
 * @param {string} text
 * @param {string} debitCurrency
 * @returns {BatchFile | {fault: string}}
 */
export function batchFile(text, debitCurrency) {
  const table = readCsv(text)
  if (table.fault !== undefined) return table
  const [head, ...lines] = table.rows
  const names = (head?.cells ?? []).map((cell) => columns.get(plain(cell)) ?? '')
  const missing = needed.filter((name) => !names.includes(name))
  if (missing.length > 0) {
    const why = names.length === 1 ? 'No separator was found in it: part the values by commas, semicolons or tabs. ' : ''
    return { fault: `The first line has to name the columns, and these are missing: ${missing.join(', ')}. ${why}It begins with “${(head?.cells.join(' ') ?? '').slice(0, 60)}”.` }
  }
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at)
  if (twice) return { fault: `The column “${twice}” is there twice.` }
  if (lines.length === 0) return { fault: 'There is no payout below the first line.' }
  if (lines.length > most.rows) return { fault: `The file has ${lines.length} payouts. One batch takes ${most.rows}: split it into several.` }
  /** @type {BatchFile} */
  const file = { labels: [], rows: [], failures: [], unused: (head?.cells ?? []).filter((cell, at) => names[at] === '' && cell.trim() !== '') }
  for (const { line, cells } of lines) {
    const value = (/** @type {string} */ name) => cells[names.indexOf(name)]?.trim() ?? ''
    const label = { line, id: value('id'), name: value('name'), country: value('country').toUpperCase(), currency: value('currency').toUpperCase(), amount: amountOf(value('amount'), table.separator) }
    if (cells.length !== names.length) {
      file.failures.push({ ...label, code: 'wrong_columns', field: '', reason: `This line has ${cells.length} values, the first line has ${names.length}.` })
      continue
    }
    file.labels.push(label)
    file.rows.push(rowOf(label, value, debitCurrency))
  }
  return file
}

/** @param {Label} label @param {(name: string) => string} value @param {string} debitCurrency @returns {BatchRow} */
function rowOf({ id, name, country, currency, amount }, value, debitCurrency) {
  /** @type {import('payout-kit').AccountInput} */
  const account = { country, currency }
  for (const column of accountColumns) {
    const cell = value(column)
    if (cell !== '') account[column] = cell
  }
  if (name !== '') account.holderName = name
  const rail = value('rail')
  return {
    ...(id !== '' ? { id } : {}),
    debit: { currency: debitCurrency },
    credit: { country, currency, amount, account },
    ...(rail !== '' ? { rail } : {}),
  }
}

/** Where values are not parted by commas, "12,50" is an amount. @param {string} cell @param {string} separator */
function amountOf(cell, separator) {
  return separator !== ',' && /^\d+,\d+$/.test(cell) ? cell.replace(',', '.') : cell
}

/** "Account number", "account_number" and "accountNumber" are the same. @param {string} name */
function plain(name) {
  return name.toLowerCase().replace(/[^a-z]/g, '')
}
