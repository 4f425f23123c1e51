// `payout-kit/accounts`: for pages that ask for an account and send it elsewhere.
export {
  accountRequirements,
  formatAccount,
  isValidIban,
  listMarkets,
  maskAccount,
  validateAccount,
  validateAccounts,
  validateAccountsAsync,
} from './accounts.js'
export { validateIbanColumn, validateIbanColumnAsync } from './column.js'
export { parseTable } from './tables.js'
export { PayoutKitError, type ErrorCode } from './error.js'
export type {
  Account,
  AccountChecks,
  AccountInput,
  AccountOptions,
  AccountReport,
  AccountsOptions,
  CheckResult,
  Directory,
  FieldRequirement,
  IbanColumnOptions,
  IbanColumnVerdict,
  Issue,
  Market,
  OfficialTable,
  ProgressOptions,
  Requirements,
  RequirementsRequest,
  Severity,
  TableFile,
  Tables,
} from './types.js'
