// The headers of a request as servers hold them: a line or a list of lines a name.

import { list, refuse, text, type Read } from './read.js'

/** A header's line or lines. */
const lines: Read<string[]> = (value) => (typeof value === 'string' ? [text(value)] : list(text)(value))

/** Name and value of each line. */
export const headers: Read<[string, string][]> = (value) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('an object')
  const pairs: [string, string][] = []
  for (const [name, member] of Object.entries(value as Record<string, unknown>)) {
    if (member === undefined || member === null) continue
    for (const line of lines(member)) pairs.push([text(name), line])
  }
  return pairs
}
