// Bundled for the Hermes shell, which knows no module and no console: see tests/node/hermes.test.mjs.

import * as kit from 'payout-kit/compat'
import * as server from 'payout-kit/server'
import { files, verdicts } from 'vectors'

import { run } from '../vectors/run.mjs'

// What an app brings along: `atob`, and WebCrypto, whose verdicts are those that Node gave on the same bytes.
globalThis.atob = (base64) => {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const bits = Array.from(base64.replace(/=+$/, ''), (digit) => {
    if (!digits.includes(digit)) throw new Error('InvalidCharacterError')
    return digits.indexOf(digit).toString(2).padStart(6, '0')
  }).join('')
  return Array.from({ length: Math.floor(bits.length / 8) }, (_, at) => String.fromCharCode(parseInt(bits.slice(at * 8, at * 8 + 8), 2))).join('')
}
globalThis.crypto = {
  subtle: {
    importKey: (format, jwk) => Promise.resolve(jwk),
    verify: (how, { x }, signature, message) => Promise.resolve(verdicts[[x, signature, message].join('|')]),
  },
}

run({ ...server, ...kit }, files).then((told) => print(JSON.stringify(told)), (error) => print(JSON.stringify({ ran: 0, failures: [`${error}`] })))
