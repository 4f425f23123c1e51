// What the README's example says is what it does.

import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'

import * as kit from '../../pkg/dist/index.js'

test('the example of the README gives what its comments say', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8')
  const [, code] = /```js\n([^]*?)```/.exec(readme)
  const lines = code.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('import '))
  const setUp = lines.filter((line) => line.startsWith('const '))
  const claims = lines.filter((line) => !line.startsWith('const '))
  assert.ok(setUp.length >= 1 && claims.length >= 3)

  for (const claim of claims) {
    const [expression, comment] = claim.split(' // ')
    const said = /^('[^']*'|\[[^\]]*\])/.exec(comment.trim())[1]
    const run = new Function(...Object.keys(kit), `${setUp.join('\n')}\nreturn [${expression}, ${said}]`)
    const [actual, expected] = run(...Object.values(kit))
    assert.deepEqual(actual, expected, claim)
  }
})
