import { call } from './core.js'

/** True when the text is an IBAN: structure and check digits. National checks are `validateAccount`'s. */
export function isValidIban(text: string): boolean {
  return call('isValidIban', text)
}
