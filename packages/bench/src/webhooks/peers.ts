/**
 * The peers that do the same or less, each as a task that verifies and parses the sample's bytes.
 * The sample is signed by hand here, as their providers would.
 *
 * @module
 */
import { createHmac } from 'node:crypto'
import { loadPeer } from '../peers.ts'
import type { Task } from '../measure/compare.ts'

const KEY = 'v3lQk9WmT2xJ8hZ4nB7cR5pY1sD6fG0aE'
const TOLERANCE_S = 300

const toHex = (text: string): string => createHmac('sha256', KEY).update(text).digest('hex')

interface StripeModule {
  readonly default: new (key: string) => Stripe
}

interface Stripe {
  readonly webhooks: Record<
    'constructEvent' | 'constructEventAsync',
    (body: Uint8Array, header: string, secret: string, toleranceS: number) => unknown
  >
}

function stripeHeader(text: string): string {
  const seconds = Math.floor(Date.now() / 1000)
  return `t=${seconds},v1=${toHex(`${seconds}.${text}`)}`
}

/** stripe-node's `constructEvent`, which does the same. */
export async function stripeTask(body: Uint8Array): Promise<Task> {
  const { default: Stripe } = await loadPeer<StripeModule>('stripe')
  const { webhooks } = new Stripe('sk_test_bench')
  const header = stripeHeader(new TextDecoder().decode(body))
  return () => webhooks.constructEvent(body, header, KEY, TOLERANCE_S)
}

/** The same from stripe's worker build, which uses Web Crypto. */
export async function stripeSubtleTask(body: Uint8Array): Promise<Task> {
  const { default: Stripe } = await loadPeer<StripeModule>('stripe worker')
  const { webhooks } = new Stripe('sk_test_bench')
  const header = stripeHeader(new TextDecoder().decode(body))
  return () => webhooks.constructEventAsync(body, header, KEY, TOLERANCE_S)
}

/** Octokit's `verify` and `JSON.parse`: one hash less than the `request` scheme, and no window. */
export async function octokitTask(body: Uint8Array): Promise<Task> {
  type Verify = (secret: string, body: string, signature: string) => Promise<boolean>
  const { verify } = await loadPeer<{ readonly verify: Verify }>('octokit')
  const decoder = new TextDecoder()
  const signature = `sha256=${toHex(decoder.decode(body))}`
  return async () => {
    const text = decoder.decode(body)
    if (!(await verify(KEY, text, signature))) throw new Error('rejected')
    return JSON.parse(text) as unknown
  }
}

/** `verify` of standardwebhooks, or of svix, which implements the same protocol. */
export async function standardWebhooksTask(
  peer: 'standardwebhooks' | 'svix',
  body: Uint8Array,
): Promise<Task> {
  interface Webhook {
    readonly verify: (body: Buffer, headers: Record<string, string>) => unknown
    readonly sign: (id: string, date: Date, body: string) => string
  }
  const { Webhook } = await loadPeer<{ readonly Webhook: new (key: string) => Webhook }>(peer)
  const webhook = new Webhook(Buffer.from(KEY).toString('base64'))
  const date = new Date()
  const bytes = Buffer.from(body)
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(date.getTime() / 1000)),
    'webhook-signature': webhook.sign('msg_1', date, bytes.toString()),
  }
  return () => webhook.verify(bytes, headers)
}
