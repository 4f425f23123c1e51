// The shared vectors in a real Hermes, the engine of React Native: no WebAssembly, no TextEncoder,
// no URL, no classes. The bundle is not transpiled any further than the package is.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { build } from 'esbuild'

import { run } from '../vectors/run.mjs'
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
      alias: { 'payout-kit/compat': dist('compat.js'), 'payout-kit/server': dist('server.compat.js') },
      plugins: [vectors(await recorded())],
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

/** What WebCrypto here says of each signature that the cases have verified; Hermes has none. */
async function recorded() {
  const { subtle } = globalThis.crypto
  const { importKey, verify } = subtle
  const [verdicts, keys] = [{}, new Map()]
  subtle.importKey = async (format, jwk, ...how) => {
    const key = await importKey.call(subtle, format, jwk, ...how)
    keys.set(key, jwk)
    return key
  }
  subtle.verify = async (how, key, signature, message) => {
    const verdict = await verify.call(subtle, how, key, signature, message)
    verdicts[[keys.get(key).x, signature, message].join('|')] = verdict
    return verdict
  }
  const [kit, server] = await Promise.all(['compat.js', 'server.compat.js'].map((file) => import(pathToFileURL(dist(file)))))
  await run({ ...server, ...kit }, files)
  Object.assign(subtle, { importKey, verify })
  assert.ok(Object.values(verdicts).includes(true) && Object.values(verdicts).includes(false))
  return { files, verdicts }
}

const vectors = (exported) => ({
  name: 'vectors',
  setup(build) {
    build.onResolve({ filter: /^vectors$/ }, () => ({ path: 'vectors', namespace: 'vectors' }))
    build.onLoad({ filter: /.*/, namespace: 'vectors' }, () => ({ contents: JSON.stringify(exported), loader: 'json' }))
  },
})
