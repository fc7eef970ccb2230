/**
 * How much longer a put takes when many keys are kept: the same engines side by side, on databases of their own that hold none, some
 * and many.
 *
 * @module
 */
import { toInboxEntry } from '@paystablecoin/core'
import type { Redis } from 'ioredis'
import { Client } from 'pg'
import type { Pool } from 'pg'
import type { Server } from '../servers/index.ts'
import { compare, measureAnswers } from './answers.ts'
import { createEvent } from './backlog.ts'
import { createClaimsByHand, TABLES } from './by-hand.ts'
import { BULLMQ_QUEUE, openEngines, receiveInto, receiveWith } from './engines.ts'
import type { Engines } from './engines.ts'

const KEPT = [0, 10_000, 1_000_000] as const
const ENTRY = JSON.stringify(toInboxEntry(createEvent('KEPT'), 'bench', 0))

/** What is measured, by name: each an engine and its receiver. */
const WAYS = {
  'inbox, pg-boss': ({ pgBoss }: Engines) => receiveInto(pgBoss),
  'inbox, BullMQ': ({ bullMq }: Engines) => receiveInto(bullMq),
  '`after-handler`, claim and completion by hand, PostgreSQL': ({ pool }: Engines) =>
    receiveWith(createClaimsByHand(pool)),
  '`after-handler`, `stores/postgres`': (engines: Engines) => receiveWith(engines.storePostgres),
  '`after-handler`, `stores/redis`': (engines: Engines) => receiveWith(engines.storeRedis),
}

/** Prints a row for each engine: answers a second, and how many times as long one takes as with no keys. */
export async function printGrowth(postgres: Server, redis: Server, print: (line: string) => void) {
  const opened = await Promise.all(KEPT.map((kept) => openKept(postgres, redis, kept)))
  try {
    const receivers = Object.entries(WAYS).flatMap(([name, receive]) =>
      opened.map((engines, index) => [`${name} ${KEPT[index]}`, receive(engines)] as const),
    )
    const load = { rounds: 30, webhooks: 150, atOnce: 16 }
    const answers = await measureAnswers(new Map(receivers), load)
    print(`\n| kept keys | ${KEPT.map((kept) => kept.toLocaleString('en')).join(' | ')} |`)
    print('|---|---|---|---|')
    for (const name of Object.keys(WAYS)) {
      const [none, ...more] = answers.filter((each) => each.name.startsWith(`${name} `))
      if (none === undefined) continue
      const cells = more.map((some) => {
        return `${some.perSecond.toFixed(0)} (${compare(none, some).toFixed(2)} ×)`
      })
      print(`| ${name} | ${none.perSecond.toFixed(0)} | ${cells.join(' | ')} |`)
    }
  } finally {
    await Promise.all(opened.map((engines) => engines.close()))
  }
}

async function openKept(postgres: Server, redis: Server, kept: number): Promise<Engines> {
  const name = `kept_${kept}`
  const url = new URL(postgres.url)
  await createDatabase(postgres, name)
  url.pathname = name
  const engines = await openEngines(
    url.href,
    `${redis.url}/${1 + KEPT.findIndex((n) => n === kept)}`,
  )
  await Promise.all([fillPostgres(engines.pool, kept), fillRedis(engines.redis, kept)])
  return engines
}

async function createDatabase({ url }: Server, name: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  await client.end()
}

// As they are once they were handled. What statistics and vacuum have to do about them is done before anything is measured.
async function fillPostgres(pool: Pool, kept: number): Promise<void> {
  await pool.query(
    `INSERT INTO pgboss.job (name, data, policy, dead_letter, state, completed_on)
    SELECT name, $1::jsonb, policy, dead_letter, 'completed', now() FROM pgboss.queue, generate_series(1, $2) WHERE name = 'paystablecoin'`,
    [ENTRY, kept],
  )
  const key = `'["",["payment","' || gen_random_uuid() || '","SUCCEEDED","PAY_1",null]]'`
  await pool.query(
    `INSERT INTO paystablecoin_deduplication (key, ends_at) SELECT ${key}, now() + interval '1 day' FROM generate_series(1, $1)`,
    [kept],
  )
  await pool.query(TABLES)
  await pool.query(`INSERT INTO by_hand_claims SELECT ${key}, true FROM generate_series(1, $1)`, [
    kept,
  ])
  await pool.query('VACUUM ANALYZE')
  await pool.query('CHECKPOINT')
}

const FILL = `local now = redis.call('TIME')[1] * 1000
for n = ARGV[1] + 1, ARGV[2] do
  local id = redis.sha1hex(n)
  redis.call('SET', KEYS[1] .. id, 'done', 'PX', 86400000)
  redis.call('HSET', KEYS[2] .. 'psc-' .. id, 'name', 'event', 'data', '{}', 'opts', '{}', 'timestamp', now, 'finishedOn', now)
  redis.call('ZADD', KEYS[2] .. 'completed', now, 'psc-' .. id)
end`

async function fillRedis(redis: Redis, kept: number): Promise<void> {
  const step = 10_000
  for (let from = 0; from < kept; from += step) {
    const keys = ['{paystablecoin}:', `bull:${BULLMQ_QUEUE}:`]
    await redis.eval(FILL, keys.length, ...keys, from, Math.min(kept, from + step))
  }
}
