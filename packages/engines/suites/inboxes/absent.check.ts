/**
 * Inboxes whose server is not there when their process starts, or has no room: the webhook is answered 500, and all goes on by itself.
 *
 * @module
 */
import { createBullMqInbox } from '@paystablecoin/bullmq'
import { createWebhookReceiver, signWebhook } from '@paystablecoin/core'
import type { Inbox } from '@paystablecoin/core'
import { createPgBossInbox } from '@paystablecoin/pg-boss'
import { Queue } from 'bullmq'
import { Redis } from 'ioredis'
import { PgBoss } from 'pg-boss'
import { afterEach, expect, it, vi } from 'vitest'
import { startPostgres, startRedis } from '../../src/servers/index.ts'

const SECRET = 'a-secret-of-this-test'
const PUT_TIMEOUT_MS = 5_000
const silent = (): void => undefined
const close: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const each of close.splice(0).toReversed()) await each()
})

function createShop(inbox: Inbox) {
  const errors: string[] = []
  const receiver = createWebhookReceiver({
    apiSecret: SECRET,
    inbox,
    putTimeoutMs: PUT_TIMEOUT_MS,
    onError: ({ outcome, error }) => void errors.push(`${outcome}: ${String(error)}`),
  })
  async function send(merchantOrderId: string, note = ''): Promise<number> {
    const timestamp = String(Date.now())
    const body = JSON.stringify({
      merchantOrderId,
      status: 'SUCCEEDED',
      paymentOrderId: 'PAY_1',
      orderAmount: { value: '1.00', currency: 'USD' },
      note,
    })
    const signature = await signWebhook({ timestamp, body, scheme: 'body' }, SECRET)
    const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
    return (await receiver.receive({ headers, body, path: '/', context: undefined })).status
  }
  return { errors, send }
}

function expectUnavailable(errors: readonly string[], port: number): void {
  expect(errors).toEqual([expect.stringMatching(/^unavailable: /)])
  expect(errors[0]).toContain('inbox')
  expect(errors[0]).toContain(String(port))
  expect(errors.join(' ')).not.toContain('a-password')
}

it('BullMQ that starts before Redis answers 500 in time, and 200 once Redis is there', async () => {
  const server = await startRedis()
  close.push(() => server.stop())
  await server.kill()
  const url = server.url.replace('//', '//:a-password@')
  const queue = new Queue('absent', { connection: { url, maxRetriesPerRequest: 1 } })
  close.push(() => queue.close())
  const { send, errors } = createShop(createBullMqInbox(queue, { onError: silent }))
  const sentAt = performance.now()
  expect(await send('ABSENT')).toBe(500)
  expect(performance.now() - sentAt).toBeLessThan(PUT_TIMEOUT_MS + 500)
  expectUnavailable(errors, server.port)
  await server.start()
  await vi.waitUntil(async () => (await send('ABSENT')) === 200, { timeout: 30_000, interval: 200 })
})

it('pg-boss that starts before PostgreSQL answers 500 in time, and 200 once `start` is repeated', async () => {
  const server = await startPostgres()
  close.push(() => server.stop())
  await server.kill()
  const boss = new PgBoss({ connectionString: server.url, max: 2 })
  close.push(() => boss.stop({ graceful: false }))
  const inbox = createPgBossInbox(boss, { onError: silent })
  const { send, errors } = createShop(inbox)
  const refused = await inbox.start().catch(String)
  expect(refused).toContain(String(server.port))
  expect(refused).not.toContain('a-password')
  const sentAt = performance.now()
  expect(await send('ABSENT')).toBe(500)
  expect(performance.now() - sentAt).toBeLessThan(PUT_TIMEOUT_MS + 500)
  expect(errors).toEqual([expect.stringMatching(/^unavailable: .*inbox\.start\(\)/)])
  await server.start()
  await inbox.start()
  expect(await send('ABSENT')).toBe(200)
})

it('BullMQ on a Redis that is full answers 500, and 200 once there is room', async () => {
  const server = await startRedis({ 'maxmemory-policy': 'noeviction' })
  close.push(() => server.stop())
  const admin = new Redis(server.url)
  close.push(() => admin.quit())
  const queue = new Queue('full', { connection: { url: server.url, maxRetriesPerRequest: 1 } })
  close.push(() => queue.close())
  const { send, errors } = createShop(createBullMqInbox(queue, { onError: silent }))
  expect(await send('ROOM')).toBe(200)
  await admin.config('SET', 'maxmemory', '1')
  expect(await send('FULL')).toBe(500)
  expectUnavailable(errors, server.port)
  expect(errors[0]).toContain('OOM')
  await admin.config('SET', 'maxmemory', '0')
  expect(await send('FULL')).toBe(200)
})
