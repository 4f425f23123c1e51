// The table of docs/peers.md is what the packages answer today.

import assert from 'node:assert/strict'
import { test } from 'node:test'

import { documented, table } from './peers.mjs'

test('what peers can tell is what docs/peers.md says', () => {
  assert.equal(documented(), table(), 'run `node peers.mjs` in tests/node')
})
