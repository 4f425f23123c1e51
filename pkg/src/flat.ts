// The fast path of `validateAccount`: one string in, one string out. Writing objects across the
// boundary member by member would cost more than the whole validation. Its counterpart is
// `src/wasm/flat.rs`; both forms give equal reports, which the shared vectors hold.

import type { Account, AccountInput, AccountReport, BicParts, CheckResult, Issue } from './types.js'

/** ASCII's unit separator: no account holds it. */
const SEPARATOR = '\x1f'
/** Between names of tables and their editions. */
const TABLE_SEPARATOR = '\x1e'
/** What a mask begins with; it is left out on the way, because a text of ASCII only crosses faster. */
const HIDDEN = '\u2022\u2022\u2022\u2022'

type Lettered = Exclude<keyof AccountInput, 'country' | 'currency' | 'proxy'> | 'proxy.type' | 'proxy.value'

/** One letter a key, from `a` on, in the core's order; the compiler counts them. */
const KEYS = Object.keys({
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
  'proxy.type': 1,
  'proxy.value': 1,
  holderName: 1,
  holderAddress: 1,
  holderTaxId: 1,
  holderPhone: 1,
  holderBirthDate: 1,
} satisfies Record<Lettered, 1>)
const FIRST_LETTER = 97

/** What somebody put on every object is no member of an account: the long way passes it over. */
const EVERY: object = Object.prototype

const CHECKS: readonly CheckResult[] = ['passed', 'failed', 'not_applicable', 'not_verifiable']
const FIRST_CHECK = 48

/** The flat form of an account; `undefined` if it has none. */
export function flatAccount(account: unknown): string | undefined {
  try {
    return flatten(account)
  } catch {
    // The slow path finds out where.
    return undefined
  }
}

function flatten(account: unknown): string | undefined {
  if (typeof account !== 'object' || account === null || Array.isArray(account)) return undefined
  if ('country' in EVERY || 'currency' in EVERY || 'proxy' in EVERY) return undefined
  const source = account as Record<keyof AccountInput, unknown>
  if (source.proxy !== undefined && source.proxy !== null) return undefined
  // Written out: an engine remembers for each of these places where the member was, which is several
  // times as fast as a loop over the names.
  return (
    part(source.country ?? '') +
    part(source.currency ?? '') +
    member('a', source.iban) +
    member('b', source.bic) +
    member('c', source.routingNumber) +
    member('d', source.accountNumber) +
    member('e', source.accountType) +
    member('f', source.institutionNumber) +
    member('g', source.transitNumber) +
    member('h', source.sortCode) +
    member('i', source.bsb) +
    member('j', source.ifsc) +
    member('k', source.upiId) +
    member('l', source.clabe) +
    member('m', source.cbu) +
    member('n', source.cci) +
    member('o', source.pixKey) +
    member('p', source.bankCode) +
    member('q', source.branchCode) +
    member('r', source.branchDigit) +
    member('s', source.accountDigit) +
    member('t', source.ccc) +
    member('u', source.bankgiro) +
    member('x', source.holderName) +
    member('y', source.holderAddress) +
    member('z', source.holderTaxId) +
    member('{', source.holderPhone) +
    member('|', source.holderBirthDate)
  )
}

function member(letter: string, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (KEYS[letter.charCodeAt(0) - FIRST_LETTER]! in EVERY) throw new TypeError('no flat form')
  return letter + part(value)
}

/** Throws what has no flat form. */
function part(text: unknown): string {
  if (typeof text !== 'string' || text.length > 1000 || text.includes(SEPARATOR)) throw new TypeError('no flat form')
  return text + SEPARATOR
}

/** The report of its flat form; `undefined` if the core had none. */
export function reportOf(flat: string): AccountReport | undefined {
  if (flat === '') return undefined
  const parts = flat.split(SEPARATOR)
  let at = 0
  const next = () => parts[at++]!

  const status = next() as AccountReport['status']
  const first = next()
  const check = (place: number) => CHECKS[first.charCodeAt(place) - FIRST_CHECK]!
  const checks = { structure: check(0), checkDigits: check(1), national: check(2), directory: check(3) }
  const tables = editions(first.slice(4))
  const keys = next()
  const account = keys === '' ? undefined : accountOf(keys, next)
  const issues: Issue[] = []
  while (at < parts.length - 1) issues.push(issueOf(next))
  return account === undefined ? { status, checks, issues, tables } : { status, account, checks, issues, tables }
}

function accountOf(keys: string, next: () => string): Account {
  const account: Record<string, string | BicParts> = { country: next() }
  const currency = next()
  if (currency !== '') account.currency = currency
  account.scheme = next()
  for (let at = 0; at < keys.length; at++) account[KEYS[keys.charCodeAt(at) - FIRST_LETTER]!] = next()
  if ('bic' in account) account.bicParts = bicParts(next)
  account.formatted = next()
  account.masked = HIDDEN + next()
  return account as unknown as Account
}

function bicParts(next: () => string): BicParts {
  const parts: BicParts = { businessParty: next(), prefix: next(), country: next(), suffix: next() }
  const branch = next()
  if (branch !== '') parts.branch = branch
  return parts
}

function issueOf(next: () => string): Issue {
  const issue = { code: next(), field: next(), severity: next(), message: next() } as Issue
  issue.params = {}
  for (let count = Number(next()); count > 0; count--) {
    const key = next()
    issue.params[key] = next()
  }
  const start = next()
  if (start !== '') issue.position = [Number(start), Number(next())]
  const suggestions: string[] = []
  for (let left = Number(next()); left > 0; left--) suggestions.push(next())
  if (suggestions.length > 0) issue.suggestions = suggestions
  return issue
}

/** Editions that were taken apart; there are as many as there are sets of tables: a few. */
const known = new Map<string, Record<string, string>>()

function editions(flat: string): Record<string, string> {
  let tables = known.get(flat)
  if (tables === undefined) {
    tables = {}
    const parts = flat.split(TABLE_SEPARATOR)
    for (let at = 0; at + 1 < parts.length; at += 2) tables[parts[at]!] = parts[at + 1]!
    known.set(flat, tables)
  }
  return { ...tables }
}
