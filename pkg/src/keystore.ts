// Device keys in IndexedDB, one a name. Every failure is a rejected promise, in bounded time:
// WebViews are known whose databases never answer.

const DATABASE = 'payout-kit'
const STORE = 'keys'
const PATIENCE = 3000

/** What was stored under the name. */
export async function load(name: string): Promise<unknown> {
  return inStore('readonly', (keys) => keys.get(name))
}

/** Stores the keys unless another tab was faster; returns those that are stored. */
export async function store<Keys>(name: string, keys: Keys, usable: (value: unknown) => value is Keys): Promise<Keys> {
  const held = await inStore('readwrite', (keys_, settle) => {
    const found = keys_.get(name)
    found.onsuccess = () => {
      if (usable(found.result)) settle(found.result)
      else keys_.put(keys, name).onsuccess = () => settle(keys)
    }
    return undefined
  })
  return held as Keys
}

type Work = (keys: IDBObjectStore, settle: (value: unknown) => void) => IDBRequest | undefined

async function inStore(mode: IDBTransactionMode, work: Work): Promise<unknown> {
  let database: IDBDatabase | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let late = false
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error('the database does not answer')), PATIENCE)
      const opening = indexedDB.open(DATABASE, 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
      opening.onerror = () => reject(opening.error)
      opening.onblocked = () => reject(new Error('the database is blocked'))
      opening.onsuccess = () => {
        database = opening.result
        if (late) return database.close()
        // Storing a key may throw at once (DataCloneError) or abort the transaction.
        try {
          const transaction = database.transaction(STORE, mode)
          let value: unknown
          const request = work(transaction.objectStore(STORE), (settled) => (value = settled))
          if (request !== undefined) request.onsuccess = () => (value = request.result)
          transaction.oncomplete = () => resolve(value)
          transaction.onabort = () => reject(transaction.error)
          transaction.onerror = () => reject(transaction.error)
        } catch (error) {
          reject(error)
        }
      }
    })
  } finally {
    late = true
    clearTimeout(timer)
    database?.close()
  }
}
