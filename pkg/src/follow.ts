import { PayoutKitError } from './error.js'
import { argument, object, optional, refuse, type Read } from './read.js'
import { statusOf } from './status.js'
import type { FollowOptions, PayoutStatus, PayoutTransport, StatusEvent } from './types.js'

const MIN_DELAY = 1_000
const MAX_DELAY = 60_000

const milliseconds: Read<number> = (value) =>
  typeof value === 'number' && value >= 0 ? value : refuse('milliseconds, zero or more')

const call = <F>(value: unknown): F => (typeof value === 'function' ? (value as F) : refuse('a function'))

const abortable: Read<AbortSignal> = (value) => (value instanceof AbortSignal ? value : refuse('an AbortSignal'))

const transport = object<PayoutTransport>({
  poll: optional(call<NonNullable<PayoutTransport['poll']>>),
  stream: optional(call<NonNullable<PayoutTransport['stream']>>),
})

const followOptions = object<Omit<FollowOptions, 'transport'> & { transport: [PayoutTransport, unknown] }>({
  // With the object itself, so that its functions are called as its methods.
  transport: (value) => [transport(value), value],
  onStatus: optional(call<NonNullable<FollowOptions['onStatus']>>),
  signal: optional(abortable),
  timeout: optional(milliseconds),
  minDelay: optional(milliseconds),
  maxDelay: optional(milliseconds),
  random: optional(call<NonNullable<FollowOptions['random']>>),
  sleep: optional(call<NonNullable<FollowOptions['sleep']>>),
})

/**
 * Follows a payout until its state is final, and resolves with that status. `onStatus` hears of every change.
 *
 * The transport is the caller's: this function opens no connection. It waits between two polls, and before a
 * lost stream is resumed after the last event's id, twice as long each time nothing new came, with jitter,
 * and never shorter than the server asked for. A poll that fails says nothing about the payout: its state stays
 * what the events say. After `timeout` the promise resolves with the status so far; an abort rejects it.
 */
export async function followPayout(options: FollowOptions): Promise<PayoutStatus> {
  const taken = argument(followOptions, options, 'The options')
  const { onStatus, signal, timeout = Infinity, minDelay = MIN_DELAY, maxDelay = MAX_DELAY } = taken
  const { random = Math.random, sleep = rest } = taken
  const [{ poll, stream }, owner] = taken.transport
  if (poll === undefined && stream === undefined) {
    throw new PayoutKitError('invalid_argument', 'The transport needs `poll` or `stream`.', 'transport')
  }
  const events: StatusEvent[] = []
  let status = statusOf([])
  let shown = ''
  let waited = 0

  /** True if something new was among them. */
  const take = (more: StatusEvent[]): boolean => {
    events.push(...more)
    status = statusOf(events)
    // What is told twice is kept once.
    events.length = 0
    for (const { state: _, ...event } of status.history) events.push(event)
    const now = JSON.stringify(status)
    if (now === shown) return false
    shown = now
    onStatus?.(status)
    return true
  }
  const lastId = () => events.reduce<string | undefined>((last, { id }) => id ?? last, undefined)

  for (let quiet = 0; ; quiet++) {
    let retryAfter = 0
    let failed: { error: unknown } | undefined
    /** What the caller's `onStatus` throws is the caller's to hear, not a lost connection. */
    const hear = (more: StatusEvent[]) => {
      try {
        if (take(more)) quiet = 0
      } catch (error) {
        failed = { error }
      }
    }
    try {
      if (stream !== undefined) {
        const stop = new AbortController()
        const abort = () => stop.abort(signal?.reason)
        signal?.addEventListener('abort', abort)
        try {
          await stream.call(owner, lastId(), (event) => {
            hear([event])
            if (status.final || failed) stop.abort()
          }, stop.signal)
        } finally {
          signal?.removeEventListener('abort', abort)
        }
      } else {
        const answer = await poll!.call(owner, signal)
        retryAfter = (answer.retryAfter ?? 0) * 1_000
        hear(answer.events)
      }
    } catch (error) {
      retryAfter = Math.max(0, Number((error as { retryAfter?: unknown } | undefined)?.retryAfter) || 0) * 1_000
    }
    if (failed !== undefined) throw failed.error
    if (signal?.aborted) throw signal.reason
    if (status.final) return status
    const longest = Math.min(maxDelay, minDelay * 2 ** Math.min(quiet, 30))
    // Half of it for certain, half by chance: clients that lost one server do not come back at once.
    const delay = Math.max(retryAfter, longest / 2 + (longest / 2) * random())
    if (waited + delay > timeout) return status
    waited += delay
    await sleep(delay, signal)
    if (signal?.aborted) throw signal.reason
  }
}

/** Resolves early when it is aborted. */
function rest(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal?.addEventListener('abort', done)
  })
}
