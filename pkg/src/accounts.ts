import { call, callForText } from './core.js'
import { flatAccount, reportOf } from './flat.js'
import { argument, list, request, text } from './read.js'
import { countryOf, packsFor } from './references.js'
import { accountInput, accountOptions, accountsOptions, requirementsRequest } from './shapes.js'
import type { AccountInput, AccountOptions, AccountReport, AccountsOptions, Market, Requirements, RequirementsRequest } from './types.js'
import { done, doneWithPauses, type Work } from './work.js'

/** Every market: its currencies, and how an account can be given there. */
export function listMarkets(): Market[] {
  return callForText('listMarkets')
}

/** The fields of an account in this market, in the order in which people know them. */
export function accountRequirements(wanted: RequirementsRequest): Requirements {
  return callForText('accountRequirements', request(requirementsRequest, wanted, 'The request'))
}

/** Is the account right; if not, which character of which field, and what was probably meant? */
export function validateAccount(account: AccountInput, options?: AccountOptions): AccountReport {
  // Not an object: the place that `accounts.map(validateAccount)` gives.
  if (typeof options === 'object') {
    const references = argument(accountOptions, options ?? {}, 'The options')
    return validateTogether([argument(accountInput, account, 'The account')], references)[0]!
  }
  return validateAlone(account)
}

/** `validateAccount` of each. */
export function validateAccounts(accounts: AccountInput[], options?: AccountsOptions): AccountReport[] {
  const read = optionsOfMany(options)
  return done(workOf(accounts, read), read)
}

/** `validateAccounts` in parts, with pauses in which a page is drawn and a signal can end it. */
export async function validateAccountsAsync(accounts: AccountInput[], options?: AccountsOptions): Promise<AccountReport[]> {
  const read = optionsOfMany(options)
  return doneWithPauses(workOf(accounts, read), read)
}

/** Accounts between two tellings of progress. */
const PART = 500

function workOf(accounts: AccountInput[], options: AccountsOptions): Work<AccountReport[]> {
  const read = argument(list(accountInput), accounts, 'The accounts')
  const result: AccountReport[] = []
  return {
    of: read.length,
    part(from) {
      const part = read.slice(from, from + PART)
      for (const report of validateTogether(part, options)) result.push(report)
      return from + part.length
    },
    result,
  }
}

function optionsOfMany(options: AccountsOptions | undefined): AccountsOptions {
  return typeof options === 'object' ? argument(accountsOptions, options ?? {}, 'The options') : {}
}

/** Accounts that were read. Without a directory or table of their countries they take the fast path. */
function validateTogether(accounts: AccountInput[], references: AccountOptions): AccountReport[] {
  const packs = packsFor(new Set(accounts.map(countryOf)), references)
  return packs.length === 0
    ? accounts.map((account) => validateAlone(account))
    : callForText('validateAccountsWith', JSON.stringify(accounts), packs)
}

function validateAlone(account: AccountInput): AccountReport {
  const flat = flatAccount(account)
  const report = flat === undefined ? undefined : reportOf(call('validateAccountFlat', flat))
  return report ?? callForText('validateAccount', request(accountInput, account, 'The account'))
}

/** True when the text is an IBAN of a country of the registry: structure and check digits. National checks
 * are `validateAccount`'s, and so are the IBANs that banks of other countries use (`unofficial_iban`). */
export function isValidIban(iban: string): boolean {
  return call('isValidIban', typeof iban === 'string' && iban.length < 1000 ? iban : argument(text, iban, 'The IBAN'))
}

/** The account as people write it. */
export function formatAccount(account: AccountInput): string {
  return call('formatAccount', request(accountInput, account, 'The account'))
}

/** The account for confirmation screens and logs: enough to know it again, never more than a third of its number;
 * `•••• 3000`, `•••• 5399/0800` (CZ), `b•••@example.com`. */
export function maskAccount(account: AccountInput): string {
  return call('maskAccount', request(accountInput, account, 'The account'))
}
