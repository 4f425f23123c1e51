// Accessibility, layout and the content security policy, in every state of the page.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { field, fillForm, open, pick, sandbox, shots, violations, waitForState } from './harness.mjs'

/** @type {Awaited<ReturnType<typeof sandbox>>} */
let box
before(async () => (box = await sandbox()))
after(() => box?.close())

/** @type {[string, (page: import('playwright-core').Page) => Promise<void>][]} */
const states = [
  ['empty', async () => {}],
  ['market-open', (page) => page.locator('#market-input').click()],
  [
    'faulty',
    async (page) => {
      await page.keyboard.press('Escape')
      await field(page, 'iban').fill('DE89 37O4 0044 0532 0130 00')
      await page.locator('#amount-input').fill('12x')
      await page.getByRole('button', { name: 'Review payout' }).click()
      await page.locator('#faults').waitFor()
    },
  ],
  [
    'filled',
    async (page) => {
      await fillForm(page, { amount: '1,250.00' })
      await page.locator('.examples summary').click()
    },
  ],
  [
    'computation',
    async (page) => {
      await page.locator('.rail .why').first().click()
      await page.locator('#computation .steps').waitFor()
    },
  ],
  [
    'review',
    async (page) => {
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Review payout' }).click()
      await page.locator('#review-view .summary').waitFor()
    },
  ],
  [
    'status',
    async (page) => {
      await page.getByRole('button', { name: 'Sign and send' }).click()
      await waitForState(page, 'credited')
    },
  ],
]

for (const [name, width] of /** @type {const} */ ([['desktop', 1280], ['phone', 320]])) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${name}, ${colorScheme}: no violation found by axe, no sideways scroll, in ${states.length} states`, async () => {
      const { page, faults } = await open(box, { width, height: name === 'phone' ? 700 : 900, colorScheme })
      for (const [state, reach] of states) {
        await reach(page)
        const found = await violations(page)
        assert.deepEqual(found, [], `${state}`)
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
        assert.equal(overflow, 0, `${state} at ${width} px`)
        const shot = colorScheme === 'dark' ? `${name}-dark-${state}` : `${name}-${state}`
        await page.screenshot({ path: join(shots, `${shot}.png`), fullPage: true })
      }
      assert.deepEqual(faults, [])
    })
  }
}

test('every market’s form at 320 px: no violation found by axe, no sideways scroll', async () => {
  const { page } = await open(box, { width: 320 })
  const markets = await page.evaluate(async () => (await import('payout-kit')).listMarkets())
  // IBAN-only markets share one form; one of them stands for all.
  const seen = new Set()
  for (const { country } of markets) {
    const fields = await page.evaluate(async (country) => (await import('payout-kit')).accountRequirements({ country }).fields.map((each) => each.key).join(), country)
    if (seen.has(fields)) continue
    seen.add(fields)
    await pick(page, country)
    await page.getByRole('button', { name: 'Fill in an example account' }).click()
    assert.deepEqual(await violations(page), [], country)
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, country)
  }
  assert.ok(seen.size >= 4, `${seen.size} different forms`)
})

test('each field has its name and description, and required and invalid are told', async () => {
  const { page } = await open(box)
  const described = (key) =>
    field(page, key).evaluate((input) => ({
      label: input.labels[0].textContent,
      description: input.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id).textContent).join(' ').trim(),
      required: input.getAttribute('aria-required'),
      invalid: input.getAttribute('aria-invalid'),
    }))
  const before = await described('iban')
  assert.equal(before.label, 'IBAN')
  assert.ok(before.description.length > 10)
  assert.equal(before.required, 'true')
  assert.equal(before.invalid, null)
  await page.getByRole('button', { name: 'Review payout' }).click()
  const faulty = await described('iban')
  assert.equal(faulty.invalid, 'true')
  assert.match(faulty.description, /needed/)
})

test('the form can be gone through with the keyboard, forth and back', async () => {
  const { page } = await open(box)
  // The sandbox's accounts come last, from the network.
  await page.locator('#examples summary').waitFor()
  await page.locator('#market-input').focus()
  const walk = async (key, last) => {
    const stops = []
    while (stops.at(-1) !== last && stops.length < 40) {
      if (stops.length > 0) await page.keyboard.press(key)
      stops.push(await page.evaluate(() => {
        const at = document.activeElement
        return at?.id || at?.getAttribute('value') || at?.textContent || at?.tagName
      }))
    }
    return stops
  }
  const there = await walk('Tab', 'review-button')
  assert.ok(there.length < 40 && there.includes('field-iban') && there.includes('amount-input'), there.join())
  const back = await walk('Shift+Tab', 'market-input')
  assert.deepEqual(back, there.toReversed())
})

test('the policy lets nothing inline run, and reports nothing', async () => {
  const answer = await fetch(box.address)
  const policy = answer.headers.get('content-security-policy') ?? ''
  const script = /script-src ([^;]*)/.exec(policy)?.[1] ?? ''
  assert.match(script, /^'self' 'wasm-unsafe-eval' 'sha256-[^']+'$/)
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'/)
  const { policyViolations } = await (await fetch(`${box.address}/config.json`)).json()
  assert.equal(policyViolations, 0)
})

test('an unknown route, a path out of the folder and a session from another site are refused', async () => {
  for (const path of ['/nothing', '/payout-kit/..%2f..%2fpackage.json', '/..%2fserver.mjs']) {
    assert.equal((await fetch(box.address + path)).status, 404, path)
  }
  const foreign = await fetch(`${box.address}/session`, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' }, body: '{}' })
  assert.equal(foreign.status, 403)
  const garbage = await fetch(`${box.address}/session`, { method: 'POST', body: 'no json' })
  assert.equal(garbage.status, 400)
})

test('what we check: found from the page, searched, 320 px wide, no violation found by axe', async () => {
  const { page, faults } = await open(box, { width: 320, height: 700 })
  await page.getByRole('link', { name: 'What we check' }).click()
  await page.getByRole('heading', { level: 1, name: 'What we check' }).waitFor()
  const sections = page.locator('section:visible')
  const all = await sections.count()
  assert.ok(all > 170, `${all} markets`)
  await page.getByRole('searchbox').fill('clabe')
  assert.match(await page.getByRole('status').textContent(), /of \d+ markets/)
  assert.ok((await sections.count()) < all)
  assert.match(await sections.first().textContent(), /Mexico/)
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'no sideways scroll')
  await page.screenshot({ path: join(shots, 'what-we-check.png') })
  await page.getByRole('searchbox').fill('')
  await page.evaluate(() => [...document.querySelectorAll('section')].slice(10).forEach((section) => section.remove()))
  assert.deepEqual(await violations(page), [])
  assert.deepEqual(faults, [])
})
