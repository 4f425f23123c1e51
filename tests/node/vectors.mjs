// The shared vectors, and where things lie.

import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
export const pkg = join(root, 'pkg')
export const dist = (file) => join(pkg, 'dist', file)

const folder = join(root, 'tests', 'vectors')

export const files = [...readdirSync(folder), ...readdirSync(join(folder, 'server')).map((file) => `server/${file}`)]
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => ({ file, cases: JSON.parse(readFileSync(join(folder, file), 'utf8')) }))

export const total = files.reduce((sum, { cases }) => sum + cases.length, 0)
