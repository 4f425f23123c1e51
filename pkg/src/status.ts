import { callForText } from './core.js'
import { request } from './read.js'
import { statusEvents } from './shapes.js'
import type { PayoutStatus, StatusEvent } from './types.js'

/** Where the payout stands: the same for every order and repetition of the events. */
export function statusOf(events: StatusEvent[]): PayoutStatus {
  return callForText('statusOf', request(statusEvents, events, 'The events'))
}
