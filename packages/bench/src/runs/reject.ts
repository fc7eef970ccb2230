/**
 * Program: rejecting a forged webhook, compared with accepting a genuine one; scheme pinned, one secret.
 *
 * @module
 */
import { createWebhookReceiver, verifyWebhook } from '@paystablecoin/core/webhooks'
import type { WebhookScheme } from '@paystablecoin/core/webhooks'
import type { Task } from '../measure/compare.ts'
import { report } from '../measure/report.ts'
import { PATH, sampleWebhook, SECRET } from '../webhooks/sample.ts'

const SCHEMES = ['body', 'request'] as const
const row = 'rejecting a forged webhook'
const limit = {
  atMost: 1,
  why: 'An attacker must not cost more than the provider: look at what the error is made of.',
}
const part = 'by-hand'
const against = 'accepting a genuine one'

async function verifyTask(scheme: WebhookScheme, apiSecret: string): Promise<Task> {
  const webhook = { ...(await sampleWebhook(scheme)), path: PATH }
  const options = { apiSecret, scheme }
  return async () => {
    try {
      return await verifyWebhook(webhook, options)
    } catch (error) {
      return error
    }
  }
}

async function receiverTask(scheme: WebhookScheme, apiSecret: string): Promise<Task> {
  const receiver = createWebhookReceiver({
    apiSecret,
    scheme,
    onEvent: () => undefined,
    onError: () => undefined,
    deduplication: {
      claim: () => ({ state: 'claimed', token: '1' }),
      complete: () => undefined,
      release: () => undefined,
    },
  })
  const request = { ...(await sampleWebhook(scheme)), path: PATH, context: undefined }
  return () => receiver.receive(request)
}

for (const scheme of SCHEMES) {
  await report({
    part,
    row,
    what: `\`verifyWebhook\`, \`${scheme}\``,
    against,
    ours: await verifyTask(scheme, 'another secret'),
    theirs: await verifyTask(scheme, SECRET),
    limit,
  })
  await report({
    part,
    row,
    what: `the receiver, \`${scheme}\``,
    against,
    ours: await receiverTask(scheme, 'another secret'),
    theirs: await receiverTask(scheme, SECRET),
    limit,
  })
}
