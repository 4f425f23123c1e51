// A marketplace's order on its page.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { open, sandbox, shots, violations } from './harness.mjs'

/** @type {Awaited<ReturnType<typeof sandbox>>} */
let box
before(async () => (box = await sandbox()))
after(() => box?.close())

/** Digits of money alone, as a number of cents. @param {string} text */
const cents = (text) => Number(text.replace(/[^\d]/g, ''))

test('one payout a seller, with its lines; all of the purchase is accounted for', async () => {
  const { page, faults } = await market({})
  const sellers = page.locator('.payout')
  assert.equal(await sellers.count(), 3)
  let left = 0
  for (const seller of await sellers.all()) {
    let sum = 0
    for (const line of await seller.locator('.pairs > div').all()) {
      const text = await line.locator('dd').textContent()
      sum += (text.startsWith('−') ? -1 : 1) * cents(text)
    }
    const payout = cents(await seller.locator('.rail-net').textContent())
    assert.equal(sum, payout, 'the lines come to the payout')
    left += payout
  }
  // 122.40 bought, 12.00 refunded.
  const balance = (await page.locator('#balance').textContent()).match(/\d+\.\d\d/g).map(cents)
  assert.equal(balance[0], left)
  assert.equal(balance.reduce((sum, each) => sum + each), 12_240 - 1_200)
  assert.deepEqual(faults, [])
})

test('the computation opens from the amount by keyboard, and stays open while the order changes', async () => {
  const { page } = await market({})
  const first = page.locator('.payout').first()
  await first.locator('summary').focus()
  await page.keyboard.press('Enter')
  const rows = first.locator('tbody tr')
  assert.match(await rows.last().textContent(), /Payout/)
  const before = await rows.last().locator('td').last().textContent()
  await page.locator('#sale-0').fill('1,064.90')
  assert.equal(await first.locator('details').getAttribute('open'), '')
  assert.notEqual(await rows.last().locator('td').last().textContent(), before)
})

test('what cannot be is named at its field, and no payout is shown', async () => {
  const { page } = await market({})
  for (const [id, value, words] of [
    ['sale-1', '12x', /not a number/],
    ['refund-0', '999', /more than was bought/],
    ['sale-0', '1.234567', /decimal places/],
    ['commission', '101', /\w+/],
  ]) {
    const input = page.locator(`#${id}`)
    const was = await input.inputValue()
    await input.fill(value)
    assert.equal(await input.getAttribute('aria-invalid'), 'true', `${id} ${value}`)
    assert.match(await page.locator(`#${id}-state`).textContent(), words)
    assert.equal(await page.locator('.payout').count(), 0)
    await input.fill(was)
    assert.equal(await page.locator('.payout').count(), 3)
  }
  for (const id of ['sale-0', 'sale-1', 'sale-2', 'refund-0']) await page.locator(`#${id}`).fill('')
  assert.equal(await page.locator('.payout').count(), 0, 'nothing was bought')
})

test('a seller whose deductions are more than the sales owes', async () => {
  const { page } = await market({})
  await page.locator('#refund-0').fill('64.90')
  assert.match(await page.locator('.payout').first().locator('.notice').textContent(), /owes/)
})

for (const [name, width] of /** @type {const} */ ([['desktop', 1280], ['phone', 360]])) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${name}, ${colorScheme}: no violation found by axe, no sideways scroll`, async () => {
      const { page, faults } = await market({ width, colorScheme })
      await page.locator('.payout summary').first().click()
      assert.deepEqual(await violations(page), [])
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
      await page.screenshot({ path: join(shots, `marketplace-${name}-${colorScheme}.png`), fullPage: true })
      assert.deepEqual(faults, [])
    })
  }
}

async function market(options) {
  const opened = await open(box, options)
  await opened.page.getByRole('link', { name: 'Marketplace' }).click()
  await opened.page.locator('#payouts').waitFor()
  await opened.page.locator('#order input').first().waitFor()
  // What the page before it was still loading is not its fault.
  opened.faults.length = 0
  return opened
}
