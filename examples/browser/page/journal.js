// @ts-check
// What must outlive a reload: which payout this tab is making, and where its status is. Never account
// data; what was signed stands in the outbox until the API has answered.

import { idempotencyKey, settle } from './outbox.js'

const place = 'payout-journal'

/**
 * @typedef {object} Entry
 * @property {string} id of the payout in the outbox
 * @property {'prepared' | 'accepted'} state
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
    // Storage may be refused; the entry then lives as long as the page.
  }
}

/** The API has answered for good, or nothing was sent. */
export async function forget() {
  const before = current()
  memory = undefined
  try {
    sessionStorage.removeItem(place)
  } catch {
    // as above
  }
  if (before) await settle(before.id)
}

/** A new payout: its id here, and the key that the API knows it by, stored before anything is sent. */
export async function begin() {
  await forget()
  const id = crypto.randomUUID()
  write({ id, state: 'prepared' })
  return { id, idempotencyKey: await idempotencyKey(id), endToEndId: id.replaceAll('-', '').slice(0, 20).toUpperCase() }
}
