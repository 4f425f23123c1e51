// Judges of national check digits from npm: ibantools and ibankit, for the countries they have rules of.

import { createRequire } from 'node:module'
import { resolve } from 'node:path'

import { decide } from './deciding.mjs'

const require = createRequire(resolve('package.json'))
const ibantools = require('ibantools')
const ibankit = require('ibankit')

// As ibankit 1.6.5 has them in BbanStructure; ibantools shows its own.
const OF_IBANKIT = new Set(['BE', 'ES', 'FR', 'IT', 'MC', 'NO', 'PT', 'SM'])

decide({
  national: {
    ibantools: (text, { country }) => (ibantools.countrySpecs[country].bban_validation_func ? ibantools.isValidIBAN(text) : undefined),
    ibankit: (text, { country }) => (OF_IBANKIT.has(country) ? ibankit.IBAN.isValid(text) : undefined),
  },
})
