// The shared vectors in a real Hermes, the engine of React Native: no WebAssembly, no TextEncoder,
// no URL, no classes. The bundle is not transpiled any further than the package is.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

import { build } from 'esbuild'

import { dist, files, root, total } from './vectors.mjs'

const FOLDER = { linux: 'linux64-bin', darwin: 'osx-bin', win32: 'win64-bin' }[process.platform]
const hermes = join(dirname(createRequire(import.meta.url).resolve('hermes-engine-cli/package.json')), FOLDER, 'hermes')

test('vectors: compat entry in Hermes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'payout-kit-hermes-'))
  try {
    const script = join(folder, 'main.js')
    await build({
      entryPoints: [join(root, 'tests/hermes/main.mjs')],
      outfile: script,
      bundle: true,
      format: 'iife',
      // As the bundler of React Native resolves it.
      alias: { 'payout-kit/compat': dist('compat.js') },
      plugins: [vectors],
      supported: { 'async-await': false, class: false },
      target: 'es2016',
      charset: 'ascii',
      logLevel: 'error',
    })
    const printed = execFileSync(hermes, ['-w', script], { encoding: 'utf8', maxBuffer: 64 << 20 })
    const { ran, failures } = JSON.parse(printed)
    assert.deepEqual(failures, [])
    assert.equal(ran, total)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

const vectors = {
  name: 'vectors',
  setup(build) {
    build.onResolve({ filter: /^vectors$/ }, () => ({ path: 'vectors', namespace: 'vectors' }))
    build.onLoad({ filter: /.*/, namespace: 'vectors' }, () => ({ contents: JSON.stringify(files), loader: 'json' }))
  },
}
