/**
 * What BullMQ needs help with: handlers and reports that never end.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { createBullMqInbox } from '@paystablecoin/bullmq'
import type { BullMqInboxOptions } from '@paystablecoin/bullmq'
import { toInboxEntry } from '@paystablecoin/core'
import type { InboxProblem } from '@paystablecoin/core'
import { Queue } from 'bullmq'
import { afterAll, expect, it, vi } from 'vitest'
import { startRedis } from '../../src/servers/index.ts'

const server = await startRedis()
const connection = { url: server.url }
afterAll(() => server.stop())

const hang = (): Promise<void> => new Promise(() => undefined)

function open(options: BullMqInboxOptions) {
  const queue = new Queue(randomUUID(), { connection: { ...connection, maxRetriesPerRequest: 1 } })
  const inbox = createBullMqInbox(queue, { retryDelayMaxMs: 1_000, ...options })
  const put = (id: string) =>
    inbox.put(
      toInboxEntry(
        {
          kind: 'payment',
          id,
          status: 'SUCCEEDED',
          final: true,
          data: { merchantOrderId: id, status: 'SUCCEEDED' },
          rawBody: JSON.stringify({ merchantOrderId: id, status: 'SUCCEEDED' }),
          source: 'query',
        },
        'shop',
        0,
      ),
    )
  return { queue, inbox, put }
}

it('gives up on a handler that hangs, tells it, and tries the event again', async () => {
  const problems: InboxProblem[] = []
  const { queue, inbox, put } = open({
    handlerTimeoutMs: 1_000,
    onError: (problem) => void problems.push(problem),
  })
  const signals: AbortSignal[] = []
  await inbox.workAtLeastOnce({ connection, concurrency: 1 }, (_event, { signal }) => {
    signals.push(signal)
    return signals.length === 1 ? hang() : undefined
  })
  await put('ORDER_1')
  await vi.waitUntil(() => signals.length === 2, { timeout: 30_000 })
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
  expect(problems).toMatchObject([{ outcome: 'failed', attempt: 1 }])
  expect(String(problems[0]?.error)).toContain('handlerTimeoutMs')
  await inbox.stop()
  await queue.close()
})

it('goes on while onError hangs', async () => {
  const { queue, inbox, put } = open({ onError: hang })
  let runs = 0
  await inbox.workAtLeastOnce({ connection, concurrency: 1 }, () => {
    runs += 1
    if (runs === 1) throw new Error('the handler of this test fails')
  })
  await put('ORDER_1')
  await vi.waitUntil(() => runs === 2, { timeout: 30_000 })
  await inbox.stop()
  await queue.close()
})
