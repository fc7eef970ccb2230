/**
 * Which path is signed, and what happens on other routes.
 *
 * @module
 */
import assert from 'node:assert/strict'
import type { ContractCase } from '../contract-case.ts'
import { INVALID_SIGNATURE } from '../support/answers.ts'
import { paymentBody, toBytes, WEBHOOK_PATH } from '../../fixtures/webhooks.ts'
import { accepts, rejects } from './case-builders.ts'

const ENCODED = '/hooks/a%20b'
const OUTSIDE = { callbackUrl: 'https://shop.example/outside/payment?token=1' }
const OUTSIDE_TWICE = {
  callbackUrl: ['https://shop.example/outside/payment', 'https://shop.example/outside/re%2Ffund'],
}

export const pathCases: readonly ContractCase[] = [
  accepts('ignores the query', { path: `${WEBHOOK_PATH}?token=1` }),
  accepts('uses an encoded path as it was requested', { path: ENCODED }, { path: ENCODED }),
  rejects(
    'rejects the signature of another encoding',
    INVALID_SIGNATURE,
    { path: ENCODED, signedPath: '/hooks/a+b' },
    { path: ENCODED },
  ),
  accepts('uses the path of callbackUrl', { signedPath: '/outside/payment' }, OUTSIDE),
  rejects('rejects its own path when callbackUrl is set', INVALID_SIGNATURE, {}, OUTSIDE),
  accepts('uses the first of two callbackUrls', { signedPath: '/outside/payment' }, OUTSIDE_TWICE),
  accepts(
    'uses the second of two callbackUrls',
    { signedPath: '/outside/re%2Ffund' },
    OUTSIDE_TWICE,
  ),
  rejects(
    'rejects a third path when callbackUrl has two',
    INVALID_SIGNATURE,
    { signedPath: '/outside' },
    OUTSIDE_TWICE,
  ),
  {
    title: 'leaves other methods on its path to the framework',
    run: async (t) => {
      const shop = await t.open()
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const response = await shop.server.fetch(shop.path, { method })
        assert.equal(response.status, 404)
        assert.doesNotMatch(await response.text(), /signature|00000/i)
      }
      await shop.server.close()
      assert.deepEqual(shop.problems.items, [])
    },
  },
  {
    title: "leaves other routes' bodies to the framework's own parser",
    run: async (t) => {
      const shop = await t.open()
      const echo = async (): Promise<unknown> => {
        const headers = { 'content-type': 'application/json' }
        const body = toBytes(paymentBody())
        const response = await shop.server.fetch('/echo', { method: 'POST', headers, body })
        return response.json()
      }
      assert.deepEqual(await echo(), JSON.parse(paymentBody()))
      await shop.send()
      assert.deepEqual(await echo(), JSON.parse(paymentBody()))
    },
  },
]
