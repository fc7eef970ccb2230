import { describeInbox } from '@paystablecoin/adapter-contract/inbox'
import { createBullMqInbox } from '@paystablecoin/bullmq'
import { Queue } from 'bullmq'
import { afterAll } from 'vitest'
import { startRedis } from '../../src/servers/index.ts'

const server = await startRedis()
const connection = { url: server.url }

afterAll(() => server.stop())

describeInbox('BullMQ', async ({ queue: name, retryLimit, onError, hooks }) => {
  const queue = new Queue(name, { connection: { ...connection, maxRetriesPerRequest: 1 } })
  const inbox = createBullMqInbox(queue, { retryLimit, onError, hooks })
  return {
    inbox,
    work: (onEvent) => inbox.workAtLeastOnce({ connection }, onEvent),
    async close() {
      await inbox.stop()
      await queue.close()
    },
  }
})
