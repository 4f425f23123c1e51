// Following a payout: nothing lost, nothing hurried, nothing guessed.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

import { dist } from './vectors.mjs'

const event = (status, second, id) => ({ status, at: `2026-11-21T09:30:0${second}Z`, ...(id && { id }) })

for (const entry of ['index.js', 'compat.js']) {
  const { followPayout } = await import(pathToFileURL(dist(entry)))
  const watched = (transport, more = {}) => {
    const waits = []
    const states = []
    const done = followPayout({
      transport,
      onStatus: ({ state }) => states.push(state),
      random: () => 1,
      sleep: async (milliseconds) => void waits.push(milliseconds),
      ...more,
    })
    return { done, waits, states }
  }

  test(`${entry}: polls until the state is final; waits double while nothing comes`, async () => {
    const answers = [[event('RCVD', 0)], [event('RCVD', 0)], [event('RCVD', 0)], [event('ACSP', 1)], [event('ACCC', 2), event('RCVD', 0)]]
    const { done, waits, states } = watched({ poll: async () => ({ events: answers.shift() }) })
    const status = await done
    assert.deepEqual([status.state, states, waits], ['credited', ['received', 'in_clearing', 'credited'], [1000, 2000, 4000, 1000]])
  })

  test(`${entry}: Retry-After is kept, and a failed poll is no failed payout`, async () => {
    const answers = [
      () => ({ events: [event('ACSP', 1)], retryAfter: 30 }),
      () => { throw Object.assign(new Error('429'), { retryAfter: 90 }) },
      () => { throw new Error('offline') },
      () => ({ events: [event('ACCC', 2)] }),
    ]
    const { done, waits, states } = watched({ poll: async () => answers.shift()() })
    await done
    assert.deepEqual([states, waits], [['in_clearing', 'credited'], [30_000, 90_000, 4000]])
  })

  test(`${entry}: a lost stream is resumed after its last event, which may come again`, async () => {
    const asked = []
    const parts = [[event('RCVD', 0, 'a'), event('ACSP', 1, 'b')], [event('ACSP', 1, 'b'), event('ACCC', 2, 'c')]]
    const { done, states } = watched({
      stream: async (lastEventId, onEvent, signal) => {
        asked.push(lastEventId)
        for (const one of parts.shift()) onEvent(one)
        if (signal.aborted) return
        throw new Error('connection lost')
      },
    })
    const status = await done
    assert.deepEqual([asked, states, status.history.length], [[undefined, 'b'], ['received', 'in_clearing', 'credited'], 3])
  })

  test(`${entry}: a time-out gives the status so far, an abort rejects`, async () => {
    const slow = { poll: async () => ({ events: [event('ACSP', 1)] }) }
    const status = await watched(slow, { timeout: 10_000 }).done
    assert.deepEqual([status.state, status.final], ['in_clearing', false])
    const stop = new AbortController()
    const { done } = watched(slow, { signal: stop.signal, sleep: async () => stop.abort(new Error('left the page')) })
    await assert.rejects(done, { message: 'left the page' })
    await assert.rejects(followPayout({ transport: {} }), { code: 'invalid_argument' })
  })

  test(`${entry}: what onStatus throws, and events that are none, come out`, async () => {
    const poll = async () => ({ events: [event('ACCC', 2)] })
    const onStatus = () => { throw new Error('of the page') }
    await assert.rejects(watched({ poll }, { onStatus }).done, { message: 'of the page' })
    await assert.rejects(watched({ poll: async () => ({ events: [7] }) }).done, { code: 'invalid_argument' })
    const stream = async (_, onEvent) => onEvent(event('ACCC', 2))
    await assert.rejects(watched({ stream }, { onStatus }).done, { message: 'of the page' })
  })

  test(`${entry}: jitter stays between half and whole`, async () => {
    let left = 200
    const { done, waits } = watched(
      { poll: async () => ({ events: left-- > 0 ? [] : [event('ACCC', 2)] }) },
      { random: Math.random, maxDelay: 8000 },
    )
    await done
    assert.ok(waits.slice(4).every((wait) => wait >= 4000 && wait <= 8000))
    assert.ok(new Set(waits).size > 100)
  })
}
