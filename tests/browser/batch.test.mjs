// A batch from a file on its page: ten thousand payouts, and files that are not what they should be.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { open, sandbox, shots, violations } from './harness.mjs'

/** @type {Awaited<ReturnType<typeof sandbox>>} */
let box
before(async () => (box = await sandbox()))
after(() => box?.close())

const good = 'id,name,country,currency,amount,iban\n1,Ada,DE,EUR,10.00,DE89370400440532013000\n'

test('ten thousand payouts: progress, totals, failures to download; the page stays quick', async () => {
  const { page, faults } = await batch()
  await page.evaluate(() => {
    window.steps = new Set()
    window.gaps = []
    let before = performance.now()
    setInterval(() => {
      const now = performance.now()
      if (document.querySelector('#progress')) window.gaps.push(now - before)
      before = now
      const { value } = document.querySelector('#progress') ?? {}
      if (value) window.steps.add(value)
    }, 5)
  })
  await page.getByRole('button', { name: 'Try 10,000 example payouts' }).click()
  await page.locator('#progress[value]').waitFor()
  await page.screenshot({ path: join(shots, 'batch-progress.png') })
  await page.locator('#result h2').first().waitFor({ timeout: 60_000 })
  const { steps, gaps } = await page.evaluate(() => ({ steps: window.steps.size, gaps: window.gaps.toSorted((one, other) => one - other) }))
  assert.ok(steps >= 5, `the bar was seen at ${steps} places`)
  assert.ok(gaps[Math.floor(gaps.length * 0.95)] < 200, `the page was away for ${gaps.at(-1)} ms`)
  const [ready, of] = numbers(await page.locator('#result h2').first().textContent())
  const [failed] = numbers(await page.locator('#failures-title').textContent())
  assert.equal(of, 10_000)
  assert.equal(ready + failed, of)
  assert.ok(failed > 200 && failed < 1000, `${failed} failed`)
  // The totals have every payout that can be sent once.
  const counts = await page.locator('.figures tbody tr td:nth-child(2)').allTextContents()
  assert.equal(counts.flatMap(numbers).reduce((sum, each) => sum + each), ready)
  assert.ok(counts.length >= 5, 'rails and currencies')
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download the list of failures' }).click()])
  assert.equal(download.suggestedFilename(), 'failed-payouts.csv')
  const list = readFileSync(await download.path(), 'utf8')
  const lines = list.trimEnd().split('\r\n')
  assert.equal(lines.length, failed + 1)
  assert.ok(lines[0].endsWith('"line","id","name","country","currency","amount","code","field","reason"'))
  assert.match(list, /"'=HYPERLINK\(""https/, 'what a spreadsheet would compute stays text')
  for (const line of lines) for (const cell of line.split(/,(?=")/)) assert.doesNotMatch(cell, /^"[=+\-@\t]/)
  assert.doesNotMatch(list, /\b(DE|AT)\d{18,}/, 'no account number')
  assert.deepEqual(faults, [])
})

test('the list of failures is the core’s answer, line for line', async () => {
  const { page } = await batch()
  await upload(page, `${good}2,Ben,DE,EUR,10.001,DE89370400440532013000\n3,Cy,DE,EUR,5.00,DE88370400440532013000\n4,Di,DE,EUR,0.50,DE89370400440532013000\n5,Eve,DE\n`)
  await page.locator('#failures').waitFor()
  const rows = await page.locator('#failures tbody tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)))
  assert.deepEqual(rows.map(([line, id]) => [line, id]), [['3', '2'], ['4', '3'], ['5', '4'], ['6', '5']])
  const reasons = rows.map((row) => row.at(-1))
  assert.match(reasons[0], /2 decimal places/)
  assert.match(reasons[1], /check digit|IBAN/i)
  assert.match(reasons[2], /start at 1\.00/)
  assert.match(reasons[3], /3 values, the first line has 6/)
  assert.match(await page.locator('#result h2').first().textContent(), /1 of 5/)
})

test('files as people’s programs write them are read', async () => {
  const { page } = await batch()
  for (const [what, text] of Object.entries({
    'a byte order mark and CRLF': `\uFEFF${good.replaceAll('\n', '\r\n')}`,
    'semicolons and a decimal comma': 'Country;Currency;Amount;IBAN\nDE;EUR;10,50;DE89 3704 0044 0532 0130 00\n',
    'tabs': 'country\tcurrency\tamount\tiban\nDE\tEUR\t10.00\tDE89370400440532013000',
    'quotes': '"country","currency","amount","name","iban"\n"DE","EUR","10.00","Lovelace, ""Ada""\nByron","DE89370400440532013000"\n',
  })) {
    await upload(page, text)
    assert.match(await page.locator('#result h2').first().textContent({ timeout: 30_000 }), /1 of 1 payouts/, what)
    assert.equal(await page.locator('#failures').count(), 0, what)
  }
})

test('absurd files get clear words', async () => {
  const { page, faults } = await batch()
  for (const [what, content, words] of [
    ['empty', '', /is empty/],
    ['blank', ' \n\n', /is empty/],
    ['heading alone', 'country,currency,amount\n', /no payout below/],
    ['no heading', 'DE,EUR,10.00\nDE,EUR,11.00\n', /missing: country, currency, amount/],
    ['wrong separator', good.replaceAll(',', '|'), /No separator was found/],
    ['open quotation mark', 'country,currency,amount\nDE,EUR,"10.00\nDE,EUR,11\n', /opens in line 2 is never closed/],
    ['text after a quotation', 'country,currency,amount\nDE,"EUR"x,10\n', /line 2/],
    ['a column twice', 'country,currency,amount,Amount\nDE,EUR,1,2\n', /“amount” is there twice/],
    ['UTF-16', Buffer.from(`\uFEFF${good}`, 'utf16le'), /not UTF-8|not a text file/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), /not UTF-8|not a text file/],
    ['zeros', Buffer.alloc(1000), /not a text file/],
    ['huge', Buffer.alloc(20_000_001, 'a'), /more than 20 MB/],
    ['too many', `country,currency,amount\n${'DE,EUR,1.00\n'.repeat(100_001)}`, /takes 100000|100001 payouts/],
  ]) {
    await upload(page, content)
    await page.locator('#batch-fault').waitFor({ timeout: 30_000 })
    assert.match(await page.locator('#batch-fault').textContent(), words, what)
    assert.equal(await page.locator('#result section').count(), 0, what)
  }
  assert.deepEqual(faults, [])
})

test('a script in a name is text', async () => {
  const { page, faults } = await batch()
  await upload(page, 'name,country,currency,amount\n<img src=x onerror=alert(1)><script>window.owned=1</script>,ZZ,EUR,1\n')
  await page.locator('#failures').waitFor()
  assert.match(await page.locator('#failures tbody').textContent(), /<img src=x onerror/)
  assert.equal(await page.locator('#failures img, #failures script').count(), 0)
  assert.equal(await page.evaluate(() => window.owned), undefined)
  assert.deepEqual(faults, [])
})

test('the work can be stopped, and begun again', async () => {
  const { page } = await batch()
  const attempt = page.getByRole('button', { name: 'Try 10,000 example payouts' })
  await attempt.click()
  await page.locator('#cancel').click()
  assert.equal(await page.locator('#progress').count(), 0)
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'try')
  await page.waitForTimeout(500)
  assert.equal(await page.locator('#result section').count(), 0)
  await page.keyboard.press('Enter')
  await page.locator('#failures').waitFor({ timeout: 60_000 })
})

for (const [name, width] of /** @type {const} */ ([['desktop', 1280], ['phone', 360]])) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${name}, ${colorScheme}: no violation found by axe, no sideways scroll`, async () => {
      const { page } = await batch({ width, colorScheme })
      assert.deepEqual(await violations(page), [])
      await page.getByRole('button', { name: 'Try 10,000 example payouts' }).click()
      await page.locator('#failures').waitFor({ timeout: 60_000 })
      assert.deepEqual(await violations(page), [])
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0)
      await page.screenshot({ path: join(shots, `batch-${name}-${colorScheme}.png`), fullPage: true })
    })
  }
}

/** @param {string} text */
const numbers = (text) => [...text.matchAll(/[\d,]+/g)].map(([found]) => Number(found.replaceAll(',', '')))

async function batch(options) {
  const opened = await open(box, options)
  await opened.page.getByRole('link', { name: 'Batch' }).click()
  await opened.page.locator('#paid-from option').first().waitFor({ state: 'attached' })
  // What the page before it was still loading is not its fault.
  opened.faults.length = 0
  return opened
}

/** Gives the page a file, and waits until what stood there before is gone. */
async function upload(page, content) {
  await page.evaluate(() => (document.querySelector('#work').replaceChildren(), document.querySelector('#result').replaceChildren()))
  await page.locator('#file').setInputFiles({ name: 'payouts.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
}
