// The whole journey in a real browser, and everything that can go wrong on it.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { core, field, fillForm, open, sandbox, shots, waitForState } from './harness.mjs'

/** @type {Awaited<ReturnType<typeof sandbox>>} */
let box
before(async () => (box = await sandbox()))
after(() => box?.close())

const signature = /^payout=:[A-Za-z0-9+/]{86}==:$/

test('from an empty form to a credited account, without a reload', async () => {
  const { page, faults } = await open(box)
  await page.evaluate(() => (window.here = true))
  /** @type {import('playwright-core').Request[]} */
  const sent = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/v1/payouts')) sent.push(request)
  })
  await fillForm(page)
  assert.ok((await page.locator('.rail').count()) >= 2, 'several rails')
  await page.locator('.rail[data-rail]').filter({ hasText: 'Fastest' }).locator('input').check()
  const glance = await page.locator('.glance-net .net').textContent()
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#review-view .summary').waitFor()
  const summary = await page.locator('#review-view .summary').innerText()
  assert.match(summary, /Ada Lovelace/)
  assert.match(summary, /125\.50/)
  assert.match(glance, /125\.50/)
  assert.doesNotMatch(summary, /0400 ?4405/, 'the account is masked')
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await waitForState(page, 'credited')
  assert.equal(sent.length, 1)
  assert.match(await sent[0].headerValue('signature'), signature)
  assert.ok((await page.locator('.timeline li').count()) >= 4, 'each step has its line')
  assert.equal(await page.locator('.timeline .next').count(), 0, 'nothing more is waited for')
  const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))
  assert.doesNotMatch(kept, /0532013000|Lovelace/, 'no account data is stored')
  assert.equal(await page.evaluate(() => window.here), true, 'no reload')
  await page.screenshot({ path: join(shots, 'desktop-credited.png'), fullPage: true })
  await page.getByRole('button', { name: 'Start another payout' }).click()
  assert.equal(await field(page, 'iban').inputValue(), '')
  assert.equal(await page.locator('[aria-invalid=true]').count(), 0)
  assert.deepEqual(faults, [])
})

test('with a conversion: the rate is shown, signed and carried out', async () => {
  const { page } = await open(box)
  await fillForm(page, { country: 'ID', amount: '250' })
  await page.locator('#debit-currency').selectOption('EUR')
  await page.locator('#credit-currency').selectOption('IDR')
  await page.locator('.rail').first().waitFor()
  await page.locator('.rail .why').first().click()
  assert.ok((await page.locator('.steps tbody tr').count()) >= 2, 'the computation is there')
  await page.keyboard.press('Escape')
  assert.match(await page.locator('#rails').innerText(), /held for/)
  await page.screenshot({ path: join(shots, 'desktop-conversion.png'), fullPage: true })
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#review-view .summary').waitFor()
  await page.screenshot({ path: join(shots, 'desktop-review-conversion.png'), fullPage: true })
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await waitForState(page, 'credited')
})

test('what the payee is to get can be fixed instead', async () => {
  const { page } = await open(box)
  await fillForm(page, { country: 'ID', amount: '1000000' })
  await page.locator('#debit-currency').selectOption('EUR')
  await page.getByRole('radio', { name: 'What they get' }).check()
  // The least that can be debited gives at least so much; a cent is about 200 rupiah.
  const net = Number((await page.locator('.glance-net .net').textContent()).replace(/[^\d.]/g, ''))
  assert.ok(net >= 1_000_000 && net < 1_000_300, `${net}`)
})

test('the device key cannot be read out and is the same after a reload', async () => {
  const { page } = await open(box)
  await fillForm(page)
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#review-view .summary').waitFor()
  const before = await storedKeys(page)
  assert.equal(before.length, 1)
  assert.equal(before[0].extractable, false)
  assert.equal(before[0].type, 'private')
  await page.reload()
  await page.waitForSelector('#field-iban')
  await fillForm(page)
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#review-view .summary').waitFor()
  assert.deepEqual(await storedKeys(page), before)
})

test('a payout that the bank rejects: words, and everything is still there', async () => {
  const { page } = await open(box)
  const account = await refused(page, 'AC04')
  await fillForm(page, { account })
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await waitForState(page, 'rejected')
  const words = await page.locator('#status-view .notice').innerText()
  assert.match(words, /closed/i)
  assert.match(words, /AC04/)
  await page.screenshot({ path: join(shots, 'desktop-rejected.png'), fullPage: true })
  await page.getByRole('button', { name: 'Correct the details and try again' }).click()
  assert.equal((await field(page, 'iban').inputValue()).replace(/\s/g, ''), account.iban)
  assert.equal(await field(page, 'holderName').inputValue(), 'Ada Lovelace')
  assert.equal(await page.locator('#amount-input').inputValue(), '125.50')
})

test('a payout that comes back after it was credited says so', async () => {
  const { page } = await open(box)
  await fillForm(page, { account: await refused(page, 'RETURNED') })
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await waitForState(page, 'returned')
  assert.match(await page.locator('#status-view .notice').innerText(), /AC06/)
})

test('a rate that the service finds expired: words, a new one, and the payout goes through', async (context) => {
  const own = await sandbox()
  context.after(() => own.close())
  const { page } = await open(own)
  await fillForm(page, { country: 'ID', amount: '250' })
  await page.locator('#debit-currency').selectOption('EUR')
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#review-view .summary').waitFor()
  // Time passes at the bank; the page does not know it yet.
  await fetch(`${own.api}/v1/clock`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"advanceSeconds":3600}' })
  await page.locator('#sign-button').click()
  await page.locator('#review-view .failure').waitFor()
  assert.match(await page.locator('#review-view .failure').innerText(), /rate has expired[\s\S]*Nothing was sent/i)
  await page.locator('#review-requote').click()
  await page.locator('#sign-button').click()
  await waitForState(page, 'credited')
})

test('a service that is away when the page opens: words, and all is there once it answers', async () => {
  await box.stopApi()
  const { page } = await open(box)
  await page.locator('#notices .failure').waitFor()
  await box.startApi()
  await page.locator('#reload-rates').click()
  await page.locator('#notices .failure').waitFor({ state: 'detached' })
  await fillForm(page)
  assert.ok((await page.locator('.rail').count()) >= 2)
})

test('a stopped service before review: words, nothing lost, and on it goes', async () => {
  const { page } = await open(box)
  await fillForm(page)
  await box.stopApi()
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#notices .failure').waitFor()
  assert.match(await page.locator('#notices').innerText(), /Nothing was sent/)
  assert.equal(await page.locator('#amount-input').inputValue(), '125.50')
  await box.startApi()
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#review-view .summary').waitFor()
})

test('an answer that is lost, and a service that is away: retried safely, exactly one payout', async () => {
  const { page } = await open(box)
  await fillForm(page, { amount: '77.70' })
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#review-view .summary').waitFor()
  const bodies = []
  const nonces = []
  const payouts = []
  await page.route('**/v1/payouts', async (route) => {
    const request = route.request()
    if (request.method() !== 'POST') return route.continue()
    bodies.push(request.postData())
    nonces.push(/nonce="([^"]+)"/.exec((await request.allHeaders())['signature-input'])[1])
    const answer = await route.fetch().catch(() => undefined)
    if (answer) payouts.push([(await answer.json()).id, answer.headers()['idempotency-replayed']])
    // The answer of the first try is lost, that of the second is never given.
    return answer && payouts.length > 1 ? route.fulfill({ response: answer }) : route.abort('connectionreset')
  })
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await page.locator('#review-view .unknown').waitFor()
  assert.match(await page.locator('#review-view .unknown').innerText(), /do not know/)
  assert.equal(await page.locator('#edit-button').isVisible(), false, 'what may have been paid cannot be edited')
  await page.screenshot({ path: join(shots, 'desktop-unknown.png'), fullPage: true })
  await box.stopApi()
  await page.locator('#retry-button').click()
  await page.locator('#review-view .unknown').waitFor()
  await box.startApi()
  await page.locator('#retry-button').click()
  await waitForState(page, 'credited')
  assert.equal(bodies.length, 3, 'lost answer, no service, success')
  assert.equal(new Set(bodies).size, 1, 'the same bytes each time')
  assert.equal(new Set(nonces).size, nonces.length, 'a new nonce each time')
  const [[first, fresh], [second, replayed]] = payouts
  assert.equal(payouts.length, 2)
  assert.equal(first, second, 'exactly one payout')
  assert.deepEqual([fresh, replayed], [undefined, 'true'], 'the second answer is the first one again')
})

test('an answer that is lost and a page that is closed: kept as it was signed, sent once', async () => {
  const { page, context } = await open(box)
  await fillForm(page, { amount: '78.80' })
  await page.getByRole('button', { name: 'Review payout' }).click()
  const bodies = []
  const payouts = []
  await context.route('**/v1/payouts', async (route) => {
    const request = route.request()
    if (request.method() !== 'POST') return route.continue()
    bodies.push(request.postData())
    const answer = await route.fetch()
    payouts.push((await answer.json()).id)
    return payouts.length > 1 ? route.fulfill({ response: answer }) : route.abort('connectionreset')
  })
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await page.locator('#review-view .unknown').waitFor()
  await page.close()
  const { page: later } = await open(box, { context })
  await later.locator('#pending-notice').waitFor()
  // Another payout has to wait until this one is answered.
  await fillForm(later, { amount: '5.00' })
  await later.getByRole('button', { name: 'Review payout' }).click()
  await later.locator('#review-view .summary').waitFor()
  const summary = await later.locator('#review-view .summary').innerText()
  assert.match(summary, /78\.80/)
  assert.doesNotMatch(summary, /0400 ?4405/, 'the account is masked')
  await later.screenshot({ path: join(shots, 'desktop-resumed.png'), fullPage: true })
  await later.locator('#retry-button').click()
  await waitForState(later, 'credited')
  assert.equal(new Set(bodies).size, 1, 'the same bytes')
  assert.deepEqual(payouts, [payouts[0], payouts[0]], 'exactly one payout')
  const kept = await later.evaluate(async () => (await (await import('payout-kit/outbox')).indexedDbOutboxStore('harbour-payouts').list()).length)
  assert.equal(kept, 0, 'what was answered is not kept')
})

test('above the limit a passkey is made, and confirms this very payout', async (context) => {
  const own = await sandbox()
  context.after(() => own.close())
  const { page, faults } = await open(own)
  const browser = await page.context().newCDPSession(page)
  await browser.send('WebAuthn.enable')
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true }
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', { options })
  const statuses = []
  page.on('response', (response) => {
    if (response.request().method() === 'POST' && response.url().endsWith('/v1/payouts')) statuses.push(response.status())
  })
  await fillForm(page, { amount: '12000' })
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#sign-button').click()
  await page.locator('#make-passkey').click()
  await page.locator('#sign-button').click()
  await page.locator('#passkey-button').waitFor()
  assert.match(await page.locator('#review-message').innerText(), /Nothing was sent/)
  await page.screenshot({ path: join(shots, 'desktop-step-up.png'), fullPage: true })
  // A user who is not recognised confirms nothing, and loses nothing.
  await browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.locator('#passkey-button').click()
  await page.getByRole('heading', { name: 'The passkey did not confirm this payout' }).waitFor()
  await browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
  await page.locator('#passkey-button').click()
  await waitForState(page, 'credited')
  assert.deepEqual(statuses, [403, 403, 202], 'over the cap, without the passkey, with it')
  assert.deepEqual(faults, [])
})

test('what needs a passkey can be changed instead', async (context) => {
  const own = await sandbox()
  context.after(() => own.close())
  const { page } = await open(own)
  await fillForm(page, { amount: '12000' })
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#sign-button').click()
  await page.locator('#make-passkey').waitFor()
  await page.locator('#edit-button').click()
  await page.locator('#amount-input').fill('9000')
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.locator('#sign-button').click()
  await waitForState(page, 'credited')
})

test('a stopped service while the status is watched: the page reconnects by itself', async () => {
  const { page } = await open(box)
  await fillForm(page)
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await waitForState(page, 'received', 'accepted', 'in_clearing')
  await box.stopApi()
  await page.waitForTimeout(1500)
  await box.startApi()
  await waitForState(page, 'credited')
})

test('a reload while the payout is under way comes back to its status', async () => {
  const { page } = await open(box)
  await fillForm(page)
  await page.getByRole('button', { name: 'Review payout' }).click()
  await page.getByRole('button', { name: 'Sign and send' }).click()
  await page.locator('.timeline').waitFor()
  await page.reload()
  await waitForState(page, 'credited')
})

test('a wrong account does not get to review, and is linked from the summary', async () => {
  const { page } = await open(box)
  await fillForm(page)
  await field(page, 'iban').fill('DE89370400440532013001')
  await page.getByRole('button', { name: 'Review payout' }).click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'faults')
  await page.locator('#faults a').first().click()
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-iban')
  assert.equal(await page.locator('#review-view').isVisible(), false)
})

/** An account of this market that the sandbox refuses so. */
async function refused(page, outcome) {
  const { accounts } = await box.ask('/v1/test-accounts')
  const found = accounts.find((each) => each.country === 'DE' && JSON.stringify(each).includes(outcome))
  assert.ok(found, `the sandbox has a German account for ${outcome}`)
  const report = await core(page, 'validateAccount', found.account)
  assert.equal(report.status, 'valid')
  return { iban: found.account.iban }
}

/** What is in the key store of the page. */
function storedKeys(page) {
  return page.evaluate(async () => {
    const found = []
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name)
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = reject
      })
      for (const store of database.objectStoreNames) {
        const values = await new Promise((resolve) => {
          const all = database.transaction(store).objectStore(store).getAll()
          all.onsuccess = () => resolve(all.result)
        })
        for (const { privateKey, publicKey } of values.filter((value) => value.privateKey)) {
          const { x } = await crypto.subtle.exportKey('jwk', publicKey)
          found.push({ type: privateKey.type, extractable: privateKey.extractable, x })
        }
      }
      database.close()
    }
    return found
  })
}
