// What the judges of npm share: reading cases, counting, and the defects that excuse a difference.
//
// A case is one JSON object a line: {kind, country, input, verdict}; the verdict is null where we say
// that nothing can be known. A difference is expected when defects.csv says that this judge has that
// defect, in this country, and the case shows it; any other one fails the run.

import { readFileSync } from 'node:fs'

/** The rows of a CSV file whose quoted cells hold no line break. */
function rowsOf(text) {
  const [head, ...rows] = text.trim().split('\n').map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain))
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])))
}

/** What an expression of defects.csv is matched against: the fields, a blank between them. */
const textOf = (input) => (typeof input === 'string' ? input : Object.values(input).join(' '))

const WORD = { true: 'right', false: 'wrong' }

/** Some judges throw what others answer with false; undefined is for what a judge cannot know. */
function verdictOf(ask, test) {
  try {
    const verdict = ask(test.input, test)
    return verdict === undefined ? undefined : Boolean(verdict)
  } catch {
    return false
  }
}

/**
 * `judges`: for each kind, a judge's name and what decides.
 * `conditions`: what a defect's `@name` asks of a case and a judge, beside its expressions.
 */
export function decide(judges, conditions = {}) {
  const defects = rowsOf(readFileSync(new URL('defects.csv', import.meta.url), 'utf8')).map((row) => ({
    ...row, kinds: row.kinds.split(' '), countries: row.countries.split(' '),
    shows: row.where.startsWith('@') ? (conditions[row.where.slice(1)] ?? (() => false)) : ({ input }) => new RegExp(row.where).test(textOf(input)),
  }))
  const cases = readFileSync(0, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
  const asked = {}
  const agreed = {}
  const expected = {}
  let wrong = 0
  for (const test of cases) {
    for (const [judge, ask] of Object.entries(judges[test.kind] ?? {})) {
      if (test.verdict === null) continue
      const theirs = verdictOf(ask, test)
      if (theirs === undefined) continue
      asked[judge] = (asked[judge] ?? 0) + 1
      if (theirs === test.verdict) {
        const counts = (agreed[judge] ??= {})
        const kind = (counts[test.kind] ??= [0, 0])
        kind[theirs ? 0 : 1] += 1
        continue
      }
      const known = defects.find(({ judge: name, kinds, countries, says, shows }) =>
        name === judge && kinds.includes(test.kind) && (countries[0] === '*' || countries.includes(test.country)) && says === WORD[theirs] && shows(test, judge))
      if (known) {
        const seen = (expected[`${judge} ${known.why}`] ??= { count: 0, countries: new Set() })
        seen.count += 1
        seen.countries.add(test.country)
      } else {
        wrong += 1
        console.log(`  ${judge} says ${WORD[theirs]}, we say ${WORD[test.verdict]}: ${JSON.stringify(test)}`)
      }
    }
  }
  for (const [judge, kinds] of Object.entries(agreed).sort()) {
    const counts = Object.entries(kinds)
    console.log(`  ${judge} agrees on ${counts.flatMap(([, pair]) => pair).reduce((sum, count) => sum + count, 0)} of ${asked[judge]}`)
    if (counts.length > 2) console.log(`    right+wrong: ${counts.map(([kind, pair]) => `${kind} ${pair.join('+')}`).join(', ')}`)
  }
  for (const [why, { count, countries }] of Object.entries(expected).sort()) {
    console.log(`  ${count} expected, ${why}${countries.size < 20 ? ` (${[...countries].sort().join(' ')})` : ''}`)
  }
  console.log(`  ${wrong} without a reason`)
  // A run in which nobody was asked proves nothing.
  process.exitCode = wrong > 0 || Object.keys(asked).length === 0 ? 1 : 0
}
