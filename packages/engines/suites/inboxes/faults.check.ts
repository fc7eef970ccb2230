/**
 * Engines that die under an inbox: what the provider is answered meanwhile, and that all goes on by itself. And two receivers with
 * one inbox.
 *
 * @module
 */
import { createBullMqInbox } from '@paystablecoin/bullmq'
import { createWebhookReceiver, signWebhook } from '@paystablecoin/core'
import type { Inbox, WebhookEvent, WebhookReceiver } from '@paystablecoin/core'
import { createPgBossInbox, pgTransaction } from '@paystablecoin/pg-boss'
import { Queue } from 'bullmq'
import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { startPostgres, startRedis } from '../../src/servers/index.ts'
import type { Server } from '../../src/servers/index.ts'

const SECRET = 'a-secret-of-this-test'
const PUT_TIMEOUT_MS = 2_000
const silent = (): void => undefined

interface Running {
  /** The inbox of another process. */
  readonly open: () => Promise<Inbox>
  readonly work: (onEvent: (event: WebhookEvent) => void) => Promise<void>
  readonly close: () => Promise<void>
}

const servers: Server[] = []
afterAll(() => Promise.all(servers.map((server) => server.stop())))

async function runPgBoss(server: Server): Promise<Running> {
  const pool = new Pool({ connectionString: server.url, max: 6 })
  pool.on('error', silent)
  const bosses: PgBoss[] = []
  const openInbox = async () => {
    const boss = new PgBoss({ connectionString: server.url, max: 3 })
    bosses.push(boss)
    const inbox = createPgBossInbox(boss, { onError: silent })
    await inbox.start()
    return inbox
  }
  const working = await openInbox()
  return {
    open: openInbox,
    work: (onEvent) => working.work({ transaction: pgTransaction(pool) }, onEvent),
    async close() {
      await working.stop()
      await Promise.all(bosses.map((boss) => boss.stop({ graceful: false })))
      await pool.end()
    },
  }
}

async function runBullMq(server: Server): Promise<Running> {
  const queues: Queue[] = []
  const openInbox = () => {
    const connection = { url: server.url, maxRetriesPerRequest: 1 }
    const queue = new Queue('paystablecoin', { connection })
    queues.push(queue)
    return createBullMqInbox(queue, { onError: silent })
  }
  const working = openInbox()
  return {
    open: async () => openInbox(),
    work: (onEvent) => working.workAtLeastOnce({ connection: { url: server.url } }, onEvent),
    async close() {
      await working.stop()
      await Promise.all(queues.map((queue) => queue.close()))
    },
  }
}

async function receive(receiver: WebhookReceiver, merchantOrderId: string): Promise<number> {
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

describe.each([
  ['pg-boss', startPostgres, runPgBoss],
  ['BullMQ', () => startRedis({ appendfsync: 'always' }), runBullMq],
] as const)('%s', (_, start, run) => {
  it('answers 500 in time while its server is away, names it without a password, and goes on by itself', async () => {
    const server = await start()
    servers.push(server)
    const running = await run(server)
    const handled = new Set<string>()
    await running.work(({ id }) => void handled.add(id))
    const errors: string[] = []
    const receiver = createWebhookReceiver({
      apiSecret: SECRET,
      inbox: await running.open(),
      putTimeoutMs: PUT_TIMEOUT_MS,
      onError: ({ outcome, error }) => void errors.push(`${outcome}: ${String(error)}`),
    })
    expect(await receive(receiver, 'BEFORE')).toBe(200)
    await vi.waitUntil(() => handled.size === 1, { timeout: 30_000 })

    await server.kill()
    const sentAt = performance.now()
    expect(await receive(receiver, 'MEANWHILE')).toBe(500)
    expect(performance.now() - sentAt).toBeLessThan(PUT_TIMEOUT_MS + 1_000)
    expect(errors).toEqual([expect.stringMatching(/^unavailable: .*kept no event/)])
    expect(errors[0]).toContain(String(server.port))
    expect(errors.join(' ')).not.toContain('a-password')

    await server.start()
    await vi.waitUntil(async () => (await receive(receiver, 'MEANWHILE')) === 200, {
      timeout: 30_000,
      interval: 200,
    })
    await vi.waitUntil(() => handled.size === 2, { timeout: 60_000 })
    await running.close()
  }, 150_000)

  it('makes 1,000 effects of 1,000 webhooks that two receivers get at once', async () => {
    const server = await start()
    servers.push(server)
    const running = await run(server)
    const handled: string[] = []
    const inboxes = [await running.open(), await running.open()]
    const receivers = inboxes.map((inbox) =>
      createWebhookReceiver({
        apiSecret: SECRET,
        maxInFlight: Infinity,
        putTimeoutMs: 60_000,
        inbox,
      }),
    )
    const orders = Array.from({ length: 1_000 }, (_item, index) => `ORDER_${index}`)
    const statuses = await Promise.all(
      receivers.flatMap((receiver) => orders.map((order) => receive(receiver, order))),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
    await running.work(({ id }) => void handled.push(id))
    await vi.waitUntil(() => handled.length >= orders.length, { timeout: 60_000 })
    await running.close()
    expect(handled).toHaveLength(orders.length)
    expect(new Set(handled).size).toBe(orders.length)
  }, 150_000)
})
