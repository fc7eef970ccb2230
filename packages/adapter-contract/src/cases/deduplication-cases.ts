/**
 * One event, delivered more than once: the replies, and how often the handler runs.
 *
 * @module
 */
import { createMemoryDeduplication } from '@paystablecoin/core'
import type { DeduplicationStore } from '@paystablecoin/core'
import assert from 'node:assert/strict'
import type { ContractCase } from '../contract-case.ts'
import { BUSY, expectAnswer, NOT_PROCESSED, RECEIVED } from '../support/answers.ts'
import { createGate } from '../support/inbox.ts'
import { OTHER_SECRET, paymentBody } from '../../fixtures/webhooks.ts'

const failStore = (): never => {
  throw new Error('the store is down')
}

const brokenStore: DeduplicationStore = {
  claim: failStore,
  complete: failStore,
  release: failStore,
}

export const deduplicationCases: readonly ContractCase[] = [
  {
    title: 'answers 200 to a delivery that was already handled, and does not handle it again',
    run: async (t) => {
      const shop = await t.open({ acknowledge: 'after-handler' })
      await expectAnswer(await shop.send(), RECEIVED)
      await expectAnswer(await shop.send({ timestampMs: shop.clock.ms + 1 }), RECEIVED)
      await expectAnswer(await shop.send({ scheme: 'body' }), RECEIVED)
      assert.equal(shop.events.items.length, 1)
    },
  },
  {
    title: 'handles the next status of the same order',
    run: async (t) => {
      const shop = await t.open({ acknowledge: 'after-handler' })
      await expectAnswer(await shop.send({ body: paymentBody({ status: 'PROCESSING' }) }), RECEIVED)
      await expectAnswer(await shop.send(), RECEIVED)
      assert.equal(shop.events.items.length, 2)
    },
  },
  {
    title: 'answers 200 to a duplicate of an event in progress with `immediately`',
    run: async (t) => {
      const gate = createGate()
      const shop = await t.open({ onEvent: () => gate.opened })
      await expectAnswer(await shop.send(), RECEIVED)
      await shop.events.atLeast(1)
      await expectAnswer(await shop.send(), RECEIVED)
      gate.open()
      await shop.server.close()
      assert.equal(shop.events.items.length, 1)
    },
  },
  {
    title: 'answers 503 to it with `after-handler`, until the first has succeeded',
    run: async (t) => {
      const gate = createGate()
      const shop = await t.open({ acknowledge: 'after-handler', onEvent: () => gate.opened })
      const first = shop.send()
      await shop.events.atLeast(1)
      const second = await shop.send()
      assert.equal(second.headers.get('retry-after'), '1')
      await expectAnswer(second, BUSY)
      gate.open()
      await expectAnswer(await first, RECEIVED)
      await expectAnswer(await shop.send(), RECEIVED)
      assert.equal(shop.events.items.length, 1)
    },
  },
  {
    title: 'handles the resend of an event that failed with `after-handler`',
    run: async (t) => {
      let tries = 0
      const onEvent = (): void => (++tries === 1 ? failStore() : undefined)
      const shop = await t.open({ acknowledge: 'after-handler', onEvent })
      await expectAnswer(await shop.send(), NOT_PROCESSED)
      await expectAnswer(await shop.send(), RECEIVED)
      await expectAnswer(await shop.send(), RECEIVED)
      assert.equal(shop.events.items.length, 2)
    },
  },
  {
    title: 'handles the resend of an event that stayed undelivered with `immediately`',
    run: async (t) => {
      let tries = 0
      const onEvent = (): void => (++tries <= 3 ? failStore() : undefined)
      const shop = await t.open({ onEvent })
      await expectAnswer(await shop.send(), RECEIVED)
      await shop.problems.atLeast(1)
      await expectAnswer(await shop.send(), RECEIVED)
      await shop.events.atLeast(4)
    },
  },
  {
    title: 'answers 500 when the store fails, and handles nothing',
    run: async (t) => {
      const shop = await t.open({ deduplication: brokenStore })
      await expectAnswer(await shop.send(), NOT_PROCESSED)
      const [problem] = await shop.problems.atLeast(1)
      assert.equal(problem?.outcome, 'unavailable')
      assert.deepEqual(shop.events.items, [])
    },
  },
  {
    title: 'reports a store that fails to record a handled event, and answers 200',
    run: async (t) => {
      const deduplication = { ...createMemoryDeduplication(), complete: failStore }
      const shop = await t.open({ acknowledge: 'after-handler', deduplication })
      await expectAnswer(await shop.send(), RECEIVED)
      const [problem] = await shop.problems.atLeast(1)
      assert.equal(problem?.outcome, 'unrecorded')
    },
  },
  {
    title: 'hands an event to the next delivery when its lease has expired',
    run: async (t) => {
      const gate = createGate()
      const clock = { ms: 0 }
      const shop = await t.open({
        acknowledge: 'after-handler',
        leaseMs: 60_000,
        deduplication: createMemoryDeduplication({ now: () => clock.ms }),
        onEvent: () => (shop.events.items.length === 1 ? gate.opened : undefined),
      })
      const first = shop.send()
      await shop.events.atLeast(1)
      clock.ms = 59_999
      await expectAnswer(await shop.send(), BUSY)
      clock.ms = 60_000
      await expectAnswer(await shop.send(), RECEIVED)
      gate.open()
      await expectAnswer(await first, RECEIVED)
      assert.equal(shop.events.items.length, 2)
    },
  },
  {
    title: 'distinguishes two merchants with equal order ids in one store',
    run: async (t) => {
      const shared = {
        acknowledge: 'after-handler',
        deduplication: createMemoryDeduplication(),
      } as const
      const [one, two] = await t.openAll([
        { ...shared, path: '/one', merchantId: '1000' },
        { ...shared, path: '/two', merchantId: '2000', apiSecret: OTHER_SECRET },
      ])
      assert.ok(one !== undefined && two !== undefined)
      await expectAnswer(await one.send(), RECEIVED)
      await expectAnswer(await two.send({ secret: OTHER_SECRET }), RECEIVED)
      await expectAnswer(await one.send(), RECEIVED)
      assert.equal(one.events.items.length, 1)
      assert.equal(two.events.items.length, 1)
    },
  },
]
