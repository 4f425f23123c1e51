// Judges of IBANs and routing numbers from npm: ibantools, validator, iban, fast-iban, ibankit.

import { createRequire } from 'node:module'
import { resolve } from 'node:path'

import { decide } from './deciding.mjs'

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

/** Whether a judge's own table has the country. */
const KNOWS = {
  validator: (country) => validator.isIBAN(`${country}00`, { whitelist: [country] }) || require('validator/lib/isIBAN').locales.includes(country),
  iban: (country) => country in iban.countries,
  ibankit: (country) => ibankit.BbanStructure.forCountry(country) !== null,
}

const modulo = (text) => [...`${text.slice(4)}${text.slice(0, 4)}`].reduce((rest, letter) => {
  const value = parseInt(letter, 36)
  return (rest * (value < 10 ? 10 : 100) + value) % 97
}, 0)

decide(JUDGES, {
  'lacks-country': ({ country }, judge) => !KNOWS[judge](country),
  // Our report says of the same case that the country's own digits do not fit.
  'national-check-fails': ({ national }) => national === false,
  'fits-modulo-97': ({ input }) => modulo(input) === 1,
})
