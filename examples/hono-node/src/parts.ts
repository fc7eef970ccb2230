/**
 * What web and worker share in one process: the orders, the client, and the inbox that webhooks go through.
 * Knows neither routes nor what an event means.
 *
 * @module
 */
import { createClient, createWebhookReceiver } from '@paystablecoin/hono'
import type { Client, ClientOptions, WebhookReceiver } from '@paystablecoin/hono'
import { createPgBossInbox } from '@paystablecoin/pg-boss'
import type { PgBossInbox } from '@paystablecoin/pg-boss'
import type { Database } from './database.ts'
import { createOrdersStore, createOrdersTable } from './orders-store.ts'
import type { OrdersStore } from './orders-store.ts'

/** What web and worker work with. */
export interface ShopParts {
  readonly database: Database
  readonly orders: OrdersStore
  readonly client: Client
  readonly inbox: PgBossInbox
  /** Verifies webhooks and puts their events into the inbox. */
  readonly receiver: WebhookReceiver<unknown>
  /** Closes the inbox. The database stays open. */
  readonly close: () => Promise<void>
}

/** Creates the tables when they are not there, and opens the inbox. */
export async function openParts(database: Database, options: ClientOptions): Promise<ShopParts> {
  await createOrdersTable(database)
  const boss = database.createBoss()
  const inbox = createPgBossInbox(boss)
  await inbox.start()
  const { apiSecret, merchantId } = options
  return {
    database,
    orders: createOrdersStore(database),
    client: createClient(options),
    inbox,
    receiver: createWebhookReceiver<unknown>({ apiSecret, merchantId, inbox }),
    close: () => boss.stop({ graceful: false }),
  }
}
