export * from './api.js'
export { PayoutKitError, type ErrorCode } from './error.js'
export type * from './types.js'
export type { IssueCode } from './codes.js'
