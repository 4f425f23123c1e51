// @ts-check
// The banks of the chosen country: loaded once it is chosen, kept while the page is open.

import { editions, loadDirectory } from 'payout-kit/directory'

/** @typedef {import('payout-kit').Directory} Directory */

/** `missing`: nobody made a list of this country's banks. `lost`: it did not arrive. */
/** @typedef {'loading' | 'missing' | 'lost' | 'ready'} DirectoryState */

export class Directories {
  /** @type {Map<string, Directory>} */
  #loaded = new Map()
  /** @type {Set<string>} */
  #lost = new Set()

  /** @param {(country: string) => void} arrived */
  constructor(arrived) {
    this.arrived = arrived
  }

  /** @param {string} country @returns {Directory[]} */
  of(country) {
    const directory = this.#loaded.get(country)
    return directory ? [directory] : []
  }

  /** @param {string} country @returns {DirectoryState} */
  stateOf(country) {
    if (!(country in editions)) return 'missing'
    if (this.#loaded.has(country)) return 'ready'
    return this.#lost.has(country) ? 'lost' : 'loading'
  }

  /** @param {string} country */
  async want(country) {
    if (this.#loaded.has(country)) return
    this.#lost.delete(country)
    try {
      const directory = await loadDirectory(country)
      if (!directory) return
      this.#loaded.set(country, directory)
    } catch {
      this.#lost.add(country)
    }
    this.arrived(country)
  }
}
