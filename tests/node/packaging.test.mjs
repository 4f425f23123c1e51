// The tarball as users get it: packed once, installed into an empty project, used in every way
// that the README names.

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'

import { build } from 'esbuild'

import { pkg } from './vectors.mjs'

const require = createRequire(import.meta.url)
const IBAN = 'GB82WEST12345698765432'

let folder, tarball, contents

const project = (file) => join(folder, file)
const node = (...args) => execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()
/** The program of a package of this folder. */
function program(name, bin = name) {
  const manifest = join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), 'node_modules', name, 'package.json')
  const { bin: bins } = JSON.parse(readFileSync(manifest, 'utf8'))
  return join(dirname(manifest), typeof bins === 'string' ? bins : bins[bin])
}

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'payout-kit-packed-'))
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: pkg, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  tarball = join(folder, packed.filename)
  contents = packed.files.map(({ path }) => path)
  writeFileSync(project('package.json'), '{"name":"empty","private":true}')
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder, stdio: 'ignore' })
})

after(() => rmSync(folder, { recursive: true, force: true }))

test('the tarball holds what is built, licences and a README, and nothing else', () => {
  for (const file of ['README.md', 'LICENSE-MIT', 'LICENSE-APACHE', 'package.json', 'dist/index.js', 'dist/payouts.wasm']) {
    assert.ok(contents.includes(file), file)
  }
  const strangers = contents.filter((path) => !/^(dist\/|README\.md$|LICENSE-(MIT|APACHE)$|package\.json$)/.test(path))
  assert.deepEqual(strangers, [])
})

test('no dependencies, no install scripts, no side effects', () => {
  const manifest = JSON.parse(readFileSync(project('node_modules/payout-kit/package.json'), 'utf8'))
  for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies']) assert.equal(manifest[kind], undefined, kind)
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) assert.equal(manifest.scripts?.[script], undefined, script)
  assert.equal(manifest.sideEffects, false)
})

const used = `console.log(isValidIban('${IBAN}'), isValidIban('${IBAN}0'))`

for (const [name, args] of [
  ['ESM', ['--input-type=module', '-e', `import { isValidIban } from 'payout-kit'; ${used}`]],
  ['CommonJS', ['-e', `const { isValidIban } = require('payout-kit'); ${used}`]],
  ['ESM, condition react-native', ['--conditions=react-native', '--input-type=module', '-e', `import { isValidIban } from 'payout-kit'; ${used}`]],
  ['ESM, condition edge-light', ['--conditions=edge-light', '--input-type=module', '-e', `import { isValidIban } from 'payout-kit'; ${used}`]],
  ['compat, ESM', ['--input-type=module', '-e', `import { isValidIban } from 'payout-kit/compat'; ${used}`]],
  ['compat, CommonJS', ['-e', `const { isValidIban } = require('payout-kit/compat'); ${used}`]],
  ['accounts, ESM', ['--input-type=module', '-e', `import { isValidIban } from 'payout-kit/accounts'; ${used}`]],
  ['accounts, CommonJS', ['-e', `const { isValidIban } = require('payout-kit/accounts'); ${used}`]],
  ['compat needs no WebAssembly', ['--input-type=module', '-e', `delete globalThis.WebAssembly; const { isValidIban } = await import('payout-kit/compat'); ${used}`]],
  ['react-native needs no WebAssembly', ['--conditions=react-native', '--input-type=module', '-e', `delete globalThis.WebAssembly; const { isValidIban } = await import('payout-kit'); ${used}`]],
  ['compat without eval', ['--disallow-code-generation-from-strings', '--input-type=module', '-e', `import { isValidIban } from 'payout-kit/compat'; ${used}`]],
  [
    'slim, ESM',
    ['--input-type=module', '-e', `import { readFileSync } from 'node:fs'; import { createRequire } from 'node:module'; import { init, isValidIban } from 'payout-kit/slim';
      await init(readFileSync(createRequire(process.cwd() + '/x.js').resolve('payout-kit/payouts.wasm'))); ${used}`],
  ],
  [
    'slim, CommonJS',
    ['-e', `const { init, isValidIban } = require('payout-kit/slim');
      init(new WebAssembly.Module(require('fs').readFileSync(require.resolve('payout-kit/payouts.wasm')))).then(() => { ${used} })`],
  ],
]) {
  test(`installed: ${name}`, () => assert.equal(node(...args), 'true false'))
}

test('installed: slim before init says so', () => {
  const script = `import { isValidIban } from 'payout-kit/slim'; try { isValidIban('${IBAN}') } catch (error) { console.log(error.name, error.code) }`
  assert.equal(node('--input-type=module', '-e', script), 'PayoutKitError not_ready')
})

test('the default entry without WebAssembly says what to import', () => {
  const script = `delete globalThis.WebAssembly; const { isValidIban } = await import('payout-kit'); try { isValidIban('${IBAN}') } catch (error) { console.log(error.code, error.message) }`
  assert.match(node('--input-type=module', '-e', script), /^unsupported .*payout-kit\/compat/)
})

test('importing does nothing: no compile, no output, no global', () => {
  const script = `const before = Object.getOwnPropertyNames(globalThis).length
    const compile = WebAssembly.Module; let compiled = 0
    WebAssembly.Module = class extends compile { constructor(bytes) { super(bytes); compiled++ } }
    await import('payout-kit'); console.log(compiled, Object.getOwnPropertyNames(globalThis).length - before)`
  assert.equal(node('--input-type=module', '-e', script), '0 0')
})

for (const moduleResolution of ['node16', 'bundler']) {
  test(`types: a strict consumer compiles, moduleResolution ${moduleResolution}`, () => {
    mkdirSync(project('types'), { recursive: true })
    cpSync(new URL('consumer.ts', import.meta.url), project('types/consumer.mts'))
    if (moduleResolution === 'node16') cpSync(new URL('consumer.ts', import.meta.url), project('types/consumer.cts'))
    else rmSync(project('types/consumer.cts'), { force: true })
    writeFileSync(
      project('types/tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          strict: true, noEmit: true, exactOptionalPropertyTypes: true, skipLibCheck: false, types: [], lib: ['es2022', 'dom'],
          target: 'es2022', module: moduleResolution === 'node16' ? 'node16' : 'esnext', moduleResolution,
        },
        files: moduleResolution === 'node16' ? ['consumer.mts', 'consumer.cts'] : ['consumer.mts'],
      }),
    )
    node(program('typescript', 'tsc'), '-p', 'types')
  })
}

test('publint finds nothing', async () => {
  const { publint } = await import('publint')
  const { messages } = await publint({ pkgDir: project('node_modules/payout-kit'), pack: false, strict: true })
  assert.deepEqual(messages, [])
})

test('are the types wrong? no', () => {
  // Resolution `node10` knows no exports map: its subpaths cannot be found, by design.
  node(program('@arethetypeswrong/cli', 'attw'), tarball, '--profile', 'node16', '--exclude-entrypoints', 'payouts.wasm')
})

test('a bundle for the browser needs no option', async () => {
  writeFileSync(project('page.mjs'), `import { isValidIban } from 'payout-kit'; ${used}`)
  const { outputFiles } = await build({
    entryPoints: [project('page.mjs')], absWorkingDir: folder, bundle: true, minify: true, write: false, format: 'esm', platform: 'browser', logLevel: 'error',
  })
  assert.equal(outputFiles.length, 1)
  const [{ contents: bundled }] = outputFiles
  writeFileSync(project('bundled.mjs'), bundled)
  assert.equal(node('bundled.mjs'), 'true false')
})

test('a bundle for React Native takes the twin', async () => {
  writeFileSync(project('native.js'), `import { isValidIban } from 'payout-kit'; ${used}`)
  await build({
    entryPoints: [project('native.js')], absWorkingDir: folder, bundle: true, outfile: project('native.bundle.js'), format: 'iife',
    conditions: ['react-native'], mainFields: ['react-native', 'main'], logLevel: 'error',
  })
  assert.ok(!readFileSync(project('native.bundle.js'), 'utf8').includes('WebAssembly.Module'))
  assert.equal(node('native.bundle.js'), 'true false')
})

test('a worker for workerd imports the .wasm file', async () => {
  writeFileSync(project('worker.mjs'), `import { isValidIban } from 'payout-kit'; ${used}`)
  const { outputFiles } = await build({
    entryPoints: [project('worker.mjs')], absWorkingDir: folder, bundle: true, write: false, format: 'esm', conditions: ['workerd'],
    external: ['*.wasm'], logLevel: 'error',
  })
  assert.match(outputFiles[0].text, /from "[^"]*payouts\.wasm"/)
})
