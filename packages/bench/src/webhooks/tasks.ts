/**
 * Our way and the floor's, as tasks.
 *
 * @module
 */
import { verifyWebhook } from '@paystablecoin/core/webhooks'
import type { WebhookScheme } from '@paystablecoin/core/webhooks'
import type { Task } from '../measure/compare.ts'
import { createFloor } from './floor.ts'
import { PATH, sampleWebhook, SECRET } from './sample.ts'

/** Verifies a webhook that was signed in one scheme. */
export async function ourTask(
  signedIn: WebhookScheme,
  scheme: WebhookScheme | 'auto' = signedIn,
  body?: Uint8Array,
): Promise<Task> {
  const webhook = { ...(await sampleWebhook(signedIn, body)), path: PATH }
  const options = { apiSecret: SECRET, scheme }
  return () => verifyWebhook(webhook, options)
}

/** The same by hand. */
export async function floorTask(scheme: WebhookScheme, body?: Uint8Array): Promise<Task> {
  const webhook = await sampleWebhook(scheme, body)
  const verify = createFloor(SECRET, scheme, PATH)
  return () => verify(webhook)
}
