// What each `payout-kit/directory/XX` exports is made by this.

import { bytesOf } from './base64.js'
import type { Directory } from './types.js'

/** A pack as its module holds it: base64 text. */
export function unpacked(country: string, edition: string, text: string): Directory {
  return { country, edition, pack: bytesOf(text) }
}
