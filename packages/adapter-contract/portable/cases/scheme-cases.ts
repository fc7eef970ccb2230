/**
 * Both documented schemes, pinned and not, the path they sign, and secrets during a rotation.
 *
 * @module
 */
import type { VerifyWebhookOptions } from '@paystablecoin/core'
import { expectEqual, expectRejection, expectThrown } from '../expect.ts'
import type { PortableCase } from '../portable-case.ts'
import {
  NOW_MS,
  OTHER_SECRET,
  paymentBody,
  SECRET,
  signSample,
  toBytes,
} from '../../fixtures/webhooks.ts'
import type { SampleParts } from '../../fixtures/webhooks.ts'

type Options = Partial<VerifyWebhookOptions>

const verifyOptions = (options: Options): VerifyWebhookOptions => ({
  apiSecret: SECRET,
  now: () => NOW_MS,
  ...options,
})

function accepts(
  title: string,
  parts: SampleParts,
  options: Options,
  secretIndex = 0,
): PortableCase {
  return {
    title,
    run: async ({ core }) => {
      const webhook = await signSample(core.signWebhook, parts)
      const event = await core.verifyWebhook(webhook, verifyOptions(options))
      const origin = 'scheme' in event ? [event.scheme, event.secretIndex] : []
      expectEqual(origin, [parts.scheme ?? 'request', secretIndex], 'the origin')
    },
  }
}

function rejects(
  title: string,
  parts: SampleParts,
  options: Options,
  reason = 'mismatch',
): PortableCase {
  return {
    title,
    run: async ({ core }) => {
      const webhook = await signSample(core.signWebhook, parts)
      const verified = core.verifyWebhook(webhook, verifyOptions(options))
      await expectRejection(verified, { name: 'SignatureError', reason })
    },
  }
}

function rejectsSecret(title: string, apiSecret: string | readonly string[]): PortableCase {
  return {
    title,
    run: async ({ core }) => {
      const verified = core.verifyWebhook(
        await signSample(core.signWebhook),
        verifyOptions({ apiSecret }),
      )
      await expectRejection(verified, { name: 'TypeError' })
      const onEvent = (): void => undefined
      expectThrown(() => core.createWebhookReceiver({ apiSecret, onEvent }), { name: 'TypeError' })
    },
  }
}

const ROTATING = { apiSecret: [OTHER_SECRET, SECRET] }
const API_PATH = '/api/v1/merchants/1000/orders'

export const schemeCases: readonly PortableCase[] = [
  accepts('the request scheme is accepted', { scheme: 'request' }, {}),
  accepts('the body scheme is accepted', { scheme: 'body' }, {}),
  accepts('the request scheme is accepted where it is pinned', {}, { scheme: 'request' }),
  accepts('the body scheme is accepted where it is pinned', { scheme: 'body' }, { scheme: 'body' }),
  rejects('the request scheme is rejected where the other is pinned', {}, { scheme: 'body' }),
  rejects(
    'the body scheme is rejected where the other is pinned',
    { scheme: 'body' },
    { scheme: 'request' },
  ),
  rejects('another path is rejected', { path: '/webhook/paymenT' }, {}),
  rejects('a slash after the path is rejected', { path: '/webhook/payment/' }, {}),

  accepts('the second secret is accepted and named', {}, ROTATING, 1),
  accepts('the first secret is accepted and named', { secret: OTHER_SECRET }, ROTATING),
  accepts('the second secret is accepted under the body scheme', { scheme: 'body' }, ROTATING, 1),
  rejects('a removed secret is rejected', { secret: OTHER_SECRET }, {}),
  rejects('a secret one character off is rejected', { secret: `${SECRET.slice(0, -1)}z` }, {}),
  rejectsSecret('a secret with a line break is a TypeError', `${SECRET}\n`),
  rejectsSecret('an empty secret is a TypeError', ''),
  rejectsSecret('an empty list of secrets is a TypeError', []),
  rejectsSecret('an empty second secret is a TypeError', [SECRET, '']),

  {
    title: 'a captured API request is not a webhook on its own path',
    run: async ({ core }) => {
      const request = { method: 'POST', path: API_PATH, body: paymentBody() }
      const timestamp = String(NOW_MS)
      const signature = await core.signRequest({ ...request, timestamp }, SECRET)
      const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
      const verified = core.verifyWebhook({ ...request, headers }, verifyOptions({}))
      await expectRejection(verified, { name: 'SignatureError', reason: 'api-path' })
    },
  },
  {
    title: 'the signed text of a captured API request is not an event',
    run: async ({ core }) => {
      const body = paymentBody()
      const timestamp = String(NOW_MS)
      const request = { method: 'POST', path: API_PATH, body, timestamp }
      const signature = await core.signRequest(request, SECRET)
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', toBytes(body)))
      const text = `POST\n${API_PATH}\n${btoa(String.fromCharCode(...hash))}`
      const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
      const verified = core.verifyWebhook({ headers, body: text, path: '/' }, verifyOptions({}))
      await expectRejection(verified, { name: 'MalformedEventError' })
    },
  },
]
