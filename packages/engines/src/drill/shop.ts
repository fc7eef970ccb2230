/**
 * The shop of the drill, as one of its processes: its receiver or its worker, and an effect that is not idempotent, so that
 * doubles can be counted.
 * Must not know when it is killed.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises'
import { createBullMqInbox } from '@paystablecoin/bullmq'
import type {
  HandlerReceiverOptions,
  InboxReceiverOptions,
  WebhookEvent,
} from '@paystablecoin/core'
import { createPgBossInbox, pgTransaction } from '@paystablecoin/pg-boss'
import { createPostgresDeduplication } from '@paystablecoin/stores/postgres'
import { createRedisDeduplication } from '@paystablecoin/stores/redis'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import type { ModeName } from './mode.ts'

/** What a process of the shop is told. */
export interface ShopConfig {
  readonly mode: ModeName
  readonly role: 'web' | 'worker'
  readonly port: number
  readonly apiSecret: string
  /** Where the effects are. */
  readonly postgresUrl: string
  readonly redisUrl: string
}

type ReceiverOptions = HandlerReceiverOptions<unknown> | InboxReceiverOptions<unknown>

interface Shop {
  readonly receiver: ReceiverOptions
  readonly work: () => Promise<void>
}

const LEASE_MS = 1000

/** Sets up the shop of a mode. */
export async function openShop(config: ShopConfig): Promise<Shop> {
  const pool = new Pool({ connectionString: config.postgresUrl, max: 12 })
  // A killed server takes idle connections with it, and without a listener the process, too.
  pool.on('error', () => undefined)
  const onError = (): void => undefined
  const basics = { apiSecret: config.apiSecret, onError }

  async function onEvent(event: WebhookEvent): Promise<void> {
    await recordEffect(pool, event)
  }

  function handling(options: Partial<HandlerReceiverOptions<unknown>>): Shop {
    return { receiver: { ...basics, onEvent, ...options }, work: async () => undefined }
  }

  switch (config.mode) {
    case 'memory-immediately':
      return handling({})
    case 'memory-after-handler':
      return handling({ acknowledge: 'after-handler' })
    case 'postgres-store':
      return handling({
        acknowledge: 'after-handler',
        leaseMs: LEASE_MS,
        deduplication: createPostgresDeduplication({
          query: (text, params) => pool.query(text, params),
        }),
      })
    case 'redis-store': {
      const redis = new Redis(config.redisUrl, { maxRetriesPerRequest: 1 })
      redis.on('error', () => undefined)
      return handling({
        acknowledge: 'after-handler',
        leaseMs: LEASE_MS,
        deduplication: createRedisDeduplication({
          evaluate: (script, keys, args) => redis.eval(script, keys.length, ...keys, ...args),
        }),
      })
    }
    case 'bullmq': {
      const connection = { url: config.redisUrl }
      const queue = new Queue('drill', { connection: { ...connection, maxRetriesPerRequest: 1 } })
      const inbox = createBullMqInbox(queue, { onError, heartbeatMs: 5000 })
      return {
        receiver: { ...basics, inbox },
        work: () => inbox.workAtLeastOnce({ connection }, onEvent),
      }
    }
    default: {
      const boss = new PgBoss({
        connectionString: config.postgresUrl,
        max: 4,
        monitorIntervalSeconds: 5,
        superviseIntervalSeconds: 5,
        useListenNotify: true,
      })
      const inbox = createPgBossInbox(boss, { queue: 'drill', heartbeatMs: 10_000, onError })
      await inbox.start()
      return {
        receiver: { ...basics, inbox },
        work: () =>
          config.mode === 'pg-boss-at-least-once'
            ? inbox.workAtLeastOnce({}, onEvent)
            : inbox.work({ transaction: pgTransaction(pool) }, (event, { tx }) =>
                recordEffect(tx, event),
              ),
      }
    }
  }
}

interface Queryable {
  query(text: string, values: unknown[]): Promise<unknown>
}

// Work before the effect and after it: a process may die at each point.
async function recordEffect(db: Queryable, event: WebhookEvent): Promise<void> {
  await delay(20)
  await db.query('INSERT INTO effects (event_id) VALUES ($1)', [event.id])
  await delay(10)
}
