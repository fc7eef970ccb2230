/**
 * When the handler runs, how often, and what the replies are.
 *
 * @module
 */
import assert from 'node:assert/strict'
import type { ContractCase } from '../contract-case.ts'
import { BUSY, expectAnswer, NOT_PROCESSED, RECEIVED } from '../support/answers.ts'
import { createGate } from '../support/inbox.ts'
import { paymentBody } from '../../fixtures/webhooks.ts'

const fail = (): never => {
  throw new Error('the database is down')
}

export const handlerCases: readonly ContractCase[] = [
  {
    title: 'answers before a slow handler has finished',
    run: async (t) => {
      const gate = createGate()
      const shop = await t.open({ onEvent: () => gate.opened })
      await expectAnswer(await shop.send(), RECEIVED)
      await shop.events.atLeast(1)
      gate.open()
    },
  },
  {
    title: 'answers after the handler with `after-handler`',
    run: async (t) => {
      const order: string[] = []
      const gate = createGate()
      const onEvent = async (): Promise<void> => {
        await gate.opened
        order.push('handled')
      }
      const shop = await t.open({ acknowledge: 'after-handler', onEvent })
      const sent = shop.send().then((response) => {
        order.push('answered')
        return response
      })
      await shop.events.atLeast(1)
      gate.open()
      await expectAnswer(await sent, RECEIVED)
      assert.deepEqual(order, ['handled', 'answered'])
    },
  },
  {
    title: 'retries a failing handler in process, then reports the event as undelivered',
    run: async (t) => {
      const shop = await t.open({ onEvent: fail })
      await expectAnswer(await shop.send(), RECEIVED)
      const [problem] = await shop.problems.atLeast(1)
      assert.equal(problem?.outcome, 'undelivered')
      assert.match(String(problem?.error), /the database is down/)
      assert.equal(shop.events.items.length, 3)
    },
  },
  {
    title: 'reports nothing when the second try succeeds',
    run: async (t) => {
      let tries = 0
      const shop = await t.open({ onEvent: () => (++tries === 1 ? fail() : undefined) })
      await expectAnswer(await shop.send(), RECEIVED)
      await shop.events.atLeast(2)
      await shop.server.close()
      assert.equal(shop.events.items.length, 2)
      assert.deepEqual(shop.problems.items, [])
    },
  },
  {
    title: 'answers 500 when the handler fails with `after-handler`, and runs it once',
    run: async (t) => {
      const shop = await t.open({ acknowledge: 'after-handler', onEvent: fail })
      await expectAnswer(await shop.send(), NOT_PROCESSED)
      const [problem] = await shop.problems.atLeast(1)
      assert.equal(problem?.outcome, 'failed')
      assert.equal(shop.events.items.length, 1)
    },
  },
  {
    title: 'answers 503 when too many webhooks are in flight',
    run: async (t) => {
      const gate = createGate()
      const shop = await t.open({ maxInFlight: 1, onEvent: () => gate.opened })
      await expectAnswer(await shop.send(), RECEIVED)
      await shop.events.atLeast(1)
      const second = await shop.send({
        body: paymentBody({ merchantOrderId: 'ORDER_SECOND_00001' }),
      })
      assert.equal(second.headers.get('retry-after'), '1')
      await expectAnswer(second, BUSY)
      gate.open()
      await shop.server.close()
      assert.equal(shop.events.items.length, 1)
      assert.equal(shop.problems.items[0]?.outcome, 'unavailable')
    },
  },
  {
    title: 'handles 100 deliveries at once',
    run: async (t) => {
      const shop = await t.open()
      const ids = Array.from({ length: 100 }, (_, index) => `ORDER_${1738112345000 + index}`)
      const responses = await Promise.all(
        ids.map((merchantOrderId) => shop.send({ body: paymentBody({ merchantOrderId }) })),
      )
      for (const response of responses) await expectAnswer(response, RECEIVED)
      const events = await shop.events.atLeast(100)
      const handled = new Set(events.map((event) => event.data['merchantOrderId']))
      assert.deepEqual(handled, new Set(ids))
    },
  },
]
