/**
 * Putting an event into an inbox, within its time.
 * Must not know which queue the inbox is.
 *
 * @module
 */
import type { Inbox } from '../inbox/entry.ts'
import { toInboxEntry } from '../inbox/entry.ts'
import type { WebhookEvent } from '../payment/events.ts'
import { DeliveryError } from './errors.ts'
import type { ReceiverSettings } from './settings.ts'

/**
 * Resolves once the event is in the inbox.
 *
 * @throws What the inbox threw, or that it took too long. A put that ends later changes nothing: its key is unique.
 */
export async function putIntoInbox(
  event: WebhookEvent,
  inbox: Inbox,
  {
    namespace,
    putTimeoutMs,
    clock,
  }: Pick<ReceiverSettings<never>, 'namespace' | 'putTimeoutMs' | 'clock'>,
): Promise<void> {
  let cancel = (): void => undefined
  const late = new Promise<never>((_resolve, reject) => {
    cancel = clock.startTimer(() => reject(new DeliveryError('late')), putTimeoutMs)
  })
  try {
    await Promise.race([inbox.put(toInboxEntry(event, namespace, clock.now())), late])
  } finally {
    cancel()
  }
}
