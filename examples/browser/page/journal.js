// @ts-check
// What must outlive a reload: the key of a payout that was sent, and where its status is. Never
// account data. One intent has one idempotency key, made once and stored before the first send.

const place = 'payout-journal'

/**
 * @typedef {object} Entry
 * @property {string} idempotencyKey
 * @property {string} endToEndId
 * @property {'prepared' | 'sending' | 'accepted'} state
 * @property {string} [eventsUrl]
 * @property {string} [amount] for the status page, as it was shown
 */

/** @type {Entry | undefined} */
let memory

/** @returns {Entry | undefined} */
export function current() {
  try {
    const stored = sessionStorage.getItem(place)
    return stored ? JSON.parse(stored) : memory
  } catch {
    return memory
  }
}

/** @param {Entry} entry */
export function write(entry) {
  memory = entry
  try {
    sessionStorage.setItem(place, JSON.stringify(entry))
  } catch {
    // Storage may be refused; the key then lives as long as the page.
  }
}

export function forget() {
  memory = undefined
  try {
    sessionStorage.removeItem(place)
  } catch {
    // as above
  }
}

/** A new entry; one that was sent and never answered keeps its key. @returns {Entry} */
export function begin() {
  const before = current()
  if (before?.state === 'sending') return before
  const id = crypto.randomUUID()
  /** @type {Entry} */
  const entry = { idempotencyKey: id, endToEndId: id.replaceAll('-', '').slice(0, 20).toUpperCase(), state: 'prepared' }
  write(entry)
  return entry
}
