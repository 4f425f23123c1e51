// From a typed account to a credited payout, in Node. Prints each step with its figures; ends
// with 0 when both payouts are credited.
//
//   PAYOUT_API      where the payout API is  http://127.0.0.1:8787
//   PARTNER_SECRET  the partner's secret there

import { randomUUID } from 'node:crypto'
import {
  accountRequirements,
  createDeviceSigner,
  createNonce,
  listMarkets,
  preparePayout,
  previewPayout,
  signPayout,
  statusOf,
  validateAccount,
} from 'payout-kit'
import { events } from './events.mjs'
import { ask, Stopped } from './http.mjs'
import { openSession } from './partner.mjs'
import { bold, dim, green, line, pairs, step, table, title } from './print.mjs'

const api = (process.env.PAYOUT_API ?? 'http://127.0.0.1:8787').replace(/\/$/, '')
const secret = process.env.PARTNER_SECRET

/** How long a payout may take here, in milliseconds. */
const patience = 60_000

try {
  if (!secret) throw new Stopped('Set PARTNER_SECRET to the secret that the payout API was started with.')
  await journey()
} catch (error) {
  if (!(error instanceof Stopped)) throw error
  console.error(`\n${error.message}`)
  process.exitCode = 1
}

async function journey() {
  const started = performance.now()
  step('The markets')
  const markets = listMarkets()
  line(`${markets.length} markets, ${markets.filter((market) => market.sepa).length} of them in SEPA, ${markets.filter((market) => market.instant).length} with an instant rail`)

  step('A wrong account is caught before anything is sent')
  catchWrongAccount({ country: 'DE', iban: 'DE89 37O4 0044 0532 0130 00' })
  catchWrongAccount({ country: 'DE', iban: 'DE89 3704 0044 0532 0310 00' })

  step('A device key, and a session that the partner has minted for it')
  const signer = await createDeviceSigner()
  const session = await openSession(api, secret, signer)
  pairs([
    ['key', `${signer.keyId} (${signer.alg}, in ${signer.storage})`],
    ['session', `until ${session.expiresAt}, pays to ${session.payoutsUrl}`],
    ['debited', `virtual account ${session.debtor.virtualAccount}`],
  ])

  title('First payout: 125.50 EUR to Germany, same currency, instant')
  await pay({
    session,
    signer,
    holder: 'Ada Lovelace',
    country: 'DE',
    debit: { currency: 'EUR', amount: '125.50' },
    credit: { country: 'DE', currency: 'EUR' },
  })

  title('Second payout: 250.00 EUR to Indonesia, converted to IDR, instant')
  await pay({
    session,
    signer,
    holder: 'Kartini Wijaya',
    country: 'ID',
    debit: { currency: 'EUR', amount: '250.00' },
    credit: { country: 'ID', currency: 'IDR' },
  })

  console.log(`\n${green('Both payouts are credited')}, ${((performance.now() - started) / 1000).toFixed(1)} s after the start.`)
}

/** @param {import('payout-kit').AccountInput} account */
function catchWrongAccount(account) {
  const { status, issues } = validateAccount(account)
  const issue = issues.find((each) => each.severity === 'error')
  if (status !== 'invalid' || !issue) throw new Stopped('A wrong account was taken for right: this is a defect.')
  line(`${account.iban}  ${dim('an example with one fault put in')}`)
  if (issue.position) line(`${' '.repeat(issue.position[0])}${'^'.repeat(issue.position[1] - issue.position[0])}`)
  line(`${issue.code}: ${issue.message}`)
}

async function pay({ session, signer, holder, country, debit, credit }) {
  step(`The account of ${holder}`)
  const { fields, method } = accountRequirements({ country })
  const needed = fields.filter((field) => !field.optional)
  table([['field', 'typed', 'why'], ...needed.map((field) => [field.label, field.example, field.why])])
  const account = { country, ...Object.fromEntries(needed.map((field) => [field.key, field.example])) }
  const report = validateAccount(account)
  pairs([
    ['report', `${report.status} as ${method}: ${report.account?.formatted ?? ''}`],
    ['checks', Object.entries(report.checks).map(([name, result]) => `${name} ${result}`).join(', ')],
    ...report.issues.map((issue) => /** @type {[string, string]} */ ([issue.severity, issue.message])),
  ])
  if (report.status !== 'valid') throw new Stopped('The example account is not right: this is a defect.')

  step('Every rail, on the rates and fees of this minute')
  const [{ body: clock }, { body: quote }, { body: fees }] = await Promise.all([ask(`${api}/v1/clock`), ask(`${api}/v1/rates`), ask(`${api}/v1/fees`)])
  const { quoteId, ...rates } = quote
  const preview = previewPayout({ debit, credit: { ...credit, account }, at: clock.now, rates, fees, prefer: 'fastest' })
  table([
    ['rail', 'payee gets', 'fees', 'arrives by', ''],
    ...preview.options.map((option) => [
      option.name,
      option.eligible && option.credit ? `${option.credit.net} ${option.credit.currency}` : '-',
      option.eligible ? option.fees.map((fee) => `${fee.amount} ${fee.currency} ${fee.mode.replace('_', ' ')}`).join(', ') || 'none' : '-',
      option.eligible ? (option.arrival?.latest ?? '-') : '-',
      option.eligible ? badges(option, preview) : option.issues.filter((issue) => issue.severity === 'error').map((issue) => issue.message).join(' '),
    ]),
  ])
  const option = preview.options.find((each) => each.rail === preview.best?.fastest)
  if (!option?.debit || !option.credit) throw new Stopped(`No rail can carry this payout: ${preview.issues.map((issue) => issue.message).join(' ')}`)

  step(`${option.name}: how it was computed`)
  if (option.rate) line(`1 ${debit.currency} = ${option.rate.customer} ${credit.currency}, ${option.rate.source} of ${option.rate.asOf}${option.rate.indicative ? ', indicative' : ''}, until ${option.rate.expiresAt}`)
  table([
    ['step', 'result', ''],
    ...option.steps.map((each) => [
      each.label,
      `${each.result} ${each.currency ?? ''}`,
      each.unrounded && each.rounding ? `${each.unrounded}, rounded ${each.rounding.mode.replace('_', ' ')} to ${each.rounding.digits} decimals` : '',
    ]),
  ])
  line(option.arrival?.explanation)

  step('What is signed, read back from the bytes')
  const id = randomUUID()
  /** @type {import('payout-kit').PayoutIntent} */
  const intent = {
    idempotencyKey: id,
    endToEndId: id.replaceAll('-', '').slice(0, 20).toUpperCase(),
    amount: option.credit.net,
    currency: option.credit.currency,
    rail: option.rail,
    debtor: { name: 'Harbour', ...session.debtor },
    creditor: { name: holder, account },
  }
  if (option.rate) {
    intent.conversion = {
      quoteId,
      rate: option.rate.customer,
      debitAmount: option.debit.total,
      debitCurrency: option.debit.currency,
      creditAmount: option.credit.net,
      creditCurrency: option.credit.currency,
      expiresAt: option.rate.expiresAt ?? '',
    }
  }
  const created = Math.floor(Date.parse(clock.serverTime) / 1000)
  const prepared = preparePayout(intent, {
    method: 'POST',
    url: session.payoutsUrl,
    created,
    expires: created + 120,
    nonce: createNonce(),
    keyId: signer.keyId,
    alg: signer.alg,
    authorization: `Bearer ${session.token}`,
  })
  if (prepared.status !== 'ready') throw new Stopped(`The payout cannot be signed: ${prepared.issues.map((issue) => issue.message).join(' ')}`)
  pairs(prepared.summary.map(({ label, value }) => [label, value]))
  line(dim(`${prepared.bytes.length} bytes, SHA-256 ${prepared.digest}`))

  step('Signed and sent')
  const request = await signPayout(prepared, signer)
  for (const [name, value] of Object.entries(request.headers)) line(`${dim(name)}: ${redacted(name, value)}`)
  const { response, body: payout } = await ask(request.url, request)
  line(`${bold(`${response.status} ${response.statusText}`)}  ${payout.id}`)

  step('Live, until the account is credited')
  await follow(payout.eventsUrl)
}

/** Prints each event as it comes. @param {string} url */
async function follow(url) {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), patience)
  const seen = []
  try {
    for await (const event of events(url, stop.signal)) {
      seen.push(event)
      const status = statusOf(seen)
      line(`${event.at}  ${event.status.padEnd(4)}  ${status.message}`)
      if (status.state === 'credited') return
      if (['rejected', 'returned', 'cancelled', 'blocked'].includes(status.state)) {
        throw new Stopped(`The payout was not credited: ${status.message} ${status.reason ? `${status.reason.message} ${status.reason.advice}` : ''}`)
      }
    }
  } catch (error) {
    if (stop.signal.aborted) throw new Stopped(`The payout was not credited within ${patience / 1000} s. Its last status: ${seen.at(-1)?.status ?? 'none'}.`)
    throw error
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

/** @param {import('payout-kit').RailOption} option @param {import('payout-kit').Preview} preview */
function badges(option, preview) {
  return [option.rail === preview.best?.fastest ? 'fastest' : '', option.rail === preview.best?.cheapest ? 'cheapest' : ''].filter(Boolean).join(', ')
}

/** Tokens and signatures are shown by their beginning. @param {string} name @param {string} value */
function redacted(name, value) {
  if (name === 'authorization') return 'Bearer …'
  return name === 'signature' ? `${value.slice(0, 20)}…` : value
}
