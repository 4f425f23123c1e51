// An instance that traps is thrown away and replaced. The facade is bundled here around an instance
// that is broken on purpose: the package itself has no such switch.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { build } from 'esbuild'

import { pkg } from './vectors.mjs'

const folder = mkdtempSync(join(tmpdir(), 'payout-kit-trap-'))
after(() => rmSync(folder, { recursive: true }))

// (module (func (export "isValidIban") (param i32 i32) (result i32) unreachable))
const TRAP = [0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0, 7, 15, 1, 11, ...Buffer.from('isValidIban'), 0, 0, 10, 5, 1, 3, 0, 0, 11]

async function facade(name, backend) {
  writeFileSync(join(folder, `${name}-backend.mjs`), backend)
  await build({
    entryPoints: [join(pkg, 'src/index.ts')], outfile: join(folder, `${name}.mjs`), bundle: true, format: 'esm', logLevel: 'error',
    alias: { '#backend': join(folder, `${name}-backend.mjs`) },
  })
  return import(pathToFileURL(join(folder, `${name}.mjs`)))
}

test('a trap is an internal_error; the next call has a new instance', async () => {
  const { isValidIban, PayoutKitError } = await facade('trap', `
    let made = 0
    const trap = new WebAssembly.Module(new Uint8Array(${JSON.stringify(TRAP)}))
    export function instantiate() {
      made += 1
      if (made % 2 === 1) return { isValidIban: () => new WebAssembly.Instance(trap).exports.isValidIban(0, 0) }
      return { isValidIban: () => true }
    }`)
  for (let round = 0; round < 3; round++) {
    if (round === 0) {
      assert.throws(() => isValidIban('x'), (error) => error instanceof PayoutKitError && error.code === 'internal_error' && error.cause instanceof WebAssembly.RuntimeError)
    }
    assert.equal(isValidIban('x'), true)
  }
})

test('10,000 traps later everything still works', async () => {
  const { isValidIban } = await facade('many', `
    let made = 0
    export function instantiate() {
      made += 1
      return { isValidIban() { if (made <= 10000) throw new WebAssembly.RuntimeError('unreachable'); return true } }
    }`)
  for (let round = 0; round < 10_000; round++) assert.throws(() => isValidIban('x'), { code: 'internal_error' })
  assert.equal(isValidIban('x'), true)
})

test('an engine that refuses the wasm is unsupported, each time', async () => {
  const { isValidIban } = await facade('refused', `export function instantiate() { throw new WebAssembly.CompileError('forbidden by policy') }`)
  for (let round = 0; round < 2; round++) assert.throws(() => isValidIban('x'), { name: 'PayoutKitError', code: 'unsupported' })
})
