/**
 * The sample payment, and a list of events, for the tests of the middlewares.
 *
 * @module
 */
import type { WebhookEvent } from '../../src/index.ts'

export {
  CLIENT_OPTIONS,
  PAYMENT,
  SECRET,
  signedRequest as signedPayment,
  WEBHOOK_URL as URL_OF_WEBHOOK,
} from '@paystablecoin/adapter-contract/fixtures'

/** Collects events. */
export function createInbox(): { events: WebhookEvent[]; onEvent: (event: WebhookEvent) => void } {
  const events: WebhookEvent[] = []
  return { events, onEvent: (event) => void events.push(event) }
}
