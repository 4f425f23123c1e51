// `payout-kit/iso20022`: what banks are sent and what they send, for servers.

import { call } from './bank.js'
import { argument, bytes, exact, flag, list, object, optional, otherwise, refuse, text, word, type Read } from './read.js'
import { postalAddress } from './shapes.js'
import type { Issue, PostalAddress, StatusEvent } from './types.js'
import { decode } from './utf8.js'

export { PayoutKitError, type ErrorCode } from './error.js'
export type { Issue, PostalAddress, StatusEvent } from './types.js'

/** A payer's account at its bank, and the payouts that are paid from it: either `iban` or `number`. */
export interface DebtorAccount {
  /** Pays the intents whose `debtor.account` is this; any if absent. */
  account?: string
  /** Pays the intents whose `debtor.virtualAccount` is this; any if absent. */
  virtualAccount?: string
  /** At most 140 characters. */
  name: string
  iban?: string
  /** Any other account number; at most 34 characters. */
  number?: string
  /** True when the account is a virtual one (J.P. Morgan: `VAM`). */
  isVirtual?: boolean
  bic?: string
  /** `ExternalClearingSystemIdentification1Code`, such as `USABA`. */
  clearingSystem?: string
  /** The bank's id in the clearing system. */
  memberId?: string
  currency?: string
  /** ISO 3166-1 alpha-2 of the payer's address. */
  country?: string
  /** The payer's address in one line. */
  address?: string
  /** The same in its parts. */
  postalAddress?: PostalAddress
}

/** The bytes of a prepared payout: what was shown and signed is what the bank gets. */
export type PayoutBytes = Uint8Array | { bytes: Uint8Array }

export interface CreditTransferRequest {
  /** `pain.001.001.09` if absent. */
  version?: 'pain.001.001.03' | 'pain.001.001.09'
  /** `MsgId`: 1 to 35 characters, new for every file. */
  messageId: string
  /** When the file is made: an ISO 8601 instant. */
  createdAt: string
  /** The name of who sends the file. */
  initiatingParty: string
  /** `YYYY-MM-DD` for the payouts that name no day. */
  executionDate?: string
  /** Asks the bank for one booking for all payouts of a block, or for one each. */
  batchBooking?: boolean
  /**
   * How SEPA payouts are written: with the letters that every SEPA bank takes (`basic_latin`, EPC217-08), or
   * as they are, where the bank has agreed to it.
   */
  characters?: 'basic_latin' | 'unicode'
  /** The accounts that pay. A payout is paid by the first that fits it. */
  debtors: DebtorAccount[]
  payouts: PayoutBytes[]
}

export interface CreditTransfer {
  status: 'ready'
  xml: string
  version: string
  /** How many payouts there are in it. */
  transactions: number
  /** The sum of all amounts, whatever their currencies (`CtrlSum`). */
  controlSum: string
  /** The `PmtInfId` of each block. */
  paymentInformationIds: string[]
  /** What the format has no place for. */
  issues: Issue[]
}

export interface GlobalPaymentRequest {
  /** `YYYY-MM-DD` for a payout that names no day. */
  executionDate?: string
  debtors: DebtorAccount[]
  /** `RTP`, `ACH`, `WIRE`, …; by the rail of the payout if absent. */
  paymentType?: string
  payout: PayoutBytes
}

export interface GlobalPayment {
  status: 'ready'
  /** JSON, for `POST /payments`. */
  body: string
  /** The header `Idempotency-Key`. */
  idempotencyKey: string
  issues: Issue[]
}

export interface StatusReport {
  status: 'ready'
  /** `MsgId` of the report. */
  id: string
  createdAt: string
  reports: {
    /** What the status is about: the file, a block of it, or one payout. */
    scope: 'message' | 'payment_information' | 'transaction'
    messageId?: string
    paymentInformationId?: string
    endToEndId?: string
    uetr?: string
    /** For `statusOf`. */
    event: StatusEvent
  }[]
  issues: Issue[]
}

export interface Entry {
  /** The account that was booked on: its IBAN or other number. */
  account?: string
  direction: 'debit' | 'credit'
  isReversal: boolean
  /** `BOOK`, `PDNG`, `INFO` or `FUTR`. */
  bookingStatus: string
  amount: string
  currency: string
  bookingDate?: string
  valueDate?: string
  /** Equal in notification and statement, so one booking is counted once. */
  bankReference?: string
  messageId?: string
  paymentInformationId?: string
  endToEndId?: string
  uetr?: string
  /** A structured creditor reference (ISO 11649). */
  reference?: string
  unstructured?: string
  /** What the booking means for a payout, for `statusOf`; absent for money that comes in. */
  event?: StatusEvent
}

export interface Notification {
  status: 'ready'
  /** `MsgId`. */
  id: string
  createdAt: string
  /** A collective booking has one for each transaction in it. */
  entries: Entry[]
  issues: Issue[]
}

/** At least one of the issues is an error. */
export interface Rejected {
  status: 'rejected'
  issues: Issue[]
}

const maybe = optional(text)
const blank = otherwise(text, '')

const debtors = list(
  exact<DebtorAccount>({
    account: maybe,
    virtualAccount: maybe,
    name: blank,
    iban: maybe,
    number: maybe,
    isVirtual: optional(flag),
    bic: maybe,
    clearingSystem: maybe,
    memberId: maybe,
    currency: maybe,
    country: maybe,
    address: maybe,
    postalAddress: optional(postalAddress),
  }),
)

const prepared = object<{ bytes: Uint8Array }>({ bytes })

/** Canonical bytes as the text that they are the UTF-8 of. */
const payout: Read<string> = (value) => decode(value instanceof Uint8Array ? value : prepared(value).bytes)

const creditTransfer = exact<Omit<CreditTransferRequest, 'payouts'> & { payouts: string[] }>({
  version: optional(word<NonNullable<CreditTransferRequest['version']>>()('pain.001.001.03', 'pain.001.001.09')),
  messageId: blank,
  createdAt: blank,
  initiatingParty: blank,
  executionDate: maybe,
  batchBooking: optional(flag),
  characters: optional(word<NonNullable<CreditTransferRequest['characters']>>()('basic_latin', 'unicode')),
  debtors,
  payouts: list(payout),
})

const globalPayment = exact<Omit<GlobalPaymentRequest, 'payout'> & { payout: string }>({
  executionDate: maybe,
  debtors,
  paymentType: maybe,
  payout,
})

const message: Read<string> = (value) => (typeof value === 'string' ? value : refuse('text'))

/** Writes payouts as one pain.001. Payouts that agree in payer, day, service and charges share a block. */
export function writeCreditTransfer(request: CreditTransferRequest): CreditTransfer | Rejected {
  const { payouts, ...rest } = argument(creditTransfer, request, 'The request')
  return JSON.parse(call('writeCreditTransfer', JSON.stringify(rest), JSON.stringify(payouts))) as CreditTransfer | Rejected
}

/** Writes a payout as the body of J.P. Morgan's Global Payments API, version 2. */
export function writeGlobalPayment(request: GlobalPaymentRequest): GlobalPayment | Rejected {
  const { payout, ...rest } = argument(globalPayment, request, 'The request')
  return JSON.parse(call('writeGlobalPayment', JSON.stringify(rest), payout)) as GlobalPayment | Rejected
}

/** Reads a pain.002 of any version into events. */
export function readStatusReport(xml: string): StatusReport | Rejected {
  return JSON.parse(call('readStatusReport', argument(message, xml, 'The message'))) as StatusReport | Rejected
}

/** Reads a camt.054, camt.053 or camt.052 of any version. */
export function readNotification(xml: string): Notification | Rejected {
  return JSON.parse(call('readNotification', argument(message, xml, 'The message'))) as Notification | Rejected
}
