// @ts-check
// The network: the partner backend (same origin) and the payout API. Answers are values, so that
// every way to fail has its place on the page.

/** @typedef {{type?: string, code: string, title: string, detail?: string, status: number, stepUp?: import('./passkey.js').StepUp}} Problem */
/** @typedef {{kind: 'answer', value: any} | {kind: 'problem', problem: Problem} | {kind: 'unreachable'}} Answer */

const patience = 15_000

/** @param {string} url @param {RequestInit} [init] @returns {Promise<Answer>} */
export async function ask(url, init = {}) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience), cache: 'no-store', credentials: 'omit', ...init })
    const value = await response.json().catch(() => undefined)
    if (response.ok) return { kind: 'answer', value }
    return { kind: 'problem', problem: problemOf(value, response.status) }
  } catch {
    return { kind: 'unreachable' }
  }
}

/** @param {string} url @param {unknown} body */
export function post(url, body) {
  return ask(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
}

/** @param {any} value @param {number} status @returns {Problem} */
function problemOf(value, status) {
  const code = typeof value?.code === 'string' ? value.code : String(value?.type ?? '').split(/[/:]/).at(-1) || `http_${status}`
  return { ...value, code, status, title: typeof value?.title === 'string' ? value.title : `The service answered ${status}.` }
}
