// IndexedDB. Every failure is a rejected promise, in bounded time: WebViews are known whose databases never
// answer.

const PATIENCE = 3000

/** A database with one store. */
export interface Place {
  database: string
  store: string
}

/** What to do in the store; `settle` gives another result than the request's, `fail` a reason: what a
 * handler throws only aborts the transaction, and its name is lost. */
export type Work = (store: IDBObjectStore, settle: (value: unknown) => void, fail: (error: unknown) => void) => IDBRequest | undefined

/** One transaction in the only store of a database. */
export async function inStore(place: Place, mode: IDBTransactionMode, work: Work): Promise<unknown> {
  let database: IDBDatabase | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let late = false
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(named('TimeoutError', 'The database does not answer.')), PATIENCE)
      if ((globalThis.indexedDB as IDBFactory | undefined) === undefined) {
        return reject(named('ReferenceError', 'There is no IndexedDB here.'))
      }
      const opening = indexedDB.open(place.database, 1)
      opening.onupgradeneeded = () => opening.result.createObjectStore(place.store)
      opening.onerror = () => reject(opening.error)
      opening.onblocked = () => reject(named('BlockedError', 'The database is blocked.'))
      opening.onsuccess = () => {
        database = opening.result
        if (late) return database.close()
        // Storing a key may throw at once (DataCloneError) or abort the transaction.
        try {
          const transaction = database.transaction(place.store, mode, { durability: 'strict' })
          let value: unknown
          const request = work(transaction.objectStore(place.store), (settled) => (value = settled), reject)
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

function named(name: string, message: string): Error {
  const error = new Error(message)
  error.name = name
  return error
}
