// A million IBANs without an object each. A chunk at a time crosses the boundary, so that the
// core's memory stays small and progress can be told. Counterpart: `src/wasm/column.rs`.

import { call } from './core.js'
import { argument, bytes as ofBytes, refuse, type Read } from './read.js'
import type { IbanColumnOptions, IbanColumnVerdict } from './types.js'

/** Rows that cross at once. */
const CHUNK = 16_384

const UNREADABLE = 3

const ofOffsets: Read<Uint32Array> = (value) => (value instanceof Uint32Array ? value : refuse('a Uint32Array'))

type Progress = NonNullable<IbanColumnOptions['onProgress']>

const ofOptions: Read<Progress | undefined> = (value) => {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object') return refuse('an object')
  const { onProgress } = value as IbanColumnOptions
  if (onProgress === undefined || onProgress === null || typeof onProgress === 'function') return onProgress ?? undefined
  return refuse('an object whose `onProgress` is a function')
}

/**
 * Checks a column of IBANs, each by the country that it names itself: what `validateAccount` would
 * find first. `offsets` has one item more than there are rows; it is not trusted.
 */
export function validateIbanColumn(
  bytes: Uint8Array,
  offsets: Uint32Array,
  options?: IbanColumnOptions,
): IbanColumnVerdict {
  argument(ofBytes, bytes, 'The bytes')
  argument(ofOffsets, offsets, 'The offsets')
  const onProgress = argument(ofOptions, options, 'The options')
  const rows = Math.max(offsets.length - 1, 0)
  const verdict: IbanColumnVerdict = {
    // A buffer that is detached on the way leaves the other rows unreadable, not valid.
    status: new Uint8Array(rows).fill(UNREADABLE),
    code: new Uint16Array(rows),
    start: new Uint16Array(rows),
    end: new Uint16Array(rows),
    codes: ['', ...(call('issueCodes').split(' ') as IbanColumnVerdict['codes'])],
  }
  let done = 0
  while (done < rows && offsets.length > rows) {
    const chunk = offsets.slice(done, done + CHUNK + 1)
    const part = rebase(bytes, chunk)
    const all = call('validateIbanColumn', part, chunk)
    const count = all.length / 4
    verdict.status.set(all.subarray(0, count), done)
    verdict.code.set(all.subarray(count, 2 * count), done)
    verdict.start.set(all.subarray(2 * count, 3 * count), done)
    verdict.end.set(all.subarray(3 * count), done)
    done = Math.min(done + CHUNK, rows)
    onProgress?.(done, rows)
  }
  return verdict
}

/** The bytes that the offsets span; the offsets then count from its start. */
function rebase(bytes: Uint8Array, offsets: Uint32Array): Uint8Array {
  // A detached buffer has no parts.
  if (bytes.length === 0) return new Uint8Array()
  let low = bytes.length
  let high = 0
  for (const offset of offsets) {
    if (offset < low) low = offset
    if (offset > high) high = offset
  }
  // What leads out of the buffer leads out of its part too.
  for (let at = 0; at < offsets.length; at++) offsets[at]! -= low
  return bytes.subarray(low, high)
}
