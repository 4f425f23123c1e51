// Judges of IBANs and routing numbers from npm: ibantools, validator, iban, fast-iban, ibankit.
//
// Reads one JSON case a line: {kind, country, input, verdict}. A difference is expected when
// defects.csv says that this judge has that defect and the case shows it; any other one fails.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const require = createRequire(resolve('package.json'))
const ibantools = require('ibantools')
const validator = require('validator')
const iban = require('iban')
const fastIban = require('fast-iban')
const ibankit = require('ibankit')

const JUDGES = {
  iban: {
    ibantools: (text) => ibantools.isValidIBAN(text),
    validator: (text) => validator.isIBAN(text),
    iban: (text) => iban.isValid(text),
    'fast-iban': (text) => fastIban.validateIBAN(text),
    ibankit: (text) => ibankit.IBAN.isValid(text),
  },
  aba: { validator: (text) => validator.isAbaRouting(text) },
}

/** Some judges throw what others answer with false. */
function verdictOf(decide, input) {
  try {
    return Boolean(decide(input))
  } catch {
    return false
  }
}

/** What a case has to be for a defect to explain the difference. */
const SHOWS = {
  'takes-aliases': (text) => ['00', '01', '99'].includes(text.slice(2, 4)),
  'lacks-country': () => true,
  'digits-only': (text) => /[A-Z]/.test(text.slice(4)),
  'letters-for-digits': (text) => /[A-Z]/.test(text.slice(8)),
  'checks-nationally': () => true,
  'knows-no-format': () => true,
}

const [, ...defects] = readFileSync(new URL('defects.csv', import.meta.url), 'utf8').trim().split('\n').map((line) => line.split(','))
const cases = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))

const agreed = {}
const asked = {}
const expected = {}
let wrong = 0
for (const { kind, country, input, verdict } of cases) {
  for (const [judge, decide] of Object.entries(JUDGES[kind])) {
    asked[judge] = (asked[judge] ?? 0) + 1
    const theirs = verdictOf(decide, input)
    if (theirs === verdict) {
      agreed[judge] = (agreed[judge] ?? 0) + 1
      continue
    }
    const known = defects.find(([name, countries, says, shows]) =>
      name === judge && (countries === '*' || countries.split(' ').includes(country)) && (says === 'right') === theirs && SHOWS[shows](input))
    if (known) {
      const key = `${judge}: ${known[4]}`
      const seen = (expected[key] ??= { count: 0, countries: new Set() })
      seen.count += 1
      seen.countries.add(country)
    } else {
      wrong += 1
      console.log(`  ${judge} says ${theirs ? 'right' : 'wrong'}, we say ${verdict ? 'right' : 'wrong'}: ${country} ${input}`)
    }
  }
}
for (const [judge, count] of Object.entries(agreed)) console.log(`  ${judge} agrees on ${count} of ${asked[judge]}`)
for (const [why, { count, countries }] of Object.entries(expected)) console.log(`  ${count} expected, ${why}${countries.size < 20 ? ` (${[...countries].join(' ')})` : ''}`)
console.log(`  ${wrong} without a reason`)
// A run without cases proves nothing.
process.exitCode = wrong > 0 || cases.length === 0 ? 1 : 0
