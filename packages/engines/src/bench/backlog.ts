/**
 * How fast an inbox works off events that wait.
 *
 * @module
 */
import { toInboxEntry } from '@paystablecoin/core'
import type { Inbox, WebhookEvent } from '@paystablecoin/core'

/** How many events wait. */
export const BACKLOG = 2_000

/** Puts the backlog and works it off with an empty handler: events a second. */
export async function measureBacklog(
  inbox: Inbox,
  work: (run: () => void) => Promise<void>,
): Promise<number> {
  const ids = Array.from({ length: BACKLOG }, (_, index) => `BACKLOG_${index}`)
  await Promise.all(
    ids.map(async (id) => inbox.put(toInboxEntry(createEvent(id), 'bench', Date.now()))),
  )
  const startedAt = performance.now()
  await new Promise<void>((resolve, reject) => {
    let left = BACKLOG
    work(() => {
      left -= 1
      if (left === 0) resolve()
    }).catch(reject)
  })
  return (BACKLOG * 1000) / (performance.now() - startedAt)
}

/** An event of an order. */
export function createEvent(id: string): WebhookEvent {
  const data = { merchantOrderId: id, status: 'SUCCEEDED' }
  const rawBody = JSON.stringify(data)
  return { kind: 'payment', id, status: 'SUCCEEDED', final: true, data, rawBody, source: 'query' }
}
