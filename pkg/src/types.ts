// The shapes on the wire, written by hand. A test holds them against what Rust serialises.
// Amounts, rates and percentages are decimal strings everywhere; times are ISO 8601 instants,
// except in a SigningContext, which counts seconds since 1970 as RFC 9421 does.

import type { IssueCode } from './codes.js'

// ---- report

export type Severity = 'error' | 'warning' | 'info'

/** One thing to say about one field of the input. Its message is safe to show. */
export interface Issue {
  /** A stable word; see the table of codes in the documentation. */
  code: IssueCode
  /** The path of the field in the request, such as `sortCode` or `credit.amount`. */
  field: string
  severity: Severity
  message: string
  /** The facts that a message in another language needs. */
  params: Record<string, string>
  /** Half-open range of characters (code points) of what the user typed. */
  position?: [number, number]
  /** Whole values that would be right, best first. Never apply one by yourself. */
  suggestions?: string[]
}

/** The editions of the tables that an answer used. */
export type Tables = Record<string, string>

// ---- markets

export interface Market {
  /** ISO 3166-1 alpha-2. */
  country: string
  name: string
  /** ISO 4217, the usual one first. */
  currencies: string[]
  /** How an account can be given here; each is a `method` of `accountRequirements`. */
  methods: string[]
  /** In the geographical scope of the SEPA schemes. */
  sepa: boolean
  /** A live instant rail is known. */
  instant: boolean
}

export interface RequirementsRequest {
  country: string
  currency?: string
  /** One of the market's methods; the usual one if absent. */
  method?: string
}

export interface Requirements {
  country: string
  currency: string
  method: string
  methods: { method: string; label: string }[]
  /** In the order people know them. */
  fields: FieldRequirement[]
  issues: Issue[]
  tables: Tables
}

export interface FieldRequirement {
  /** The key in `AccountInput`, and the `field` of issues. `proxy.value` is a path. */
  key: string
  label: string
  type: 'text' | 'select'
  /** Lengths without separators. */
  minLength: number
  maxLength: number
  /** An anchored regular expression for the value without separators. */
  pattern: string
  charset: 'digits' | 'letters' | 'alphanumeric' | 'text'
  example: string
  placeholder?: string
  /** How people group it, `#` for a character; for showing, not for masking input. */
  mask?: string
  /** `pattern`: what `proxy.value` looks like when this kind of alias is chosen. */
  options?: { value: string; label: string; pattern?: string }[]
  optional: boolean
  /** Why it is asked. */
  why: string
}

// ---- accounts

export interface AccountInput {
  country: string
  currency?: string
  iban?: string
  bic?: string
  routingNumber?: string
  accountNumber?: string
  accountType?: string
  institutionNumber?: string
  transitNumber?: string
  sortCode?: string
  bsb?: string
  ifsc?: string
  upiId?: string
  clabe?: string
  cbu?: string
  cci?: string
  pixKey?: string
  bankCode?: string
  branchCode?: string
  branchDigit?: string
  accountDigit?: string
  ccc?: string
  /** SE: seven or eight digits, in place of an account. */
  bankgiro?: string
  proxy?: { type: string; value: string }
  holderName?: string
  holderAddress?: string
  holderTaxId?: string
  /** E.164, or as it is dialled in the country of the account. */
  holderPhone?: string
  /** Year, month and day, such as `1990-01-31`. */
  holderBirthDate?: string
}

export type CheckResult = 'passed' | 'failed' | 'not_applicable' | 'not_verifiable'

export interface AccountChecks {
  structure: CheckResult
  checkDigits: CheckResult
  national: CheckResult
  directory: CheckResult
}

/** The account as the core understood it: the normalised fields, and what follows from them. */
export interface Account extends Omit<AccountInput, 'currency'> {
  currency?: string
  /** `iban`, `us`, `gb`, `au`, `in`, `upi`, `id`, `proxy`, … */
  scheme: string
  /** Of `bic`. */
  bicParts?: BicParts
  /** For people. */
  formatted: string
  /** For confirmation screens and logs: never more than a third of the number. */
  masked: string
  bankName?: string
}

/** The parts of a BIC, by ISO 9362. */
export interface BicParts {
  /** The business party identifier: all but the branch, eight characters. */
  businessParty: string
  /** The business party prefix, four characters. */
  prefix: string
  /** ISO 3166-1 alpha-2. */
  country: string
  /** The business party suffix, two characters. */
  suffix: string
  /** The branch identifier, three characters; `XXX` is the head office. */
  branch?: string
}

/** The banks of one country, from `payout-kit/directory/XX`. */
export interface Directory {
  /** ISO 3166-1 alpha-2. */
  country: string
  /** The source and its version. */
  edition: string
  /** In the package's own format. */
  pack: Uint8Array
}

/** An official file of the day, read by `parseTable`: it replaces the core's own table. */
export interface OfficialTable {
  kind: TableFile['kind']
  edition: string
  /** In the package's own format. */
  pack: Uint8Array
}

/** The text of an official file, as its publisher writes it. */
export type TableFile =
  | {
      /** The modulus check of sort codes (GB), by Pay.UK. */
      kind: 'gb_modulus'
      /** `valacdos.txt`. */
      text: string
      /** `scsubtab.txt`, of the same edition. */
      substitutions: string
      /** The name under which reports give it in `tables`. */
      edition: string
    }
  | {
      /** The check digit methods of German banks, by the Bundesbank. */
      kind: 'de_methods'
      /** The bank code file of fixed width, 168 characters a record. */
      text: string
      edition: string
    }

export interface AccountOptions {
  /** The first of the account's country gives `bankName` and `bic`, and decides `checks.directory`;
   * without one that stays `not_verifiable`. */
  directories?: Directory[]
  /** Used instead of the core's own; the first of a kind counts. */
  tables?: OfficialTable[]
}

export interface ProgressOptions {
  /** Called now and then, and at the end. What it throws ends the check. */
  onProgress?: (rows: number, of: number) => void
  /** Looked at now and then: once it is aborted, its reason is thrown. */
  signal?: { readonly aborted: boolean; readonly reason?: unknown }
}

export interface AccountsOptions extends AccountOptions, ProgressOptions {}

export interface AccountReport {
  /** `incomplete`: right so far, someone is still typing. */
  status: 'valid' | 'incomplete' | 'invalid'
  account?: Account
  checks: AccountChecks
  issues: Issue[]
  tables: Tables
}

/** A column of texts as Apache Arrow lays it out: row `i` is the bytes `offsets[i]` to `offsets[i + 1]`. */
export interface IbanColumnVerdict {
  /** A row: 0 valid, 1 incomplete, 2 invalid, 3 unreadable (offsets that lead nowhere, or no UTF-8), 4 null. */
  status: Uint8Array
  /** What is wrong in a row, or unusual in a valid one: its place in `codes`. */
  code: Uint16Array
  /** Where that stands: half-open range of characters (code points) of the row; empty for nowhere. */
  start: Uint16Array
  end: Uint16Array
  /** The words for the numbers in `code`; 0 is none. */
  codes: ('' | IssueCode)[]
}

/** Where each row begins, and where the last ends: Arrow's Utf8 has 32 bits, its LargeUtf8 64, both signed. */
export type ColumnOffsets = Uint32Array | Int32Array | BigInt64Array

export interface IbanColumnOptions extends ProgressOptions {
  /** Arrow's validity bitmap: bit `i`, counted from the lowest of the first byte, is 0 where row `i` is null. */
  validity?: Uint8Array
}

// ---- preview

export type RoundingMode = 'half_up' | 'half_even' | 'half_down' | 'up' | 'down'
export type ChargeBearer = 'debtor' | 'creditor' | 'shared' | 'service_level'

export interface RatePair {
  from: string
  to: string
  /** 1 `from` = `rate` `to`: the customer's rate. */
  rate: string
  /** The mid-market rate, if it is known. */
  mid?: string
}

export interface RateSheet {
  source: string
  asOf: string
  expiresAt?: string
  indicative?: boolean
  pairs: RatePair[]
}

export interface FeeRule {
  code: string
  label?: string
  when?: {
    rails?: string[]
    countries?: string[]
    debitCurrency?: string
    creditCurrency?: string
    /** Inclusive bounds on the amount of the rule's side. */
    from?: string
    to?: string
  }
  flat?: string
  percent?: string
  min?: string
  max?: string
  /** The currency of flat, min and max; the side's currency if absent. */
  currency?: string
  /** On the credit side a fee can only be deducted. */
  mode: 'on_top' | 'deducted'
  /** `debit` if absent. */
  side?: 'debit' | 'credit'
  /** Makes the exchange rate so much worse; not a fee line. */
  fxMarkupPercent?: string
  /**
   * In place of `flat` and `percent`: one for each range of the amount of the rule's side,
   * ascending. `min` and `max` bound the result.
   */
  bands?: FeeBand[]
  /**
   * `step` (default): the band that the amount lies in is charged for the whole amount.
   * `marginal`: each band is charged for the part that lies in it, a flat fee once the amount
   * reaches into the band; the percentages are added exactly and rounded once, then the flat fees.
   */
  bandMode?: 'step' | 'marginal'
  /** Value added tax on this fee, in place of the request's; `0` for none. */
  vatPercent?: string
}

/** Value added tax on every fee. Fees are quoted without it; it is a line of its own, charged as its fee is. */
export interface Vat {
  percent: string
  /** `VAT` if absent. */
  label?: string
}

/**
 * A tax that the payer keeps back and hands to the tax office: no fee, but paid ahead for the payee.
 * It is taken out of the amount before the conversion.
 */
export interface Withholding {
  code: string
  label?: string
  percent: string
  /** What is taxed, in the debit currency; `debit.amount` if absent. */
  base?: string
}

/** What a range of amounts is charged. It begins where the band before it ends. */
export interface FeeBand {
  /**
   * The last amount of the band, in the currency of the side. Every band but the last has one, and
   * the last has none, so that no amount is without a band.
   */
  to?: string
  /** An amount in the rule's currency. */
  flat?: string
  /** At most 6 decimals. */
  percent?: string
}

/** What a caller's provider does differently from the scheme. Absent members keep the table's. */
export interface RailOverride {
  rail: string
  country?: string
  /** The most that one payment carries; `none` for no limit. */
  limit?: string
  min?: string
  reachable?: boolean
  live?: boolean
  /** Local wall-clock time `HH:MM` in the rail's zone. */
  cutOff?: string
  /** IANA name of the zone that the times follow. */
  zone?: string
  /** Which calendar it settles by, such as `fed`. */
  calendar?: string
  /** Takes payments on business days: submitted before `cutOff` (`HH:MM`), credited between `from` and `to` (`DAYS HH:MM`, business days). */
  windows?: { cutOff: string; from: string; to: string }[]
  /** Takes payments one by one from `open` to `cutOff` on business days or on every day. What opens after its cut-off opens on the evening before. */
  session?: { open: string; cutOff: string; withinMinutes: number; closes?: string; everyDay?: boolean }
}

export interface HolidayOverride {
  /** Name of the calendar: `fed`, `target`, `uk`, `id`, … */
  calendar: string
  /** Days `YYYY-MM-DD` that are closed too. */
  add?: string[]
  /** Days that are open after all. */
  remove?: string[]
}

export interface PreviewRequest {
  /** Exactly one of `debit.amount` and `credit.amount`. */
  /** `country` is where the payer's bank is: the law of charges needs it. */
  debit: { currency: string; amount?: string; country?: string }
  credit: { country: string; currency: string; amount?: string; account?: AccountInput }
  /** When the payout would be submitted. */
  at: string
  rates?: RateSheet
  fees?: { rules: FeeRule[] }
  rails?: RailOverride[]
  holidays?: HolidayOverride[]
  /** Decides which rails can carry the payout; what is charged to whom stands in the fee rules. */
  chargeBearer?: ChargeBearer
  rounding?: RoundingMode
  prefer?: 'fastest' | 'cheapest'
  /**
   * Which rails to try one after another: words of rails, kinds (`instant`, `batch`, `rtgs`, `wire`), or ISO 20022's
   * `INST`, `ITP` (instant, then batch) and `CTP` (batch, then instant).
   */
  fallback?: string[]
  vat?: Vat
  withholding?: Withholding[]
  /** Rates to measure the customer's rate against, such as the ECB's. They change no amount. */
  referenceRates?: RateSheet
}

export interface Step {
  /** What is computed: `search`, `debit`, `fee:<code>`, `vat:<code>`, `withholding:<code>`, `deduct`, `convert`, `markup`, `net`,
   * `total`; `amount`, `split`, `commission:<seller>`, `payout:<seller>`. */
  code: string
  label: string
  /**
   * `search`: the least amount whose own lines, which follow, give the first operand or more; the second operand is
   * what one minor unit less would give. `allocate`: first operand × second ÷ third, rounded down; the units left
   * over go one by one to the largest remainders, ties to the larger second operand, then to the first label.
   */
  operation: 'given' | 'search' | 'add' | 'subtract' | 'multiply' | 'divide' | 'percent' | 'min' | 'max' | 'allocate'
  operands: { value: string; currency?: string; label?: string }[]
  /** The exact result, before rounding, when there is a rounding. Decimals that do not end are cut late, not rounded. */
  unrounded?: string
  rounding?: { mode: RoundingMode; digits: number }
  result: string
  currency?: string
}

export interface Arrival {
  /** Instants in UTC. */
  earliest: string
  latest: string
  /** Local wall-clock time and IANA zone of the cut-off that applies. */
  cutOff?: {
    time: string
    zone: string
    /** From the request's `at`. */
    secondsLeft: number
    /** The same in words, such as `2 hours 15 minutes`. */
    left: string
  }
  /** The instant before which the payout must be submitted to arrive so. */
  submitBefore?: string
  /** Business days between submission and arrival. */
  businessDays?: number
  /** Whether the holidays on the way are known. `not_verifiable`: a year is outside of the calendar, only weekends count. */
  holidays: 'not_applicable' | 'known' | 'provisional' | 'not_verifiable'
  explanation: string
  /** The same, for a page in another language. */
  reasons: Reason[]
}

/** One reason of an arrival. Days are `YYYY-MM-DD` and times `HH:MM`, both on the rail's clock. */
export interface Reason {
  code:
    | 'around_the_clock'
    | 'sent_before_cut_off'
    | 'sent_after_cut_off'
    | 'sent_before_opening'
    | 'sent_on_business_day'
    | 'sent_on_eve_before'
    | 'sent_on_holiday'
    | 'sent_on_closed_day'
    | 'holiday'
    | 'booked'
    | 'arrives'
    | 'bank_sets_cut_off'
  /** `date`, `time`, `seconds`, `holiday` (its name), `kind` (such as `a Fed holiday`), `from`, `to`. */
  params: Record<string, string>
}

export interface Fee {
  code: string
  label: string
  amount: string
  currency: string
  mode: 'on_top' | 'deducted'
  side: 'debit' | 'credit'
  /** On a line of code `vat`: the code of the fee that it is the tax on. */
  vatOn?: string
}

/** A tax kept back from the payee: `percent` of `base`. */
export interface Withheld {
  code: string
  label: string
  percent: string
  base: string
  amount: string
  currency: string
}

export interface Rate {
  /** With the mark-up. Exact if `direct`; else shown with 12 digits, while amounts use the exact fraction. */
  customer: string
  mid?: string
  /** Below mid, or below the sheet's rate if mid is unknown; to 4 decimals. */
  markupPercent?: string
  /** What the mark-up below mid costs, or below the reference rate if mid is unknown: in the debit currency. */
  markupCost?: string
  source: string
  asOf: string
  expiresAt?: string
  indicative: boolean
  /** How the pair of the sheet was used. */
  method: 'direct' | 'inverse' | 'cross'
  /** The common currency of a cross. */
  via?: string
  /** The same conversion by `referenceRates`, and how much worse the customer's rate is; negative if better. */
  reference?: { rate: string; markupPercent: string; source: string; asOf: string; method: 'direct' | 'inverse' | 'cross' }
}

export interface RailOption {
  rail: string
  name: string
  kind: 'instant' | 'batch' | 'rtgs' | 'wire'
  eligible: boolean
  issues: Issue[]
  arrival?: Arrival
  fees: Fee[]
  /** Absent when nothing is withheld. */
  withholding?: Withheld[]
  rate?: Rate
  /** `amount` + `fees` (those on top) = `total`; deducted debit-side fees and `withheld` taxes are inside `amount`. */
  debit?: { currency: string; amount: string; fees: string; total: string; withheld?: string }
  /** `amount` (what the rail carries) - `deductions` = `net`. */
  credit?: { currency: string; amount: string; deductions: string; net: string }
  steps: Step[]
  /** The scheme's limit, and how well it is known; without `amount` the scheme has none. `caller`: replaced by the request. */
  limit?: { amount?: string; currency: string; asOf?: string; confidence: string }
  /** ISO 20022 external codes. The lists hold all choices, where there are several. */
  codes: {
    clearingSystem?: string
    memberId?: string
    serviceLevel?: string
    localInstrument?: string
    clearingSystems?: string[]
    memberIds?: string[]
    localInstruments?: string[]
  }
}

/** The rails that can carry the payout, in the order of `fallback`: each is tried when the one before cannot reach the payee's bank. */
export interface Route {
  rails: string[]
  /** The ISO 20022 local instrument that asks a bank for the same. */
  localInstrument?: 'INST' | 'ITP' | 'CTP'
  /** Whichever of them carries the payout. */
  earliest?: string
  latest?: string
}

export interface Preview {
  options: RailOption[]
  best?: { fastest: string; cheapest: string }
  /** When the request has a `fallback`. */
  route?: Route
  issues: Issue[]
  tables: Tables
}

// ---- batch

/** Many payouts. What they share means what it means in a `PreviewRequest`. */
export interface BatchRequest
  extends Omit<PreviewRequest, 'debit' | 'credit' | 'fallback' | 'referenceRates'> {
  rows: BatchRow[]
  minimums?: Minimum[]
}

export interface BatchRow {
  /** Different from the others. */
  id?: string
  debit: PreviewRequest['debit']
  credit: PreviewRequest['credit']
  /** The rail to use; the first that can carry the payout if absent. */
  rail?: string
}

/** The least that may be sent (`debit`) or arrive (`credit`); both sides if absent. */
export interface Minimum {
  currency: string
  amount: string
  side?: 'debit' | 'credit'
}

export interface BatchOptions {
  /** Called every hundred rows, and at the end. What it throws ends the work. */
  onProgress?: (rows: number, of: number) => void
}

export interface BatchPreview {
  rows: RowPreview[]
  /** The numbers of the rows that failed. */
  failed: number[]
  /** Of the rows that can be sent, by rail and currencies. */
  totals: {
    rail: string
    rows: number
    debit: NonNullable<RailOption['debit']>
    credit: NonNullable<RailOption['credit']>
  }[]
  /** What the payer needs, and what arrives, by currency. */
  debits: { currency: string; rows: number; amount: string }[]
  credits: { currency: string; rows: number; amount: string }[]
  issues: Issue[]
  tables: Tables
}

/** One row, in short; `previewPayout` of the same payout says the rest. */
export interface RowPreview {
  /** From 0. */
  row: number
  id?: string
  ready: boolean
  rail?: string
  debit?: RailOption['debit']
  credit?: RailOption['credit']
  /** When the payee has it at the latest. */
  latest?: string
  /** Why it failed, and what to look at; no more than a few. */
  issues: Issue[]
}

// ---- split

export interface SplitPart {
  id: string
  ratio?: string
  percent?: string
  amount?: string
  remainder?: boolean
}

export interface SplitRequest {
  amount: string
  currency: string
  parts: SplitPart[]
  method?: 'largest_remainder'
}

export interface Split {
  parts: { id: string; amount: string }[]
  steps: Step[]
  issues: Issue[]
}

/** A marketplace's order, in one currency. */
export interface SettlementRequest {
  currency: string
  /** A seller may have several. */
  sales: Sale[]
  refunds?: Refund[]
  /** Of the card payment; `sellers` (default) bear it in proportion to their sales. */
  cardFee?: { amount: string; bearer?: 'sellers' | 'platform' }
  commission?: Commission
  /** A tax that the platform keeps back: no fee, but paid ahead for the seller. */
  withholding?: { label?: string; percent: string; base?: 'gross' | 'net' }
  rounding?: RoundingMode
}

export interface Sale {
  seller: string
  amount: string
}

/** Without `seller` it is shared in proportion to what is left of the sales. */
export interface Refund {
  seller?: string
  amount: string
}

export interface Commission {
  percent: string
  /** Other percentages for some sellers. */
  sellers?: SellerRate[]
  /** Of the sales (`gross`), or of the sales less refunds (`net`, default). */
  base?: 'gross' | 'net'
}

export interface SellerRate {
  seller: string
  percent: string
}

/** Sales − refunds = payouts − owed + card fee that sellers bear + commission + withheld tax. */
export interface Settlement {
  payouts: SellerPayout[]
  commission?: string
  withheld?: string
  cardFee?: string
  steps: Step[]
  issues: Issue[]
}

export interface SellerPayout {
  seller: string
  currency: string
  lines: {
    code: 'sales' | 'refunds' | 'card_fee' | 'commission' | 'withholding'
    label: string
    operation: 'add' | 'subtract'
    amount: string
  }[]
  amount: string
  /** What the deductions leave unpaid, when they are more than the sales. */
  owed?: string
}

// ---- money

export interface CurrencyInfo {
  /** If it is active. */
  currency?: string
  /** The decimals that ISO 4217 gives it. */
  digits?: number
  issues: Issue[]
  tables: Tables
}

export interface FormatAmountOptions {
  /** BCP 47, such as `de-CH`; the engine's own if absent. */
  locale?: string
  /** `symbol` if absent. */
  display?: 'symbol' | 'code' | 'name'
}

// ---- sign

/** An address in the parts of ISO 20022. */
export interface PostalAddress {
  streetName?: string
  buildingNumber?: string
  postCode?: string
  townName: string
  /** A state or province. */
  countrySubDivision?: string
  /** ISO 3166-1 alpha-2. */
  country: string
}

export interface PayoutIntent {
  /** One intent, one key: made once, stored before the first send. */
  idempotencyKey: string
  endToEndId: string
  amount: string
  currency: string
  rail?: string
  /** The rail to fall back to, if the first cannot carry the payout. */
  fallback?: string
  debtor: { account: string; name?: string; virtualAccount?: string }
  creditor: {
    name: string
    account: AccountInput
    /** At most 350 characters in one line. Beside `postalAddress`: what that has no members for. */
    address?: string
    /** Since 15 November 2026 SEPA and SWIFT take no address in one line. */
    postalAddress?: PostalAddress
  }
  conversion?: {
    quoteId?: string
    rate: string
    debitAmount: string
    debitCurrency: string
    creditAmount: string
    creditCurrency: string
    expiresAt: string
  }
  chargeBearer?: ChargeBearer
  /** `YYYY-MM-DD`. */
  requestedExecutionDate?: string
  purpose?: string
  categoryPurpose?: string
  remittance?: { unstructured?: string; reference?: string }
  uetr?: string
  metadata?: Record<string, string>
}

export interface SigningContext {
  method: string
  url: string
  /** Seconds since 1970. */
  created: number
  expires: number
  nonce: string
  keyId: string
  alg: SignatureAlgorithm
  authorization?: string
}

/** What changes when the same bytes are signed again. */
export interface ResigningContext extends Omit<SigningContext, 'method' | 'url' | 'keyId' | 'alg'> {
  keyId?: string
  alg?: SignatureAlgorithm
}

export type SignatureAlgorithm = 'ecdsa-p256-sha256' | 'ed25519'

/** A line of the confirmation screen, read back from the bytes to be signed. */
export interface SummaryLine {
  key: string
  label: string
  value: string
}

export interface PreparedPayout {
  status: 'ready'
  issues: Issue[]
  /** What is hashed, signed and sent: canonical UTF-8 JSON. */
  bytes: Uint8Array
  /** SHA-256 of the bytes, lower-case hexadecimal. */
  digest: string
  /** RFC 9421 section 2.5. Its UTF-8 bytes are what the key signs. */
  signatureBase: string
  summary: SummaryLine[]
  method: string
  url: string
  /** Everything but the signature itself. */
  headers: Record<string, string>
  keyId: string
  alg: SignatureAlgorithm
}

/** The intent cannot be signed as it is. */
export interface RejectedPayout {
  status: 'rejected'
  issues: Issue[]
}

/** The manifest of a batch, ready to be signed: `bytes` holds count, totals and the digest of each payout. */
export type PreparedBatch = PreparedPayout

export interface Signer {
  alg: SignatureAlgorithm
  /** RFC 7638 thumbprint of the public key. */
  keyId: string
  publicJwk?: JsonWebKey
  /** 64 bytes: ES256 as r‖s, as WebCrypto gives them, or Ed25519. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

export interface DeviceSigner extends Signer {
  publicJwk: JsonWebKey
  /** Where the key lives. `memory` when storage refused it. */
  storage: 'indexeddb' | 'memory'
  /** The key was made by this call: the first time, or after the browser deleted it. The server does not know it yet. */
  created: boolean
  /** Why the key is in memory although it should persist. */
  storageIssue?: StorageIssue
}

/** Why a browser does not keep a key. All end the same way: a key in memory, to be registered again. */
export type StorageIssue =
  /** There is no IndexedDB here: Node, workers of some hosts. */
  | 'unavailable'
  /** Private browsing and Lockdown Mode of Safari: keys cannot be stored (`DataCloneError`). */
  | 'not_cloneable'
  /** Forbidden by the user's settings, or to frames of other sites. */
  | 'forbidden'
  /** The storage is full. */
  | 'quota'
  /** Another tab keeps the database from opening. */
  | 'blocked'
  /** The database gave no answer within three seconds. */
  | 'timeout'
  | 'failed'

export interface DeviceSignerOptions {
  /** `false`: keep the key in memory only. */
  persist?: boolean
  name?: string
  /** ES256 if absent: it runs everywhere. `ed25519` throws `unsupported` where the engine lacks it. */
  alg?: SignatureAlgorithm
}

/** What a server registers a device key by. */
export interface KeyProof {
  publicJwk: JsonWebKey
  challenge: string
  /** The key's signature over the challenge, base64url. */
  proof: string
}

export interface StepUpOptions {
  /** From the server, for this payout, used once. */
  nonce: string
  /** The relying party's domain; the page's own if absent. */
  rpId?: string
  /** Base64url; any passkey of the relying party if absent. */
  credentialIds?: string[]
  /** `required` if absent: fingerprint, face or PIN. */
  userVerification?: 'required' | 'preferred' | 'discouraged'
  /** Milliseconds. */
  timeout?: number
}

/** What a passkey answered; all base64url. */
export interface StepUpAssertion {
  credentialId: string
  clientDataJSON: string
  authenticatorData: string
  signature: string
}

export interface StepUpAnswer extends StepUpAssertion {
  /** The server's, as it was given. */
  nonce: string
  /** The value of the header `Payout-Step-Up`: nonce and assertion as JSON in base64url. */
  header: string
}

export interface SignedRequest {
  method: string
  url: string
  headers: Record<string, string>
  body: Uint8Array
}

// ---- verify (entry `payout-kit/server`)

/** As Node has them, or the `Headers` of a WHATWG request. */
export type IncomingHeaders = Record<string, string | string[] | undefined> | Iterable<[string, string]>

export interface IncomingRequest {
  method: string
  /** The target as the server's public origin spells it, never from the Host header. */
  url: string
  headers: IncomingHeaders
  body: Uint8Array
}

export interface VerificationPolicy {
  /** Seconds since 1970. */
  now: number
  /** Finds the public key of a key id; `undefined` refuses it. The algorithm comes from here. */
  key(keyId: string): Promise<VerificationKey | undefined> | VerificationKey | undefined
  /** Longest allowed window of a signature, 300 s if absent. */
  maxWindow?: number
  /** Tolerated clock difference, 60 s if absent. */
  skew?: number
  /** Demands that the header `Authorization` is there and signed. */
  authorization?: boolean
  /** Demands a partner's signature too, and finds its key. */
  partnerKey?(keyId: string): Promise<VerificationKey | undefined> | VerificationKey | undefined
  /** The request is the manifest of a batch: its tag and version are `payout-batch/1`. */
  batch?: boolean
  /** Shows, when the signature is wrong, what should have been signed; credentials are left out. Not for production. */
  development?: boolean
}

export interface VerificationKey {
  alg: SignatureAlgorithm
  jwk: JsonWebKey
}

export type Verification =
  | {
      ok: true
      keyId: string
      /** Refuse it the second time, until `replayUntil`. */
      nonce: string
      created: number
      expires: number
      /** SHA-256 of the body: tells a repetition from another payout with the same idempotency key. */
      digest: string
      idempotencyKey: string
      /** The body. */
      intent: unknown
      /** From then on its time refuses the request: the nonce may be forgotten. */
      replayUntil: number
      /** The partner's signature, when the policy demanded one. Its nonce counts as the device's does. */
      partner?: { keyId: string; nonce: string; created: number; expires: number; replayUntil: number }
    }
  | Refused

/** Why a server refuses. */
export interface Refused {
  ok: false
  code: string
  /** For the developer of the client. */
  message: string
  /** The HTTP status that fits. */
  httpStatus: number
  /** In development: what should have been signed. */
  expectedBase?: string
}

/** What a partner's signature depends on beside the request. */
export interface CosigningContext {
  /** Seconds since 1970. */
  created: number
  expires: number
  /** The partner's own. */
  nonce: string
}

/** What tells one payout from all others, for the store. */
export interface Admission {
  /** Whose keys and nonces these are; empty if there is one tenant only. */
  tenant: string
  keyId: string
  nonce: string
  /** Seconds since 1970; until then the nonce must be remembered. */
  replayUntil: number
  idempotencyKey: string
  digest: string
  /** Seconds since 1970. */
  now: number
}

/** `new`: carry it out. `done`: it was carried out before, with this result. */
export type Admitted<Result> =
  | { status: 'new' | 'nonce_replayed' | 'in_flight' | 'key_reused' }
  | { status: 'done'; result: Result }

/** Nonces and idempotency keys, in the caller's database. */
export interface PayoutStore<Result> {
  /**
   * In one transaction: refuse a known (tenant, keyId, nonce), remember it else; then look for (tenant,
   * idempotencyKey): absent, remember it with the digest as in flight, `new`; another digest, `key_reused`;
   * no result yet, `in_flight`; else `done`. A nonce stays remembered whatever comes after.
   */
  admit(payout: Admission): Promise<Admitted<Result>>
  /** The result of what was `new`; best in the transaction that stores the payout. */
  complete(payout: Admission, result: Result): Promise<void>
  /** It was not carried out: the idempotency key is free again. */
  release(payout: Admission): Promise<void>
}

export type Acceptance<Result> = { ok: true; result: Result; replayed: boolean } | Refused

/** What a server demands of a passkey's answer. */
export interface StepUpPolicy {
  /** The payout's digest, from its verification. */
  digest: string
  /** The nonce that the server issued for this payout. */
  nonce: string
  rpId: string
  /** Such as `https://pay.example`. */
  origins: string[]
  /** `false`: a touch is enough. */
  userVerification?: boolean
  /** Finds the public key of a credential that may confirm the payout. */
  key(credentialId: string): Promise<VerificationKey | undefined> | VerificationKey | undefined
}

export type StepUpResult = { ok: true; credentialId: string; userVerified: boolean } | Refused

export interface WebhookRequest {
  headers: IncomingHeaders
  /** The raw bytes: what was parsed and written again is another message. */
  body: Uint8Array
}

export type WebhookResult =
  | {
      ok: true
      /** The message's id; the same id again is a repetition, to be answered without effect. */
      id: string
      /** Seconds since 1970. */
      timestamp: number
      /** The bytes that were verified. */
      body: Uint8Array
    }
  | {
      ok: false
      code:
        | 'missing_header' | 'malformed_header' | 'timestamp_too_old' | 'timestamp_too_new' | 'no_signature' | 'invalid_signature'
      message: string
      /** The HTTP status that fits. */
      httpStatus: number
    }

// ---- track

export interface StatusEvent {
  /** The sender's id of the event; the same id twice is one event. */
  id?: string
  /** Whose words `status` is written in; absent for ISO 20022. */
  provider?: 'adyen' | 'airwallex' | 'jpmorgan' | 'stripe' | 'truelayer' | 'wise' | (string & {})
  /** An ISO 20022 external payment transaction status code (`ACSP`), or `RETURNED`; the provider's word if there is one. */
  status: string
  /** An ISO 20022 external status or return reason code (`AC04`). */
  reason?: string
  /** When it happened. */
  at: string
}

export type PayoutState =
  | 'received' | 'checking' | 'payee_mismatch' | 'accepted' | 'in_clearing' | 'settled' | 'credited'
  | 'rejected' | 'cancelled' | 'blocked' | 'returned' | 'partial' | 'unknown'

export interface PayoutStatus {
  state: PayoutState
  /** No further event is expected; a return may still follow a credit. */
  final: boolean
  /** In words a payee understands. */
  message: string
  reason?: { code: string; message: string; advice: string }
  /** The events in the order in which they happened, each once. */
  history: { provider?: string; status: string; state: PayoutState; at: string; reason?: string; id?: string }[]
  issues: Issue[]
}

/** Where the events of a payout come from: the caller's own server. One of both is enough; a stream is preferred. */
export interface PayoutTransport {
  /** Every event so far. `retryAfter`: the seconds of the header of that name. */
  poll?(signal?: AbortSignal): Promise<{ events: StatusEvent[]; retryAfter?: number }>
  /** Tells each event after the one of this id as it comes; resolves or rejects when the connection ends. */
  stream?(lastEventId: string | undefined, onEvent: (event: StatusEvent) => void, signal: AbortSignal): Promise<void>
}

export interface FollowOptions {
  transport: PayoutTransport
  /** Hears of every change. */
  onStatus?: (status: PayoutStatus) => void
  signal?: AbortSignal
  /** Milliseconds of waiting after which the status so far is the answer; no end if absent. */
  timeout?: number
  /** Milliseconds; 1,000 if absent. */
  minDelay?: number
  /** Milliseconds; 60,000 if absent. */
  maxDelay?: number
  /** 0 to 1; `Math.random` if absent. */
  random?: () => number
  /** `setTimeout` if absent. */
  sleep?: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}
