import { call, callForText } from './core.js'
import { PayoutKitError } from './error.js'
import { flatAccount, reportOf } from './flat.js'
import { argument, list, request, text } from './read.js'
import { accountInput, requirementsRequest } from './shapes.js'
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
  const directory = options?.directories?.find((each) => each.country === countryOf(account))
  if (directory) return call('validateAccountWith', request(accountInput, account, 'The account'), packOf(directory))
  const flat = flatAccount(account)
  const report = flat === undefined ? undefined : reportOf(call('validateAccountFlat', flat))
  return report ?? call('validateAccount', request(accountInput, account, 'The account'))
}

/** `validateAccount` of each. */
export function validateAccounts(accounts: AccountInput[], options?: AccountOptions): AccountReport[] {
  return argument(list(accountInput), accounts, 'The accounts').map((account) => validateAccount(account, options))
}

/** As the core reads it. */
function countryOf(account: AccountInput): string {
  const country: unknown = account?.country
  return typeof country === 'string' ? country.trim().toUpperCase() : ''
}

function packOf(directory: Directory): Uint8Array {
  if (directory.pack instanceof Uint8Array) return directory.pack
  throw new PayoutKitError('invalid_argument', 'A directory is what payout-kit/directory/XX exports.')
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
