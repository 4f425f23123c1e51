// One instance of the core, made on the first call and replaced after a defect.

import { instantiate } from '#backend'
import { PayoutKitError } from './error.js'
import type {
  AccountReport,
  Market,
  PayoutStatus,
  PreparedPayout,
  Preview,
  RejectedPayout,
  Requirements,
  Split,
  Verification,
} from './types.js'

declare const holds: unique symbol

/** JSON text of such a value. */
type Text<T> = string & { [holds]: T }

/** What the bindings export: `src/wasm/bindings.rs`. Requests are JSON text, results plain data,
 * or JSON text if they are large. */
export interface Core {
  isValidIban(text: string): boolean
  validateAccountFlat(account: string): string
  validateAccount(account: string): AccountReport
  /** Status, code, start and end: all rows of each, one after another. */
  validateIbanColumn(bytes: Uint8Array, offsets: Uint32Array): Uint16Array
  /** With a space between. */
  issueCodes(): string
  formatAccount(account: string): string
  maskAccount(account: string): string
  listMarkets(): Text<Market[]>
  accountRequirements(request: string): Requirements
  previewPayout(request: string): Text<Preview>
  splitAmount(request: string): Text<Split>
  preparePayout(intent: string, context: string): Text<Prepared | RejectedPayout>
  thumbprint(jwk: string): string
  checkRequest(head: string, body: Uint8Array): Outcome<Unverified>
  acceptRequest(head: string, body: Uint8Array, record: string, valid: boolean): Outcome<Verified>
  statusOf(events: string): PayoutStatus
}

type Outcome<T> = { value: T; refusal?: never } | { refusal: Omit<Extract<Verification, { ok: false }>, 'ok'> }
type Unverified = { keyId: string; signatureBase: string; signature: string }
type Verified = Omit<Extract<Verification, { ok: true }>, 'ok'>

/** The core gives the bytes as the text that they are the UTF-8 of. */
export type Prepared = Omit<PreparedPayout, 'bytes'> & { text: string }

let core: Core | undefined

/** Calls the core. What it refuses and what breaks in it comes out as a `PayoutKitError`. */
export function call<Name extends keyof Core>(name: Name, ...request: Parameters<Core[Name]>): ReturnType<Core[Name]> {
  const instance = (core ??= ready())
  try {
    return (instance[name] as (...request: unknown[]) => ReturnType<Core[Name]>)(...request)
  } catch (error) {
    throw refusal(error)
  }
}

/** Calls the core for a result that comes as JSON text. */
export function callForText<Name extends TextName>(name: Name, ...request: Parameters<Core[Name]>): Value<Name> {
  return JSON.parse(call(name, ...request)) as Value<Name>
}

type TextName = { [Name in keyof Core]: ReturnType<Core[Name]> extends Text<unknown> ? Name : never }[keyof Core]
type Value<Name extends keyof Core> = ReturnType<Core[Name]> extends Text<infer T> ? T : never

/** For `slim`: what is loaded from now on decides. */
export function forget(): void {
  core = undefined
}

function ready(): Core {
  try {
    return instantiate()
  } catch (error) {
    if (error instanceof PayoutKitError) throw error
    throw new PayoutKitError(
      'unsupported',
      'WebAssembly is missing or forbidden here. Import payout-kit/compat, which needs none.',
      '',
      error,
    )
  }
}

function refusal(error: unknown): PayoutKitError {
  if (error instanceof Error && error.name === 'invalid_argument') {
    return new PayoutKitError('invalid_argument', error.message)
  }
  // A trap leaves the instance's stack where it was: it must not be used again.
  core = undefined
  return new PayoutKitError('internal_error', 'A defect of payout-kit; the next call works again.', '', error)
}
