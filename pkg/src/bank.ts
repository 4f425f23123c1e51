// What the core of the bank formats exports, and its one instance: a wasm of its own.

import { instantiate } from '#bank-backend'
import { engine } from './engine.js'

/** `src/wasm/bindings/bank.rs`. */
export interface BankFormats {
  writeCreditTransfer(request: string, payouts: string): string
  writeGlobalPayment(request: string, payout: string): string
  readStatusReport(xml: string): string
  readNotification(xml: string): string
}

export const { call } = engine<BankFormats>(instantiate)
