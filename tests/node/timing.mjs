// How long a call takes.

/** Kept, so that no call is optimised away. */
let sink = 0

/** Nanoseconds a call; the best of the rounds. */
export function time(f, inputs, rounds = 9, millis = 60) {
  let best = Infinity
  let repeat = 1
  for (let round = 0; round <= rounds; ) {
    const start = process.hrtime.bigint()
    for (let at = 0; at < repeat; at++) for (const input of inputs) if (f(input)) sink += 1
    const spent = Number(process.hrtime.bigint() - start)
    if (spent < millis * 1e6) {
      repeat = Math.ceil(repeat * Math.max(1.5, (millis * 1e6) / spent))
      continue
    }
    best = Math.min(best, spent / repeat / inputs.length)
    round += 1
  }
  return best
}

const us = (nanos) => `${(nanos / 1000).toFixed(nanos < 10_000 ? 3 : 1)} µs`.padStart(12)
export const report = (what, nanos, more = '') => console.log(`${what.padEnd(46)}${us(nanos)}  ${more}`)
