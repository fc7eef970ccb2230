/**
 * The inboxes and stores that are measured, on a database of PostgreSQL and one of Redis.
 * Must not know how they are measured.
 *
 * @module
 */
import { createBullMqInbox } from '@paystablecoin/bullmq'
import type { BullMqInbox } from '@paystablecoin/bullmq'
import { createWebhookReceiver } from '@paystablecoin/core'
import type { DeduplicationStore, Inbox, WebhookReceiver } from '@paystablecoin/core'
import { createPgBossInbox } from '@paystablecoin/pg-boss'
import type { PgBossInbox } from '@paystablecoin/pg-boss'
import { createPostgresDeduplication, createTable } from '@paystablecoin/stores/postgres'
import { createRedisDeduplication } from '@paystablecoin/stores/redis'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { SECRET } from './answers.ts'

/** The queue of BullMQ. */
export const BULLMQ_QUEUE = 'bench'

/** What is measured, and the connections below it. */
export interface Engines {
  readonly pool: Pool
  readonly redis: Redis
  readonly pgBoss: PgBossInbox
  readonly bullMq: BullMqInbox
  readonly storePostgres: DeduplicationStore
  readonly storeRedis: DeduplicationStore
  /** Forgets every event of the inboxes. */
  readonly empty: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Connects everything, and creates the tables. */
export async function openEngines(postgresUrl: string, redisUrl: string): Promise<Engines> {
  const pool = new Pool({ connectionString: postgresUrl, max: 10 })
  const redis = new Redis(redisUrl)
  const boss = new PgBoss({ connectionString: postgresUrl, max: 10, useListenNotify: true })
  const queue = new Queue(BULLMQ_QUEUE, { connection: { url: redisUrl, maxRetriesPerRequest: 1 } })
  const pgBoss = createPgBossInbox(boss)
  const bullMq = createBullMqInbox(queue)
  await pgBoss.start()
  await pool.query(createTable)
  return {
    pool,
    redis,
    pgBoss,
    bullMq,
    storePostgres: createPostgresDeduplication({
      query: (text, params) => pool.query(text, params),
    }),
    storeRedis: createRedisDeduplication({
      evaluate: (script, keys, args) => redis.eval(script, keys.length, ...keys, ...args),
    }),
    async empty() {
      await boss.deleteAllJobs('paystablecoin')
      await queue.drain()
    },
    async close() {
      await Promise.all([pgBoss.stop(), bullMq.stop()])
      await Promise.all([boss.stop({ graceful: false }), queue.close(), redis.quit(), pool.end()])
    },
  }
}

/** A receiver that answers once the inbox has the event. */
export function receiveInto(inbox: Inbox): WebhookReceiver {
  return createWebhookReceiver({ apiSecret: SECRET, inbox })
}

/** A receiver that answers once the event is claimed, handled by an empty handler, and completed. */
export function receiveWith(deduplication: DeduplicationStore): WebhookReceiver {
  const options = { apiSecret: SECRET, acknowledge: 'after-handler', deduplication } as const
  return createWebhookReceiver({ ...options, onEvent: () => undefined })
}
