/**
 * Faults of a real PostgreSQL under an inbox on pg-boss: what the provider is answered, and that each event has one effect in the end.
 *
 * @module
 */
import { createWebhookReceiver, signWebhook } from '@paystablecoin/core'
import type { InboxProblem, WebhookReceiver } from '@paystablecoin/core'
import { createPgBossInbox, pgTransaction } from '@paystablecoin/pg-boss'
import type { PgBossInbox } from '@paystablecoin/pg-boss'
import { Pool } from 'pg'
import type { PoolClient } from 'pg'
import { PgBoss } from 'pg-boss'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startPostgres } from '../../src/servers/index.ts'
import type { Server } from '../../src/servers/index.ts'

const SECRET = 'a-secret-of-this-test'
const close: (() => Promise<unknown>)[] = []
let server: Server
let queues = 0

beforeAll(async () => {
  server = await startPostgres()
  await openPool().query(
    'CREATE TABLE effects (id text, attempt int, CONSTRAINT once UNIQUE (id) DEFERRABLE INITIALLY DEFERRED)',
  )
  await openPool().query('CREATE TABLE counter (n int); INSERT INTO counter VALUES (0)')
})

afterEach(async () => {
  for (const each of close.splice(0).toReversed()) await each()
})

afterAll(() => server.stop())

function openPool(max = 6): Pool {
  const pool = new Pool({ connectionString: server.url, max })
  pool.on('error', () => undefined)
  close.push(() => pool.end())
  return pool
}

interface Opened {
  readonly inbox: PgBossInbox
  readonly boss: PgBoss
  readonly problems: InboxProblem[]
  readonly send: (merchantOrderId: string) => Promise<number>
}

async function open(queue = `faults_${(queues += 1)}`, max = 3): Promise<Opened> {
  const problems: InboxProblem[] = []
  const onError = (problem: InboxProblem) => void problems.push(problem)
  const boss = new PgBoss({ connectionString: server.url, max })
  const inbox = createPgBossInbox(boss, { queue, onError, retryDelayMaxMs: 1_000 })
  await inbox.start()
  close.push(async () => {
    await inbox.stop()
    await boss.stop({ graceful: false })
  })
  const errors = (problem: { error: unknown }) =>
    void problems.push({ ...problem, outcome: 'unavailable', event: undefined })
  const receiver = createWebhookReceiver({
    apiSecret: SECRET,
    inbox,
    putTimeoutMs: 2_000,
    onError: errors,
  })
  return { inbox, boss, problems, send: (order) => sendTo(receiver, order) }
}

async function sendTo(receiver: WebhookReceiver, merchantOrderId: string): Promise<number> {
  const timestamp = String(Date.now())
  const body = JSON.stringify({
    merchantOrderId,
    status: 'SUCCEEDED',
    paymentOrderId: 'PAY_1',
    orderAmount: { value: '1.00', currency: 'USD' },
  })
  const signature = await signWebhook({ timestamp, body, scheme: 'body' }, SECRET)
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  return (await receiver.receive({ headers, body, path: '/', context: undefined })).status
}

/** Works the queue with `fail` in the transaction, after the effect, and returns the tries that were committed. */
async function workOnce(
  { inbox, send }: Opened,
  order: string,
  fail: (tx: PoolClient, attempt: number, pool: Pool) => Promise<unknown>,
): Promise<number[]> {
  const pool = openPool()
  await inbox.work({ transaction: pgTransaction(pool) }, async (_event, { tx, attempt }) => {
    await tx.query('INSERT INTO effects VALUES ($1, $2)', [order, attempt])
    await fail(tx, attempt, pool)
  })
  expect(await send(order)).toBe(200)
  const effects = async () => {
    const found = await pool.query('SELECT attempt FROM effects WHERE id = $1', [order])
    return found.rows.map(({ attempt }): number => attempt)
  }
  await vi.waitUntil(async () => (await effects()).length > 0, { timeout: 45_000 })
  await inbox.stop()
  return effects()
}

describe('a transaction that fails', () => {
  it('by a serialization failure is tried again, and has one effect', async () => {
    const opened = await open()
    const attempts = await workOnce(opened, 'SERIALIZE', async (tx, attempt, pool) => {
      if (attempt > 1) return
      // Another transaction changes what this one has read.
      await tx.query('ROLLBACK; BEGIN ISOLATION LEVEL SERIALIZABLE')
      await tx.query('SELECT n FROM counter')
      await pool.query('UPDATE counter SET n = n + 1')
      await tx.query('UPDATE counter SET n = n + 1')
    })
    expect(attempts).toEqual([2])
    expect(opened.problems).toMatchObject([{ outcome: 'failed', error: { code: '40001' } }])
  })

  it('at its commit is tried again, and has one effect', async () => {
    const opened = await open()
    const attempts = await workOnce(opened, 'COMMIT', async (tx, attempt) => {
      // A deferred constraint is checked by the commit itself.
      if (attempt === 1) await tx.query(`INSERT INTO effects VALUES ('COMMIT', 0)`)
    })
    expect(attempts).toEqual([2])
    expect(opened.problems).toMatchObject([{ outcome: 'failed', error: { code: '23505' } }])
  })

  it('with its connection is tried again, and has one effect', async () => {
    const opened = await open()
    const attempts = await workOnce(opened, 'TERMINATED', async (tx, attempt, pool) => {
      if (attempt > 1) return
      const { rows } = await tx.query('SELECT pg_backend_pid() AS pid')
      await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid])
    })
    expect(attempts).toEqual([2])
    expect(opened.problems[0]).toMatchObject({ outcome: 'failed' })
  })
})

it('lets a worker that lost its claim roll back, while another has the event', async () => {
  const [slow, quick] = [await open('claims'), await open('claims')]
  const pool = openPool()
  let free = (): void => undefined
  const gate = new Promise<void>((resolve) => {
    free = resolve
  })
  let isHeld = false
  await slow.inbox.work({ transaction: pgTransaction(pool) }, async (_event, { tx }) => {
    await tx.query(`INSERT INTO effects VALUES ('CLAIM_SLOW', 0)`)
    isHeld = true
    await gate
  })
  expect(await slow.send('CLAIM')).toBe(200)
  await vi.waitUntil(() => isHeld, { timeout: 20_000 })
  // What pg-boss does with a job whose worker gave no sign of life.
  await pool.query(
    `UPDATE pgboss.job SET state = 'retry', retry_count = retry_count + 1, start_after = now() WHERE name = 'claims' AND state = 'active'`,
  )
  let isTaken = false
  await quick.inbox.work({ transaction: pgTransaction(pool) }, async (_event, { tx }) => {
    await tx.query(`INSERT INTO effects VALUES ('CLAIM_QUICK', 0)`)
    isTaken = true
  })
  await vi.waitUntil(() => isTaken, { timeout: 20_000 })
  await quick.inbox.stop()
  free()
  await slow.inbox.stop()
  const { rows } = await pool.query(`SELECT id FROM effects WHERE id LIKE 'CLAIM%'`)
  expect(rows).toEqual([{ id: 'CLAIM_QUICK' }])
  expect(slow.problems.map(({ error }) => String(error))).toEqual([
    expect.stringContaining('no longer this worker’s'),
  ])
})

it('answers 500 while all connections of pg-boss are taken, and 200 when one is free', async () => {
  const { boss, send, problems } = await open(undefined, 1)
  const db = boss.getDb()
  const taken = db.executeSql('SELECT pg_sleep(4)', [])
  expect(await send('EXHAUSTED')).toBe(500)
  expect(problems).toMatchObject([{ outcome: 'unavailable' }])
  await taken
  await vi.waitUntil(async () => (await send('EXHAUSTED')) === 200, { timeout: 20_000 })
})
