import { call, callForText } from './core.js'
import { flatAccount, reportOf } from './flat.js'
import { argument, list, request, text } from './read.js'
import { accountInput, accountOptions, requirementsRequest } from './shapes.js'
import type { AccountInput, AccountOptions, AccountReport, Directory, Market, Requirements, RequirementsRequest } from './types.js'

/** Every market: its currencies, and how an account can be given there. */
export function listMarkets(): Market[] {
  return callForText('listMarkets')
}

/** The fields of an account in this market, in the order in which people know them. */
export function accountRequirements(wanted: RequirementsRequest): Requirements {
  return call('accountRequirements', request(requirementsRequest, wanted, 'The request'))
}

/** Is the account right; if not, which character of which field, and what was probably meant? */
export function validateAccount(account: AccountInput, options?: AccountOptions): AccountReport {
  // Not an object: the place that `accounts.map(validateAccount)` gives.
  if (typeof options === 'object') return withDirectories(account, directoriesOf(options))
  const flat = flatAccount(account)
  const report = flat === undefined ? undefined : reportOf(call('validateAccountFlat', flat))
  return report ?? call('validateAccount', request(accountInput, account, 'The account'))
}

/** `validateAccount` of each. */
export function validateAccounts(accounts: AccountInput[], options?: AccountOptions): AccountReport[] {
  const read = argument(list(accountInput), accounts, 'The accounts')
  if (typeof options !== 'object') return read.map((account) => validateAccount(account))
  const directories = directoriesOf(options)
  return read.map((account) => withDirectories(account, directories))
}

function directoriesOf(options: AccountOptions): Directory[] {
  return argument(accountOptions, options ?? {}, 'The options').directories ?? []
}

function withDirectories(account: AccountInput, directories: Directory[]): AccountReport {
  const read = argument(accountInput, account, 'The account')
  // As the core reads a country.
  const country = read.country.trim().toUpperCase()
  const directory = directories.find((each) => each.country === country)
  return directory ? call('validateAccountWith', JSON.stringify(read), directory.pack) : validateAccount(read)
}

/** True when the text is an IBAN: structure and check digits. National checks are `validateAccount`'s. */
export function isValidIban(iban: string): boolean {
  return call('isValidIban', typeof iban === 'string' && iban.length < 1000 ? iban : argument(text, iban, 'The IBAN'))
}

/** The account as people write it. */
export function formatAccount(account: AccountInput): string {
  return call('formatAccount', request(accountInput, account, 'The account'))
}

/** The account for logs: its last characters only. */
export function maskAccount(account: AccountInput): string {
  return call('maskAccount', request(accountInput, account, 'The account'))
}
