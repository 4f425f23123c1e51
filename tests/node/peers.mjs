// What this package and its peers can tell of an IBAN, found out by asking them; `node peers.mjs`
// writes the table into docs/peers.md, `peers.test.mjs` notices when it is stale.

import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

import { dist } from './vectors.mjs'

const require = createRequire(import.meta.url)
const kit = await import(pathToFileURL(dist('index.js')))
const ibantools = require('ibantools')
const validator = require('validator')
const iban = require('iban')
const fastIban = require('fast-iban')
const ibankit = require('ibankit')

const FILE = new URL('../../docs/peers.md', import.meta.url)
const BEGIN = '<!-- asked of the packages by tests/node/peers.mjs; do not edit -->'
const END = '<!-- end -->'

const of = (text) => ({ country: text.slice(0, 2).toUpperCase(), iban: text })
/** Wrong is what throws, too. */
const safely = (ask) => (...given) => {
  try {
    return ask(...given)
  } catch (refusal) {
    return refusal?.violation ?? refusal?.message ?? false
  }
}

/** How each is asked; a question that a package has no function for is left out. */
const PEERS = {
  'payout-kit': {
    right: (text) => kit.isValidIban(text) && kit.validateAccount(of(text)).status === 'valid',
    unofficial: (text) => kit.validateAccount(of(text)).status === 'valid',
    why: (text) => kit.validateAccount(of(text)).issues[0]?.code,
    place: (text) => kit.validateAccount(of(text)).issues[0]?.position?.[0],
    incomplete: (text) => kit.validateAccount(of(text)).status === 'incomplete',
    suggestions: (text) => kit.validateAccount(of(text)).issues.flatMap((issue) => issue.suggestions ?? []),
    bic: (text) => kit.validateAccount({ ...of('DE89370400440532013000'), bic: text }).status === 'valid',
    domestic: (account) => kit.validateAccount(account).status === 'valid',
  },
  ibantools: {
    right: (text) => ibantools.isValidIBAN(text),
    why: (text) => ibantools.validateIBAN(text).errorCodes.join(),
    bic: (text) => ibantools.isValidBIC(text),
  },
  validator: {
    right: (text) => validator.isIBAN(text),
    bic: (text) => validator.isBIC(text),
    domestic: ({ routingNumber }) => (routingNumber ? validator.isAbaRouting(routingNumber) : false),
  },
  iban: { right: (text) => iban.isValid(text) },
  'fast-iban': { right: (text) => fastIban.validateIBAN(text) },
  ibankit: {
    right: (text) => ibankit.IBAN.isValid(text),
    why: (text) => String(safely(() => new ibankit.IBAN(text))()).replace(/[^A-Za-z ]/g, ''),
    bic: (text) => ibankit.BIC.isValid(text),
  },
}

/** With right check digits. */
function sealed(country, bban) {
  const digits = [...`${bban}${country}00`].map((letter) => parseInt(letter, 36)).join('')
  return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${bban}`
}

/** The registry's countries, and those outside of it, each with an IBAN. */
const [REGISTERED, UNOFFICIAL] = [[], []]
for (const { country, methods } of kit.listMarkets()) {
  const method = methods.find((name) => name.endsWith('iban'))
  const example = method && kit.accountRequirements({ country, method }).fields.find(({ key }) => key === 'iban')?.example
  if (!example?.startsWith(country)) continue
  ;(kit.isValidIban(example) ? REGISTERED : UNOFFICIAL).push(example)
}

/** For a country with a check digit of its own: an IBAN in which only that one is wrong. */
function nationallyWrong(example) {
  const [country, bban] = [example.slice(0, 2), example.slice(4)]
  for (let at = bban.length - 1; at >= 0; at -= 1) {
    if (!/\d/.test(bban[at])) continue
    const text = sealed(country, `${bban.slice(0, at)}${(Number(bban[at]) + 1) % 10}${bban.slice(at + 1)}`)
    const { status, checks } = kit.validateAccount(of(text))
    if (status === 'invalid' && checks.checkDigits === 'passed' && checks.national === 'failed') return text
  }
  return undefined
}
const NATIONAL = REGISTERED.map(nationallyWrong).filter(Boolean)

const yes = (fact) => (fact ? 'yes' : 'no')
const count = (ask, texts) => `${texts.filter((text) => ask(text) === true).length} of ${texts.length}`
const GOOD = 'DE89370400440532013000'
const TYPO = 'DE89370400440532013009'

/** What is asked, and how the answer is found out. */
const QUESTIONS = [
  ['examples of the registry that are right', ({ right }) => count(safely(right), REGISTERED)],
  ['refuses a wrong length with fitting check digits', ({ right }) => yes(safely(right)(sealed('DE', '3704004405320130001')) !== true)],
  ['refuses a letter where the registry has a digit', ({ right }) => yes(safely(right)(sealed('DE', '37040044053201300A')) !== true)],
  ['refuses check digits that alias (00, 01, 99)', ({ right }) => yes(safely(right)(aliased()) !== true)],
  ['countries whose own check digit is looked at', ({ right }) => `${NATIONAL.filter((text) => safely(right)(text) !== true).length} of ${NATIONAL.length}`],
  ['takes blanks', ({ right }) => yes(safely(right)('DE89 3704 0044 0532 0130 00') === true)],
  ['takes small letters', ({ right }) => yes(safely(right)(GOOD.toLowerCase()) === true)],
  ['takes full-width digits', ({ right }) => yes(safely(right)(GOOD.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))) === true)],
  ['says why: another answer for too short than for wrong digits', ({ why }) => yes(why && safely(why)(TYPO) !== safely(why)(GOOD.slice(0, -1)))],
  ['says where: the place of a letter among digits', ({ place }) => yes(place?.('DE8937040O440532013000') === 9)],
  ['tells unfinished from wrong', ({ incomplete }) => yes(incomplete && incomplete('DE8937') && !incomplete('DE8X37'))],
  ['suggests what was meant', ({ suggestions }) => yes(suggestions?.(TYPO).some((text) => text.replaceAll(' ', '') === GOOD))],
  ['IBANs outside of the registry', ({ right, unofficial }) => count(safely(unofficial ?? right), UNOFFICIAL)],
  ['BIC', ({ bic }) => yes(bic?.('DEUTDEFF') && !safely(bic)('DEUTD3FF'))],
  ['a routing number of the US', ({ domestic }) => yes(domestic?.({ country: 'US', routingNumber: '021000021', accountNumber: '12345678', accountType: 'checking' }))],
  ['a CLABE of Mexico', ({ domestic }) => yes(domestic?.({ country: 'MX', clabe: '002010077777777771' }))],
]

/** An IBAN whose pair is 97 or 98 with 00 or 01 in its place: the same remainder. */
function aliased() {
  for (let at = 0; ; at += 1) {
    const text = sealed('DE', `37040044${String(at).padStart(10, '0')}`)
    const pair = { 97: '00', 98: '01' }[text.slice(2, 4)]
    if (pair) return `DE${pair}${text.slice(4)}`
  }
}

const versionOf = (name) => (name === 'payout-kit' ? JSON.parse(readFileSync(new URL('../../pkg/package.json', import.meta.url), 'utf8')).version : JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).devDependencies[name])

/** The table, as Markdown. */
export function table() {
  const names = Object.keys(PEERS)
  const row = (cells) => `| ${cells.join(' | ')} |`
  return [
    row(['', ...names.map((name) => `${name} ${versionOf(name)}`)]),
    row(['---', ...names.map(() => '---')]),
    ...QUESTIONS.map(([what, ask]) => row([what, ...names.map((name) => ask(PEERS[name]))])),
  ].join('\n')
}

/** The table that stands in the docs. */
export function documented() {
  const text = readFileSync(FILE, 'utf8')
  return text.slice(text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)).trim()
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const text = readFileSync(FILE, 'utf8')
  const [before] = text.split(BEGIN)
  const after = text.slice(text.indexOf(END))
  writeFileSync(FILE, `${before}${BEGIN}\n\n${table()}\n\n${after}`)
}
