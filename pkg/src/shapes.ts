// How each request of the contract is read. The compiler holds them against types.ts.

import { bytes, exact, flag, list, longText, object, optional, otherwise, refuse, text, texts, whole, word, type Read } from './read.js'
import type {
  AccountInput,
  AccountOptions,
  AccountsOptions,
  BatchRequest,
  BatchRow,
  ChargeBearer,
  Commission,
  Directory,
  FeeBand,
  FeeRule,
  HolidayOverride,
  IbanColumnOptions,
  OfficialTable,
  Minimum,
  PayoutIntent,
  PostalAddress,
  PreviewRequest,
  ProgressOptions,
  RailOverride,
  RatePair,
  RateSheet,
  Refund,
  RequirementsRequest,
  RoundingMode,
  Sale,
  SellerRate,
  SettlementRequest,
  SignatureAlgorithm,
  SigningContext,
  SplitPart,
  SplitRequest,
  StatusEvent,
  Vat,
  Withholding,
  TableFile,
} from './types.js'

const maybe = optional(text)
/** A field that is still empty is the core's to report. */
const blank = otherwise(text, '')

const directory = object<Directory>({ country: text, edition: text, pack: bytes })

const tableKind = word<TableFile['kind']>()('gb_modulus', 'de_methods')

const officialTable = object<OfficialTable>({ kind: tableKind, edition: text, pack: bytes })

const references = { directories: optional(list(directory)), tables: optional(list(officialTable)) }

export const accountOptions = exact<AccountOptions>(references)

type Progress = NonNullable<ProgressOptions['onProgress']>
type Signal = NonNullable<ProgressOptions['signal']>

const callback: Read<Progress> = (value) => (typeof value === 'function' ? (value as Progress) : refuse('a function'))

/** The signal itself: it changes while it is looked at. */
const signal: Read<Signal> = (value) => (typeof value === 'object' ? (value as Signal) : refuse('an AbortSignal'))

const progress = { onProgress: optional(callback), signal: optional(signal) }

const gbModulusFile = object<Extract<TableFile, { kind: 'gb_modulus' }>>({
  kind: word<'gb_modulus'>()('gb_modulus'),
  text: longText,
  substitutions: longText,
  edition: text,
})

const deMethodsFile = object<Extract<TableFile, { kind: 'de_methods' }>>({
  kind: word<'de_methods'>()('de_methods'),
  text: longText,
  edition: text,
})

export const tableFile: Read<TableFile> = (value) => {
  const { kind } = object<Pick<TableFile, 'kind'>>({ kind: tableKind })(value)
  return kind === 'gb_modulus' ? gbModulusFile(value) : deMethodsFile(value)
}

export const accountsOptions = exact<AccountsOptions>({ ...references, ...progress })

export const columnOptions = object<IbanColumnOptions>({ ...progress, validity: optional(bytes) })

export const accountInput = object<AccountInput>({
  country: blank,
  currency: maybe,
  iban: maybe,
  bic: maybe,
  routingNumber: maybe,
  accountNumber: maybe,
  accountType: maybe,
  institutionNumber: maybe,
  transitNumber: maybe,
  sortCode: maybe,
  bsb: maybe,
  ifsc: maybe,
  upiId: maybe,
  clabe: maybe,
  cbu: maybe,
  cci: maybe,
  pixKey: maybe,
  bankCode: maybe,
  branchCode: maybe,
  branchDigit: maybe,
  accountDigit: maybe,
  ccc: maybe,
  bankgiro: maybe,
  proxy: optional(object<{ type: string; value: string }>({ type: blank, value: blank })),
  holderName: maybe,
  holderAddress: maybe,
  holderTaxId: maybe,
  holderPhone: maybe,
  holderBirthDate: maybe,
})

export const requirementsRequest = object<RequirementsRequest>({ country: blank, currency: maybe, method: maybe })

const rounding = word<RoundingMode>()('half_up', 'half_even', 'half_down', 'up', 'down')
const chargeBearer = word<ChargeBearer>()('debtor', 'creditor', 'shared', 'service_level')
const side = word<'debit' | 'credit'>()('debit', 'credit')

const feeRule = exact<FeeRule>({
  code: text,
  label: maybe,
  when: optional(
    exact<NonNullable<FeeRule['when']>>({
      rails: optional(list(text)),
      countries: optional(list(text)),
      debitCurrency: maybe,
      creditCurrency: maybe,
      from: maybe,
      to: maybe,
    }),
  ),
  flat: maybe,
  percent: maybe,
  min: maybe,
  max: maybe,
  currency: maybe,
  mode: word<'on_top' | 'deducted'>()('on_top', 'deducted'),
  side: optional(side),
  fxMarkupPercent: maybe,
  bands: optional(list(exact<FeeBand>({ to: maybe, flat: maybe, percent: maybe }))),
  bandMode: optional(word<'step' | 'marginal'>()('step', 'marginal')),
  vatPercent: maybe,
})

const rateSheet = exact<RateSheet>({
  source: text,
  asOf: text,
  expiresAt: maybe,
  indicative: optional(flag),
  pairs: list(exact<RatePair>({ from: text, to: text, rate: text, mid: maybe })),
})

const railOverride = exact<RailOverride>({
  rail: text,
  country: maybe,
  limit: maybe,
  min: maybe,
  reachable: optional(flag),
  live: optional(flag),
  cutOff: maybe,
  zone: maybe,
  calendar: maybe,
  windows: optional(
    list(exact<NonNullable<RailOverride['windows']>[number]>({ cutOff: text, from: text, to: text })),
  ),
  session: optional(
    exact<NonNullable<RailOverride['session']>>({
      open: text,
      cutOff: text,
      withinMinutes: whole,
      closes: maybe,
      everyDay: optional(flag),
    }),
  ),
})

const holidayOverride = exact<HolidayOverride>({
  calendar: text,
  add: optional(list(text)),
  remove: optional(list(text)),
})

const debitRequest = exact<PreviewRequest['debit']>({ currency: text, amount: maybe, country: maybe })

const creditRequest = exact<PreviewRequest['credit']>({
  country: text,
  currency: text,
  amount: maybe,
  account: optional(accountInput),
})

/** What the payouts of a batch share. */
const shared = {
  at: text,
  rates: optional(rateSheet),
  fees: optional(exact<{ rules: FeeRule[] }>({ rules: list(feeRule) })),
  rails: optional(list(railOverride)),
  holidays: optional(list(holidayOverride)),
  chargeBearer: optional(chargeBearer),
  rounding: optional(rounding),
  prefer: optional(word<'fastest' | 'cheapest'>()('fastest', 'cheapest')),
  vat: optional(exact<Vat>({ percent: text, label: maybe })),
  withholding: optional(list(exact<Withholding>({ code: text, label: maybe, percent: text, base: maybe }))),
}

export const previewRequest = exact<PreviewRequest>({
  ...shared,
  debit: debitRequest,
  credit: creditRequest,
  fallback: optional(list(text)),
  referenceRates: optional(rateSheet),
})

export const batchRequest = exact<BatchRequest>({
  ...shared,
  rows: list(exact<BatchRow>({ id: maybe, debit: debitRequest, credit: creditRequest, rail: maybe })),
  minimums: optional(list(exact<Minimum>({ currency: text, amount: text, side: optional(side) }))),
})

const base = optional(word<'gross' | 'net'>()('gross', 'net'))

export const settlementRequest = exact<SettlementRequest>({
  currency: text,
  sales: list(exact<Sale>({ seller: text, amount: text })),
  refunds: optional(list(exact<Refund>({ seller: maybe, amount: text }))),
  cardFee: optional(
    exact<NonNullable<SettlementRequest['cardFee']>>({
      amount: text,
      bearer: optional(word<'sellers' | 'platform'>()('sellers', 'platform')),
    }),
  ),
  commission: optional(
    exact<Commission>({
      percent: text,
      sellers: optional(list(exact<SellerRate>({ seller: text, percent: text }))),
      base,
    }),
  ),
  withholding: optional(exact<NonNullable<SettlementRequest['withholding']>>({ label: maybe, percent: text, base })),
  rounding: optional(rounding),
})

export const splitRequest = exact<SplitRequest>({
  amount: text,
  currency: text,
  parts: list(exact<SplitPart>({ id: text, ratio: maybe, percent: maybe, amount: maybe, remainder: optional(flag) })),
  method: optional(word<'largest_remainder'>()('largest_remainder')),
})

// What is missing or is no such word in an intent is the core's to report: somebody may still be
// filling it in. What is not of the contract is refused: it would not be signed.
export const postalAddress = exact<PostalAddress>({
  streetName: maybe,
  buildingNumber: maybe,
  postCode: maybe,
  townName: blank,
  countrySubDivision: maybe,
  country: blank,
})

export const payoutIntent = exact<PayoutIntent>({
  idempotencyKey: blank,
  endToEndId: blank,
  amount: blank,
  currency: blank,
  rail: maybe,
  fallback: maybe,
  debtor: otherwise(exact<PayoutIntent['debtor']>({ account: blank, name: maybe, virtualAccount: maybe }), { account: '' }),
  creditor: otherwise(
    exact<PayoutIntent['creditor']>({
      name: blank,
      account: otherwise(accountInput, { country: '' }),
      address: maybe,
      postalAddress: optional(postalAddress),
    }),
    { name: '', account: { country: '' } },
  ),
  conversion: optional(
    exact<NonNullable<PayoutIntent['conversion']>>({
      quoteId: maybe,
      rate: blank,
      debitAmount: blank,
      debitCurrency: blank,
      creditAmount: blank,
      creditCurrency: blank,
      expiresAt: blank,
    }),
  ),
  chargeBearer: optional(text as Read<ChargeBearer>),
  requestedExecutionDate: maybe,
  purpose: maybe,
  categoryPurpose: maybe,
  remittance: optional(
    exact<NonNullable<PayoutIntent['remittance']>>({ unstructured: maybe, reference: maybe }),
  ),
  uetr: maybe,
  metadata: optional(texts),
})

export const algorithm = word<SignatureAlgorithm>()('ecdsa-p256-sha256', 'ed25519')

export const signingContext = exact<SigningContext>({
  method: text,
  url: text,
  created: whole,
  expires: whole,
  nonce: text,
  keyId: text,
  alg: algorithm,
  authorization: maybe,
})

export const statusEvents = list(object<StatusEvent>({ id: maybe, provider: maybe, status: text, reason: maybe, at: text }))

export type PublicJwk = Pick<JsonWebKey, 'kty' | 'crv' | 'x' | 'y'>

export const publicJwk = object<PublicJwk>({ kty: maybe, crv: maybe, x: maybe, y: maybe })
