// @ts-check
// What to say about one field, out of the core's report: nothing yet, incomplete, wrong, right.

/** @typedef {import('payout-kit').FieldRequirement} FieldRequirement */
/** @typedef {import('payout-kit').AccountReport} AccountReport */
/** @typedef {import('payout-kit').Issue} Issue */

/**
 * @typedef {object} Finding
 * @property {'blank' | 'incomplete' | 'wrong' | 'right'} kind
 * @property {string} message quiet while someone types, if that is all
 * @property {string} [fault] what to say once the field is left, if it is more
 * @property {string} [code] the issue's, when something is wrong
 * @property {[number, number]} [position]
 * @property {string[]} [suggestions]
 * @property {Record<string, string>} [params]
 * @property {string[]} [notes] worth knowing, without being wrong
 */

/** Faults that more typing can repair; whether it can is the report's status. */
const lengths = new Set(['required', 'too_short', 'invalid_length', 'invalid_check_digits', 'invalid_national_check'])

/**
 * @param {FieldRequirement} field
 * @param {string} value as typed
 * @param {AccountReport} report of the whole account
 * @param {() => AccountReport} alone of this field alone, for when another one is wrong
 * @returns {Finding}
 */
export function findingOf(field, value, report, alone) {
  const issues = report.issues.filter((issue) => issue.field === field.key)
  const errors = issues.filter((issue) => issue.severity === 'error')
  if (significant(value) === '') {
    return field.optional && errors.length === 0
      ? { kind: 'blank', message: '' }
      : { kind: 'blank', message: `${field.label} is needed.`, code: 'required' }
  }
  const [first] = errors
  if (first) {
    const open = errors.every(({ code }) => lengths.has(code)) && (report.status === 'incomplete' || alone().status === 'incomplete')
    return open ? unfinished(field, value, first) : { ...said(errors.find(({ code }) => !lengths.has(code)) ?? first), kind: 'wrong' }
  }
  const notes = issues.filter((issue) => issue.severity !== 'error').map((issue) => issue.message)
  return { kind: 'right', message: '', notes }
}

/** @param {Issue} issue @returns {Omit<Finding, 'kind'>} */
function said({ message, code, position, suggestions, params }) {
  return {
    message,
    code,
    params,
    ...(position ? { position } : {}),
    ...(suggestions ? { suggestions } : {}),
  }
}

/** "4 more characters", counted from what the core says it needs. @param {FieldRequirement} field @param {string} value @param {Issue} short @returns {Finding} */
function unfinished(field, value, short) {
  const { code, message, params } = short
  const needed = Math.max(Number(params.min ?? 0), field.minLength)
  const count = needed - [...significant(value)].length
  // A check digit that does not fit yet: where, and what would, is shown once the field is left.
  if (code !== 'too_short' || !(count > 0)) return { ...said(short), kind: 'incomplete', message: 'Not complete yet', fault: message }
  const unit = field.charset === 'digits' ? 'digit' : 'character'
  const more = `${needed < field.maxLength ? 'at least ' : ''}${count} more ${unit}${count === 1 ? '' : 's'}`
  // What was probably meant is offered once the field is left: until then the last character may come.
  return { ...said(short), kind: 'incomplete', message: more, fault: `This is not complete: ${more} needed.` }
}

/** What counts of an account number: no separators, whatever width it was typed in. @param {string} value */
export function significant(value) {
  return value.normalize('NFKC').replace(/[\p{Z}\p{Cf}\p{P}\p{Cc}]/gu, '')
}
