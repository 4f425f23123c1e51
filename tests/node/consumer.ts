// Compiled, never run: what a strict TypeScript program may rely on.

import {
  PayoutKitError,
  createDeviceSigner,
  createNonce,
  isValidIban,
  listMarkets,
  preparePayout,
  previewPayout,
  signPayout,
  splitAmount,
  statusOf,
  validateAccount,
  validateIbanColumn,
  type AccountReport,
  type ErrorCode,
  type IssueCode,
  type PayoutIntent,
  type SignedRequest,
  type Signer,
} from 'payout-kit'
import * as compat from 'payout-kit/compat'
import { init, type WasmSource } from 'payout-kit/slim'

export const report: AccountReport = validateAccount({ country: 'GB', iban: 'GB82WEST12345698765432' })
export const code: IssueCode | undefined = report.issues[0]?.code
export const valid: boolean = isValidIban('GB82WEST12345698765432') && compat.isValidIban('')
export const countries: string[] = listMarkets().map(({ country }) => country)
export const source: WasmSource = new Uint8Array(8)
export const ready: Promise<void> = init(source)

// @ts-expect-error an IBAN is text
isValidIban(5)
// @ts-expect-error no such member
validateAccount({ country: 'GB', sortcode: '123456' })

export async function pay(intent: PayoutIntent): Promise<SignedRequest | ErrorCode> {
  const signer: Signer = await createDeviceSigner({ persist: false })
  const prepared = preparePayout(intent, {
    method: 'POST', url: 'https://api.example/payouts', created: 1, expires: 60, nonce: createNonce(), keyId: signer.keyId, alg: signer.alg,
  })
  if (prepared.status === 'rejected') throw new Error(prepared.issues[0]?.message)
  try {
    return await signPayout(prepared, signer)
  } catch (error) {
    if (error instanceof PayoutKitError) return error.code
    throw error
  }
}

export const column: Uint8Array = validateIbanColumn(new Uint8Array(8), new Uint32Array([0, 8]), { onProgress: () => {} }).status
export const parts = splitAmount({ amount: '10.00', currency: 'EUR', parts: [{ id: 'a', ratio: '1' }, { id: 'b', remainder: true }] }).parts
export const best = previewPayout({
  debit: { currency: 'EUR', amount: '10.00' }, credit: { country: 'DE', currency: 'EUR' }, at: '2026-11-21T09:30:00Z',
}).best?.fastest
export const state = statusOf([{ status: 'ACSP', at: '2026-11-21T09:30:00Z' }]).state
