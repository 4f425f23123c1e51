// Arguments are read into plain data before the core sees them. A getter or proxy that throws while
// wasm frames are on the stack would leave the core's stack pointer where it was; here it cannot.
// Only the members that the contract names are read, so cycles and strangers do no harm.

import { PayoutKitError } from './error.js'

/** Reads a value of one type; what it cannot read it gives to `refuse`. */
export type Read<T> = (value: unknown) => T

interface Optional<T> {
  optional: Read<T>
}

/** What stands for an absent member that somebody may not have filled in yet. */
interface Otherwise<T> {
  read: Read<T>
  otherwise: T
}

/** One reader a member, so that a member that is added to a type cannot be forgotten here. */
export type Members<T> = {
  [Key in keyof T]-?: undefined extends T[Key] ? Optional<Exclude<T[Key], undefined>> : Read<T[Key]> | Otherwise<T[Key]>
}

/** A longer text is cut: the core refuses far shorter ones as too long. */
const LONGEST_TEXT = 100_000
/** All texts of one call together, in UTF-16 code units. */
const LARGEST_ARGUMENT = 10_000_000
const LONGEST_LIST = 100_000

interface Mismatch {
  path: string
  expected: string
}

let mismatch: Mismatch | undefined
let size = 0

/** Reads a whole argument, or throws a `PayoutKitError` that names the place. */
export function argument<T>(reader: Read<T>, value: unknown, name: string): T {
  size = 0
  try {
    return reader(value)
  } catch (error) {
    const { path, expected } = error === mismatch && mismatch !== undefined ? mismatch : { path: '', expected: 'readable' }
    throw new PayoutKitError('invalid_argument', `${path === '' ? name : `\`${path}\``} should be ${expected}.`, path)
  } finally {
    mismatch = undefined
  }
}

/** Reads a whole argument as the core takes it. */
export function request<T>(reader: Read<T>, value: unknown, name: string): string {
  return JSON.stringify(argument(reader, value, name))
}

export const text: Read<string> = (value) => {
  if (typeof value !== 'string') return refuse('text')
  const taken = value.length > LONGEST_TEXT ? value.slice(0, LONGEST_TEXT) : value
  size += taken.length
  if (size > LARGEST_ARGUMENT) return refuse('smaller')
  return taken
}

/** A text that means something only as a whole: never cut. */
export const longText: Read<string> = (value) => {
  if (typeof value !== 'string') return refuse('text')
  size += value.length
  return size > LARGEST_ARGUMENT ? refuse('smaller') : value
}

export const flag: Read<boolean> = (value) => (typeof value === 'boolean' ? value : refuse('true or false'))

/** A whole number that JavaScript holds exactly, not negative. */
export const whole: Read<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : refuse('a whole number')

export const bytes: Read<Uint8Array> = (value) => (value instanceof Uint8Array ? value : refuse('a Uint8Array'))

/** Rejects a list that does not hold every word of the type, when it is compiled. */
export const word =
  <T extends string>() =>
  <const Words extends readonly T[]>(...words: [T] extends [Words[number]] ? Words : never): Read<T> =>
  (value) =>
    (words as readonly unknown[]).includes(value) ? (value as T) : refuse(`one of ${words.join(', ')}`)

export const list =
  <T>(item: Read<T>): Read<T[]> =>
  (value) => {
    if (!Array.isArray(value)) return refuse('a list')
    const { length } = value
    if (!(length <= LONGEST_LIST)) return refuse(`a list of at most ${LONGEST_LIST} items`)
    const items: T[] = []
    for (let at = 0; at < length; at++) {
      try {
        items.push(item(value[at]))
      } catch (error) {
        within(`[${at}]`, error)
      }
    }
    return items
  }

/** Names to texts. */
export const texts: Read<Record<string, string>> = (value) => {
  const source = opened(value)
  const keys = Object.keys(source)
  if (keys.length > LONGEST_LIST) return refuse('smaller')
  // Without a prototype, so that a member `__proto__` is a member.
  const members: Record<string, string> = Object.create(null) as Record<string, string>
  for (const key of keys) {
    try {
      const member = source[key]
      if (member !== undefined && member !== null) members[text(key)] = text(member)
    } catch (error) {
      within(text(key), error)
    }
  }
  return members
}

/** The named members; others are passed over. `null` is an absent member. */
export const object = <T>(members: Members<T>): Read<T> => reader(members, false)

/** The named members; another is refused, where passing it over would change the result. */
export const exact = <T>(members: Members<T>): Read<T> => reader(members, true)

function reader<T>(members: Members<T>, complete: boolean): Read<T> {
  const entries = Object.entries<Read<unknown> | Optional<unknown> | Otherwise<unknown>>(members)
  return (value) => {
    const source = opened(value)
    const read: Record<string, unknown> = {}
    for (const [key, reader] of entries) {
      try {
        const member = memberOf(source, key)
        const given = member !== undefined && member !== null
        if (typeof reader === 'function') read[key] = given ? reader(member) : refuse('given')
        else if ('otherwise' in reader) read[key] = given ? reader.read(member) : reader.otherwise
        else if (given) read[key] = reader.optional(member)
      } catch (error) {
        within(key, error)
      }
    }
    if (complete) {
      for (const key of Object.keys(source)) {
        if (key in members || source[key] === undefined) continue
        return within(key.slice(0, 64), (mismatch = { path: '', expected: 'left out: there is no such member' }))
      }
    }
    return read as T
  }
}

/** What somebody put on every object is no member of this one. Classes may have getters of their own. */
function memberOf(source: Record<string, unknown>, key: string): unknown {
  return key in Object.prototype && !Object.prototype.hasOwnProperty.call(source, key) ? undefined : source[key]
}

export const optional = <T>(reader: Read<T>): Optional<T> => ({ optional: reader })

export const otherwise = <T>(read: Read<T>, value: T): Otherwise<T> => ({ read, otherwise: value })

function opened(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('an object')
  return value as Record<string, unknown>
}

export function refuse(expected: string): never {
  mismatch = { path: '', expected }
  throw mismatch
}

function within(key: string, error: unknown): never {
  // What a getter throws says nothing that is ours to repeat.
  if (error !== mismatch || mismatch === undefined) mismatch = { path: '', expected: 'readable' }
  const rest = mismatch.path
  mismatch.path = rest === '' || rest.startsWith('[') ? key + rest : `${key}.${rest}`
  throw mismatch
}
