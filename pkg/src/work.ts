// Work in parts: progress can be told between them, the page can be drawn, and a signal can end it.

import { PayoutKitError } from './error.js'
import type { ProgressOptions } from './types.js'

export interface Work<Result> {
  /** How much there is. */
  of: number
  /** Does the next part and says how much is done then. */
  part(done: number): number
  result: Result
}

/** At once. */
export function done<Result>(work: Work<Result>, { onProgress, signal }: ProgressOptions): Result {
  for (let at = 0; at < work.of; ) {
    stopIfAborted(signal)
    at = work.part(at)
    onProgress?.(at, work.of)
  }
  return work.result
}

/** With a pause after each part, in which the page is drawn and other tasks run. */
export async function doneWithPauses<Result>(work: Work<Result>, { onProgress, signal }: ProgressOptions): Promise<Result> {
  for (let at = 0; at < work.of; ) {
    await new Promise((resolve) => setTimeout(resolve))
    stopIfAborted(signal)
    at = work.part(at)
    onProgress?.(at, work.of)
  }
  return work.result
}

function stopIfAborted(signal: ProgressOptions['signal']): void {
  if (signal?.aborted) throw signal.reason ?? new PayoutKitError('aborted', 'The signal said stop.')
}
