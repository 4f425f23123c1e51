// What a payer sees before sending: rails side by side, what runs out and when, how it was computed.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fillForm, open, sandbox, shots, waitForState } from './harness.mjs'

/** @type {Awaited<ReturnType<typeof sandbox>>} */
let box
before(async () => (box = await sandbox()))
after(() => box?.close())

test('rails stand side by side; cheapest and fastest are marked, the others say why not', async () => {
  const { page } = await open(box)
  await american(page, '150.00')
  const places = await page.locator('.rail').evaluateAll((cards) => cards.map((card) => card.getBoundingClientRect().toJSON()))
  assert.ok(places.length >= 3, `${places.length} rails`)
  assert.equal(places[0].top, places[1].top, 'side by side')
  assert.ok(places[1].left >= places[0].right)
  const options = await previewed(page, '150.00')
  const marked = async (badge) => page.locator('.rail', { has: page.locator('.badge', { hasText: badge }) }).getAttribute('data-rail')
  assert.equal(await marked('Fastest'), options.best.fastest)
  assert.equal(await marked('Cheapest'), options.best.cheapest)
  // Too much for instant and same-day rails.
  await page.locator('#amount-input').fill('49000000')
  const impossible = page.locator('.impossible li')
  await impossible.first().waitFor()
  for (const reason of await impossible.locator('.reason').allTextContents()) assert.match(reason, /\w+ \w+ \w+/, 'in words')
  assert.ok((await impossible.count()) >= 1)
  await page.screenshot({ path: join(shots, 'desktop-rails.png'), fullPage: true })
})

test('the cut-off is counted down for the eye, stated once for the ear, and what follows is computed anew', async () => {
  const { page } = await open(box)
  const clock = await clockAt(page, '2026-11-23T19:32:50Z')
  await american(page, '150.00')
  const line = page.locator('.rail .cut-off', { hasText: 'cut-off 14:45 New York' }).first()
  await line.waitFor()
  const ticking = line.locator('[aria-hidden=true]')
  const first = await ticking.textContent()
  assert.match(first, /^1[12] min \d\d s left until the cut-off 14:45 New York$/)
  const said = await line.locator('.visually-hidden').textContent()
  assert.match(said, /Before the cut-off 14:45 New York: .*20:45 here/)
  await watchRegions(page)
  await page.waitForFunction(([line, first]) => line.textContent !== first, [await ticking.elementHandle(), first])
  assert.equal(await line.locator('.visually-hidden').textContent(), said, 'what is read aloud stays')
  assert.deepEqual(await page.evaluate(() => window.spoken), [], 'nothing is announced by the second')
  const rail = await line.locator('xpath=ancestor::*[@data-rail]').getAttribute('data-rail')
  await page.locator(`#rail-${rail}`).check()
  const before = await page.locator(`.rail[data-rail="${rail}"] .rail-more p`).first().textContent()
  await page.screenshot({ path: join(shots, 'desktop-cut-off.png'), fullPage: true })
  await clock.set('2026-11-23T19:44:58Z')
  await page.locator('#debit-currency').selectOption('EUR')
  await page.locator('#requote').click()
  await page.waitForFunction(([rail, before]) => document.querySelector(`.rail[data-rail="${rail}"] .rail-more p`)?.textContent !== before, [rail, before])
  await page.waitForFunction(() => window.spoken.some((text) => /cut-off 14:45 New York has passed/.test(text)))
  assert.equal(await page.locator(`#rail-${rail}`).isChecked(), true)
})

test('a rate that runs out is renewed by itself: a new sheet, nothing lost, the focus stays', async (context) => {
  const hasty = await sandbox({ quoteSeconds: 5 })
  context.after(() => hasty.close())
  const { page } = await open(hasty)
  const sheet = async () => (await (await page.waitForResponse((response) => response.url().endsWith('/rates'))).json()).quoteId
  await abroad(page)
  await page.locator('#renew-rate').focus()
  await watchRegions(page)
  await page.waitForFunction(() => /rate is held for \d s/.test(document.querySelector('#rails .countdown')?.textContent ?? ''))
  assert.notEqual(await sheet(), await sheet(), 'each sheet is another')
  await page.waitForFunction(() => window.spoken.some((text) => text.startsWith('New rate')))
  assert.equal(await page.locator('#amount-input').inputValue(), '250')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'renew-rate')
  assert.equal(await page.locator('.rate-expired').count(), 0)
})

test('a rate that runs out unrenewed: words, a new one on request; on the review it cannot be signed', async (context) => {
  const hasty = await sandbox({ quoteSeconds: 5 })
  context.after(() => hasty.close())
  const { page } = await open(hasty)
  await abroad(page)
  await page.locator('#renew-rate').uncheck()
  await page.locator('.rate-expired').waitFor()
  assert.match(await page.locator('.rate-expired').innerText(), /rate has expired/)
  assert.equal(await page.locator('.rail').count(), 0, 'no figure from an expired sheet')
  assert.equal(await page.locator('#amount-input').inputValue(), '250')
  await page.locator('#requote').click()
  await page.locator('.rail').first().waitFor()
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#review-view .summary').waitFor()
  await page.locator('#review-view .failure').waitFor()
  assert.match(await page.locator('#review-view .failure').innerText(), /rate has expired/i)
  assert.equal(await page.locator('#sign-button').isVisible(), false, 'an expired rate cannot be signed')
  await page.screenshot({ path: join(shots, 'desktop-rate-expired.png'), fullPage: true })
  await page.locator('#review-requote').click()
  await page.locator('#sign-button').click()
  await waitForState(page, 'credited')
})

test('a page whose clock stood still does not send an expired rate either', async (context) => {
  const hasty = await sandbox({ quoteSeconds: 5 })
  context.after(() => hasty.close())
  const { page } = await open(hasty)
  const sent = []
  page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/v1/payouts') && sent.push(request.url()))
  await abroad(page)
  await page.locator('#requote').click()
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#review-view .summary').waitFor()
  // As a browser does to a page in the background.
  await page.evaluate(() => {
    for (let id = setInterval(() => {}, 1e6); id > 0; id -= 1) clearInterval(id)
  })
  await page.waitForTimeout(5500)
  assert.equal(await page.locator('#sign-button').isVisible(), true)
  await page.locator('#sign-button').click()
  await page.locator('#review-view .failure').waitFor()
  assert.match(await page.locator('#review-view .failure').innerText(), /rate has expired/i)
  assert.deepEqual(sent, [])
})

test('how it was computed opens from the amount, by keyboard, line by line, and closes back to it', async () => {
  const { page } = await open(box)
  await abroad(page)
  const amount = page.locator('.rail .why').first()
  const shown = await amount.locator('.rail-net').textContent()
  await amount.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: /was computed/ })
  await dialog.waitFor()
  assert.match(await dialog.getByRole('heading').textContent(), new RegExp(shown.replace(/[.$]/g, '\\$&')))
  const rail = await page.locator('.rail').first().getAttribute('data-rail')
  const { steps } = (await previewed(page, '250')).options.find((option) => option.rail === rail)
  assert.equal(await dialog.locator('tbody tr').count(), steps.length, 'every step has its line')
  assert.deepEqual(await dialog.locator('tbody th').allTextContents(), steps.map((step) => step.label))
  assert.equal(await dialog.locator('tbody tr').last().locator('td').last().textContent() !== '', true)
  await page.keyboard.press('Escape')
  assert.equal(await dialog.isVisible(), false)
  assert.equal(await page.evaluate(() => document.activeElement?.id), await amount.getAttribute('id'))
  // From the summary beside the form as well.
  await page.locator('#glance-net').click()
  await dialog.getByRole('button', { name: 'Close' }).click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'glance-net')
})

/** A payout of dollars in the US. */
async function american(page, amount) {
  await fillForm(page, { country: 'US', amount })
  await page.locator('#debit-currency').selectOption('USD')
  await page.locator('.rail').first().waitFor()
}

/** One that needs an exchange rate. */
async function abroad(page) {
  await fillForm(page, { country: 'ID', amount: '250' })
  await page.locator('#debit-currency').selectOption('EUR')
  await page.locator('.rail').first().waitFor()
}

/** The preview that the page should show, from the core and the API's own data. */
async function previewed(page, amount) {
  const [{ rules }, sheet, { now }] = await Promise.all(['/v1/fees', '/v1/rates', '/v1/clock'].map((path) => box.ask(path)))
  const { quoteId, ...rates } = sheet
  const [country, debit, credit] = await page.evaluate(() => [document.querySelector('#market-input').value, document.querySelector('#debit-currency').value, document.querySelector('#credit-currency').value])
  return page.evaluate(
    async ([request, name]) => {
      const { listMarkets, previewPayout } = await import('payout-kit')
      const { country } = listMarkets().find((market) => name.includes(market.name))
      return previewPayout({ ...request, credit: { ...request.credit, country } })
    },
    [{ debit: { currency: debit, amount }, credit: { currency: credit }, at: now, rates, fees: { rules } }, country],
  )
}

/** The service's clock stands at an instant, and goes on from there. */
async function clockAt(page, instant) {
  let now = instant
  await page.route('**/v1/clock', (route) => route.fulfill({ json: { now, speed: 1 }, headers: { 'access-control-allow-origin': '*' } }))
  await page.route('**/rates', async (route) => {
    const answer = await (await route.fetch()).json()
    return route.fulfill({ json: { ...answer, asOf: now, expiresAt: new Date(Date.parse(now) + 600_000).toISOString() } })
  })
  await page.reload()
  await page.waitForSelector('#field-iban')
  return { set: async (next) => (now = next) }
}

/** Writes down what a screen reader would be given. */
function watchRegions(page) {
  return page.evaluate(() => {
    window.spoken = []
    for (const region of document.querySelectorAll('[aria-live], [role=status], [role=alert]')) {
      new MutationObserver(() => window.spoken.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true })
    }
  })
}
