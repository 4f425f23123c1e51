import { callForText } from './core.js'
import { request } from './read.js'
import { previewRequest, splitRequest } from './shapes.js'
import type { Preview, PreviewRequest, Split, SplitRequest } from './types.js'

/** Every rail that could carry the payout: arrival, fees, rate, and what the payee gets. */
export function previewPayout(payout: PreviewRequest): Preview {
  return callForText('previewPayout', request(previewRequest, payout, 'The request'))
}

/** Splits an amount so that the parts always sum to it. */
export function splitAmount(split: SplitRequest): Split {
  return callForText('splitAmount', request(splitRequest, split, 'The request'))
}
