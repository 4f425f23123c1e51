// @ts-check
// The outbox of this browser: what is signed is stored before it is sent, and kept until the API has
// answered. So a payout whose answer was lost is sent again as it was, after a crash too.

import { createOutbox, indexedDbOutboxStore, memoryOutboxStore } from 'payout-kit/outbox'

/** @typedef {import('payout-kit/outbox').KeptPayout} KeptPayout */

/** @type {Promise<import('payout-kit/outbox').Outbox> | undefined} */
let opened

/** A browser that stores nothing gets one that lives as long as the page. */
function outbox() {
  opened ??= (async () => {
    const store = indexedDbOutboxStore('harbour-payouts')
    const stores = await store.list().then(() => true, () => false)
    return createOutbox(stores ? store : memoryOutboxStore())
  })()
  return opened
}

/** @param {string} id */
export const idempotencyKey = async (id) => (await outbox()).idempotencyKey(id)

/** @param {string} id @param {import('payout-kit').PreparedPayout} prepared */
export const keep = async (id, prepared) => (await outbox()).keep(id, prepared)

/** @param {string} id */
export const settle = async (id) => (await outbox()).settle(id)

/** What was sent, perhaps, and never answered. @returns {Promise<KeptPayout[]>} */
export const unanswered = async () => (await outbox()).pending()
