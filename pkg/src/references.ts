// Directories and tables for a call, as the core takes them: packs one after another.

import type { AccountOptions, OfficialTable } from './types.js'

const COUNTRY_OF: Record<OfficialTable['kind'], string> = { gb_modulus: 'GB', de_methods: 'DE' }

/** The packs that say something about accounts of these countries. */
export function packsFor(countries: Set<string>, { directories = [], tables = [] }: AccountOptions): Uint8Array {
  const packs: Uint8Array[] = []
  for (const country of countries) {
    const directory = directories.find((each) => each.country === country)
    const table = tables.find((each) => COUNTRY_OF[each.kind] === country)
    for (const each of [directory, table]) if (each) packs.push(each.pack)
  }
  const all = new Uint8Array(packs.reduce((length, pack) => length + pack.length, 0))
  let at = 0
  for (const pack of packs) {
    all.set(pack, at)
    at += pack.length
  }
  return all
}

/** As the core reads a country. */
export function countryOf({ country }: { country: string }): string {
  return country.trim().toUpperCase()
}
