/**
 * Which kind of event each of the test kit's samples is heard as, sent as a merchant's own test sends it.
 *
 * @module
 */
import { createWebhookRequest, sampleEvents } from '@paystablecoin/emulator'
import assert from 'node:assert/strict'
import type { ContractCase } from '../contract-case.ts'
import { NOW_MS, SECRET, WEBHOOK_URL } from '../../fixtures/webhooks.ts'
import { expectAnswer, RECEIVED } from '../support/answers.ts'

export const kindCases: readonly ContractCase[] = Object.entries(sampleEvents).map(
  ([name, makeBody]) => ({
    title: `hears the sample ${name} as its kind`,
    run: async (t) => {
      const [kind] = name.split('.')
      const shop = await t.open({ acknowledge: 'after-handler' })
      const parts = { url: WEBHOOK_URL, body: makeBody(), timestampMs: NOW_MS }
      const request = await createWebhookRequest(parts, SECRET)
      const { method, headers } = request
      const body = await request.text()
      await expectAnswer(await shop.server.fetch(shop.path, { method, headers, body }), RECEIVED)
      assert.deepEqual(
        shop.events.items.map((event) => event.kind),
        [kind],
      )
      const reported = shop.problems.items.map(({ outcome }) => outcome)
      assert.deepEqual(reported, name === 'unknown.order' ? ['unrecognized'] : [])
    },
  }),
)
