/**
 * A PostgreSQL whose disk is full: webhooks are answered 500, what was answered 200 is kept, and all goes on when there is room.
 *
 * @module
 */
import { openStoreShop } from '@paystablecoin/adapter-contract/stores'
import { createWebhookReceiver, signWebhook } from '@paystablecoin/core'
import { createPgBossInbox } from '@paystablecoin/pg-boss'
import { createPostgresDeduplication, createTable } from '@paystablecoin/stores/postgres'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { afterAll, expect, it, vi } from 'vitest'
import { startSmallPostgres } from '../src/servers/index.ts'

const SECRET = 'a-secret-of-this-test'
const server = await startSmallPostgres(100)
const pool = new Pool({ connectionString: server.url })
pool.on('error', () => undefined)
const ballast = join(server.data, 'ballast')

afterAll(async () => {
  await pool.end()
  await server.stop()
})

async function fillDisk(): Promise<void> {
  const megabyte = Buffer.alloc(1_048_576)
  const write = async () => {
    for (;;) await writeFile(ballast, megabyte, { flag: 'a' })
  }
  await expect(write()).rejects.toThrow('ENOSPC')
}

it('is answered with 500 by an inbox on pg-boss, which keeps what was answered 200', async () => {
  const boss = new PgBoss({ connectionString: server.url, max: 2 })
  const inbox = createPgBossInbox(boss, { onError: () => undefined })
  await inbox.start()
  const errors: string[] = []
  const receiver = createWebhookReceiver({
    apiSecret: SECRET,
    inbox,
    onError: ({ outcome, error }) => void errors.push(`${outcome}: ${String(error)}`),
  })
  const answered = new Map<string, number>()
  const send = async (merchantOrderId: string) => {
    const timestamp = String(Date.now())
    const note = 'x'.repeat(2_000)
    const body = JSON.stringify({ merchantOrderId, status: 'SUCCEEDED', note })
    const signature = await signWebhook({ timestamp, body, scheme: 'body' }, SECRET)
    const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
    const { status } = await receiver.receive({ headers, body, path: '/', context: undefined })
    answered.set(merchantOrderId, status)
    return status
  }

  expect(await send('BEFORE')).toBe(200)
  await fillDisk()
  for (let index = 0; index < 500 && errors.length === 0; index += 1) await send(`FULL_${index}`)
  const full = [...answered.values()]
  // The pages that the table has already take some more.
  expect(full.filter((status) => status === 200).length).toBeGreaterThan(1)
  expect(full.at(-1)).toBe(500)
  expect(errors).toEqual([expect.stringMatching(/^unavailable: .*kept no event.*No space left/)])
  expect(errors[0]).not.toContain('a-password')

  await rm(ballast)
  for (const [order, status] of answered) {
    if (status === 500) await vi.waitUntil(async () => (await send(order)) === 200)
  }
  const kept = await boss.findJobs<{ ref?: string; rawBody: string }>('paystablecoin', {
    limit: 1_000,
  })
  const orders = kept.map(({ data }) => JSON.parse(data.rawBody).merchantOrderId)
  expect(new Set(orders)).toEqual(new Set(answered.keys()))
  expect(orders).toHaveLength(answered.size)
  await boss.stop({ graceful: false })
})

it('is answered with 500 by a shop with a store, which handles the resend', async () => {
  await pool.query(createTable)
  const query = (text: string, params: (string | number)[]) => pool.query(text, params)
  const shop = openStoreShop(createPostgresDeduplication({ query }))
  expect(await shop.send('BEFORE')).toBe(200)
  await fillDisk()
  const orders: string[] = []
  let status = 200
  while (orders.length < 500 && status === 200) {
    orders.push(`ORDER_${orders.length}`)
    status = await shop.send(orders.at(-1) ?? '')
  }
  expect(status).toBe(500)
  // The completions of some before may have found no room: those are answered 200 and reported, too.
  const problem = shop.problems.at(-1)
  expect(problem).toMatchObject({ outcome: 'unavailable', error: { code: '53100' } })
  expect(String(problem?.error)).toMatch(/No space left.*The event was not handled/)
  expect(shop.handled).toEqual(['BEFORE', ...orders.slice(0, -1)])
  await rm(ballast)
  expect(await shop.send(orders.at(-1) ?? '')).toBe(200)
  expect(shop.handled).toEqual(['BEFORE', ...orders])
})
