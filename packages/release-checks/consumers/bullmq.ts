// A merchant's inbox on BullMQ: the web process puts, the worker handles.
import { createBullMqInbox } from '@paystablecoin/bullmq'
import type { BullMqInbox, BullMqInboxOptions, WorkContext } from '@paystablecoin/bullmq'
import { createWebhookReceiver } from '@paystablecoin/core'
import type { WebhookEvent } from '@paystablecoin/core'
import { Queue } from 'bullmq'

const connection = { host: '127.0.0.1', port: 6379 }
const options: BullMqInboxOptions = { keepKeysMs: undefined, retryLimit: 5 }

export function startWeb(): ReturnType<typeof createWebhookReceiver> {
  const queue = new Queue('paystablecoin', {
    connection: { ...connection, maxRetriesPerRequest: 1 },
  })
  const inbox = createBullMqInbox(queue, options)
  return createWebhookReceiver({ apiSecret: 'your-api-secret', inbox, putTimeoutMs: undefined })
}

export async function startWorker(inbox: BullMqInbox): Promise<void> {
  await inbox.workAtLeastOnce({ connection, concurrency: undefined }, handle)
  for await (const { id, error } of inbox.dead()) if (error !== '') await inbox.replay(id)
}

function handle(event: WebhookEvent, { attempt, namespace }: WorkContext): void {
  void [event.kind, attempt, namespace]
}
