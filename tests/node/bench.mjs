// Side by side with peers, in one process: ratios, not absolute times. Best of several rounds.

import { execFileSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

import { report, time } from './timing.mjs'
import { overhead } from './overhead.mjs'
import { dist } from './vectors.mjs'

const require = createRequire(import.meta.url)
const kit = await import(pathToFileURL(dist('index.js')))
const compat = await import(pathToFileURL(dist('compat.js')))
const ibantools = require('ibantools')
const validator = require('validator')
const fastIban = require('fast-iban')
const iban = require('iban')
const ibankit = require('ibankit')

/** With right check digits; the examples of the registry would each get a warning in the report. */
function ibanOf(country, bban) {
  const digits = [...`${bban}${country}00`].map((character) => parseInt(character, 36)).join('')
  return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${bban}`
}

const IBANS = [ibanOf('DE', '120300001234567890'), ibanOf('GB', 'WEST12345698765433'), ibanOf('FR', '30006000011234567890189'),
  ibanOf('NL', 'INGB0001234567'), ibanOf('AT', '2011100003429660'), ibanOf('CH', '00700110001249185'), ibanOf('IE', 'AIBK93115212345679'),
  ibanOf('MT', 'MALT011000012345MTLCAST002T'), 'DE88370400440532013000', 'GB82WEST12345698765431']
const ACCOUNTS = IBANS.map((text) => ({ country: text.slice(0, 2), iban: text }))

const PREVIEW = {
  debit: { currency: 'EUR', amount: '1000.00' }, credit: { country: 'US', currency: 'USD' }, at: '2026-11-23T09:30:00Z',
  rates: { source: 'ECB', asOf: '2026-11-20', indicative: true, pairs: [{ from: 'EUR', to: 'USD', rate: '1.0834', mid: '1.0900' }] },
  fees: { rules: Array.from({ length: 10 }, (_, at) => ({ code: `fee${at}`, percent: '0.1', flat: '0.05', min: '0.10', max: '5.00', mode: at % 2 ? 'deducted' : 'on_top' })) },
}
const INTENT = {
  idempotencyKey: '4f3c2a10-6f1e-4e55-9c0f-0d6a7b1c2d3e', endToEndId: 'INV-2026-0042', amount: '100.00', currency: 'EUR', rail: 'SCT_INST',
  debtor: { account: 'va_0042', name: 'Platform GmbH' }, creditor: { name: 'Zoë Ångström', account: ACCOUNTS[0] },
}
const CONTEXT = {
  method: 'POST', url: 'https://api.example/v1/payouts', created: 1795255800, expires: 1795255920, nonce: 'AAECAwQFBgcICQoLDA0ODw',
  keyId: 'cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s', alg: 'ecdsa-p256-sha256',
}

const rows = []

const peer = time((text) => ibantools.isValidIBAN(text), IBANS)
report('ibantools.isValidIBAN', peer)
report('validator.isIBAN', time((text) => validator.isIBAN(text), IBANS))
report('iban.isValid', time((text) => iban.isValid(text), IBANS))
report('fast-iban.validateIBAN', time((text) => fastIban.validateIBAN(text), IBANS))
report('ibankit.IBAN.isValid', time((text) => ibankit.IBAN.isValid(text), IBANS))

function budget(what, nanos, limit, words) {
  const ok = nanos <= limit
  rows.push([what, ok])
  report(what, nanos, `${words}: ${ok ? 'ok' : 'MISSED'}`)
}

const own = time(kit.isValidIban, IBANS)
budget('isValidIban', own, peer / 4, `${(peer / own).toFixed(1)} × faster than ibantools, budget 4 ×`)
const full = time((account) => kit.validateAccount(account).status === 'valid', ACCOUNTS)
budget('validateAccount, full report', full, peer, `${(full / peer).toFixed(2)} of ibantools' bare boolean, budget 1`)
const COLUMN = 100_000
const texts = Array.from({ length: COLUMN }, (_, at) => IBANS[at % IBANS.length])
const offsets = new Uint32Array(COLUMN + 1)
texts.forEach((text, at) => (offsets[at + 1] = offsets[at] + text.length))
const bytes = new TextEncoder().encode(texts.join(''))
const column = time((whole) => kit.validateIbanColumn(whole, offsets).status.length === COLUMN, [bytes], 5) / COLUMN
report('validateIbanColumn, a row', column, `${column.toFixed(0)} ms a million, national checks included; ${(peer / column).toFixed(1)} × faster than ibantools`)
const preview = time((request) => kit.previewPayout(request).options.length === 5, [PREVIEW])
budget('previewPayout, 5 rails, 10 fee rules', preview, 100_000, 'budget 100 µs')
const prepare = time((intent) => kit.preparePayout(intent, CONTEXT).status === 'ready', [INTENT])
budget('preparePayout', prepare, 30_000, 'budget 30 µs')
report('compat: isValidIban', time(compat.isValidIban, IBANS))
report('compat: validateAccount', time((account) => compat.validateAccount(account).status === 'valid', ACCOUNTS))
report('compat: previewPayout', time((request) => compat.previewPayout(request).options.length === 5, [PREVIEW]))
report('compat: preparePayout', time((intent) => compat.preparePayout(intent, CONTEXT).status === 'ready', [INTENT]))

const signing = await overhead({ module: pathToFileURL(dist('index.js')).href, intent: INTENT, context: CONTEXT })
for (const [alg, micros] of Object.entries(signing)) report(`preparePayout + signPayout, ${alg}`, micros * 1000, 'median')

const first = (entry) =>
  Math.min(
    ...Array.from({ length: 5 }, () =>
      Number(
        execFileSync(process.execPath, ['--input-type=module', '-e', `import { isValidIban } from ${JSON.stringify(pathToFileURL(dist(entry)).href)}
          const start = process.hrtime.bigint(); isValidIban('${IBANS[0]}'); console.log(Number(process.hrtime.bigint() - start))`]),
      ),
    ),
  )
budget('first call in a new process', first('index.js'), 10_000_000, 'budget 10 ms')
report('compat: first call in a new process', first('compat.js'))

if (kit.previewPayout(PREVIEW).options.length !== 5 || kit.preparePayout(INTENT, CONTEXT).status !== 'ready') throw new Error('the bench measures nothing')
const missed = rows.filter(([, ok]) => !ok)
if (missed.length > 0) {
  console.error(`\nmissed: ${missed.map(([what]) => what).join(', ')}`)
  process.exitCode = 1
}
