// @ts-check
// Dates and times in the reader's own words and zone.

const locale = navigator.language || 'en'
const relativeDay = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })

/** @param {Date} date */
function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

/** "today", "tomorrow", "Monday, 24 November". @param {Date} date @param {Date} now */
export function dayWords(date, now) {
  const days = Math.round((startOfDay(date) - startOfDay(now)) / 86_400_000)
  if (days === 0 || days === 1) return capital(relativeDay.format(days, 'day'))
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric'
  return capital(date.toLocaleDateString(locale, { weekday: 'long', day: 'numeric', month: 'long', year }))
}

/** @param {Date} date */
export function clock(date) {
  return date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })
}

/** With seconds, for the timeline. @param {Date} date */
export function exactTime(date) {
  return date.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' })
}

/** A date alone stays a date. @param {string} instant */
export function dateTime(instant) {
  if (/^\d{4}-\d{2}-\d{2}$/.test(instant)) return new Date(`${instant}T00:00`).toLocaleDateString(locale, { dateStyle: 'medium' })
  return new Date(instant).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' })
}

/**
 * When the money is there, in one line.
 *
 * @param {{earliest: string, latest: string}} arrival
 * @param {Date} now
 */
export function arrivalWords({ earliest, latest }, now) {
  const from = new Date(earliest)
  const to = new Date(latest)
  const wait = to.getTime() - now.getTime()
  if (wait <= 60_000) return 'Within a minute'
  if (wait <= 3_600_000) return `Within ${Math.ceil(wait / 60_000)} minutes`
  if (startOfDay(from) !== startOfDay(to)) return `${dayWords(from, now)} to ${lower(dayWords(to, now))}`
  return `${dayWords(to, now)}, by ${clock(to)}`
}

/** "2 h 05 min", "4 min 09 s", "0:42" would need a legend. @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const days = Math.floor(seconds / 86_400)
  const hours = Math.floor((seconds % 86_400) / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  if (days > 0) return `${days} ${days === 1 ? 'day' : 'days'} ${hours} h`
  if (hours > 0) return `${hours} h ${pad(minutes)} min`
  if (minutes > 0) return `${minutes} min ${pad(seconds % 60)} s`
  return `${seconds} s`
}

/** @param {number} value */
const pad = (value) => String(value).padStart(2, '0')

/** @param {string} text */
const capital = (text) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)

/** Only the relative words: a weekday keeps its capital. @param {string} text */
const lower = (text) => (/\d/.test(text) ? text : text.charAt(0).toLocaleLowerCase(locale) + text.slice(1))
