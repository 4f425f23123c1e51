// Rust → one wasm for every engine that has WebAssembly, and its JavaScript twin for the others.

import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { trapAtOnce } from './panics.mjs'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const pkg = join(root, 'pkg')
const target = join(root, 'target', 'npm')

// The binaryen of our lock file: the one that wasm-pack would fetch refuses today's wasm.
const PATH = [join(pkg, 'node_modules', '.bin'), process.env.PATH].join(delimiter)

function run(program, args, env = {}) {
  try {
    execFileSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PATH, ...env } })
  } catch (error) {
    const why = error.code === 'ENOENT' ? 'it is not installed' : 'see above'
    throw new Error(`${program} failed: ${why}. \`cargo xtask build\` installs what it needs.`)
  }
}

// Inlining less than opt-level "s" does takes a twentieth off the wasm, and nothing off its speed;
// opt-level "z" would take off as much again, and half of the speed.
const INLINE = '-C llvm-args=-inline-threshold=15'

function wasmPack(name, feature, flags = [], env = {}) {
  const out = join(target, name)
  mkdirSync(out, { recursive: true })
  run(
    'wasm-pack',
    // Its own package.json knows no exports map: --no-pack.
    ['--log-level', 'warn', 'build', '--mode', 'no-install', '--target', 'web', '--no-pack', '--no-typescript',
      '--out-dir', out, '--out-name', 'payouts', join(pkg, 'wasm'), '--', '--features', feature],
    { ...env, RUSTFLAGS: [INLINE, ...flags].join(' ') },
  )
  const wasm = join(out, 'trapping.wasm')
  writeFileSync(wasm, trapAtOnce(readFileSync(join(out, 'payouts_bg.wasm'))))
  return {
    glue: readFileSync(join(out, 'payouts.js'), 'utf8'),
    wasm,
    at: (file) => join(out, file),
  }
}

// Giant functions compress badly, and as JavaScript no engine optimises them: no inlining of what
// is called once.
const OPTIMISE = ['--one-caller-inline-max-function-size', '10', '--reorder-functions']
// A fourteenth faster than -Oz, and half a kilobyte larger.
const FAST = ['-O3', ...OPTIMISE]
const SMALL = ['-Oz', ...OPTIMISE]

/** The wasm and its glue. `feature`: `client`; `verify` or `iso20022` for what only servers need. */
export function wasm(feature) {
  const built = wasmPack(`wasm-${feature}`, feature)
  run('wasm-opt', [built.wasm, ...FAST, '-o', built.at('payouts.wasm'),
    '--enable-bulk-memory', '--enable-sign-ext', '--enable-nontrapping-float-to-int', '--enable-mutable-globals',
    '--enable-reference-types', '--enable-multivalue'])
  return { glue: built.glue, bytes: readFileSync(built.at('payouts.wasm')) }
}

/** The same Rust as plain JavaScript, and its glue. */
export function twin(feature) {
  const built = wasmPack(
    `twin-${feature}`,
    feature,
    // The standard library comes with newer instructions inside. They are lowered below; without
    // the linker's --features, wasm-bindgen would keep a second table, which wasm2js refuses.
    ['-C target-cpu=mvp', '-C link-arg=--no-check-features', '-C link-arg=--features=mutable-globals'],
    // Other flags, other artefacts: kept apart so that neither build throws away the other's.
    { CARGO_TARGET_DIR: join(root, 'target', 'twin') },
  )
  const lowered = built.at('lowered.wasm')
  run('wasm-opt', [built.wasm, '-o', lowered,
    '--enable-bulk-memory', '--enable-sign-ext', '--enable-nontrapping-float-to-int', '--enable-mutable-globals',
    '--llvm-memory-copy-fill-lowering', '--signext-lowering', '--llvm-nontrapping-fptoint-lowering', ...SMALL])
  run('wasm2js', [lowered, '-O', ...OPTIMISE.slice(0, 2), '-o', built.at('twin.js')])
  const script = readFileSync(built.at('twin.js'), 'utf8')
  if (/\beval\b|\bnew Function\b/.test(script)) throw new Error('the twin must run where eval is forbidden')
  return { glue: built.glue, script }
}

/** A module written by hand. */
export function assembled(file) {
  const out = join(target, 'assembled.wasm')
  run('wasm-opt', [file, '-Oz', '--enable-bulk-memory', '-o', out])
  return readFileSync(out)
}

/** Where the generated modules go that the bundles are made from. */
export function generated(file, text) {
  const path = join(target, file)
  writeFileSync(path, text)
  return path
}
