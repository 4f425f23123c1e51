// Device keys in IndexedDB, one a name.

import { inStore, type Place } from './database.js'

const KEYS: Place = { database: 'payout-kit', store: 'keys' }

/** What was stored under the name. */
export async function load(name: string): Promise<unknown> {
  return inStore(KEYS, 'readonly', (keys) => keys.get(name))
}

/** Stores the keys unless another tab was faster; returns those that are stored. */
export async function store<Keys>(name: string, keys: Keys, usable: (value: unknown) => value is Keys): Promise<Keys> {
  const held = await inStore(KEYS, 'readwrite', (store, settle, fail) => {
    const found = store.get(name)
    found.onsuccess = () => {
      if (usable(found.result)) return settle(found.result)
      try {
        store.put(keys, name).onsuccess = () => settle(keys)
      } catch (error) {
        fail(error)
      }
    }
    return undefined
  })
  return held as Keys
}

/** Forgets the keys. */
export async function remove(name: string): Promise<void> {
  await inStore(KEYS, 'readwrite', (keys) => keys.delete(name))
}
