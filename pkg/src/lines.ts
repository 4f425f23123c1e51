// The headers of a request as servers hold them: a line or a list of lines a name, or WHATWG `Headers`.

import { list, refuse, text, type Read } from './read.js'

/** More lines than any server takes. */
const MOST = 10_000

/** A header's line or lines. */
const lines: Read<string[]> = (value) => (typeof value === 'string' ? [text(value)] : list(text)(value))

/** Name and value of each line. */
export const headers: Read<[string, string][]> = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('an object')
  const pairs: [string, string][] = []
  if (isIterable(value)) {
    for (const pair of value) {
      if (!Array.isArray(pair) || pairs.length >= MOST) return refuse('pairs of a name and a line')
      pairs.push([text(pair[0]), text(pair[1])])
    }
    return pairs
  }
  for (const [name, member] of Object.entries(value as Record<string, unknown>)) {
    if (member === undefined || member === null) continue
    for (const line of lines(member)) pairs.push([text(name), line])
  }
  return pairs
}

/** `Headers` hold nothing that is their own: they are read as what they iterate over. */
function isIterable(value: object): value is Iterable<unknown> {
  return typeof (value as Partial<Iterable<unknown>>)[Symbol.iterator] === 'function'
}
