// A million IBANs without an object each. A chunk at a time crosses the boundary, so that the
// core's memory stays small and progress can be told. Counterpart: `src/wasm/column.rs`.

import { call } from './core.js'
import { argument, bytes as ofBytes, refuse, type Read } from './read.js'
import { columnOptions } from './shapes.js'
import type { IbanColumnOptions, IbanColumnVerdict } from './types.js'
import { done, doneWithPauses, type Work } from './work.js'

/** Rows that cross at once. */
const CHUNK = 16_384

const UNREADABLE = 3

const ofOffsets: Read<Uint32Array> = (value) => (value instanceof Uint32Array ? value : refuse('a Uint32Array'))

/**
 * Checks a column of IBANs, each by the country that it names itself: what `validateAccount` would
 * find first. `offsets` has one item more than there are rows; it is not trusted.
 */
export function validateIbanColumn(
  bytes: Uint8Array,
  offsets: Uint32Array,
  options?: IbanColumnOptions,
): IbanColumnVerdict {
  const read = argument(columnOptions, options ?? {}, 'The options')
  return done(workOf(bytes, offsets), read)
}

/** `validateIbanColumn` in parts, with pauses in which a page is drawn and a signal can end it. The
 * bytes and offsets stay as they are until then. */
export async function validateIbanColumnAsync(
  bytes: Uint8Array,
  offsets: Uint32Array,
  options?: IbanColumnOptions,
): Promise<IbanColumnVerdict> {
  const read = argument(columnOptions, options ?? {}, 'The options')
  return doneWithPauses(workOf(bytes, offsets), read)
}

function workOf(bytes: Uint8Array, offsets: Uint32Array): Work<IbanColumnVerdict> {
  argument(ofBytes, bytes, 'The bytes')
  argument(ofOffsets, offsets, 'The offsets')
  const rows = Math.max(offsets.length - 1, 0)
  const result: IbanColumnVerdict = {
    // A buffer that is detached on the way leaves the other rows unreadable, not valid.
    status: new Uint8Array(rows).fill(UNREADABLE),
    code: new Uint16Array(rows),
    start: new Uint16Array(rows),
    end: new Uint16Array(rows),
    codes: ['', ...(call('issueCodes').split(' ') as IbanColumnVerdict['codes'])],
  }
  return {
    of: rows,
    part(from) {
      // Offsets that are detached on the way have no more rows.
      if (offsets.length <= rows) return rows
      const chunk = offsets.slice(from, from + CHUNK + 1)
      const part = rebase(bytes, chunk)
      const all = call('validateIbanColumn', part, chunk)
      const count = all.length / 4
      result.status.set(all.subarray(0, count), from)
      result.code.set(all.subarray(count, 2 * count), from)
      result.start.set(all.subarray(2 * count, 3 * count), from)
      result.end.set(all.subarray(3 * count), from)
      return Math.min(from + CHUNK, rows)
    },
    result,
  }
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
