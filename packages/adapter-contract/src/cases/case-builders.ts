/**
 * Builders for the two most frequent cases: a webhook is accepted, or it is rejected.
 *
 * @module
 */
import assert from 'node:assert/strict'
import type { ShopOptions } from '../adapter.ts'
import type { ContractCase } from '../contract-case.ts'
import { expectAnswer, RECEIVED } from '../support/answers.ts'
import type { Answer } from '../support/answers.ts'
import type { SignedWebhook, WebhookParts } from '../support/webhooks.ts'

/** The webhook is received, and its event is handled once. */
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

/** The webhook gets this answer, is reported as rejected, and reaches no handler. */
export function rejects(
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

/** Changes one header in transit, or removes it if there is no new text. */
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
