// What the journey says on the terminal.

const colour = process.stdout.isTTY && !process.env.NO_COLOR
const paint = (/** @type {number} */ code) => (/** @type {string} */ text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text)

export const bold = paint(1)
export const dim = paint(2)
export const green = paint(32)

let count = 0

/** @param {string} text */
export function title(text) {
  console.log(`\n${bold(text)}`)
}

/** @param {string} text */
export function step(text) {
  count += 1
  console.log(`\n${bold(`${count}. ${text}`)}`)
}

/** @param {string} [text] */
export function line(text = '') {
  console.log(`   ${text}`)
}

/** @param {[string, unknown][]} rows */
export function pairs(rows) {
  const width = Math.max(...rows.map(([name]) => name.length))
  for (const [name, value] of rows) line(`${dim(name.padEnd(width))}  ${value}`)
}

/** Columns as wide as they need; the last one runs on. @param {string[][]} rows */
export function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? '')].length)))
  for (const [at, row] of rows.entries()) {
    const text = row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')
    line(at === 0 ? dim(text) : text)
  }
}
