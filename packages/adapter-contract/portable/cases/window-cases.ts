/**
 * The thirteen digits of a timestamp, and the window around now to the millisecond.
 *
 * @module
 */
import { expectEqual, expectRejection } from '../expect.ts'
import type { PortableCase } from '../portable-case.ts'
import { NOW_MS, OTHER_SECRET, SECRET, signSample } from '../../fixtures/webhooks.ts'

const FIVE_MINUTES_MS = 300_000
const API_PATH = '/api/v1/merchants/1000/orders'

function accepts(skewMs: number, toleranceMs?: number): PortableCase {
  const window = toleranceMs ?? FIVE_MINUTES_MS
  return {
    title: `a timestamp ${skewMs} ms old is accepted within ${window} ms`,
    run: async ({ core }) => {
      const webhook = await signSample(core.signWebhook, { timestamp: String(NOW_MS - skewMs) })
      const options = { apiSecret: SECRET, now: () => NOW_MS, toleranceMs }
      expectEqual((await core.verifyWebhook(webhook, options)).kind, 'payment')
    },
  }
}

function rejects(skewMs: number, reason: string, toleranceMs?: number): PortableCase {
  const window = toleranceMs ?? FIVE_MINUTES_MS
  return {
    title: `a timestamp ${skewMs} ms old is ${reason} within ${window} ms`,
    run: async ({ core }) => {
      const webhook = await signSample(core.signWebhook, { timestamp: String(NOW_MS - skewMs) })
      const options = { apiSecret: SECRET, now: () => NOW_MS, toleranceMs }
      await expectRejection(core.verifyWebhook(webhook, options), { reason, skewMs })
    },
  }
}

function rejectsText(timestamp: string, reason: string): PortableCase {
  return {
    title: `the timestamp "${timestamp}" is rejected`,
    run: async ({ core }) => {
      const { headers, ...webhook } = await signSample(core.signWebhook)
      const changed = { ...webhook, headers: { ...headers, 'x-timestamp': timestamp } }
      const verified = core.verifyWebhook(changed, { apiSecret: SECRET, now: () => NOW_MS })
      await expectRejection(verified, { name: 'SignatureError', reason })
    },
  }
}

export const windowCases: readonly PortableCase[] = [
  accepts(0),
  accepts(FIVE_MINUTES_MS),
  accepts(-FIVE_MINUTES_MS),
  rejects(FIVE_MINUTES_MS + 1, 'stale'),
  rejects(-FIVE_MINUTES_MS - 1, 'future'),
  rejects(10 * 365 * 86_400_000, 'stale'),
  rejects(-10 * 365 * 86_400_000, 'future'),
  accepts(1000, 1000),
  rejects(1001, 'stale', 1000),
  rejects(-1001, 'future', 1000),
  accepts(0, 0),
  rejects(1, 'stale', 0),
  rejectsText('', 'missing-timestamp'),
  rejectsText(String(NOW_MS).slice(0, 10), 'malformed-timestamp'),
  rejectsText(String(NOW_MS).slice(0, 12), 'malformed-timestamp'),
  rejectsText(`0${NOW_MS}`, 'malformed-timestamp'),
  rejectsText(`${NOW_MS}abc`, 'malformed-timestamp'),
  rejectsText(`+${String(NOW_MS).slice(1)}`, 'malformed-timestamp'),
  rejectsText(`${String(NOW_MS).slice(0, 12)}\u0664`, 'malformed-timestamp'),
  rejectsText(`${NOW_MS}, ${NOW_MS}`, 'malformed-timestamp'),
  rejectsText(String(NOW_MS + 1), 'mismatch'),
  {
    title: 'nothing about the time is revealed without the secret',
    run: async ({ core }) => {
      const timestamp = String(NOW_MS - FIVE_MINUTES_MS - 1)
      const webhook = await signSample(core.signWebhook, { timestamp, secret: OTHER_SECRET })
      const verified = core.verifyWebhook(webhook, { apiSecret: SECRET, now: () => NOW_MS })
      await expectRejection(verified, { reason: 'mismatch', skewMs: undefined })
    },
  },
  {
    title: 'a request has the same window on both sides',
    run: async ({ core }) => {
      for (const side of [-1, 1]) {
        const timestamp = String(NOW_MS + side * FIVE_MINUTES_MS)
        const request = { method: 'GET', path: API_PATH, timestamp }
        const signature = await core.signRequest(request, SECRET)
        const verify = (nowMs: number): Promise<void> =>
          core.verifyRequest({ ...request, signature }, { apiSecret: SECRET, now: () => nowMs })
        await verify(NOW_MS)
        const reason = side === 1 ? 'future' : 'stale'
        await expectRejection(verify(NOW_MS - side), { name: 'SignatureError', reason })
      }
    },
  },
]
