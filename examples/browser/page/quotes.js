// @ts-check
// The rate sheet, from the partner's backend; and what the payout API tells everybody: its clock,
// its fees, its test accounts.

import { ask } from './api.js'

/** @typedef {import('payout-kit').RateSheet} RateSheet */
/** @typedef {import('payout-kit').FeeRule} FeeRule */

export class Quotes {
  /** @type {RateSheet | undefined} */
  sheet
  quoteId = ''
  /** @type {FeeRule[]} */
  fees = []
  /** @type {any[]} */
  testAccounts = []
  /** The sandbox's clock, which can run faster than ours. */
  #clock = { sandbox: Date.now(), here: Date.now(), speed: 1 }

  /** @param {string} api */
  constructor(api) {
    this.api = api
  }

  /** The time that counts for rates and arrivals. */
  get now() {
    const { sandbox, here, speed } = this.#clock
    return new Date(sandbox + (Date.now() - here) * speed)
  }

  get expired() {
    const until = this.sheet?.expiresAt
    return until !== undefined && Date.parse(until) <= this.now.getTime()
  }

  /** Everything; the answer says whether the service is there. */
  async load() {
    const [fees, accounts, rates] = await Promise.all([ask(`${this.api}/v1/fees`), ask(`${this.api}/v1/test-accounts`), this.requote()])
    if (fees.kind === 'answer') this.fees = fees.value.rules ?? fees.value
    if (accounts.kind === 'answer') this.testAccounts = accounts.value.accounts ?? accounts.value
    return rates && fees.kind === 'answer'
  }

  /** A new rate sheet, with its own time to live. @returns {Promise<boolean>} */
  async requote() {
    const [clock, rates] = await Promise.all([ask(`${this.api}/v1/clock`), ask('/rates')])
    if (clock.kind === 'answer') {
      this.#clock = { sandbox: Date.parse(clock.value.now), here: Date.now(), speed: Number(clock.value.speed) }
    }
    if (rates.kind !== 'answer') return false
    const { quoteId, ...sheet } = rates.value
    this.sheet = sheet
    this.quoteId = quoteId ?? ''
    return true
  }
}
