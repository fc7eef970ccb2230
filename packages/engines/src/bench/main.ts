/**
 * `node packages/engines/dist/bench/main.js`: how fast webhooks are answered through each store and inbox, against what does the same
 * by hand on the same server, how that grows with the keys that are kept, and how fast a backlog is worked off. Prints the tables
 * of packages/docs/guarantees.md.
 *
 * @module
 */
import { pgTransaction } from '@paystablecoin/pg-boss'
import { startPostgres, startRedis } from '../servers/index.ts'
import { compare, measureAnswers } from './answers.ts'
import type { Answers } from './answers.ts'
import { BACKLOG, measureBacklog } from './backlog.ts'
import {
  createClaimsByHand,
  createInboxByHand,
  createRedisClaimsByHand,
  TABLES,
} from './by-hand.ts'
import { openEngines, receiveInto, receiveWith } from './engines.ts'
import type { Engines } from './engines.ts'
import { printGrowth } from './growth.ts'
import { printProfile, PROFILED } from './profile.ts'

const INSERT = 'one `INSERT … ON CONFLICT` by hand'
const CLAIMS = '`after-handler`, claim and completion by hand, PostgreSQL'
const REDIS_CLAIMS = '`after-handler`, claim and completion by hand, Redis'

// A rewrite of Redis's file in the middle would slow down whatever is measured then.
const redisSettings = { 'auto-aof-rewrite-percentage': '0' }
const [postgres, redis] = await Promise.all([startPostgres(PROFILED), startRedis(redisSettings)])
try {
  const engines = await openEngines(postgres.url, redis.url)
  await engines.pool.query(TABLES)
  await printAnswers(engines)
  await printProfile(postgres, redis, print)
  await engines.empty()
  await printBacklogs(engines)
  await engines.close()
  await printGrowth(postgres, redis, print)
} finally {
  await Promise.all([postgres.stop(), redis.stop()])
}

async function printAnswers(engines: Engines): Promise<void> {
  const { pool } = engines
  // Each with what does as much by hand.
  const ways = [
    [INSERT, INSERT, receiveInto(createInboxByHand(pool))],
    ['inbox, pg-boss', INSERT, receiveInto(engines.pgBoss)],
    ['inbox, BullMQ', INSERT, receiveInto(engines.bullMq)],
    [CLAIMS, CLAIMS, receiveWith(createClaimsByHand(pool))],
    ['`after-handler`, `stores/postgres`', CLAIMS, receiveWith(engines.storePostgres)],
    [REDIS_CLAIMS, REDIS_CLAIMS, receiveWith(createRedisClaimsByHand(engines.redis))],
    ['`after-handler`, `stores/redis`', REDIS_CLAIMS, receiveWith(engines.storeRedis)],
  ] as const
  const receivers = new Map(ways.map(([name, , receiver]) => [name, receiver]))
  const busy = await measureAnswers(receivers, { rounds: 30, webhooks: 200, atOnce: 16 })
  const alone = await measureAnswers(receivers, { rounds: 30, webhooks: 20, atOnce: 1 })
  print(
    '| through | 16 at once: a second | p50, p99 | against by hand | one at a time: p50 | against by hand |',
  )
  print('|---|---|---|---|---|---|')
  for (const [name, floor] of ways) {
    const [some, single] = [find(busy, name), find(alone, name)]
    const cells = [
      name,
      some.perSecond.toFixed(0),
      `${some.p50Ms.toFixed(1)}, ${some.p99Ms.toFixed(1)} ms`,
      compare(some, find(busy, floor)).toFixed(2),
      `${single.p50Ms.toFixed(2)} ms`,
      compare(single, find(alone, floor)).toFixed(2),
    ]
    print(`| ${cells.join(' | ')} |`)
  }
}

function find(answers: readonly Answers[], wanted: string): Answers {
  const found = answers.find(({ name }) => name === wanted)
  if (found === undefined) throw new Error(`${wanted} was not measured`)
  return found
}

async function printBacklogs({ pgBoss, bullMq, pool }: Engines): Promise<void> {
  print(`\n| a backlog of ${BACKLOG} | events a second |\n|---|---|`)
  const transaction = pgTransaction(pool)
  const byPgBoss = await measureBacklog(pgBoss, (run) => pgBoss.work({ transaction }, run))
  print(`| pg-boss, \`work\` | ${byPgBoss.toFixed(0)} |`)
  const connection = { url: redis.url }
  const byBullMq = await measureBacklog(bullMq, (run) =>
    bullMq.workAtLeastOnce({ connection }, run),
  )
  print(`| BullMQ | ${byBullMq.toFixed(0)} |`)
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
