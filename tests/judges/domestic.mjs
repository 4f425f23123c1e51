// Judges of numbers that are no IBAN from npm: stdnum, kontonummer, clabe-validator,
// us-bank-account-validator, br-bank-account-validator, @brazilian-utils/brazilian-utils.

import { createRequire } from 'node:module'
import { resolve } from 'node:path'

import { decide } from './deciding.mjs'

const require = createRequire(resolve('package.json'))
const { stdnum } = require('stdnum')
const kontonummer = require('kontonummer')
const { clabe } = require('clabe-validator')
const us = require('us-bank-account-validator')
const br = require('br-bank-account-validator').default
const brazilian = require('@brazilian-utils/brazilian-utils')

/** stdnum's rule for a field. What its lists (of banks, kinds, years) refuse says nothing of the check digit. */
const by = (rule, field) => ({
  stdnum: (input) => {
    const { isValid, error } = rule.validate(input[field])
    return error?.name === 'InvalidComponent' ? undefined : isValid
  },
})

/** The account's part of the verdict: our cases have no digit of the branch. */
function brazilianAccount({ bankCode, branchCode, accountNumber, accountDigit }) {
  const length = { '001': 8, 237: 7, 341: 5 }[bankCode]
  try {
    br.validate({ bankNumber: bankCode, agencyNumber: branchCode, agencyCheckNumber: '', accountNumber: accountNumber.padStart(length, '0'), accountCheckNumber: accountDigit })
    return true
  } catch (refusal) {
    return !refusal.errors.some(({ code }) => code.includes('ACCOUNT'))
  }
}

/** Its lax mode fills short accounts with zeros; strict, it knows no account of fewer than ten digits. */
function swedbank({ accountNumber }) {
  try {
    const { sortingCode, valid } = kontonummer.parse(accountNumber, { mode: 'lax' })
    return sortingCode.length === 5 && valid
  } catch {
    return false
  }
}

/** After a clearing number of four digits, ten that fit by themselves; 9300 numbers its accounts so too. */
function isOfFourDigits({ input: { accountNumber } }) {
  const digits = accountNumber.replace(/\D/g, '')
  return digits.length === 14 && kontonummer.valid(`9300${digits.slice(4)}`)
}

/** The check digit of an RFC in an alphabet that lacks "&", whose later letters are one less. */
function fitsWithoutAmpersand({ input: { holderTaxId } }) {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ '
  const front = holderTaxId.slice(0, -1).padStart(12, ' ')
  const sum = [...front].reduce((total, letter, at) => total + alphabet.indexOf(letter) * (13 - at), 0)
  return '0123456789A'[(11 - (sum % 11)) % 11] === holderTaxId.at(-1)
}

decide({
  ar_cbu: by(stdnum.AR.cbu, 'cbu'),
  ar_cuit: by(stdnum.AR.cuit, 'holderTaxId'),
  au_abn: by(stdnum.AU.abn, 'proxy.value'),
  br_account: { 'br-bank-account-validator': brazilianAccount },
  br_cnpj: { ...by(stdnum.BR.cnpj, 'holderTaxId'), 'brazilian-utils': ({ holderTaxId }) => brazilian.isValidCnpj(holderTaxId, { version: 2 }) },
  br_cpf: { ...by(stdnum.BR.cpf, 'holderTaxId'), 'brazilian-utils': ({ holderTaxId }) => brazilian.isValidCpf(holderTaxId) },
  cl_rut: by(stdnum.CL.rut, 'holderTaxId'),
  co_nit: by(stdnum.CO.nit, 'holderTaxId'),
  mx_clabe: { ...by(stdnum.MX.clabe, 'clabe'), 'clabe-validator': (input) => clabe.validate(input.clabe).checksum === Number(input.clabe[17]) && input.clabe.length === 18 },
  mx_rfc: by(stdnum.MX.rfc, 'holderTaxId'),
  no_account: by(stdnum.NO.kontonr, 'accountNumber'),
  nz_account: by(stdnum.NZ.bank, 'accountNumber'),
  pe_ruc: by(stdnum.PE.ruc, 'holderTaxId'),
  pix_cnpj: { 'brazilian-utils': ({ pixKey }) => brazilian.isValidPixKey(pixKey) },
  pix_cpf: { 'brazilian-utils': ({ pixKey }) => brazilian.isValidPixKey(pixKey) },
  pix_phone: { 'brazilian-utils': ({ pixKey }) => brazilian.isValidPixKey(pixKey) },
  pix_email: { 'brazilian-utils': ({ pixKey }) => brazilian.isValidPixKey(pixKey) },
  pix_random: { 'brazilian-utils': ({ pixKey }) => brazilian.isValidPixKey(pixKey) },
  se_account: { kontonummer: ({ accountNumber }) => kontonummer.valid(accountNumber) },
  se_swedbank: { kontonummer: swedbank },
  sg_uen: by(stdnum.SG.uen, 'proxy.value'),
  th_pin: by(stdnum.TH.idnr, 'proxy.value'),
  us_rtn: { 'us-bank-account-validator': ({ routingNumber }) => us.routingNumber(routingNumber).isValid },
}, { 'clearing-of-four': isOfFourDigits, 'fits-without-ampersand': fitsWithoutAmpersand })
