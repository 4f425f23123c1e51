// JSON over HTTP, with refusals as sentences.

/** What ends the journey: a sentence that says why. */
export class Stopped extends Error {}

/** @param {string} url @param {RequestInit} [init] */
export async function ask(url, init) {
  let response
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(10_000), ...init })
  } catch (error) {
    throw new Stopped(`${new URL(url).origin} does not answer (${error.cause?.code ?? error.name}). Is the payout API running?`)
  }
  const body = await response.json().catch(() => ({}))
  if (!response.ok) {
    throw new Stopped(`${init?.method ?? 'GET'} ${new URL(url).pathname} was refused: ${response.status} ${body.code ?? ''} ${body.detail ?? body.title ?? ''}`)
  }
  return { response, body }
}

/** @param {string} url @param {unknown} value @param {Record<string, string>} [headers] */
export function post(url, value, headers = {}) {
  return ask(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) })
}
