// The fast path of `validateAccount`: one string in, one string out. Writing objects across the
// boundary member by member would cost more than the whole validation. Its counterpart is
// `src/wasm/flat.rs`; both forms give equal reports, which the shared vectors hold.

import type { Account, AccountInput, AccountReport, CheckResult, Issue } from './types.js'

/** ASCII's unit separator: no account holds it. */
const SEPARATOR = '\x1f'
/** What masks a number, and what stands for it on the way: a text of ASCII only crosses faster. */
const BULLET = '\u2022'
const BULLET_SENT = /\x1e/g

type Plain = Exclude<keyof AccountInput, 'proxy'>

/** Every key but the one that is an object; the compiler counts them. */
const KEYS = Object.keys({
  country: 1,
  currency: 1,
  iban: 1,
  bic: 1,
  routingNumber: 1,
  accountNumber: 1,
  accountType: 1,
  institutionNumber: 1,
  transitNumber: 1,
  sortCode: 1,
  bsb: 1,
  ifsc: 1,
  upiId: 1,
  clabe: 1,
  cbu: 1,
  cci: 1,
  pixKey: 1,
  bankCode: 1,
  branchCode: 1,
  branchDigit: 1,
  accountDigit: 1,
  ccc: 1,
  bankgiro: 1,
  holderName: 1,
  holderAddress: 1,
  holderTaxId: 1,
} satisfies Record<Plain, 1>)

/** The flat form of an account; `undefined` if it has none. */
export function flatAccount(account: unknown): string | undefined {
  try {
    return flatten(account)
  } catch {
    // A getter threw: the slow path finds out where.
    return undefined
  }
}

function flatten(account: unknown): string | undefined {
  if (typeof account !== 'object' || account === null || Array.isArray(account)) return undefined
  const source = account as Record<string, unknown>
  if (source.proxy !== undefined && source.proxy !== null) return undefined
  let flat = ''
  for (let at = 0; at < KEYS.length; at++) {
    const key = KEYS[at]!
    const value = source[key]
    if (value === undefined || value === null) continue
    if (typeof value !== 'string' || value.length > 1000 || value.includes(SEPARATOR)) return undefined
    flat += key + SEPARATOR + value + SEPARATOR
  }
  return flat
}

/** The report of its flat form; `undefined` if the core had none. */
export function reportOf(flat: string): AccountReport | undefined {
  if (flat === '') return undefined
  const parts = flat.split(SEPARATOR)
  let at = 0
  const next = () => parts[at++]!
  const members = () => {
    const read: Record<string, string> = {}
    for (let count = Number(next()); count > 0; count--) {
      const key = next()
      read[key] = next()
    }
    return read
  }

  const status = next() as AccountReport['status']
  const account = members()
  const checks = {
    structure: next() as CheckResult,
    checkDigits: next() as CheckResult,
    national: next() as CheckResult,
    directory: next() as CheckResult,
  }
  const issues: Issue[] = []
  for (let count = Number(next()); count > 0; count--) {
    const issue = { code: next(), field: next(), severity: next(), message: next(), params: members() } as Issue
    const start = next()
    if (start !== '') issue.position = [Number(start), Number(next())]
    const suggestions: string[] = []
    for (let left = Number(next()); left > 0; left--) suggestions.push(next())
    if (suggestions.length > 0) issue.suggestions = suggestions
    issues.push(issue)
  }
  const tables = members()
  if (at !== parts.length - 1) return undefined
  if (account.masked === undefined) return { status, checks, issues, tables }
  account.masked = account.masked.replace(BULLET_SENT, BULLET)
  return { status, account: account as unknown as Account, checks, issues, tables }
}
