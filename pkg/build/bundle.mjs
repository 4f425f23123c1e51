// Facade + core → the files of the package.

import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, readdirSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { build } from 'esbuild'

import { pkg, root } from './rust.mjs'

const src = (file) => join(pkg, 'src', file)
const dist = (file) => join(pkg, 'dist', file)

// Entries of one backend share their chunks, errors among them. What only servers need is a core of its own.
const BACKENDS = [
  { backend: 'inline', target: 'es2020', entries: { index: 'index.ts', server: 'server.ts', outbox: 'outbox.ts', iso20022: 'iso20022.ts' } },
  // Hermes: no classes, no async functions.
  { backend: 'compat', target: 'es2016', entries: { compat: 'index.ts', 'server.compat': 'server.ts', 'outbox.compat': 'outbox.ts', 'iso20022.compat': 'iso20022.ts' } },
  { backend: 'workerd', target: 'es2022', entries: { workerd: 'index.ts', 'server.workerd': 'server.ts', 'iso20022.workerd': 'iso20022.ts' }, esmOnly: true },
  { backend: 'slim', target: 'es2020', entries: { slim: 'slim.ts' } },
  // A client's facade over a core that knows accounts alone.
  { backend: 'inline', client: 'accounts', target: 'es2020', entries: { accounts: 'only-accounts.ts' } },
  { backend: 'compat', client: 'accounts', target: 'es2016', entries: { 'accounts.compat': 'only-accounts.ts' } },
  { backend: 'workerd', client: 'accounts', target: 'es2022', entries: { 'accounts.workerd': 'only-accounts.ts' }, esmOnly: true },
]

/** Puts a backend and the generated modules where the facade names them. */
export function modules(backend, { client, server, bank }) {
  // One backend's module, made twice: what it names below goes to the core that it was asked for.
  const at = ({ path, importer, pluginData }) => {
    if (path === '#backend') return { path: src(`backend/${backend}.ts`), pluginData: client }
    if (path === '#server-backend') return { path: src(`backend/${backend}.ts`), suffix: '?server', pluginData: server }
    if (path === '#bank-backend') return { path: src(`backend/${backend}.ts`), suffix: '?bank', pluginData: bank }
    if (path === '#utf8') return { path: src('utf8.ts') }
    const core = pluginData ?? client
    if (path === '#wasm') return { path: `./${core.file}`, external: true }
    const name = { '#glue': 'glue', '#inlined': 'inlined', '#twin-glue': 'twinGlue', '#twin': 'twin' }[path]
    if (name === undefined) throw new Error(`${importer} names ${path}, which nobody makes`)
    return { path: core[name] }
  }
  return {
    name: 'modules',
    setup(build) {
      build.onResolve({ filter: /^#/ }, at)
      // A module hands on which core it belongs to only through a loader.
      build.onLoad({ filter: /[\\/]backend[\\/]\w+\.ts$/ }, ({ path, pluginData }) => ({
        contents: readFileSync(path, 'utf8'), loader: 'ts', pluginData,
      }))
    },
  }
}

/** Entries without a core: plain JavaScript for every engine. */
const PLAIN = { disclosure: 'disclosure.ts', rates: 'rates.ts' }

export async function bundle(parts) {
  rmSync(dist(''), { recursive: true, force: true })
  for (const { backend, client = 'client', target, entries, esmOnly } of BACKENDS) {
    const common = {
      entryPoints: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, src(file)])),
      outdir: dist(''),
      bundle: true,
      minify: true,
      charset: 'ascii',
      legalComments: 'none',
      target,
      plugins: [modules(backend, { ...parts, client: parts[client] })],
      logLevel: 'warning',
    }
    await build({ ...common, format: 'esm', platform: 'neutral', splitting: true, chunkNames: `chunks/${backend}-[hash]` })
    if (!esmOnly) await build({ ...common, format: 'cjs', platform: 'node', outExtension: { '.js': '.cjs' } })
  }
  await plain()
  await directories()
  for (const { file, wasm } of Object.values(parts)) writeFileSync(dist(file), wasm)
  declarations()
  for (const file of ['LICENSE-APACHE', 'LICENSE-MIT']) copyFileSync(join(root, file), join(pkg, file))
}

async function plain() {
  const common = {
    entryPoints: Object.fromEntries(Object.entries(PLAIN).map(([name, file]) => [name, src(file)])),
    outdir: dist(''), bundle: true, minify: true, charset: 'ascii', legalComments: 'none', target: 'es2016', logLevel: 'warning',
  }
  await build({ ...common, format: 'esm', platform: 'neutral', splitting: true, chunkNames: 'chunks/plain-[hash]' })
  await build({ ...common, format: 'cjs', platform: 'node', outExtension: { '.js': '.cjs' } })
}

/** `payout-kit/directory/XX`: each pack as text in a module of its own, for every bundler and engine. */
async function directories() {
  const packs = join(root, 'data', 'directory', 'packs')
  const editions = JSON.parse(readFileSync(join(packs, 'editions.json'), 'utf8'))
  const countries = Object.keys(editions)
  const modules = {
    name: 'directories',
    setup(build) {
      build.onResolve({ filter: /^[A-Z]{2}$/ }, ({ path }) => ({ path, namespace: 'directory' }))
      build.onLoad({ filter: /./, namespace: 'directory' }, ({ path: country }) => {
        const text = readFileSync(join(packs, `${country}.pack`), 'base64').replace(/=/g, '')
        return {
          contents: `import { unpacked } from ${JSON.stringify(src('directory.ts'))}
            export const directory = /* @__PURE__ */ unpacked('${country}', ${JSON.stringify(editions[country])}, '${text}')`,
          resolveDir: pkg,
        }
      })
    },
  }
  const common = {
    entryPoints: Object.fromEntries(countries.map((country) => [`directory/${country}`, country])),
    outdir: dist(''), bundle: true, minify: true, charset: 'ascii', legalComments: 'none', target: 'es2016',
    plugins: [modules], logLevel: 'warning',
  }
  await build({ ...common, format: 'esm', platform: 'neutral', splitting: true, chunkNames: 'chunks/directory-[hash]' })
  await build({ ...common, format: 'cjs', platform: 'node', outExtension: { '.js': '.cjs' } })
  writeFileSync(dist('directory/index.js'), index(editions, (country) => `import('./${country}.js')`, 'export '))
  const required = (country) => `Promise.resolve().then(() => require('./${country}.cjs'))`
  writeFileSync(dist('directory/index.cjs'), `${index(editions, required, '')}module.exports = { editions, loadDirectory }\n`)
  for (const kind of ['js', 'cjs']) {
    const types = readFileSync(src('directories.d.ts'), 'utf8').replace('./types.js', `../types/types.${kind}`)
    writeFileSync(dist(`directory/index.d.${kind === 'js' ? '' : 'c'}ts`), types)
  }
  const typed = (kind) => `import type { Directory } from '../types/types.${kind}'\nexport declare const directory: Directory\n`
  for (const country of countries) {
    writeFileSync(dist(`directory/${country}.d.ts`), typed('js'))
    writeFileSync(dist(`directory/${country}.d.cts`), typed('cjs'))
  }
}

/** `payout-kit/directory`: which there are, and one of them once it is wanted. Bundlers see each import. */
function index(editions, load, exported) {
  const loaders = Object.keys(editions).map((country) => `  ${country}: () => ${load(country)},`)
  return `${exported}const editions = ${JSON.stringify(editions)}
const loaders = {\n${loaders.join('\n')}\n}
${exported}function loadDirectory(country) {
  const code = typeof country === 'string' ? country.toUpperCase() : ''
  if (!Object.prototype.hasOwnProperty.call(loaders, code)) return Promise.resolve()
  return loaders[code]().then((module) => module.directory)
}
`
}

/** The types once, and once more for CommonJS: equal but for the names of the files. */
function declarations() {
  const require = createRequire(import.meta.url)
  const tsc = join(require.resolve('typescript/package.json'), '..', 'bin', 'tsc')
  execFileSync(process.execPath, [tsc, '-p', pkg], { stdio: 'inherit' })
  const types = dist('types')
  for (const file of readdirSync(types)) {
    if (!file.endsWith('.d.ts')) continue
    const text = readFileSync(join(types, file), 'utf8')
    writeFileSync(join(types, file.replace('.d.ts', '.d.cts')), text.replace(/((?:from '|import\(")\.\/[\w-]+)\.js(?=['"])/g, '$1.cjs'))
  }
  for (const { entries, esmOnly } of [...BACKENDS, { entries: PLAIN }]) {
    for (const [name, file] of Object.entries(entries)) {
      const entry = file.replace('.ts', '')
      if (!existsSync(join(types, `${entry}.d.ts`))) throw new Error(`no types for ${file}`)
      writeFileSync(dist(`${name}.d.ts`), `export * from './types/${entry}.js'\n`)
      if (!esmOnly) writeFileSync(dist(`${name}.d.cts`), `export * from './types/${entry}.cjs'\n`)
    }
  }
}
