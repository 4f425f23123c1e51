// @ts-check
// The page's one polite live region: there from the start, each text set once.

import { byId } from './dom.js'

/** @param {string} text */
export function announce(text) {
  const region = byId('live')
  // A region that already says the same would stay silent.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text
}
