// @ts-check
// An example file as a platform's export could be: ten thousand payouts, and a few of each fault.

/** @typedef {(at: number) => Partial<Record<string, string>>} Kind */

const names = ['Ada Lovelace', 'Grace Hopper', 'Émilie du Châtelet', 'Mary Somerville', 'Sofia Kovalevskaya', 'Emmy Noether', 'Maria Agnesi', 'Hypatia']

/** @type {Kind[]} */
const kinds = [
  (at) => ({ country: 'DE', currency: 'EUR', iban: iban('DE', `37040044${digits(at, 10)}`) }),
  (at) => ({ country: 'AT', currency: 'EUR', iban: iban('AT', `19043${digits(at, 11)}`) }),
  (at) => ({ country: 'US', currency: 'USD', routingNumber: '021000021', accountNumber: digits(at, 9), accountType: 'checking' }),
  (at) => ({ country: 'AU', currency: 'AUD', bsb: '062-000', accountNumber: digits(at, 8) }),
  (at) => ({ country: 'ID', currency: 'IDR', bankCode: '014', accountNumber: digits(at, 10) }),
  (at) => ({ country: 'IN', currency: 'INR', ifsc: 'HDFC0000261', accountNumber: digits(at, 12) }),
]

/** Every so many rows something is wrong. @type {[number, (row: any) => object][]} */
const faults = [
  [97, (row) => (row.iban ? { iban: row.iban.replace(/\d$/, (/** @type {string} */ last) => String((Number(last) + 1) % 10)) } : { accountNumber: '12' })],
  [131, () => ({ amount: '0.40' })],
  [173, () => ({ currency: 'BGN' })],
  [211, () => ({ amount: '12,50,00' })],
  [307, () => ({ name: '=HYPERLINK("https://example.org","Ada")', country: 'ZZ' })],
  [409, () => ({ name: '<script>alert(1)</script>', amount: '-20.00' })],
  [503, () => ({ id: 'payout-1' })],
]

const columns = ['id', 'name', 'country', 'currency', 'amount', 'iban', 'routingNumber', 'accountNumber', 'accountType', 'bsb', 'bankCode', 'ifsc']

/** @param {number} rows */
export function sampleCsv(rows) {
  const lines = [columns.join(',')]
  for (let at = 1; at <= rows; at += 1) {
    const kind = /** @type {Kind} */ (kinds[at % kinds.length])
    /** @type {Record<string, string | undefined>} */
    let row = { id: `payout-${at}`, name: names[at % names.length], amount: `${10 + ((at * 7919) % 990)}.${digits(at * 31, 2)}`, ...kind(at) }
    if (row.currency === 'IDR') row.amount = `${50_000 + ((at * 7919) % 900_000)}`
    for (const [every, fault] of faults) if (at % every === 0) row = { ...row, ...fault(row) }
    lines.push(columns.map((column) => cell(row[column] ?? '')).join(','))
  }
  return `${lines.join('\r\n')}\r\n`
}

/** As many digits, spread like account numbers. @param {number} at @param {number} count */
function digits(at, count) {
  return String((BigInt(at) * 2_654_435_761n + 12_345n) % 10n ** BigInt(count)).padStart(count, '0')
}

/** @param {string} country @param {string} account */
function iban(country, account) {
  const number = `${account}${country}00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return `${country}${String(98n - (BigInt(number) % 97n)).padStart(2, '0')}${account}`
}

/** @param {string} value */
function cell(value) {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value
}
