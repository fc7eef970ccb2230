/**
 * The webhooks of the vectors, which an implementation in another language signed.
 *
 * @module
 */
import { systemClock } from '@paystablecoin/core'
import vectors from '../../vectors/signing.json' with { type: 'json' }
import assert from 'node:assert/strict'
import type { ContractCase, ContractTest } from '../contract-case.ts'
import { expectAnswer, INVALID_SIGNATURE, RECEIVED } from '../support/answers.ts'
import type { Answer } from '../support/answers.ts'
import { toBytes, WEBHOOK_PATH } from '../../fixtures/webhooks.ts'

type Vector = (typeof vectors.vectors)[number]

async function deliver(t: ContractTest, vector: Vector, body: string): Promise<Answer> {
  const { secret, timestamp, signature, path = WEBHOOK_PATH } = vector
  const shop = await t.open({
    path,
    apiSecret: secret,
    clock: { ...systemClock, now: () => Number(timestamp) },
  })
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature }
  const init = { method: 'POST', headers, body: toBytes(body) }
  const response = await shop.server.fetch(path, init)
  const answer = response.ok ? RECEIVED : INVALID_SIGNATURE
  await expectAnswer(response, answer)
  return answer
}

function vectorCase(kind: string): ContractCase {
  return {
    title: `accepts every ${kind} vector, and none with an extra byte`,
    run: async (t) => {
      const chosen = vectors.vectors.filter((vector) => vector.kind === kind)
      assert.ok(chosen.length >= 10)
      for (const vector of chosen) {
        const { body = '' } = vector
        assert.equal(await deliver(t, vector, body), RECEIVED)
        assert.equal(await deliver(t, vector, `${body} `), INVALID_SIGNATURE)
      }
    },
  }
}

export const vectorCases: readonly ContractCase[] = [
  vectorCase('webhook-request'),
  vectorCase('webhook-body'),
]
