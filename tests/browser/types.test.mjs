// The page is plain JavaScript; its types are checked against the package that it imports.

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

test('the page uses the package as its types say', () => {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  const project = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples', 'browser', 'tsconfig.json')
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', project], { encoding: 'utf8' })
  assert.equal(status, 0, stdout)
})
