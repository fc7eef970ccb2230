/**
 * `node packages/engines/dist/bench/main.js`: how fast webhooks are answered through each store and inbox, against a hand-written
 * INSERT on the same PostgreSQL, and how fast a backlog is worked off. Prints the tables of packages/docs/guarantees.md.
 *
 * @module
 */
import { createBullMqInbox } from '@paystablecoin/bullmq'
import { createWebhookReceiver, toInboxEntry } from '@paystablecoin/core'
import type { Inbox, WebhookEvent, WebhookReceiver } from '@paystablecoin/core'
import { createPgBossInbox, pgTransaction } from '@paystablecoin/pg-boss'
import { createPostgresDeduplication, createTable } from '@paystablecoin/stores/postgres'
import { createRedisDeduplication } from '@paystablecoin/stores/redis'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { startPostgres, startRedis } from '../servers/index.ts'
import { measureAnswers, SECRET } from './answers.ts'

const BACKLOG = 2_000
const HAND_WRITTEN = 'a hand-written `INSERT … ON CONFLICT`'

const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
const pool = new Pool({ connectionString: postgres.url, max: 10 })
const connection = { url: redis.url }
const client = new Redis(redis.url)
const boss = new PgBoss({ connectionString: postgres.url, max: 10, useListenNotify: true })
const queue = new Queue('bench', { connection: { ...connection, maxRetriesPerRequest: 1 } })

await pool.query(`CREATE TABLE by_hand (key text PRIMARY KEY, entry jsonb); ${createTable}`)
const pgBoss = createPgBossInbox(boss)
await pgBoss.start()
const bullMq = createBullMqInbox(queue)

try {
  await printAnswers()
  await printBacklog('pg-boss, `work`', pgBoss, (run) =>
    pgBoss.work({ transaction: pgTransaction(pool) }, run),
  )
  await printBacklog('BullMQ', bullMq, (run) => bullMq.workAtLeastOnce({ connection }, run))
} finally {
  await Promise.all([pgBoss.stop(), bullMq.stop()])
  await Promise.all([boss.stop({ graceful: false }), queue.close(), client.quit(), pool.end()])
  await Promise.all([postgres.stop(), redis.stop()])
}

function receivers(): Map<string, WebhookReceiver> {
  const byHand: Inbox = {
    put: async (entry) => {
      const text = 'INSERT INTO by_hand VALUES ($1, $2) ON CONFLICT DO NOTHING'
      await pool.query(text, [entry.key, JSON.stringify(entry)])
    },
  }
  const inboxes: [string, Inbox][] = [
    [HAND_WRITTEN, byHand],
    ['inbox, pg-boss', pgBoss],
    ['inbox, BullMQ', bullMq],
  ]
  const stores = [
    [
      '`after-handler`, `stores/postgres`',
      createPostgresDeduplication({ query: (text, params) => pool.query(text, params) }),
    ],
    [
      '`after-handler`, `stores/redis`',
      createRedisDeduplication({
        evaluate: (script, keys, args) => client.eval(script, keys.length, ...keys, ...args),
      }),
    ],
  ] as const
  return new Map([
    ...inboxes.map(
      ([name, inbox]) => [name, createWebhookReceiver({ apiSecret: SECRET, inbox })] as const,
    ),
    ...stores.map(([name, deduplication]) => {
      const options = { apiSecret: SECRET, acknowledge: 'after-handler', deduplication } as const
      return [name, createWebhookReceiver({ ...options, onEvent: () => undefined })] as const
    }),
  ])
}

async function printAnswers(): Promise<void> {
  const answers = await measureAnswers(receivers(), { rounds: 5, webhooks: 400 })
  const floor = answers.find(({ name }) => name === HAND_WRITTEN)?.perSecond ?? Number.NaN
  print('| through | answers a second | p50, p99 | against by hand |\n|---|---|---|---|')
  for (const { name, perSecond, p50Ms, p99Ms } of answers) {
    const times = `${p50Ms.toFixed(1)}, ${p99Ms.toFixed(1)} ms`
    print(`| ${name} | ${perSecond.toFixed(0)} | ${times} | ${(perSecond / floor).toFixed(2)} |`)
  }
  await queue.drain()
  await boss.deleteAllJobs('paystablecoin')
  print(`\n| a backlog of ${BACKLOG} | events a second |\n|---|---|`)
}

async function printBacklog(
  name: string,
  inbox: Inbox,
  work: (run: () => void) => Promise<void>,
): Promise<void> {
  const ids = Array.from({ length: BACKLOG }, (_, index) => `BACKLOG_${index}`)
  await Promise.all(
    ids.map(async (id) => inbox.put(toInboxEntry(eventOf(id), 'bench', Date.now()))),
  )
  const startedAt = performance.now()
  await new Promise<void>((resolve, reject) => {
    let left = BACKLOG
    work(() => {
      left -= 1
      if (left === 0) resolve()
    }).catch(reject)
  })
  print(`| ${name} | ${((BACKLOG * 1000) / (performance.now() - startedAt)).toFixed(0)} |`)
}

function eventOf(id: string): WebhookEvent {
  const data = { merchantOrderId: id, status: 'SUCCEEDED' }
  const rawBody = JSON.stringify(data)
  return { kind: 'payment', id, status: 'SUCCEEDED', final: true, data, rawBody, source: 'query' }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
