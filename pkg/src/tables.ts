// Official files of the day, in place of the tables that the core carries.

import { call } from './core.js'
import { argument } from './read.js'
import { tableFile } from './shapes.js'
import type { OfficialTable, TableFile } from './types.js'

/**
 * Reads the text of an official file, for the option `tables`. A file with a line that is not as its
 * publisher writes it is refused: `PayoutKitError` with the code `invalid_table`, `path` and `line`.
 */
export function parseTable(file: TableFile): OfficialTable {
  const { kind, edition, ...read } = argument(tableFile, file, 'The file')
  const pack =
    'substitutions' in read
      ? call('gbModulusTable', read.text, read.substitutions, edition)
      : call('deMethodsTable', read.text, edition)
  return { kind, edition: edition.trim(), pack }
}
