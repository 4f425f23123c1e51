// What preparing and signing a payout takes in a page: `cargo xtask bench`.

import { overhead } from '../node/overhead.mjs'
import { open, sandbox } from './harness.mjs'

const intent = {
  idempotencyKey: '4f3c2a10-6f1e-4e55-9c0f-0d6a7b1c2d3e', endToEndId: 'INV-2026-0042', amount: '100.00', currency: 'EUR', rail: 'SCT_INST',
  debtor: { account: 'va_0042' }, creditor: { name: 'Zoë Ångström', account: { country: 'DE', iban: 'DE89370400440532013000' } },
}
const context = { method: 'POST', url: 'https://api.example/v1/payouts', created: 1795255800, expires: 1795255920 }

const box = await sandbox()
try {
  const { page } = await open(box)
  const medians = await page.evaluate(overhead, { module: 'payout-kit', intent, context })
  for (const [alg, micros] of Object.entries(medians)) {
    console.log(`Chromium ${box.browser.version()}: preparePayout + signPayout, ${alg}: median ${micros.toFixed(0)} µs`)
  }
} finally {
  await box.close()
}
