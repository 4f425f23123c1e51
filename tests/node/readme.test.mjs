// What the examples of the README and of docs/preview.md say is what the code does.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

import * as kit from '../../pkg/dist/index.js'

/** A line at the margin, `expression // 'value'`; the value is a string or a list, and words may follow it. */
const CLAIM = /^(?!const )(\S.*?)\s+\/\/ ('[^']*'|"[^"]*"|\[[^\]]*\])/

const blocksOf = async (path) =>
  [...(await readFile(new URL(`../../${path}`, import.meta.url), 'utf8')).matchAll(/```js\n([^]*?)```/g)].map(([, code]) => code)

/** Runs the code and compares what it claims. Returns how many claims that were. */
function holds(code) {
  let claims = 0
  const lines = code.split('\n').map((line) => {
    if (line.startsWith('import ')) return ''
    const [, expression, value] = CLAIM.exec(line) ?? []
    if (expression === undefined) return line
    claims += 1
    return `;same(${expression}, ${value}, ${JSON.stringify(line)});`
  })
  new Function('same', ...Object.keys(kit), `'use strict'\n${lines.join('\n')}`)(assert.deepEqual, ...Object.values(kit))
  return claims
}

test('the example of the README gives what its comments say', async () => {
  const [first] = await blocksOf('README.md')
  assert.equal(holds(first), 3)
})

test('the examples of docs/preview.md give what their comments say', async () => {
  const blocks = await blocksOf('docs/preview.md')
  assert.ok(holds(blocks.join('\n')) >= 25)
  assert.throws(() => holds(blocks.join('\n').replace("// '129.44'", "// '129.24'")), assert.AssertionError)
})
