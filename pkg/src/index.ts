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
export { currencyInfo, formatAmount } from './currency.js'
export { parseTable } from './tables.js'
export { previewBatch, previewPayout, settleOrder, splitAmount } from './preview.js'
export { createNonce, preparePayout, resignPayout, thumbprint } from './sign.js'
export { signPayout } from './signed.js'
export { createDeviceSigner, forgetDeviceSigner } from './device.js'
export { proveKey } from './proof.js'
export { stepUpChallenge, stepUpPayout } from './stepup.js'
export { statusOf } from './status.js'
export { followPayout } from './follow.js'
export { PayoutKitError, type ErrorCode } from './error.js'
export type { IssueCode } from './codes.js'
export type * from './types.js'
