// @ts-check
// The page: what is chosen, what follows from it, and which of the three views is shown.

import { previewPayout } from 'payout-kit'
import { AccountForm } from './account.js'
import { AmountForm } from './amount.js'
import { ask } from './api.js'
import { Computation } from './computation.js'
import { byId, el, fill } from './dom.js'
import { about, dropMended, showFaults } from './faults.js'
import { expected, showGlance } from './glance.js'
import * as journal from './journal.js'
import { announce } from './live.js'
import { money } from './money.js'
import { settle, unanswered } from './outbox.js'
import * as passkey from './passkey.js'
import { intentOf, prepare, prepareAgain, send } from './payout.js'
import { Quotes } from './quotes.js'
import { RailList } from './rails.js'
import { Review } from './review.js'
import { openSession } from './session.js'
import { StatusView } from './status.js'
import { notConfirmed, passkeyFirst, passkeyNotMade, refusal, unknown, unsent } from './words.js'

/** @typedef {import('payout-kit').Preview} Preview */
/** @typedef {import('payout-kit').PreviewRequest} PreviewRequest */

const config = await ask('/config.json')
const { api, balances, passkeys } = config.kind === 'answer' ? config.value : { api: location.origin, balances: [], passkeys: 0 }
let hasPasskey = passkeys > 0
const quotes = new Quotes(api)

const views = { form: byId('form-view'), review: byId('review-view'), status: byId('status-view') }
/** @type {Preview | undefined} */
let preview
/** What stands on the confirmation screen. @type {{id: string, prepared: import('payout-kit').PreparedPayout, amount: string, headline: string, expiresAt: number} | undefined} */
let shown
/** The passkey that the API asked for. @type {passkey.StepUp | undefined} */
let stepUp

const account = new AccountForm(
  { market: byId('market'), method: byId('method'), account: byId('account'), understood: byId('understood'), examples: byId('examples') },
  'DE',
  (market) => {
    if (market) amount.creditCurrencies = account.market?.currencies ?? []
    update()
  },
)
const amount = new AmountForm(byId('amount'), () => update())
const computation = new Computation(/** @type {HTMLDialogElement} */ (byId('computation')))
/** @param {import('payout-kit').RailOption} option @param {string} opener */
const explain = (option, opener) => computation.open(option, opener)
const rails = new RailList(byId('rails'), () => update(), () => requote(), explain)
const review = new Review(views.review, {
  back: () => backToForm(),
  confirm: () => confirm().catch(failed),
  requote: async () => {
    await requote()
    await openReview()
  },
  usePasskey: () => usePasskey().catch(failed),
  makePasskey: () => makePasskey().catch(failed),
  restart: () => another().catch(failed),
  expired: () => review.failed(refusal({ code: 'quote_expired', title: '', status: 422 }), false),
})
const status = new StatusView(views.status, { another: () => another().catch(failed), edit: () => correct().catch(failed), now: () => quotes.now })

/** Everything that follows from what was typed. */
function update() {
  const now = quotes.now
  const value = amount.value
  const currency = { debit: amount.debit.value, credit: amount.credit.value }
  if (value && currency.debit && currency.credit) {
    preview = previewPayout(request(value, currency, now))
    amount.fault = preview.issues.find((issue) => issue.severity === 'error' && issue.field === `${amount.side}.amount`)?.message ?? ''
  } else {
    preview = undefined
    amount.fault = ''
  }
  const converts = currency.debit !== currency.credit
  rails.show(preview, {
    waiting: 'Enter an amount to see every rail, what it costs and when the money arrives.',
    now,
    rate: converts && value
      ? { from: currency.debit, to: currency.credit, expired: quotes.expired, ...(quotes.sheet?.expiresAt ? { expiresAt: quotes.sheet.expiresAt } : {}) }
      : undefined,
  })
  showGlance(byId('glance'), {
    country: account.market?.name ?? account.country,
    account: account.report.status === 'valid' ? account.report.account?.masked : undefined,
    option: rails.option,
    now,
    explain,
  })
  computation.update(preview?.options ?? [])
  const wrong = account.fields.filter((field) => field.element.dataset.state === 'wrong').map((field) => field.input.id)
  if (amount.field.dataset.state === 'wrong') wrong.push(amount.input.id)
  if (quotes.expired) wrong.push('requote')
  // The amount is also where a payout without a rail is mended.
  if (account.isRight && !rails.option) wrong.push(amount.input.id)
  dropMended(new Set(wrong))
}

/** @param {string} value @param {{debit: string, credit: string}} currency @param {Date} now @returns {PreviewRequest} */
function request(value, currency, now) {
  const debitFixed = amount.side === 'debit'
  return {
    debit: { currency: currency.debit, ...(debitFixed ? { amount: value } : {}) },
    credit: {
      country: account.country,
      currency: currency.credit,
      ...(debitFixed ? {} : { amount: value }),
      ...(account.report.status === 'valid' ? { account: account.input } : {}),
    },
    at: now.toISOString(),
    fees: { rules: quotes.fees },
    ...(quotes.sheet ? { rates: quotes.sheet } : {}),
  }
}

/** What has to be put right before review, with the place to go to. @returns {import('./faults.js').Fault[]} */
function faults() {
  /** @type {import('./faults.js').Fault[]} */
  const found = account.insist().map(({ field, fault }) => ({ text: about(field.requirement.label, fault), target: field.input }))
  const amountFault = amount.insist()
  if (amountFault) found.push({ text: `Amount: ${amountFault}`, target: amount.input })
  if (found.length > 0) return found
  if (!account.isRight) {
    const issue = account.report.issues.find((each) => each.severity === 'error')
    const first = account.fields[0]?.input
    if (first) found.push({ text: issue?.message ?? 'The account is not complete.', target: first })
  } else if (!rails.option) {
    const target = views.form.querySelector('#requote')
    const text = quotes.expired && target ? 'The exchange rate has expired. Get a new one.' : 'No rail can carry this payout. See the reasons under “How it travels”.'
    found.push({ text, target: target instanceof HTMLElement && quotes.expired ? target : amount.input })
  }
  return found
}

async function openReview() {
  update()
  const found = faults()
  showFaults(found)
  if (found.length > 0) return show('form')
  const button = /** @type {HTMLButtonElement} */ (byId('review-button'))
  button.disabled = true
  const opened = await openSession().finally(() => (button.disabled = false))
  // What was refused is not made any more; what was never answered comes first.
  if (review.state === 'failed') await journal.forget()
  const [kept] = await unanswered()
  if (kept) return resume(kept)
  if (opened.kind !== 'session') {
    const words = opened.kind === 'problem' && opened.problem.status < 500 ? refusal(opened.problem) : unsent
    notice(words.title, words.text)
    return show('form')
  }
  notice()
  const option = rails.option
  const known = account.report.account
  if (!option || !known || !option.credit) return show('form')
  const entry = await journal.begin()
  const intent = intentOf({
    option,
    account: account.input,
    holder: account.holder,
    quoteId: quotes.quoteId,
    session: opened.session,
    entry,
  })
  const prepared = prepare(intent, opened.session)
  if (prepared.status !== 'ready') {
    showFaults(prepared.issues.filter((issue) => issue.severity === 'error').map((issue) => ({ text: issue.message, target: targetOf(issue.field) })))
    return show('form')
  }
  const expiresAt = option.rate?.expiresAt ? Date.parse(option.rate.expiresAt) : Number.POSITIVE_INFINITY
  shown = { id: entry.id, prepared, expiresAt, ...headlineOf(option.credit) }
  show('review')
  review.show(prepared, { storage: opened.session.signer.storage, names: { [option.rail]: option.name }, expected: expected(option, quotes.now), ...(option.rate?.expiresAt ? { expiresAt: option.rate.expiresAt } : {}) })
}

/** @param {{net: string, currency: string}} credit */
function headlineOf({ net, currency }) {
  const shownAmount = money(net, currency)
  return { amount: shownAmount, headline: `${shownAmount} to ${account.holder}` }
}

/** The input that an issue of the intent is about. @param {string} path */
function targetOf(path) {
  const key = path.split('.').at(-1) ?? ''
  const field = account.fields.find((each) => each.key === (key === 'name' ? 'holderName' : key))
  return field?.input ?? amount.input
}

/** @param {string} [confirmation] a passkey's */
async function confirm(confirmation) {
  if (!shown || review.state === 'sending') return
  const { id, prepared, amount: shownAmount, headline, expiresAt } = shown
  const wasUnknown = review.state === 'unknown'
  // A tick can be late. What may have been sent already is asked for again, whatever the rate.
  if (!wasUnknown && expiresAt <= quotes.now.getTime()) return review.failed(refusal({ code: 'quote_expired', title: '', status: 422 }), false)
  review.sending()
  const outcome = await send(id, prepared, confirmation)
  if (outcome.kind === 'accepted') {
    const eventsUrl = new URL(outcome.payout.eventsUrl, quotes.api).href
    journal.write({ id, state: 'accepted', eventsUrl, amount: shownAmount })
    await settle(id)
    show('status')
    status.show({ eventsUrl, headline })
  } else if (outcome.kind === 'unknown') {
    review.failed(unknown, true)
  } else if (outcome.kind === 'unsent') {
    // Not sent this time; an earlier try may have been.
    review.failed(wasUnknown ? unknown : unsent, wasUnknown)
  } else if (outcome.problem.code === 'step_up_required') {
    stepUp = outcome.problem.stepUp
    review.failed(refusal(outcome.problem), false)
  } else {
    // A refusal is an answer: this intent was not carried out, and will not be.
    await journal.forget()
    const needsPasskey = outcome.problem.code === 'over_cap' && passkey.available && !hasPasskey
    review.failed(needsPasskey ? passkeyFirst : refusal(outcome.problem), false)
  }
}

/** The API asked for a passkey: it confirms what is on the screen, and the same bytes go out again. */
async function usePasskey() {
  if (!shown || !stepUp) return
  const confirmation = await passkey.confirmation(shown.prepared, stepUp)
  if (confirmation === undefined) return review.failed(notConfirmed, false)
  await confirm(confirmation)
}

/** With a passkey the partner allows more: a new session, and the payout is looked at again. */
async function makePasskey() {
  if (!(await passkey.register())) return review.failed(passkeyNotMade, false)
  hasPasskey = true
  await openSession({ fresh: true })
  await openReview()
}

/** A payout that this browser sent, perhaps, before the page was closed: shown from its own bytes. @param {import('./outbox.js').KeptPayout} kept */
async function resume(kept) {
  const opened = await openSession()
  const prepared = opened.kind === 'session' ? prepareAgain(kept, opened.session) : undefined
  if (opened.kind !== 'session' || prepared?.status !== 'ready') return notice(unsent.title, unsent.text)
  const value = (/** @type {string} */ key) => prepared.summary.find((line) => line.key === key)?.value ?? ''
  const shownAmount = value('amount')
  journal.write({ id: kept.id, state: 'prepared' })
  shown = { id: kept.id, prepared, expiresAt: Number.POSITIVE_INFINITY, amount: shownAmount, headline: `${shownAmount} to ${value('payee')}` }
  show('review')
  review.show(prepared, { storage: opened.session.signer.storage, names: {}, expected: [] })
  review.failed(unknown, true)
}

async function requote() {
  const before = rails.option?.credit?.net
  const got = await quotes.requote()
  notice(...(got ? [] : [unsent.title, unsent.text]))
  update()
  const option = rails.option
  if (got && option?.credit) {
    announce(before && before !== option.credit.net ? `New rate. They now get ${money(option.credit.net, option.credit.currency)}.` : 'New rate, the same amount.')
  }
}

function backToForm() {
  show('form')
  byId('review-button').focus()
}

/** After a refusal by the bank: everything is still there. */
async function correct() {
  status.stop()
  show('form')
  update()
  account.fields[0]?.focus()
  await journal.forget()
}

async function another() {
  status.stop()
  for (const field of account.fields) field.value = ''
  account.fillIn({})
  amount.input.value = ''
  amount.input.dispatchEvent(new Event('input'))
  show('form')
  update()
  byId('market-input').focus()
  await journal.forget()
}

/** @param {string} [title] @param {string} [text] */
function notice(title, text) {
  fill(
    byId('notices'),
    title ? el('div', { class: 'notice failure' }, el('p', {}, el('strong', {}, title)), el('p', {}, text ?? ''), el('button', { type: 'button', class: 'secondary small', id: 'reload-rates', on: { click: () => start() } }, 'Try again')) : null,
  )
  if (title) announce(`${title}. ${text}`)
}

/** @param {keyof typeof views} name */
function show(name) {
  for (const [each, view] of Object.entries(views)) view.hidden = each !== name
  document.title = { form: 'Send a payout', review: 'Confirm the payout', status: 'Your payout' }[name]
  if (name !== 'form') window.scrollTo(0, 0)
}

async function start() {
  const reachable = await quotes.load()
  account.testAccounts = quotes.testAccounts
  if (!reachable) notice(unsent.title, unsent.text)
  else notice()
  update()
}

byId('checkout').addEventListener('submit', (event) => {
  event.preventDefault()
  openReview().catch(failed)
})

/** @param {unknown} error */
function failed(error) {
  console.error(error)
  notice('This page made a mistake', 'Nothing was sent. Nothing you typed is lost.')
  show('form')
}

let wasExpired = false
/** Rates cost the partner something: a page that nobody touches gets no more than these. */
const unattendedRates = 10
let unattended = 0
for (const sign of ['pointerdown', 'keydown']) document.addEventListener(sign, () => (unattended = 0))
/** When a renewal that failed is tried again. */
let renewAfter = 0

/** A new rate for the form, by itself. On the review nothing changes but by the reader's hand. */
async function renew() {
  const wanted = rails.renews && quotes.expired && amount.debit.value !== amount.credit.value && amount.value
  if (!wanted || views.form.hidden || document.hidden || unattended >= unattendedRates || Date.now() < renewAfter) return
  unattended += 1
  renewAfter = Date.now() + 10_000
  await requote()
  if (!quotes.expired) renewAfter = 0
}

setInterval(() => {
  const now = quotes.now
  renew().catch(failed)
  if (quotes.expired !== wasExpired) {
    wasExpired = quotes.expired
    update()
  } else rails.tick(now)
  review.tick(now)
}, 1000)

window.addEventListener('beforeunload', (event) => {
  if (review.state === 'sending') event.preventDefault()
})

amount.creditCurrencies = account.market?.currencies ?? []
amount.debitCurrencies = balances
update()
const entry = journal.current()
const followed = entry?.state === 'accepted' ? entry.eventsUrl : undefined
if (followed) {
  show('status')
  status.show({ eventsUrl: followed, headline: entry?.amount ?? '' })
}
await start()
const [kept] = followed ? [] : await unanswered()
if (kept) {
  const again = el('button', { type: 'button', class: 'secondary small', id: 'resume-button', on: { click: () => resume(kept).catch(failed) } }, 'Show it')
  byId('notices').append(
    el(
      'div',
      { class: 'notice unknown', id: 'pending-notice' },
      el('p', {}, el('strong', {}, 'A payout was being sent when this page was closed')),
      el('p', {}, 'We do not know whether it arrived. It is kept as it was signed, so it can be sent again and can only be made once.'),
      again,
    ),
  )
}
