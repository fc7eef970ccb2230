/**
 * The drill: webhooks to several processes of a shop, while the processes, and in a second part the engine, are killed at random.
 * Must not know how a mode works.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises'
import { findFreePort } from '@paystablecoin/adapter-contract/free-port'
import { createTable } from '@paystablecoin/stores/postgres'
import { Pool } from 'pg'
import { startPostgres, startRedis } from '../servers/index.ts'
import type { Server } from '../servers/index.ts'
import { startChild } from './child.ts'
import type { Child } from './child.ts'
import type { Mode } from './mode.ts'
import { createRandom } from './random.ts'
import type { Random } from './random.ts'
import { keyOf, sendAll, SENDERS } from './send.ts'
import type { DrillWebhook, Sent } from './send.ts'

/** How hard a drill is. */
export interface DrillOptions {
  readonly webhooks: number
  /** How often a process of the shop is killed. */
  readonly kills: number
  /** How often the engine's server is killed. */
  readonly engineKills: number
  readonly seed: number
}

/** What a drill found. */
export interface DrillResult {
  /** Events whose webhook was answered 200, and that have no effect. */
  readonly lost: number
  /** Effects beyond the first of an event. */
  readonly doubled: number
  readonly resends: number
  /** From the first sending of an event to its first effect. */
  readonly slowestMs: number
}

const WEB_PROCESSES = 3
const WORKERS = 2
const API_SECRET = 'the-secret-of-the-drill'
/** How long nothing new may happen before what is missing counts as lost. A worker's event waits for its heartbeat and a retry. */
const PATIENCE_MS = { handler: 10_000, worker: 60_000 }

/** Runs a drill on servers of its own. */
export async function runDrill(mode: Mode, options: DrillOptions): Promise<DrillResult> {
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()])
  const pool = new Pool({ connectionString: postgres.url })
  pool.on('error', () => undefined)
  const children: Child[] = []
  try {
    await prepare(pool)
    const ports = await startShop(mode, postgres, redis, children)
    const random = createRandom(options.seed)
    const webhooks = createWebhooks(options.webhooks)
    const engine = { none: undefined, postgres, redis }[mode.engine]
    const kills = killAtRandom(children, engine, options, random)
    const sent = await sendAll(webhooks, ports, API_SECRET, random, toPaceMs(options))
    await kills
    const patienceMs = PATIENCE_MS[mode.hasWorkers ? 'worker' : 'handler']
    return await countEffects(pool, webhooks, sent, patienceMs)
  } finally {
    await Promise.all(children.map((child) => child.stop()))
    await pool.end()
    await Promise.all([postgres.stop(), redis.stop()])
  }
}

// So that webhooks come as long as something is killed: a kill takes about a second, with the start of the next process.
function toPaceMs({ webhooks, kills, engineKills }: DrillOptions): number {
  return Math.round(((kills + engineKills) * 1000 * SENDERS) / webhooks)
}

async function prepare(pool: Pool): Promise<void> {
  await pool.query('CREATE TABLE effects (event_id text, at timestamptz DEFAULT clock_timestamp())')
  await pool.query(createTable)
}

async function startShop(
  mode: Mode,
  postgres: Server,
  redis: Server,
  children: Child[],
): Promise<number[]> {
  const basics = {
    mode: mode.name,
    apiSecret: API_SECRET,
    postgresUrl: postgres.url,
    redisUrl: redis.url,
  }
  const ports: number[] = []
  for (let index = 0; index < WEB_PROCESSES; index += 1) {
    const port = await findFreePort()
    children.push(await startChild({ ...basics, role: 'web', port }))
    ports.push(port)
  }
  for (let index = 0; mode.hasWorkers && index < WORKERS; index += 1) {
    children.push(await startChild({ ...basics, role: 'worker', port: 0 }))
  }
  return ports
}

function createWebhooks(count: number): DrillWebhook[] {
  return Array.from({ length: count }, (_, index) => ({
    merchantOrderId: `ORDER_${index >> 1}`,
    status: index % 2 === 0 ? 'PROCESSING' : 'SUCCEEDED',
  }))
}

async function killAtRandom(
  children: readonly Child[],
  engine: Server | undefined,
  { kills, engineKills }: DrillOptions,
  random: Random,
): Promise<void> {
  const plan = random.shuffle([
    ...Array.from({ length: kills }, () => 'process' as const),
    ...Array.from({ length: engine === undefined ? 0 : engineKills }, () => 'engine' as const),
  ])
  for (const victim of plan) {
    await delay(150 + random.below(450))
    if (victim === 'process') await random.pick(children).kill()
    else if (engine !== undefined) await restart(engine, random)
  }
}

async function restart(engine: Server, random: Random): Promise<void> {
  await engine.kill()
  await delay(200 + random.below(800))
  await engine.start()
}

interface Effect {
  readonly event_id: string
  readonly times: number
  readonly first_ms: number
}

async function countEffects(
  pool: Pool,
  webhooks: readonly DrillWebhook[],
  { resends, firstSentAtMs }: Sent,
  patienceMs: number,
): Promise<DrillResult> {
  const effects = await waitForEffects(pool, webhooks.length, patienceMs)
  const found = new Map(effects.map((effect) => [toKey(effect.event_id), effect]))
  const missing = webhooks.filter((webhook) => !found.has(keyOf(webhook)))
  const waits = [...found].map(([key, { first_ms }]) => first_ms - (firstSentAtMs.get(key) ?? 0))
  return {
    lost: missing.length,
    doubled: effects.reduce((sum, { times }) => sum + times - 1, 0),
    resends,
    slowestMs: Math.max(0, ...waits),
  }
}

// An event's id is the JSON of its kind, order, status and payment.
function toKey(eventId: string): string {
  const [, merchantOrderId, status] = JSON.parse(eventId)
  return `${merchantOrderId} ${status}`
}

async function waitForEffects(
  pool: Pool,
  expected: number,
  patienceMs: number,
): Promise<readonly Effect[]> {
  let effects: readonly Effect[] = []
  let deadline = performance.now() + patienceMs
  while (effects.length < expected && performance.now() < deadline) {
    await delay(250)
    const next = await readEffects(pool)
    if (next.length > effects.length) deadline = performance.now() + patienceMs
    effects = next
  }
  // A double may come a moment after the last first effect.
  await delay(3_000)
  return readEffects(pool)
}

async function readEffects(pool: Pool): Promise<readonly Effect[]> {
  const { rows } = await pool.query<Effect>(
    `SELECT event_id, count(*)::int AS times, (extract(epoch FROM min(at)) * 1000)::float8 AS first_ms
     FROM effects GROUP BY event_id`,
  )
  return rows
}
