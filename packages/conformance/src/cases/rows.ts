/**
 * The two shapes that most cases have: one webhook that is let in, and one that is refused.
 *
 * @module
 */
import assert from 'node:assert/strict'
import type { ContractCase, ShopOptions } from '../adapter.ts'
import { expectAnswer, RECEIVED } from '../kit/answers.ts'
import type { Answer } from '../kit/answers.ts'
import type { SignedWebhook, WebhookParts } from '../kit/webhooks.ts'

/** A webhook that is received, and handed over once. */
export function accepts(title: string, parts: WebhookParts, options?: ShopOptions): ContractCase {
  return {
    title,
    run: async (t) => {
      const shop = await t.open(options)
      await expectAnswer(await shop.send(parts), RECEIVED)
      await shop.server.close()
      assert.equal(shop.events.items.length, 1)
      assert.deepEqual(shop.problems.items, [])
    },
  }
}

/** A webhook that gets this answer, is reported as refused, and reaches no handler. */
export function refuses(
  title: string,
  answer: Answer,
  parts: WebhookParts,
  options?: ShopOptions,
): ContractCase {
  return {
    title,
    run: async (t) => {
      const shop = await t.open(options)
      await expectAnswer(await shop.send(parts), answer)
      await shop.server.close()
      assert.deepEqual(shop.events.items, [])
      assert.deepEqual(
        shop.problems.items.map(({ outcome }) => outcome),
        ['rejected'],
      )
    },
  }
}

/** Changes one header on the way; without a new text it goes missing. */
export function changeHeader(
  name: string,
  change: (text: string) => string | undefined,
): (webhook: SignedWebhook) => void {
  return ({ headers }) => {
    const text = change(headers.get(name) ?? '')
    if (text === undefined) headers.delete(name)
    else headers.set(name, text)
  }
}
