// A million IBANs without an object each. A chunk at a time crosses the boundary, so that the
// core's memory stays small and progress can be told. Counterpart: `src/wasm/column.rs`.

import { call } from './core.js'
import { argument, bytes as ofBytes, refuse, type Read } from './read.js'
import { columnOptions } from './shapes.js'
import type { ColumnOffsets, IbanColumnOptions, IbanColumnVerdict } from './types.js'
import { done, doneWithPauses, type Work } from './work.js'

/** Rows that cross at once. */
const CHUNK = 16_384

const UNREADABLE = 3

const ofOffsets: Read<ColumnOffsets> = (value) =>
  value instanceof Uint32Array || value instanceof Int32Array || value instanceof BigInt64Array
    ? value
    : refuse('a Uint32Array, an Int32Array or a BigInt64Array')

/**
 * Checks a column of IBANs, each by the country that it names itself: what `validateAccount` would
 * find first. `offsets` has one item more than there are rows; it is not trusted.
 */
export function validateIbanColumn(
  bytes: Uint8Array,
  offsets: ColumnOffsets,
  options?: IbanColumnOptions,
): IbanColumnVerdict {
  const read = argument(columnOptions, options ?? {}, 'The options')
  return done(workOf(bytes, offsets, read.validity), read)
}

/** `validateIbanColumn` in parts, with pauses in which a page is drawn and a signal can end it. The
 * bytes and offsets stay as they are until then. */
export async function validateIbanColumnAsync(
  bytes: Uint8Array,
  offsets: ColumnOffsets,
  options?: IbanColumnOptions,
): Promise<IbanColumnVerdict> {
  const read = argument(columnOptions, options ?? {}, 'The options')
  return doneWithPauses(workOf(bytes, offsets, read.validity), read)
}

function workOf(bytes: Uint8Array, offsets: ColumnOffsets, validity?: Uint8Array): Work<IbanColumnVerdict> {
  argument(ofBytes, bytes, 'The bytes')
  argument(ofOffsets, offsets, 'The offsets')
  const rows = Math.max(offsets.length - 1, 0)
  const aBitARow: Read<unknown> = () => (validity && validity.length * 8 < rows ? refuse('a bit a row') : undefined)
  argument(aBitARow, validity, 'The validity bitmap')
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
      const [part, chunk] = rebase(bytes, offsets.subarray(from, from + CHUNK + 1))
      const all = call('validateIbanColumn', part, chunk, validityOf(validity, from))
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

/** The bytes that the offsets span, and the offsets counted from its start. */
function rebase(bytes: Uint8Array, offsets: ColumnOffsets): [Uint8Array, Uint32Array] {
  // What leads out of the buffer leads out of its part too.
  const beyond = bytes.length + 1
  const places = new Float64Array(offsets.length)
  let low = bytes.length
  let high = 0
  for (let at = 0; at < places.length; at++) {
    const place = Number(offsets[at])
    if (place >= 0 && place < beyond) {
      places[at] = place
      if (place < low) low = place
      if (place > high) high = place
    } else {
      places[at] = beyond
    }
  }
  // A detached buffer has no parts.
  const part = bytes.length === 0 ? new Uint8Array() : bytes.subarray(low, Math.max(low, high))
  for (let at = 0; at < places.length; at++) places[at] = places[at] === beyond ? part.length + 1 : places[at]! - low
  return [part, Uint32Array.from(places)]
}

/** The bits of a chunk, whose first row begins a byte; none where every row has a value. */
function validityOf(validity: Uint8Array | undefined, from: number): Uint8Array {
  if (!validity) return new Uint8Array()
  const part = validity.slice(from / 8, (from + CHUNK) / 8)
  // A detached bitmap says of no row that it has a value.
  return part.length === 0 ? new Uint8Array(1) : part
}
