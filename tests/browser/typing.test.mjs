// How the form behaves while someone types and pastes.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { core, field, open, paste, pick, sandbox, stateOf } from './harness.mjs'
import { fillEveryExample, typeEveryExample } from './markets.mjs'

/** @type {Awaited<ReturnType<typeof sandbox>>} */
let box
before(async () => (box = await sandbox()))
after(() => box?.close())

test('typing any market’s example, one character at a time with a pause after each, never shows a fault', async () => {
  // The page's own pauses, ended by the test: a keystroke costs no round trip to the browser.
  const { page } = await open(box, { pauses: true })
  const { faults, characters, forms, markets } = await page.evaluate(typeEveryExample)
  assert.deepEqual(faults, [])
  const { length } = await core(page, 'listMarkets')
  assert.equal(markets, length)
  assert.ok(forms >= markets, `${forms} forms`)
  assert.ok(characters > 1500, `${characters} characters typed`)
})

test('every market’s example fills in with one button and is reported valid', async () => {
  const { page } = await open(box)
  const { faults, forms, markets } = await page.evaluate(fillEveryExample)
  assert.deepEqual(faults, [])
  const { length } = await core(page, 'listMarkets')
  assert.equal(markets, length)
  assert.ok(forms >= markets, `${forms} forms`)
})

test('a wrong character is named, marked and announced once, after a pause, and gone when mended', async () => {
  const { page } = await open(box)
  await field(page, 'iban').pressSequentially('DE89 37O4 0044', { delay: 15 })
  assert.equal(await page.locator('[aria-invalid=true]').count(), 0, 'not before a pause')
  const state = page.locator('#field-iban-state')
  await state.filter({ hasText: 'O' }).waitFor()
  const { issues } = await core(page, 'validateAccount', { country: 'DE', iban: 'DE89 37O4 0044' })
  const fault = issues.find((issue) => issue.position)
  assert.deepEqual(fault.position, [7, 8])
  assert.equal(await state.textContent(), fault.message)
  assert.equal(await page.locator('.echo mark').textContent(), 'O')
  assert.equal(await page.locator('.echo:visible').textContent(), 'DE89 37O4 0044')
  assert.equal(await page.locator('#live').textContent(), `IBAN: ${fault.message}`)
  assert.equal(await field(page, 'iban').inputValue(), 'DE89 37O4 0044', 'the value stays as typed')
  // The fault is gone with the character.
  await field(page, 'iban').evaluate((input) => input.setSelectionRange(7, 8))
  await page.keyboard.type('0')
  assert.equal(await page.locator('[aria-invalid=true]').count(), 0)
  assert.equal(await page.locator('.echo:visible').count(), 0)
  assert.match(await state.textContent(), /more/)
})

test('a suggestion is offered, never applied by itself, and mends the account when it is pressed', async () => {
  const { page } = await open(box)
  const wrong = 'DE89370400440532031000'
  await field(page, 'iban').fill(wrong)
  await page.keyboard.press('Tab')
  assert.equal(await stateOf(page, 'iban'), 'wrong')
  assert.equal((await field(page, 'iban').inputValue()).replace(/\s/g, ''), wrong, 'not applied by itself')
  const { issues } = await core(page, 'validateAccount', { country: 'DE', iban: wrong })
  const { suggestions } = issues.find((issue) => issue.suggestions)
  const offers = page.locator('.field[data-key=iban] .offers button')
  assert.deepEqual(await offers.allTextContents(), suggestions.slice(0, 3))
  await offers.first().click()
  assert.equal(await stateOf(page, 'iban'), 'right')
  assert.equal((await field(page, 'iban').inputValue()).replace(/\s/g, ''), suggestions[0].replace(/\s/g, ''))
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'field-iban', 'the focus is where the account is')
  await page.keyboard.press('Control+Z')
  assert.equal((await field(page, 'iban').inputValue()).replace(/\s/g, ''), wrong, 'and can be undone')
})

test('a half-typed value is quiet while typing, a fault when left, right when completed', async () => {
  const { page } = await open(box)
  await field(page, 'iban').pressSequentially('DE893704004405320130')
  assert.equal(await page.locator('#field-iban-state').textContent(), '2 more characters')
  assert.equal(await stateOf(page, 'iban'), 'incomplete')
  await page.keyboard.press('Tab')
  assert.equal(await stateOf(page, 'iban'), 'wrong')
  assert.match(await page.locator('#field-iban-state').textContent(), /2 more characters/)
  await field(page, 'iban').press('End')
  await page.keyboard.type('00')
  assert.equal(await stateOf(page, 'iban'), 'right')
  assert.equal(await field(page, 'iban').inputValue(), 'DE89370400440532013000', 'as typed while focused')
  await page.keyboard.press('Tab')
  assert.equal(await field(page, 'iban').inputValue(), 'DE89 3704 0044 0532 0130 00', 'grouped when left')
})

test('the caret and the value are those of a plain input through random edits', async () => {
  const { page, context } = await open(box)
  const plain = await context.newPage()
  await plain.goto(`${box.address}/icon.svg`)
  await plain.goto('about:blank')
  await plain.evaluate(() => document.body.append(Object.assign(document.createElement('input'), { id: 'plain', spellcheck: false })))
  const ours = field(page, 'iban')
  const oracle = plain.locator('#plain')
  await ours.focus()
  await oracle.focus()
  const random = generator(20261121)
  const alphabet = 'DE0123456789 -.,OIxé０９\u00a0'
  const look = (input) => input.evaluate((each) => [each.value, each.selectionStart, each.selectionEnd])
  let edits = 0
  for (; edits < 400; edits += 1) {
    const [value] = await look(oracle)
    const at = random(value.length + 1)
    const end = Math.min(value.length, at + random(4))
    const kind = random(10)
    for (const [view, input] of [[plain, oracle], [page, ours]]) {
      if (kind !== 9) await input.evaluate((each, range) => each.setSelectionRange(...range), [at, end])
      if (kind < 5) await view.keyboard.insertText([...alphabet][(edits * 7 + at) % [...alphabet].length])
      else if (kind === 5) await view.keyboard.press('Backspace')
      else if (kind === 6) await view.keyboard.press('Delete')
      else if (kind === 7) await view.keyboard.press('Control+X')
      else if (kind === 8) await view.keyboard.press('ArrowLeft')
      else await view.keyboard.press('Control+Z')
    }
    assert.deepEqual(await look(ours), await look(oracle), `edit ${edits}, kind ${kind}`)
  }
  assert.equal(edits, 400)
})

test('a paste of anything is recovered', async () => {
  const { page } = await open(box)
  const iban = 'DE89370400440532013000'
  const grouped = iban.replace(/(.{4})(?=.)/g, '$1 ')
  const wide = [...iban].map((each) => String.fromCodePoint(each.charCodeAt(0) + 0xfee0)).join('')
  const pastes = [
    iban,
    grouped,
    ` ${grouped} \n`,
    iban.toLowerCase(),
    grouped.replaceAll(' ', '\u00a0'),
    grouped.replaceAll(' ', '\u202f'),
    grouped.replaceAll(' ', '\u2009'),
    grouped.replaceAll(' ', '-'),
    grouped.replaceAll(' ', '–'),
    grouped.replaceAll(' ', '.'),
    grouped.replaceAll(' ', '\t'),
    wide,
    `\u200e${iban}\u200f`,
    `\u202a${grouped}\u202c`,
    `\ufeff${iban}\u200b`,
    `IBAN ${grouped}`,
    `IBAN: ${grouped}`,
    `iban:${iban}`,
    `Account number: ${iban}`,
  ]
  for (const text of pastes) {
    await field(page, 'iban').fill('')
    await field(page, 'iban').focus()
    await paste(page, text)
    assert.equal(await stateOf(page, 'iban'), 'right', JSON.stringify(text))
    await page.keyboard.press('Tab')
    assert.equal(await field(page, 'iban').inputValue(), grouped, JSON.stringify(text))
  }
})

test('a number and its bank code pasted together fall into their fields', async () => {
  const { page } = await open(box)
  /** @type {[string, string, Record<string, string>, string[]][]} */
  const cases = [
    ['US', 'routingNumber', { routingNumber: '021000021', accountNumber: '123456789' }, ['021000021 123456789', 'Routing number: 021000021\nAccount number: 123456789', 'ABA 021000021 / Acct 123456789', '021-000-021, 123456789']],
    ['GB', 'sortCode', { sortCode: '200000', accountNumber: '55779911' }, ['20-00-00 55779911', 'Sort code 20-00-00\nAccount number 55779911', '20 00 00 5577 9911', '200000/55779911']],
    ['AU', 'accountNumber', { bsb: '062000', accountNumber: '12345678' }, ['062-000 12345678', 'BSB: 062-000 Account: 12345678']],
  ]
  for (const [country, into, wanted, texts] of cases) {
    await pick(page, country)
    for (const text of texts) {
      for (const key of Object.keys(wanted)) await field(page, key).fill('')
      await field(page, into).focus()
      await paste(page, text)
      for (const [key, value] of Object.entries(wanted)) {
        const got = (await field(page, key).inputValue()).replace(/\D/g, '')
        assert.equal(got, value, `${country} ${key} of ${JSON.stringify(text)}`)
      }
    }
  }
  // One number alone stays where it was pasted.
  await pick(page, 'US')
  for (const key of ['routingNumber', 'accountNumber']) await field(page, key).fill('')
  await field(page, 'accountNumber').focus()
  await paste(page, '000123456789')
  assert.equal(await field(page, 'accountNumber').inputValue(), '000123456789')
  assert.equal(await field(page, 'routingNumber').inputValue(), '')
})

test('another market keeps what still applies, gives back what does not, and leaves the focus', async () => {
  const { page } = await open(box)
  await field(page, 'iban').fill('DE89370400440532013000')
  await field(page, 'holderName').fill('Ada Lovelace')
  await pick(page, 'GB')
  assert.equal(await field(page, 'holderName').inputValue(), 'Ada Lovelace')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'market-input')
  assert.match(await page.locator('#live').textContent(), /Sort code/i)
  await pick(page, 'DE')
  assert.equal((await field(page, 'iban').inputValue()).replace(/\s/g, ''), 'DE89370400440532013000')
  assert.equal(await stateOf(page, 'iban'), 'right')
})

test('an IBAN of another country is offered its country', async () => {
  const { page } = await open(box)
  await field(page, 'iban').fill('FR1420041010050500013M02606')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: /France/ }).click()
  assert.equal(await page.locator('#market-input').inputValue(), 'France')
  assert.equal(await stateOf(page, 'iban'), 'right')
})

test('an amount is taken as people write it, and read back', async () => {
  const { page } = await open(box)
  const input = page.locator('#amount-input')
  const state = page.locator('#amount-state')
  for (const [typed, read] of [['1250', '€1,250'], ['1,250.50', '€1,250.50'], ['1.250,50', '€1,250.50'], ["1'250.5", '€1,250.50'], ['€ 1 250,50', '€1,250.50'], ['１２５０', '€1,250'], ['0012', '€12'], ['12.', '€12']]) {
    await input.fill(typed)
    assert.equal(await state.textContent(), read, typed)
    assert.equal(await input.inputValue(), typed, 'left as typed')
  }
  for (const [typed, words] of [['12x', /not an amount/], ['1,2,3', /not an amount/], ['1.2.3,4,5', /not an amount/], ['0', /more than zero/], ['1.005', /2 decimal places/]]) {
    await input.fill(typed)
    await input.blur()
    assert.match(await state.textContent(), words, typed)
    assert.equal(await input.getAttribute('aria-invalid'), 'true')
  }
})

/** The same numbers each run. @param {number} seed */
function generator(seed) {
  let state = seed
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
