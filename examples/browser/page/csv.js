// @ts-check
// CSV as people's programs write it: with commas, semicolons or tabs, quotes, a byte order mark.

/** The first cell of a line that a spreadsheet would compute instead of showing it. */
const formula = /^[\s'"]*[=+\-@|%\uFF1D\uFF0B\uFF0D\uFF20]/

/** @typedef {{line: number, cells: string[]}} Row */

/**
 * @param {string} text
 * @returns {{separator: string, rows: Row[], fault?: undefined} | {fault: string}}
 */
export function readCsv(text) {
  const source = text.replace(/^\uFEFF/, '')
  if (source.includes('\u0000')) return { fault: 'This is not a text file. Save the table as “CSV UTF-8”.' }
  if (source.trim() === '') return { fault: 'The file is empty.' }
  const separator = separatorOf(source)
  /** @type {Row[]} */
  const rows = []
  /** @type {string[]} */
  let cells = []
  let line = 1
  let begin = 1
  let at = 0
  const end = () => {
    if (cells.length > 1 || cells[0]?.trim()) rows.push({ line: begin, cells })
    cells = []
    begin = line
  }
  while (at < source.length) {
    let cell = ''
    if (source[at] === '"') {
      const from = line
      for (at += 1; source[at] !== '"' || source[at + 1] === '"'; at += 1) {
        if (at >= source.length) return { fault: `A quotation mark that opens in line ${from} is never closed.` }
        if (source[at] === '\n') line += 1
        if (source[at] === '"') at += 1
        cell += source[at]
      }
      at += 1
      const rest = untilEnd(source, at, separator)
      if (source.slice(at, rest).trim() !== '') return { fault: `In line ${line} there is text after a closing quotation mark. A quotation mark inside of a value is written twice.` }
      at = rest
    } else {
      const rest = untilEnd(source, at, separator)
      cell = source.slice(at, rest)
      at = rest
    }
    cells.push(cell)
    if (source[at] === separator) {
      at += 1
      // A separator at the very end stands before an empty value.
      if (at === source.length) cells.push('')
      continue
    }
    if (source[at] === '\r') at += 1
    if (source[at] === '\n') at += 1
    line += 1
    end()
  }
  end()
  return { separator, rows }
}

/** A table that opens as text, whatever its cells begin with. @param {(string | number)[][]} rows */
export function writeCsv(rows) {
  return `\uFEFF${rows.map((row) => row.map((cell) => quoted(String(cell))).join(',')).join('\r\n')}\r\n`
}

/** @param {string} cell */
function quoted(cell) {
  return `"${(formula.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`
}

/** @param {string} source @param {number} at @param {string} separator */
function untilEnd(source, at, separator) {
  while (at < source.length && source[at] !== separator && source[at] !== '\n' && source[at] !== '\r') at += 1
  return at
}

/** What the first line is parted by most often. @param {string} source */
function separatorOf(source) {
  const first = source.slice(0, untilEnd(source, 0, '\n'))
  const count = (/** @type {string} */ mark) => first.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}
