import { call, callForText } from './core.js'
import { argument, refuse, request, type Read } from './read.js'
import { previewOf } from './rows.js'
import { batchRequest, previewRequest, settlementRequest, splitRequest } from './shapes.js'
import type {
  BatchOptions,
  BatchPreview,
  BatchRequest,
  Preview,
  PreviewRequest,
  Settlement,
  SettlementRequest,
  Split,
  SplitRequest,
} from './types.js'

/** Every rail that could carry the payout: arrival, fees, rate, and what the payee gets. */
export function previewPayout(payout: PreviewRequest): Preview {
  return previewOf(call('previewPayout', request(previewRequest, payout, 'The request')))
}

type Progress = NonNullable<BatchOptions['onProgress']>

const ofOptions: Read<Progress | undefined> = (value) => {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') return refuse('an object')
  const { onProgress } = value as BatchOptions
  if (onProgress === undefined || onProgress === null || typeof onProgress === 'function') return onProgress ?? undefined
  return refuse('an object whose `onProgress` is a function')
}

/**
 * Many payouts: one short answer a row, totals by rail and currency, duplicates and payouts below the
 * minimum told before anything is sent. Ten thousand rows take about a second: in a page, call it in a worker.
 */
export function previewBatch(batch: BatchRequest, options?: BatchOptions): BatchPreview {
  const onProgress = argument(ofOptions, options, 'The options')
  let thrown: { error: unknown } | undefined
  const preview = callForText('previewBatch', request(batchRequest, batch, 'The request'), (done, of) => {
    try {
      onProgress?.(done, of)
      return true
    } catch (error) {
      // Not through the core: an exception would leave its stack where it is.
      thrown = { error }
      return false
    }
  })
  if (thrown !== undefined) throw thrown.error
  return preview
}

/** Splits an amount so that the parts always sum to it. */
export function splitAmount(split: SplitRequest): Split {
  return callForText('splitAmount', request(splitRequest, split, 'The request'))
}

/** A marketplace's order: purchase total − refunds − card fee − commission − withheld tax, one payout a seller. */
export function settleOrder(order: SettlementRequest): Settlement {
  return callForText('settleOrder', request(settlementRequest, order, 'The request'))
}
