/**
 * What a shutdown waits for.
 *
 * @module
 */
import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import type { ContractCase } from '../contract-case.ts'
import { expectAnswer, RECEIVED } from '../support/answers.ts'
import { createGate } from '../support/inbox.ts'
import type { Shop } from '../support/shop.ts'
import { openWire } from '../support/wire.ts'

/** Resolves when the server accepts no more connections, and has had time to report that it is closed. */
async function hasStoppedListening(shop: Shop): Promise<void> {
  for (;;) {
    const wire = await openWire(shop).catch(() => undefined)
    if (wire === undefined) break
    wire.disconnect()
    await wire.ended
  }
  for (let turn = 0; turn < 20; turn++) await setImmediate()
}

export const shutdownCases: readonly ContractCase[] = [
  {
    title: 'closes only after the running handlers',
    run: async (t) => {
      const order: string[] = []
      const gate = createGate()
      const onEvent = async (): Promise<void> => {
        await gate.opened
        order.push('handled')
      }
      const shop = await t.open({ onEvent })
      await expectAnswer(await shop.send(), RECEIVED)
      await shop.events.atLeast(1)
      const closing = shop.server.close().then(() => order.push('closed'))
      await hasStoppedListening(shop)
      order.push('stopped listening')
      gate.open()
      await closing
      assert.deepEqual(order, ['stopped listening', 'handled', 'closed'])
    },
  },
  {
    title: 'answers open requests before it closes',
    run: async (t) => {
      const gate = createGate()
      const shop = await t.open({ acknowledge: 'after-handler', onEvent: () => gate.opened })
      const first = shop.send()
      await shop.events.atLeast(1)
      const closing = shop.server.close()
      gate.open()
      await expectAnswer(await first, RECEIVED)
      await closing
    },
  },
]
