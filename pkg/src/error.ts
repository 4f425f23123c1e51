/** What a `PayoutKitError` is about. */
export type ErrorCode =
  /** The argument has not the type that the function takes; `path` names the place. */
  | 'invalid_argument'
  /** The official file has a line that is not as published; `path` and `line` name it. */
  | 'invalid_table'
  /** The signal said stop, and gave no reason of its own. */
  | 'aborted'
  /** This engine lacks something that the function needs. */
  | 'unsupported'
  /** `payout-kit/slim` before `init`. */
  | 'not_ready'
  /** The signer refused, failed, or gave something that is no signature. */
  | 'signer_failed'
  /** A defect of payout-kit. The next call works again. */
  | 'internal_error'

/** A programmer's mistake or a missing ability. Wrong user input is never an error: it is a result with issues. */
export interface PayoutKitError extends Error {
  readonly name: 'PayoutKitError'
  readonly code: ErrorCode
  /** The place in the argument, such as `credit.account.iban`; empty for the whole. */
  readonly path: string
  /** The line of an official file, counted from 1. */
  readonly line?: number
}

interface Constructor {
  new (code: ErrorCode, message: string, path?: string, cause?: unknown, line?: number): PayoutKitError
  readonly prototype: PayoutKitError
}

// Not a `class`: Hermes, the engine of React Native, does not know them all.
function construct(code: ErrorCode, message: string, path = '', cause?: unknown, line?: number): PayoutKitError {
  const error = new Error(message)
  Object.setPrototypeOf(error, construct.prototype)
  const members: Record<string, unknown> = { code, path }
  if (cause !== undefined) members.cause = cause
  if (line !== undefined) members.line = line
  for (const key of Object.keys(members)) {
    Object.defineProperty(error, key, { value: members[key], enumerable: key !== 'cause', configurable: true })
  }
  return error as PayoutKitError
}

construct.prototype = Object.create(Error.prototype, {
  constructor: { value: construct, writable: true, configurable: true },
  name: { value: 'PayoutKitError', writable: true, configurable: true },
})

export const PayoutKitError: Constructor = construct as unknown as Constructor
