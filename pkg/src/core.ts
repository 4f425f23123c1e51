// What the core of a client exports, and its one instance.

import { instantiate } from '#backend'
import { engine } from './engine.js'
import type {
  AccountReport,
  BatchPreview,
  CurrencyInfo,
  Market,
  PayoutStatus,
  PreparedPayout,
  RejectedPayout,
  Requirements,
  Settlement,
  Split,
} from './types.js'

declare const holds: unique symbol

/** JSON text of such a value. */
type Text<T> = string & { [holds]: T }

/** What the bindings export: `src/wasm/bindings/client.rs`. Requests and results are JSON text. */
export interface Core {
  isValidIban(text: string): boolean
  validateAccountFlat(account: string): string
  validateAccount(account: string): Text<AccountReport>
  validateAccountsWith(accounts: string, packs: Uint8Array): Text<AccountReport[]>
  gbModulusTable(weights: string, substitutions: string, edition: string): Uint8Array
  deMethodsTable(text: string, edition: string): Uint8Array
  /** Status, code, start and end: all rows of each, one after another. */
  validateIbanColumn(bytes: Uint8Array, offsets: Uint32Array, validity: Uint8Array): Uint16Array
  /** With a space between. */
  issueCodes(): string
  formatAccount(account: string): string
  maskAccount(account: string): string
  listMarkets(): Text<Market[]>
  accountRequirements(request: string): Text<Requirements>
  /** In rows: see `rows.ts`. */
  previewPayout(request: string): string
  /** `progress` must not throw. */
  previewBatch(request: string, progress: (done: number, of: number) => boolean): Text<BatchPreview>
  splitAmount(request: string): Text<Split>
  settleOrder(request: string): Text<Settlement>
  currencyInfo(code: string): Text<CurrencyInfo>
  preparePayout(intent: string, context: string): Text<Prepared | RejectedPayout>
  resignPayout(body: Uint8Array, context: string): Text<Prepared | RejectedPayout>
  /** In base64url. */
  stepUpChallenge(digest: string, nonce: string): string
  thumbprint(jwk: string): string
  statusOf(events: string): Text<PayoutStatus>
}

/** The core gives the bytes as the text that they are the UTF-8 of. */
export type Prepared = Omit<PreparedPayout, 'bytes'> & { text: string }

const { call, forget } = engine<Core>(instantiate)
export { call }
/** For `slim`: what is loaded from now on decides. */
export { forget }

/** Calls the core for a result that comes as JSON text. */
export function callForText<Name extends TextName>(name: Name, ...request: Parameters<Core[Name]>): Value<Name> {
  return JSON.parse(call(name, ...request)) as Value<Name>
}

type TextName = { [Name in keyof Core]: ReturnType<Core[Name]> extends Text<unknown> ? Name : never }[keyof Core]
type Value<Name extends keyof Core> = ReturnType<Core[Name]> extends Text<infer T> ? T : never
