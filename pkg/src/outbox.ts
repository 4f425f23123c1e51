// What is on its way, so that a crash or a reload between making a payout and hearing of it neither loses
// it nor makes it twice. Needs no core.

import { inStore, type Place } from './database.js'
import { PayoutKitError } from './error.js'
import { argument, bytes, object, refuse, text, type Read } from './read.js'
import { decode } from './utf8.js'

export { PayoutKitError, type ErrorCode } from './error.js'

/** One intent: its idempotency key from the first moment on, its bytes once they are prepared. */
export interface OutboxEntry {
  /** Yours: an order, an invoice, the id of a draft. */
  id: string
  idempotencyKey: string
  method?: string
  url?: string
  /** What was, or will be, sent. Account data: it stays on this device until `settle`. */
  body?: Uint8Array
  /** SHA-256 of the body. */
  digest?: string
}

/** An entry whose bytes are stored: `resignPayout` takes it. */
export type KeptPayout = Required<OutboxEntry>

/** Where entries are stored. What is stored must survive a crash: a promise is kept after it is on disk. */
export interface OutboxStore {
  /** Stores the entry unless its id is taken; the answer is what is stored then. In one step. */
  add(entry: OutboxEntry): Promise<OutboxEntry>
  /** Stores the entry in the place of the one with its id. */
  put(entry: OutboxEntry): Promise<void>
  get(id: string): Promise<OutboxEntry | undefined>
  delete(id: string): Promise<void>
  list(): Promise<OutboxEntry[]>
}

export interface Outbox {
  /** The idempotency key of an intent: made at the first call, the same ever after. */
  idempotencyKey(id: string): Promise<string>
  /**
   * Stores the bytes of the payout. Call it before the first send: what it returns may be sent, now and after
   * a restart. Other bytes under the same id are refused: a changed payout is another intent.
   */
  keep(id: string, payout: { method: string; url: string; bytes: Uint8Array; digest: string }): Promise<KeptPayout>
  /** What was kept and not settled: to be signed again and sent, or asked about. */
  pending(): Promise<KeptPayout[]>
  /** The server has answered for good. Only then; a timeout is no answer. */
  settle(id: string): Promise<void>
}

const prepared = object<{ method: string; url: string; bytes: Uint8Array; digest: string }>({
  method: text,
  url: text,
  bytes,
  digest: text,
})

const storeMethods: Read<OutboxStore> = (value) => {
  const store = value as Partial<Record<keyof OutboxStore, unknown>> | null
  const names = ['add', 'put', 'get', 'delete', 'list'] as const
  return names.every((name) => typeof store?.[name] === 'function') ? (value as OutboxStore) : refuse('an outbox store')
}

/**
 * An outbox over a store of yours; IndexedDB if none is given.
 *
 * ```js
 * const outbox = createOutbox()
 * const idempotencyKey = await outbox.idempotencyKey('order-7')
 * const prepared = preparePayout({ ...intent, idempotencyKey }, context)
 * await outbox.keep('order-7', prepared)                     // before the first send
 * await send(await signPayout(prepared, signer))
 * await outbox.settle('order-7')                             // after the answer
 *
 * for (const kept of await outbox.pending()) {                // after a restart
 *   await send(await signPayout(resignPayout(kept, freshContext), signer))
 * }
 * ```
 */
export function createOutbox(store: OutboxStore = indexedDbOutboxStore()): Outbox {
  const entries = argument(storeMethods, store, 'The store')
  const opened = (id: string) => entries.add({ id, idempotencyKey: newKey() })
  return {
    async idempotencyKey(id) {
      return (await opened(argument(text, id, 'The id'))).idempotencyKey
    },
    async keep(id, payout) {
      const { method, url, bytes: body, digest } = argument(prepared, payout, 'The payout')
      const entry = await opened(argument(text, id, 'The id'))
      if (keyOf(body) !== entry.idempotencyKey) {
        throw new PayoutKitError('invalid_argument', 'The payout has another idempotency key than the outbox gave.', 'bytes')
      }
      if (entry.body !== undefined && (entry.digest !== digest || entry.url !== url || entry.method !== method)) {
        throw new PayoutKitError('invalid_argument', 'Another payout is kept under this id: a changed payout is a new intent.', 'id')
      }
      const kept = { ...entry, method, url, body: body.slice(), digest }
      if (entry.body === undefined) await entries.put(kept)
      return kept
    },
    async pending() {
      return (await entries.list()).filter((entry): entry is KeptPayout => entry.body !== undefined)
    },
    async settle(id) {
      await entries.delete(argument(text, id, 'The id'))
    },
  }
}

/** A store in memory: for tests, and where nothing may be written. */
export function memoryOutboxStore(): OutboxStore {
  const entries = new Map<string, OutboxEntry>()
  return {
    async add(entry) {
      const known = entries.get(entry.id)
      if (known === undefined) entries.set(entry.id, { ...entry })
      return { ...(known ?? entry) }
    },
    async put(entry) {
      entries.set(entry.id, { ...entry })
    },
    async get(id) {
      return entries.get(id)
    },
    async delete(id) {
      entries.delete(id)
    },
    async list() {
      return [...entries.values()]
    },
  }
}

/** A store in IndexedDB, written to the disk before it answers; `name` keeps outboxes apart. */
export function indexedDbOutboxStore(name = 'default'): OutboxStore {
  const place: Place = { database: `payout-kit-outbox-${argument(text, name, 'The name')}`, store: 'payouts' }
  const kept = async (mode: IDBTransactionMode, work: Parameters<typeof inStore>[2]) => {
    try {
      return await inStore(place, mode, work)
    } catch (error) {
      // A payout whose key is not stored must not be sent: this is never passed over in silence.
      throw new PayoutKitError('unsupported', 'The browser does not store the outbox; give a store of your own.', '', error)
    }
  }
  return {
    async add(entry) {
      const stored = await kept('readwrite', (entries, settle) => {
        const found = entries.get(entry.id)
        found.onsuccess = () => {
          if (found.result !== undefined) settle(found.result)
          else entries.add(entry, entry.id).onsuccess = () => settle(entry)
        }
        return undefined
      })
      return stored as OutboxEntry
    },
    async put(entry) {
      await kept('readwrite', (entries) => entries.put(entry, entry.id))
    },
    async get(id) {
      return (await kept('readonly', (entries) => entries.get(id))) as OutboxEntry | undefined
    },
    async delete(id) {
      await kept('readwrite', (entries) => entries.delete(id))
    },
    async list() {
      return (await kept('readonly', (entries) => entries.getAll())) as OutboxEntry[]
    },
  }
}

/** A UUID of version 4. */
function newKey(): string {
  const random = globalThis.crypto as Crypto | undefined
  if (typeof random?.getRandomValues !== 'function') {
    throw new PayoutKitError('unsupported', 'There is no crypto.getRandomValues here.')
  }
  const digits = random.getRandomValues(new Uint8Array(16))
  digits[6] = (digits[6]! & 15) | 64
  digits[8] = (digits[8]! & 63) | 128
  const hex = Array.from(digits, (byte) => (byte + 256).toString(16).slice(1)).join('')
  return [8, 12, 16, 20, 32].map((end, at) => hex.slice([0, 8, 12, 16, 20][at], end)).join('-')
}

function keyOf(body: Uint8Array): unknown {
  try {
    return (JSON.parse(decode(body)) as { idempotencyKey?: unknown }).idempotencyKey
  } catch {
    return undefined
  }
}
