/**
 * Which timestamps are accepted, that `onStale` is notified of a late webhook, and that replayed API requests are rejected.
 *
 * @module
 */
import { signRequest } from '@paystablecoin/core'
import type { WebhookEvent } from '@paystablecoin/core'
import assert from 'node:assert/strict'
import type { ContractCase, ContractTest } from '../contract-case.ts'
import {
  expectAnswer,
  INVALID_SIGNATURE,
  MALFORMED_EVENT,
  TIMESTAMP_EXPIRED,
} from '../support/answers.ts'
import type { Answer } from '../support/answers.ts'
import { createInbox } from '../support/inbox.ts'
import {
  NOW_MS,
  PAYMENT,
  paymentBody,
  SECRET,
  toBytes,
  WEBHOOK_PATH,
} from '../../fixtures/webhooks.ts'
import { accepts, changeHeader, rejects } from './case-builders.ts'

const FIVE_MINUTES_MS = 300_000
const API_PATH = '/api/v1/merchants/1000/orders'

const replaceTimestamp = changeHeader('x-timestamp', () => String(NOW_MS))

/** Replays a POST of the shop to the API, sent to its webhook route by an attacker. */
async function replay(
  t: ContractTest,
  {
    path,
    body,
    sent = body,
  }: { readonly path: string; readonly body: string; readonly sent?: string },
  answer: Answer,
): Promise<void> {
  const shop = await t.open({ path })
  const timestamp = String(NOW_MS)
  const request = { method: 'POST', path: API_PATH, body, timestamp }
  const signature = await signRequest(request, SECRET)
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  const init = { method: 'POST', headers, body: toBytes(sent) }
  await expectAnswer(await shop.server.fetch(path, init), answer)
  await shop.server.close()
  assert.deepEqual(shop.events.items, [])
}

async function sha256Base64(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', toBytes(text))
  return btoa(String.fromCharCode(...new Uint8Array(hash)))
}

export const windowCases: readonly ContractCase[] = [
  accepts('accepts the oldest timestamp of the window', { timestampMs: NOW_MS - FIVE_MINUTES_MS }),
  accepts('accepts the newest timestamp of the window', { timestampMs: NOW_MS + FIVE_MINUTES_MS }),
  rejects('rejects a timestamp one millisecond too old', TIMESTAMP_EXPIRED, {
    timestampMs: NOW_MS - FIVE_MINUTES_MS - 1,
  }),
  rejects('rejects a timestamp one millisecond too far ahead', TIMESTAMP_EXPIRED, {
    timestampMs: NOW_MS + FIVE_MINUTES_MS + 1,
  }),
  rejects('reveals nothing about the time without the secret', INVALID_SIGNATURE, {
    timestampMs: NOW_MS - FIVE_MINUTES_MS - 1,
    change: ({ body }) => {
      body.fill(0x20)
    },
  }),
  rejects('rejects an old webhook with a new timestamp', INVALID_SIGNATURE, {
    timestampMs: NOW_MS - FIVE_MINUTES_MS - 1,
    change: replaceTimestamp,
  }),
  {
    title: 'calls onStale for an authentic webhook that is too old',
    run: async (t) => {
      const stale = createInbox<WebhookEvent>()
      const shop = await t.open({ onStale: (event) => stale.add(event) })
      const late = { timestampMs: NOW_MS - FIVE_MINUTES_MS - 1 }
      await expectAnswer(await shop.send(late), TIMESTAMP_EXPIRED)
      const [event] = await stale.atLeast(1)
      assert.equal(event?.data['merchantOrderId'], PAYMENT.merchantOrderId)
      await shop.server.close()
      assert.deepEqual(shop.events.items, [])
    },
  },
  {
    title: "rejects a captured API request on the API's own path",
    run: (t) => replay(t, { path: API_PATH, body: paymentBody() }, INVALID_SIGNATURE),
  },
  {
    title: "rejects a captured API request on the shop's path",
    run: (t) => replay(t, { path: WEBHOOK_PATH, body: paymentBody() }, INVALID_SIGNATURE),
  },
  {
    title: 'rejects the signed text of a captured API request as a body',
    run: async (t) => {
      const body = paymentBody()
      const sent = `POST\n${API_PATH}\n${await sha256Base64(body)}`
      await replay(t, { path: WEBHOOK_PATH, body, sent }, MALFORMED_EVENT)
    },
  },
]
