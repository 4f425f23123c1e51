// Banks by name: a list is loaded with its country, and what could not be checked is said in words.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { field, open, pick, sandbox } from './harness.mjs'

/** @type {Awaited<ReturnType<typeof sandbox>>} */
let box
before(async () => (box = await sandbox()))
after(() => box?.close())

const example = (page) => page.getByRole('button', { name: 'Fill in an example account' }).click()
const says = (page, words) => page.locator('.understood').getByText(words).waitFor()

test('the bank and its BIC are shown; only the lists of chosen countries are loaded', async () => {
  const { page, faults } = await open(box)
  const lists = () =>
    page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => /directory\/([A-Z]{2})\.js/.exec(name)?.[1]).filter(Boolean))
  await example(page)
  await says(page, 'Commerzbank')
  await says(page, 'COBADEFFXXX')
  await says(page, /^The bank is on the list for Germany \(/)
  assert.deepEqual(await lists(), ['DE'])
  await pick(page, 'Belgium')
  await field(page, 'iban').fill('BE71 0961 2345 6769')
  await says(page, /^The bank is on the list for Belgium/)
  assert.deepEqual(await lists(), ['DE', 'BE'])
  assert.deepEqual(faults, [])
})

test('what nobody here can check is said in words', async () => {
  const { page, faults } = await open(box)
  await pick(page, 'Kenya')
  await example(page)
  await says(page, 'Not checked: the bank. We have no list of the banks of Kenya.')
  await pick(page, 'United States')
  await example(page)
  await says(page, /^Not checked: the bank\. Our list for United States has only a part/)
  assert.deepEqual(faults, [])
})

test('a list that does not arrive leaves the account right, and says so', async () => {
  const { page } = await open(box)
  await page.route('**/directory/PL.js', (route) => route.abort())
  await pick(page, 'Poland')
  await example(page)
  await says(page, 'The account is right')
  await says(page, 'Not checked: the bank. Its list could not be loaded.')
})
