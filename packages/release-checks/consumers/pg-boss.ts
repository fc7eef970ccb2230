// A merchant's inbox on pg-boss, with a transaction of its own database library.
import { createWebhookReceiver } from '@paystablecoin/core'
import type { InboxHealth, WebhookEvent } from '@paystablecoin/core'
import { createPgBossInbox, pgTransaction } from '@paystablecoin/pg-boss'
import type { PgBossInboxOptions, Transaction } from '@paystablecoin/pg-boss'
import { PgBoss } from 'pg-boss'

interface Client {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>
  on(name: 'error', listener: (error: Error) => void): unknown
  off(name: 'error', listener: (error: Error) => void): unknown
  release(): void
}
declare const pool: { connect(): Promise<Client> }

const options: PgBossInboxOptions = { keepKeysMs: undefined, retryLimit: 5 }
const inbox = createPgBossInbox(new PgBoss('postgres://127.0.0.1/shop'), options)

export const receiver = createWebhookReceiver({ apiSecret: 'your-api-secret', inbox })
export const transaction: Transaction<Client> = pgTransaction(pool)

export async function startWorker(): Promise<InboxHealth> {
  await inbox.start()
  await inbox.work({ transaction, concurrency: undefined }, markPaid)
  await inbox.workAtLeastOnce({}, (event, { attempt, signal }) => void [event, attempt, signal])
  await inbox.stop({ timeoutMs: 10_000 })
  return inbox.health()
}

async function markPaid(event: WebhookEvent, { tx }: { tx: Client }): Promise<void> {
  if (event.kind !== 'payment' || event.status !== 'SUCCEEDED') return
  await tx.query('UPDATE orders SET paid = true WHERE id = $1', [event.data.merchantOrderId])
}
