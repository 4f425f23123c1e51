// Starts the sandbox API and the page's server on free ports, and a Chromium that looks at them.

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target')
const secret = 'browser-tests-partner-secret'
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export const shots = join(root, 'target', 'screenshots')
mkdirSync(shots, { recursive: true })

/** Starts a server that prints its address as the last word of its first line. */
async function start(command, args, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (data) => (said = (said + data).slice(-4000)))
  const address = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code} before it was ready: ${said}`)))
    createInterface({ input: child.stdout }).once('line', (line) => resolve(line.trim().split(/\s+/).at(-1)))
  })
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill()
    await ended
  }
  return { address, stop, said: () => said }
}

/** The whole sandbox. `stopApi` and `startApi` take the API away and bring it back as it was. */
export async function sandbox({ quoteSeconds = 120, speed } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'payout-page-'))
  const binary = process.env.PAYOUT_API_BINARY ?? join(target, 'debug', 'payout-api')
  const options = ['--database', join(folder, 'payouts.sqlite'), '--partner-secret', secret, '--quote-seconds', String(quoteSeconds)]
  if (speed) options.push('--speed', String(speed))
  let api = await start(binary, ['--port', '0', ...options])
  const apiAddress = api.address
  const page = await start(process.execPath, [join(root, 'examples', 'browser', 'server.mjs')], {
    PORT: '0',
    PAYOUT_API: apiAddress,
    PARTNER_SECRET: secret,
  })
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
  return {
    api: apiAddress,
    secret,
    address: page.address,
    browser,
    stopApi: () => api.stop(),
    startApi: async () => {
      api = await start(binary, ['--port', new URL(apiAddress).port, ...options])
    },
    ask: async (path) => (await fetch(apiAddress + path)).json(),
    close: async () => {
      await browser.close()
      await page.stop()
      await api.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A page in a context of its own; `faults` collects what a console or the policy complains of. */
export async function open(box, { width = 1280, height = 900, colorScheme = 'light', pauses = false, context } = {}) {
  const own = context ?? (await box.browser.newContext({ viewport: { width, height }, colorScheme, locale: 'en-GB', timezoneId: 'Europe/Berlin' }))
  await own.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: box.address })
  const page = await own.newPage()
  page.setDefaultTimeout(15_000)
  const faults = []
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('requestfailed', (request) => request.url().includes('/events') || faults.push(`failed: ${request.method()} ${request.url()}`))
  page.on('console', (message) => {
    if (/content security policy|trusted/i.test(message.text())) faults.push(`policy: ${message.text()}`)
  })
  if (pauses) await page.addInitScript(holdPauses)
  await page.goto(box.address)
  await page.waitForSelector('#field-iban').catch((error) => {
    throw new Error(`the page did not start: ${faults.join('; ')}`, { cause: error })
  })
  return { page, context: own, faults }
}

/** Runs in the page before its own scripts: what they put off waits until the test ends the pause. */
function holdPauses() {
  /** @type {Map<number, () => void>} */
  const waiting = new Map()
  let last = 0
  window.setTimeout = (run) => {
    waiting.set((last += 1), run)
    return last
  }
  window.clearTimeout = (id) => waiting.delete(id)
  window.endPauses = () => {
    for (const [id, run] of waiting) {
      waiting.delete(id)
      run()
    }
  }
}

/** Picks a market with the keyboard. */
export async function pick(page, country) {
  const input = page.locator('#market-input')
  await input.click()
  await input.fill(country)
  await input.press('Enter')
}

/** What the core answers in this page. */
export function core(page, name, argument) {
  return page.evaluate(async ([name, argument]) => (await import('payout-kit'))[name](argument), [name, argument])
}

/** Puts a text into the clipboard and pastes it into the focused field. */
export async function paste(page, text) {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text)
  await page.keyboard.press('Control+V')
}

export const field = (page, key) => page.locator(`#field-${key.replace(/\W/g, '-')}`)
export const stateOf = (page, key) => page.locator(`.field[data-key="${key}"]`).getAttribute('data-state')

/** The form up to the review, with an account that is right. */
export async function fillForm(page, { country = 'DE', account, amount = '125.50', holder = 'Ada Lovelace' } = {}) {
  if (country !== 'DE') await pick(page, country)
  await page.getByRole('button', { name: 'Fill in an example account' }).click()
  for (const [key, value] of Object.entries(account ?? {})) await field(page, key).fill(value)
  await field(page, 'holderName').fill(holder)
  await page.locator('#amount-input').fill(amount)
}

/** Waits until the status page shows one of the states. */
export function waitForState(page, ...states) {
  return page.waitForFunction((states) => states.includes(document.querySelector('#status-view')?.getAttribute('data-state') ?? ''), states, { timeout: 30_000 })
}

/** What axe finds. @param {import('playwright-core').Page} page */
export async function violations(page) {
  // Through the debugger, where the page's policy does not apply.
  await page.evaluate(axe)
  const { violations } = await page.evaluate((values) => window.axe.run(document, { runOnly: { type: 'tag', values } }), tags)
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join('; ')}`)
}
